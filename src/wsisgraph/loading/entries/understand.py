"""From the cells of a row to an entry; what cannot be understood is told with row and column."""

import re
from collections.abc import Iterator
from functools import lru_cache

from wsisgraph.loading import countries
from wsisgraph.loading.context import Context
from wsisgraph.loading.dates import BadDateError, Written, parse_date, parse_period
from wsisgraph.loading.entries.entry import Entry
from wsisgraph.loading.entries.names import BodyNames, separated
from wsisgraph.loading.entries.plan import Plan
from wsisgraph.loading.keys import SeenKeys, digest, plain, slug
from wsisgraph.loading.known_bodies import KnownBodies
from wsisgraph.loading.lists import closed_list
from wsisgraph.loading.mapping.places import NOTHING, Place
from wsisgraph.loading.mentions import mentioned, mentioned_in_text
from wsisgraph.loading.reading import Table, proper_rows
from wsisgraph.loading.reading.table import NumberedRow
from wsisgraph.loading.spellings import (
    NOUGHT_LOST,
    NUMBERS,
    as_lines,
    nought_lost,
    numbers_mean,
)
from wsisgraph.loading.tally import Tally
from wsisgraph.terms.codes import Code, parse_code

# The closed list of each field that has one.
LISTS = {
    "stakeholder": "stakeholder-types",
    "kind": "activity-kinds",
    "status": "activity-status",
    "coverage": "reach",
    "phase": "prize-phases",
}
_SHEET_ERRORS = frozenset({"#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!"})
_MAX_TITLE = 1_000
_REMEMBERED = 10_000
_BODIES = frozenset({"organisation", "partner"})
_URL = re.compile(
    r"(?P<scheme>https?://)?"
    r"(?P<rest>[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:[/?#][^\s<>\"{}|\\^`]*)?)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


class Understanding:
    """Reads the rows of one table by one plan."""

    def __init__(
        self, table: Table, plan: Plan, tally: Tally, context: Context, known: KnownBodies
    ) -> None:
        """Begin with a table; `known` are the bodies that this graph has."""
        self._names = BodyNames(known)
        self._table = table
        self._plan = plan
        self._tally = tally
        self._context = context
        self._lists: dict[str, dict[str, str | None]] = {field: {} for field in LISTS}
        self._seen = SeenKeys()
        self._titles = SeenKeys()
        self._shared: set[str] = set()
        self._known = {
            field: {
                **context.manifest.values.get(field, {}),
                **{plain(printed): key for printed, key in _values(plan, field)},
            }
            for field in LISTS
        }
        self._used = [field for field in LISTS if field in plan.places or field in plan.constants]
        self._means = {
            field: {plain(printed): meant for printed, meant in _values(plan, field)}
            for field in ("country", "organisation", "partner", "links")
        }

    def entries(self) -> Iterator[Entry]:
        """Yield the entries; a row with a fault is reported and left out."""
        for row, cells in self._rows(self._context):
            entry = self._entry(row, cells)
            if entry is not None:
                yield entry

    def bodies(self) -> Iterator[tuple[int, str, list[str]]]:
        """Yield row, country and names of the bodies of each row, and nothing else of it.

        On the way it learns which titles several rows share.
        """
        quiet = Context(self._context.manifest, tell=lambda remark: None)
        tally, self._tally = self._tally, Tally(self._table, quiet)
        for row, cells in self._rows(quiet):
            if not self._plan.key:
                title = plain(self._text("title", row, cells))
                if self._titles.first_row(title, row) is not None:
                    self._shared.add(digest(title))
            entry = Entry("", row, "", self._several("organisation", row, cells))
            self._where(entry, cells)
            if "partner" in self._plan.places:
                entry.organisations += self._several("partner", row, cells)
            yield row, entry.country, entry.organisations
        self._titles, self._tally = SeenKeys(), tally

    def _rows(self, context: Context) -> Iterator[NumberedRow]:
        # With one organisation for all rows, a title alone may be an entry.
        alone = "organisation" not in self._plan.places
        return proper_rows(self._table, context, one_cell_is_a_row=alone)

    def _entry(self, row: int, cells: list[str]) -> Entry | None:
        plan = self._plan
        title = self._text("title", row, cells)
        key = self._key(title, cells)
        if len(title) > _MAX_TITLE:
            self._problem(
                row, "title", f"the title has {len(title):,} characters", "shorten it", key
            )
            return None
        if not title:
            self._problem(row, "title", "the title is empty", "give the activity a name", key)
            return None
        entry = Entry(key, row, title, self._several("organisation", row, cells))
        good = True
        if not entry.organisations:
            good = self._problem(
                row,
                "organisation",
                "no organisation is named",
                "name the body that carries the activity out",
                key,
            )
        if self._is_exchanged(entry, cells):
            return None
        self._where(entry, cells)
        for place in plan.places.get("links", ()):
            good &= self._links(entry, place, cells)
        for name in self._used:
            self._list(name, entry, cells)
        good &= self._dates(entry, cells)
        self._other(entry, cells)
        for name in (*entry.organisations, *entry.partners):
            if len(name) > _MAX_TITLE:
                found = f"a name has {len(name):,} characters, more than {_MAX_TITLE:,}"
                good = self._problem(row, "organisation", found, "write the name only", key)
            elif not any(map(str.isalpha, name)):
                good = self._problem(
                    row,
                    "organisation",
                    f"“{name}” is no name of an organisation",
                    "write the name of the body; delete the row if it only sums up others",
                    key,
                )
        first = self._seen.first_row(key, row)
        if first is not None:
            key_columns = plan.key or plan.apart
            names = ", ".join(f"“{self._table.columns[index]}”" for index in key_columns)
            good = self._problem(
                row,
                "",
                f"the row has the same {names} as row {first}",
                "delete one of the two, or let the mapping's key name a further column",
                key,
            )
        return entry if good else None

    def _problem(self, row: int, field: str, found: str, mend: str, key: str) -> bool:
        place = self._plan.first(field) if field else None
        origin = self._table.origin(row, place.name if place else "")
        self._context.problem(origin, found, mend, record=key)
        return False

    def _key(self, title: str, cells: list[str]) -> str:
        if not self._plan.key:
            shared = digest(title) in self._shared
            values = [cells[index].strip() for index in self._plan.apart] if shared else [title]
        else:
            values = [cells[index].strip() for index in self._plan.key]
        if self._plan.has_identifier and len(values) == 1 and values[0]:
            readable = slug(values[0])
            # An identifier of capitals or other letters is told apart by its hash.
            return readable if readable == values[0] else f"{readable or 'x'}-{digest(values[0])}"
        readable = slug(title, 40)
        return f"{readable}-{digest(*values)}" if readable else digest(*values, length=16)

    def _cell(self, place: Place, row: int, cells: list[str]) -> str:
        text = cells[place.index].strip()
        if text.casefold() in NOTHING:
            return ""
        if text[:1] == "#" and text.casefold() in _SHEET_ERRORS:
            self._tally.notice(
                row, place.name, f"the cell is the spreadsheet error {text}", "mend the formula"
            )
            return ""
        if text[:1] == "=":
            self._tally.notice(
                row,
                place.name,
                f"the cell is a formula, and is kept as the text “{text[:40]}”",
                "put the value into the cell",
            )
        return text

    def _text(self, field: str, row: int, cells: list[str]) -> str:
        for place in self._plan.places.get(field, ()):
            if text := self._cell(place, row, cells):
                return " ".join(text.split())
        return self._plan.constants.get(field, "")

    def _several(self, field: str, row: int, cells: list[str]) -> list[str]:
        found: dict[str, None] = {}
        are_bodies = field in _BODIES
        for place in self._plan.places.get(field, ()):
            for printed in separated(self._cell(place, row, cells), place.separator):
                name = self._meant(field, printed)
                if not are_bodies or place.separator or name != printed:
                    found[name] = None
                    continue
                parts = self._names.apart(name)
                if len(parts) > 1:
                    self._tally.notice(
                        row,
                        place.name,
                        f"“{name[:80]}” is taken for {len(parts)} bodies: {', '.join(parts)[:120]}",
                        "write a semicolon between bodies, or give the mapping a separator",
                    )
                found.update(dict.fromkeys(parts))
        if not found and (constant := self._plan.constants.get(field)):
            found[constant] = None
        return list(found)

    def _where(self, entry: Entry, cells: list[str]) -> None:
        found: dict[countries.Country, None] = {}
        for place in self._plan.places.get("country", ()):
            printed = self._cell(place, entry.row, cells)
            if printed:
                found.update(dict.fromkeys(self._country(entry, place.name, printed)))
        if not found and (constant := self._plan.constants.get("country")):
            found.update(dict.fromkeys(countries.place(constant).countries))
        entry.countries = tuple(found)
        entry.place = self._text("place", entry.row, cells) or entry.place

    def _country(self, entry: Entry, column: str, printed: str) -> tuple[countries.Country, ...]:
        place = countries.place(self._meant("country", printed))
        if place.reach:
            entry.lists.setdefault("coverage", place.reach)
            if place.group:
                self._tally.notice(
                    entry.row,
                    column,
                    f"“{printed[:60]}” is a group of countries: the activity is taken for regional",
                    "name its countries, so that it is found by them",
                )
                entry.place = printed
        elif place.guessed:
            self._tally.notice(
                entry.row, column, f"“{printed[:60]}” is taken for {place.guessed}", "correct it"
            )
        for region in place.regions:
            self._tally.notice(
                entry.row,
                column,
                f"“{printed[:60]}” is no country: the activity is taken to lie in the region"
                f" {region}",
                "name its countries, so that it is found by them",
            )
        for missed in place.missed:
            self._unknown_country(entry, column, missed, f" in “{printed[:60]}”", printed)
        if not place.countries and not place.reach:
            why = f"; {place.unclear}" if place.unclear else ""
            self._unknown_country(entry, column, printed, why, printed)
        return place.countries

    def _unknown_country(
        self, entry: Entry, column: str, name: str, why: str, printed: str
    ) -> None:
        self._tally.unknown(
            entry.row,
            column,
            f"“{name[:60]}” is no country or area of M49{why}",
            "correct it, or say in the mapping which country it is:"
            f' [values.country] "{printed[:60]}" = "…", with a code such as KE',
            entry.key,
        )

    def _is_exchanged(self, entry: Entry, cells: list[str]) -> bool:
        """Tell whether organisation and country stand in each other's columns, and report it."""
        country, body = self._plan.first("country"), self._plan.first("organisation")
        if country is None or body is None or not entry.organisations:
            return False
        # Most countries are known, and are looked up here for the row anyhow.
        printed = self._cell(country, entry.row, cells)
        if not printed or countries.place(self._meant("country", printed)).is_known:
            return False
        if not all(map(countries.named, entry.organisations)):
            return False
        self._problem(
            entry.row,
            "organisation",
            f"it names a country, and “{country.name}” names none: the two seem exchanged",
            f"exchange the two cells, or the headers “{body.name}” and “{country.name}” if all are",
            entry.key,
        )
        return True

    def _links(self, entry: Entry, place: Place, cells: list[str]) -> bool:
        printed = self._cell(place, entry.row, cells)
        if not printed:
            return True
        printed = self._meant("links", printed)
        if NUMBERS.fullmatch(printed) and (about := numbers_mean(place.name)) is not None:
            if not about:
                self._tally.unknown(
                    entry.row,
                    place.name,
                    f"“{printed[:60]}” may be lines, goals or categories of the prizes",
                    "write C3 for the line, SDG 3 for the goal",
                    entry.key,
                )
                return True
            lines = as_lines(printed)
            self._tally.notice(
                entry.row,
                place.name,
                f"“{printed[:60]}” in a column of action lines is taken for {lines}",
                "write C before the number of a line",
            )
            printed = lines
        found = mentioned(printed)
        if found.wrong:
            origin = self._table.origin(entry.row, place.name)
            self._context.problem(origin, found.remark, found.mend, record=entry.key)
            return False
        if self._table.kind == "xlsx" and printed in NOUGHT_LOST:
            self._tally.notice(entry.row, place.name, *nought_lost(printed))
        if found.remark:
            if found.codes:
                self._tally.notice(entry.row, place.name, found.remark, found.mend)
            else:
                mend = f"{found.mend}, or give the mapping [values.links]"
                self._tally.unknown(entry.row, place.name, found.remark, mend, entry.key)
        entry.codes = _joined(entry.codes, self._of_targets(entry.row, place.name, found.codes))
        return True

    def _of_targets(self, row: int, column: str, found: tuple[Code, ...]) -> tuple[Code, ...]:
        """Return codes with the target in place of each indicator, which is told."""
        meant: dict[Code, None] = {}
        for code in found:
            if code.kind == "indicator":
                target = parse_code(code.notation.rpartition(".")[0])
                self._tally.notice(
                    row,
                    column,
                    f"the indicator {code.notation} is taken for its target {target.notation}",
                )
                code = target
            meant[code] = None
        return tuple(meant)

    def _list(self, field: str, entry: Entry, cells: list[str]) -> None:
        for place in self._plan.places.get(field, ()):
            printed = self._cell(place, entry.row, cells)
            if not printed:
                continue
            key = self._listed(field, printed)
            if key is not None:
                entry.lists[field] = key
                return
            valid = ", ".join(sorted(set(closed_list(LISTS[field]).values())))
            self._tally.unknown(
                entry.row,
                place.name,
                f"“{printed[:60]}” is no {field} that is known",
                f'write one of {valid}, or give the mapping [values.{field}] "{printed[:60]}" = …',
                entry.key,
            )
        if field not in entry.lists and (constant := self._plan.constants.get(field)):
            entry.lists[field] = constant

    def _listed(self, field: str, printed: str) -> str | None:
        """Return the key of a printed value of a closed list, remembering those that come often."""
        cache = self._lists[field]
        if printed in cache:
            return cache[printed]
        name = plain(printed)
        key = self._known[field].get(name) or closed_list(LISTS[field]).get(name)
        if len(cache) < _REMEMBERED:
            cache[printed] = key
        return key

    def _meant(self, field: str, printed: str) -> str:
        """Return what the mapping says that a printed value means."""
        values = self._means.get(field)
        return values.get(plain(printed), printed) if values else printed

    def _dates(self, entry: Entry, cells: list[str]) -> bool:
        try:
            entry.start = self._date("start", entry, cells)
            entry.end = self._date("end", entry, cells) or entry.end
            for place in self._plan.places.get("period", ()):
                printed = self._cell(place, entry.row, cells)
                if printed:
                    at = place.name
                    start, end = parse_period(printed, self._plan.mapping.dates)
                    entry.start, entry.end = entry.start or start, entry.end or end
                    entry.texts.append(("timeframe", printed))
        except _DateAtError as error:
            origin = self._table.origin(entry.row, error.column)
            self._context.problem(origin, error.found, error.mend, record=entry.key)
            return False
        except BadDateError as error:
            self._tally.unknown(entry.row, at, error.found, error.mend, entry.key)
            entry.texts.append(("timeframe", printed))
        if entry.start and entry.end:
            shorter = min(len(entry.start.text), len(entry.end.text))
            if entry.start.text[:shorter] > entry.end.text[:shorter]:
                return self._problem(
                    entry.row,
                    "end",
                    f"it ends {entry.end.text}, before its start {entry.start.text}",
                    "exchange the two dates, or correct one",
                    entry.key,
                )
        return True

    def _date(self, field: str, entry: Entry, cells: list[str]) -> Written | None:
        for place in self._plan.places.get(field, ()):
            printed = self._cell(place, entry.row, cells)
            if printed:
                try:
                    return parse_date(printed, self._plan.mapping.dates)
                except BadDateError as error:
                    if self._listed("status", printed) == "ongoing":
                        self._goes_on(entry, place, printed)
                        return None
                    if (meant := self._of_period(field, entry, place, printed)) is not None:
                        return meant
                    raise _DateAtError(place.name, error) from error
        return None

    def _goes_on(self, entry: Entry, place: Place, printed: str) -> None:
        """Take “ongoing” in place of a date for what it says: a status, and no date."""
        entry.lists.setdefault("status", "ongoing")
        self._tally.notice(
            entry.row,
            place.name,
            f"“{printed[:60]}” is no date: the activity is taken for ongoing",
            "leave the cell empty, and say so in a column of the status",
        )

    def _of_period(self, field: str, entry: Entry, place: Place, printed: str) -> Written | None:
        """Return the start or end that a period in the column of one date gives; it is told."""
        try:
            start, end = parse_period(printed, self._plan.mapping.dates)
        except BadDateError:
            return None
        if start is None or end is None:
            return None
        self._tally.notice(
            entry.row,
            place.name,
            f"“{printed[:60]}” is a period: {start.text} is taken for the start, {end.text} for the"
            " end",
            "write each in its own column",
        )
        if field == "start":
            entry.end = end
            return start
        entry.start = entry.start or start
        return end

    def _other(self, entry: Entry, cells: list[str]) -> None:
        plan, row = self._plan, entry.row
        for place, name in plan.texts:
            if text := self._cell(place, row, cells):
                entry.texts.append((name, text))
                if name == "linkageExamples":
                    found = mentioned_in_text(text)
                    if found.remark:
                        self._tally.notice(row, place.name, found.remark, found.mend)
                    of_targets = self._of_targets(entry.row, place.name, found.codes)
                    entry.codes = _joined(entry.codes, of_targets)
        for place in plan.places.get("description", ()):
            if text := self._cell(place, row, cells):
                entry.description = f"{entry.description}\n{text}" if entry.description else text
        for place in plan.places.get("submitter", ()):
            if text := self._cell(place, row, cells):
                self._submitter(entry, place, text)
        for place in plan.places.get("url", ()):
            if text := self._cell(place, row, cells):
                self._url(entry, place, text)
        entry.partners = self._several("partner", row, cells) if "partner" in plan.places else []
        if "keywords" in plan.places:
            words = self._several("keywords", row, cells)
            if len(words) == 1 and "," in words[0]:
                words = [word.strip() for word in words[0].split(",") if word.strip()]
            entry.keywords = tuple(dict.fromkeys(words))
        edition = self._text("edition", row, cells)
        if edition:
            years = _YEAR.findall(edition)
            if len(years) == 1:
                entry.edition = years[0]
            else:
                place_of = plan.first("edition")
                self._tally.unknown(
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
            self._tally.notice(
                entry.row, place.name, "an e-mail address was left out, since it is personal"
            )
        if without:
            entry.texts.append(("submitter", without))

    def _url(self, entry: Entry, place: Place, text: str) -> None:
        for part in text.split():
            if (match := _URL.fullmatch(part.strip("<>,;"))) is not None and "@" not in part:
                entry.url = (match["scheme"] or "https://").lower() + match["rest"]
                return
        self._tally.unknown(
            entry.row,
            place.name,
            f"“{text[:60]}” is no web address",
            "write it as https://example.org/page",
            entry.key,
        )


class _DateAtError(Exception):
    """A date that is none, with its column."""

    def __init__(self, column: str, error: BadDateError) -> None:
        super().__init__(error.found)
        self.column, self.found, self.mend = column, error.found, error.mend


def _values(plan: Plan, field: str) -> Iterator[tuple[str, str]]:
    yield from plan.mapping.values.get(field, {}).items()


@lru_cache(maxsize=4_096)
def _joined(first: tuple[Code, ...], second: tuple[Code, ...]) -> tuple[Code, ...]:
    return tuple(dict.fromkeys((*first, *second)))
