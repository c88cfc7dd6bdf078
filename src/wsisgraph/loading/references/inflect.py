"""The forms in which a name stands in a sentence, where a language changes its words.

Russian declines: of «Полномочная конференция» the text has «Полномочной конференции». Endings are
changed by rule, in the first words of the name, since what follows them stands in the genitive
already; forms that no one writes do no harm. Names and forms are folded.
"""

import re
from collections.abc import Iterator
from itertools import product
from math import prod

_CYRILLIC = re.compile(r"[а-я]")
_HARD = "бвгджзклмнпрстфхц"
_HUSHING = "жчшщ"
# What is spelled и in a folded text may have been й.
# Ending of the nominative: those of the other cases, in one order (genitive, dative, accusative,
# instrumental, prepositional; singular first, then where it differs another form).
_ADJECTIVES = {
    "ыи": ("ого", "ому", "ым", "ом"),
    "кии": ("кого", "кому", "ким", "ком"),
    "ии": ("его", "ему", "им", "ем", "ого", "ому", "ом"),
    "ои": ("ого", "ому", "ым", "ом"),
    "ая": ("ои", "ую", "еи"),
    "яя": ("еи", "юю", "еи", "еи"),
    "ое": ("ого", "ому", "ым", "ом"),
    "ее": ("его", "ему", "им", "ем"),
    "ые": ("ых", "ым", "ыми", "ых"),
    "ие": ("их", "им", "ими", "их"),
    # Маршалловы, Соломоновы.
    "вы": ("вых", "вым", "выми", "вых"),
}
_NOUNS = {
    "рова": ("ровов", "ровам", "ровами", "ровах", "ровы", "рове", "рову", "ровои"),
    "ия": ("ии", "ию", "иеи"),
    "ья": ("ьи", "ью", "ьеи", "ье"),
    "ие": ("ия", "ию", "ием", "ии"),
    "ье": ("ья", "ью", "ьем"),
    "тель": ("теля", "телю", "телем", "теле"),
    "арь": ("аря", "арю", "арем", "аре"),
    "ль": ("ля", "лю", "лем", "ле", "ли", "лью"),
    "ь": ("и", "ью", "я", "ю", "ем", "е"),
    "ии": ("ия", "ию", "ием", "иям", "иями", "иях"),
    "еи": ("ея", "ею", "еем", "ее", "еев", "еям", "еями", "еях"),
    "аи": ("ая", "аю", "аем", "ае"),
    "ет": ("та", "ту", "том", "те", "ета", "ету", "етом", "ете"),
    "ец": ("ца", "цу", "цом", "це"),
    "ка": ("ки", "ке", "ку", "кои"),
    "га": ("ги", "ге", "гу", "гои"),
    "ха": ("хи", "хе", "ху", "хои"),
    "жа": ("жи", "же", "жу", "жеи"),
    "ча": ("чи", "че", "чу", "чеи"),
    "ша": ("ши", "ше", "шу", "шеи"),
    "ща": ("щи", "ще", "щу", "щеи"),
    "ца": ("цы", "це", "цу", "цеи"),
    "а": ("ы", "е", "у", "ои"),
    "я": ("и", "е", "ю", "еи"),
    "о": ("а", "у", "ом", "е"),
    "е": ("я", "ю", "ем"),
    "ы": ("ов", "ам", "ами", "ах", ""),
    "и": ("ов", "еи", "ам", "ям", "ами", "ями", "ах", "ях", "ии"),
}
# Between parts of a name that each may have their own case: Босния и Герцеговина, Гвинея-Бисау.
_JOINT = re.compile(r"( и |, | - |-)")
# Longer names are official ones, of which the first words alone are declined.
_MOST_FORMS = 400
# As CLDR shortens them.
_SHORTENED = {"о-ва": "острова", "о-в": "остров"}


def country_forms(name: str) -> Iterator[str]:
    """Yield a folded Russian name of a country, and with it the name in the other cases.

    Parts of it may each be declined, as Боснии и Герцеговины, or only one, as Коста-Рики.
    """
    in_full = " ".join(_SHORTENED.get(word, word) for word in name.split(" "))
    for spelled in dict.fromkeys((name, in_full, in_full.replace(" - ", "-"))):
        yield from russian_forms(spelled)
        pieces = _JOINT.split(spelled)
        parts, joints = pieces[::2], [*pieces[1::2], ""]
        every = [tuple(dict.fromkeys(russian_forms(part))) for part in parts]
        if len(parts) > 1 and prod(map(len, every)) <= _MOST_FORMS:
            for forms in product(*every):
                yield "".join(form + joint for form, joint in zip(forms, joints, strict=True))


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
    for length in (3, 2):
        if (endings := _ADJECTIVES.get(word[-length:])) is not None and len(word) > 4:
            found += [word[:-length] + ending for ending in endings]
            break
    # Nouns may end as adjectives do: обучение, учреждение.
    for length in (4, 3, 2, 1):
        endings = _NOUNS.get(word[-length:])
        if endings is not None and len(word) > length + 1:
            found += [word[:-length] + ending for ending in endings]
            break
    if found:
        return tuple(dict.fromkeys(found))
    if word[-1:] in _HUSHING:
        return tuple(word + ending for ending in ("а", "у", "ем", "е"))
    if word[-1:] in _HARD:
        return tuple(word + ending for ending in ("а", "у", "ом", "е", "ы", "ов"))
    return (word,)
