"""A table as a peer: one row an activity, in the columns of `docs/how-to/join.md`."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from python_calamine import CalamineError, CalamineWorkbook

from wsisgraph import content
from wsisgraph.errors import DataSyntaxError, UnknownCode
from wsisgraph.federation.columns import SEVERAL, columns_of
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import DCT, RDF, SKOS

WSIS = iris.DEF
_SCHEMA = "https://schema.org/"

_MOST_ROWS = 100_000
_KEY = re.compile(r"[^a-z0-9]+")
_PLAIN = re.compile(r"[a-z0-9 ._-]+")
# As the lists of our own workbook have it: “9.c – Access to the Internet, for all”.
_CHOSEN = re.compile(r"((?:SDG )?[0-9]{1,2}(?:\.[0-9a-z]{1,2})?|C[0-9]{1,2}(?:-[a-z]{4})?) – .*")
_CALLED = (SKOS.prefLabel, SKOS.altLabel, SKOS.notation)
_ABSOLUTE = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_DATE = re.compile(r"(\d{4})(-\d{2})?(-\d{2})?(?:T.*)?")
_ACCEPTED = NamedNode(iris.vocab("status", "accepted"))
_ASSERTED = NamedNode(iris.vocab("basis", "asserted"))
_XSD = "http://www.w3.org/2001/XMLSchema#"


def read(body: bytes, format: str, base: str, language: str = "en") -> Iterator[Quad]:
    """Give what a table says.

    Args:
        body: the file.
        format: csv or xlsx.
        base: what the IRIs of its activities begin with.
        language: the language of its titles.

    Raises:
        DataSyntaxError: it is no such table; names row and column.
    """
    rows = _workbook(body) if format == "xlsx" else _sheet(body)
    number, header = next(rows, (1, []))
    columns = columns_of([str(cell) for cell in header], number)
    known = _Known()
    for number, cells in rows:
        row = {
            name: told
            for name, places in columns.items()
            if (told := "\n".join(_told(cells, places)))
        }
        if row:
            yield from _activity(row, number, base, language, known)


def unread(body: bytes, format: str) -> list[str]:
    """Return the headers of the columns that `read` does not take, in their order.

    Raises:
        DataSyntaxError: as `read`.
    """
    rows = _workbook(body) if format == "xlsx" else _sheet(body)
    number, header = next(rows, (1, []))
    named = [str(cell).strip().lstrip("\ufeff") for cell in header]
    taken = {place for places in columns_of(named, number).values() for place in places}
    return [name for place, name in enumerate(named) if name and place not in taken]


@dataclass
class _Known:
    """What rows before have said: names of bodies, and each activity with its row."""

    called: dict[NamedNode, str] = field(default_factory=dict)
    rows: dict[str, tuple[int, Mapping[str, str]]] = field(default_factory=dict)


def _told(cells: Sequence[object], places: Sequence[int]) -> list[str]:
    found = [str(cells[place]).strip() for place in places if place < len(cells)]
    return [cell for cell in found if cell]


def _activity(
    row: Mapping[str, str], number: int, base: str, language: str, known: _Known
) -> Iterator[Quad]:
    if "title" not in row:
        raise _wrong(number, "title", "is empty", "name the activity")
    url = row.get("url", "")
    if url and not _ABSOLUTE.fullmatch(url):
        raise _wrong(number, "url", f"“{url}” is no address", "write https://…")
    key = _key(row.get("id") or url or row["title"])
    activity = NamedNode(url or f"{base}{key}")
    _check_once(row, number, (key, activity.value), known)

    def says(predicate: str, value: NamedNode | Literal) -> Quad:
        return Quad(activity, NamedNode(predicate), value)

    yield says(RDF.type, NamedNode(f"{WSIS}Activity"))
    yield says(SKOS.prefLabel, Literal(row["title"], language=language))
    # A row without a kind is a project: that is what tables of this form list.
    yield says(f"{DCT.iri}type", NamedNode(_kind(row.get("kind", "project"), number)))
    if "id" in row:
        yield says(f"{DCT.iri}identifier", Literal(row["id"]))
    for agency in _parts(row.get("agency", "")):
        yield says(f"{WSIS}carriedOutBy", body_of(agency))
        # One name each, as the first row spells it.
        name = known.called.setdefault(body_of(agency), agency)
        yield Quad(body_of(agency), NamedNode(SKOS.prefLabel), Literal(name, language="en"))
    for name in ("start", "end"):
        if name in row:
            yield says(f"{_SCHEMA}{name}Date", _date(row[name], number, name))
    for same in _parts(row.get("same as", "")):
        if not _ABSOLUTE.fullmatch(same):
            raise _wrong(number, "same as", f"“{same}” is no address", "write https://…")
        yield says("http://www.w3.org/2002/07/owl#sameAs", NamedNode(same))
    for column in SEVERAL:
        for code in _codes(row, column, number):
            link = NamedNode(f"{base}link/{key}/{_KEY.sub('-', code.rpartition('sdg/')[2])}")
            yield Quad(link, NamedNode(RDF.type), NamedNode(f"{WSIS}ActivityLink"))
            yield Quad(link, NamedNode(f"{WSIS}activity"), activity)
            yield Quad(link, NamedNode(f"{WSIS}linksTo"), NamedNode(code))
            yield Quad(link, NamedNode(f"{WSIS}basis"), _ASSERTED)
            yield Quad(link, NamedNode(f"{WSIS}status"), _ACCEPTED)


def _check_once(row: Mapping[str, str], number: int, names: Sequence[str], known: _Known) -> None:
    """Refuse two activities of one name, which would count as one; a row for each goal is well."""
    alone = {name: told for name, told in row.items() if name not in SEVERAL}
    for name in names:
        before, told = known.rows.setdefault(name, (number, alone))
        if told != alone:
            column = "id" if "id" in row else "url" if "url" in row else "title"
            raise _wrong(
                number,
                column,
                f"“{row[column]}” is an activity of row {before}, told otherwise there",
                "give each activity an id of its own, and rows of one activity the same cells",
            )


def _key(text: str) -> str:
    """Return a key of a text: two texts that differ in more than case and spaces have two."""
    folded = " ".join(text.casefold().split())
    key = _KEY.sub("-", folded).strip("-")
    if _PLAIN.fullmatch(folded) and key:
        return key
    digest = hashlib.sha256(folded.encode()).hexdigest()[:10]
    return f"{key[:40].strip('-')}-{digest}".lstrip("-")


def warm_up() -> None:
    """Load what is loaded late: in the sandbox no file can be opened."""
    codes.parse_codes("9.c, C2")
    _date("2024-05-31", 1, "start")
    _kinds()


def body_of(agency: str) -> NamedNode:
    """Return the IRI of a body: as it is, or by the key that its short name gives."""
    if _ABSOLUTE.fullmatch(agency):
        return NamedNode(agency)
    return NamedNode(iris.individual("agency", _body_key(agency)))


def _body_key(agency: str) -> str:
    # A short name in Latin letters is the key that all know a body by.
    key = _KEY.sub("-", agency.lower()).strip("-")
    return key if key and agency.isascii() else _key(agency)


@cache
def _kinds() -> Mapping[str, str]:
    """Return the kinds of activities by their keys, and by their names in any language."""
    text = (content.folder("ontology") / "vocab" / "activity-kinds.ttl").read_bytes()
    found: dict[str, str] = {}
    for quad in parse(text, format=RdfFormat.TURTLE, base_iri=iris.base_iri()):
        subject, value = quad.subject, quad.object
        key = subject.value.partition("/activity-kinds/")[2]
        if not key:
            continue
        kind = iris.vocab("activity-kinds", key)
        found[key] = kind
        if isinstance(value, Literal) and quad.predicate.value in _CALLED:
            found.setdefault(value.value.casefold(), kind)
    return found


def _kind(text: str, number: int) -> str:
    kinds = _kinds()
    folded = " ".join(text.casefold().split())
    found = kinds.get(folded) or kinds.get(_KEY.sub("-", folded).strip("-") or folded)
    if found is None:
        known = sorted({iri.rpartition("/")[2] for iri in kinds.values()})
        raise _wrong(
            number, "kind", f"“{text}” is no kind of activity", f"write one of {', '.join(known)}"
        )
    return found


def _codes(row: Mapping[str, str], column: str, number: int) -> list[str]:
    found = []
    for part in _chosen(row.get(column, "")):
        try:
            read = codes.parse_codes(part)
        except UnknownCode as error:
            raise _wrong(number, column, error.message, error.mend) from error
        for code in read:
            is_line = code.kind == "action-line"
            found.append(
                codes.action_line_iri(code.notation) if is_line else iris.sdg(code.notation)
            )
    return found


def _chosen(cell: str) -> Iterator[str]:
    for line in cell.split("\n"):
        match = _CHOSEN.fullmatch(line.strip())
        yield from [match[1]] if match else _parts(line)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,|\n]", cell) if part.strip()]


def _date(text: str, number: int, column: str) -> Literal:
    match = _DATE.fullmatch(text)
    if match is None:
        raise _wrong(number, column, f"“{text}” is no date", "write 2024, 2024-05 or 2024-05-31")
    kind = "date" if match[3] else "gYearMonth" if match[2] else "gYear"
    return Literal("".join(part or "" for part in match.groups()), datatype=NamedNode(_XSD + kind))


def _sheet(body: bytes) -> Iterator[tuple[int, Sequence[object]]]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataSyntaxError(
            "The table is not UTF-8", mend="save it as “CSV UTF-8”, or as XLSX"
        ) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for count, cells in enumerate(reader):
            if count > _MOST_ROWS:
                raise DataSyntaxError(f"The table has more than {_MOST_ROWS:,} rows")
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise DataSyntaxError(
            f"The table is not CSV: {error}", where=f"row {reader.line_num}", mend="mend the quotes"
        ) from error


def _workbook(body: bytes) -> Iterator[tuple[int, Sequence[object]]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=_MOST_ROWS)
    except (CalamineError, ValueError) as error:
        raise DataSyntaxError(
            "The file is no Excel workbook that can be read", mend="save it as XLSX anew"
        ) from error
    for number, cells in enumerate(rows, start=1):
        shown = [_shown(cell) for cell in cells]
        if any(shown):
            yield number, shown


def _shown(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return "" if cell is None else str(cell).strip()


def _wrong(number: int, column: str, found: str, mend: str | None = None) -> DataSyntaxError:
    return DataSyntaxError(
        f"The column “{column}” cannot be taken: {found}", where=f"row {number}", mend=mend
    )
