"""Which names nobody of a language has confirmed, as the editorial notes of the graph say.

A sentence with the word "unreviewed" names the languages whose names are from memory; one that
begins with "Confirmed by an editor" those that were confirmed since.
"""

import re
from collections.abc import Iterable

from wsisgraph.site.language import NAMES, SOURCE

ENGLISH_NAMES = {
    "Arabic": "ar",
    "Chinese": "zh",
    "English": "en",
    "French": "fr",
    "Russian": "ru",
    "Spanish": "es",
}
_CONFIRMED = "Confirmed by an editor"
_LANGUAGE = "|".join(ENGLISH_NAMES)
_LIST = re.compile(rf"(?:{_LANGUAGE})(?:(?:, | and )(?:{_LANGUAGE}))*")
_SENTENCE = re.compile(r"[^.]+(?:\.(?!\s|$)[^.]*)*(?:\.|$)\s*")


def unreviewed(notes: Iterable[str]) -> frozenset[str]:
    """Return the languages in which names are from memory, as the notes say.

    >>> sorted(unreviewed(["From memory, unreviewed: the French and Arabic names."]))
    ['ar', 'fr']
    """
    doubtful: set[str] = set()
    confirmed: set[str] = set()
    for note in notes:
        for sentence in _SENTENCE.findall(note):
            named = {ENGLISH_NAMES[name] for name in re.findall(_LANGUAGE, sentence)}
            if sentence.startswith(_CONFIRMED):
                confirmed |= named
            elif "unreviewed" in sentence:
                # a sentence that names none, or English as the one that stands, means the others
                doubtful |= named - {SOURCE} or set(NAMES) - {SOURCE}
    return frozenset(doubtful - confirmed)


def confirmed(note: str, languages: Iterable[str]) -> str:
    """Return an editorial note that says of these languages that an editor confirmed the names."""
    now = set(languages)
    kept: list[str] = []
    for sentence in _SENTENCE.findall(note):
        if sentence.startswith(_CONFIRMED):
            now |= {ENGLISH_NAMES[name] for name in re.findall(_LANGUAGE, sentence)}
            continue
        listed = _LIST.search(sentence)
        if "unreviewed" in sentence and listed:
            names = re.findall(_LANGUAGE, listed[0])
            left = [name for name in names if ENGLISH_NAMES[name] not in now]
            if not left:
                continue
            sentence = sentence[: listed.start()] + _joined(left) + sentence[listed.end() :]
        kept.append(sentence)
    said = _joined([name for name, lang in ENGLISH_NAMES.items() if lang in now])
    return f"{''.join(kept).strip()} {_CONFIRMED}: the {said} names.".strip()


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
