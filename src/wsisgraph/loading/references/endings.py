"""Words that stand directly before a place, looked up by their last letter.

A regular expression that must end at a place is tried from every letter before it; this is asked
for each number of a text, so that it counts.
"""

import re
from collections.abc import Iterator, Mapping

_TOKEN = re.compile(r"\(\?:|[|)]|\\.|.")
_LETTER = re.compile(r"[a-z\u00df-\u024f\u0400-\u052f\u0621-\u064a]")


class Endings:
    """Tells which of some words stand before a place."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Take words with what each stands for; pieces such as `annexe?s?` are spelled out."""
        found: dict[str, str] = {}
        for piece, key in words.items():
            for word in spelled_out(piece):
                found.setdefault(word, key)
        self._by_last: dict[str, list[tuple[str, str, bool]]] = {}
        for word in sorted(found, key=len, reverse=True):
            entry = word, found[word], _LETTER.match(word) is not None
            self._by_last.setdefault(word[-2:], []).append(entry)
        # A word of one letter stands behind any letter, the last of those that are tried.
        for last, entries in self._by_last.items():
            entries += self._by_last.get(last[1:], ())

    def before(self, text: str, end: int) -> str:
        """Return what the longest word that ends at a place stands for; empty if none does.

        Spaces between are passed over.
        """
        while end and text[end - 1] == " ":
            end -= 1
        if not end:
            return ""
        some = self._by_last.get(text[max(end - 2, 0) : end]) or self._by_last.get(text[end - 1])
        for word, key, is_word in some or ():
            start = end - len(word)
            if start >= 0 and text.startswith(word, start, end):
                if is_word and start and _LETTER.match(text, start - 1):
                    continue
                return key
        return ""


def spelled_out(piece: str) -> list[str]:
    """Return the words that a piece of a regular expression stands for.

    It may have letters, escaped signs, groups `(?:a|b)`, and `?` behind a letter or a group.
    """
    words, rest = _alternatives(iter([*_TOKEN.findall(piece), ""]))
    if rest:
        raise ValueError(f"“{piece}” is no list of words")
    return words


def _alternatives(tokens: Iterator[str]) -> tuple[list[str], str]:
    done: list[str] = []
    words, last = [""], [""]
    for token in tokens:
        if token in ("|", ")", ""):
            done += [word + end for word in words for end in last]
            words, last = [""], [""]
            if token != "|":
                return list(dict.fromkeys(done)), token if token == "" else ""
            continue
        if token == "?":
            last = [*last, ""]
            continue
        words = [word + end for word in words for end in last]
        if token == "(?:":
            last, _ = _alternatives(tokens)
        elif token in ("[", "]", "*", "+", "{", "}") or token in (r"\w", r"\d", r"\s", r"\b"):
            raise ValueError(f"“{token}” is none of what a list of words may have")
        else:
            last = [token.removeprefix("\\")]
    raise ValueError("a bracket is not closed")
