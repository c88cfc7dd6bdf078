"""Where Chinese prints the numbers of resolutions and decisions: before their word, 第140号决议."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_AND = r"\s*(?:、|,|以及|和|及|与)\s*"
_IN_BRACKETS = r"(?:\s*\([^()]{2,40}\))?"
# Of one with parts: 第60/252 A号决议.
_PART = "(?: [a-g])?"
_WORD = r"(?:(?P<resolution>决议(?:草案)?)|(?P<decision>决定))"


class Run(NamedTuple):
    """One number of those before, or behind, one word.

    Attributes:
        start, end: with the word, where it stands beside it.
        kind: `resolution` or `decision`.
        number: as printed, without the letter of a part.
        number_end: where it ends.
        list_end: where the word ends behind all that are named together; there their revision is.
    """

    start: int
    end: int
    kind: str
    number: str
    number_end: int
    list_end: int


class Runs:
    """Finds the numbers of resolutions and decisions in Chinese texts."""

    def __init__(self, number: str) -> None:
        """Take the pattern of a number."""
        self._one = re.compile(number)
        several = rf"第?\s*{number}{_PART}(?:{_AND}第?\s*{number}{_PART}){{0,60}}"
        self._before = re.compile(rf"(?P<list>{several})\s*号\s*{_WORD}")
        self._after = re.compile(rf"(?P<resolution>决议)\s*第\s*(?P<list>{number})\s*号")
        # Of the General Assembly and ECOSOC also without 号: 联大70/125决议.
        self._bare = re.compile(
            r"(?<![\d/号第])(?:第\s*)?(?P<list>\d{2,4}/\d{1,4})\s*(?P<resolution>决议)"
        )
        # One of several with dates between: 大会2015年12月16日第70/125号和2023年…第78/160号决议.
        self._dated = re.compile(
            r"(?P<resolution>第)\s*(?P<list>\d{1,4}/\d{1,4}(?: ?[a-g])?)\s*号"
            r"(?=[^。;]{1,40}号决议)(?!\s*(?:决|文件))"
        )
        # Each with its own 号: 第140号、第200号决议.
        each = rf"第\s*{number}(?:{_AND}第?\s*{number})*\s*号{_IN_BRACKETS}"
        self._each = re.compile(
            rf"第\s*(?P<list>{number})\s*号(?={_IN_BRACKETS}(?:{_AND}{each}){{0,20}}?{_AND}{each}{_WORD})"
        )

    def find(self, text: str) -> Iterator[Run]:
        """Yield the numbers of a text, folded; some may be found twice."""
        has_slash = "/" in text
        if has_slash and "决议" in text:
            yield from self._by(self._bare, text)
        if "号" not in text:
            return
        yield from self._by(self._before, text)
        if "决议第" in text or "决议 第" in text:
            yield from self._by(self._after, text)
        if has_slash:
            yield from self._by(self._dated, text)
        if text.count("号") > 1:
            yield from self._by(self._each, text)

    def _by(self, pattern: re.Pattern[str], text: str) -> Iterator[Run]:
        for match in pattern.finditer(text):
            kind = "resolution" if match["resolution"] else "decision"
            list_end = max(match.end(), match.end(kind))
            numbers = list(self._one.finditer(text, match.start("list"), match.end("list")))
            for number in numbers:
                start = match.start() if number is numbers[0] else number.start()
                end = match.end() if number is numbers[-1] else number.end()
                yield Run(start, end, kind, number[0], number.end(), list_end)
