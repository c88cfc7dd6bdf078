"""Lines of pages into paragraphs: by the room that was left, the gaps between, and beginnings.

What a PDF draws has no paragraphs. Where they are spaced, a wider gap parts them; where they are
not, one ends with a line in which the next word would have had room.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from wsisgraph.loading.texts.blocks import tidy
from wsisgraph.loading.texts.line_kinds import is_contents, is_header
from wsisgraph.loading.texts.numbers import number_at_start
from wsisgraph.loading.texts.pdf_page import Line

_ENDS = re.compile(r"[.!?:;。！？：；…؟؛][”\"»’')）\]]*\s*$")
_SENTENCE_ENDS = re.compile(r"[.!?。！？؟…][”\"»’')）\]]*\s*$")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+\S")
_FIRST_WORD = re.compile(r"\S+")
# How much of the width a heading takes at most, and one with its number.
_HEADING, _NUMBERED_HEADING = 0.62, 0.8
# In parts of the size of letters, or of the usual distance of lines.
_WIDER, _FARTHEST, _OTHER_SIZE, _INDENT = 1.22, 2.4, 0.07, 0.5
_USUAL_LEADING = 1.35
_FEW_LINES = 8
_FEWEST_GAPS, _SPACED, _RUNNING, _FEW_GAPS = 3, 0.06, 0.7, 1.3
# Parts of the width: a line that ends before is a line by itself, or ends a paragraph.
_SHORT, _CUT, _ALMOST = 0.55, 0.62, 0.85
_PAGE_JUMP = 0.5


@dataclass(slots=True)
class Flow:
    """Lines that stand below one another in a column of a page.

    Attributes:
        start, end: where its lines begin and may end, in the direction of reading.
    """

    start: float = 0.0
    end: float = 0.0
    lines: list[Line] = field(default_factory=list)


class Setting:
    """How the lines of a document are set.

    Attributes:
        from_right: whether lines are read from the right.
        leading: how far the lines of a paragraph are apart, in parts of the size of letters.
        is_spaced: whether paragraphs are farther apart.
    """

    def __init__(self, pages: Sequence[Sequence[Line]], *, from_right: bool) -> None:
        """Learn it from the lines of its pages, each page's in order."""
        self.from_right = from_right
        self._flows: dict[int, Flow] = {}
        by_page = [list(self._parted(page)) for page in pages]
        flows = [flow for of_page in by_page for flow in of_page]
        self.leading, self.is_spaced = _spacing(flows)
        lengths = sorted(len(line.text) for flow in flows for line in flow.lines)
        # Most lines of running text are as long as the page is wide.
        self._letters = lengths[int(len(lengths) * 0.8)] if lengths else 0
        widest = max((flow.end - flow.start for flow in flows), default=0.0)
        for of_page in by_page:
            # The few lines of a short page do not tell how wide it is.
            if len(of_page) == 1 and len(of_page[0].lines) < _FEW_LINES:
                of_page[0].end = max(of_page[0].end, of_page[0].start + widest)

    def begins(self, line: Line) -> float:
        """Return where a line begins, in the direction of reading."""
        return -line.right if self.from_right else line.left

    def ends(self, line: Line) -> float:
        """Return where a line ends, in the direction of reading."""
        return -line.left if self.from_right else line.right

    def _parted(self, page: Sequence[Line]) -> Iterable[Flow]:
        """Yield the columns of a page; another begins where a line stands higher than the last."""
        flow = Flow()
        for line in page:
            if flow.lines and line.y > flow.lines[-1].y + _PAGE_JUMP * line.size:
                yield flow
                flow = Flow()
            if not flow.lines:
                flow.start, flow.end = self.begins(line), self.ends(line)
            flow.lines.append(line)
            flow.start = min(flow.start, self.begins(line))
            flow.end = max(flow.end, self.ends(line))
            self._flows[id(line)] = flow
        if flow.lines:
            yield flow

    def goes_on(self, text: str, lines: Sequence[Line], line: Line) -> bool:
        """Tell whether a line goes on with a paragraph.

        Args:
            text: of the paragraph so far.
            lines: of the paragraph so far.
            line: the next one.
        """
        last = lines[-1]
        if is_header(tidy(line.text)) or is_header(tidy(last.text)):
            return False
        if is_contents(last.text):
            return False
        if abs(line.size - last.size) > _OTHER_SIZE * max(line.size, last.size):
            return False
        if last.is_bold != line.is_bold and (last.is_bold or _ENDS.search(last.text)):
            return False
        flow = self._flows[id(line)]
        if flow is not self._flows[id(last)]:
            return self._goes_over(text, last, line)
        gap = (last.y - line.y) / line.size
        if gap > _FARTHEST or gap > _WIDER * self.leading:
            return False
        if self._is_beginning(text, lines, line):
            return False
        is_centred = self._is_centred(flow, last) and self._is_centred(flow, line)
        if not is_centred and self._is_indented(lines, line):
            return False
        width = flow.end - flow.start
        room = (width - (last.right - last.left)) if is_centred else flow.end - self.ends(last)
        if self.is_spaced:
            return room < _SHORT * width or self._runs_on(last, line)
        if self._had_room(room, last, line):
            return self._runs_on(last, line) and room < _SHORT * width
        return not (_SENTENCE_ENDS.search(last.text) and self._is_like_heading(line.text.strip()))

    def _goes_over(self, text: str, last: Line, line: Line) -> bool:
        """Tell whether a paragraph goes on on the next page, or in the next column."""
        said = line.text.strip()
        number = number_at_start(said)
        if number is not None and (number.is_sure or len(number.values) > 1):
            return False
        flow = self._flows[id(last)]
        if self._had_room(flow.end - self.ends(last), last, line):
            return False
        if _SENTENCE_ENDS.search(last.text):
            return not self.is_spaced and not self._is_like_heading(said)
        return not (_ENDS.search(last.text) and len(last.text) < _ALMOST * self._letters)

    def _is_beginning(self, text: str, lines: Sequence[Line], line: Line) -> bool:
        """Tell whether a line begins with a number, as another paragraph does."""
        number = number_at_start(line.text.strip())
        if number is None or not (number.is_sure or len(number.values) > 1):
            return False
        last = lines[-1]
        if self.begins(line) < self.begins(lines[0]) + line.size:
            is_first = len(lines) == 1 or self.begins(line) < self.begins(last) - line.size
            if is_first and self.begins(last) > self.begins(line) + line.size:
                return True
        flow = self._flows[id(last)]
        is_short = self.ends(last) - flow.start < _ALMOST * (flow.end - flow.start)
        # Where paragraphs are spaced, none begins right below a full line that goes on.
        follows = not self.is_spaced and number_at_start(text) is not None
        return bool(_ENDS.search(last.text) or is_short or follows)

    def _is_indented(self, lines: Sequence[Line], line: Line) -> bool:
        """Tell whether a line begins elsewhere than the lines of a paragraph do."""
        shift = self.begins(line) - self.begins(lines[-1])
        limit = _INDENT * line.size
        if len(lines) > 1:
            return abs(shift) > limit
        # The first line of a paragraph may stand out, with its number, or be set in.
        return shift > limit and number_at_start(lines[0].text.strip()) is None

    def _is_centred(self, flow: Flow, line: Line) -> bool:
        before, after = self.begins(line) - flow.start, flow.end - self.ends(line)
        return before > line.size and abs(before - after) < line.size

    def _had_room(self, room: float, last: Line, line: Line) -> bool:
        """Tell whether the first word of a line would have had room in the one before."""
        word = _FIRST_WORD.search(line.text)
        first = word[0] if word is not None else ""
        letters = max(len(line.text), 1)
        per_letter = (line.right - line.left) / letters
        if first and "\u3000" <= first[0] <= "\uffef":
            return room > 2.5 * per_letter
        fits = room > per_letter * (len(first) + 1.5)
        return fits and len(last.text) + 1 + len(first) <= self._letters

    def _runs_on(self, last: Line, line: Line) -> bool:
        return line.text.strip()[:1].islower() and not _ENDS.search(last.text)

    def _is_like_heading(self, said: str) -> bool:
        """Tell whether a line after a whole sentence is a heading: short, and ends no sentence."""
        if _ENDS.search(said) or said[0].islower():
            return False
        most = _NUMBERED_HEADING if _NUMBERED.match(said) else _HEADING
        return len(said) < most * self._letters and any(map(str.isalpha, said))


