"""Declarations between the operations of an update, which the engine's parser does not take.

`INSERT DATA {…} ; PREFIX ex: <…> INSERT DATA {…}` is SPARQL (§19.8, rules 29 and 30), and clients
that put updates together send it. Here such declarations are moved to those at the beginning. That
comes to the same, unless one contradicts another or a name stands before what declares it; then the
text stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wsisgraph.store.guard import TOKEN, decoded

# A quick look; what follows tells exactly.
_SUSPECT = re.compile(r";(?:\s|#[^\n\r]*[\n\r])*(?:prefix|base|version)\b", re.IGNORECASE)
_LENGTHS = {"base": 2, "version": 2, "prefix": 3}
_PLACE = re.compile(r"(?<=error at )(\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class _Declaration:
    """A declaration: of which operation, of what, as which value; and where it stands."""

    operation: int
    subject: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Readable:
    """An update as the engine can read it.

    Attributes:
        text: what was sent, line for line; longer by `added` characters at one place.
        line, column: that place.
        added: how many.
    """

    text: str
    line: int = 1
    column: int = 1
    added: int = 0

    def as_sent(self, error: SyntaxError) -> SyntaxError:
        """Return an error of the parser with the place that it has in what was sent."""
        return SyntaxError(_PLACE.sub(self._moved, str(error), 1))

    def _moved(self, place: re.Match[str]) -> str:
        line, column = int(place[1]), int(place[2])
        if line == self.line and column > self.column:
            column = max(self.column, column - self.added)
        return f"{line}:{column}"


def readable(text: str, before: str = "") -> Readable:
    """Return an update with all its declarations at the beginning.

    Args:
        text: an update.
        before: operations to be done before its own.
    """
    if not before and _SUSPECT.search(text) is None:
        return Readable(text)
    declared = list(_declarations(text))
    later = [declaration for declaration in declared if declaration.operation]
    first = declared[: len(declared) - len(later)]
    if not _may_move(text, first, later):
        later = []
    place = first[-1].end if first else 0
    told = {text[declaration.start : declaration.end] for declaration in later}
    added = f" {' '.join(sorted(told))} {before}"
    for declaration in later:
        blank = re.sub(r"[^\n\r]", " ", text[declaration.start : declaration.end])
        text = text[: declaration.start] + blank + text[declaration.end :]
    return Readable(
        text[:place] + added + text[place:],
        line=text.count("\n", 0, place) + 1,
        column=place - (text.rfind("\n", 0, place) + 1) + 1,
        added=len(added),
    )


def _may_move(text: str, first: Sequence[_Declaration], later: Sequence[_Declaration]) -> bool:
    """Tell whether the later declarations mean the same when they stand with the first."""
    known = {declaration.subject: declaration.value for declaration in first}
    for declaration in later:
        if known.get(declaration.subject) == declaration.value:
            continue
        if declaration.subject in known or declaration.subject == "base":
            return False
        used = re.search(rf"(?<![\w.·-]){re.escape(declaration.subject)}", text)
        if declaration.subject.endswith(":") and used and used.start() < declaration.start:
            return False
        known[declaration.subject] = declaration.value
    return True


def _declarations(text: str) -> Iterator[_Declaration]:
    """Give the declarations before each operation; `operation` counts from 0."""
    operation = depth = 0
    begins = True
    gathered: list[tuple[str, int, int]] = []
    for token in TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "comment":
            continue
        if kind in ("open", "close"):
            depth += 1 if kind == "open" else -1
            begins = False
        elif kind == "semicolon" and not depth:
            operation += 1
            begins = True
            gathered = []
        elif begins:
            gathered.append((token.group(), token.start(), token.end()))
            keyword = decoded(gathered[0][0]).casefold()
            if keyword not in _LENGTHS:
                begins = False
            elif len(gathered) == _LENGTHS[keyword]:
                subject = gathered[1][0] if keyword == "prefix" else keyword
                yield _Declaration(
                    operation, subject, gathered[-1][0], gathered[0][1], gathered[-1][2]
                )
                gathered = []
