"""The facts of a text itself: the document and its passages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from wsisgraph.loading.facts import Fact, Origin, Term, literal, node
from wsisgraph.loading.texts import sections
from wsisgraph.loading.texts.front import year_of
from wsisgraph.loading.texts.model import Passage, Text
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SCHEMA, SKOS, WSIS, XSD

_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
_COVERAGE = {"heading": "heading", "residue": "residue"}
_NAMES = {
    "bullet": ("List item", "列表项"),
    "heading": ("Heading", "标题"),
    "note": ("Note", "注释"),
    "paragraph": ("Paragraph", "段落"),
    "residue": ("Residue of conversion", "转换残留"),
    "table-row": ("Table row", "表格行"),
    "title": ("Title", "文件标题"),
}


@dataclass(frozen=True, slots=True)
class Where:
    """Where a text was read.

    Attributes:
        file: name of the file, for people.
        document: IRI of the document.
        name: what the document is called: its symbol, or the file's name.
        sha256: of the file.
        with_texts: whether what the passages say is stored too.
        is_known: whether the bundled graph names the document, which is not named twice.
    """

    file: str
    document: str
    name: str
    sha256: str
    with_texts: bool = False
    is_known: bool = False

    def passage(self, locator: str) -> str:
        """Return the IRI of a passage."""
        return f"{self.document}/p/{locator}"

    def origin(self, passage: Passage) -> Origin:
        """Return the place of a passage in the file."""
        return Origin(self.file, passage.lines[0] if passage.lines else None)


def document_facts(text: Text, where: Where) -> Iterator[Fact]:
    """Yield what a document says of itself, and of which file it was read."""
    issued = text.issued or year_of(text.symbol)
    before = [each.text for each in text.passages[:6] if each.kind == "note"]
    kind = sections.document_kind(text.title, before)
    said: list[tuple[str, Term]] = [
        (RDF.type, node(WSIS.Document)),
        (DCT.title, literal(text.title or where.name, language=text.language)),
        (DCT.language, literal(text.language)),
    ]
    if not where.is_known:
        said += [
            (DCT.type, node(iris.vocab("document-kinds", kind))),
            (SKOS.prefLabel, literal(f"Document {where.name}", language="en")),
            (SKOS.prefLabel, literal(f"文件{where.name}", language="zh")),
        ]
    if issued and not where.is_known:
        said.append((DCT.issued, literal(issued, datatype=_DATES[len(issued)])))
        # Of a document whose copy was read the date must be known; `graph/meta` has the hash.
        said.append((SCHEMA.sha256, literal(where.sha256)))
    if issued and not text.issued and not where.is_known:
        said.append((WSIS.dateInferred, literal("true", datatype=XSD.boolean)))
    if text.symbol:
        said.append((WSIS.symbol, literal(text.symbol)))
    else:
        said.append(
            (WSIS.symbolNote, literal("not printed in the copy that was read", language="en"))
        )
        said.append((WSIS.symbolNote, literal("所读副本未印文号", language="zh")))
    for predicate, term in said:
        yield Fact(where.document, predicate, term, Origin(where.file))


def passage_facts(passage: Passage, where: Where, mentioned: Sequence[str] = ()) -> Iterator[Fact]:
    """Yield what is known of a passage; `mentioned` is what it names, for its abstract."""
    iri, origin = where.passage(passage.locator), where.origin(passage)
    said: list[tuple[str, Term]] = [
        (RDF.type, node(WSIS.Passage)),
        (DCT.isPartOf, node(where.document)),
        (WSIS.locator, literal(passage.locator)),
        (WSIS.order, literal(str(passage.order), datatype=XSD.integer)),
        (WSIS.passageKind, _kind(passage.kind)),
        (DCT.abstract, literal(_english(passage, mentioned), language="en")),
        (DCT.abstract, literal(_chinese(passage, mentioned), language="zh")),
    ]
    said += [(WSIS.copyLine, literal(str(line), datatype=XSD.integer)) for line in passage.lines]
    if passage.kind in _COVERAGE:
        said.append((WSIS.coverage, node(iris.vocab("coverage", _COVERAGE[passage.kind]))))
    for predicate, term in said:
        yield Fact(iri, predicate, term, origin, "accepted", passage.locator)
    if where.with_texts and passage.text:
        text = literal(passage.text, language=passage.language or "und")
        yield Fact(iri, SCHEMA.text, text, origin, "accepted", passage.locator)


def _english(passage: Passage, mentioned: Sequence[str]) -> str:
    name = _NAMES[passage.kind][0]
    number = f" {passage.number}" if passage.number and passage.kind != "bullet" else ""
    about = f" It names {', '.join(mentioned)}." if mentioned else ""
    return f"{name}{number} of the document, at {passage.locator}.{about}"


def _chinese(passage: Passage, mentioned: Sequence[str]) -> str:
    name = _NAMES[passage.kind][1]
    number = f"（{passage.number}）" if passage.number and passage.kind != "bullet" else ""
    about = f"提及{'、'.join(mentioned)}。" if mentioned else ""
    return f"文件中{passage.locator}处的{name}{number}。{about}"


@cache
def _kind(key: str) -> Term:
    return node(iris.vocab("passage-kinds", key))
