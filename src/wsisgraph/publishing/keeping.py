"""What of the last build may stay: it was made of the same program, and of answers that hold.

Nothing here lists which change touches which page. Each page noted what it asked; a question whose
answer the difference of the revisions can have changed is asked again, and pages whose answers
differ are made. Whatever cannot be known is taken as changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wsisgraph.errors import JournalDamaged
from wsisgraph.publishing.addresses import Site
from wsisgraph.publishing.archive import Archive
from wsisgraph.publishing.difference import Difference, Doubt
from wsisgraph.publishing.folder import Folder
from wsisgraph.publishing.gathering import NAMES, Gathered
from wsisgraph.publishing.heard import WITH_PEERS
from wsisgraph.publishing.planning import Plan
from wsisgraph.publishing.requests import Request
from wsisgraph.publishing.sheets import Sheet
from wsisgraph.settings import Settings
from wsisgraph.store.local import changes


class Before:
    """The last build of a folder.

    Attributes:
        archive: what is known of its pages; nothing where none may stay.
        plan: which pages it had, of the kinds whose plan is kept.
        same_program: whether the same program made it.
    """

    def __init__(
        self, folder: Folder, made_of: Mapping[str, Any], gathered: Gathered, settings: Settings
    ) -> None:
        """Read what was kept, if it was made of the same but for the revision.

        Args:
            folder: the folder of the site.
            made_of: what the site is made of now.
            gathered: reads the revision.
            settings: name the data folder, whose journal tells the difference.
        """
        self.archive = Archive()
        self.plan = Plan()
        self._folder = folder
        self._gathered = gathered
        self._doubt: Doubt | None = None
        before = dict(folder.inputs)
        self.same_program = before.get("program") == made_of["program"]
        if not before or {**before, "revision": None} != {**made_of, "revision": None}:
            return
        archive, plan = folder.archive(), folder.plan()
        difference = _difference(settings, before["revision"], made_of["revision"])
        if archive is None or plan is None or difference is None:
            return
        self.archive, self.plan = archive, plan
        self._doubt = Doubt(difference, gathered)
        self._same_revision = before["revision"] == made_of["revision"]

    def holds(self, questions: Iterable[str]) -> bool:
        """Tell whether the answers of these questions are those of the last build, for sure."""
        return self._doubt is not None and not any(map(self._doubt.reached, questions))

    def planned(self) -> dict[str, Sequence[Sheet]]:
        """Return the pages of the kinds of which they are those of the last build."""
        if self._doubt is None:
            return {}
        plan, doubt = self.plan, self._doubt
        asked, named = doubt.requests(plan.made_of), doubt.names(plan.made_of)
        if doubt.same_described(plan.things):
            asked = {what: found for what, found in asked.items() if what[0][0] != "api/described"}
        self._refresh(asked, named)
        changed, renamed = self._differing(asked, named)
        touched = plan.made_of.touched(changed, renamed)
        return {
            kind: sheets
            for kind, sheets in plan.sheets.items()
            if kind not in touched and not self._is_with_peers(kind)
        }

    def sure(self, sheets: Sequence[Sheet]) -> list[Sheet]:
        """Return those of some pages that are to be made whatever the answers are."""
        if self._doubt is not None and self._same_revision:
            return []
        return [sheet for sheet in sheets if sheet.dated]

    def kept(
        self, sheets: Sequence[Sheet], site: Site, files: Mapping[str, Sequence[str]]
    ) -> set[str]:
        """Return the names of the pages that need not be made: they are there and true.

        Args:
            sheets: the pages of the site.
            site: where everything lies.
            files: by the name of each page the files that it should have.
        """
        if self._doubt is None:
            return set()
        try:
            known, touched = self._touched(self._doubt, site)
        except ValueError:
            self.archive, self._doubt = Archive(), None
            return set()
        finally:
            self._gathered.forget()
        there = self._folder.present
        return {
            sheet.name
            for sheet in sheets
            if sheet.name in known
            and (self._same_revision or not (sheet.dated or self._is_with_peers(sheet.kind)))
            and sheet.name not in touched
            and there.issuperset(files[sheet.name])
        }

    def _is_with_peers(self, kind: str) -> bool:
        """Tell whether a kind asks peers too, which is not noted."""
        return self._gathered.heard is not None and kind in WITH_PEERS

    def _touched(self, doubt: Doubt, site: Site) -> tuple[set[str], set[str]]:
        """Return the pages that are known, and those of them that may not stay.

        Raises:
            ValueError: what was kept is damaged.
        """
        known: set[str] = set()
        touched: set[str] = set()
        doubtful: dict[int, tuple[dict[Request, str], dict[str, str]]] = {}
        for number, memory in enumerate(self.archive.memories()):
            known |= memory.sheets.keys()
            moved = [
                path
                for path, page in memory.addresses.items()
                if bool(page) != (path in site.files)
            ]
            if moved:
                touched |= memory.touched(addresses=moved)
            asked, named = doubt.requests(memory), doubt.names(memory)
            if asked or named:
                doubtful[number] = asked, named
        self._refresh(
            {request: None for asked, _ in doubtful.values() for request in asked},
            {name: None for _, named in doubtful.values() for name in named},
        )
        for number, (asked, named) in doubtful.items():
            changed, renamed = self._differing(asked, named)
            if changed or renamed:
                touched |= self.archive.part(number).touched(changed, renamed)
        return known, touched

    def _refresh(self, requests: Iterable[Request], names: Iterable[str]) -> None:
        self._gathered.refresh([*requests, *((NAMES, (name,)) for name in names)])

    def _differing(
        self, asked: Mapping[Request, str], named: Mapping[str, str]
    ) -> tuple[list[Request], list[str]]:
        """Return what of this has another answer now; it was asked again."""
        digests, name_digest = self._gathered.digests, self._gathered.name_digest
        return (
            [request for request, found in asked.items() if digests[request] != found],
            [name for name, found in named.items() if name_digest(name) != found],
        )


def _difference(settings: Settings, before: list[Any], now: list[Any]) -> Difference | None:
    """Return what differs between two revisions; None where one is not of this history."""
    (first, first_id), (last, last_id) = sorted([before, now])
    if first == last:
        return Difference.of([]) if first_id == last_id else None
    try:
        records = changes(settings, first, last)
    except JournalDamaged:
        return None
    known = {record.sequence: record.revision.id for record in records}
    if known.get(first) != first_id or known.get(last) != last_id:
        return None
    return Difference.of(record for record in records if record.sequence > first)
