"""Gifts in any order of words: who gives to a fund, where no pattern knows the sentence.

A sentence tells of gifts if it names a fund, a giver, and a word of giving that belongs to the
fund: nothing else is named between the two that could be given to. What such words are, and what
words beside a name make it none of a giver's, is told per language by `gifts.toml`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from wsisgraph.loading.claims.masking import ANY_SIGN, SIGNS, Masked, class_of
from wsisgraph.loading.claims.office_words import joins, offices_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.vetoes import vetoes_of
from wsisgraph.loading.claims.word_lists import listed, lists_of, patterns
from wsisgraph.loading.texts.model import Mention

_GIVERS = ("body", "country")
_OTHERS = re.compile(
    "[" + "".join(SIGNS[name] for name in ("line", "goal", "event", "programme", "document")) + "]"
)
_PAUSE = re.compile("[,،]")
_BEFORE, _AFTER, _FAR = 40, 40, 120
_BESIDE = 8
_AMOUNT = re.compile(rf" ?[–—:,(-]? ?{SIGNS['figure']}")
OWNERS = ("/itu", "/un")
"""How those end who keep funds, and give nothing to them."""
_PEOPLE = ("-secretary-general", "-director", "-directors", "-sector-members", "-member-states")
_GIVING = "/vocab/roles/contributor"


@dataclass(frozen=True, slots=True)
class Words:
    """What `gifts.toml` tells of a language; its head says what the lists are."""

    strong: re.Pattern[str]
    weak: re.Pattern[str]
    passive: re.Pattern[str]
    source: re.Pattern[str]
    origin: re.Pattern[str]
    aside: re.Pattern[str]
    says: re.Pattern[str]
    paper: re.Pattern[str]
    gives: re.Pattern[str]
    spends: re.Pattern[str]
    means: re.Pattern[str]
    gets: re.Pattern[str]
    onwards: re.Pattern[str]
    added: re.Pattern[str]
    too: re.Pattern[str]
    does: re.Pattern[str]
    elsewhere: re.Pattern[str]
    steady: re.Pattern[str]
    its: re.Pattern[str]
    which: re.Pattern[str]
    verb_first: bool
    unreal: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Gift:
    """A sentence of gifts: the fund, and where in the sentence its givers stand."""

    sentence: Masked
    fund: Mention
    givers: tuple[int, ...]


@cache
def words_of(language: str) -> Words:
    """Return the words of gifts of a language."""
    said = listed("gifts.toml", language)
    unreal = re.compile(said["unreal"]) if "unreal" in said else None
    words = patterns("gifts.toml", language, lists_of(Words))
    return Words(**words, verb_first=bool(said.get("verb_first")), unreal=unreal)


def is_fund(mention: Mention) -> bool:
    """Tell whether something is a fund."""
    return "fund" in mention.iri.rpartition("/")[2].split("-")


def given(seen: Seen) -> Iterator[Gift]:
    """Yield the sentences of a passage that tell of gifts."""
    if SIGNS["body"] not in seen.masked.signs and seen.fund is None:
        return
    last = seen.fund
    for sentence in seen.masked.sentences():
        funds = [
            (place, mention)
            for place, mention in enumerate(sentence.named)
            if mention is not None and class_of(mention) == "body" and is_fund(mention)
        ]
        words = words_of(seen.lexicon.language)
        before, last = last, funds[-1][1] if funds else None
        if not funds:
            if before is not None:
                yield from _goes_on(seen, sentence, before, words)
            continue
        place, fund = funds[0]
        if words.which.match(sentence.text[place + 1 :]) and not _is_so(seen, sentence, words):
            # “None of this went to the fund, to which A, however, contributed”.
            sentence, place = sentence.piece(place, len(sentence.text)), 0
        if words.paper.search(sentence.text):
            continue
        if not _is_so(seen, sentence, words):
            yield from _together(seen, sentence, words)
            continue
        vetoes = vetoes_of(seen.lexicon.language)
        named = [
            giver for giver in givers_of(sentence, words) if not vetoes.bars(sentence, giver, place)
        ]
        told: tuple[int, ...] = ()
        for giver in named:
            if _gives(sentence, giver, place, words) or (told and _so_too(sentence, giver)):
                told = (*told, giver)
        if told:
            yield Gift(sentence, fund, told)
        else:
            yield from _together(seen, sentence, words)


def _goes_on(seen: Seen, sentence: Masked, fund: Mention, words: Words) -> Iterator[Gift]:
    """Yield givers of a sentence that goes on from one that names the fund, with a word of giving.

    “The fund received 5 from A; B has donated since 2013”.
    """
    gives = words.onwards.search(sentence.text)
    also = gives_money(sentence, words) and (
        is_giver(sentence) or seen.fund is fund or words.too.search(sentence.text) is not None
    )
    also = also or _are_its(sentence, words) or words.does.search(sentence.text) is not None
    if not (gives or also) or words.paper.search(sentence.text):
        return
    if not _is_so(seen, sentence, words) or _OTHERS.search(sentence.text):
        return
    vetoes = vetoes_of(seen.lexicon.language)
    last = gives.start() if gives and not also else len(sentence.text)
    named = tuple(
        giver
        for giver in givers_of(sentence, words)
        if giver < last and not vetoes.bars(sentence, giver, *([gives.start()] if gives else []))
    )
    if named:
        yield Gift(sentence, fund, named)


def _are_its(sentence: Masked, words: Words) -> bool:
    """Tell whether a sentence names the donors of the fund before it: “Its donors were A and B”."""
    its, givers = words.its.search(sentence.text), givers_of(sentence, words)
    if its is None or not givers:
        return False
    if givers[0] > its.end():
        between = sentence.text[its.end() : givers[0]]
    else:
        between = sentence.text[max(p for p in givers if p < its.end()) + 1 : its.start()]
    said = words.steady.sub("", between)
    return len(said) <= _BEFORE and words.gets.search(said) is None and not _PAUSE.search(said)


def goes_on_giving(seen: Seen, part: Masked) -> tuple[int, ...]:
    """Return the givers of a part behind a semicolon that has words of giving of its own."""
    words, vetoes = words_of(seen.lexicon.language), vetoes_of(seen.lexicon.language)
    if any(m is not None and is_fund(m) for m in part.named) or _OTHERS.search(part.text):
        return ()
    if not (words.strong.search(part.text) or words.onwards.search(part.text)):
        return ()
    if vetoes.bar(part.text) or not _is_so(seen, part, words):
        return ()
    return tuple(givers_of(part, words))


def is_giver(sentence: Masked) -> bool:
    """Tell whether a sentence has the word of a role: “Japan is among the contributors”."""
    return any(m is not None and m.iri.endswith(_GIVING) for m in sentence.named)


def _together(seen: Seen, sentence: Masked, words: Words) -> Iterator[Gift]:
    """Yield what clauses tell of a fund, of givers and, in whatever words, of giving."""
    vetoes = vetoes_of(seen.lexicon.language)
    for clause in vetoes.clauses(sentence):
        place = next((p for p, m in enumerate(clause.named) if m is not None and is_fund(m)), None)
        fund = clause.named[place] if place is not None else None
        if place is None or fund is None:
            continue
        told = (words.gives, words.strong, words.weak, words.passive)
        said = any(one.search(clause.text) for one in told)
        if (not said and words.gets.search(clause.text)) or _OTHERS.search(clause.text):
            continue
        spends = words.spends.match(clause.text[place + 1 :]) is not None
        named = tuple(
            one
            for one in givers_of(clause, words)
            if (one < place or not spends) and not vetoes.bars(clause, one, place)
        )
        before = clause.text[max(0, place - _BEFORE) : place]
        if words.means.search(before) and (place < _BEFORE or not said):
            # “With the help of the fund, Rwanda opened a telecentre”, but “of the fund, fed by A”.
            named = tuple(
                one
                for one in named
                if any(g.search(clause.text, place + 1, max(place + 1, one)) for g in told)
            )
        if named:
            yield Gift(clause, fund, named)


def _is_so(seen: Seen, sentence: Masked, words: Words) -> bool:
    """Tell whether a sentence says what is, and not what should be or is not."""
    said = offices_of(seen.lexicon.language)
    unreal = words.unreal or said.unreal
    text = words.steady.sub("", sentence.text)
    return unreal.search(text) is None and said.negated.search(text) is None


def gives_money(sentence: Masked, words: Words) -> bool:
    """Tell whether a sentence of gifts that names no fund goes on about them."""
    if _OTHERS.search(sentence.text) or words.gets.search(sentence.text):
        return False
    said = (words.gives, words.strong, words.weak)
    return is_giver(sentence) or any(one.search(sentence.text) for one in said)


def givers_of(sentence: Masked, words: Words) -> list[int]:
    """Return the places of those who may give; who stands in a list with one that does not, not."""
    places = [
        place
        for place, mention in enumerate(sentence.named)
        if mention is not None
        and class_of(mention) in _GIVERS
        and mention.iri
        and not is_fund(mention)
        and not mention.iri.endswith((*OWNERS, *_PEOPLE))
        and mention.pattern not in ("officer", "group")
    ]
    apart: set[int] = set()
    for number, place in enumerate(places):
        before = sentence.text[max(0, place - _BEFORE) : place]
        joined = number > 0 and joins(sentence.text[places[number - 1] + 1 : place])
        if words.aside.search(before) or (joined and places[number - 1] in apart):
            apart.add(place)
    for number in range(len(places) - 1, -1, -1):
        place = places[number]
        after = sentence.text[place + 1 : place + _AFTER]
        following = places[number + 1] if number + 1 < len(places) else len(sentence.text)
        joined = following < len(sentence.text) and joins(sentence.text[place + 1 : following])
        if words.says.match(after) or (joined and following in apart):
            apart.add(place)
    apart.update(_elsewhere(sentence, places, words))
    return [place for place in places if place not in apart]


def _elsewhere(sentence: Masked, places: Sequence[int], words: Words) -> Iterator[int]:
    """Yield the places of those who gave to another fund: “the gift of A went to another fund”."""
    for match in words.elsewhere.finditer(sentence.text):
        bodies = [m for m in sentence.mentions(*match.span()) if class_of(m) == "body"]
        if not all(is_fund(body) for body in bodies):
            # “Japan and other members of ITU”.
            continue
        last = match.start()
        for place in reversed([place for place in places if place < match.start()]):
            if last < match.start() and not joins(sentence.text[place + 1 : last]):
                break
            yield place
            last = place


def _gives(sentence: Masked, giver: int, fund: int, words: Words) -> bool:
    text = sentence.text
    if any(_belongs(text, match, fund) for match in words.strong.finditer(text)):
        return True
    if any(m is not None and m.iri.endswith(_GIVING) for m in sentence.named):
        # The word of a role: “Japan is among the contributors to the fund”.
        return True
    if giver < fund:
        if _comes_from(text, giver, words) and _OTHERS.search(text, giver, fund) is None:
            return True
        first = 0 if words.verb_first else giver
        return any(_belongs(text, match, fund) for match in words.weak.finditer(text, first))
    # “The fund is financed by …”, “its means come from …”: between the two, or before both.
    first = 0 if words.verb_first else fund
    return any(
        _belongs(text, match, fund)
        for said in (words.passive, words.source)
        for match in said.finditer(text, first, giver)
    )


def _comes_from(text: str, giver: int, words: Words) -> bool:
    """Tell whether a sentence is of money that came from somebody: “5 was received from A”."""
    return (
        SIGNS["figure"] in text
        and words.origin.search(text[:giver]) is not None
        and words.source.search(text) is not None
    )


def _so_too(sentence: Masked, giver: int) -> bool:
    """Tell whether a giver has only its amount: “A gave 5 to the fund and B 7”."""
    after = sentence.text[giver + 1 : giver + _BESIDE]
    before = re.split(ANY_SIGN, sentence.text[:giver])[-1]
    return _AMOUNT.match(after) is not None and joins(before.replace("а ", "и ", 1))


def _belongs(text: str, match: re.Match[str], fund: int) -> bool:
    """Tell whether a word belongs to a fund: nothing else to give to stands between them."""
    start, end = (match.end(), fund) if match.end() <= fund else (fund, match.start())
    return end - start <= _FAR and _OTHERS.search(text, start, end) is None
