"""Lines of Arabic from the places of their letters, since a PDF has them in no order of reading.

Letters on one baseline are a line; from right to left they are in order, but for figures and
Latin words, which go from left to right. Vowel signs are left out: they stand over letters, and
nothing is spelled by them alone. Where a page has two columns, the right one is read first.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from math import ceil

from wsisgraph.loading.texts.pdf_page import Drawn, Line, Places

_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_SIGNS = re.compile("[\u064b-\u065f\u0670\u0640]")
_RUN = r"A-Za-z\u00c0-\u024f\d\u0660-\u0669%"
_LATIN = re.compile(rf"[{_RUN}](?:[{_RUN}./:&@+,'’_\-–#?=٫٬ ]*[{_RUN}])?")
_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_APART = re.compile(r"([ \-–]+)")
_BRACKETS = re.compile(r"[()]")
# The number of an item, whose bracket has none that opens it.
_MARK = re.compile(r"(\w{1,3})[()](?=\s|\Z)")
_ALIF = frozenset("ا\ufe8d\ufe8e")
_MIRROR = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_SAME_LINE = 3.0
# In points: how near pens of parts of a ligature are, and letters that touch.
_SAME_PEN, _TOUCHING = 0.15, 0.3
_NOT_LATIN = "\u0250"
# In parts of the size of a line: how far figures that refer to notes stand above it.
_RAISED = 0.9
# Part of the height of letters: where two are as far apart, there is a space.
_SPACE = 0.4
# In points: how far columns are apart; and in parts of the lines: how many go over both, and how
# many of the right one are full.
_GUTTER, _WIDEST_GUTTER, _STEP = 10.0, 60.0, 3.0
_FEWEST_LINES, _MOST_OVER, _FULL = 4, 0.1, 0.35
_WIDEST_PAGE = 15_000
_FEWEST_BESIDE, _SHARE_BESIDE = 4, 0.5
# Behind a Latin word a figure goes on from left to right: TDAG-23/48-A، 29 نوفمبر.
_FIGURE_BEHIND = re.compile(
    r"(?P<figure>\d[\d./–-]*)\s+(?P<sign>[،؛,;])(?P<latin>[A-Za-z][^\s،؛]*)(?=\s)"
)


def is_arabic(text: str) -> bool:
    """Tell whether a page is mostly in Arabic letters."""
    return len(_ARABIC.findall(text)) * 3 > sum(map(str.isalpha, text))


def arabic_lines(places: Places, text: str) -> list[Line]:
    """Return the lines of a page from top to bottom.

    Args:
        places: where its letters stand.
        text: its letters, as they were drawn.
    """
    lines: dict[float, list[Drawn]] = {}
    sizes: dict[float, float] = {}
    starts: dict[float, int] = {}
    base, before = float("inf"), 0.0
    for letter, size, place in _letters(places, text):
        if abs(base - letter.y) >= _SAME_LINE or size != before:
            base = next((y for y in reversed(lines) if abs(y - letter.y) < _SAME_LINE), letter.y)
            lines.setdefault(base, [])
            sizes[base] = max(sizes.get(base, 0.0), size)
            starts.setdefault(base, place)
            before = size
        lines[base].append(letter)
    _take_raised(lines, sizes)
    return [
        _line(lines[base], sizes[base], places.is_bold(starts[base]), order)
        for order, base in enumerate(sorted(lines, reverse=True))
        if any(letter.text.strip() for letter in lines[base])
    ]


def _line(letters: list[Drawn], size: float, is_bold: bool, order: int) -> Line:
    shown = [letter for letter in letters if letter.text.strip()]
    left, right = min(each.left for each in shown), max(each.right for each in shown)
    return Line(letters, line_of(letters), shown[0].y, left, right, size, is_bold, order)


def _take_raised(lines: dict[float, list[Drawn]], sizes: dict[float, float]) -> None:
    """Put small raised figures, which refer to notes, into the lines that they stand in."""
    for base, letters in list(lines.items()):
        figures = [letter for letter in letters if letter.text.strip()]
        if not figures or not all(letter.text.isdigit() for letter in figures):
            continue
        under = next(
            (
                y
                for y in lines
                if 0 < base - y < _RAISED * sizes[y] and sizes[base] < 0.9 * sizes[y]
            ),
            None,
        )
        if under is None:
            continue
        del lines[base]
        for _, run in itertools.groupby(
            enumerate(sorted(figures, key=lambda each: each.left)),
            key=lambda each: round(each[1].left - each[0] * (each[1].right - each[1].left)),
        ):
            said = [letter for _, letter in run]
            first, last = said[0], said[-1]
            # Figures are turned around with those of the line.
            figure = "".join(letter.text for letter in said)[::-1]
            lines[under].append(
                Drawn(
                    last.x,
                    first.y,
                    first.left,
                    last.right,
                    first.height,
                    f"\ue001{figure}\ue000"[::-1],
                )
            )


def by_columns(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of a page in order of reading, those of two columns apart."""
    whole = {id(line.drawn): line for line in lines}
    of = {id(letter): line for line in lines for letter in line.drawn}
    for letters in in_columns([line.drawn for line in lines]):
        line = whole.get(id(letters))
        if line is None:
            line = of[id(letters[0])]
            number = line.number
            line = _line(letters, line.size, line.is_bold, line.order)
            line.number = number
        yield line


