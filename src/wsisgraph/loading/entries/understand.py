"""From the cells of a row to an entry; what cannot be understood is told with row and column."""

import re
from collections.abc import Iterator
from functools import lru_cache

from wsisgraph.loading.context import Context
from wsisgraph.loading.entries.columns import LISTS, Columns
from wsisgraph.loading.entries.entry import Entry
from wsisgraph.loading.entries.plan import Plan
from wsisgraph.loading.entries.times import take_dates
from wsisgraph.loading.entries.whereabouts import is_exchanged, take_where
from wsisgraph.loading.keys import SeenKeys, digest, plain, slug
from wsisgraph.loading.known_bodies import KnownBodies
from wsisgraph.loading.lists import MARKS, closed_list
from wsisgraph.loading.mapping.evidence import is_mark
from wsisgraph.loading.mapping.guess import code_of_column
from wsisgraph.loading.mapping.places import Place
from wsisgraph.loading.mentions import mentioned, mentioned_in_text
from wsisgraph.loading.reading import Table, proper_rows
from wsisgraph.loading.reading.table import NumberedRow
from wsisgraph.loading.spellings import (
    NOUGHT_LOST,
    NUMBERS,
    as_lines,
    is_partly_lines,
    nought_lost,
    numbers_mean,
)
from wsisgraph.loading.tally import Tally
from wsisgraph.terms.codes import Code, parse_code

