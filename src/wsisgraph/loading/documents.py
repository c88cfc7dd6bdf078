"""The table itself, as a document: what its rows are passages of, and the series it belongs to."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from wsisgraph import content
from wsisgraph.loading.facts import Fact, Origin, Term, literal, node
from wsisgraph.loading.reading import Table
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SCHEMA, SKOS, WSIS, XSD

_CHUNK = 1 << 20
_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def document_iri(source_id: str, number: int) -> str:
    """Return the IRI of a table: of the only one of a load, or of the second, third, …

    It does not follow the name of the file, so that an updated export is the same document.
    """
    return iris.individual("document", source_id if number == 1 else f"{source_id}-{number}")


def document_facts(
    table: Table, iri: str, *, title: str, issued: str, language: str
) -> Iterator[Fact]:
    """Yield what is known of a table, and its header as a passage."""
    origin = Origin(table.file, table.header_row or 1, sheet=table.sheet)
    name = table.path.name + (f", {table.sheet}" if table.sheet else "")
    title = title or table.path.name
    yield from _described(iri, name, table.path, title, issued, language, origin)
    yield from _header(table, iri, origin)


def file_document_facts(path: Path, iri: str, *, title: str, language: str) -> Iterator[Fact]:
    """Yield what is known of a file of data that is no table."""
    origin = Origin(content.relative(path), 1)
    yield from _described(iri, path.name, path, title, "", language, origin)


def _described(
    iri: str, name: str, path: Path, title: str, issued: str, language: str, origin: Origin
) -> Iterator[Fact]:
    said: list[tuple[str, Term]] = [
        (RDF.type, node(WSIS.Document)),
        (DCT.type, node(iris.vocab("document-kinds", "dataset"))),
        (SKOS.prefLabel, literal(f"Table {name}", language="en")),
        (SKOS.prefLabel, literal(f"表格{name}", language="zh")),
        (DCT.title, literal(title, language=language)),
        (DCT.language, literal(language)),
        (SCHEMA.sha256, literal(_sha256(path))),
        (WSIS.symbolNote, literal("a table without a symbol", language="en")),
    ]
    if issued:
        said.append((DCT.issued, literal(issued, datatype=_DATES[len(issued)])))
    for predicate, term in said:
        yield Fact(iri, predicate, term, origin)


def header_passage(document: str) -> str:
    """Return the IRI of the passage that is the header of a table."""
    return f"{document}/p/header"


def row_facts(
    passage: str, document: str, origin: Origin, about: str, record: str
) -> Iterator[Fact]:
    """Yield what is known of a row of a table, as the passage that its facts are stated in.

    Args:
        passage: IRI of the row.
        document: IRI of the table.
        origin: the row.
        about: what people call what the row is about.
        record: key of the row.
    """
    number = str(origin.line or 0)
    for predicate, term in (
        (RDF.type, node(WSIS.Passage)),
        (DCT.isPartOf, node(document)),
        (WSIS.locator, literal(f"row-{number}")),
        (WSIS.order, literal(number, datatype=XSD.integer)),
        (WSIS.passageKind, node(iris.vocab("passage-kinds", "table-row"))),
        (DCT.abstract, literal(f"Row of the table on “{about}”.", language="en")),
        (DCT.abstract, literal(f"表中关于“{about}”的一行。", language="zh")),
    ):
        yield Fact(passage, predicate, term, origin, "accepted", record)


def series_facts(
    series: str, names: dict[str, str], kind: str, document: str, origin: Origin
) -> Iterator[Fact]:
    """Yield a series that a table belongs to."""
    iri = iris.individual("series", series)
    yield Fact(iri, RDF.type, node(WSIS.Series), origin)
    yield Fact(iri, DCT.type, node(iris.vocab("series-kinds", kind)), origin)
    for language, name in sorted(names.items()):
        yield Fact(iri, SKOS.prefLabel, literal(name, language=language), origin)
    yield Fact(iri, WSIS.statedIn, node(header_passage(document)), origin)


def edition_facts(series: str, names: dict[str, str], year: str, origin: Origin) -> Iterator[Fact]:
    """Yield the edition of a series in a year."""
    iri = iris.individual("edition", f"{series}/{year}")
    yield Fact(iri, RDF.type, node(WSIS.Edition), origin)
    yield Fact(iri, DCT.isPartOf, node(iris.individual("series", series)), origin)
    yield Fact(iri, DCT.date, literal(year, datatype=XSD.gYear), origin)
    for language, name in sorted(names.items()):
        label = f"{year}年{name}" if language == "zh" else f"{name} {year}"
        yield Fact(iri, SKOS.prefLabel, literal(label, language=language), origin)


def _header(table: Table, document: str, origin: Origin) -> Iterator[Fact]:
    columns = ", ".join(table.columns)[:2_000]
    said: list[tuple[str, Term]] = [
        (RDF.type, node(WSIS.Passage)),
        (DCT.isPartOf, node(document)),
        (WSIS.locator, literal(f"row-{table.header_row}" if table.header_row else "fields")),
        (WSIS.order, literal("0", datatype=XSD.integer)),
        (WSIS.passageKind, node(iris.vocab("passage-kinds", "heading"))),
        (DCT.abstract, literal(f"Header of the table: {columns}.", language="en")),
        (DCT.abstract, literal(f"表头：{columns}。", language="zh")),
    ]
    for predicate, term in said:
        yield Fact(header_passage(document), predicate, term, origin)


def _sha256(path: Path) -> str:
    state = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            state.update(chunk)
    return state.hexdigest()
