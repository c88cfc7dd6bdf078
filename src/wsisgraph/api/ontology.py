"""/def: what the words of the graph mean, each with its uses, examples, shapes and questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api import machine
from wsisgraph.api.asking import described as told
from wsisgraph.api.documents import Document, page_or_rdf
from wsisgraph.api.links import href
from wsisgraph.api.manual import DefinedTerm, Example, ForeignTerm, Ontology, Scheme
from wsisgraph.api.pages import Concept, Link, Page, Pages, Term, Text
from wsisgraph.api.reading import Node, Reading, Row, term, value
from wsisgraph.api.service import Service
from wsisgraph.questions.scan import names
from wsisgraph.settings import DEFAULT_BASE
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, OWL, RDF, RDFS, SKOS

PATH = "/def"
IRI = DEFAULT_BASE + "def"
DOCUMENT = Document(PATH, IRI, "ontology")

_DOMAIN = (RDFS.iri + "domain", "https://schema.org/domainIncludes")
_RANGE = (RDFS.iri + "range", "https://schema.org/rangeIncludes")
_BROADER = (RDFS.iri + "subClassOf", RDFS.iri + "subPropertyOf")
_CLOSE = (
    SKOS.exactMatch,
    SKOS.iri + "closeMatch",
    OWL.iri + "equivalentClass",
    OWL.iri + "equivalentProperty",
)
_RELATED = (SKOS.iri + "relatedMatch", RDFS.seeAlso)
_NOTES = (SKOS.scopeNote, SKOS.note)
_MOST_MEMBERS = 60
_MOST_VALUES = 3

Said = Mapping[str, Mapping[str, Sequence[Node]]]
"""Subject → predicate → values."""


async def ontology(service: Service, request: Request) -> Response:
    """Answer /def: the reference for people, the ontology itself for programs."""

    async def draw(pages: Pages, reading: Reading, page: Page) -> str | None:
        data = await ontology_page(reading, page)
        return None if data is None else pages.ontology(data)

    return await page_or_rdf(service, request, DOCUMENT, draw)


async def ontology_page(reading: Reading, page: Page) -> Ontology | None:
    """Return what /def shows; None where the data hold no ontology."""
    own = _by_property(await reading.rows("api/ontology", {"lang": reading.lang}))
    if not own:
        return None
    said = _by_subject(await reading.rows("api/ontology-terms", {"lang": reading.lang}), "term")
    uses = {
        "class": await reading.rows("api/class-uses"),
        "property": await reading.rows("api/property-uses"),
    }
    examples = await _property_examples(reading, uses["property"])
    wanted = set(said) | _nodes(said)
    for rows in uses.values():
        wanted |= {value(row, name) for row in rows for name in ("term", "first", "last")}
    wanted |= {node.value for values in examples.values() for node in values if node.kind == "iri"}
    missing = set(reading.missing_labels)
    concepts = await reading.concepts(wanted)
    reading.missing_labels = missing | (reading.missing_labels & set(said))
    checked = await _shapes(reading)
    asked = _questions(reading)
    found = {
        iri: _term(iri, said, uses, examples, concepts, checked, asked)
        for iri in said
        if iri.startswith(iris.DEF)
    }
    return machine.described(
        Ontology(
            page=page,
            iri=IRI,
            label=_best(own.get(RDFS.label, ()), reading.lang) or Text("def"),
            description=_best(own.get(DCT.description, ()), reading.lang),
            version=next((node.value for node in own.get(OWL.versionInfo, ())), ""),
            classes=tuple(entry for entry in found.values() if entry.kind == "class"),
            properties=tuple(entry for entry in found.values() if entry.kind == "property"),
            schemes=await schemes(reading),
            foreign=tuple(_foreign(uses, concepts)),
        )
    )


def _term(
    iri: str,
    said: Said,
    uses: Mapping[str, Sequence[Row]],
    examples: Mapping[tuple[str, str], Sequence[Node]],
    concepts: Mapping[str, Concept],
    checked: Mapping[str, Sequence[Link]],
    asked: Mapping[str, Sequence[Link]],
) -> DefinedTerm:
    own = said[iri]
    lang = concepts[iri].label.lang
    is_class = OWL.Class in {node.value for node in own.get(RDF.type, ())}
    kind: Literal["class", "property"] = "class" if is_class else "property"
    used = next((row for row in uses[kind] if value(row, "term") == iri), None)
    return DefinedTerm(
        iri=iri,
        anchor=iri.rpartition("#")[2],
        kind=kind,
        label=concepts[iri].label,
        definition=_best(own.get(SKOS.definition, ()), lang),
        notes=tuple(_texts(own, _NOTES, lang)),
        sources=tuple(_texts(own, (DCT.source,), lang)),
        broader=_terms(own, _BROADER, concepts),
        narrower=_pointing(iri, said, _BROADER, concepts),
        domain=_terms(own, _DOMAIN, concepts),
        range=_terms(own, _RANGE, concepts),
        close=_terms(own, _CLOSE, concepts),
        related=_terms(own, _RELATED, concepts),
        properties=_pointing(iri, said, _DOMAIN, concepts) if is_class else (),
        uses=int(value(used, "number")) if used else 0,
        examples=_examples(used, examples, concepts),
        shapes=tuple(checked.get(iri, ())),
        questions=tuple(asked.get(iri, ())),
    )


def _examples(
    used: Row | None,
    values: Mapping[tuple[str, str], Sequence[Node]],
    concepts: Mapping[str, Concept],
) -> tuple[Example, ...]:
    if used is None:
        return ()
    iri = value(used, "term")
    subjects = dict.fromkeys((value(used, "first"), value(used, "last")))
    return tuple(
        Example(
            concepts[subject],
            tuple(term(node, concepts) for node in values.get((subject, iri), ())[:_MOST_VALUES]),
        )
        for subject in subjects
    )


async def _property_examples(
    reading: Reading, used: Iterable[Row]
) -> Mapping[tuple[str, str], Sequence[Node]]:
    """Return the values of our properties on the things that are their examples."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in used:
        if value(row, "term").startswith(iris.DEF):
            wanted[value(row, "term")] |= {value(row, "first"), value(row, "last")}
    things_ = sorted({thing for found in wanted.values() for thing in found})
    found: dict[tuple[str, str], list[Node]] = defaultdict(list)
    if things_:
        for row in await reading.rows("api/describe", {"thing": things_}):
            thing, property_, node = value(row, "thing"), value(row, "property"), row["value"]
            keep = thing in wanted.get(property_, ()) and node.lang in (reading.lang, "en", "")
            if keep and node not in found[thing, property_]:
                found[thing, property_].append(node)
    return {key: _readable(nodes, reading.lang) for key, nodes in found.items()}


