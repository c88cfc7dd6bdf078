"""Planning a query with SERVICE: what to ask of whom, and what remains; runs in the sandbox.

The engine's own SERVICE would open connections, so each block is taken out and asked for by the
front, and the solutions that come back are put where it stood (SPARQL 1.1 Federated Query, §2: a
block is joined with the rest like any group). What it is asked with is its own text.

Instead of all that a peer holds, it is asked for what can join: the values that the patterns beside
a block give to its variables, its *context*. A variable is bound this way only if the block's own
solutions always bind it; then no solution that could join is lost, and none is counted twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

from wsisgraph.errors import Forbidden
from wsisgraph.federation import grammar
from wsisgraph.federation.structure import Element, Group, Kind, Structure, Token
from wsisgraph.store import escapes, guard

Segments = list[str | int]
"""A text with holes: a number stands for what replaces the block of that number."""

_JOINED: frozenset[Kind] = frozenset({"triples", "group", "graph", "values", "service"})
_MOST_BLOCKS = 16


def planned(text: str, base: str) -> dict[str, Any]:
    """Return what to do for a query.

    `segments` is the query with holes; `blocks` are in the order in which to ask: `silent`, `iri`
    or `variable` it names, `inner` (segments of its group), `variables` in it, `bound` (those that
    may be sent along), `flat` (values may stand in its own group), `context` (segments of a query
    for the values; None for none).

    Raises:
        QuerySyntaxError: it is no SPARQL.
        Forbidden: more blocks than are asked at once.
    """
    guard.check_length(text)
    text = _without_comments(escapes.read(text))
    grammar.check(text, base)
    return _Plan(Structure(text, base)).told()


class _Plan:
    def __init__(self, query: Structure) -> None:
        self._query = query

    def told(self) -> dict[str, Any]:
        """Return the plan as a message."""
        blocks = self._query.blocks
        if len(blocks) > _MOST_BLOCKS:
            raise Forbidden(
                f"The query has {len(blocks)} SERVICE blocks; {_MOST_BLOCKS} are carried out at"
                " most",
                mend="ask in several queries",
            )
        return {
            "segments": self._segments(0, len(self._query.text)),
            "prologue": self._query.prologue,
            "blocks": [self._block(element, group) for element, group in blocks],
        }

    def _block(self, element: Element, group: Group) -> dict[str, Any]:
        inner = element.groups[0]
        variables = sorted(self._query.variables(inner.start, inner.end))
        certain = self._certain(inner)
        first = self._first(inner)
        name = element.name
        variable = name.text[1:] if name is not None and name.kind == "variable" else ""
        context, seen = self._context(element, group, certain | {variable})
        bound = sorted((certain | {variable}) & seen - {""})
        return {
            "silent": element.silent,
            "iri": "" if variable else self._iri(name),
            "variable": variable,
            "inner": self._segments(inner.start, inner.end),
            "variables": variables,
            "bound": [one for one in bound if one in certain],
            "flat": not inner.is_select and set(bound) - {variable} <= first,
            "context": self._asking(context, bound) if bound else None,
            "asked": bound,
        }

    def _asking(self, context: Segments, bound: Sequence[str]) -> Segments:
        named = " ".join(f"?{one}" for one in bound)
        datasets = " ".join(self._query.datasets)
        head = f"{self._query.prologue}SELECT DISTINCT {named} {datasets} WHERE {{ "
        return _together([head, *context, " }"])

    def _segments(self, start: int, end: int) -> Segments:
        """Return a part of the text with holes for the outermost blocks in it."""
        found: Segments = []
        at = start
        inside = [
            element
            for element, _ in self._query.blocks
            if start <= element.start
            and element.end <= end
            and not (element.start == start and element.end == end)
        ]
        for element in sorted(inside, key=lambda element: element.start):
            if element.start < at:
                continue
            found += [self._query.text[at : element.start], element.number]
            at = element.end
        return _together([*found, self._query.text[at:end]])

    def _iri(self, name: Token | None) -> str:
        if name is None:
            return ""
        if name.kind == "iri":
            return urljoin(self._query.base, guard.decoded(name.text[1:-1]))
        prefix, _, local = name.text.partition(":")
        local = "".join(part for part in _unescaped(local))
        known = self._query.prefixes.get(f"{prefix}:")
        return "" if known is None else known + local

    def _certain(self, group: Group) -> set[str]:
        """Return variables that every solution of a group binds."""
        if group.is_select:
            return set()
        found: set[str] = set()
        for element in group.elements:
            if element.kind == "triples":
                found |= self._query.variables(element.start, element.end)
            elif element.kind in ("group", "graph") and element.groups:
                found |= self._certain(element.groups[0])
                if element.name is not None and element.name.kind == "variable":
                    found.add(element.name.text[1:])
            elif element.kind == "union" and element.groups:
                found |= set.intersection(*(self._certain(one) for one in element.groups))
        return found

    def _first(self, group: Group) -> set[str]:
        """Return the variables of the patterns that a group begins with."""
        found: set[str] = set()
        for element in group.elements:
            if element.kind == "triples":
                found |= self._query.variables(element.start, element.end)
            elif element.kind != "filter":
                break
        return found

    def _context(self, block: Element, group: Group, wanted: set[str]) -> tuple[Segments, set[str]]:
        """Return patterns that whatever joins a block must fit, and their variables."""
        if _is_elsewhere(group):
            # What stands beside it is asked of another peer, not of us.
            return [], set()
        parts: list[tuple[Segments, set[str]]] = []
        inside, here, before_only = block, group, False
        while True:
            for element in here.elements:
                if element is inside:
                    if before_only:
                        break
                    continue
                part = self._part(element, block.number, parts)
                if part is not None:
                    parts.append(part)
            holder, above = here.inside, here.above
            if here.is_select or holder is None or above is None:
                break
            if above.is_select or holder.kind in ("service", "filter", "bind"):
                break
            if holder.kind == "graph" and holder.name is not None:
                joined, seen = _connected(parts, wanted)
                wrapped = [f"GRAPH {holder.name.text} {{ ", *joined, " }"] if joined else []
                if holder.name.kind == "variable":
                    seen.add(holder.name.text[1:])
                parts = [(wrapped, seen)] if wrapped else []
            before_only = holder.kind in ("optional", "minus")
            inside, here = holder, above
        return _connected(parts, wanted)

    def _part(
        self, element: Element, number: int, before: Sequence[tuple[Segments, set[str]]]
    ) -> tuple[Segments, set[str]] | None:
        seen = self._query.variables(element.start, element.end)
        if element.kind == "bind":
            *inner, _ = [
                token for token in self._query.tokens_of(element) if token.kind == "variable"
            ]
            known = {name for _, names in before for name in names}
            if {token.text[1:] for token in inner} <= known:
                return [f" {self._query.text[element.start : element.end]} "], seen
            return None
        if element.kind not in _JOINED and element.kind != "union":
            return None
        if element.kind == "service":
            segments: Segments = [element.number]
        else:
            segments = self._segments(element.start, element.end)
        if any(isinstance(one, int) and not 0 <= one < number for one in segments):
            return None
        if element.kind == "triples":
            body = self._query.text[element.start : element.end].strip().strip(".")
            return ([f"{{ {body} }} "], seen) if body.strip() else None
        return [*segments, " "], seen


def _is_elsewhere(group: Group | None) -> bool:
    while group is not None:
        if group.inside is not None and group.inside.kind == "service":
            return True
        group = group.above
    return False


def _connected(
    parts: Sequence[tuple[Segments, set[str]]], wanted: Iterable[str]
) -> tuple[Segments, set[str]]:
    """Return the parts that hang together with some variables, in their order."""
    reached = set(wanted)
    chosen: set[int] = set()
    while True:
        more = {
            place for place, (_, seen) in enumerate(parts) if place not in chosen and seen & reached
        }
        if not more:
            break
        chosen |= more
        for place in more:
            reached |= parts[place][1]
    taken = [parts[place] for place in sorted(chosen)]
    return (
        _together([one for segments, _ in taken for one in segments]),
        {name for _, seen in taken for name in seen},
    )


def _together(segments: Sequence[str | int]) -> Segments:
    found: Segments = []
    for one in segments:
        if isinstance(one, str) and found and isinstance(found[-1], str):
            found[-1] += one
        else:
            found.append(one)
    return found


def _unescaped(local: str) -> Iterator[str]:
    characters = iter(local)
    for character in characters:
        yield next(characters, "") if character == "\\" else character


def _without_comments(text: str) -> str:
    parts, at = [], 0
    for token in guard.TOKEN.finditer(text):
        if token.lastgroup == "comment":
            parts += [text[at : token.start()], " " * len(token.group())]
            at = token.end()
    return "".join([*parts, text[at:]])
