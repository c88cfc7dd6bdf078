"""Made-up activity entries as a table of projects gives them: activity, link, passage, body, file.

The same number and seed give the same quads. One entry in fifty breaks a rule, each in another way,
so that comparing findings compares something.
"""

import random
from collections.abc import Callable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from wsisgraph.graph.assemble import own_sources
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SCHEMA, SKOS, WSIS, XSD

ONE_WRONG_IN = 50
_A_BODY, _A_FILE = 3, 500
_GRAPH = NamedNode(iris.graph("bench-entries"))
_LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
_LINES = [f"c{number}" for number in range(1, 12)]

Term = NamedNode | Literal
Said = dict[str, list[Term]]


def vocabularies() -> Iterator[Quad]:
    """Yield the ontology and the lists that entries refer to."""
    for source in own_sources().values():
        facts, _ = source.read()
        for fact in facts:
            yield fact.quad(source.manifest.id)


def entries(count: int, seed: int = 0) -> Iterator[Quad]:
    """Yield `count` entries with all that they refer to but the vocabularies."""
    chance = random.Random(seed)
    for number in range(count):
        described = _entry(number, chance)
        if number % ONE_WRONG_IN == 7:
            chance.choice(_ERRORS)(described, number)
        for subject, said in described.items():
            for predicate, values in said.items():
                for value in values:
                    yield Quad(NamedNode(subject), NamedNode(predicate), value, _GRAPH)


def activity(number: int) -> str:
    """Return the IRI of the activity of an entry."""
    return iris.individual("activity", f"bench-{number}")


def link(number: int) -> str:
    """Return the IRI of the link of an entry."""
    return iris.individual("activity-link", f"bench-{number}")


def passage(number: int) -> str:
    """Return the IRI of the passage of an entry: its row."""
    return iris.individual("document", f"bench-{number // _A_FILE}/p/row-{number}")


def _entry(number: int, chance: random.Random) -> dict[str, Said]:
    body = iris.individual("body", f"bench-{number // _A_BODY}")
    document = iris.individual("document", f"bench-{number // _A_FILE}")
    year = chance.randrange(2003, 2024)
    described: dict[str, Said] = {
        activity(number): {
            RDF.type: [NamedNode(WSIS.Activity)],
            SKOS.prefLabel: [_text(f"Project {number}", "en"), _text(f"项目{number}", "zh")],
            DCT.description: [_text(f"Connects place {number}.", "en"), _text("连接。", "zh")],
            DCT.type: [_entry_of("activity-kinds", "project")],
            WSIS.activityStatus: [_entry_of("activity-status", chance.choice(("done", "ongoing")))],
            WSIS.carriedOutBy: [NamedNode(body)],
            SCHEMA.startDate: [_dated(str(year), "gYear")],
            SCHEMA.endDate: [_dated(f"{year + chance.randrange(3)}-12-31", "date")],
            WSIS.statedIn: [NamedNode(passage(number))],
        },
        link(number): {
            RDF.type: [NamedNode(WSIS.ActivityLink)],
            WSIS.activity: [NamedNode(activity(number))],
            WSIS.linksTo: [_entry_of("action-lines", chance.choice(_LINES))],
            WSIS.basis: [_entry_of("basis", "asserted")],
            WSIS.status: [_entry_of("status", "accepted")],
            WSIS.confidence: [_dated(f"0.{chance.randrange(1, 10)}", "decimal")],
            WSIS.statedIn: [NamedNode(passage(number))],
        },
        passage(number): {
            RDF.type: [NamedNode(WSIS.Passage)],
            DCT.isPartOf: [NamedNode(document)],
            DCT.abstract: [_text(f"Row {number} of the table.", "en"), _text("表中一行。", "zh")],
            WSIS.locator: [Literal(f"row-{number}")],
            WSIS.order: [_dated(str(number), "integer")],
            WSIS.passageKind: [_entry_of("passage-kinds", "table-row")],
        },
    }
    if number % _A_BODY == 0:
        described[body] = {
            RDF.type: [NamedNode(WSIS.Body)],
            DCT.type: [_entry_of("body-kinds", "government")],
            SKOS.notation: [Literal(f"B{number}")],
            SKOS.prefLabel: [_text(f"Body {number}", language) for language in _LANGUAGES],
        }
    if number % _A_FILE == 0:
        described[document] = {
            RDF.type: [NamedNode(WSIS.Document)],
            DCT.type: [_entry_of("document-kinds", "report")],
            DCT.title: [_text("A table", "en")],
            DCT.language: [Literal("en")],
            DCT.issued: [_dated("2020", "gYear")],
            SCHEMA.sha256: [Literal(f"{number:064x}")],
            SKOS.prefLabel: [_text("A table", "en"), _text("一张表", "zh")],
            WSIS.symbolNote: [Literal("none: a table")],
        }
    return described


def _text(words: str, language: str) -> Literal:
    return Literal(words, language=language)


def _dated(words: str, datatype: str) -> Literal:
    return Literal(words, datatype=NamedNode(XSD.iri + datatype))


def _entry_of(scheme: str, notation: str) -> NamedNode:
    return NamedNode(iris.vocab(scheme, notation))


def _changed(thing: Callable[[int], str], predicate: str, *values: Term) -> Callable[..., None]:
    def change(described: dict[str, Said], number: int) -> None:
        described[thing(number)][predicate] = list(values)

    return change


_NOWHERE = NamedNode("https://example.org/nowhere")
_ERRORS = [
    _changed(activity, SCHEMA.startDate, _dated("2031", "gYear")),
    _changed(activity, SCHEMA.startDate, Literal("31/02/2019")),
    _changed(activity, SKOS.prefLabel, _text("One", "en"), _text("Two", "en"), _text("一", "zh")),
    _changed(activity, SKOS.prefLabel, _text("One", "en")),
    _changed(activity, WSIS.carriedOutBy, _NOWHERE),
    _changed(activity, WSIS.carriedOutBy, Literal("ITU")),
    _changed(activity, DCT.type),
    _changed(activity, WSIS.partner, _NOWHERE),
    _changed(link, WSIS.linksTo, _NOWHERE),
    _changed(link, WSIS.linksTo, _entry_of("action-lines", "c1"), _entry_of("action-lines", "c2")),
    _changed(link, WSIS.confidence, _dated("1.5", "decimal")),
    _changed(link, WSIS.confidence, _dated("0,5", "decimal")),
    _changed(link, WSIS.confidence, _dated("0.5", "double")),
    _changed(link, WSIS.status, _entry_of("basis", "asserted")),
    _changed(passage, WSIS.locator, Literal("Row 1")),
    _changed(passage, WSIS.order, Literal("1")),
    _changed(passage, WSIS.coverage, _entry_of("coverage", "repeats")),
    _changed(passage, RDF.type),
]
