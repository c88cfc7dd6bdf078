"""Abbreviations that a document makes for itself: “the Group on the Information Society (GIS)”.

Where capitals in brackets stand right behind a name and are no name themselves, they are that
name's in the whole document, before and behind.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from wsisgraph.loading.references.fold import Folded, folded
from wsisgraph.loading.references.labels import Label
from wsisgraph.loading.references.names import Name
from wsisgraph.loading.texts.model import Passage

_BRACKETS = re.compile(
    r"\s?\((?:the |la |le |el |l')?[\"'“”«»]?(?P<short>[A-ZА-ЯÀ-Þ][A-ZА-ЯÀ-Þa-zа-я0-9&+-]{2,15})"
    r"[\"'“”«»]?\)"
)
_WORDS = re.compile(r"\b\w")
_CAPITALS = re.compile(r"[A-ZА-ЯÀ-Þ]")
_KINDS = frozenset(("body", "programme", "instrument", "event"))
_FEWEST, _SHARE = 3, 0.6
# How far before a name the words may begin that an abbreviation is made of.
_FAR = 90

Introduced = dict[str, Label]
"""Names by the abbreviations that were made for them."""


def introduced(passages: Iterable[Passage], find: Callable[[Folded], list[Name]]) -> Introduced:
    """Return the abbreviations that passages introduce; what is introduced twice is none.

    Args:
        passages: of one document.
        find: the names of a text.
    """
    found: Introduced = {}
    twice: set[str] = set()
    for passage in passages:
        if "(" not in passage.text:
            continue
        made = [m["short"] for m in _BRACKETS.finditer(passage.text) if _is_short(m["short"])]
        if all(find(folded(short)) for short in made):
            continue
        text = folded(passage.text)
        names = find(text)
        for match in _BRACKETS.finditer(text.cased):
            short = match["short"]
            name = next((name for name in names if name.end == match.start()), None)
            if name is None or name.label.kind not in _KINDS or not _is_short(short):
                continue
            # What stands before is an acronym itself, so that the brackets are for a longer name.
            if _is_short(text.cased[name.start : name.end].replace(" ", "")):
                continue
            if any(name.start < match.end() and name.end > match.start() for name in names):
                continue
            if _is_of_longer(text.cased[: name.end], name.start, short):
                continue
            label = _shortened(text, name, short, find)
            if found.setdefault(short, label).iri != label.iri:
                twice.add(short)
    return {short: label for short, label in found.items() if short not in twice}


def _shortened(text: Folded, name: Name, short: str, find: Callable[[Folded], list[Name]]) -> Label:
    """Return what an abbreviation stands for: the name before it, or one that this ends with.

    Of “the Group on the World Summit (WS)” it is the summit, by its first letter.
    """
    printed = text.cased[name.start : name.end]
    if not _same_letter(printed[0], short[0]):
        for start in (match.start() for match in _WORDS.finditer(printed) if match.start()):
            if _same_letter(printed[start], short[0]):
                for inner in find(folded(printed[start:])):
                    if inner.start == 0 and inner.end == len(printed) - start:
                        return inner.label
    return name.label


def _is_of_longer(text: str, start: int, short: str) -> bool:
    """Tell whether an abbreviation is made of words that begin before the name it stands behind.

    “Objectives of Good Government of the Union (OGG)” are no name of the Union.
    """
    if _same_letter(text[start], short[0]):
        return False
    words = list(_WORDS.finditer(text, max(0, start - _FAR)))
    for place, match in enumerate(words):
        if match.start() >= start:
            return False
        if _same_letter(match[0], short[0]):
            rest = iter(word[0].casefold() for word in words[place:])
            if all(letter in rest for letter in short.casefold()):
                return True
    return False


def _same_letter(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _is_short(text: str) -> bool:
    """Tell whether a word is mostly capitals."""
    capitals = len(_CAPITALS.findall(text))
    return capitals >= _FEWEST and capitals >= _SHARE * len(text)


def with_introduced(text: Folded, names: Sequence[Name], known: Introduced) -> list[Name]:
    """Return the names of a text, with those of abbreviations where nothing else is named."""
    more = list(_all(text, known)) if known else []
    if not more:
        return list(names)
    free = [
        one
        for one in more
        if not any(one.start < name.end and name.start < one.end for name in names)
    ]
    return sorted([*names, *free], key=lambda name: name.start)


def _all(text: Folded, known: Introduced) -> Iterator[Name]:
    for short, label in known.items():
        if short not in text.cased:
            continue
        for match in re.finditer(rf"(?<![\w&+-]){re.escape(short)}(?![\w&+])", text.cased):
            yield Name(match.start(), match.end(), label)
