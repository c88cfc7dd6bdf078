"""What the rules read, pattern by pattern, and whether what is new can be given to them in parts.

A rule can be run on a part of what is new, and on the next part, and so on, if each of its
conclusions needs new triples of one subject only. That is so where all of its triple patterns that
new triples match have one variable as subject: its centre. What the other patterns match stands
already, and is there for every part. It is looked at for each change anew, since it depends on
which patterns the new triples match.

A variable other than the centre may be subject of such a pattern (`?linkage wsis:linksTo ?goal`),
if another pattern that must match it as well (`?linkage wsis:actionLine ?line`) matches nothing
new: then it is bound to none of the new subjects, provided that these had not been there before.
"""

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

Variable = tuple[int, int, str]
"""A variable: the rule and the subquery to which it belongs, and its name."""

# Of other parts of a query it is not known here that they can be answered in parts.
_WALKED = {"ConstructQuery", "Project", "Join", "Filter", "BGP", "ToMultiSet", "values"}
_WALKED |= {"Distinct", "Extend", "LeftJoin", "Union"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern of a rule.

    Attributes:
        rule: the number of the rule.
        subject: its variable; None for a constant, and for a path, whose steps have any subjects.
        predicates: those that it matches.
        value: the only value that it matches, if it names one.
        object: the variable of its value; None for a constant, and for a path.
        is_required: whether a solution must match it.
    """

    rule: int
    subject: Variable | None
    predicates: frozenset[str]
    value: str | None
    object: Variable | None
    is_required: bool

    def matches(self, quad: Quad) -> bool:
        """Tell whether it matches a quad with one of its predicates."""
        return self.value is None or str(quad.object) == self.value


@dataclass(slots=True)
class Plan:
    """How new triples are given to the rules in parts.

    Attributes:
        centres: the centre of each rule for which there is anything new.
        around: patterns of these rules that match what stands.
        seeds: for a variable whose patterns match only things that have something old, which that
            is.
    """

    centres: dict[int, Variable] = field(default_factory=dict)
    around: list[Pattern] = field(default_factory=list)
    seeds: dict[Variable, Pattern] = field(default_factory=dict)


class Patterns:
    """The patterns of some rules.

    Attributes:
        concluded: the predicates of what the rules conclude.
        conclusions: what each rule concludes: subjects, None for a constant, and predicates.
    """

    def __init__(self, queries: Iterable[str]) -> None:
        """Read CONSTRUCT queries; where one can never be answered in parts, nothing can."""
        self.conclusions: list[list[tuple[Variable | None, frozenset[str]]]] = []
        self._all: list[Pattern] = []
        self._are_known = True
        try:
            for rule, query in enumerate(queries):
                read = _Reading(rule, query)
                self._all += read.patterns
                self.conclusions.append(read.concluded)
        except _Unknown:
            self._are_known = False
        # The parser leaves exceptions in circles, and by them everything of whoever called it: a
        # store that is closed would stay open.
        gc.collect()
        self._arrange()

    def as_json(self) -> str:
        """Return the patterns as text, from which `from_json` makes the same."""
        return json.dumps(
            {
                "known": self._are_known,
                "patterns": [
                    (
                        *(each.rule, each.subject, sorted(each.predicates)),
                        *(each.value, each.object, each.is_required),
                    )
                    for each in self._all
                ],
                "conclusions": [
                    [[subject, sorted(predicates)] for subject, predicates in concluded]
                    for concluded in self.conclusions
                ],
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> "Patterns":
        """Return the patterns that `as_json` gave as text.

        Raises:
            ValueError: the text is not whole.
        """
        made = cls.__new__(cls)
        try:
            told = json.loads(text)
            made._are_known = bool(told["known"])
            made._all = [
                Pattern(rule, _named(subject), frozenset(predicates), value, _named(object_), must)
                for rule, subject, predicates, value, object_, must in told["patterns"]
            ]
            made.conclusions = [
                [(_named(subject), frozenset(predicates)) for subject, predicates in concluded]
                for concluded in told["conclusions"]
            ]
        except (KeyError, TypeError) as error:
            raise ValueError(f"no patterns: {error}") from error
        made._arrange()
        return made

    def _arrange(self) -> None:
        self.concluded: frozenset[str] = frozenset[str]().union(
            *(each for concluded in self.conclusions for _, each in concluded)
        )
        self._by_predicate: dict[str, list[Pattern]] = {}
        for pattern in self._all:
            for predicate in pattern.predicates:
                self._by_predicate.setdefault(predicate, []).append(pattern)
        # What one concludes may be read by another, in the next round.
        self._is_sound = self._are_known and self.concluded.isdisjoint(self._by_predicate)

    def matching(self, quad: Quad) -> Sequence[Pattern]:
        """Return the patterns that match a quad."""
        found = self._by_predicate.get(quad.predicate.value, ())
        return [each for each in found if each.matches(quad)] if found else ()

    def leading_to(self, rule: int, thing: Variable, subject: Variable) -> Pattern | None:
        """Return a pattern on a subject that a solution must match with a thing as its value."""
        return next((each for each in self.required(rule, subject) if each.object == thing), None)

    def about(self, rule: int, thing: Variable) -> Pattern | None:
        """Return a pattern that a solution must match with a thing as its subject or value."""
        return next(
            (
                each
                for each in self._all
                if each.rule == rule and each.is_required and thing in (each.subject, each.object)
            ),
            None,
        )

    def required(self, rule: int, subject: Variable) -> list[Pattern]:
        """Return the patterns on a subject that a solution of a rule must match."""
        return [
            each
            for each in self._all
            if each.rule == rule and each.subject == subject and each.is_required
        ]

    def plan(self, live: set[Pattern]) -> Plan | None:
        """Return how new triples can be given to the rules in parts; None where they cannot.

        Args:
            live: the patterns that match any of them. None of their subjects stands already in a
                triple that a pattern matches, and none has a property that rules conclude.
        """
        if not self._is_sound:
            return None
        plan = Plan()
        for pattern in self._all:
            seeds = plan.seeds
            if pattern.subject is not None and pattern.is_required and pattern not in live:
                seeds.setdefault(pattern.subject, pattern)
        for pattern in live:
            if pattern.subject is None:
                return None
            if pattern.subject in plan.seeds:
                continue
            if plan.centres.setdefault(pattern.rule, pattern.subject) != pattern.subject:
                return None
        plan.around = [
            each
            for each in self._all
            if each.rule in plan.centres and each.subject != plan.centres[each.rule]
        ]
        return plan


_Scopes = dict[str, int]
"""The subqueries of variables that are selected by one."""


class _Unknown(Exception):
    """A query has something of which it is not known that it can be answered in parts."""


class _Reading:
    """The patterns of one query, and the predicates of its conclusions."""

    def __init__(self, rule: int, query: str) -> None:
        # Only large changes need it, and it takes every command a while to import.
        from rdflib.plugins.sparql.algebra import translateQuery
        from rdflib.plugins.sparql.parser import parseQuery

        self._rule = rule
        self._scopes = count(1)
        self._values: dict[Variable, set[str]] = {}
        self._found: list[tuple[Any, Any, Any, _Scopes | None, int, bool]] = []
        algebra = translateQuery(parseQuery(query)).algebra
        if algebra.name != "ConstructQuery" or _part(algebra, "datasetClause"):
            raise _Unknown
        self._walk(algebra.p.p if algebra.p.name == "Project" else algebra.p, None, 0, True)
        self.patterns = [self._pattern(*each) for each in self._found]
        self.concluded = [
            (
                self._variable(s, None, 0) if _is_variable(s) else None,
                self._predicates(p, None, 0),
            )
            for s, p, _ in algebra.template
        ]

    def _walk(self, node: Any, outer: _Scopes | None, scope: int, required: bool) -> None:
        if node.name not in _WALKED:
            raise _Unknown
        if node.name == "Project":
            own = next(self._scopes)
            # What is selected is the same variable outside.
            same = {str(name): (outer or {}).get(str(name), scope) for name in node.PV}
            self._walk(node.p, same, own, required)
        elif node.name == "BGP":
            self._note(node.triples, outer, scope, required)
        elif node.name == "values":
            for row in node.res:
                for name, value in row.items():
                    self._values.setdefault(self._variable(name, outer, scope), set()).add(
                        str(value)
                    )
        elif node.name in ("LeftJoin", "Union"):
            self._walk(node.p1, outer, scope, required and node.name == "LeftJoin")
            self._walk(node.p2, outer, scope, False)
            self._expression(_part(node, "expr"), outer, scope)
        else:
            for key in ("p", "p1", "p2"):
                if (inner := _part(node, key)) is not None:
                    self._walk(inner, outer, scope, required)
            self._expression(_part(node, "expr"), outer, scope)

    def _expression(self, node: Any, outer: _Scopes | None, scope: int) -> None:
        """Find the patterns of EXISTS, which stand as they were written."""
        if isinstance(node, list | tuple):
            for each in node:
                self._expression(each, outer, scope)
        elif hasattr(node, "name") and hasattr(node, "items"):
            if node.name in ("SubSelect", "GraphGraphPattern", "ServiceGraphPattern"):
                raise _Unknown
            for key, value in node.items():
                if key == "triples":
                    terms = [term for block in value for term in block]
                    triples = zip(terms[::3], terms[1::3], terms[2::3], strict=True)
                    self._note(triples, outer, scope, False)
                elif key != "_vars":
                    self._expression(value, outer, scope)

    def _note(
        self, triples: Iterable[Any], outer: _Scopes | None, scope: int, required: bool
    ) -> None:
        self._found += [(s, p, o, outer, scope, required) for s, p, o in triples]

    def _pattern(
        self, s: Any, p: Any, o: Any, outer: _Scopes | None, scope: int, required: bool
    ) -> Pattern:
        is_path = not _is_term(p)
        subject = self._variable(s, outer, scope) if _is_variable(s) and not is_path else None
        predicates = self._predicates(p, outer, scope)
        value = None if is_path or _is_variable(o) else _as_text(o)
        object_ = self._variable(o, outer, scope) if _is_variable(o) and not is_path else None
        return Pattern(self._rule, subject, predicates, value, object_, required and not is_path)

    def _variable(self, name: Any, outer: _Scopes | None, scope: int) -> Variable:
        return self._rule, (outer or {}).get(str(name), scope), str(name)

    def _predicates(self, p: Any, outer: _Scopes | None, scope: int) -> frozenset[str]:
        if _is_variable(p):
            known = self._values.get(self._variable(p, outer, scope))
            if known is None:
                raise _Unknown
            return frozenset(known)
        if _is_term(p):
            return frozenset([str(p)])
        return frozenset(_steps(p))


def _named(told: Any) -> Variable | None:
    """Return a variable that was told as a list."""
    if told is None:
        return None
    rule, scope, name = told
    return int(rule), int(scope), str(name)


def _part(node: Any, name: str) -> Any:
    # Its `get` gives the name itself where there is nothing.
    try:
        return node[name]
    except KeyError:
        return None


def _is_variable(term: Any) -> bool:
    from rdflib.term import BNode, Variable

    # A blank node of a query is a variable that has no name.
    return isinstance(term, Variable | BNode)


def _is_term(term: Any) -> bool:
    from rdflib.term import Identifier

    return isinstance(term, Identifier)


def _as_text(term: Any) -> str:
    from rdflib.term import URIRef

    if isinstance(term, URIRef):
        return str(NamedNode(str(term)))
    datatype = None if term.datatype is None else NamedNode(str(term.datatype))
    return str(Literal(str(term), language=term.language, datatype=datatype))


def _steps(path: Any) -> Iterator[str]:
    """Give the predicates that a path goes along.

    Raises:
        _Unknown: it goes along all but some.
    """
    from rdflib import paths

    if _is_term(path):
        yield str(path)
    elif isinstance(path, paths.SequencePath | paths.AlternativePath):
        for each in path.args:
            yield from _steps(each)
    elif isinstance(path, paths.InvPath):
        yield from _steps(path.arg)
    elif isinstance(path, paths.MulPath):
        yield from _steps(path.path)
    else:
        raise _Unknown
