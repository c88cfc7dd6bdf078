"""Queries of shapes, rewritten so that one run answers for many focus nodes.

SHACL binds `$this` and the like before a query runs (section 5.3, appendix A): the value is there
in every group of the query, also in groups that SPARQL evaluates by themselves. So each group gets
a VALUES block with the values, and one run answers for all focus nodes. Where one run is not the
same as many (LIMIT, aggregates, subqueries), each focus node gets a run of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Store

from wsisgraph.graph.checker.data import Data, Stored, Term
from wsisgraph.graph.checker.reading import ShapesGraph
from wsisgraph.graph.checker.tokens import Token, check, is_local, needs, tokens_of

Bindings = Mapping[str, Term]

# What makes the answer for one focus node depend on the others.
_ALONE = {"GROUP", "HAVING", "LIMIT", "OFFSET", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE"}
_ALONE |= {"GROUP_CONCAT"}
_ROW = "wsisgraph_row"
_FUNCTION = "urn:x-wsisgraph:bound-before:"
_AT_ONCE = 2000
# Where the values are put in.
_HERE = "\0"


class BoundQuery:
    """A query with variables that are bound before it runs.

    Attributes:
        needs: properties without which `$this` gives no solution; maybe not all of them.
        is_local: whether it surely asks nothing but what is said of `$this` itself.
    """

    def __init__(
        self,
        text: str,
        prefixes: Mapping[str, str],
        bound: frozenset[str],
        shapes: ShapesGraph,
        shape: Term,
        path: str | None = None,
    ) -> None:
        """Read a query.

        Args:
            text: a SELECT query, or an ASK query, which has a solution where it is true.
            prefixes: what its prefixes stand for.
            bound: names of the variables that are bound before.
            shapes: the shapes it stands in.
            shape: the shape that asks it.
            path: what `$PATH` stands for, as SPARQL; None in a node shape.

        Raises:
            ShapesRefused: it is no such query, or does what SHACL section 5.3 forbids.
            Forbidden: it looks outside of the data.
        """
        self._prefixes = dict(prefixes)
        tokens = tokens_of(text)
        check(tokens, bound, path is not None, shapes, shape)
        self._used = sorted({each.name for each in tokens if each.kind == "variable"} & bound)
        keywords = [each.keyword for each in tokens]
        self._alone = not _ALONE.isdisjoint(keywords) or keywords.count("SELECT") > 1
        # An aggregate allows no other variable beside it, and what runs alone needs none.
        told = "" if self._alone else f"?{_ROW} "
        self._template = "".join(_opened(tokens, path or "", told))
        self.needs = () if self._alone else needs(tokens, self._prefixes)
        self.is_local = is_local(tokens)
        try:
            list(self._run(Stored(Store()), [{}]))
        except (SyntaxError, ValueError) as error:
            reason = " ".join(str(error).split()).rstrip(".")
            raise shapes.refused(shape, f"has a query that cannot be read: {reason}") from error

    def run(self, data: Data, rows: Sequence[Bindings]) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the solutions for each row of bindings, with its number; equal ones once."""
        if not rows:
            return
        if self.is_local:
            data = data.about(row["this"] for row in rows)
        together = []
        for number, row in enumerate(rows):
            if self._alone or any(isinstance(row.get(name), BlankNode) for name in self._used):
                for _, solution in self._run(data, [row]):
                    yield number, solution
            else:
                together.append(number)
        for start in range(0, len(together), _AT_ONCE):
            part = together[start : start + _AT_ONCE]
            for number, solution in self._run(data, [rows[each] for each in part]):
                yield part[number], solution

    def _run(self, data: Data, rows: Sequence[Bindings]) -> Iterator[tuple[int, dict[str, Any]]]:
        names = [name for name in self._used if name in rows[0]]
        functions = {
            NamedNode(_FUNCTION + name): _constant(term)
            for name in names
            if isinstance(term := rows[0][name], BlankNode)
        }
        written = [name for name in names if NamedNode(_FUNCTION + name) not in functions]
        given = "".join(f" BIND(<{_FUNCTION}{n}>() AS ?{n})" for n in names if n not in written)
        table = "".join(
            f"({number} {' '.join(str(row[name]) for name in written)})"
            for number, row in enumerate(rows)
        )
        given += f" VALUES (?{_ROW} {' '.join(f'?{name}' for name in written)}) {{{table}}} "
        solutions = data.select(self._template.replace(_HERE, given), self._prefixes, functions)
        variables = [each.value for each in solutions.variables]
        seen = set()
        for each in solutions:
            found = tuple(each[name] for name in variables)
            if found not in seen:
                seen.add(found)
                solution = dict(zip(variables, found, strict=True))
                number = solution.pop(_ROW, None)
                yield 0 if number is None else int(number.value), solution


def _constant(term: Term) -> Any:
    return lambda: term


def _opened(tokens: Sequence[Token], path: str, told: str) -> Iterator[str]:
    """Yield the query, with a place for values in each group, that selects `told` as well."""
    selecting, selected = False, False
    for place, token in enumerate(tokens):
        if selecting and token.kind != "space" and token.keyword not in ("DISTINCT", "REDUCED"):
            selecting = False
            yield "" if token.text == "*" else told
        if token.kind == "variable" and token.name == "PATH":
            yield path
        elif token.text == "{" and token.kind == "mark":
            yield "{" if _next(tokens[place + 1 :]) == "SELECT" else "{" + _HERE
        elif not selected and token.keyword == "ASK":
            selected = True
            yield f"SELECT {told or '* '}"
        elif not selected and token.keyword == "SELECT":
            selecting = selected = True
            yield "SELECT "
        else:
            yield token.text


def _next(tokens: Iterable[Token]) -> str:
    found = next((each for each in tokens if each.kind != "space"), None)
    return "" if found is None else found.keyword
