"""The queries of shapes as tokens: what they must not do, and what they ask for at least."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from wsisgraph.errors import Forbidden
from wsisgraph.graph.checker.data import TYPE, Term
from wsisgraph.graph.checker.reading import ShapesGraph

# The terminals of SPARQL 1.1, section 19.8, as far as they are told apart here.
_TOKEN = re.compile(
    r"""
      (?P<space>\s+|\#[^\n\r]*)
    | (?P<text>\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
             | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)
    | (?P<variable>[?$]\w+)
    | (?P<prefixed>(?:[^\W\d_](?:[\w.-]*\w)?)?:(?:[\w:%-]|\\.|\.(?=[\w:%.\\-]))*+)
    | (?P<word>@?\w+(?:-\w+)*)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# Each may name a place outside of the data.
_ELSEWHERE = {
    "SERVICE": (
        "asks another server (SERVICE), which is never done here",
        "send the data it would ask for with the data",
    ),
    "FROM": (
        "names the graphs it reads (FROM); shapes are about the data",
        "take FROM out",
    ),
    "GRAPH": (
        "looks into named graphs (GRAPH); the data are one graph here",
        "take GRAPH out",
    ),
}
_VERBS = {"iri", "prefixed"}
_OBJECTS = {"iri", "prefixed", "variable", "text", "word"}
# With one of these, something else is looked at, or it is not seen what.
_LOOKING = {"EXISTS", "GRAPH", "SERVICE", "FROM", "VALUES", "MINUS", "OPTIONAL", "UNION"}
# Bound by some processors, not by us: they need not be selected by a subquery.
_OPTIONAL = {"currentShape", "shapesGraph"}


@dataclass(frozen=True, slots=True)
class Token:
    """A token of SPARQL: its kind, a group of the pattern above, and its text."""

    kind: str
    text: str

    @property
    def keyword(self) -> str:
        """The word in capitals; an empty string for what is no word."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def name(self) -> str:
        """The name of a variable."""
        return self.text[1:]


def tokens_of(query: str) -> list[Token]:
    """Return the tokens of a query, the space between them included."""
    return [Token(str(match.lastgroup), match.group()) for match in _TOKEN.finditer(query)]


def check(
    tokens: Sequence[Token], bound: frozenset[str], in_path: bool, shapes: ShapesGraph, shape: Term
) -> None:
    """Refuse what a query of shapes must not do (SHACL section 5.3, appendix A).

    Raises:
        ShapesRefused, Forbidden: it does.
    """
    told = [token for token in tokens if token.kind != "space"]
    selects = 0
    for place, token in enumerate(told):
        after = told[place + 1] if place + 1 < len(told) else Token("mark", "")
        if (elsewhere := _ELSEWHERE.get(token.keyword)) is not None:
            raise Forbidden(f"A query of the shapes {elsewhere[0]}", mend=elsewhere[1])
        if token.keyword in ("MINUS", "VALUES"):
            raise shapes.refused(shape, f"has a query with {token.keyword} (SHACL section 5.3)")
        if token.keyword == "AS" and after.kind == "variable" and after.name in bound:
            raise shapes.refused(shape, f"has a query that sets {after.text}, which has a value")
        if token.keyword == "SELECT":
            selects += 1
            if selects > 1:
                _check_subquery(told[place + 1 :], bound, shapes, shape)
        if token.kind == "variable" and token.name == "shapesGraph":
            raise shapes.refused(
                shape,
                "has a query that uses $shapesGraph, which is not bound here",
                "put what it looks up there into the query, or into the data",
            )
        if token.kind == "variable" and token.name == "PATH" and not in_path:
            raise shapes.refused(shape, "has a query with $PATH, but no path")
        if token.text == "\\":
            raise shapes.refused(shape, "has a query with an escape outside of texts and IRIs")


def _check_subquery(
    rest: Sequence[Token], bound: frozenset[str], shapes: ShapesGraph, shape: Term
) -> None:
    selected = set()
    for token in rest:
        if token.text == "{":
            break
        if token.kind == "variable":
            selected.add(token.name)
    if missing := bound - _OPTIONAL - selected:
        raise shapes.refused(
            shape, f"has a subquery that does not select ${min(missing)} (SHACL section 5.3)"
        )


def needs(tokens: Sequence[Token], prefixes: Mapping[str, str]) -> tuple[NamedNode, ...]:
    """Return properties that `$this` must have for the query to have a solution.

    They are those of the triples that stand in the outermost group itself, which all must match.
    """
    told = [token for token in tokens if token.kind != "space"]
    known = dict(prefixes)
    for place, token in enumerate(told[:-2]):
        if token.keyword == "PREFIX":
            known[told[place + 1].text[:-1]] = told[place + 2].text[1:-1]
    found: list[NamedNode] = []
    groups = depth = 0
    before = ""
    for place, token in enumerate(told):
        if token.kind == "mark":
            groups += {"{": 1, "}": -1}.get(token.text, 0)
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.text, 0)
        first = token.kind == "variable" and token.name == "this" and before in "{}.)"
        if first and groups == 1 and depth == 0:
            found.extend(_verbs(told[place + 1 :], known))
        before = token.text if token.kind == "mark" else "x"
    return tuple(dict.fromkeys(found))


def is_local(tokens: Sequence[Token]) -> bool:
    """Tell whether a query surely asks nothing but what is said of `$this` itself.

    So it is where all triples stand in one group, begin with `$this`, and have no paths.
    """
    told = [token for token in tokens if token.kind != "space"]
    if [token.text for token in told].count("{") != 1 or not _LOOKING.isdisjoint(
        token.keyword for token in told
    ):
        return False
    rest: Sequence[Token] = told[[token.text for token in told].index("{") + 1 :]
    while rest and rest[0].text != "}":
        if rest[0].text == ".":
            rest = rest[1:]
        elif rest[0].keyword in ("FILTER", "BIND"):
            rest = _after_brackets(rest)
        elif rest[0].kind == "variable" and rest[0].name == "this":
            rest = _after_triples(rest[1:])
        else:
            return False
    return bool(rest)


def _after_brackets(rest: Sequence[Token]) -> Sequence[Token]:
    """Return what follows the brackets that begin within a word or two; nothing if they do not."""
    depth = 0
    for place, token in enumerate(rest):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and token.text == ")":
            return rest[place + 1 :]
    return ()


def _after_triples(rest: Sequence[Token]) -> Sequence[Token]:
    """Return what follows plain verbs, each with one object; nothing where they are not plain."""
    while len(rest) > 2:
        verb, object_, end = rest[:3]
        plain = verb.kind in _VERBS or verb.text == "a"
        if not plain or object_.kind not in _OBJECTS:
            break
        if end.text != ";":
            return rest[2:]
        rest = rest[3:]
    return ()


def _verbs(rest: Sequence[Token], prefixes: Mapping[str, str]) -> list[NamedNode]:
    found: list[NamedNode] = []
    while len(rest) > 2:
        verb, object_, end = rest[:3]
        if object_.kind not in _OBJECTS or end.kind != "mark" or end.text not in ".;,}":
            break
        if verb.text == "a":
            found.append(TYPE)
        elif verb.kind == "iri":
            found.append(NamedNode(verb.text[1:-1]))
        elif verb.kind == "prefixed":
            prefix, _, local = verb.text.partition(":")
            if prefix not in prefixes or not local.replace("_", "").isalnum():
                break
            found.append(NamedNode(prefixes[prefix] + local))
        else:
            break
        if end.text != ";":
            break
        rest = rest[3:]
    return found
