"""/shapes: what good data looks like, rule by rule, with an example that breaks each."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph import content
from wsisgraph.api import machine
from wsisgraph.api.documents import Document, page_or_rdf
from wsisgraph.api.manual import Demand, Rule, Severity, Shape, Shapes
from wsisgraph.api.pages import Concept, Page, Pages, Term, Text
from wsisgraph.api.reading import Node, Reading, Row, term, value
from wsisgraph.api.service import Service
from wsisgraph.settings import DEFAULT_BASE
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDFS, SH

PATH = "/shapes"
IRI = DEFAULT_BASE + "shapes"
DOCUMENT = Document(PATH, IRI, "shapes")

_SCHEME = re.compile(r"\^?(https://w3id\.org/wsis-sdg/vocab/[a-z-]+)/")
_OF_TERMS = (
    "class",
    "datatype",
    "nodeKind",
    "hasValue",
    "in",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
)
_OF_TEXT = (
    "minInclusive",
    "maxInclusive",
    "minExclusive",
    "maxExclusive",
    "minLength",
    "maxLength",
)
_DEEPEST = 8
"""Steps from shape to shape that are told: some lead back to themselves."""
_OF_SHAPES = ("or", "xone", "and", "not", "node")

Own = Mapping[str, Sequence[Node]]
Said = Mapping[str, Own]
"""Shape → parameter of SHACL, or IRI of another property → values."""


async def shapes(service: Service, request: Request) -> Response:
    """Answer /shapes: the rules for people, the shapes themselves for programs."""

    async def draw(pages: Pages, reading: Reading, page: Page) -> str | None:
        data = await shapes_page(reading, page)
        return None if data is None else pages.shapes(data)

    return await page_or_rdf(service, request, DOCUMENT, draw)


async def shapes_page(reading: Reading, page: Page) -> Shapes | None:
    """Return what /shapes shows; None where the data hold no shapes."""
    said = _said(await reading.rows("api/shape-statements", {"graph": iris.graph("shapes")}))
    if not said:
        return None
    missing = set(reading.missing_labels)
    concepts = await reading.concepts(_mentioned(said))
    reading.missing_labels = missing
    told = _Rules(said, concepts, reading.chosen)
    found = tuple(told.sections())
    rules = [rule for shape in found for rule in shape.rules if rule.anchor]
    must = sum(rule.severity == "Violation" for rule in rules)
    return machine.described(Shapes(page, IRI, found, must, len(rules) - must))


class _Rules:
    """Puts the rules into sections, each rule with the anchor of its IRI once."""

    def __init__(
        self,
        said: Said,
        concepts: Mapping[str, Concept],
        chosen: Callable[[Iterable[Node]], Text | None],
    ) -> None:
        self._said = said
        self._concepts = concepts
        self._chosen = chosen
        self._anchored: set[str] = set()

    def sections(self) -> Iterator[Shape]:
        """Give the shapes of classes, then what these are made of."""
        whole = [
            iri for iri, own in self._said.items() if "property" in own and "targetClass" in own
        ]
        for iri in whole:
            own = self._said[iri]
            classes = {node.value for node in own.get("targetClass", ())}
            rules = [node.value for node in own["property"]]
            rules += [
                other
                for other, its in self._said.items()
                if other not in whole
                and classes & {node.value for node in its.get("targetClass", ())}
                and _local(other).startswith(_local(iri) + "-")
            ]
            yield self._section(iri, rules)
        left = [iri for iri in self._said if iri not in self._anchored]
        for iri in left:
            if iri not in self._anchored and "targetClass" in self._said[iri]:
                yield self._section(iri, [])
        parts = [iri for iri in left if iri not in self._anchored]
        if parts:
            yield Shape("", "parts", Text(""), None, (), tuple(self._rule(iri) for iri in parts))

    def _section(self, iri: str, rules: Iterable[str]) -> Shape:
        own = self._said[iri]
        self._anchored.add(iri)
        alone = [iri] if self._demands(iri) and "property" not in own else []
        told = [self._rule(rule, anchor="" if rule == iri else None) for rule in [*alone, *rules]]
        return Shape(
            iri=iri,
            anchor=_local(iri),
            label=self._text(own, RDFS.label) or self._text(own, "name") or Text(_local(iri)),
            comment=self._text(own, RDFS.comment),
            classes=tuple(
                self._term(node)
                # The class that a shape is named for comes first.
                for node in sorted(
                    own.get("targetClass", ()),
                    key=lambda node: node.value.rpartition("#")[2] != _local(iri),
                )
            ),
            rules=tuple(sorted(told, key=lambda rule: (rule.severity != "Violation", rule.iri))),
        )

    def _rule(self, iri: str, anchor: str | None = None) -> Rule:
        own = self._said[iri]
        if anchor is None:
            anchor = "" if iri in self._anchored else _local(iri)
        self._anchored.add(iri)
        severity = next((node.value for node in own.get("severity", ())), SH.Violation)
        return Rule(
            iri=iri,
            local=_local(iri),
            anchor=anchor,
            name=self._text(own, "name") or Text(_local(iri)),
            path=self._path(own),
            severity=cast(Severity, severity.removeprefix(SH.iri)),
            message=self._text(own, "message"),
            demands=(*self._demands(iri), *self._of_properties(own, 0)),
            breaks=examples().get(_local(iri), ""),
        )

    def _demands(self, iri: str, depth: int = 0) -> tuple[Demand, ...]:
        own = self._said.get(iri)
        return tuple(self._each(own, depth)) if own is not None and depth < _DEEPEST else ()

    def _each(self, own: Own, depth: int) -> Iterator[Demand]:
        if "minCount" in own or "maxCount" in own:
            least, most = _number(own, "minCount"), _number(own, "maxCount")
            yield Demand("count", least=least or 0, most=most)
        if "qualifiedValueShape" in own:
            meant = self._demands(own["qualifiedValueShape"][0].value, depth + 1)
            least, most = _number(own, "qualifiedMinCount"), _number(own, "qualifiedMaxCount")
            yield Demand("qualified", least=least or 0, most=most, alternatives=(meant,))
        for kind in _OF_TERMS:
            if kind in own:
                yield Demand(kind, tuple(self._term(node) for node in own[kind]))
        for node in own.get("pattern", ()):
            scheme = _SCHEME.fullmatch(node.value)
            if scheme is None:
                yield Demand("pattern", text=node.value)
            else:
                yield Demand("scheme", (self._term(Node("iri", scheme[1])),))
        for kind in _OF_TEXT:
            if kind in own:
                yield Demand(kind, text=own[kind][0].value)
        if "languageIn" in own:
            yield Demand("languageIn", text=" ".join(node.value for node in own["languageIn"]))
        if any(node.value == "true" for node in own.get("uniqueLang", ())):
            yield Demand("uniqueLang")
        for kind in _OF_SHAPES:
            if kind in own:
                others = tuple(self._alternative(node.value, depth) for node in own[kind])
                yield Demand(kind, alternatives=others)
        for node in own.get("sparql", ()):
            constraint = self._said.get(node.value, {})
            text = next((query.value for query in constraint.get("select", ())), "")
            yield Demand("sparql", text=text)

    def _alternative(self, iri: str, depth: int) -> tuple[Demand, ...]:
        """Return the demands of another shape; where it is about a property, named as such."""
        own = self._said.get(iri, {})
        found = (*self._demands(iri, depth + 1), *self._of_properties(own, depth))
        path = self._path(own)
        return (Demand("path", alternatives=(found,), path=path),) if path else found

    def _of_properties(self, own: Own, depth: int) -> tuple[Demand, ...]:
        if depth >= _DEEPEST:
            return ()
        return tuple(
            demand
            for node in own.get("property", ())
            for demand in self._alternative(node.value, depth + 1)
        )

    def _path(self, own: Own) -> Term | None:
        nodes = own.get("path", ())
        return self._term(nodes[0]) if len(nodes) == 1 and nodes[0].kind == "iri" else None

    def _term(self, node: Node) -> Term:
        return term(node, self._concepts)

    def _text(self, own: Own, name: str) -> Text | None:
        """Return a text of a shape in the language of the page, else in English, else any."""
        nodes = own.get(name, ())
        return self._chosen(nodes) or next((Text(node.value, node.lang) for node in nodes), None)


@cache
def examples() -> Mapping[str, str]:
    """Return, by the name of the rule, one thing that breaks it, as Turtle."""
    found: dict[str, str] = {}
    for file in sorted((content.folder("shapes") / "examples" / "invalid").glob("*.ttl")):
        blocks = file.read_text("utf-8").split("\n.\n")
        first = next((text.strip() for text in blocks if "\nexample:" in f"\n{text}"), "")
        at = first.find("example:")
        if at >= 0:
            found[file.stem] = first[at:].rstrip(" ;\n") + " ."
    return found


def _said(rows: Iterable[Row]) -> Said:
    found: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        name = value(row, "property").removeprefix(SH.iri)
        found[value(row, "shape")][name].append(row["value"])
    return {shape: dict(own) for shape, own in found.items()}


def _mentioned(said: Said) -> set[str]:
    found = set()
    for own in said.values():
        for name, nodes in own.items():
            if name in ("path", "targetClass", *_OF_TERMS):
                found |= {node.value for node in nodes if node.kind == "iri"}
            if name == "pattern":
                schemes = (_SCHEME.fullmatch(node.value) for node in nodes)
                found |= {scheme[1] for scheme in schemes if scheme}
    return found


def _number(own: Own, name: str) -> int | None:
    return next((int(node.value) for node in own.get(name, ())), None)


def _local(iri: str) -> str:
    return iri.removeprefix(iris.SHAPES) if iri.startswith(iris.SHAPES) else iri
