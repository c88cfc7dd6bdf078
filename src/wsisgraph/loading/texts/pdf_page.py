"""What a page of a PDF draws: words with their places, lines of them, and the rules between.

PDFium tells the letters in the order in which they were drawn, and where each stands. Places are
in points, from the left and from the bottom of the page as it is shown.
"""

import ctypes
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import pypdfium2

raw = pypdfium2.raw

NOTE_MARK = re.compile("\ue000(\\d{1,3})\ue001")
"""How a small raised figure, which may refer to a note, stands in the text of a word."""

_WORD = re.compile(r"[^\s\x00-\x1f]+")
_RAISED = re.compile(
    r"(?<=[^\W\d_]|[.,;:)”»\"'’。，、；：）》؟،؛])(?P<between>(?:\r\n)?)(?P<figure>\d{1,3})(?!\d)"
)
_UNITS = re.compile(r"(?:^|[\W\d_])[kcmd]?m\Z", re.IGNORECASE)
_HAN = re.compile("[\u3400-\u9fff]")
_BOLD = re.compile(r"bold|black|heavy|demi(?!light)", re.IGNORECASE)
# In parts of the size of letters: how far apart words of one line stand on a baseline, how far a
# raised figure is above it, and from which gap on two words are of two columns.
_SAME_LINE, _LEAST_RAISED, _MOST_RAISED, _GAP = 0.35, 0.12, 0.9, 0.9
# Or a gap is so many times as wide as those of its line, where words are spread to the margin.
_WIDER = 2.2
# From which gap on it is looked at whether a space was drawn; and part of the words where none was
# in a text whose spaces are.
_LEAST_GAP, _MOST_APART, _FEWEST_WORDS, _MOST_GAPS = 0.4, 0.3, 50, 20_000
# A space is hardly wider than the usual one, unless its line is spread.
_NARROW = 1.25
_USUAL_SPACE = 0.28
# In points.
_SMALLEST = 1.0


@dataclass(slots=True)
class Drawn:
    """A letter or word.

    Attributes:
        x, y: where the pen stood.
        left, right, height: of its box.
        text: what it says.
        is_apart: whether no space was drawn between it and what was drawn before it.
    """

    x: float
    y: float
    left: float
    right: float
    height: float
    text: str
    is_apart: bool = False


@dataclass(slots=True)
class Line:
    """What stands on one baseline, without the gaps of columns or with them.

    Attributes:
        drawn: its words, or its letters, from left to right.
        text: in the order of reading.
        y: of the baseline.
        left, right: where it begins and ends on the page.
        size: of its letters.
        is_bold: whether it is, at both ends.
        order: its place among the lines of the page as they were drawn.
        number: of its page, or of the line in a file of lines.
    """

    drawn: list[Drawn]
    text: str
    y: float
    left: float
    right: float
    size: float
    is_bold: bool = False
    order: int = 0
    number: int = 0


def letters_of(page: pypdfium2.PdfTextPage) -> str:
    """Return the letters of a page, one for each that PDFium counts; a space where it has none."""
    text: str = page.get_text_range()
    count = page.count_chars()
    if len(text) == count:
        return text
    return "".join(
        chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
        for code in (raw.FPDFText_GetUnicode(page, place) for place in range(count))
    )


