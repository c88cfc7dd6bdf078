"""A table as a peer: one row an activity, in the columns of `docs/how-to/join.md`."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from pyoxigraph import Literal, NamedNode, Quad
from python_calamine import CalamineError, CalamineWorkbook

from wsisgraph.errors import DataSyntaxError, UnknownCode
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import DCT, RDF, SKOS

WSIS = iris.DEF
_SCHEMA = "https://schema.org/"

COLUMNS: Mapping[str, Sequence[str]] = {
    "id": ("identifier", "ref", "key", "identifiant", "identificador", "编号"),
    "title": ("name", "activity", "titre", "título", "titulo", "название", "名称", "العنوان"),
    "agency": ("organisation", "organization", "body", "organisme", "organismo", "机构"),
    "kind": ("type", "genre", "tipo", "вид", "类型"),
    "goals": ("goal", "sdg", "sdgs", "targets", "odd", "ods", "цур", "目标"),
    "lines": ("line", "action line", "action lines", "under", "行动方面"),
    "start": ("from", "start date", "début", "inicio", "начало", "开始"),
    "end": ("to", "until", "end date", "fin", "конец", "结束"),
    "country": ("countries", "pays", "país", "страна", "国家"),
    "url": ("address", "link", "web", "网址"),
    "same as": ("sameas", "owl:sameas"),
}
"""The columns, each with other headers that are taken for it."""

_MOST_ROWS = 100_000
_KEY = re.compile(r"[^a-z0-9]+")
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
    columns = _columns([str(cell) for cell in header], number)
    called: dict[NamedNode, str] = {}
    for number, cells in rows:
        row = {
            name: str(cells[place]).strip()
            for name, place in columns.items()
            if place < len(cells) and str(cells[place]).strip()
        }
        if row:
            yield from _activity(row, number, base, language, called)


def _activity(
    row: Mapping[str, str], number: int, base: str, language: str, called: dict[NamedNode, str]
) -> Iterator[Quad]:
    if "title" not in row:
        raise _wrong(number, "title", "is empty", "name the activity")
    key = _KEY.sub("-", row.get("id", row["title"]).lower()).strip("-")
    if not key:
        raise _wrong(number, "id", f"“{row.get('id', row['title'])}” has no letter of a-z or digit")
    url = row.get("url", "")
    if url and not _ABSOLUTE.fullmatch(url):
        raise _wrong(number, "url", f"“{url}” is no address", "write https://…")
    activity = NamedNode(url or f"{base}{key}")

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
        name = called.setdefault(body_of(agency), agency)
        yield Quad(body_of(agency), NamedNode(SKOS.prefLabel), Literal(name, language="en"))
    for name in ("start", "end"):
        if name in row:
            yield says(f"{_SCHEMA}{name}Date", _date(row[name], number, name))
    for same in _parts(row.get("same as", "")):
        if not _ABSOLUTE.fullmatch(same):
            raise _wrong(number, "same as", f"“{same}” is no address", "write https://…")
        yield says("http://www.w3.org/2002/07/owl#sameAs", NamedNode(same))
    for column in ("goals", "lines"):
        for code in _codes(row, column, number):
            link = NamedNode(f"{base}link/{key}/{_KEY.sub('-', code.rpartition('sdg/')[2])}")
            yield Quad(link, NamedNode(RDF.type), NamedNode(f"{WSIS}ActivityLink"))
            yield Quad(link, NamedNode(f"{WSIS}activity"), activity)
            yield Quad(link, NamedNode(f"{WSIS}linksTo"), NamedNode(code))
            yield Quad(link, NamedNode(f"{WSIS}basis"), _ASSERTED)
            yield Quad(link, NamedNode(f"{WSIS}status"), _ACCEPTED)


def warm_up() -> None:
    """Load what is loaded late: in the sandbox no file can be opened."""
    codes.parse_codes("9.c, C2")
    _date("2024-05-31", 1, "start")


def body_of(agency: str) -> NamedNode:
    """Return the IRI of a body: as it is, or by the key that its short name gives."""
    if _ABSOLUTE.fullmatch(agency):
        return NamedNode(agency)
    return NamedNode(iris.individual("agency", _KEY.sub("-", agency.lower()).strip("-") or "x"))


def _kind(text: str, number: int) -> str:
    key = _KEY.sub("-", text.lower()).strip("-")
    if not key:
        raise _wrong(number, "kind", f"“{text}” is no kind", "write project, event, publication")
    return iris.vocab("activity-kinds", key)


def _codes(row: Mapping[str, str], column: str, number: int) -> list[str]:
    found = []
    for part in _parts(row.get(column, "")):
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


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,|\n]", cell) if part.strip()]


def _date(text: str, number: int, column: str) -> Literal:
    match = _DATE.fullmatch(text)
    if match is None:
        raise _wrong(number, column, f"“{text}” is no date", "write 2024, 2024-05 or 2024-05-31")
    kind = "date" if match[3] else "gYearMonth" if match[2] else "gYear"
    return Literal("".join(part or "" for part in match.groups()), datatype=NamedNode(_XSD + kind))


def _columns(header: Sequence[str], number: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        named = cell.strip().casefold().lstrip("\ufeff").rstrip("*: ")
        for name, others in COLUMNS.items():
            if named == name or named in others:
                found.setdefault(name, place)
    for needed in ("title",):
        if needed not in found:
            raise DataSyntaxError(
                f"The table has no column “{needed}”",
                where=f"row {number}",
                mend=f"give it a header with some of: {', '.join(COLUMNS)}",
            )
    if "goals" not in found and "lines" not in found:
        raise DataSyntaxError(
            "The table has neither a column “goals” nor one “lines”",
            where=f"row {number}",
            mend="say of each activity which goals it serves, or which action lines it is under",
        )
    return found


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
