"""Planning a query with SERVICE: what to ask of whom, and what remains; runs in the sandbox.

The engine's own SERVICE would open connections, so each block is taken out and asked for by the
front, and the solutions that come back are put where it stood (SPARQL 1.1 Federated Query, §2: a
block is joined with the rest like any group). What it is asked with is its own text.

Instead of all that a peer holds, it is asked for what can join: the values that the patterns beside
a block give to its variables, its *context*. A variable is bound this way only if the block's own
solutions always bind it; then no solution that could join is lost, and none is counted twice.

The text is read by its tokens, which the engine's grammar shares with the guard. A spelling that is
not understood here stays in the text, where the guard refuses it: nothing slips through.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urljoin

from wsisgraph.errors import Forbidden
from wsisgraph.federation import grammar
from wsisgraph.store import escapes, guard

Kind = Literal[
    "triples", "group", "union", "optional", "minus", "graph", "service", "values", "bind", "filter"
]
Segments = list[str | int]
"""A text with holes: a number stands for what replaces the block of that number."""

_FORMS = frozenset({"select", "construct", "describe", "ask"})
_STARTS = frozenset(
    {"optional", "minus", "graph", "service", "filter", "bind", "values", "union", "select"}
)
_JOINED: frozenset[Kind] = frozenset({"triples", "group", "graph", "values", "service"})
_MOST_BLOCKS = 16


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    word: str
    start: int
    end: int


@dataclass(eq=False, slots=True)
class _Element:
    kind: Kind
    start: int
    end: int = 0
    groups: "list[_Group]" = field(default_factory=list)
    name: _Token | None = None
    silent: bool = False
    number: int = -1


@dataclass(eq=False, slots=True)
class _Group:
    start: int
    end: int = 0
    elements: list[_Element] = field(default_factory=list)
    is_select: bool = False
    inside: _Element | None = None
    above: "_Group | None" = None


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
    return _Plan(text, base).told()


class _Plan:
    def __init__(self, text: str, base: str) -> None:
        self._text = text
        self._tokens = [
            _Token(
                found.lastgroup or "",
                found.group(),
                guard.decoded(found.group()).casefold()
                if found.lastgroup == "word" and found.group("local") is None
                else "",
                found.start(),
                found.end(),
            )
            for found in guard.TOKEN.finditer(text)
            if found.lastgroup != "comment"
        ]
        self._at = 0
        self._blocks: list[tuple[_Element, _Group]] = []
        self._prefixes: dict[str, str] = {}
        self._base = base
        self._from: list[str] = []
        self._prologue = (f"BASE <{base}>\n" if base else "") + self._read_prologue()
        self._read_query()

    def told(self) -> dict[str, Any]:
        """Return the plan as a message."""
        if len(self._blocks) > _MOST_BLOCKS:
            raise Forbidden(
                f"The query has {len(self._blocks)} SERVICE blocks; {_MOST_BLOCKS} are carried out"
                " at most",
                mend="ask in several queries",
            )
        return {
            "segments": self._segments(0, len(self._text)),
            "prologue": self._prologue,
            "blocks": [self._block(element, group) for element, group in self._blocks],
        }

    # Reading.

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _read_prologue(self) -> str:
        while (token := self._peek()) is not None and token.word not in _FORMS:
            following = self._tokens[self._at + 1 : self._at + 3]
            if token.word == "prefix" and len(following) == 2:
                name, iri = following[0].text, following[1].text
                self._prefixes[name] = urljoin(self._base, guard.decoded(iri[1:-1]))
            elif token.word == "base" and following:
                self._base = urljoin(self._base, guard.decoded(following[0].text[1:-1]))
            self._at += 1
        token = self._peek()
        return self._text[: token.start if token else 0]

    def _read_query(self) -> None:
        form = self._peek()
        if form is None:
            return
        self._at += 1
        before = self._peek()
        if form.word == "construct" and before is not None and before.text == "{":
            self._skip()
        while (token := self._peek()) is not None:
            if token.word == "from":
                self._read_from(token)
            elif token.text == "{":
                self._read_group(None, None)
                break
            elif token.kind == "open":
                self._read_brackets()
            else:
                self._at += 1
        self._read_modifiers()

    def _read_modifiers(self) -> None:
        """Read what comes after a group: only brackets can hold others (HAVING)."""
        while (token := self._peek()) is not None and token.kind != "close":
            if token.word == "values":
                self._at += 1
                self._read_data()
            elif token.kind == "open":
                self._read_brackets()
            else:
                self._at += 1

    def _read_from(self, token: _Token) -> None:
        self._at += 1
        after = self._peek()
        if after is not None and after.word == "named":
            self._at += 1
            after = self._peek()
        if after is not None:
            self._from.append(self._text[token.start : after.end])
            self._at += 1

    def _read_group(self, inside: _Element | None, above: _Group | None) -> _Group:
        group = _Group(self._tokens[self._at].start, inside=inside, above=above)
        self._at += 1
        triples: _Element | None = None
        while (token := self._peek()) is not None and token.kind != "close":
            if token.word not in _STARTS and token.text != "{":
                if triples is None:
                    triples = _Element("triples", token.start)
                    group.elements.append(triples)
                if token.kind == "open":
                    self._skip()
                else:
                    self._at += 1
                triples.end = self._tokens[self._at - 1].end
                continue
            if triples is not None:
                # Numbers and signs are no tokens: they belong to what they stand behind.
                triples.end = token.start
                triples = None
            if token.word == "select":
                group.is_select = True
                self._read_select(group)
                break
            self._read_element(token, group)
        closing = self._peek()
        if triples is not None and closing is not None:
            triples.end = closing.start
        group.end = closing.end if closing is not None else len(self._text)
        self._at += 1
        return group

    def _read_select(self, group: _Group) -> None:
        while (token := self._peek()) is not None and token.kind != "close":
            if token.text == "{":
                element = _Element("group", token.start)
                group.elements.append(element)
                element.groups.append(self._read_group(element, group))
                element.end = element.groups[0].end
                self._read_modifiers()
                return
            if token.kind == "open":
                self._read_brackets()
            else:
                self._at += 1

    def _read_element(self, token: _Token, group: _Group) -> None:
        if token.text == "{":
            element = _Element("group", token.start)
            self._with_groups(element, group)
        elif token.word == "union":
            # It goes on with what stands before it.
            element = group.elements.pop() if group.elements else _Element("group", token.start)
            element.kind = "union"
            self._at += 1
            self._with_groups(element, group)
        else:
            element = self._named_element(token, group)
        element.end = self._tokens[min(self._at, len(self._tokens)) - 1].end
        group.elements.append(element)

    def _named_element(self, token: _Token, group: _Group) -> _Element:
        self._at += 1
        match token.word:
            case "optional" | "minus":
                element = _Element("optional" if token.word == "optional" else "minus", token.start)
                self._with_groups(element, group)
            case "graph":
                element = _Element("graph", token.start, name=self._peek())
                self._at += 1
                self._with_groups(element, group)
            case "service":
                element = self._service(token, group)
            case "values":
                element = _Element("values", token.start)
                self._read_data()
            case "bind":
                element = _Element("bind", token.start)
                self._read_brackets(element, group)
            case _:
                element = _Element("filter", token.start)
                self._read_constraint(element, group)
        return element

    def _service(self, token: _Token, group: _Group) -> _Element:
        element = _Element("service", token.start)
        after = self._peek()
        if after is not None and after.word == "silent":
            element.silent = True
            self._at += 1
        element.name = self._peek()
        self._at += 1
        if self._with_groups(element, group):
            element.number = len(self._blocks)
            self._blocks.append((element, group))
        return element

    def _with_groups(self, element: _Element, group: _Group) -> bool:
        token = self._peek()
        if token is None or token.text != "{":
            return False
        element.groups.append(self._read_group(element, group))
        return True

    def _read_constraint(self, element: _Element, group: _Group) -> None:
        while (token := self._peek()) is not None and token.kind != "close":
            if token.text == "{":
                self._with_groups(element, group)
                return
            if token.kind == "open":
                self._read_brackets(element, group)
                return
            self._at += 1

    def _read_brackets(self, element: _Element | None = None, group: _Group | None = None) -> None:
        """Read to the end of a bracket; what EXISTS asks for in it are groups of their own."""
        depth = 0
        while (token := self._peek()) is not None:
            if token.text == "{":
                holder = element or _Element("filter", token.start)
                holder.groups.append(self._read_group(holder, group))
                continue
            depth += (token.kind == "open") - (token.kind == "close")
            self._at += 1
            if depth <= 0:
                return

    def _read_data(self) -> None:
        token = self._peek()
        if token is not None and token.text == "(":
            self._skip()
        elif token is not None:
            self._at += 1
        if (token := self._peek()) is not None and token.text == "{":
            self._skip()

    def _skip(self) -> None:
        depth = 0
        while (token := self._peek()) is not None:
            depth += (token.kind == "open") - (token.kind == "close")
            self._at += 1
            if depth <= 0:
                return

    # Telling.

    def _block(self, element: _Element, group: _Group) -> dict[str, Any]:
        inner = element.groups[0]
        variables = sorted(self._variables(inner.start, inner.end))
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
        head = f"{self._prologue}SELECT DISTINCT {named} {' '.join(self._from)} WHERE {{ "
        return _together([head, *context, " }"])

    def _segments(self, start: int, end: int) -> Segments:
        """Return a part of the text with holes for the outermost blocks in it."""
        found: Segments = []
        at = start
        inside = [
            element
            for element, _ in self._blocks
            if start <= element.start
            and element.end <= end
            and not (element.start == start and element.end == end)
        ]
        for element in sorted(inside, key=lambda element: element.start):
            if element.start < at:
                continue
            found += [self._text[at : element.start], element.number]
            at = element.end
        return _together([*found, self._text[at:end]])

    def _iri(self, name: _Token | None) -> str:
        if name is None:
            return ""
        if name.kind == "iri":
            return urljoin(self._base, guard.decoded(name.text[1:-1]))
        prefix, _, local = name.text.partition(":")
        local = "".join(part for part in _unescaped(local))
        known = self._prefixes.get(f"{prefix}:")
        return "" if known is None else known + local

    def _variables(self, start: int, end: int) -> set[str]:
        return {
            token.text[1:]
            for token in self._tokens
            if token.kind == "variable" and start <= token.start and token.end <= end
        }

    def _certain(self, group: _Group) -> set[str]:
        """Return variables that every solution of a group binds."""
        if group.is_select:
            return set()
        found: set[str] = set()
        for element in group.elements:
            if element.kind == "triples":
                found |= self._variables(element.start, element.end)
            elif element.kind in ("group", "graph") and element.groups:
                found |= self._certain(element.groups[0])
                if element.name is not None and element.name.kind == "variable":
                    found.add(element.name.text[1:])
            elif element.kind == "union" and element.groups:
                found |= set.intersection(*(self._certain(one) for one in element.groups))
        return found

    def _first(self, group: _Group) -> set[str]:
        """Return the variables of the patterns that a group begins with."""
        found: set[str] = set()
        for element in group.elements:
            if element.kind == "triples":
                found |= self._variables(element.start, element.end)
            elif element.kind != "filter":
                break
        return found

    def _context(
        self, block: _Element, group: _Group, wanted: set[str]
    ) -> tuple[Segments, set[str]]:
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
        self, element: _Element, number: int, before: Sequence[tuple[Segments, set[str]]]
    ) -> tuple[Segments, set[str]] | None:
        seen = self._variables(element.start, element.end)
        if element.kind == "bind":
            *inner, _ = [token for token in self._tokens_of(element) if token.kind == "variable"]
            known = {name for _, names in before for name in names}
            if {token.text[1:] for token in inner} <= known:
                return [f" {self._text[element.start : element.end]} "], seen
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
            body = self._text[element.start : element.end].strip().strip(".")
            return ([f"{{ {body} }} "], seen) if body.strip() else None
        return [*segments, " "], seen

    def _tokens_of(self, element: _Element) -> Iterator[_Token]:
        return (
            token
            for token in self._tokens
            if element.start <= token.start and token.end <= element.end
        )


def _is_elsewhere(group: _Group | None) -> bool:
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
