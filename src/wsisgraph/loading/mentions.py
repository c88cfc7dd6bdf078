"""Codes in the cells of tables: bare, behind a name, before one, several, or only the name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from wsisgraph.errors import UnknownCode
from wsisgraph.loading.dates import month_names
from wsisgraph.loading.keys import plain
from wsisgraph.loading.lists import closed_list
from wsisgraph.loading.spellings import spelled_out
from wsisgraph.terms import codes, iris
from wsisgraph.terms.codes import Code

# Between codes with their names: a comma only where a code follows, since names have commas.
_PARTS = re.compile(
    r"[;|\n；؛]|(?:,|(?<=[\s)])(?:and|et|y|и|&)(?=\s))\s*"
    r"(?=(?:(?:SDGs?|goals?|targets?)\s*)?C?\d{1,2}(?:\.[\da-d]{1,2})?\s*(?:[:.)(,–—-]|$))",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\w.])(?:C\s?)?\d{1,2}(?:\.(?:\d{1,2}|[a-d]))?(?![\w.]|\s*%)", re.IGNORECASE
)
_ALL = frozenset(
    plain(word)
    for word in (
        "all",
        "all sdgs",
        "all goals",
        "all lines",
        "all action lines",
        "tous",
        "toutes",
        "tous les odd",
        "todos",
        "todas",
        "todos los ods",
        "все",
        "все цур",
        "全部",
        "所有",
        "جميع",
        "الكل",
    )
)
_FOREIGN = re.compile(r"https?://(?!metadata\.un\.org/sdg/|w3id\.org/wsis-sdg/)", re.IGNORECASE)
# The categories of the prizes are numbered through, so that their numbers are no codes.
_CATEGORY = re.compile(
    r"(?:prize\s+)?(?:category|cat\.?|catégorie|categoría|категория)\s*\d{1,2}\s*[:.)–—-]\s*", re.I
)
# The goals of 2000 to 2015 have numbers too.
_EARLIER = re.compile(
    r"(?:\b(?:millenn?ium|MDGs?|OMD|ODM|ЦРТ)\b|millénaire|milenio|тысячелетия|千年|الألفية)"
    r"[^\d;,\n]{0,40}(?:\d{1,2}(?:\.\w{1,2})?)?",
    re.IGNORECASE,
)
_ALL_NUMBERED = re.compile(
    r"(?:all )?(?:the )?17 (?:sdgs|goals|odd|ods|objectifs|objetivos|целей|цур)"
)
_INDICATOR = re.compile(
    r"(?:indicators?|indicateurs?|indicador(?:es)?|показатели?ь?|指标|المؤشر)\s*(?=\d)",
    re.IGNORECASE,
)
_BRACKETS = str.maketrans("（）［］", "()[]")
_MEND = "write codes such as C2, 9 or 9.c"
_HOW_TO_SAY_ALL = "name the codes: 1-17 for all goals, C1-C11 for all lines"
_SPACES = re.compile(r"[^\S\n]+")
# A longer cell is a sentence, in which codes must say what they are.
_LONGEST = 1_000
# A code and its name: “C7. ICT applications: E-health”, “9.c: Access to the Internet”.
_LINE = re.compile(r"\(?\s*(?P<code>C\s*[.\-]?\s*\d{1,2})\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_HEADED = re.compile(
    r"(?P<code>(?:[^\W\d_]{3,20}\s?){0,3}\d{1,2}(?:\.\s?(?:\d{1,2}|[a-zA-Z]))?)"
    r"(?P<sign>\s?[:.)\-–—]\s?|\s)"
    r"(?P<name>[^\d]{3,}.*)",
    re.DOTALL,
)
# What a spreadsheet makes of 9.4 when it takes it for a date.
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[ T].*)?|\d{1,2}[\s.-]{1,2}(?P<month>[^\W\d_]{3,12})\.?(?:[\s-]\d{2,4})?"
    r"|(?P<first>[^\W\d_]{3,12})\.?[\s-]\d{2,4}"
)
# A code in a sentence must say what it is.
_SAID = re.compile(
    r"\b(?:(?:SDGs?|goals?|targets?|ODD|ODS|ЦУР|cibles?|metas?)\s*:?\s*#?(?P<sdg>\d{1,2}(?:\.(?:\d{1,2}|"
    r"[a-d]))?)\b|(?P<line>C\s?\d{1,2}\b(?:[\s-]*e-?\w{3,})?))|目标\s*(?P<zh>\d{1,2}(?:\.\w{1,2})?)",
    re.IGNORECASE,
)
_PREFIXES = (
    "ict applications",
    "applications tic",
    "aplicaciones de las tic",
    "information society",
)
_ALIKE = 90
# What the goals are called on posters; the official titles are loaded by whoever has them.
_GOAL_NAMES = {
    goal: re.compile(form)
    for goal, form in {
        "1": "(?:no|end|zero) poverty",
        "2": "(?:zero|no|end) hunger",
        "3": "good health(?: and well ?being)?|health and well ?being",
        "4": "quality education",
        "5": "gender equality",
        "6": "clean water(?: and sanitation)?|water and sanitation",
        "7": "(?:affordable and )?clean energy|affordable energy",
        "8": "decent work(?: and economic growth)?",
        "9": "industry innovation(?: and infrastructure)?",
        "10": "reduc(?:ed|ing) inequalit(?:y|ies)",
        "11": "sustainable cities(?: and communities)?",
        "12": "responsible consumption(?: and production)?",
        "13": "climate action",
        "14": "life below water",
        "15": "life on land",
        "16": "peace(?: and)? justice(?: and)?(?: strong institutions)?",
        "17": "partnerships?(?: for| to achieve)? the goals?",
    }.items()
}
_CODES = frozenset(
    code.casefold()
    for code in (
        *codes.ACTION_LINES,
        *codes.GOALS,
        *(target for goal in codes.GOALS for target in codes.targets_of(goal)),
    )
)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What a cell names.

    Attributes:
        codes: in order, none twice.
        remark: what is odd about it, or why nothing was found; empty when all is plain.
        wrong: whether it names a code that does not exist.
        mend: how to mend it.
    """

    codes: tuple[Code, ...] = ()
    remark: str = ""
    wrong: bool = False
    mend: str = ""


