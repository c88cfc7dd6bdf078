"""Cells as spreadsheets and other keyboards leave them, made into lists of codes.

Letters that look like those of a code, ranges (`1-17`, `C1 to C3`), codes with spaces between them
(`1 4 9`), numbers with a nought (`4.0`), a comma for a point (`9,c`). Each is told.
"""

import re
from collections.abc import Callable
from functools import lru_cache, partial

from wsisgraph.errors import UnknownCode
from wsisgraph.loading.keys import plain
from wsisgraph.terms import codes

# Cyrillic and Greek letters that look like the Latin ones of codes, each before or after a digit.
_LIKE_C = re.compile(r"(?<!\w)[СсϹϲⅭ](?=[ .\-]?\d{1,2}(?!\d))")
_LIKE_LETTER = re.compile(r"(?<=\d[.,])[асϲα](?!\w)|(?<=\d)[асϲα](?!\w)", re.IGNORECASE)
_LATIN = {"а": "a", "α": "a", "с": "c", "ϲ": "c"}
# What may stand between two codes of a range, besides a dash.
_TO = r"(?:-|–|—|−|~|～|\.\.\.?|…|to|through|thru|till|until|a|à|al|au|hasta|до|по|至|到|إلى)"
_WORDS = r"(?P<words>[^\W\d_][^\d]{0,60}?[\s:#]*)??"
_RANGE = re.compile(
    rf"{_WORDS}(?P<first>C?\s?\d{{1,2}}(?:\.[\da-d]{{1,2}})?)(?P<to>\s*{_TO}\s*)"
    r"(?P<last>(?:(?:SDGs?|goals?|targets?)\s*)?C?\s?\d{1,2}(?:\.[\da-d]{1,2})?|(?<=[-–—])[b-d])",
    re.IGNORECASE,
)
_SEVERAL_GOALS = re.compile(
    r"(?:sdgs|goals|objectifs|objetivos|odd|ods|цели|目标|可持续发展目标|أهداف)\W*", re.IGNORECASE
)
_BETWEEN = re.compile(r"([,;|\n、；،؛])")
_SPACED = re.compile(r"C?\d{1,2}(?:\.[\da-d]{1,2})?(?: C?\d{1,2}(?:\.[\da-d]{1,2})?)+", re.I)
# C in the Arabic texts of the Summit, and “and” in Chinese ones, which stands without spaces.
_ARABIC_C = re.compile(r"(?<!\w)(?:جيم|ج)(?=[ .\-]?\d{1,2}(?!\d))")
_AND = re.compile(r"(?<=[\da-d])\s*(?:[和及与]|\+)\s*(?=\D{0,8}\d)", re.IGNORECASE)
_NUMBERED_LINE = re.compile(
    r"(?<!\w)(?:wsis\s*)?(?:action\s*line|AL|grande\s+orientation|línea\s+de\s+acción"
    r"|направление(?:\s+деятельности)?|行动方面|خط\s+العمل)\s*(?:no\.?|nr\.?|n°|№|#)?\s*[:.#-]?\s*(\d{1,2})(?![\w.])",
    re.IGNORECASE,
)
# “Goal 9, target c” and “9.1/9.2”; targets in brackets behind their goal.
_OF_GOAL = re.compile(
    r"(?:goal|sdg|objectif|objetivo|цель)\s*(\d{1,2})\s*,?\s*(?:target|cible|meta|задача)\s*([a-d]|\d{1,2})(?![\w.])",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    r"(?<=\d\.[\da-d])\s*/\s*(?=\d{1,2}\.[\da-d])|(?<=\d\.\d\d)\s*/\s*(?=\d{1,2}\.)"
)
_IN_BRACKETS = re.compile(
    r"\s*\(\s*((?:C?\d{1,2}\.(?:\d{1,2}|[a-d])\s*[,;]?\s*)+)\)(?=\s*(?:[,;|\n]|$))", re.IGNORECASE
)
_NOUGHT = re.compile(r"(?<![\w.])(\d{1,2})\.0+(?![\w.])")
_NOUGHT_BEHIND_COMMA = re.compile(r"(\d{1,2}),0+")
_TWO = re.compile(r"(\d{1,2}),(\d{1,2})")
_COMMA = re.compile(r"(?<![\w.])(\d{1,2}),([a-d])(?!\w)")
_FURTHER = re.compile(r"(?<![\w.])(\d{1,2}\.)([a-d])((?:\s*[,/]\s*[a-d])+)(?!\w)", re.I)
NOUGHT_LOST = frozenset({"8.1", "16.1", "17.1"})
"""Targets that a spreadsheet makes of 8.10, 16.10 and 17.10 when it takes them for numbers."""
NUMBERS = re.compile(r"\d{1,2}(?:\.0)?(?:\s*[,;/&]\s*\d{1,2})*")
"""Bare numbers, which are goals unless the column says otherwise."""
_LINES_AND_NUMBERS = re.compile(
    r"C\s?\d{1,2}(?:(?:[\s,;/&+、،و和]|\b(?:and|et|y|и)\b)+(?:C\s?)?\d{1,2})+", re.IGNORECASE
)
_BARE = re.compile(r"(?<![C\d])(?<!C\s)\d{1,2}", re.IGNORECASE)
_LONGEST_LIST = 200
_LINE_HEADER = re.compile(
    r"\b(?:action lines?|al|lines?|grandes? orientations?|lineas? de accion|направлени\w+)\b"
    r"|行动方面|خطو?ط? العمل"
)
_GOAL_HEADER = re.compile(
    r"goal|sdg|target|odd\b|ods\b|objecti|objeti|цур|цел|目标|هدف|اهداف|أهداف"
)
_CATEGORY_HEADER = re.compile(r"\b(?:categor\w+|категори\w+)\b|类别|فئة|الفئة")
_LINES = tuple(line for line in codes.ACTION_LINES if "-" not in line)


