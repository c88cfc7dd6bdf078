"""Lists: activities, all of them and those of one agency, goal, target or line; and roles."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from wsisgraph.api import activities, roles
from wsisgraph.api.machine import described
from wsisgraph.api.pages import Page, Pages
from wsisgraph.api.pages import Roles as RolesPage
from wsisgraph.api.reading import Reading, value
from wsisgraph.api.sections import short
from wsisgraph.publishing.gathering import Gathered, SharedReading
from wsisgraph.publishing.heard import beside
from wsisgraph.publishing.requests import Used
from wsisgraph.publishing.sheets import Sheet, file_name
from wsisgraph.terms import codes, iris

_AT_ONCE = 200
"""Activities on one page."""

_COUNTED_AT_ONCE = 20
"""Lists whose activities are counted together."""


class Activities:
    """The list of activities, and the lists that the pages of agencies, goals and lines lead to."""

    name = "activities"

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return the pages of each list."""
        members = await reading.rows("api/members", {"class": f"{iris.DEF}Body"})
        wanted: list[tuple[str, ...]] = [()]
        wanted += [("agency", short(value(row, "thing"))) for row in members]
        wanted += [("action_line", line) for line in codes.ACTION_LINES]
        for goal in codes.GOALS:
            wanted.append(("goal", goal))
            wanted += [("target", target) for target in codes.targets_of(goal)]
        totals: list[int] = []
        for start in range(0, len(wanted), _COUNTED_AT_ONCE):
            some = wanted[start : start + _COUNTED_AT_ONCE]
            totals += await reading.together(*(_total(reading.heard, given) for given in some))
            # Nobody else reads now, and all lists at once would take too much memory.
            assert isinstance(reading, SharedReading)
            reading.gathered.forget(digests=False)
        return [
            self._sheet(given, offset)
            for given, total in zip(wanted, totals, strict=True)
            for offset in range(0, max(total, 1), _AT_ONCE)
        ]

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return one page of a list."""
        *given, place = sheet.about
        offset, asked = int(place), _asked(given)
        reading = reading.heard
        found = await activities.find(
            reading, await activities.read(reading, asked), offset, _AT_ONCE
        )
        more = offset + _AT_ONCE < found.total
        following = self._sheet(given, offset + _AT_ONCE).address if more else ""
        data = await activities.list_page(
            reading, page, asked, found, (offset, _AT_ONCE, following)
        )
        return pages.activities(replace(data, beside=beside(reading)))

    def data(self, gathered: Gathered, sheet: Sheet, used: Used) -> Mapping[str, bytes]:
        """Return the whole list as CSV, beside its first page."""
        if not sheet.forms:
            return {}

        async def listed() -> str:
            reading = gathered.reading("en", used).heard
            asked = await activities.read(reading, _asked(sheet.about[:-1]))
            first = await activities.find(reading, asked, 0, 0)
            found = await activities.find(reading, asked, 0, first.total)
            return activities.sheet(found, with_peers=bool(reading.peers))

        [table] = gathered.run([listed()])
        return {"csv": table.encode()}

    def _sheet(self, given: Sequence[str], offset: int) -> Sheet:
        query = _asked(given) | ({"offset": str(offset)} if offset else {})
        address = activities.PATH + (f"?{urlencode(query)}" if query else "")
        name = "/".join([activities.PATH, *(part.replace("/", "-") for part in given)])
        name += f"-{offset // _AT_ONCE + 1}" if offset else ""
        forms = () if offset else ("csv",)
        return Sheet(self.name, address, file_name(name), (*given, str(offset)), forms)


class Roles:
    """The list of roles."""

    name = "roles"

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return the pages of the list."""
        total = len(await roles.listed(reading, {}))
        return [self._sheet(offset) for offset in range(0, max(total, 1), _AT_ONCE)]

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return one page of the list."""
        offset = int(sheet.about[0])
        found = await roles.listed(reading, {})
        more = offset + _AT_ONCE < len(found)
        data = RolesPage(
            page=page,
            roles=tuple(role for role, _ in found[offset : offset + _AT_ONCE]),
            filters=(),
            total=len(found),
            offset=offset,
            limit=_AT_ONCE,
            next=self._sheet(offset + _AT_ONCE).address if more else "",
        )
        return pages.roles(described(data))

    def data(self, gathered: Gathered, sheet: Sheet, used: Used) -> Mapping[str, bytes]:
        """Return the whole list as CSV, beside its first page."""
        if not sheet.forms:
            return {}
        reading = gathered.reading("en", used)
        [found] = gathered.run([roles.listed(reading, {})])
        return {"csv": roles.sheet(found).encode()}

    def _sheet(self, offset: int) -> Sheet:
        address = "/api/roles" + (f"?offset={offset}" if offset else "")
        name = "api/roles" + (f"-{offset // _AT_ONCE + 1}" if offset else "")
        return Sheet(self.name, address, name, (str(offset),), () if offset else ("csv",))


def _asked(given: Sequence[str]) -> dict[str, str]:
    return {given[0]: given[1]} if given else {}


async def _total(reading: Reading, given: Sequence[str]) -> int:
    asked = await activities.read(reading, _asked(given))
    return (await activities.find(reading, asked, 0, 0)).total
