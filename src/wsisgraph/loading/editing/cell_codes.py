"""The goals and targets that a cell of the matrix lists, however an editor spelt them."""

import re
from dataclasses import dataclass

from wsisgraph.errors import UnknownCode
from wsisgraph.loading.mapping.places import NOTHING
from wsisgraph.terms import codes
from wsisgraph.terms.codes import Code

_BETWEEN = re.compile(r"[,;、，；؛،|\n\r\v/+&•·]+|\s+(?:and|et|y|и|和|و)\s+")
# Somebody who writes a question mark has not said that nothing is meant.
_NOTHING = NOTHING - {"?", "tbd", "nan", "null"}
_ENDS = " \t.。:："


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a cell, and how to mend it."""

    found: str
    mend: str


def read_cell(text: str, goal: str, is_number: bool = False) -> tuple[frozenset[str], list[Wrong]]:
    """Return the goals and targets that a cell lists, and what is wrong in it.

    A cell that names targets means the goal as well: as in the matrix of 2015, a line that serves a
    target serves its goal.

    Args:
        text: of the cell.
        goal: whose column it is.
        is_number: whether a spreadsheet holds it as a number.
    """
    found: set[str] = set()
    wrong: list[Wrong] = []
    if text.strip().casefold() in _NOTHING:
        return frozenset(), wrong
    for part in _parts(text):
        try:
            code = codes.parse_code(part)
        except UnknownCode as error:
            # Of a code that does not exist the neighbours are told; else how to write one here.
            mend = f"write targets of goal {goal}, such as {goal}.1, or {goal} alone"
            wrong.append(
                Wrong(error.message, error.mend if error.valid_values and error.mend else mend)
            )
            continue
        if (fault := _misplaced(code, goal)) is not None:
            wrong.append(fault)
        elif is_number and (other := _with_zero(code)) in codes.targets_of(goal):
            wrong.append(
                Wrong(
                    f"the cell holds the number {code.notation}, which may mean"
                    f" {code.notation} or {other}",
                    f"format the cell as text, and write {code.notation} or {other} again",
                )
            )
        else:
            found.add(code.notation)
    if found:
        found.add(goal)
    return frozenset(found), wrong


def shown(found: frozenset[str], goal: str) -> str:
    """Return what a cell shows for goals and targets: the goal alone where no target is named."""
    targets = [code for code in codes.targets_of(goal) if code in found]
    return ", ".join(targets) if targets else goal if goal in found else ""


def _parts(text: str) -> list[str]:
    """Return the codes of a cell, each as it is spelt."""
    # The Arabic decimal separator stands in codes that are typed with Arabic digits.
    text = text.replace("\u066b", ".").replace("\u00a0", " ")
    parts = [part.strip(_ENDS) for part in _BETWEEN.split(text)]
    return [piece for part in parts if part for piece in _pieces(part)]


def _pieces(part: str) -> list[str]:
    """Return several codes that only spaces part."""
    try:
        codes.parse_code(part)
    except UnknownCode:
        words: list[str] = []
        for word in part.split():
            # A word without a digit, as “SDG”, belongs to the number that follows.
            if words and not any(letter.isdigit() for letter in words[-1]):
                words[-1] += f" {word}"
            else:
                words.append(word)
        if len(words) > 1 and all(any(letter.isdigit() for letter in word) for word in words):
            return words
    return [part]


def _misplaced(code: Code, goal: str) -> Wrong | None:
    if code.kind not in ("goal", "target"):
        what = "an action line" if code.kind == "action-line" else "an indicator"
        return Wrong(
            f"{code.notation} is {what}", f"write targets of goal {goal}, such as {goal}.1"
        )
    own = code.notation.partition(".")[0]
    if own == goal:
        return None
    return Wrong(
        f"{code.kind} {code.notation} stands in the column of goal {goal}",
        f"write it into the column of goal {own}",
    )


def _with_zero(code: Code) -> str:
    return f"{code.notation}0" if code.kind == "target" else ""
