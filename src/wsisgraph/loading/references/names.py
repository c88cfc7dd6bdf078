"""Things found in a text by their names, all names at once, the longest first.

Automata (Aho-Corasick) find every name; whether it stands there as a word is asked of each
place: between letters of an alphabet it must begin and end, Arabic prefixes (و ب ل ال) may stand
before it, and among Chinese characters there are no spaces to ask for.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from wsisgraph.loading.references.fold import Folded, fold
from wsisgraph.loading.references.inflect import country_forms, russian_forms
from wsisgraph.loading.references.labels import Label
from wsisgraph.loading.references.spelled import Spelled
from wsisgraph.loading.references.words import table

_CYRILLIC = re.compile(r"[а-я]")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_BETWEEN_SCRIPTS = re.compile(
    r"(?<=[a-z0-9&+])(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=[a-z0-9])"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_PREFIXES = re.compile(r"[وف]?(?:ال|[بكل](?:ال)?|لل|س)?")
_LETTERS_BEFORE = re.compile(r"[\u0621-\u064a]*\Z")
# One word with capitals inside, or with a sign: ITU, UN-Habitat, CWG-WSIS&SDG, eLAC.
_ACRONYM = re.compile(
    r"(?:#|(?=\S*[A-ZА-Я]\S*[A-ZА-Я0-9&+]))[A-Za-zА-Яа-яё0-9&+@#./-]{2,24}"
    r"(?: (?:[A-Z]|ООН)[\w&+-]*)?"
)
# Acronyms that are printed with a space as well: CWG-WSIS, UN-Habitat.
_HYPHENED = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{3,})+(?:&[^\W\d_]+)?")
_ONE_WORD = re.compile(r"[^\W\d_]+")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ -]\Z")
_OF_ANOTHER = re.compile(
    r" (?:of|on|for|de|des|du|para|sobre|pour|sur|по)"
    r" (?:the |la |los |las |les |l')?"
    r"(?!ITU|UIT)[A-ZА-ЯÀ-Þ]| d'[A-Z]| d'administration| de administración| ex[ée]cutif"
    r"| [Ee]jecutivo| Безопасности| Европы| Members?\b| Working Group"
    # Совет управляющих, Совет РСС, Совет по промышленному развитию; not Совет по итогам обсуждения.
    r"| (?:управляющих|министров|глав|директоров|руководителей|попечителей|экспертов|ветеранов)\b"
    r"|(?<=[а-я]) (?!МСЭ\b)[А-Я]{2,}\b|(?<=[а-я]) по (?:прав|торгов|промышлен|устойчив|безопасност"
    r"|интеллект|культур|стандартиз|развити|делам|сотруднич|информатиз|координац|цифров|экономич"
    r"|энергет|надзору|управлению|туризм|почтов|образован)"
)
# In Russian only an adjective in its case makes it another's: Координационный Совет; but Сессия
# Совета, Секретариатом Совета. The word, and the last letter of the name.
_ADJECTIVE_RUSSIAN = re.compile(r"(?:[ыио]й [^аеум]|[ое]го а|[ое]му у|[ыи]м м|[ое]м е)\Z")
# Behind “المجلس” and “الاتحاد”, folded, what makes them others: المجلس الوزاري, الاتحاد العربي.
_OF_ANOTHER_ARABIC = {
    "المجلس": re.compile(
        r" (?:الاعلي|ال(?!(?:حال|تال|سنو|عاد|ثان|ماض|نهاي|وع|سع|را|تحد|تصد)ي)[\u0621-\u064a]{3,8}ي)"
        r"(?![\u0621-\u064a])"
    ),
    "الاتحاد": re.compile(r" ال(?:عرب|ا?فريق|اوروب|بريد|برلمان|مغارب|عالم)ي(?![\u0621-\u064a])"),
}
# Behind the short name of a group: what another one is on.
_GOES_ON = re.compile(
    r"(?: \([^()]{2,12}\))?,? (?:(?:on|for|sur|pour|sobre|para|по)\s|charge|encargad|"
    r"(?:و?ال)?معني|بشان)"
)
_GROUP_OF = re.compile(r"(?:groupe de travail du|grupo de trabajo del|рабоч\w+ групп\w+) \Z")
_GROUP_WORDS = 28
_SPELLINGS = tuple(map(tuple, table("groups")["spellings"]))
_SHORT = frozenset(map(fold, table("groups")["short"]))
_NO_NAMES = frozenset(table("groups")["no_names"])
# Abbreviations that mean something else in a language, and behind some words.
_NOT_IN = {language: frozenset(some) for language, some in table("groups")["not_in"].items()}
_NOT_BEHIND = {
    short: re.compile(rf"(?:{before})\Z") for short, before in table("groups")["not_behind"].items()
}
_SHORTEST = 4
_REMEMBERED = 10_000
# Behind a country, what makes it a language: 西班牙文, but not 西班牙文件.
_LANGUAGE = re.compile(table("groups")["language"])
# Signs before or behind a name with which it is none: 发展中国家 is no China; and what must come
# behind: 大会 is the General Assembly only in 大会第七十九届会议 and the like.
_CUTS = {
    name: (before, after, re.compile(must[0]) if must else None)
    for name, (before, after, *must) in table("names").items()
}


class Name(NamedTuple):
    """A name that was found.

    Attributes:
        start, end: in the folded text.
        label: whose name it is.
    """

    start: int
    end: int
    label: Label


_Found = tuple[int, int, int, Label]
"""Where a name begins, where it ends with a minus, its ordinal among those found, and whose it is.

