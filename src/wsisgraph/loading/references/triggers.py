"""Which kinds of reference a passage may have at all, told by one look at its words.

Most passages have few kinds; the patterns of the others are never tried on them.
"""

from ahocorasick_rs import AhoCorasick, MatchKind

from wsisgraph.loading.references.anchors import Late, needed
from wsisgraph.loading.references.endings import spelled_out
from wsisgraph.loading.references.meeting_patterns import SERIES_WORDS
from wsisgraph.loading.references.meetings import words_inserted
from wsisgraph.loading.references.months import months
from wsisgraph.loading.references.numerals import great_words, hundred_words
from wsisgraph.loading.references.words import any_of, pieces, values


def _alphabetic(name: str) -> tuple[str, ...]:
    """Return the words of a name in the languages with an alphabet."""
    return tuple(word for piece in pieces(name, without="zh") for word in spelled_out(piece))


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
        "реш.",
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
        "th time",
        "st time",
        "nd time",
        "rd time",
        " fois",
        " vez",
        " раз",
        "للمره",
        "منتدي",
        "موتمر",
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
        *needed(Late(any_of("custodian"))),
    ),
    "month": tuple(months()),
    "small number": tuple(word for word, value in values("numerals").items() if 2 < value < 20),
    "ordinal": tuple(values("ordinals")),
    "since": _alphabetic("since"),
    "from to": (*_alphabetic("from_to"), *_alphabetic("years_from")),
    "fraction": tuple(values("fractions")),
    "inserted": words_inserted(),
    "series": SERIES_WORDS,
    "organ": tuple(needed(Late(any_of("organ", without="zh")))),
    "great number": (
        *values("counted"),
        *great_words(),
    ),
    "number": (
        *(word for word, value in values("numerals").items() if value >= 20),
        *hundred_words(),
    ),
}


_WHOLE = frozenset({"month", "since", "from to", "number", "small number", "great number"})


class Triggers:
    """Tells the kinds of reference that the words of a text allow."""

    def __init__(self) -> None:
        pairs = [(word, kind) for kind, some in _WORDS.items() for word in some]
        self._kinds = [(kind, kind in _WHOLE) for _, kind in pairs]
        self._automaton = AhoCorasick([word for word, _ in pairs], matchkind=MatchKind.Standard)

    def in_text(self, text: str) -> set[str]:
        """Return the kinds whose words a folded text has."""
        kinds, last = self._kinds, len(text)
        found: set[str] = set()
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            kind, is_whole = kinds[number]
            if kind in found:
                continue
            # Words such as “may” and “dix” count only as words of their own.
            if is_whole and (
                (start and _is_letter(text[start - 1])) or (end < last and _is_letter(text[end]))
            ):
                continue
            found.add(kind)
        return found


def _is_letter(sign: str) -> bool:
    """Tell whether a sign is a Latin or Cyrillic letter."""
    return sign < "\u0530" and sign.isalpha()
