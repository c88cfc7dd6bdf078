"""Errors are sentences to a person: what was found, where, and how to mend it.

WsisgraphError
├── BadSetting            a WSISGRAPH_… variable
├── ContentMissing        a content folder is not there
├── UnknownCode           no such action line, goal, target
├── InputRefused          rows or graphs that cannot be taken, each with its place
└── …                     the store's own (queries, writers), below
"""

from collections.abc import Sequence
from dataclasses import dataclass


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