class Places:
    """Tells where letters of a page stand, as it is shown."""

    def __init__(self, page: pypdfium2.PdfTextPage, turned: int) -> None:
        """Begin with a page that is `turned` clockwise by so many degrees."""
        self._page, self._turned = page, turned
        self._box = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix = raw.FS_MATRIX()
        self._flags = ctypes.c_int()
        self._name = ctypes.create_string_buffer(128)

    def edges(self, place: int) -> tuple[float, float]:
        """Return the left and right edge of a letter, with the room beside it."""
        box = self._box
        raw.FPDFText_GetLooseCharBox(self._page, place, box)
        if not self._turned:
            return box.left, box.right
        left, _, right, _ = turned_box(self._turned, box.left, box.bottom, box.right, box.top)
        return left, right

    def box(self, place: int) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top of the ink of a letter."""
        box: tuple[float, float, float, float] = self._page.get_charbox(place)
        return turned_box(self._turned, *box) if self._turned else box

    def pen(self, place: int) -> tuple[float, float]:
        """Return where the pen stood."""
        raw.FPDFText_GetCharOrigin(self._page, place, self._x, self._y)
        x, y = self._x.value, self._y.value
        return turned_box(self._turned, x, y, x, y)[:2] if self._turned else (x, y)

    def size(self, place: int) -> float:
        """Return the size of a letter's font."""
        size = raw.FPDFText_GetFontSize(self._page, place)
        if raw.FPDFText_GetMatrix(self._page, place, self._matrix):
            size *= (self._matrix.c**2 + self._matrix.d**2) ** 0.5
        return max(float(size), _SMALLEST)

    def is_made_up(self, place: int) -> bool:
        """Tell whether PDFium put in a letter where nothing was drawn, as a space."""
        return bool(raw.FPDFText_IsGenerated(self._page, place) == 1)

    def is_bold(self, place: int) -> bool:
        """Tell whether a letter's font says that it is bold."""
        raw.FPDFText_GetFontInfo(self._page, place, self._name, 128, self._flags)
        return _BOLD.search(self._name.value.decode("latin-1")) is not None


