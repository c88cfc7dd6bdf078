"""Codes out of parameters and paths: one normaliser, and refusals that name the parameter."""

from collections.abc import Sequence
from typing import Literal

from wsisgraph.api.problems import bad_parameter
from wsisgraph.errors import UnknownCode
from wsisgraph.terms import codes

Kind = Literal["action-line", "goal", "target"]

_NOUNS = {"action-line": "action line", "goal": "goal", "target": "target"}
_PARAMETERS = {"action-line": "action_line", "goal": "goal", "target": "target"}
_HINTS = {
    "action-line": "an action line such as C2 or C7-ehea",
    "goal": "a goal such as 9",
    "target": "a target such as 9.c",
}


def read_codes(name: str, text: str, kinds: Sequence[Kind]) -> list[codes.Code]:
    """Return the codes that a parameter lists, in any spelling.

    Raises:
        UnknownCode: one that does not exist.
        HttpProblem: 400, one of another kind. Both name the parameter and what is valid.
    """
    try:
        found = codes.parse_codes(text)
    except UnknownCode as error:
        raise UnknownCode(
            error.message,
            where=f"parameter {name}",
            mend=error.mend if error.valid_values else f"give {_hint(kinds)}",
            valid_values=error.valid_values or _valid(kinds),
        ) from error
    for code in found:
        if code.kind not in kinds:
            nouns = " or ".join(_NOUNS[kind] for kind in kinds)
            other = _PARAMETERS.get(code.kind)
            elsewhere = f", or ask for it by {other}=" if other and other != name else ""
            raise bad_parameter(
                name,
                f"“{code.notation}” is no {nouns}",
                mend=f"give {_hint(kinds)}{elsewhere}",
                valid_values=_valid(kinds),
            )
    return found


def _hint(kinds: Sequence[Kind]) -> str:
    return " or ".join(_HINTS[kind] for kind in kinds)


def _valid(kinds: Sequence[Kind]) -> tuple[str, ...]:
    """Return the codes of the first kind, as the longer lists help nobody."""
    if kinds[0] == "action-line":
        return codes.ACTION_LINES
    if kinds[0] == "goal":
        return codes.GOALS
    return tuple(target for goal in codes.GOALS for target in codes.targets_of(goal))
