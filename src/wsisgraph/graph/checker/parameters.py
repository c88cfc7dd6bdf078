"""The parameters of SHACL Core and sh:sparql, each made into what it demands (SHACL section 4)."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from pyoxigraph import Literal, NamedNode

from wsisgraph.graph.checker import together, valuewise
from wsisgraph.graph.checker.data import Term
from wsisgraph.graph.checker.paths import Path
from wsisgraph.graph.checker.queries import BoundQuery
from wsisgraph.graph.checker.reading import ShapesGraph, sh
from wsisgraph.graph.checker.shape import Constraint, Shape
from wsisgraph.graph.checker.sparql import Select, messages, prefixes
from wsisgraph.terms.namespaces import SH

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE}


class Shapes(Protocol):
    """Where shapes are read."""

    graph: ShapesGraph

    def shape(self, node: Term) -> Shape:
        """Return the shape of that name."""


Fits = Callable[[int], bool]
Maker = Callable[[Shapes, Term, Path | None], Iterator[Constraint]]


def _class_(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:class."""
    for each in _iris(shapes, node, "class"):
        yield valuewise.IsInstance(_named("Class"), each)


def _datatype(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:datatype."""
    value = shapes.graph.one(node, sh("datatype"), node)
    wanted = shapes.graph.iri(value, "datatype", node)
    yield valuewise.Plain(_named("Datatype"), valuewise.has_datatype(wanted))


def _node_kind(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:nodeKind."""
    value = shapes.graph.one(node, sh("nodeKind"), node)
    test = valuewise.has_kind(value.value.removeprefix(SH.iri))
    if test is None:
        raise shapes.graph.refused(node, f"has an sh:nodeKind that there is not: {value}")
    yield valuewise.Plain(_named("NodeKind"), test)


def _pattern(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:pattern, with sh:flags."""
    flags = shapes.graph.one(node, sh("flags"), node)
    letters = "" if flags is None else flags.value
    if unknown := set(letters) - set(_FLAGS):
        raise shapes.graph.refused(node, f"has sh:flags that are not done: {min(unknown)}")
    options = sum(_FLAGS[each] for each in set(letters))
    for each in shapes.graph.objects(node, sh("pattern")):
        try:
            compiled = re.compile(each.value, options)
        except re.error as error:
            raise shapes.graph.refused(
                node, f"has an sh:pattern that cannot be read ({error}): {each.value}"
            ) from error
        yield valuewise.Plain(_named("Pattern"), valuewise.matches(compiled))


def _language_in(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:languageIn."""
    head = shapes.graph.one(node, sh("languageIn"), node)
    ranges = [each.value for each in shapes.graph.items(head, node)]
    yield valuewise.Plain(_named("LanguageIn"), valuewise.in_languages(ranges))


def _in_(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:in."""
    listed = frozenset(shapes.graph.items(shapes.graph.one(node, sh("in"), node), node))
    yield valuewise.Plain(_named("In"), valuewise.is_one_of(listed))


def _has_value(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:hasValue."""
    for each in shapes.graph.objects(node, sh("hasValue")):
        yield together.HasValue(_named("HasValue"), each)


def _unique_lang(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:uniqueLang."""
    if shapes.graph.flag(node, "uniqueLang", node):
        yield together.UniqueLanguages(_named("UniqueLang"))


def _equals(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:equals."""
    for each in _iris(shapes, node, "equals"):
        yield together.Equals(_named("Equals"), each)


def _disjoint(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:disjoint."""
    for each in _iris(shapes, node, "disjoint"):
        yield together.Disjoint(_named("Disjoint"), each)


def _property_(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:property."""
    for each in _shapes(shapes, node, "property"):
        if each.path is None:
            raise shapes.graph.refused(node, f"names {each.node} as sh:property without sh:path")
        yield together.Property(each)


def _node(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:node."""
    for each in _shapes(shapes, node, "node"):
        yield valuewise.Conforms(_named("Node"), [each], valuewise.all_of)


def _not_(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:not."""
    for each in _shapes(shapes, node, "not"):
        yield valuewise.Conforms(_named("Not"), [each], valuewise.none_of)


def _and_(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:and."""
    for each in _lists(shapes, node, "and"):
        yield valuewise.Conforms(_named("And"), each, valuewise.all_of)


def _or_(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:or."""
    for each in _lists(shapes, node, "or"):
        yield valuewise.Conforms(_named("Or"), each, valuewise.any_of)


def _xone(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:xone."""
    for each in _lists(shapes, node, "xone"):
        yield valuewise.Conforms(_named("Xone"), each, valuewise.one_of)


def _qualified(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:qualifiedValueShape, with its counts and sh:qualifiedValueShapesDisjoint."""
    graph = shapes.graph
    fewest = _number(shapes, node, "qualifiedMinCount")
    most = _number(shapes, node, "qualifiedMaxCount")
    if fewest is None and most is None:
        raise graph.refused(node, "has sh:qualifiedValueShape without a count")
    named = graph.one(node, sh("qualifiedValueShape"), node)
    siblings: set[Term] = set()
    if graph.flag(node, "qualifiedValueShapesDisjoint", node):
        for parent in graph.subjects(sh("property"), node):
            for each in graph.objects(parent, sh("property")):
                siblings.update(graph.objects(each, sh("qualifiedValueShape")))
    shape = shapes.shape(named)
    others = [shapes.shape(each) for each in sorted(siblings - {named}, key=str)]
    for name, number, fits in (
        ("QualifiedMinCount", fewest, _at_least),
        ("QualifiedMaxCount", most, _at_most),
    ):
        if number is not None:
            yield together.Qualified(_named(name), shape, others, fits(number))


def _closed(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:closed, with sh:ignoredProperties."""
    graph = shapes.graph
    if not graph.flag(node, "closed", node):
        return
    allowed = {
        found.path.predicate
        for found in _shapes(shapes, node, "property")
        if found.path is not None and found.path.predicate is not None
    }
    for head in graph.objects(node, sh("ignoredProperties")):
        allowed.update(graph.items(head, node))
    yield together.Closed(_named("Closed"), frozenset(allowed))


def _sparql(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
    """sh:sparql."""
    graph = shapes.graph
    for each in graph.objects(node, sh("sparql")):
        text = graph.one(each, sh("select"), node)
        if not isinstance(text, Literal):
            raise graph.refused(node, "has an sh:sparql without sh:select")
        query = BoundQuery(
            text.value,
            prefixes(graph, each, node),
            frozenset({"this", "currentShape"}),
            graph,
            node,
            None if path is None else path.walk.sparql(),
        )
        if not graph.flag(each, "deactivated", node):
            fixed = {"currentShape": node}
            said = messages(graph, each)
            yield Select(_named("SPARQL"), query, fixed, said, each)


def _named(name: str) -> NamedNode:
    return sh(f"{name}ConstraintComponent")


def _iris(shapes: Shapes, node: Term, name: str) -> list[NamedNode]:
    return [shapes.graph.iri(each, name, node) for each in shapes.graph.objects(node, sh(name))]


def _shapes(shapes: Shapes, node: Term, name: str) -> list[Shape]:
    return [shapes.shape(each) for each in shapes.graph.objects(node, sh(name))]


def _lists(shapes: Shapes, node: Term, name: str) -> list[list[Shape]]:
    return [
        [shapes.shape(each) for each in shapes.graph.items(head, node)]
        for head in shapes.graph.objects(node, sh(name))
    ]


def _number(shapes: Shapes, node: Term, name: str) -> Any:
    return shapes.graph.number(node, name, node)


def _at_least(number: int) -> Fits:
    return lambda count: count >= number


def _at_most(number: int) -> Fits:
    return lambda count: count <= number


def _counted(name: str, component: str, fits: Callable[[int], Fits]) -> Maker:
    def make(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
        yield together.Counted(_named(component), fits(_number(shapes, node, name)))

    return make


def _long(name: str, component: str, fits: Callable[[int], Fits]) -> Maker:
    def make(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
        test = valuewise.has_length(fits(_number(shapes, node, name)))
        yield valuewise.Plain(_named(component), test)

    return make


def _ranged(name: str, component: str, fits: Fits) -> Maker:
    def make(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
        bound = shapes.graph.one(node, sh(name), node)
        if not isinstance(bound, Literal):
            raise shapes.graph.refused(node, f"has an sh:{name} that is no literal")
        yield valuewise.Plain(_named(component), valuewise.in_range(bound, fits))

    return make


def _ordered(name: str, component: str, fits: Fits) -> Maker:
    def make(shapes: Shapes, node: Term, path: Path | None) -> Iterator[Constraint]:
        for each in _iris(shapes, node, name):
            yield together.Less(_named(component), each, fits)

    return make


MAKERS: dict[str, Maker] = {
    "and": _and_,
    "class": _class_,
    "closed": _closed,
    "datatype": _datatype,
    "disjoint": _disjoint,
    "equals": _equals,
    "hasValue": _has_value,
    "in": _in_,
    "languageIn": _language_in,
    "lessThan": _ordered("lessThan", "LessThan", lambda order: order < 0),
    "lessThanOrEquals": _ordered("lessThanOrEquals", "LessThanOrEquals", lambda order: order <= 0),
    "maxCount": _counted("maxCount", "MaxCount", _at_most),
    "maxExclusive": _ranged("maxExclusive", "MaxExclusive", lambda order: order < 0),
    "maxInclusive": _ranged("maxInclusive", "MaxInclusive", lambda order: order <= 0),
    "maxLength": _long("maxLength", "MaxLength", _at_most),
    "minCount": _counted("minCount", "MinCount", _at_least),
    "minExclusive": _ranged("minExclusive", "MinExclusive", lambda order: order > 0),
    "minInclusive": _ranged("minInclusive", "MinInclusive", lambda order: order >= 0),
    "minLength": _long("minLength", "MinLength", _at_least),
    "node": _node,
    "nodeKind": _node_kind,
    "not": _not_,
    "or": _or_,
    "pattern": _pattern,
    "property": _property_,
    "qualifiedValueShape": _qualified,
    "sparql": _sparql,
    "uniqueLang": _unique_lang,
    "xone": _xone,
}
OF_PROPERTIES = {
    *("minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"),
    "qualifiedValueShape",
}
