"""The columns of a table by the fields of a plan, and what stands in their cells."""

import re

from wsisgraph.loading.context import Context
from wsisgraph.loading.entries.names import BodyNames, separated
from wsisgraph.loading.entries.plan import Plan
from wsisgraph.loading.keys import plain
from wsisgraph.loading.known_bodies import KnownBodies
from wsisgraph.loading.legible import seen, unmangled
from wsisgraph.loading.lists import closed_list
from wsisgraph.loading.mapping.places import UNSAID, Place
from wsisgraph.loading.reading import Table
from wsisgraph.loading.tally import Tally

# The closed list of each field that has one.
LISTS = {
    "stakeholder": "stakeholder-types",
    "kind": "activity-kinds",
    "status": "activity-status",
    "coverage": "reach",
    "phase": "prize-phases",
}
_SHEET_ERRORS = frozenset({"#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!"})
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
# Tabs and line ends are spaces; the others are remnants of other programs.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
_REMEMBERED = 10_000
_BODIES = frozenset({"organisation", "partner"})


class Columns:
    """Gives what the cells of a row hold for a field, and tells what is odd about them.

    Attributes:
        table: the table.
        plan: where its fields stand.
        tally: takes what many rows share.
        context: takes faults.
    """

    def __init__(
        self, table: Table, plan: Plan, tally: Tally, context: Context, known: KnownBodies
    ) -> None:
        """Begin with a table; `known` are the bodies that this graph has."""
        self.table = table
        self.plan = plan
        self.tally = tally
        self.context = context
        self._names = BodyNames(known)
        self._lists: dict[str, dict[str, str | None]] = {field: {} for field in LISTS}
        values = plan.mapping.values
        self._known = {
            field: {
                **context.manifest.values.get(field, {}),
                **{plain(printed): key for printed, key in values.get(field, {}).items()},
            }
            for field in LISTS
        }
        self._means = {
            field: {plain(printed): meant for printed, meant in values.get(field, {}).items()}
            for field in ("country", "organisation", "partner", "links")
        }

    def cell(self, place: Place, row: int, cells: list[str]) -> str:
        """Return the text of a cell; empty where it says that there is nothing to say."""
        text = cells[place.index].strip()
        if not text.isascii() or not text.isprintable():
            text = self._legible(place, row, text)
        if text.casefold() in UNSAID:
            return ""
        if text[:1] == "#" and text.casefold() in _SHEET_ERRORS:
            self.tally.notice(
                row, place.name, f"the cell is the spreadsheet error {text}", "mend the formula"
            )
            return ""
        if text[:1] == "=":
            self.tally.notice(
                row,
                place.name,
                f"the cell is a formula, and is kept as the text “{text[:40]}”",
                "put the value into the cell",
            )
        if "<" in text and _TAG.search(text):
            self.tally.notice(
                row, place.name, "the cell has tags of HTML, which are kept", "export plain text"
            )
        return text

    def _legible(self, place: Place, row: int, text: str) -> str:
        """Return a text without characters that nobody sees; tell what seems to be broken in it."""
        shown = seen(text)
        if _CONTROLS.search(shown):
            shown = _CONTROLS.sub("", shown)
            self.tally.notice(
                row,
                place.name,
                "control characters, which no text has, were left out",
                "look whether something is missing there",
            )
        if "\ufffd" in shown:
            self.tally.notice(
                row,
                place.name,
                "the cell has the sign � in place of characters that were lost before",
                "write them again from the original",
            )
        elif (meant := unmangled(shown)) is not None:
            self.tally.notice(
                row,
                place.name,
                f"“{shown[:60]}” looks like “{meant[:60]}” read in a wrong encoding",
                "export the table again, as UTF-8",
            )
        return shown

    def text_of(self, field: str, row: int, cells: list[str]) -> str:
        """Return the first text of a field, or its constant."""
        for place in self.plan.places.get(field, ()):
            if text := self.cell(place, row, cells):
                return " ".join(text.split())
        return self.plan.constants.get(field, "")

    def several(self, field: str, row: int, cells: list[str]) -> list[str]:
        """Return the values of a field of which a cell may hold several."""
        found: dict[str, None] = {}
        are_bodies = field in _BODIES
        for place in self.plan.places.get(field, ()):
            for printed in separated(self.cell(place, row, cells), place.separator):
                name = self.meant(field, printed)
                if not are_bodies or place.separator or name != printed:
                    found[name] = None
                    continue
                parts = self._names.apart(name)
                if len(parts) > 1:
                    self.tally.notice(
                        row,
                        place.name,
                        f"“{name[:80]}” is taken for {len(parts)} bodies: {', '.join(parts)[:120]}",
                        "write a semicolon between bodies, or give the mapping a separator",
                    )
                found.update(dict.fromkeys(parts))
        if not found and (constant := self.plan.constants.get(field)):
            found[constant] = None
        return list(found)

    def listed(self, field: str, printed: str) -> str | None:
        """Return the key of a printed value of a closed list, remembering those that come often."""
        cache = self._lists[field]
        if printed in cache:
            return cache[printed]
        name = plain(printed)
        key = self._known[field].get(name) or closed_list(LISTS[field]).get(name)
        if len(cache) < _REMEMBERED:
            cache[printed] = key
        return key

    def meant(self, field: str, printed: str) -> str:
        """Return what the mapping says that a printed value means."""
        values = self._means.get(field)
        return values.get(plain(printed), printed) if values else printed

    def problem(self, row: int, field: str, found: str, mend: str, key: str) -> bool:
        """Report a fault of a row; False, so that a row may be called good or not."""
        place = self.plan.first(field) if field else None
        origin = self.table.origin(row, place.name if place else "")
        self.context.problem(origin, found, mend, record=key)
        return False