_MAX_TITLE = 1_000
_URL = re.compile(
    r"(?P<scheme>https?://)?"
    r"(?P<rest>[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:[/?#][^\s<>\"{}|\\^`]*)?)",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"(?:\+|\b00|\(\+?)?\d[\d\s()./-]{6,18}\d")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Understanding(Columns):
    """Reads the rows of one table by one plan."""

    def __init__(
        self, table: Table, plan: Plan, tally: Tally, context: Context, known: KnownBodies
    ) -> None:
        """Begin with a table; `known` are the bodies that this graph has."""
        super().__init__(table, plan, tally, context, known)
        self._seen = SeenKeys()
        self._titles = SeenKeys()
        self._shared: set[str] = set()
        self._used = [field for field in LISTS if field in plan.places or field in plan.constants]

    def entries(self) -> Iterator[Entry]:
        """Yield the entries; a row with a fault is reported and left out."""
        for row, cells in self._rows(self.context):
            entry = self._entry(row, cells)
            if entry is not None:
                yield entry

    def bodies(self) -> Iterator[tuple[int, str, list[str]]]:
        """Yield row, country and names of the bodies of each row, and nothing else of it.

        On the way it learns which titles several rows share.
        """
        quiet = Context(self.context.manifest, tell=lambda remark: None)
        tally, self.tally = self.tally, Tally(self.table, quiet)
        for row, cells in self._rows(quiet):
            if not self.plan.key:
                title = plain(self.text_of("title", row, cells))
                if self._titles.first_row(title, row) is not None:
                    self._shared.add(digest(title))
            entry = Entry("", row, "", self.several("organisation", row, cells))
            take_where(self, entry, cells)
            if "partner" in self.plan.places:
                entry.organisations += self.several("partner", row, cells)
            yield row, entry.country, entry.organisations
        self._titles, self.tally = SeenKeys(), tally

    def _rows(self, context: Context) -> Iterator[NumberedRow]:
        # With one organisation for all rows, a title alone may be an entry.
        alone = "organisation" not in self.plan.places
        return proper_rows(self.table, context, one_cell_is_a_row=alone)

    def _entry(self, row: int, cells: list[str]) -> Entry | None:
        plan = self.plan
        title = self.text_of("title", row, cells)
        key = self._key(title, cells)
        if len(title) > _MAX_TITLE:
            self.problem(
                row, "title", f"the title has {len(title):,} characters", "shorten it", key
            )
            return None
        if not title:
            self.problem(row, "title", "the title is empty", "give the activity a name", key)
            return None
        entry = Entry(key, row, title, self.several("organisation", row, cells))
        good = True
        if not entry.organisations:
            good = self.problem(
                row,
                "organisation",
                "no organisation is named",
                "name the body that carries the activity out",
                key,
            )
        if is_exchanged(self, entry, cells):
            return None
        take_where(self, entry, cells)
        for place in plan.places.get("links", ()):
            good &= self._links(entry, place, cells)
        for name in self._used:
            self._list(name, entry, cells)
        good &= take_dates(self, entry, cells)
        self._other(entry, cells)
        for name in (*entry.organisations, *entry.partners):
            if len(name) > _MAX_TITLE:
                found = f"a name has {len(name):,} characters, more than {_MAX_TITLE:,}"
                good = self.problem(row, "organisation", found, "write the name only", key)
            elif not any(map(str.isalpha, name)):
                good = self.problem(
                    row,
                    "organisation",
                    f"“{name}” is no name of an organisation",
                    "write the name of the body; delete the row if it only sums up others",
                    key,
                )
        first = self._seen.first_row(key, row)
        if first is not None:
            key_columns = plan.key or plan.apart
            names = ", ".join(f"“{self.table.columns[index]}”" for index in key_columns)
            good = self.problem(
                row,
                "",
                f"the row has the same {names} as row {first}",
                "delete one of the two, or let the mapping's key name a further column",
                key,
            )
        return entry if good else None

    def _key(self, title: str, cells: list[str]) -> str:
        if not self.plan.key:
            shared = digest(title) in self._shared
            values = [cells[index].strip() for index in self.plan.apart] if shared else [title]
        else:
            values = [cells[index].strip() for index in self.plan.key]
        if self.plan.has_identifier and len(values) == 1 and values[0]:
            readable = slug(values[0])
            # An identifier of capitals or other letters is told apart by its hash.
            return readable if readable == values[0] else f"{readable or 'x'}-{digest(values[0])}"
        readable = slug(title, 40)
        return f"{readable}-{digest(*values)}" if readable else digest(*values, length=16)

    def _links(self, entry: Entry, place: Place, cells: list[str]) -> bool:
        printed = self.cell(place, entry.row, cells)
        if not printed:
            return True
        printed = self.meant("links", printed)
        if (code := code_of_column(place.name)) is not None and (
            is_mark(printed) or printed in ("0", "1")
        ):
            return self._marked(entry, place, printed, code)
        about = numbers_mean(place.name)
        has_lines = is_partly_lines(printed)
        if about is not None and (NUMBERS.fullmatch(printed) or (about and has_lines)):
            if not about:
                self.tally.unknown(
                    entry.row,
                    place.name,
                    f"“{printed[:60]}” may be lines, goals or categories of the prizes",
                    "write C3 for the line, SDG 3 for the goal",
                    entry.key,
                )
                return True
            lines = as_lines(printed)
            self.tally.notice(
                entry.row,
                place.name,
                f"“{printed[:60]}” in a column of action lines is taken for {lines}",
                "write C before the number of a line",
            )
            printed = lines
        elif has_lines:
            self.tally.notice(
                entry.row,
                place.name,
                "numbers behind the code of a line, as in C2, 3, 4, are taken for goals",
                "write C before the number of each line",
            )
        found = mentioned(printed)
        if found.wrong:
            origin = self.table.origin(entry.row, place.name)
            self.context.problem(origin, found.remark, found.mend, record=entry.key)
            return False
        if self.table.kind == "xlsx" and printed in NOUGHT_LOST:
            self.tally.notice(entry.row, place.name, *nought_lost(printed))
        if found.remark:
            if found.codes:
                self.tally.notice(entry.row, place.name, found.remark, found.mend)
            else:
                mend = f"{found.mend}, or give the mapping [values.links]"
                self.tally.unknown(entry.row, place.name, found.remark, mend, entry.key)
        entry.codes = _joined(entry.codes, self._of_targets(entry.row, place.name, found.codes))
        return True

    def _marked(self, entry: Entry, place: Place, printed: str, code: Code) -> bool:
        """Take the code of a column in which a cell is marked."""
        if printed.isdigit():
            self.tally.unknown(
                entry.row,
                place.name,
                f"“{printed}” may be a mark for {code.notation} of the header, or a number",
                "write x for a mark",
                entry.key,
            )
        elif printed.casefold() in MARKS:
            entry.codes = _joined(entry.codes, self._of_targets(entry.row, place.name, (code,)))
        return True

    def _of_targets(self, row: int, column: str, found: tuple[Code, ...]) -> tuple[Code, ...]:
        """Return codes with the target in place of each indicator, which is told."""
        meant: dict[Code, None] = {}
        for code in found:
            if code.kind == "indicator":
                target = parse_code(code.notation.rpartition(".")[0])
                self.tally.notice(
                    row,
                    column,
                    f"the indicator {code.notation} is taken for its target {target.notation}",
                )
                code = target
            meant[code] = None
        return tuple(meant)

    def _list(self, field: str, entry: Entry, cells: list[str]) -> None:
        for place in self.plan.places.get(field, ()):
            printed = self.cell(place, entry.row, cells)
            if not printed:
                continue
            key = self.listed(field, printed)
            if key is not None:
                entry.lists[field] = key
                return
            valid = ", ".join(sorted(set(closed_list(LISTS[field]).values())))
            self.tally.unknown(
                entry.row,
                place.name,
                f"“{printed[:60]}” is no {field} that is known",
                f'write one of {valid}, or give the mapping [values.{field}] "{printed[:60]}" = …',
                entry.key,
            )
        if field not in entry.lists and (constant := self.plan.constants.get(field)):
            entry.lists[field] = constant

    def _other(self, entry: Entry, cells: list[str]) -> None:
        plan, row = self.plan, entry.row
        for place, name in plan.texts:
            if text := self.cell(place, row, cells):
                entry.texts.append((name, text))
                if name == "linkageExamples":
                    found = mentioned_in_text(text)
                    if found.remark:
                        self.tally.notice(row, place.name, found.remark, found.mend)
                    of_targets = self._of_targets(entry.row, place.name, found.codes)
                    entry.codes = _joined(entry.codes, of_targets)
        for place in plan.places.get("description", ()):
            if text := self.cell(place, row, cells):
                entry.description = f"{entry.description}\n{text}" if entry.description else text
        for place in plan.places.get("submitter", ()):
            if text := self.cell(place, row, cells):
                self._submitter(entry, place, text)
        for place in plan.places.get("url", ()):
            if text := self.cell(place, row, cells):
                self._url(entry, place, text)
        entry.partners = self.several("partner", row, cells) if "partner" in plan.places else []
        if "keywords" in plan.places:
            words = self.several("keywords", row, cells)
            if len(words) == 1 and "," in words[0]:
                words = [word.strip() for word in words[0].split(",") if word.strip()]
            entry.keywords = tuple(dict.fromkeys(words))
        edition = self.text_of("edition", row, cells)
        if edition:
            years = _YEAR.findall(edition)
            if len(years) == 1:
                entry.edition = years[0]
            else:
                place_of = plan.first("edition")
                self.tally.unknown(
                    row,
                    place_of.name if place_of else "",
                    f"“{edition[:60]}” names no year",
                    "write the year of the edition",
                    entry.key,
                )

    def _submitter(self, entry: Entry, place: Place, text: str) -> None:
        """Keep who submitted it, and never the address of a person."""
        without = " ".join(word for word in text.split() if "@" not in word).strip(" ()<>,;:-")
        if "@" in text:
            self.tally.notice(
                entry.row, place.name, "an e-mail address was left out, since it is personal"
            )
        if _TELEPHONE.search(without):
            without = _TELEPHONE.sub(" ", without).strip(" ()<>,;:-")
            self.tally.notice(
                entry.row, place.name, "a telephone number was left out, since it is personal"
            )
        if without:
            entry.texts.append(("submitter", without))

    def _url(self, entry: Entry, place: Place, text: str) -> None:
        for part in text.split():
            if (match := _URL.fullmatch(part.strip("<>,;"))) is not None and "@" not in part:
                entry.url = (match["scheme"] or "https://").lower() + match["rest"]
                return
        self.tally.unknown(
            entry.row,
            place.name,
            f"“{text[:60]}” is no web address",
            "write it as https://example.org/page",
            entry.key,
        )


@lru_cache(maxsize=4_096)
def _joined(first: tuple[Code, ...], second: tuple[Code, ...]) -> tuple[Code, ...]:
    return tuple(dict.fromkeys((*first, *second)))
