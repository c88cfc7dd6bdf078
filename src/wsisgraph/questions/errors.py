"""What may go wrong between a question and its asker."""

from collections.abc import Sequence

from wsisgraph.errors import WsisgraphError


class BadParameter(WsisgraphError):
    """A value that a parameter cannot take, a missing value, or a parameter that is not there.

    Attributes:
        parameter: its name.
        valid_values: the closed list it is taken from, where there is one.
    """

    def __init__(
        self,
        message: str,
        *,
        parameter: str,
        mend: str | None = None,
        valid_values: Sequence[str] = (),
    ) -> None:
        super().__init__(message, where=f"parameter {parameter}", mend=mend)
        self.parameter = parameter
        self.valid_values = tuple(valid_values)


class UnknownQuestion(WsisgraphError):
    """No file of that name in the catalogue."""

    def __init__(self, message: str, *, mend: str, valid_values: Sequence[str]) -> None:
        super().__init__(message, mend=mend)
        self.valid_values = tuple(valid_values)


class BrokenQuestion(WsisgraphError):
    """A `.rq` file whose header or parameters do not fit together; found when it is loaded."""
