"""The operations of an update, told apart by their tokens (SPARQL 1.1 Update, §4).

The engine carries out a whole request; what it leaves to others needs the operations one by one:
the dataset that the protocol may give an update (`using-graph-uri`), the merged default graph that
a later operation reads after an earlier one wrote, and data that need no search. A text that is
not understood here is left as it is: the engine's parser has the last word on everything.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from wsisgraph.errors import QuerySyntaxError
from wsisgraph.store.guard import TOKEN, decoded


class Kind(Enum):
    """What an operation does, as far as it matters here."""

    INSERT_DATA = auto()
    DELETE_DATA = auto()
    DELETE_WHERE = auto()
    MODIFY = auto()
    MANAGE = auto()


@dataclass(frozen=True, slots=True)
class _Mark:
    """A token outside all braces, or a block in braces: `{…}`."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of an update.

    Attributes:
        kind: what it does.
        prologue: the declarations that hold for it, of the whole request.
        declared: those that stand right before it.
        body: its own text.
        marks: the tokens of the body outside all braces; places count from its beginning.
    """

    kind: Kind
    prologue: str
    declared: str
    body: str
    marks: tuple[_Mark, ...]

    @property
    def text(self) -> str:
        """The operation as an update of its own."""
        return f"{self.prologue}\n{self.body}"

    @property
    def manages_default(self) -> bool:
        """Whether it is a graph management operation (§3.2) that changes the default graph."""
        words = [mark.word for mark in self.marks if mark.word != "silent"]
        if self.kind is not Kind.MANAGE or words[0] == "create":
            return False
        if words[0] in ("clear", "drop"):
            return words[-1] in ("default", "all")
        return words[-1] == "default" or (words[0] == "move" and words[1] == "default")

    @property
    def as_insertion(self) -> str:
        """INSERT DATA of what this INSERT DATA or DELETE DATA names."""
        block = self.marks[-1]
        return f"{self.prologue}\nINSERT DATA {self.body[block.start : block.end]}"

    @property
    def as_trig(self) -> str:
        """What this INSERT DATA names, as TriG; where it has no full stop before GRAPH, it is none.

        The two grammars share the rest (SPARQL 1.1, §19.8; RDF 1.1 TriG, §4.5).
        """
        block = self.marks[-1]
        return f"{self.prologue}\n{self.body[block.start + 1 : block.end - 1]}"


def split(text: str) -> list[Operation] | None:
    """Return the operations of an update in their order; None when it cannot be told."""
    operations: list[Operation] = []
    prologue: list[str] = []
    marks: list[_Mark] = []
    for mark in _marks(text):
        if mark.word != ";":
            marks.append(mark)
            continue
        if not _finish(text, marks, prologue, operations):
            return None
        marks = []
    if not _finish(text, marks, prologue, operations):
        return None
    return operations


def with_dataset(text: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """Return an update whose WHERE clauses are read over these graphs (protocol, §2.2.3).

    Raises:
        QuerySyntaxError: it names a dataset itself, or cannot be read as operations.
    """
    operations = split(text)
    if operations is None:
        raise QuerySyntaxError(
            "The update cannot be told apart into its operations, so that the graphs given by"
            " using-graph-uri cannot be used",
            mend="write spaces around its keywords, or USING in the update itself",
        )
    clauses = "".join(
        [*(f" USING <{iri}>" for iri in using), *(f" USING NAMED <{iri}>" for iri in using_named)]
    )
    return " ;\n".join(_with_clauses(operation, clauses) for operation in operations)


def _with_clauses(operation: Operation, clauses: str) -> str:
    if any(mark.word in ("using", "with") for mark in operation.marks):
        raise QuerySyntaxError(
            "The update names its graphs by USING or WITH, and using-graph-uri or"
            " using-named-graph-uri came with it",
            mend="use one of the two",
        )
    body = operation.body
    if operation.kind is Kind.DELETE_WHERE:
        block = operation.marks[-1]
        pattern = body[block.start : block.end]
        body = f"DELETE {pattern}{clauses} WHERE {pattern}"
    elif operation.kind is Kind.MODIFY:
        where = next(mark for mark in operation.marks if mark.word == "where")
        body = f"{body[: where.start]}{clauses} {body[where.start :]}"
    return f"{operation.declared}\n{body}"


def _marks(text: str) -> Iterator[_Mark]:
    depth = 0
    opened = 0
    for token in TOKEN.finditer(text):
        kind, found = token.lastgroup, token.group()
        if found == "{":
            if not depth:
                opened = token.start()
            depth += 1
        elif found == "}":
            depth -= 1
            if not depth:
                yield _Mark("{}", opened, token.end())
        elif not depth and kind != "comment":
            word = found
            if kind == "word" and token.group("local") is None:
                word = decoded(found).casefold()
            elif kind in ("word", "empty"):
                word = ":"
            elif kind == "iri":
                word = "<>"
            yield _Mark(word, token.start(), token.end())
    if depth:
        yield _Mark("{", opened, len(text))


def _finish(
    text: str, marks: list[_Mark], prologue: list[str], operations: list[Operation]
) -> bool:
    """Make an operation of the tokens gathered; False when they are none that is known."""
    first = _after_prologue(marks)
    declared = text[marks[0].start : marks[first - 1].end] if first else ""
    prologue.append(declared)
    marks = marks[first:]
    if not marks:
        # A prologue alone may end a request, as may nothing after its last semicolon.
        return True
    words = " ".join(mark.word for mark in marks)
    kind = next((kind for kind, form in _FORMS if form.fullmatch(words)), None)
    if kind is None:
        return False
    start = marks[0].start
    own = tuple(_Mark(mark.word, mark.start - start, mark.end - start) for mark in marks)
    body = text[start : marks[-1].end]
    operations.append(Operation(kind, "\n".join(prologue), declared, body, own))
    return True


def _after_prologue(marks: Sequence[_Mark]) -> int:
    """Return how many tokens the declarations at the beginning have."""
    at = 0
    while at < len(marks) and (length := _DECLARATIONS.get(marks[at].word)):
        at += length
    return min(at, len(marks))


_DECLARATIONS = {"prefix": 3, "base": 2, "version": 2}
_USING = r"(?: using(?: named)? (?:<>|:))*"
_FORMS = (
    (Kind.INSERT_DATA, re.compile(r"insert ?data \{\}")),
    (Kind.DELETE_DATA, re.compile(r"delete ?data \{\}")),
    (Kind.DELETE_WHERE, re.compile(r"delete ?where \{\}")),
    (
        Kind.MODIFY,
        re.compile(
            rf"(?:with (?:<>|:) )?(?:delete \{{\}}(?: insert \{{\}})?|insert \{{\}}){_USING}"
            r" where \{\}"
        ),
    ),
    (Kind.MANAGE, re.compile(r"(?:create|clear|drop|copy|move|add)(?: [a-z]+| <>| :)+")),
)
