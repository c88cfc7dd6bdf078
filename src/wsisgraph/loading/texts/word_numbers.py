"""Word's own numbering, resolved: `numbering.xml` says how, the paragraphs are counted here.

ECMA-376 part 1, section 17.9. Levels count by abstract list, so that lists which share one go on
counting; a list may begin a level anew (`lvlOverride`), and a level begins anew after a higher one.
"""

from dataclasses import dataclass, field, replace
from xml.etree import ElementTree

from wsisgraph.loading.texts.numbers import roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_LEVELS = 9
_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALPHA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_COUNTED = {
    "arabicAlpha": _ALPHA,
    "arabicAbjad": _ABJAD,
    "russianLower": _RUSSIAN,
    "russianUpper": _RUSSIAN.upper(),
    "hebrew2": _HEBREW,
    "hebrew1": _HEBREW,
    "ideographTraditional": _STEMS,
    "ideographZodiac": _BRANCHES,
}
_HAN_NAMES = (
    "chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting koreanCounting"
    " taiwaneseCountingThousand ideographLegalTraditional chineseLegalSimplified"
)
_HAN_DIGIT_NAMES = "ideographDigital japaneseDigitalTenThousand taiwaneseDigital koreanDigital"
_CIRCLED_NAMES = "decimalEnclosedCircle decimalEnclosedCircleChinese ideographEnclosedCircle"
_IN_HAN = frozenset(_HAN_NAMES.split())
_IN_HAN_DIGITS = frozenset(_HAN_DIGIT_NAMES.split())
_CIRCLED = frozenset(_CIRCLED_NAMES.split())


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list is numbered; names as in the standard."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    abstract: str
    levels: list[Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, and how far each has been counted."""

    def __init__(self, tree: ElementTree.Element | None) -> None:
        self._lists: dict[str, _List] = {}
        # By abstract list, how far each level is; None where it was not begun.
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        self._of_style: dict[str, tuple[str, int]] = {}
        if tree is not None:
            self._read(tree)

    def level_of_style(self, style: str) -> tuple[str, int] | None:
        """Return list and level that name a paragraph style as theirs."""
        return self._of_style.get(style)

    def key_of(self, number_id: str) -> str:
        """Return what lists that count together have in common."""
        found = self._lists.get(number_id)
        return found.abstract if found is not None else number_id

    def next(self, number_id: str, level: int) -> str:
        """Count a paragraph of a list, and return its number as it is printed; "" for none."""
        found = self._lists.get(number_id)
        if found is None or not 0 <= level < _LEVELS:
            return ""
        own = found.levels[level]
        counts = self._counts.setdefault(found.abstract, [None] * _LEVELS)
        if number_id not in self._begun:
            self._begun.add(number_id)
            for each in found.starts:
                counts[each] = None
        self._count(counts, found, level)
        if own.format == "bullet":
            return "•"
        if own.format == "none":
            return ""
        return self._printed(own, counts, found)

    def _count(self, counts: list[int | None], found: _List, level: int) -> None:
        before = counts[level]
        counts[level] = self._start(found, level) if before is None else before + 1
        for each in range(level + 1, _LEVELS):
            restart = found.levels[each].restart
            if restart is None or (restart > 0 and level < restart):
                counts[each] = None

    def _start(self, found: _List, level: int) -> int:
        return found.starts.get(level, found.levels[level].start)

    def _printed(self, own: Level, counts: list[int | None], found: _List) -> str:
        text = own.text
        for each in range(_LEVELS):
            mark = f"%{each + 1}"
            if mark in text:
                shape = "decimal" if own.is_legal else found.levels[each].format
                count = counts[each]
                # A level above that was never counted is printed as its first.
                value = self._start(found, each) if count is None else count
                text = text.replace(mark, formatted(max(value, 0), shape))
        return text.strip()

    def _read(self, tree: ElementTree.Element) -> None:
        abstracts = {e.get(f"{W}abstractNumId", ""): e for e in tree.iter(f"{W}abstractNum")}
        by_link = {
            _value(e, "styleLink"): key for key, e in abstracts.items() if _value(e, "styleLink")
        }
        for number in tree.iter(f"{W}num"):
            key = _value(number, "abstractNumId")
            if key in abstracts and (link := _value(abstracts[key], "numStyleLink")):
                key = by_link.get(link, key)
            if key not in abstracts:
                continue
            levels = _levels(abstracts[key])
            starts: dict[int, int] = {}
            for override in number.findall(f"{W}lvlOverride"):
                place = _whole(override.get(f"{W}ilvl"), 0)
                if not 0 <= place < _LEVELS:
                    continue
                if (own := override.find(f"{W}lvl")) is not None:
                    levels[place] = _level(own)
                start = override.find(f"{W}startOverride")
                if start is not None:
                    starts[place] = _whole(start.get(f"{W}val"), 1)
            number_id = number.get(f"{W}numId", "")
            self._lists[number_id] = _List(key, levels, starts)
            for place, level in enumerate(levels):
                if level.style:
                    self._of_style.setdefault(level.style, (number_id, place))


def formatted(value: int, shape: str) -> str:
    """Return an ordinal in a format of numbering, by its name in the standard (ST_NumberFormat)."""
    if shape in ("lowerLetter", "upperLetter"):
        # Word prints aa after z, then bb.
        letter = chr(96 + (value - 1) % 26 + 1) * ((value - 1) // 26 + 1) if value else ""
        return letter.upper() if shape == "upperLetter" else letter
    if shape in ("lowerRoman", "upperRoman"):
        text = roman(min(value, 3999)) if value else "0"
        return text.upper() if shape == "upperRoman" else text
    if shape in _COUNTED:
        row = _COUNTED[shape]
        return row[(value - 1) % len(row)] if value else ""
    if shape in _IN_HAN:
        return _han(value)
    if shape in _IN_HAN_DIGITS:
        return "".join(_HAN[int(digit)] for digit in str(value))
    if shape in _CIRCLED:
        return chr(0x245F + value) if 0 < value <= 20 else str(value)
    if shape == "decimalZero":
        return f"{value:02}"
    if shape == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(digit)) for digit in str(value))
    if shape == "hindiNumbers":
        return "".join(chr(0x0660 + int(digit)) for digit in str(value))
    return "" if shape == "none" else str(value)


def _han(value: int) -> str:
    if value >= 100 or value <= 0:
        return "".join(_HAN[int(digit)] for digit in str(value))
    tens, ones = divmod(value, 10)
    text = ("" if tens == 1 else _HAN[tens]) + "十" if tens else ""
    return text + (_HAN[ones] if ones else "")


def _levels(abstract: ElementTree.Element) -> list[Level]:
    levels = [Level()] * _LEVELS
    for element in abstract.findall(f"{W}lvl"):
        place = _whole(element.get(f"{W}ilvl"), 0)
        if 0 <= place < _LEVELS:
            levels[place] = _level(element)
    return levels


def _level(element: ElementTree.Element) -> Level:
    restart = _value(element, "lvlRestart")
    level = Level(
        _whole(_value(element, "start"), 1),
        _format(element),
        _value(element, "lvlText"),
        style=_value(element, "pStyle"),
        is_legal=element.find(f"{W}isLgl") is not None,
    )
    return replace(level, restart=int(restart)) if restart.isdigit() else level


def _format(element: ElementTree.Element) -> str:
    found = element.find(f"{W}numFmt")
    if found is None:
        # Newer formats stand in alternate content, as the choice for those who know them.
        found = next(element.iter(f"{W}numFmt"), None)
    return found.get(f"{W}val", "decimal") if found is not None else "decimal"


def _value(element: ElementTree.Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", "") if found is not None else ""


def _whole(text: str | None, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default