@lru_cache(maxsize=20_000)
def mentioned(cell: str) -> Mentioned:
    """Return the action lines, goals and targets that a cell names."""
    cell = _CATEGORY.sub("", _SPACES.sub(" ", cell.translate(_BRACKETS)).strip())
    if len(cell) > _LONGEST:
        return mentioned_in_text(cell)
    if (match := _EARLIER.search(cell)) is not None:
        return _without_earlier(cell, match[0].strip())
    cell = _INDICATOR.sub("", cell)
    if plain(cell) in _ALL or _ALL_NUMBERED.fullmatch(plain(cell)):
        return Mentioned(remark=f"“{cell}” names no code", mend=_HOW_TO_SAY_ALL)
    try:
        cell, remarks = spelled_out(cell)
        found = dict.fromkeys(codes.parse_codes(cell))
    except UnknownCode as error:
        if error.valid_values:
            return Mentioned(remark=error.message, wrong=True, mend=error.mend or "")
    else:
        if not found:
            remarks.append(f"“{cell[:60]}” names no action line, goal or target")
        return Mentioned(tuple(found), "; ".join(remarks), mend=_MEND if remarks else "")
    found = {}
    for part in map(str.strip, _PARTS.split(cell)):
        if not part:
            continue
        try:
            code, remark = _part(part)
        except UnknownCode as error:
            return Mentioned(remark=error.message, wrong=True, mend=error.mend or "")
        if remark:
            remarks.append(remark)
        found.update(dict.fromkeys(code))
    if not found and not remarks:
        remarks.append(f"“{cell[:60]}” names no action line, goal or target")
    if found and (rest := _left(cell, found)):
        remarks.append(f"“{rest}” in “{cell[:60]}” is passed over")
    return Mentioned(tuple(found), "; ".join(remarks), mend=_MEND)


def _without_earlier(cell: str, earlier: str) -> Mentioned:
    """Return the codes of a cell in which a Millennium Development Goal is named too."""
    rest = _EARLIER.sub(" ", cell)
    told = f"“{earlier[:60]}” is of the Millennium Development Goals, and is passed over"
    if not any(map(str.isdigit, rest)):
        return Mentioned(remark=told, mend="write the SDG that is meant")
    found = mentioned(rest)
    if found.wrong:
        return found
    return Mentioned(found.codes, "; ".join(filter(None, (found.remark, told))), mend=_MEND)


def mentioned_in_text(text: str) -> Mentioned:
    """Return the codes that a sentence names by word: “serves SDG 9 and target 4.4”."""
    found: dict[Code, None] = {}
    wrong = ""
    for match in _SAID.finditer(_EARLIER.sub(" ", text)):
        try:
            found[codes.parse_code(match["sdg"] or match["zh"] or match["line"])] = None
        except UnknownCode as error:
            wrong = error.message
    return Mentioned(tuple(found), wrong, mend="correct the code in the text")


def _left(cell: str, found: Iterable[Code]) -> str:
    """Return the first thing in a cell that looks like a code and was not understood as one."""
    # The numbers of indicators and years are no codes of their own.
    known = {code.notation.casefold().partition("-")[0] for code in found}
    known |= {notation.partition(".")[0].removeprefix("c") for notation in known}
    for match in _BARE.finditer(cell):
        printed = re.sub(r"\s", "", match[0]).casefold()
        if printed not in known and printed in _CODES:
            return match[0]
    return ""


