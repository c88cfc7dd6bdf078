"""In which of the six languages a text is, told by its letters and its commonest words."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")

# Commonest words, none of them in two of these lists; the latter ones are told to be refused.
_WORDS = {
    "en": "the of and to in for on with that is by from are this which be was were has have its at"
    " it as an or not their been will its through also other these",
    "fr": "le les des du et à dans pour par sur est une aux qui avec au sont cette ce être leur"
    " été ainsi ces ont ou leurs notamment dont il",
    "es": "el los las del y para por con una se su como al sobre sus más también entre ha lo este"
    " esta han ser ese desde o sido fue",
    "de": "der die und das den von mit für des dem auf ist im eine sich nicht werden auch bei oder"
    " einer zur durch wird zum",
    "pt": "os da do em um uma para com não dos das ao na no mais pela pelo são também foi à às",
    "it": "il di che per della con del gli delle sono nel alla dei più una anche degli dalla nella",
    "nl": "het een van dat voor met zijn aan door ook worden naar bij wordt deze",
    "pl": "na się nie jest że oraz dla przez jako są który",
    "tr": "ve bir bu için ile olarak olan çok daha olduğu gibi",
    "id": "dan yang untuk dengan dari ini pada dalam adalah tidak oleh",
    "vi": "và của các là cho trong được những với không một",
    "sv": "och att det som för på är med till inte ett från",
}
_NAMES = {
    "ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian",
    "zh": "Chinese", "de": "German", "pt": "Portuguese", "it": "Italian", "nl": "Dutch",
    "pl": "Polish", "tr": "Turkish", "id": "Indonesian or Malay", "vi": "Vietnamese",
    "sv": "Swedish", "ja": "Japanese", "ko": "Korean", "fa": "Persian or Urdu",
    "uk": "Ukrainian", "el": "Greek", "he": "Hebrew", "hi": "Hindi", "th": "Thai",
}  # fmt: skip
_SCRIPTS = {
    "ko": "\uac00-\ud7af", "ja": "\u3040-\u30ff", "zh": "\u4e00-\u9fff\u3400-\u4dbf",
    "ar": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff", "ru": "\u0400-\u04ff",
    "el": "\u0370-\u03ff", "he": "\u0590-\u05ff", "hi": "\u0900-\u097f", "th": "\u0e00-\u0e7f",
    "latin": "A-Za-z\u00c0-\u024f",
}  # fmt: skip
_SPANS = re.compile("(.)-(.)")
_RUNS = {name: re.compile(f"[{letters}]+") for name, letters in _SCRIPTS.items()}
_NOT_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_PERSIAN = re.compile("[پچژگکیٹڈےہ]")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_WORD = re.compile(r"[^\W\d_]+")
# So many letters of a word of Latin weigh what one Han character does.
_WEIGHT = {"zh": 3, "ja": 3, "ko": 2}
_ENOUGH = 40


@dataclass(frozen=True, slots=True)
class Found:
    """Which language a text is in.

    Attributes:
        language: code of the language of most of it; "" where it cannot be told.
        shares: share of the text by code, the greatest first.
        foreign: name of a language that is none of the six; "" otherwise.
    """

    language: str
    shares: dict[str, float] = field(default_factory=dict)
    foreign: str = ""


def name_of(code: str) -> str:
    """Return the English name of a language."""
    return _NAMES.get(code, code)


def find_language(texts: Iterable[str]) -> Found:
    """Return the language of most of the passages, and the shares of all."""
    passages = list(texts)
    weights: Counter[str] = Counter()
    for text in passages:
        code, weight = language_of(text)
        if code:
            weights[code] += weight
    total = sum(weights.values())
    if not total:
        return Found(_best_guess(" ".join(passages)[:20_000]))
    shares = {code: weight / total for code, weight in weights.most_common()}
    first = next(iter(shares))
    if first not in LANGUAGES:
        return Found("", shares, name_of(first))
    return Found(first, shares)


def _best_guess(text: str) -> str:
    """Return the language of a text that is too short to tell for sure."""
    letters = _letters(text)
    script = max(letters, key=letters.__getitem__, default="")
    if script != "latin":
        return script if script in LANGUAGES and letters[script] else ""
    scores, _ = _scores(text)
    best = max(LANGUAGES, key=lambda code: scores.get(code, 0))
    return best if scores.get(best) else ""


# Of each passage it is asked twice, once of all.
@lru_cache(maxsize=20_000)
def language_of(text: str) -> tuple[str, int]:
    """Return the language of a passage and how much text says so; "" where it is too short."""
    sample = text[:2_000]
    if sample.isascii():
        latin = _ascii_letters(sample)
        return _of_latin(sample, latin) if latin >= _ENOUGH else ("", 0)
    scripts = {name: number * _WEIGHT.get(name, 1) for name, number in _letters(sample).items()}
    # Names and abbreviations stand in Latin letters everywhere.
    latin = scripts.pop("latin", 0)
    name, weight = max(scripts.items(), key=itemgetter(1), default=("", 0))
    japanese = scripts.get("ja", 0)
    both = japanese + scripts.get("zh", 0)
    if japanese > 0.1 * both > 0:
        name, weight = "ja", both
    if weight * 2 >= latin and weight:
        if name == "ar" and len(_PERSIAN.findall(sample)) > 0.03 * weight:
            name = "fa"
        elif name == "ru" and len(_UKRAINIAN.findall(sample)) > 0.02 * weight:
            name = "uk"
        return (name, weight) if weight >= _ENOUGH // 4 else ("", 0)
    return _of_latin(sample, latin) if latin >= _ENOUGH else ("", 0)


def _of_latin(sample: str, latin: int) -> tuple[str, int]:
    """Return the language of a text in so many Latin letters."""
    scores, number = _scores(sample)
    (best, most), (_, second) = [*scores.most_common(2), ("", 0), ("", 0)][:2]
    # A list of names has next to none of the commonest words of any language.
    if not most or most * 12 < number:
        return "", 0
    # Sisters share short words: what has nearly as many of another language is neither for sure.
    if most < min(2 * second, second + 2):
        return "", 0
    return best, latin


def _ascii_letters(text: str) -> int:
    return len(text.encode("ascii").translate(None, _NOT_LETTERS))


def _letters(text: str) -> dict[str, int]:
    """Return the number of letters of each script that a text has."""
    if text.isascii():
        return {"latin": _ascii_letters(text)}
    # Of most scripts a text has no letter, as the first bytes of its letters tell.
    firsts = text.encode("utf-16-be", "surrogatepass")[::2]
    some = set(firsts)
    found = {}
    for name, (whole, part, others) in _BLOCKS.items():
        if not part.isdisjoint(some):
            found[name] = len("".join(_RUNS[name].findall(text)))
        elif not whole.isdisjoint(some):
            found[name] = len(firsts.translate(None, others))
    return found


def _blocks(letters: str) -> tuple[frozenset[int], frozenset[int], bytes]:
    """Return the first bytes of which all letters are of a script, those of some, all others."""
    counts: Counter[int] = Counter()
    for first, last in _SPANS.findall(letters):
        counts.update(code >> 8 for code in range(ord(first), ord(last) + 1))
    whole = frozenset(byte for byte, count in counts.items() if count == 256)
    return whole, frozenset(counts) - whole, bytes(set(range(256)) - whole)


def _scores(text: str) -> tuple[Counter[str], int]:
    """Return how many of the commonest words of each language a text has, and of all words."""
    scores: Counter[str] = Counter()
    common = _common_words()
    words = _WORD.findall(text)
    for codes in filter(None, map(common.get, map(str.lower, words))):
        for code in codes:
            scores[code] += 1
    return scores, len(words)


_BLOCKS = {name: _blocks(letters) for name, letters in _SCRIPTS.items()}


@lru_cache(maxsize=1)
def _common_words() -> dict[str, list[str]]:
    """Return the languages of which a word is one of the commonest."""
    found: dict[str, list[str]] = {}
    for code, words in _WORDS.items():
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(code)
    return found
