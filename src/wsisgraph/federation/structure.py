"""The structure of a query with SERVICE: its groups, what stands in them, and the blocks.

The text is read by its tokens, which the engine's grammar shares with the guard. A spelling that is
not understood here stays in the text, where the guard refuses it: nothing slips through.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin

from wsisgraph.store import guard

Kind = Literal[
    "triples", "group", "union", "optional", "minus", "graph", "service", "values", "bind", "filter"
]

_FORMS = frozenset({"select", "construct", "describe", "ask"})
_STARTS = frozenset(
    {"optional", "minus", "graph", "service", "filter", "bind", "values", "union", "select"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token; `word` is a keyword in small letters, "" where it is none."""

    kind: str
    text: str
    word: str
    start: int
    end: int


@dataclass(eq=False, slots=True)
class Element:
    """What stands in a group.

    Attributes:
        kind: what it is.
        start, end: where it stands in the text.
        groups: the groups in it.
        name: what stands behind GRAPH or SERVICE.
        silent: whether it is a SERVICE SILENT.
        number: that of a block, from 0; -1 for what is none.
    """

    kind: Kind
    start: int
    end: int = 0
    groups: "list[Group]" = field(default_factory=list)
    name: Token | None = None
    silent: bool = False
    number: int = -1


@dataclass(eq=False, slots=True)
class Group:
    """A group graph pattern.

    Attributes:
        start, end: where it stands in the text.
        elements: what stands in it, in order.
        is_select: whether it is a subquery.
        inside: the element that it belongs to; None for that of the query.
        above: the group in which that element stands.
    """

    start: int
    end: int = 0
    elements: list[Element] = field(default_factory=list)
    is_select: bool = False
    inside: Element | None = None
    above: "Group | None" = None


class Structure:
    """The structure of a query.

    Attributes:
        text: the query.
        tokens: its tokens, without comments.
        blocks: SERVICE blocks with the groups they stand in, those inside of others first.
        prefixes: IRIs by prefix, with its colon.
        base: what relative IRIs are resolved against.
        datasets: its FROM clauses.
        prologue: what comes before the form of the query.
    """

    def __init__(self, text: str, base: str) -> None:
        """Read a query that is known to be SPARQL."""
        self.text = text
        self.tokens = [
            Token(
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
        self.blocks: list[tuple[Element, Group]] = []
        self.prefixes: dict[str, str] = {}
        self.base = base
        self.datasets: list[str] = []
        self.prologue = (f"BASE <{base}>\n" if base else "") + self._read_prologue()
        self._read_query()

    def _peek(self) -> Token | None:
        return self.tokens[self._at] if self._at < len(self.tokens) else None

    def _read_prologue(self) -> str:
        while (token := self._peek()) is not None and token.word not in _FORMS:
            following = self.tokens[self._at + 1 : self._at + 3]
            if token.word == "prefix" and len(following) == 2:
                name, iri = following[0].text, following[1].text
                self.prefixes[name] = urljoin(self.base, guard.decoded(iri[1:-1]))
            elif token.word == "base" and following:
                self.base = urljoin(self.base, guard.decoded(following[0].text[1:-1]))
            self._at += 1
        token = self._peek()
        return self.text[: token.start if token else 0]

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

    def _read_from(self, token: Token) -> None:
        self._at += 1
        after = self._peek()
        if after is not None and after.word == "named":
            self._at += 1
            after = self._peek()
        if after is not None:
            self.datasets.append(self.text[token.start : after.end])
            self._at += 1

    def _read_group(self, inside: Element | None, above: Group | None) -> Group:
        group = Group(self.tokens[self._at].start, inside=inside, above=above)
        self._at += 1
        triples: Element | None = None
        while (token := self._peek()) is not None and token.kind != "close":
            if token.word not in _STARTS and token.text != "{":
                if triples is None:
                    triples = Element("triples", token.start)
                    group.elements.append(triples)
                if token.kind == "open":
                    self._skip()
                else:
                    self._at += 1
                triples.end = self.tokens[self._at - 1].end
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
        group.end = closing.end if closing is not None else len(self.text)
        self._at += 1
        return group

    def _read_select(self, group: Group) -> None:
        while (token := self._peek()) is not None and token.kind != "close":
            if token.text == "{":
                element = Element("group", token.start)
                group.elements.append(element)
                element.groups.append(self._read_group(element, group))
                element.end = element.groups[0].end
                self._read_modifiers()
                return
            if token.kind == "open":
                self._read_brackets()
            else:
                self._at += 1

    def _read_element(self, token: Token, group: Group) -> None:
        if token.text == "{":
            element = Element("group", token.start)
            self._with_groups(element, group)
        elif token.word == "union":
            # It goes on with what stands before it.
            element = group.elements.pop() if group.elements else Element("group", token.start)
            element.kind = "union"
            self._at += 1
            self._with_groups(element, group)
        else:
            element = self._named_element(token, group)
        element.end = self.tokens[min(self._at, len(self.tokens)) - 1].end
        group.elements.append(element)

    def _named_element(self, token: Token, group: Group) -> Element:
        self._at += 1
        match token.word:
            case "optional" | "minus":
                element = Element("optional" if token.word == "optional" else "minus", token.start)
                self._with_groups(element, group)
            case "graph":
                element = Element("graph", token.start, name=self._peek())
                self._at += 1
                self._with_groups(element, group)
            case "service":
                element = self._service(token, group)
            case "values":
                element = Element("values", token.start)
                self._read_data()
            case "bind":
                element = Element("bind", token.start)
                self._read_brackets(element, group)
            case _:
                element = Element("filter", token.start)
                self._read_constraint(element, group)
        return element

    def _service(self, token: Token, group: Group) -> Element:
        element = Element("service", token.start)
        after = self._peek()
        if after is not None and after.word == "silent":
            element.silent = True
            self._at += 1
        element.name = self._peek()
        self._at += 1
        if self._with_groups(element, group):
            element.number = len(self.blocks)
            self.blocks.append((element, group))
        return element

    def _with_groups(self, element: Element, group: Group) -> bool:
        token = self._peek()
        if token is None or token.text != "{":
            return False
        element.groups.append(self._read_group(element, group))
        return True

    def _read_constraint(self, element: Element, group: Group) -> None:
        while (token := self._peek()) is not None and token.kind != "close":
            if token.text == "{":
                self._with_groups(element, group)
                return
            if token.kind == "open":
                self._read_brackets(element, group)
                return
            self._at += 1

    def _read_brackets(self, element: Element | None = None, group: Group | None = None) -> None:
        """Read to the end of a bracket; what EXISTS asks for in it are groups of their own."""
        depth = 0
        while (token := self._peek()) is not None:
            if token.text == "{":
                holder = element or Element("filter", token.start)
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

    def variables(self, start: int, end: int) -> set[str]:
        """Return the variables of a part of the text."""
        return {
            token.text[1:]
            for token in self.tokens
            if token.kind == "variable" and start <= token.start and token.end <= end
        }

    def tokens_of(self, element: Element) -> Iterator[Token]:
        """Give the tokens of an element."""
        return (
            token
            for token in self.tokens
            if element.start <= token.start and token.end <= element.end
        )
