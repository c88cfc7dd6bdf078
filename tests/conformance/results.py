"""Results of queries, read without the engine under test, and compared as the standards say.

Solutions are a bag: how often a row comes matters, in which order only where the expected result
numbers its rows (rs:index). Blank nodes match under one bijection over the whole result. A number
is compared by its value within its datatype, because a store may keep numbers in canonical form
(RDF 1.1 Concepts §5.4: literal value equality); everything else term by term.
"""

import csv
import io
import json
import math
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from pyoxigraph import (
    BaseDirection,
    BlankNode,
    CanonicalizationAlgorithm,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from pyoxigraph import Dataset as Quads
from tests.conformance.manifests import File

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[tuple[str, Term], ...]
"""One solution: (variable, term) for what is bound, sorted by variable."""

_SRX = "{http://www.w3.org/2005/sparql-results#}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ITS_DIR = "{http://www.w3.org/2005/11/its}dir"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = {
    _XSD + name
    for name in (
        *("integer", "long", "int", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
}


@dataclass(frozen=True)
class Solutions:
    """A SELECT's result.

    Attributes:
        variables: its columns; None where the form does not tell (RDF).
        rows: its solutions, in order.
        ordered: whether the order matters.
    """

    variables: tuple[str, ...] | None
    rows: list[Row]
    ordered: bool = False


def read(content: bytes, form: str) -> Solutions | bool:
    """Read a result in `json`, `xml` or `tsv`."""
    if form == "json":
        return _from_json(json.loads(content))
    if form == "xml":
        return _from_xml(ET.fromstring(content))
    assert form == "tsv", form
    found = parse_query_results(content, format=QueryResultsFormat.TSV)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    rows = []
    for solution in found:
        pairs = ((name, solution[name]) for name in names)
        rows.append(_row({name: term for name, term in pairs if term is not None}))
    return Solutions(tuple(names), rows)


def quads_of(file: File) -> list[Quad]:
    """Read a file of RDF; its relative IRIs resolve against its own address."""
    form = RdfFormat.from_extension(file.path.suffix[1:])
    assert form is not None, file
    return list(parse(file.path.read_bytes(), format=form, base_iri=file.url, lenient=True))


def result_set(quads: Sequence[Quad]) -> Solutions | bool | None:
    """Read a result written as RDF in the result-set vocabulary; None where it is none."""
    about: dict[Any, list[Quad]] = {}
    for quad in quads:
        about.setdefault(quad.subject, []).append(quad)
    root = next(
        (q.subject for q in quads if q.predicate == _RDF_TYPE and q.object == _rs("ResultSet")),
        None,
    )
    if root is None:
        return None

    def values(node: Any, name: str) -> list[Any]:
        return [q.object for q in about.get(node, ()) if q.predicate == _rs(name)]

    if found := values(root, "boolean"):
        return bool(found[0].value in ("true", "1"))
    numbered: list[tuple[int, Row]] = []
    for solution in values(root, "solution"):
        terms = {
            values(binding, "variable")[0].value: values(binding, "value")[0]
            for binding in values(solution, "binding")
        }
        index = values(solution, "index")
        numbered.append((int(index[0].value) if index else 0, _row(terms)))
    numbered.sort(key=lambda pair: pair[0])
    names = tuple(node.value for node in values(root, "resultVariable"))
    ordered = bool(numbered) and all(number for number, _ in numbered)
    return Solutions(names or None, [row for _, row in numbered], ordered)


def compare_solutions(expected: Solutions, found: Solutions, *, lax: bool = False) -> None:
    """Raise AssertionError, with what differs, unless the results are the same."""
    if expected.variables is not None and found.variables is not None:
        assert set(expected.variables) == set(found.variables), (
            f"the columns are {found.variables}, expected {expected.variables}"
        )
    if lax:
        # REDUCED: each solution at least once, and at most as often as without it.
        often = Counter(found.rows)
        allowed = Counter(expected.rows)
        assert often.keys() == allowed.keys(), _differing(expected.rows, found.rows)
        assert all(often[row] <= allowed[row] for row in often), "a row comes too often"
        return
    assert len(expected.rows) == len(found.rows), _differing(expected.rows, found.rows)
    if expected.ordered:
        pairs = list(zip(expected.rows, found.rows, strict=True))
        assert _matching(pairs) is not None, _differing(expected.rows, found.rows)
        return
    assert same_bag(expected.rows, found.rows), _differing(expected.rows, found.rows)


def same_bag(expected: Iterable[Row], found: Iterable[Row]) -> bool:
    """Tell whether two bags of rows are the same but for the names of blank nodes."""
    left = Counter(row for row in expected if not _has_blank(row))
    right = Counter(row for row in found if not _has_blank(row))
    if left != right:
        return False
    rows = [row for row in expected if _has_blank(row)]
    return _assign(rows, [row for row in found if _has_blank(row)], {})


def same_graph(expected: Iterable[Quad], found: Iterable[Quad]) -> bool:
    """Tell whether two datasets are isomorphic."""
    return _canonical_quads(expected) == _canonical_quads(found)


def compare_csv(expected: bytes, found: bytes) -> None:
    """Compare CSV results: SPARQL 1.1 Query Results CSV and TSV Formats §3.

    CSV loses datatypes and languages, so cells are texts; a number may come in canonical form. The
    columns of `SELECT *`, which all the tests of CSV have, may stand in any order.
    """
    want, got = _table(expected), _table(found)
    assert set(want[0]) == set(got[0]), f"the header is {got[0]}, expected {want[0]}"
    rows = [[_row(dict(_cells(table[0], row))) for row in table[1:]] for table in (want, got)]
    assert len(rows[0]) == len(rows[1]), f"{len(rows[1])} rows, expected {len(rows[0])}"
    assert same_bag(*rows), _differing(*rows)


def _cells(header: Sequence[str], row: Sequence[str]) -> Iterator[tuple[str, Term]]:
    for name, cell in zip(header, row, strict=True):
        yield name, BlankNode(cell[2:]) if cell.startswith("_:") else Literal(_cell(cell))


def _cell(cell: str) -> str:
    try:
        return repr(float(cell))
    except ValueError:
        return cell


def _table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def _from_json(told: Mapping[str, Any]) -> Solutions | bool:
    if "boolean" in told:
        assert isinstance(told["boolean"], bool)
        return told["boolean"]
    rows = [
        _row({name: _json_term(value) for name, value in binding.items()})
        for binding in told["results"]["bindings"]
    ]
    return Solutions(tuple(told["head"]["vars"]), rows)


def _json_term(value: Mapping[str, Any]) -> Term:
    kind, text = value["type"], value["value"]
    if kind == "uri":
        return NamedNode(text)
    if kind == "bnode":
        return BlankNode(_label(text))
    if kind == "triple":
        parts = [_json_term(text[name]) for name in ("subject", "predicate", "object")]
        return Triple(*parts)  # type: ignore[arg-type]
    assert kind in ("literal", "typed-literal"), kind
    return _literal(text, value.get("xml:lang"), value.get("datatype"), value.get("its:dir"))


def _from_xml(root: ET.Element) -> Solutions | bool:
    boolean = root.find(f"{_SRX}boolean")
    if boolean is not None:
        return (boolean.text or "").strip() == "true"
    names = tuple(node.attrib["name"] for node in root.iterfind(f"{_SRX}head/{_SRX}variable"))
    rows = [
        _row({node.attrib["name"]: _xml_term(node[0]) for node in result})
        for result in root.iterfind(f"{_SRX}results/{_SRX}result")
    ]
    return Solutions(names, rows)


def _xml_term(node: ET.Element) -> Term:
    kind, text = node.tag.removeprefix(_SRX), node.text or ""
    if kind == "uri":
        return NamedNode(text)
    if kind == "bnode":
        return BlankNode(_label(text))
    if kind == "triple":
        parts = {part.tag.removeprefix(_SRX): _xml_term(part[0]) for part in node}
        return Triple(parts["subject"], parts["predicate"], parts["object"])  # type: ignore[arg-type]
    assert kind == "literal", kind
    attributes = node.attrib
    return _literal(
        text, attributes.get(_XML_LANG), attributes.get("datatype"), attributes.get(_ITS_DIR)
    )


def _literal(text: str, language: str | None, datatype: str | None, way: str | None) -> Literal:
    if language:
        return Literal(text, language=language, direction=BaseDirection(way) if way else None)
    return Literal(text, datatype=NamedNode(datatype)) if datatype else Literal(text)


def _label(text: str) -> str:
    """Return a label that the term class takes: the JSON form allows any text."""
    return text.encode().hex() if not text.isalnum() else text


def _row(terms: Mapping[str, Term]) -> Row:
    return tuple(sorted(((name, by_value(term)) for name, term in terms.items()), key=_first))


def _first(pair: tuple[str, Term]) -> str:
    return pair[0]


def by_value(term: Any) -> Any:
    """Return a term, a well-formed number or boolean in one form for each value."""
    if isinstance(term, Triple):
        return Triple(by_value(term.subject), term.predicate, by_value(term.object))
    if not isinstance(term, Literal) or term.language is not None:
        return term
    datatype = term.datatype.value
    try:
        if datatype in _WHOLE:
            return Literal(str(int(term.value)), datatype=term.datatype)
        if datatype == _XSD + "decimal" and "e" not in term.value.lower():
            value = Decimal(term.value)
            return Literal(f"{value.normalize() + 0:f}", datatype=term.datatype)
        if datatype in (_XSD + "double", _XSD + "float"):
            number = float(term.value.replace("INF", "inf"))
            shown = "NaN" if math.isnan(number) else repr(number)
            return Literal(shown, datatype=term.datatype)
        if datatype == _XSD + "boolean" and term.value in ("1", "0"):
            return Literal("true" if term.value == "1" else "false", datatype=term.datatype)
    except (ValueError, InvalidOperation):
        return term
    return term


def _canonical_quads(quads: Iterable[Quad]) -> Quads:
    dataset = Quads(
        Quad(quad.subject, quad.predicate, by_value(quad.object), quad.graph_name) for quad in quads
    )
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _rs(name: str) -> NamedNode:
    return NamedNode(_RS + name)


def _has_blank(row: Row) -> bool:
    return any(_blanks(term) for _, term in row)


def _blanks(term: Any) -> bool:
    if isinstance(term, Triple):
        return _blanks(term.subject) or _blanks(term.object)
    return isinstance(term, BlankNode)


Names = dict[tuple[bool, BlankNode], BlankNode]
"""A bijection: (True, expected) → found, and (False, found) → expected."""


def _unify(expected: Any, found: Any, names: Names) -> Names | None:
    if isinstance(expected, BlankNode) and isinstance(found, BlankNode):
        if names.get((True, expected), found) != found:
            return None
        if names.get((False, found), expected) != expected:
            return None
        return {**names, (True, expected): found, (False, found): expected}
    if isinstance(expected, Triple) and isinstance(found, Triple):
        for left, right in zip(expected, found, strict=True):
            if (unified := _unify(left, right, names)) is None:
                return None
            names = unified
        return names
    return names if expected == found else None


def _unify_rows(expected: Row, found: Row, names: Names) -> Names | None:
    if len(expected) != len(found):
        return None
    for (name, left), (other, right) in zip(expected, found, strict=True):
        if name != other or (unified := _unify(left, right, names)) is None:
            return None
        names = unified
    return names


def _matching(pairs: Sequence[tuple[Row, Row]]) -> Names | None:
    names: Names | None = {}
    for left, right in pairs:
        if names is not None:
            names = _unify_rows(left, right, names)
    return names


def _assign(expected: Sequence[Row], found: list[Row], names: Names) -> bool:
    if not expected:
        return not found
    for number, row in enumerate(found):
        unified = _unify_rows(expected[0], row, names)
        if unified is not None and _assign(
            expected[1:], [*found[:number], *found[number + 1 :]], unified
        ):
            return True
    return False


def _differing(expected: Sequence[Row], found: Sequence[Row]) -> str:
    missing = Counter(expected) - Counter(found)
    extra = Counter(found) - Counter(expected)
    return f"missing: {_shown(missing)}; not expected: {_shown(extra)}"


def _shown(rows: Counter[Row]) -> str:
    told = [
        "{" + ", ".join(f"?{name} {term}" for name, term in row) + "}" for row in rows.elements()
    ]
    return "; ".join(told[:6]) + (" …" if len(told) > 6 else "") or "nothing"
