"""The forms in which a name stands in a sentence, where a language changes its words.

Russian declines: of «Полномочная конференция» the text has «Полномочной конференции». Endings are
changed by rule, in the first words of the name, since what follows them stands in the genitive
already; forms that no one writes do no harm. Names and forms are folded.
"""

import re
from collections.abc import Iterator

_CYRILLIC = re.compile(r"[а-я]")
_HARD = "бвгджзклмнпрстфхц"
# What is spelled и in a folded text may have been й.
# Ending of the nominative: those of the other cases, in one order (genitive, dative, accusative,
# instrumental, prepositional; singular first, then where it differs another form).
_ADJECTIVES = {
    "ыи": ("ого", "ому", "ым", "ом"),
    "ии": ("его", "ему", "им", "ем", "ого", "ому", "ом"),
    "ои": ("ого", "ому", "ым", "ом"),
    "ая": ("ои", "ую", "еи"),
    "яя": ("еи", "юю", "еи", "еи"),
    "ое": ("ого", "ому", "ым", "ом"),
    "ее": ("его", "ему", "им", "ем"),
    "ые": ("ых", "ым", "ыми", "ых"),
    "ие": ("их", "им", "ими", "их"),
}
_NOUNS = {
    "ия": ("ии", "ию", "иеи"),
    "ья": ("ьи", "ью", "ьеи"),
    "ие": ("ия", "ию", "ием", "ии"),
    "ье": ("ья", "ью", "ьем"),
    "тель": ("теля", "телю", "телем", "теле"),
    "арь": ("аря", "арю", "арем", "аре"),
    "ль": ("ля", "лю", "лем", "ле", "ли", "лью"),
    "ь": ("и", "ью", "я", "ю", "ем", "е"),
    "аи": ("ая", "аю", "аем", "ае"),
    "ет": ("та", "ту", "том", "те", "ета", "ету", "етом", "ете"),
    "ец": ("ца", "цу", "цом", "це"),
    "ка": ("ки", "ке", "ку", "кои"),
    "га": ("ги", "ге", "гу", "гои"),
    "а": ("ы", "е", "у", "ои"),
    "я": ("и", "е", "ю", "еи"),
    "о": ("а", "у", "ом", "е"),
    "е": ("я", "ю", "ем"),
    "ы": ("ов", "ам", "ами", "ах", ""),
    "и": ("ов", "еи", "ам", "ям", "ами", "ями", "ах", "ях", "ии"),
}


def russian_forms(name: str) -> Iterator[str]:
    """Yield a folded Russian name, and with it the name in the other cases."""
    yield name
    words = name.split(" ")
    changed: list[tuple[str, ...]] = []
    for number, word in enumerate(words[:4]):
        if _CYRILLIC.search(word) is None:
            return
        forms = _forms(word)
        changed.append(forms)
        rest = words[number + 1 :]
        adjectives = changed[:-1]
        if any(words[at][-2:] not in _ADJECTIVES for at in range(number)):
            return
        for form in forms:
            for before in _agreeing(adjectives):
                yield " ".join([*before, form, *rest])


def _agreeing(adjectives: list[tuple[str, ...]]) -> Iterator[list[str]]:
    """Yield the adjectives before a noun, all in one case."""
    if not adjectives:
        yield []
        return
    for number in range(max(map(len, adjectives))):
        yield [forms[min(number, len(forms) - 1)] for forms in adjectives]


def _forms(word: str) -> tuple[str, ...]:
    found: list[str] = []
    if (endings := _ADJECTIVES.get(word[-2:])) is not None and len(word) > 4:
        found += [word[:-2] + ending for ending in endings]
    # Nouns may end as adjectives do: обучение, учреждение.
    for length in (4, 3, 2, 1):
        endings = _NOUNS.get(word[-length:])
        if endings is not None and len(word) > length + 1:
            found += [word[:-length] + ending for ending in endings]
            break
    if found:
        return tuple(dict.fromkeys(found))
    if word[-1:] in _HARD:
        return tuple(word + ending for ending in ("а", "у", "ом", "е", "ы", "ов"))
    return (word,)