def _spacing(flows: Sequence[Flow]) -> tuple[float, bool]:
    """Return how far lines of a paragraph are apart, and whether paragraphs are farther."""
    gaps: Counter[float] = Counter()
    running: Counter[float] = Counter()
    room = sorted(_room(line) for flow in flows for line in flow.lines)
    # Rows of tables have gaps; what has few goes to the margin as paragraphs do.
    most = _FEW_GAPS * room[len(room) // 4] if room else 0.0
    for flow in flows:
        width = flow.end - flow.start
        for one, other in zip(flow.lines, flow.lines[1:], strict=False):
            if abs(one.size - other.size) < _OTHER_SIZE * one.size:
                gap = round((one.y - other.y) / one.size, 1)
                gaps[gap] += 1
                running[gap] += one.right - one.left > _RUNNING * width and _room(one) <= most
    usual = {gap: number for gap, number in running.items() if 0.9 <= gap <= _FARTHEST and number}
    if sum(usual.values()) < _FEWEST_GAPS:
        return _USUAL_LEADING, False
    often = 0.35 * max(usual.values())
    leading = min(gap for gap, number in usual.items() if number >= often) + 0.05
    wider = sum(number for gap, number in gaps.items() if gap > _WIDER * leading)
    return leading, wider >= _SPACED * sum(gaps.values())


def _room(line: Line) -> float:
    """Return how much room a letter of a line has, in parts of its size."""
    return (line.right - line.left) / len(line.text) / line.size


def body_size(lines: Iterable[Line]) -> float:
    """Return the size of most letters."""
    sizes = [line.size for line in lines for _ in range(1 + len(line.text) // 20)]
    return median(sizes) if sizes else 0.0