def spelled_out(cell: str) -> tuple[str, list[str]]:
    """Return a cell with the codes that it means, and what is odd about it, as sentences.

    Raises:
        UnknownCode: it is a range that may be read as a target too.
    """
    remarks: list[str] = []
    if not cell.isascii():
        latin = _LIKE_LETTER.sub(lambda m: _LATIN[m[0].casefold()], _LIKE_C.sub("C", cell))
        if latin != cell:
            remarks.append(
                "a code is written with a letter of another alphabet that looks like it, as in the"
                " Cyrillic С, and is taken as meant"
            )
            cell = latin
        cell = _ARABIC_C.sub("C", cell)
    if not any(ch.isdigit() for ch in cell):
        return cell, remarks
    cell = _NUMBERED_LINE.sub(r"C\1", cell)
    cell = _OF_GOAL.sub(r"\1.\2", cell)
    cell = _SLASHED.sub(", ", cell)
    cell = _IN_BRACKETS.sub(r", \1", cell)
    cell = _AND.sub(", ", cell)
    if (two := _TWO.fullmatch(cell)) is not None and _is_target(two[1], two[2]):
        remarks.append(
            "two numbers with a comma between them, as in 4,7, are taken for two goals, and may be"
            " a target with a decimal comma"
        )
    whole = _NOUGHT_BEHIND_COMMA.sub(r"\1", cell) if _NOUGHT_BEHIND_COMMA.fullmatch(cell) else cell
    whole = _NOUGHT.sub(r"\1", whole)
    if whole != cell:
        remarks.append("a number with .0, as spreadsheets write it, is taken for the whole number")
        cell = whole
    spelled = _COMMA.sub(r"\1.\2", cell)
    spelled = _FURTHER.sub(_each_letter, spelled)
    if _SPACED.fullmatch(spelled):
        spelled = spelled.replace(" ", ", ")
    parts = _BETWEEN.split(spelled)
    spelled = "".join(_RANGE.sub(_range, part) if _is_range(part) else part for part in parts)
    if spelled != cell:
        remarks.append(f"“{cell[:60]}” is taken for {spelled[:120]}")
    return spelled, remarks


