"""Errors are sentences to a person: what was found, where, and how to mend it.

WsisgraphError
├── BadSetting            a WSISGRAPH_… variable
├── ContentMissing        a content folder is not there
├── UnknownCode           no such action line, goal, target
├── InputRefused          rows or graphs that cannot be taken, each with its place
├── TokenRefused          a token that cannot be made, found or read
├── PeerRefused           a peer that cannot be listed, or is not listed
└── StoreError            the store's own
    ├── QueryRefused          the query itself cannot be answered
    │   ├── QuerySyntaxError      not SPARQL; line and column
    │   ├── QueryTooDeep          nested deeper than the parser can bear
    │   ├── QueryTooLong          more bytes than a query may have
    │   ├── Forbidden             SERVICE or LOAD
    │   ├── QueryFailed           the engine cannot do what it asks
    │   ├── NotAcceptable         no asked format fits this kind of query
    │   ├── DataSyntaxError       data that are not what their media type says; line and column
    │   ├── DataTooLarge          more data than one request may bring
    │   └── ShapesRefused         shapes that are not SHACL, or ask for what is not done
    ├── QueryStopped          it began, and was ended
    │   ├── QueryTimeout          the deadline passed
    │   └── QueryTooLarge         memory, or the size of the answer
    ├── QueueFull             too many queries at once
    ├── StoreUnavailable      no reader or writer is there
    ├── PeerFailed            a peer did not answer, or not as it should
    ├── StoreLocked           another writer owns the folder
    ├── JournalDamaged        the journal is not what was written
    ├── GraphNotFound         there is no graph of that name
    └── ChangeRefused         a write that cannot be taken
        ├── RevisionMismatch      the data are not those the writer saw
        ├── WriteNotAllowed       the writer may not change these graphs, or describe these things
        ├── QuotaSpent            the writer has written as much as it may
        ├── ShapesBroken          the data would break a MUST of the shapes
        └── DefaultGraphDerived   the default graph is the merge of the others
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class WsisgraphError(Exception):
    """What went wrong, where, and how to mend it.

    Attributes:
        message: what was found, as a sentence without a full stop.
        where: file and line, field, parameter or address; None when there is no such place.
        mend: what to do; None when there is nothing to do.
    """

    def __init__(self, message: str, *, where: str | None = None, mend: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        mend = f"; {self.mend}" if self.mend else ""
        return f"{place}{self.message}{mend}."


class BadSetting(WsisgraphError):
    """A setting has a value of the wrong kind."""


class ContentMissing(WsisgraphError):
    """A content folder or file of the installation is not there."""


class UnknownCode(WsisgraphError):
    """A code that names no action line, goal, target or indicator."""

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        mend: str | None = None,
        valid_values: Sequence[str] = (),
    ) -> None:
        super().__init__(message, where=where, mend=mend)
        self.valid_values = tuple(valid_values)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input: its place (`file:line`), what was found, how to mend it."""

    where: str
    found: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.found}; {self.mend}."


class InputRefused(WsisgraphError):
    """Input that was not taken; nothing was written.

    Attributes:
        problems: every problem found, in the order of the files.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([f"{self.message}.", *(f"  {problem}" for problem in self.problems)])


class TokenRefused(WsisgraphError):
    """A token that cannot be made, found or read."""


class PeerRefused(WsisgraphError):
    """A peer that cannot be listed as it is described, or that is not listed."""


class StoreError(WsisgraphError):
    """What the store could not do; see the family at the top."""


class QueryRefused(StoreError):
    """The query cannot be answered as it is; asking again changes nothing."""


class _Misspelt(QueryRefused):
    """A text that could not be read to its end.

    Attributes:
        line: line of the place where reading stopped, from 1; None when the engine names none.
        column: column of that place, from 1; None when the engine names none.
    """

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        where: str | None = None,
        mend: str | None = None,
    ) -> None:
        if where is None and line is not None:
            where = f"line {line}, column {column}"
        super().__init__(message, where=where, mend=mend)
        self.line = line
        self.column = column


class QuerySyntaxError(_Misspelt):
    """The text is not SPARQL."""


class QueryTooDeep(QueryRefused):
    """The query nests, or chains, deeper than the parser can bear."""


class QueryTooLong(QueryRefused):
    """The text of the query has more bytes than a query may have."""


class Forbidden(QueryRefused):
    """The query asks for something that is never done here, such as SERVICE or LOAD."""


class QueryFailed(QueryRefused):
    """The engine cannot do what the query asks, for instance call an unknown function."""


class NotAcceptable(QueryRefused):
    """None of the asked formats fits this kind of query."""


class DataSyntaxError(_Misspelt):
    """The data are not what their media type says; nothing was written."""


class DataTooLarge(QueryRefused):
    """More data than one request may bring; nothing was written."""


class ShapesRefused(QueryRefused):
    """The shapes cannot be used: they are not SHACL, or ask for what is not done here."""


class QueryStopped(StoreError):
    """The query began and was ended before its answer was whole."""


class QueryTimeout(QueryStopped):
    """The deadline passed."""


class QueryTooLarge(QueryStopped):
    """The query asked for more memory, or its answer is larger, than is given to one query."""


class QueueFull(StoreError):
    """Too many queries at once; worth another try in a moment."""


class StoreUnavailable(StoreError):
    """No reader or writer process is there to do the work; worth another try in a moment."""


class PeerFailed(StoreError):
    """A peer did not answer, not in time, or not as it should."""


class StoreLocked(StoreError):
    """Another process writes to the same data folder."""


class JournalDamaged(StoreError):
    """The journal is not what was written: a changed byte, or a missing record."""


class ChangeRefused(StoreError):
    """A write that cannot be taken; nothing was changed."""


class GraphNotFound(StoreError):
    """There is no graph of that name."""


class RevisionMismatch(ChangeRefused):
    """The data are at another revision than the one the writer expected."""


class WriteNotAllowed(ChangeRefused):
    """The writer may not change some of the graphs that the write would change.

    Attributes:
        graphs: names of those graphs; None stands for the default graph.
    """

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        mend: str | None = None,
        graphs: Sequence[str | None] = (),
    ) -> None:
        super().__init__(message, where=where, mend=mend)
        self.graphs = tuple(graphs)


class QuotaSpent(ChangeRefused):
    """The writer has written as much as a token of its kind may.

    Attributes:
        retry_after: seconds until there is room again; None where time gives none.
    """

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        mend: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message, where=where, mend=mend)
        self.retry_after = retry_after


class ShapesBroken(ChangeRefused):
    """The data, as they would be, break what the shapes demand; nothing was written.

    Attributes:
        findings: what would be broken, as `focus`, `path`, `value`, `message`, `shape` and
            `component`; `words` are the message by language, `term` is the value as N-Triples has
            it.
    """

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        mend: str | None = None,
        findings: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(message, where=where, mend=mend)
        self.findings = tuple(findings)


class DefaultGraphDerived(ChangeRefused):
    """The default graph is the merge of the accepted graphs, and cannot be written itself."""