def _readable(nodes: Sequence[Node], lang: str) -> Sequence[Node]:
    """Return the values in one language: the one asked for where there are any, else English."""
    if any(node.lang == lang for node in nodes):
        return [node for node in nodes if node.lang in (lang, "")]
    return nodes


async def schemes(reading: Reading) -> tuple[Scheme, ...]:
    """Return the lists of values, each with its first members."""
    members: dict[str, list[str]] = defaultdict(list)
    definitions: dict[str, Text] = {}
    for row in await reading.rows("api/schemes", {"lang": reading.lang}):
        scheme = value(row, "scheme")
        if "definition" in row:
            node = row["definition"]
            definitions.setdefault(scheme, Text(node.value, node.lang))
        if "concept" in row and value(row, "concept") not in members[scheme]:
            members[scheme].append(value(row, "concept"))
    shown = {iri for found in members.values() for iri in found[:_MOST_MEMBERS]}
    concepts = await reading.concepts({*members, *definitions, *shown})
    return tuple(
        Scheme(
            concepts[iri],
            "scheme-" + (iri.rpartition("/vocab/")[2] or iri.rpartition("/")[2]),
            definitions.get(iri),
            tuple(concepts[member] for member in members[iri][:_MOST_MEMBERS]),
            len(members[iri]),
        )
        for iri in sorted({*members, *definitions})
    )


def _foreign(
    uses: Mapping[str, Sequence[Row]], concepts: Mapping[str, Concept]
) -> Iterable[ForeignTerm]:
    for row in uses["class"]:
        if not value(row, "term").startswith(iris.DEF):
            known = term(row["term"], concepts)
            yield ForeignTerm(known, "class", int(value(row, "number")))
    for row in uses["property"]:
        if not value(row, "term").startswith(iris.DEF):
            known = term(row["term"], concepts)
            yield ForeignTerm(known, "property", int(value(row, "number")))


async def _shapes(reading: Reading) -> Mapping[str, Sequence[Link]]:
    """Return, for each term, the shapes that check it: those of the class or on the property."""
    found: dict[str, list[Link]] = defaultdict(list)
    for row in await reading.rows("api/shapes-of-terms", {"graph": iris.graph("shapes")}):
        iri = value(row, "shape")
        found[value(row, "term")].append(Link(href(iri), iri.rpartition("#")[2]))
    return found


def _questions(reading: Reading) -> Mapping[str, Sequence[Link]]:
    """Return, for each IRI, the questions whose query names it."""
    found: dict[str, list[Link]] = defaultdict(list)
    for question in reading.questions():
        text = told(question, reading.lang).text
        for iri in sorted(names(question.text)):
            found[iri].append(Link(f"/api/questions#{anchor(question.name)}", text.value))
    return found


def anchor(name: str) -> str:
    """Return the anchor of a question on the page of all of them."""
    return name.replace("/", "--")


def _by_subject(rows: Iterable[Row], column: str) -> Said:
    found: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[value(row, column)][value(row, "property")].append(row["value"])
    return found


def _by_property(rows: Iterable[Row]) -> Mapping[str, Sequence[Node]]:
    found: dict[str, list[Node]] = defaultdict(list)
    for row in rows:
        found[value(row, "property")].append(row["value"])
    return found


def _nodes(said: Said) -> set[str]:
    return {
        node.value
        for own in said.values()
        for nodes in own.values()
        for node in nodes
        if node.kind == "iri"
    }


def _best(nodes: Iterable[Node], lang: str) -> Text | None:
    """Return a text in the language asked for, else the English one."""
    texts = {node.lang: node.value for node in nodes}
    for wanted in (lang, "en", ""):
        if wanted in texts:
            return Text(texts[wanted], wanted)
    return None


def _texts(
    own: Mapping[str, Sequence[Node]], properties: Iterable[str], lang: str
) -> Iterable[Text]:
    for property_ in properties:
        texts = [node for node in own.get(property_, ()) if node.kind == "literal"]
        for node in _readable(texts, lang):
            yield Text(node.value, node.lang)


def _terms(
    own: Mapping[str, Sequence[Node]],
    properties: Iterable[str],
    concepts: Mapping[str, Concept],
) -> tuple[Term, ...]:
    return tuple(
        term(node, concepts)
        for property_ in properties
        for node in own.get(property_, ())
        if node.kind == "iri"
    )


def _pointing(
    iri: str, said: Said, properties: Iterable[str], concepts: Mapping[str, Concept]
) -> tuple[Term, ...]:
    """Return the terms of which one of these properties has this value."""
    found = [
        other
        for other, own in said.items()
        if any(node.value == iri for property_ in properties for node in own.get(property_, ()))
    ]
    return tuple(term(Node("iri", other), concepts) for other in found)