def in_columns(lines: Sequence[list[Drawn]]) -> Iterator[list[Drawn]]:
    """Yield the lines of a page in order of reading: of two columns the right one first.

    Args:
        lines: from top to bottom; those of two columns that stand beside one another are one.
    """
    between = _between_columns([_segments(line) for line in lines])
    if between is None:
        yield from lines
        return
    later: list[list[Drawn]] = []
    for line in lines:
        if any(left < between < right for left, right in _segments(line)):
            # Over both columns, as a heading: what is above it comes first.
            yield from later
            later = []
            yield line
            continue
        if right := [letter for letter in line if letter.left >= between]:
            yield right
        if left := [letter for letter in line if letter.left < between]:
            later.append(left)
    yield from later


def _segments(line: list[Drawn]) -> list[tuple[float, float]]:
    """Return the pieces of a line, from left to right, that gaps as between columns part."""
    found: list[tuple[float, float]] = []
    for letter in sorted((each for each in line if each.text.strip()), key=lambda e: e.left):
        if found and letter.left - found[-1][1] <= _GUTTER:
            found[-1] = (found[-1][0], max(found[-1][1], letter.right))
        else:
            found.append((letter.left, letter.right))
    return found


def _between_columns(lines: Sequence[list[tuple[float, float]]]) -> float | None:
    """Return the place between the two columns of a page; None if it has one.

    Hardly a line goes over it, and on its right the lines come up to it, as they do not in a table.
    """
    all_of_them = [segment for line in lines for segment in line]
    if len(all_of_them) < 2 * _FEWEST_LINES:
        return None
    first, last = min(all_of_them)[0], max(right for _, right in all_of_them)
    if last - first > _WIDEST_PAGE:
        return None
    over = [0] * (int((last - first) / _STEP) + 2)
    for left, right in all_of_them:
        for place in range(int((left - first) / _STEP), ceil((right - first) / _STEP) + 1):
            over[min(place, len(over) - 1)] += 1
    middle = range(len(over) // 4, len(over) - len(over) // 4)
    fewest = min((over[place] for place in middle), default=0)
    if fewest > _MOST_OVER * len(lines):
        return None
    places = [place for place in middle if over[place] == fewest]
    between = first + _STEP * places[len(places) // 2]
    lefts = [right for _, right in all_of_them if right <= between]
    rights = [left for left, _ in all_of_them if left >= between]
    if min(len(lefts), len(rights)) < _FEWEST_LINES:
        return None
    edge = min(rights)
    full = sum(left - edge < _GUTTER for left in rights)
    return between if full > _FULL * len(rights) and edge - max(lefts) < _WIDEST_GUTTER else None


def _letters(places: Places, text: str) -> Iterator[tuple[Drawn, float, int]]:
    """Yield the letters of a page, each with its size and place."""
    size = 0.0
    is_first = True
    for place, sign in enumerate(text):
        if sign < " " or (sign in " \ufffe" and places.is_made_up(place)):
            is_first = True
            continue
        is_apart = is_first
        if is_first:
            size, is_first = places.size(place), False
        # What stands over a letter has a place of its own in the line, and is no gap.
        sign = "" if _SIGNS.match(sign) else sign
        left, bottom, right, top = places.box(place)
        if sign < "\u0250" or sign.isdigit():
            # Figures have room beside them, which is no gap.
            left, right = places.edges(place)
        x, y = places.pen(place)
        yield Drawn(x, y, left, right, top - bottom, sign, is_apart), size, place


def line_of(letters: Sequence[Drawn]) -> str:
    """Return the letters of a line in the order of reading."""
    shown = _from_right(letters)
    heights = sorted(each.height for each in shown if each.text.strip()) or [0.0]
    widest = _SPACE * heights[len(heights) // 2]
    parts: list[str] = []
    last: Drawn | None = None
    is_marked = False
    for letter in shown:
        if not letter.text:
            is_marked = True
            continue
        # Between a sign and the alif below which it stands there is no space: عددًا.
        gap = last.left - letter.right if last is not None else 0.0
        is_apart = gap > widest
        is_under = (
            is_marked and letter.text in _ALIF and last is not None and last.text not in _ALIF
        )
        if parts and parts[-1] == " " and gap < _TOUCHING and letter.text < _NOT_LATIN:
            # A space that was put in between two figures, which have none between them.
            parts.pop()
        if is_apart and letter.text != " " and not is_under:
            parts.append(" ")
        parts.append(letter.text)
        is_marked = False
        last = letter if letter.text != " " else last
    text = " ".join("".join(parts).split())
    if not _ARABIC.search(text) and _LETTER.search(text):
        return _with_brackets(text) if _MARK.fullmatch(text) else text[::-1]
    text = _LATIN.sub(lambda match: _turned(match[0]), text)
    return _with_brackets(_FIGURE_BEHIND.sub(r"\g<latin>\g<sign> \g<figure>", text))


def _from_right(letters: Sequence[Drawn]) -> list[Drawn]:
    """Return letters from right to left.

    Parts of a ligature have one pen position, or nearly so, and so have a space and the letter
    behind it.
    """
    shown = sorted(letters, key=lambda each: -each.x)
    start = 0
    for end in range(1, len(shown) + 1):
        if end < len(shown) and shown[start].x - shown[end].x < _SAME_PEN:
            continue
        if end - start > 1:
            shown[start:end] = sorted(shown[start:end], key=lambda e: (e.text != " ", -e.left))
        start = end
    return shown


def _with_brackets(text: str) -> str:
    """Return a line with its brackets as they are meant: some programs store how they look."""
    if (mark := _MARK.match(text)) is not None:
        return f"{mark[1]}){_with_brackets(text[mark.end() :])}"
    opened, closed = text.find("("), text.find(")")
    text = text.translate(_MIRROR) if closed >= 0 and (opened < 0 or closed < opened) else text
    signs = "".join(_BRACKETS.findall(text))
    are_nested = "((" in signs and "))" in signs
    if len(signs) % 2 or are_nested or signs == "()" * (len(signs) // 2):
        return text
    # Some are stored in one way and some in the other: they take turns.
    turns = itertools.cycle("()")
    return _BRACKETS.sub(lambda _: next(turns), text)


def _turned(run: str) -> str:
    """Return a run of figures and Latin words in its own order."""
    if _LETTER.search(run):
        return run[::-1]
    # Figures on both sides of a space or hyphen are read from right to left, each by itself.
    return "".join(part[::-1] for part in _APART.split(run))