def _part(part: str) -> tuple[tuple[Code, ...], str]:
    if _FOREIGN.match(part):
        return (), f"“{part[:60]}” is the IRI of no action line, goal or target"
    if _is_date(part):
        return (), f"“{part}” is a date, which a spreadsheet makes of a code such as 9.4"
    try:
        return tuple(codes.parse_codes(part)), ""
    except UnknownCode as error:
        if error.valid_values:
            raise
    said = mentioned_in_text(part)
    if len(said.codes) > 1 and not said.remark:
        return said.codes, ""
    if (match := _LINE.fullmatch(part)) is not None:
        return _line(match["code"], match["rest"], part)
    if (match := _HEADED.fullmatch(part)) is not None:
        # “7. ICT applications: e-learning” is no goal, whatever its number.
        if (line := _line_called(match["code"], match["name"])) is not None:
            return (line,), f"“{part[:60]}” is taken for {line.notation}, whose name it has"
        if match["code"].isdigit() and match["sign"].isspace():
            # “10 projects” is no goal, and “4 Quality education” is.
            goal = str(int(match["code"]))
            if goal in codes.GOALS and not _is_like_name_of(goal, match["name"]):
                return (
                    (),
                    f"“{part[:60]}” names no action line, goal or target; do you mean {goal}?",
                )
        try:
            return (codes.parse_code(match["code"]),), ""
        except UnknownCode as error:
            if error.valid_values:
                raise
    if said.codes:
        if re.search(r"\b(?:all|every|each)\b", part, re.IGNORECASE):
            taken = ", ".join(code.notation for code in said.codes)
            return said.codes, f"of “{part[:60]}” only {taken} is taken"
        if said.remark:
            raise UnknownCode(said.remark, mend=said.mend, valid_values=codes.GOALS)
        return said.codes, ""
    return _by_name(part)


def _line(printed: str, rest: str, part: str) -> tuple[tuple[Code, ...], str]:
    """Read the code of a line with its name behind it; the name tells the part of C7."""
    code = codes.parse_code(printed)
    named = _name(rest)
    if code.notation == "C7":
        for key, words in codes.C7_PARTS.items():
            if named is not None and named.notation == f"C7-{key}":
                return (named,), ""
            if re.search(rf"\be[\s-]?(?:{'|'.join(words)})", rest, re.IGNORECASE):
                return (codes.parse_code(f"C7-{key}"),), ""
        if named == code or not any(map(str.isalnum, rest)):
            return (code,), ""
        return (code,), f"“{part[:60]}” is taken for C7 as a whole"
    if named is not None and named != code:
        return (
            code,
        ), f"“{part[:60]}” has the code of {code.notation} and a name of {named.notation}"
    return (code,), ""


def _line_called(number: str, name: str) -> Code | None:
    """Return the action line that has this name, or nearly, unless the goal of the number may."""
    if not number.isdigit():
        return None
    line = _name(name)
    names = _names()
    if line is None:
        near = process.extractOne(
            _unprefixed(name), names.keys(), scorer=fuzz.ratio, score_cutoff=80
        )
        line = codes.parse_code(names[near[0]]) if near is not None else None
    if line is None or line.kind != "action-line":
        return None
    if line.notation.partition("-")[0] == f"C{int(number)}":
        return line
    # “9. Infrastructure” has a word of goal 9.
    of_goal = {word for each, key in names.items() if key == number for word in each.split()}
    return None if of_goal & {word for word in plain(name).split() if len(word) > 3} else line


def _is_date(part: str) -> bool:
    if (match := _DATE.fullmatch(part)) is None:
        return False
    word = match["month"] or match["first"]
    return word is None or word.casefold() in month_names()


def _is_like_name_of(goal: str, name: str) -> bool:
    """Tell whether a text has a word of a name of a goal, in whatever language."""
    own = [each for each, key in _names().items() if key == goal]
    words = {word for each in own for word in each.split()}
    words |= set(re.findall(r"[a-z]{4,}", _GOAL_NAMES[goal].pattern))
    said = plain(name)
    if any(word in words for word in said.split() if len(word) > 3):
        return True
    # Chinese has no spaces between words.
    return any(each in said for each in own if not each.isascii())


def _unprefixed(name: str) -> str:
    name = plain(name)
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix).strip()
    return name


def _by_name(part: str) -> tuple[tuple[Code, ...], str]:
    named = _name(part)
    if named is not None:
        return (named,), ""
    several = [_name(each) for each in part.split(",") if each.strip()]
    if several and all(several):
        return tuple(code for code in several if code), ""
    names = _names()
    best = process.extractOne(plain(part), names.keys(), scorer=fuzz.ratio, score_cutoff=70)
    if best is None:
        return (), f"“{part[:60]}” names no action line, goal or target"
    meant = codes.parse_code(names[best[0]])
    if best[1] >= _ALIKE:
        return (meant,), f"“{part[:60]}” is taken for {meant.notation}"
    return (), f"“{part[:60]}” names no action line, goal or target; do you mean {meant.notation}?"


def _name(printed: str) -> Code | None:
    """Return the action line or goal that has this name, in whatever language."""
    name = plain(printed)
    names = _names()
    for form in (name, *(name.removeprefix(prefix).strip() for prefix in _PREFIXES)):
        if form and (key := names.get(form)) is not None:
            return codes.parse_code(key)
    goal = next((goal for goal, form in _GOAL_NAMES.items() if form.fullmatch(name)), None)
    return codes.parse_code(goal) if goal else None


@cache
def _names() -> dict[str, str]:
    """Return lines and goals by name; where both have one, as in “Media”, it is the line's."""
    return {**closed_list("sdg-goals", iris.SDG + "/"), **closed_list("action-lines")}
