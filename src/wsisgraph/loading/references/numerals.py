"""Numbers as printed: digits in groups, Chinese numerals, ordinals in words."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from wsisgraph.loading.references.words import LANGUAGES, group, table, values

# Digits in groups of three, parted by one sign of a kind, or without groups; then the decimals.
NUMBER = (
    r"\d{1,3}(?:(?P<sep>[ ,.'])\d{3}(?!\d))(?:(?P=sep)\d{3}(?!\d))*(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
)
# The same groups in the order in which a line from right to left shows them: 000 12, 640 8.
BACKWARDS = r"(?:000 )+\d{1,3}(?! ?\d)|\d{3}(?: \d{3})* \d{1,2}(?= [\u0621-\u064a])"
HAN = r"[零〇一二三四五六七八九十百千万亿两]{1,24}"
# No figure has more digits; a longer row of them is something else.
_LONGEST = 24
_HAN_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN_GREAT = {"万": 10_000, "亿": 100_000_000}
_AND = frozenset(("et", "y", "and"))
_JOINING = _AND | {"и", "as", "e", "o", "or", "ou", "или"}
_ONE = frozenset(("a", "an"))
_ARTICLES = frozenset(("the", "la", "le", "las", "les"))
_TEN = 10
_RUSSIAN_ENDING = r"(?:ыи|ои|ая|ое|ого|ому|ым|ом|ую|ых|ыми|ии|ья|ье|ьего|ьему|ьим|ьем|ью|ьеи)"

_DECIMALS = re.compile(r"[.,]")
_IS_BACKWARDS = re.compile(BACKWARDS.replace(r"(?= [\u0621-\u064a])", ""))
_STEM_ENDING = re.compile(_RUSSIAN_ENDING + r"\Z")
# The same words are the same number wherever they stand.
_remembered = lru_cache(maxsize=4_000)


@_remembered
def han_number(text: str) -> int | None:
    """Return the value of a Chinese numeral: 七十, 一百二十, 二〇二二; None if it is none."""
    if len(text) > _LONGEST:
        return None
    if all(sign in _HAN_DIGITS for sign in text):
        return int("".join(str(_HAN_DIGITS[sign]) for sign in text))
    total = part = digit = 0
    for sign in text:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
        elif sign in _HAN_UNITS:
            part += (digit or 1) * _HAN_UNITS[sign]
            digit = 0
        elif sign in _HAN_GREAT:
            total = (total + part + digit) * _HAN_GREAT[sign]
            part = digit = 0
        else:
            return None
    return total + part + digit


def in_order(printed: str) -> str:
    """Return a number of an Arabic text with its groups from the greatest on."""
    if _IS_BACKWARDS.fullmatch(printed) is None:
        return printed
    return " ".join(reversed(printed.split(" ")))


@_remembered
def value_of(printed: str) -> float | None:
    """Return the number that digits stand for, whichever sign parts thousands and decimals."""
    text = printed.replace(" ", "").replace("'", "")
    if len(text) > _LONGEST:
        return None
    marks = _DECIMALS.findall(text)
    if not marks:
        return float(text) if text.isdigit() else None
    last = max(text.rfind("."), text.rfind(","))
    behind = len(text) - last - 1
    grouped = len(marks) > 1 and len(set(marks)) == 1
    if grouped or (len(marks) == 1 and behind == 3 and not text.startswith("0")):
        return float(_DECIMALS.sub("", text))
    return float(_DECIMALS.sub("", text[:last]) + "." + text[last + 1 :])


@cache
def cardinal_pattern() -> str:
    """Return a pattern for a number from twenty on in words: sixty-one, sesenta y uno."""
    parts: list[str] = []
    for language in LANGUAGES:
        words = values("numerals", language)
        tens = [word for word, value in words.items() if 20 <= value < 100 and " " not in word]
        hundreds = [
            word for word, value in words.items() if 100 <= value < 1000 and " " not in word
        ]
        # In French as far as nineteen: soixante-douze.
        last = 20 if language == "fr" else 10
        ones = [word for word, value in words.items() if 1 <= value < last]
        one = group(map(re.escape, ones))
        ten = rf"{group(map(re.escape, tens))}(?:(?:[- ](?:et |y )?){one})?" if tens else ""
        parts += [re.escape(word) for word, value in words.items() if value >= 200]
        if tens:
            parts.append(ten)
        if tens and len(hundreds) > 1:
            # Where each hundred has its own word: seiscientos veinte, двести один.
            small = [re.escape(word) for word, value in words.items() if 1 <= value < 20]
            rest = rf"(?:et |y |and )?{group([ten, *small])}"
            parts.append(rf"{group(map(re.escape, hundreds))} {rest}")
        parts += _counted_hundreds(language, ten, ones)
    return group(parts)


def _counted_hundreds(language: str, ten: str, ones: Sequence[str]) -> Iterator[str]:
    """Yield a pattern for hundreds that are counted: six hundred and eighty-five, deux cents."""
    hundreds = group(map(re.escape, table(f"words/{language}").get("counted_hundreds", {})))
    if hundreds == group(()):
        return
    words = values("numerals", language)
    small = [re.escape(word) for word, value in words.items() if 1 <= value < 20]
    count = group([re.escape(word) for word in ones if 1 < words[word] < _TEN] + ["an?", "one"])
    rest = rf"(?:(?:[- ](?:and )?){group([ten, *small])})"
    yield rf"{count} {hundreds}{rest}?"
    yield rf"{hundreds}{rest}"


@cache
def great_words() -> tuple[str, ...]:
    """Return the words from a thousand on of languages with spaces between words: million."""
    found = {
        word: None
        for language in LANGUAGES
        if language != "zh"
        for word, value in values("magnitudes", language).items()
        if value >= 1000
    }
    return tuple(found)


@_remembered
def cardinal(printed: str) -> int:
    """Return the value of a number in words that `cardinal_pattern` matches."""
    known = values("numerals")
    if printed in known:
        return int(known[printed])
    total = 0.0
    hundreds = hundred_words()
    for word in _parts(printed, known):
        if word in hundreds:
            total = (total or 1) * hundreds[word]
        elif word not in _AND and word not in _ONE:
            total += known[word]
    return int(total)


@cache
def hundred_words() -> dict[str, int]:
    """Return the words of all languages that count hundreds."""
    return {
        word: value
        for language in LANGUAGES
        for word, value in table(f"words/{language}").get("counted_hundreds", {}).items()
    }


@_remembered
def plain_number(value: float) -> str:
    """Return a number as the graph writes it: `15000`, `0.25`."""
    if value == int(value):
        return str(int(value))
    value = round(value, 4)
    return str(int(value)) if value == int(value) else f"{value:.4f}".rstrip("0")


@cache
def ordinal_pattern() -> str:
    """Return a pattern for an ordinal in words of one language."""
    return group(_spelled(language) for language in LANGUAGES if values("ordinals", language))


def _spelled(language: str) -> str:
    words = group(map(re.escape, values("ordinals", language)))
    hundreds = values("hundreds", language)
    beyond = rf"(?:{group(map(re.escape, hundreds))}[- ])?" if hundreds else ""
    if language == "ru":
        return rf"{beyond}(?:{words} )?{words}{_RUSSIAN_ENDING}"
    if language == "ar":
        return rf"(?:ال{words}) ?(?:و?ال{words}|عشره?)?"
    units = group(map(re.escape, [*values("ordinals", language), *values("numerals", language)]))
    return rf"{beyond}(?:{units}(?:[- ](?:et |y )?|))?{words}"


@_remembered
def ordinal(printed: str) -> int | None:
    """Return the value of an ordinal in words: thirty-ninth, trigésima novena, семидесятая."""
    hundreds = _hundreds(printed)
    if hundreds:
        rest = ordinal(printed[len(hundreds) + 1 :])
        return int(values("hundreds")[hundreds]) + rest if rest else None
    total = 0
    known = {**values("numerals"), **values("ordinals")}
    for word in _parts(printed, known):
        if word in _AND:
            continue
        value = known.get(word)
        if value is None:
            value = _by_stem(word, known)
        if value is None:
            return None
        total += int(value)
    return total or None


def _hundreds(printed: str) -> str:
    """Return the words for hundreds that an ordinal begins with: one hundred and, двести."""
    found = (word for word in values("hundreds") if printed.startswith((f"{word} ", f"{word}-")))
    return max(found, key=len, default="")


@_remembered
def ordinals(printed: str) -> Sequence[int]:
    """Return the values of an ordinal in words, or of two: forty-first; third and fourth."""
    words = [word for word in printed.replace(",", "").split() if word not in _ARTICLES]
    for place in range(1, len(words) - 1):
        if words[place] in _JOINING and not _hundreds(printed):
            first, last = ordinal(" ".join(words[:place])), ordinal(" ".join(words[place + 1 :]))
            # Tens and ones are one number, as are tens that are counted: soixante et onzième.
            counted = values("numerals").get(words[place - 1].rpartition("-")[2], 0) >= _TEN
            if first and last and not counted and (first % _TEN or last >= _TEN):
                return [first, last]
    value = ordinal(printed)
    return [value] if value else []


def _parts(printed: str, known: dict[str, float]) -> list[str]:
    """Return the words of a number; what is more than the sum of its parts is one: quatre-vingt."""
    left = f" {printed.replace('-', ' ').strip()} "
    for word in sorted((word for word in known if "-" in word), key=len, reverse=True):
        left = left.replace(f" {word.replace('-', ' ')} ", f" {word} ")
    return left.split()


def _by_stem(word: str, known: dict[str, float]) -> float | None:
    """Read a word with an ending, a prefix, or two words written as one."""
    if (bare := word.removeprefix("و").removeprefix("ال")) in known:
        return known[bare]
    stem = _STEM_ENDING.sub("", word)
    if stem in known:
        return known[stem]
    for cut in range(len(word) - 4, 4, -1):
        first, second = known.get(word[:cut]), known.get(word[cut:])
        if first is not None and second is not None:
            return first + second
    return None
