"""Which kinds of reference a passage may have at all, told by one look at its words.

Most passages have few kinds; the patterns of the others are never tried on them.
"""

from ahocorasick_rs import AhoCorasick, MatchKind

from wsisgraph.loading.references.dates import months
from wsisgraph.loading.references.words import values

_WORDS = {
    "决": ("决", "決"),
    "resolution": (
        "resol",
        "res.",
        "decision",
        "acuerdo",
        "قرار",
        "مقرر",
        "резол",
        "рез.",
        "решен",
    ),
    "次": ("次", "届"),
    "meeting": (
        "meeting",
        "session",
        "reunion",
        "sesion",
        "seance",
        "период",
        "собрани",
        "сесси",
        "заседани",
        "совещани",
        "اجتماع",
        "دور",
    ),
    "goal": (
        "goal",
        "sdg",
        "target",
        "indicator",
        "odd",
        "objectif",
        "cible",
        "indicateur",
        "ods",
        "objetivo",
        "meta",
        "indicador",
        "цел",
        "цур",
        "задач",
        "показател",
        "目标",
        "指标",
        "هدف",
        "اهداف",
        "مقصد",
        "مقاصد",
        "غاي",
        "موشر",
    ),
    "month": tuple(months()),
    "small number": tuple(word for word, value in values("numerals").items() if 2 < value < 20),
    "number": tuple(word for word, value in values("numerals").items() if value >= 20),
}


class Triggers:
    """Tells the kinds of reference that the words of a text allow."""

    def __init__(self) -> None:
        pairs = [(word, kind) for kind, some in _WORDS.items() for word in some]
        self._kinds = [kind for _, kind in pairs]
        self._automaton = AhoCorasick([word for word, _ in pairs], matchkind=MatchKind.Standard)

    def in_text(self, text: str) -> frozenset[str]:
        """Return the kinds whose words a folded text has."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return frozenset(self._kinds[number] for number, _, _ in found)
