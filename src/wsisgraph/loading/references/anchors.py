"""Regular expressions that are tried only where a text has a word that they cannot do without.

Most texts have few of the words that hundreds of patterns look for. One automaton (Aho-Corasick)
finds all of these words in one pass over a text, and so tells which patterns may match at all.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

# Python's own parser of regular expressions has no public name.
constants: Any = import_module("re._constants")
parser: Any = import_module("re._parser")

Key = TypeVar("Key")

_MOST_SIGNS = 8
_MOST_WORDS = 400
# Letters that patterns take for one another whatever their case (`re._casefix`), beyond casefold.
_RARE_SIGNS = "ıẛςϐϵϑϰϖϱϕ"
# Casefold makes two signs of İ.
_DOT = "\u0307"
_SAME = str.maketrans(_RARE_SIGNS, "iṡσβεθκπρφ", _DOT)
_RARE = re.compile(f"[{_RARE_SIGNS}{_DOT}]")


@lru_cache(maxsize=64)
def folded(text: str) -> str:
    """Return a text in which letters that patterns without case take for one are one."""
    if text.isascii():
        return text.lower()
    text = text.casefold()
    return text if _RARE.search(text) is None else text.translate(_SAME)


class Late:
    """A regular expression that is compiled when it is first tried, which few ever are."""

    __slots__ = ("_compiled", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags
        self._compiled: re.Pattern[str] | None = None

    def _now(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self.flags)
        return self._compiled

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match; None without one."""
        return self._now().search(text)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the match that begins at a place; None without one."""
        return self._now().match(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches that do not overlap."""
        return self._now().finditer(text)


def needed(pattern: Late) -> frozenset[str]:
    """Return words of which any text that a pattern matches has one, folded; none if it needs none.

    They are read from the pattern as Python's own parser understands it.
    """
    found = _of_sequence(parser.parse(pattern.pattern, pattern.flags))
    return frozenset() if found is None or len(found) > _MOST_WORDS else frozenset(found)


class Anchored(Generic[Key]):
    """Patterns, each with what it stands for, of which only those are tried that may match."""

    def __init__(self, pairs: Iterable[tuple[Key, Late]]) -> None:
        self._pairs = tuple(pairs)
        words: dict[str, list[int]] = defaultdict(list)
        self._always: list[int] = []
        for number, (_, pattern) in enumerate(self._pairs):
            need = needed(pattern)
            for word in need:
                words[word].append(number)
            if not need:
                self._always.append(number)
        self._numbers = list(words.values())
        self._automaton = AhoCorasick(list(words), matchkind=MatchKind.Standard)

    def __iter__(self) -> Iterator[tuple[Key, Late]]:
        return iter(self._pairs)

    def in_text(self, text: str) -> list[tuple[Key, Late]]:
        """Return those that may match a text, in their order; it may have any case."""
        pairs = self._pairs
        if not self._numbers:
            return list(pairs)
        may = set(self._always)
        for word, _, _ in self._automaton.find_matches_as_indexes(folded(text), overlapping=True):
            may.update(self._numbers[word])
        return [pairs[number] for number in sorted(may)] if may else []


def _of_sequence(items: Iterable[Any]) -> set[str] | None:
    """Return the words of the most telling item of a sequence: that with the longest words."""
    best: set[str] | None = None
    run = ""
    for operation, argument in items:
        if operation is constants.LITERAL:
            run += chr(argument)
            continue
        best, run = _better(best, {folded(run)} if run else None), ""
        best = _better(best, _of_item(operation, argument))
    return _better(best, {folded(run)} if run else None)


def _of_item(operation: Any, argument: Any) -> set[str] | None:
    match operation:
        case constants.SUBPATTERN:
            return _of_sequence(argument[-1])
        case constants.ATOMIC_GROUP:
            return _of_sequence(argument)
        case constants.MAX_REPEAT | constants.MIN_REPEAT | constants.POSSESSIVE_REPEAT:
            return _of_sequence(argument[2]) if argument[0] else None
        case constants.ASSERT:
            return _of_sequence(argument[1])
        case constants.BRANCH:
            return _of_branches(argument[1])
        case constants.IN:
            return _of_signs(argument)
    return None


def _of_branches(branches: Iterable[Any]) -> set[str] | None:
    words: set[str] = set()
    for branch in branches:
        found = _of_sequence(branch)
        if found is None:
            return None
        words |= found
    return words


def _of_signs(items: Iterable[Any]) -> set[str] | None:
    """Return the signs of a class, if they are few."""
    signs: set[str] = set()
    for operation, argument in items:
        if operation is constants.LITERAL:
            signs.add(folded(chr(argument)))
        elif operation is constants.RANGE and argument[1] - argument[0] < _MOST_SIGNS:
            signs |= {folded(chr(code)) for code in range(argument[0], argument[1] + 1)}
        else:
            return None
    return signs if len(signs) <= _MOST_SIGNS else None


def _better(one: set[str] | None, other: set[str] | None) -> set[str] | None:
    """Return the words that fewer texts have: the longer, then the fewer."""
    if one is None or other is None:
        return other if one is None else one
    return max(one, other, key=lambda words: (min(map(len, words)), -len(words)))