def turned_box(
    degrees: int, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a box on a page that is shown turned clockwise."""
    if degrees == 90:
        return bottom, -right, top, -left
    if degrees == 180:
        return -right, -top, -left, -bottom
    if degrees == 270:
        return -top, left, -bottom, right
    return left, bottom, right, top


def word_lines(places: Places, text: str) -> Iterator[Line]:
    """Yield the lines of a page whose words stand from left to right, as they were drawn."""
    raised = dict(_raised(places, text))
    current: Line | None = None
    order = 0
    for drawn, size, start in _words(places, text, raised):
        if current is not None:
            last = current.drawn[-1]
            # What is drawn with the word before has its baseline.
            goes_on = drawn.y == last.y and size == last.height and drawn.left > last.left
            if goes_on or _is_of_line(current, drawn, size):
                current.drawn.append(drawn)
                continue
            yield _finished(current)
        is_bold = places.is_bold(start)
        current = Line([drawn], "", drawn.y, drawn.left, drawn.right, size, is_bold, order)
        order += 1
    if current is not None:
        yield _finished(current)


def _words(places: Places, text: str, raised: dict[int, int]) -> Iterator[tuple[Drawn, float, int]]:
    """Yield words with their size and place; what stands together as drawn shares a baseline."""
    start = 0
    edges = places.edges
    for row in text.split("\r\n"):
        is_new = True
        y = size = before = least = 0.0
        for match in _WORD.finditer(row):
            begin, end = match.span()
            begin += start
            end += start
            left, right = edges(begin)[0], edges(end - 1)[1]
            # What is not right behind the word before may stand elsewhere, and so may what stands
            # behind a raised figure.
            if is_new or not -least < left - before < least:
                size, y = places.size(begin), places.pen(begin)[1]
                least = _LEAST_GAP * size
                is_new = begin in raised
            said = match[0]
            if raised:
                said = _with_marks(text, begin, end, raised)
                is_new = is_new or begin in raised
            is_apart = (
                left - before > least
                and begin > start
                and (text[begin - 2 : begin] == "  " or places.is_made_up(begin - 1))
            )
            before = right
            yield Drawn(left, y, left, right, size, said, is_apart), size, begin
        start += len(row) + 2


def _with_marks(text: str, begin: int, end: int, raised: dict[int, int]) -> str:
    """Return a word whose raised figures are marked."""
    said = text[begin:end]
    for at in range(end - 1, begin - 1, -1):
        if at in raised:
            figure = f"\ue000{text[at : raised[at]]}\ue001"
            said = f"{said[: at - begin]}{figure}{said[raised[at] - begin :]}"
    return said


def _is_of_line(line: Line, word: Drawn, size: float) -> bool:
    up = word.y - line.y
    limit = _SAME_LINE * max(line.size, size)
    is_small = min(size, line.size) < 0.85 * max(size, line.size)
    if is_small:
        # One of them is raised: the word, or a line that begins with the mark of a note.
        limit = _MOST_RAISED * (line.size if up > 0 else size)
    return abs(up) < limit and word.left > line.drawn[-1].right - 0.5 * line.size


def _finished(line: Line) -> Line:
    line.right = max(word.right for word in line.drawn)
    sizes = {word.height for word in line.drawn}
    if len(sizes) > 1:
        line.text = said_of(line.drawn, max(sizes))
        line.size = median(word.height for word in line.drawn)
        line.y = next(word.y for word in line.drawn if word.height >= 0.85 * line.size)
    else:
        line.text = said_of(line.drawn, line.size)
    return line


def said_of(words: Sequence[Drawn], size: float) -> str:
    """Return what words say; a tab stands behind the first if there is a gap as behind numbers."""
    parts = [words[0].text]
    for before, word in itertools.pairwise(words):
        gap = word.left - before.right
        if word.text.startswith("\ue000") and gap < 0.3 * size:
            parts.append(word.text)
        elif before is words[0] and gap > _GAP * size:
            parts.append("\t" + word.text)
        else:
            parts.append(" " + word.text)
    return "".join(parts)


def _raised(places: Places, text: str) -> Iterator[tuple[int, int]]:
    """Yield where small raised figures begin and end, as those that refer to notes."""
    for match in _RAISED.finditer(text):
        before, place = match.start() - 1, match.start("figure")
        if _UNITS.search(text[max(before - 3, 0) : before + 1]):
            continue
        size = places.size(before)
        up = places.pen(place)[1] - places.pen(before)[1]
        if _LEAST_RAISED * size < up < _MOST_RAISED * size and places.size(place) < 0.9 * size:
            yield place, match.end()


@dataclass(frozen=True, slots=True)
class Spaces:
    """What is between the words of a document.

    Attributes:
        usual: how wide a space is, in parts of the size of letters.
        are_drawn: whether spaces are, so that what was drawn apart without one is in two columns.
    """

    usual: float
    are_drawn: bool


USUAL_SPACES = Spaces(_USUAL_SPACE, are_drawn=False)
"""What is between the words of a document that was not looked at yet."""


def spaces_of(lines: Iterable[Line]) -> Spaces:
    """Return what is between the words of a document."""
    words = apart = 0
    widths: list[float] = []
    for line in lines:
        # Chinese has hardly any, and none is as wide as a gap of columns.
        if _HAN.search(line.text) is None:
            words += len(line.drawn) - 1
            apart += sum(each.is_apart for each in line.drawn)
            if len(widths) < _MOST_GAPS:
                gaps = (after.left - one.right for one, after in itertools.pairwise(line.drawn))
                widths += [gap / line.size for gap in gaps if 0.1 * line.size < gap]
    are_drawn = words < _FEWEST_WORDS or apart <= _MOST_APART * words
    return Spaces(median(widths) if len(widths) >= _FEWEST_WORDS else _USUAL_SPACE, are_drawn)


def pieces(line: Line, spaces: Spaces) -> list[list[Drawn]]:
    """Return what stands on a line, parted where there are gaps as between columns."""
    least = _LEAST_GAP * line.size
    before = line.drawn[0]
    for each in line.drawn:
        if not -least < each.left - before.right < least and each is not before:
            break
        before = each
    else:
        # Nothing is apart, and all is in order.
        return [line.drawn]
    drawn = sorted(line.drawn, key=lambda each: each.left)
    shown = [each for each in drawn if each.text.strip()]
    gaps = [after.left - before.right for before, after in itertools.pairwise(shown)]
    wide = [gap for gap in gaps if gap > 0.1 * line.size]
    limit = _GAP * line.size
    usual = spaces.usual * line.size
    if len(wide) > 3:
        limit = max(limit, min(_WIDER * median(wide), 3 * limit))
    if len(wide) < 3 or min(wide) < _NARROW * usual:
        # The words of the line are not spread to the margin.
        limit = min(limit, max(_WIDER * usual, _LEAST_GAP * line.size))
    found: list[list[Drawn]] = []
    last: Drawn | None = None
    for each in drawn:
        if not each.text.strip():
            if found:
                found[-1].append(each)
            continue
        gap = each.left - last.right if last is not None else limit + 1
        is_apart = spaces.are_drawn and gap > _LEAST_GAP * line.size
        is_apart = is_apart and (each.is_apart or (last is not None and last.is_apart))
        if gap > limit or is_apart:
            found.append([])
        found[-1].append(each)
        last = each
    return found