So sorted, they stand in order, the longer first.
"""


class Names:
    """Finds things by their names."""

    def __init__(self, labels: Iterable[Label]) -> None:
        """Learn names.

        Args:
            labels: of one name for two things, the one with the lower rank counts, then the first.
        """
        exact: dict[str, Label] = {}
        plain: list[tuple[str, str, Label]] = []
        russian: list[tuple[str, str, Label]] = []
        for label in sorted(labels, key=lambda label: label.rank):
            text = " ".join(label.text.split())
            if _is_exact(text, label):
                text = text.replace("‑", "-")
                exact.setdefault(text, label)
                if label.kind == "body" and _HYPHENED.fullmatch(text):
                    exact.setdefault(text.replace("-", " "), label)
                continue
            form = fold(text)
            (plain if _CYRILLIC.search(form) is None else russian).append((text, form, label))
        self._exact_labels = list(exact.values())
        self._general_exact = {
            number for number, label in enumerate(self._exact_labels) if _is_general(label)
        }
        self._exact = AhoCorasick(list(exact), matchkind=MatchKind.Standard)
        self._plain = Spelled(_by_form(plain))
        # Their many endings are learned from the first text that needs them.
        self._of_russian = russian
        self._asked: dict[str, tuple[Label, bool, bool]] = {}
        self._inside: dict[str, list[Name]] = {}

    @cached_property
    def _russian(self) -> Spelled[Label]:
        """Names in Cyrillic letters."""
        return Spelled(_by_form(self._of_russian))

    def within(self, text: Folded, outer: Name) -> list[Name]:
        """Return the things named within a name, the longest of each place."""
        start, end, label = outer
        printed = text.cased[start:end]
        known = self._inside.get(printed)
        if known is None:
            # Within one word nothing stands as a word.
            is_word = printed.isascii() and printed.isalpha()
            found = [] if is_word else self._all(Folded(text.text[start:end], printed))
            whole = (0, -len(printed))
            known = _longest([one for one in found if one[3].iri != label.iri and one[:2] != whole])
            if len(self._inside) < _REMEMBERED:
                self._inside[printed] = known
        return [Name(name.start + start, name.end + start, name.label) for name in known]

    def find(self, text: Folded) -> list[Name]:
        """Return the things that a text names, in order, the longest name of each place."""
        return _longest(self._all(text))

    def _all(self, text: Folded) -> list[_Found]:
        """Return all names of a text, also those within others."""
        lowered, cased = text.text, text.cased
        found: list[_Found] = []
        labels, general = self._exact_labels, self._general_exact
        for number, start, end in self._exact.find_matches_as_indexes(cased, overlapping=True):
            if _stands_alone(lowered, start, end) and not (
                number in general and _is_anothers(text, start, end)
            ):
                found.append((start, -end, len(found), labels[number]))
        asked = self._asked
        for spelled in self._spelled(lowered):
            for form, start, end in spelled.find(lowered):
                known = asked.get(form)
                if known is None:
                    known = asked[form] = _asked_of(form, spelled.things[form])
                label, has_capital, is_special = known
                if has_capital and cased[start].islower():
                    continue
                if not _stands_alone(lowered, start, end):
                    continue
                if is_special and _is_not_meant(label, text, start, end):
                    continue
                found.append((start, -end, len(found), label))
        return found

    def _spelled(self, text: str) -> Iterator[Spelled[Label]]:
        yield self._plain
        if not text.isascii() and _CYRILLIC.search(text) is not None:
            yield self._russian


def without_others(text: Folded, names: list[Name], language: str) -> list[Name]:
    """Return names without abbreviations that stand for something else here: PMA, in French."""
    if not any(short in text.cased for short in _NOT_BEHIND):
        return names
    return [name for name in names if not _is_other(text, name, language)]


def _is_other(text: Folded, name: Name, language: str) -> bool:
    printed = text.cased[name.start : name.end]
    before = _NOT_BEHIND.get(printed)
    if before is None:
        return False
    others = _NOT_IN.get(language, frozenset())
    return printed in others or before.search(text.text, 0, name.start) is not None


def _by_form(named: Iterable[tuple[str, str, Label]]) -> dict[str, Label]:
    """Return labels by the forms of their names, given as printed and folded."""
    found: dict[str, Label] = {}
    for text, folded, label in named:
        for form in _forms(folded, label):
            if (
                len(form) >= _SHORTEST
                or (_HAN.search(form) and len(form) > 1)
                or (_ARABIC.search(form) and len(form) > 2)
                or (label.kind == "country" and len(form) > 2)
            ):
                other = found.setdefault(form, label)
                # Of one name with and without a capital, the one that asks for none.
                if other.iri == label.iri and text[0].islower():
                    found[form] = label
    return found


def _asked_of(form: str, label: Label) -> tuple[Label, bool, bool]:
    """Return whose name a form is, whether it must have a capital, and whether more is asked."""
    text = label.text
    has_capital = text[0].isupper() and label.kind != "line" and text.count(" ") < 3
    has_article = text.startswith("ال") and " " not in text
    is_asked = form in _CUTS or has_article or _is_general(label) or fold(text) in _SHORT
    return label, has_capital, is_asked or (label.kind == "country" and label.language == "zh")


def _is_not_meant(label: Label, text: Folded, start: int, end: int) -> bool:
    if label.text.startswith("ال") and " " not in label.text:
        others = _OF_ANOTHER_ARABIC.get(label.text)
        is_anothers = others is not None and others.match(text.text, end) is not None
        return is_anothers or not _has_article(text.text, start)
    if _is_cut(text.text, start, end, meant=label.rank < 0):
        return True
    if label.kind == "country":
        return _LANGUAGE.match(text.text, end) is not None
    if fold(label.text) in _SHORT:
        return _GOES_ON.match(text.text, end) is not None
    return _is_general(label) and _is_anothers(text, start, end)


def _longest(found: list[_Found]) -> list[Name]:
    """Return names that do not overlap, in order, the longer of those that do."""
    found.sort()
    kept: list[Name] = []
    first = last = before = 0
    for start, minus_end, _, label in found:
        if start >= last:
            before = last
            kept.append(Name(start, -minus_end, label))
        elif -minus_end - start > last - first and before <= start:
            kept[-1] = Name(start, -minus_end, label)
        else:
            continue
        first, last = start, -minus_end
    return kept


def _is_cut(text: str, start: int, end: int, *, meant: bool) -> bool:
    """Tell whether Chinese characters around make other words of these: 其中国际, 发展中国家.

    What must come behind is not asked for where a name alone is `meant` in such documents.
    """
    cuts = _CUTS.get(text[start:end])
    if cuts is None:
        return False
    before, after, must = cuts
    if must is not None and not meant and must.match(text, end) is None:
        return True
    return (start > 0 and text[start - 1] in before) or (end < len(text) and text[end] in after)


def _has_article(text: str, start: int) -> bool:
    return text[max(0, start - 2) : start] in ("ال", "لل")


def _is_exact(text: str, label: Label) -> bool:
    """Tell whether a name is one only with these capitals."""
    is_country = label.kind == "country"
    if label.form == "notation" or _ACRONYM.fullmatch(text):
        # Коста-Рика has two capitals, too, and is no acronym.
        return not is_country or text.upper() == text
    if is_country or label.kind == "line":
        return False
    return text.isascii() and _ONE_WORD.fullmatch(text) is not None and text[0].isupper()


def _forms(form: str, label: Label) -> Iterable[str]:
    # A name given in quotation marks counts only so: 《公约》 is a convention, 公约 may be any.
    form = form if form.count('"') == 2 and form[0] == form[-1] == '"' else form.strip('" ')
    if _CYRILLIC.search(form) and label.kind == "country":
        return dict.fromkeys(country_forms(form))
    if _CYRILLIC.search(form) and label.kind != "person":
        return dict.fromkeys(russian_forms(form))
    if _ARABIC.match(form):
        return (form.removeprefix("ال"),)
    if label.language in ("en", ""):
        return dict.fromkeys((form, *_british(form)))
    if label.language == "zh":
        # Many print a space between Chinese and Latin letters: WSIS 论坛.
        return dict.fromkeys((form, _BETWEEN_SCRIPTS.sub(" ", form)))
    if label.language == "fr":
        # Mise en œuvre, as typed without the letter for it.
        return dict.fromkeys((form, form.replace("œ", "oe"), form.replace("oeu", "œu")))
    return (form,)


def _british(form: str) -> Iterator[str]:
    """Yield the other spellings of English: organisation, program, UN Development Programme."""
    for one, other in _SPELLINGS:
        if one in form:
            yield form.replace(one, other)


def _is_general(label: Label) -> bool:
    """Tell whether the name is a word that others have too: Council, Conseil, Совет.

    That of Intel is its own, and its key.
    """
    return (
        label.kind == "body"
        and label.iri.rpartition("/")[2] != label.text.lower()
        and _ONE_WORD.fullmatch(label.text) is not None
        and label.text[0].isupper()
        and not label.text.isupper()
    )


def _is_anothers(text: Folded, start: int, end: int) -> bool:
    """Tell whether a general word is part of a longer name that is not known."""
    before = _WORD_BEFORE.search(text.cased, max(0, start - 40), start)
    word = before[1] if before is not None else ""
    if len(word) > 3 and word[0].isupper() and word not in _NO_NAMES:
        in_russian = _CYRILLIC.search(text.text, start, end) is not None
        agreeing = _ADJECTIVE_RUSSIAN.search(f"{word} {text.text[end - 1]}")
        if not in_russian or word.isupper() or agreeing:
            return True
    if _OF_ANOTHER.match(text.cased, end) is not None:
        return True
    # A group of it that is not known: “le Groupe de travail du Conseil sur les finances”.
    group = _GROUP_OF.search(text.text, max(0, start - _GROUP_WORDS), start)
    return group is not None and _GOES_ON.match(text.text, end) is not None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a name stands as a word of its own."""
    if not (text[end : end + 1].isalnum() or text[start - 1 : start].isalnum()):
        return True
    if end < len(text):
        last, after = text[end - 1], text[end]
        if last < "\u2e80" and after < "\u2e80" and last.isalnum() and after.isalnum():
            return False
    if start == 0:
        return True
    first, before = text[start], text[start - 1]
    if first >= "\u2e80" or before >= "\u2e80" or not before.isalnum():
        return True
    if "\u0621" <= first <= "\u064a" or ("\u0621" <= before <= "\u064a"):
        letters = _LETTERS_BEFORE.search(text, max(0, start - 12), start)
        return letters is None or _PREFIXES.fullmatch(letters[0]) is not None
    return not first.isalnum()
