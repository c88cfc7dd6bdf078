"""The one normaliser of codes: every spelling of an action line, goal, target or indicator.

People write `9.C`, `SDG9c`, `SDG 9`, `9.1, 9.a`, `C7 e-gov`, `c.5`, `行动方面C5`, `目标9`, `٩`.
`parse_codes` reads them all, wherever a code enters: routes, commands, tables, the search box.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from wsisgraph.errors import UnknownCode
from wsisgraph.terms import iris

# The parts of C7 as keys, with the words that name them (Geneva Plan of Action, C7).
C7_PARTS = {
    "egov": ("gov", "government", "administration"),
    "ebus": ("bus", "business", "commerce"),
    "elea": ("lea", "learn", "learning", "education"),
    "ehea": ("hea", "health"),
    "eemp": ("emp", "employment", "employ"),
    "eenv": ("env", "environment"),
    "eagr": ("agr", "agri", "agriculture"),
    "esci": ("sci", "science"),
}

ACTION_LINES = (
    *("C1", "C2", "C3", "C4", "C5", "C6", "C7"),
    *(f"C7-{part}" for part in C7_PARTS),
    *("C8", "C9", "C10", "C11"),
)
# The rows of the matrix: C7 as a whole is none of them.
MATRIX_LINES = tuple(line for line in ACTION_LINES if line != "C7")

# Per goal: the last numbered target and the lettered ones (A/RES/70/1, 169 targets).
_TARGETS = {
    1: (5, "ab"),
    2: (5, "abc"),
    3: (9, "abcd"),
    4: (7, "abc"),
    5: (6, "abc"),
    6: (6, "ab"),
    7: (3, "ab"),
    8: (10, "ab"),
    9: (5, "abc"),
    10: (7, "abc"),
    11: (7, "abc"),
    12: (8, "abc"),
    13: (3, "ab"),
    14: (7, "abc"),
    15: (9, "abc"),
    16: (10, "ab"),
    17: (19, ""),
}
GOALS = tuple(str(goal) for goal in _TARGETS)

_LINE_WORDS = (
    r"(?:(?:wsis\W*)?action\W*lines?|al|line|行动方面|行動方面|خط العمل|línea de acción"
    r"|lineas? de accion|grande orientation|направление деятельности)"
)
_GOAL_WORDS = (
    r"(?:sdgs?|goals?|targets?|odd|ods|цур|cibles?|metas?|objectifs?|objetivos?|цель|задача"
    r"|可持续发展目标|目标|具体目标|هدف|الهدف|المقصد|الغاية)"
)
_PART_WORDS = "|".join(
    # In the same order each time, so that the pattern is the same.
    sorted(
        {word for words in C7_PARTS.values() for word in words},
        key=lambda word: (-len(word), word),
    )
)
_PART_OF = {word: part for part, words in C7_PARTS.items() for word in words}

_LINE = re.compile(
    rf"{_LINE_WORDS}?[\s:#-]*c[\s.\-_]*(?P<number>\d{{1,2}})"
    rf"(?:[\s.:/_,()-]*e?[\s.\-_]*(?P<part>{_PART_WORDS}))?[\s)]*{_LINE_WORDS}?",
)
_PART = re.compile(rf"{_LINE_WORDS}?[\s:#-]*e[\s.\-_]*(?P<part>{_PART_WORDS})")
_PERMANENT = re.compile(r"c(?P<goal>\d{2})(?P<target>0[a-d]|\d{2})(?P<indicator>\d{2})")
_SDG = re.compile(
    rf"(?:{_GOAL_WORDS}[\s:#.\-_]*)*(?P<goal>\d{{1,2}})"
    rf"(?:[\s.\-_]*(?P<letter>0?[a-z])|[.\-_](?P<number>\d{{1,2}}))?"
    rf"(?:[.\-_](?P<indicator>\d{{1,2}}))?[\s.]*",
)
_IRI = re.compile(
    r"https?://(?:metadata\.un\.org/sdg|w3id\.org/wsis-sdg/vocab/action-lines)/(?P<code>[\w.-]+)"
)
_BETWEEN = re.compile(r"[,;、，；؛،|\n]+|\s+(?:and|et|y|и|和|و|&)\s+")


@dataclass(frozen=True, slots=True)
class Code:
    """One code in its normal form.

    Attributes:
        kind: `action-line`, `goal`, `target` or `indicator`.
        notation: `C7-ehea`, `9`, `9.c`, `9.c.1`.
        iri: the concept; None for an indicator written by number, since nine indicators carry
            several numbers: look those up by notation.
    """

    kind: str
    notation: str
    iri: str | None


def parse_code(text: str) -> Code:
    """Return the one code that `text` spells.

    Raises:
        UnknownCode: it is no code, a code that does not exist (goal 18, target 9.z), or several.
    """
    codes = parse_codes(text)
    if len(codes) != 1:
        raise UnknownCode(f"“{text}” names {len(codes)} codes", mend="give one code")
    return codes[0]


def parse_codes(text: str) -> list[Code]:
    """Return the codes that `text` lists, in order, without repeats.

    Raises:
        UnknownCode: a part of the text is no code; says which part, and what would be valid.
    """
    found: dict[Code, None] = {}
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    if not parts:
        raise UnknownCode("The code is empty", mend=_HOW_TO_WRITE)
    for part in parts:
        found[_one(part)] = None
    return list(found)


def targets_of(goal: str) -> Iterator[str]:
    """Yield the target codes of a goal in the order of the 2030 Agenda: `9.1` … `9.5`, `9.a` …"""
    last, letters = _TARGETS[int(goal)]
    yield from (f"{goal}.{number}" for number in range(1, last + 1))
    yield from (f"{goal}.{letter}" for letter in letters)


def action_line_iri(notation: str) -> str:
    """Return the IRI of an action line by its key, e.g. `C7-ehea`."""
    return iris.vocab("action-lines", notation)


_HOW_TO_WRITE = "write an action line as C2 or C7-ehea, a goal as 9, a target as 9.c"


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    digits = (str(unicodedata.digit(ch)) if ch.isdigit() else ch for ch in folded)
    kept = (ch for ch in digits if unicodedata.category(ch) != "Cf")
    return "".join("-" if unicodedata.category(ch) == "Pd" else ch for ch in kept).strip(
        "\"'“”«»() "
    )


def _one(part: str) -> Code:
    text = _normal(part)
    if (match := _IRI.fullmatch(text)) is not None:
        text = match["code"]
    if (match := _PERMANENT.fullmatch(text)) is not None:
        code = f"C{match['goal']}{match['target']}{match['indicator']}"
        return Code("indicator", code, iris.sdg(code))
    if (match := _LINE.fullmatch(text) or _PART.fullmatch(text)) is not None:
        return _action_line(part, match)
    if (match := _SDG.fullmatch(text)) is not None:
        return _sdg(part, match)
    raise UnknownCode(f"“{part.strip()}” is not a code", mend=_HOW_TO_WRITE)


def _action_line(part: str, match: re.Match[str]) -> Code:
    groups = match.groupdict()
    number = str(int(groups.get("number") or 7))
    word = groups["part"]
    notation = f"C{number}-{_PART_OF[word]}" if word else f"C{number}"
    if notation not in ACTION_LINES:
        raise UnknownCode(
            f"There is no action line “{part.strip()}”",
            mend="the action lines are C1 to C11, and C7 has eight parts",
            valid_values=ACTION_LINES,
        )
    return Code("action-line", notation, action_line_iri(notation))


def _sdg(part: str, match: re.Match[str]) -> Code:
    goal = str(int(match["goal"]))
    if goal not in GOALS:
        raise UnknownCode(
            f"There is no goal {goal} (in “{part.strip()}”)",
            mend="the goals are 1 to 17",
            valid_values=GOALS,
        )
    letter, number = match["letter"], match["number"]
    if letter is None and number is None:
        return Code("goal", goal, iris.sdg(goal))
    target = f"{goal}.{letter.lstrip('0') if letter else int(number)}"
    valid = tuple(targets_of(goal))
    if target not in valid:
        raise UnknownCode(
            f"There is no target {target} (in “{part.strip()}”)",
            mend=f"the targets of goal {goal} are {', '.join(valid)}",
            valid_values=valid,
        )
    if match["indicator"]:
        return Code("indicator", f"{target}.{int(match['indicator'])}", None)
    return Code("target", target, iris.sdg(target))