def _is_target(goal: str, number: str) -> bool:
    return goal in codes.GOALS and f"{goal}.{number}" in codes.targets_of(goal)


def nought_lost(printed: str) -> tuple[str, str]:
    """Return what is to be told of one of `NOUGHT_LOST` in a workbook, and how to mend it."""
    return (
        f"{printed} is taken as it stands; it may have been {printed}0, whose last nought a"
        " spreadsheet drops",
        "compare it with the original, and format the column as text",
    )


@lru_cache(maxsize=1_000)
def numbers_mean(header: str) -> str | None:
    """Return `line` where a column holds action lines, None where goals, "" where it is unclear."""
    name = plain(header)
    if _GOAL_HEADER.search(name):
        return None
    if _LINE_HEADER.search(name):
        return "line"
    return "" if _CATEGORY_HEADER.search(name) else None


def is_partly_lines(printed: str) -> bool:
    """Tell whether a cell begins with a line's code and goes on with numbers: `C2, 3 and 4`."""
    return (
        len(printed) <= _LONGEST_LIST
        and _LINES_AND_NUMBERS.fullmatch(printed) is not None
        and _BARE.search(printed) is not None
    )


def as_lines(numbers: str) -> str:
    """Return bare numbers as the codes of action lines."""
    return re.sub(
        r"(?:C\s?)?\d{1,2}(?:\.0)?",
        lambda match: f"C{match[0].removesuffix('.0').lstrip('Cc ')}",
        numbers,
        flags=re.IGNORECASE,
    )


def _is_range(part: str) -> bool:
    return _RANGE.fullmatch(part.strip()) is not None


def _each_letter(match: re.Match[str]) -> str:
    letters = [match[2], *re.findall(r"[a-d]", match[3], re.IGNORECASE)]
    return ", ".join(match[1] + letter for letter in letters)


def _range(match: re.Match[str]) -> str:
    """Return the codes of a range; the text as it is where it is none."""
    last = re.sub(r"^(?:SDGs?|goals?|targets?)\s*", "", match["last"], flags=re.IGNORECASE)
    first, last = (text.replace(" ", "").lower() for text in (match["first"], last))
    is_line = first.startswith("c")
    kind: Callable[[str, str], list[str]] = _of_lines if is_line else _of_targets
    if not is_line and "." not in first:
        kind = partial(_of_goals, words=match["words"] or "", to=match["to"])
    named = kind(first, last)
    return ", ".join(named) if named else match[0]


def _of_lines(first: str, last: str) -> list[str]:
    one, other = f"C{first[1:]}", f"C{last.removeprefix('c')}"
    if one not in _LINES or other not in _LINES:
        return []
    return list(_LINES[_LINES.index(one) : _LINES.index(other) + 1])


def _of_targets(first: str, last: str) -> list[str]:
    goal = first.partition(".")[0]
    if goal not in codes.GOALS:
        return []
    targets = list(codes.targets_of(goal))
    last = last if "." in last else f"{goal}.{last}"
    if first not in targets or last not in targets:
        return []
    return targets[targets.index(first) : targets.index(last) + 1]


def _of_goals(first: str, last: str, *, words: str, to: str) -> list[str]:
    if first not in codes.GOALS or last not in codes.GOALS or int(first) >= int(last):
        return []
    named = list(codes.GOALS[int(first) - 1 : int(last)])
    is_dashed = not any(map(str.isalpha, to))
    if is_dashed and f"{first}.{last}" in codes.targets_of(first):
        if re.search(r"target|cible|meta|задач|具体目标", words, re.IGNORECASE):
            return []
        if not _SEVERAL_GOALS.fullmatch(words):
            raise UnknownCode(
                f"“{first}{to}{last}” may be the goals {first} to {last}, or target {first}.{last}",
                mend=f"write {', '.join(named)} for the goals, {first}.{last} for the target",
                valid_values=codes.GOALS,
            )
    return named
