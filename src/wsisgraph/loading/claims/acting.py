"""Who does what a verb tells with papers: whoever is named beside it, before it or behind it."""

import re
from typing import Protocol

from wsisgraph.loading.claims.masking import Masked, class_of
from wsisgraph.loading.claims.office_words import joins
from wsisgraph.loading.claims.proceeding_words import words_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.texts.model import Mention

SUBJECTS = ("meeting", "event", "body")
"""The classes of those who may do something with papers."""
_PEOPLE = ("-secretary-general", "-director", "-directors", "-secretariat")
_BESIDE, _HELPED, _AFTER, _NEAR, _ARTICLE = 5, 24, 30, 60, 3
_PAUSE = re.compile("[,;،؛]")
HAN = re.compile("[\u4e00-\u9fff]")
"""A Chinese character."""


class Verb(Protocol):
    """A verb, and where it stands in its sentence."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


def acts_first(seen: Seen, sentence: Masked, verb: Verb) -> Mention | None:
    """Return who acts first: whoever is beside the verb, else the last meeting or first body.

    “Since the 2018 Conference the group considered …”: the Conference did nothing.
    """
    since = words_of(seen.lexicon.language).since
    named = [
        mention
        for place, mention in enumerate(sentence.named[: verb.start])
        if mention is not None
        and mention.iri
        and may_act(mention)
        and since.search(sentence.text[max(0, place - _NEAR) : place]) is None
    ]
    meetings = [m for m in named if class_of(m) == "meeting"]
    beside = right_before(seen, sentence, verb)
    # “At the 34th meeting the group considered …”: the meeting says more.
    if beside is not None and not (meetings and beside.pattern == "group"):
        return beside
    return meetings[-1] if meetings else next(iter(named), None)


def opens_clause(sentence: Masked, first: int, verb: Verb) -> Mention | None:
    """Return who stands first in the clause of a verb: “A considered 5, and B, so, adopted …”."""
    last = verb.start
    for start in [match.end() for match in _PAUSE.finditer(sentence.text, first, last)][::-1]:
        place = next((place for place in range(start, last) if sentence.named[place]), None)
        mention = sentence.named[place] if place is not None else None
        if place is not None and mention is not None:
            between = sentence.text[start:place]
            alone = not between.strip() or joins(between)
            return mention if alone and mention.iri and may_act(mention) else None
        last = start
    return None


def named_last(between: Masked) -> Mention | None:
    """Return the meeting named last before a verb, set off from it: “and A, held in B, …”."""
    if not between.text.rstrip().endswith(("،", "التي", "الذي")):
        return None
    named = [m for m in between.mentions(0, len(between.text)) if class_of(m) == "meeting"]
    return named[-1] if named and named[-1].iri else None


def right_after(sentence: Masked, verb: Verb) -> Mention | None:
    """Return who stands in or after a verb and before its papers, a meeting before a body."""
    named: list[Mention] = []
    for mention in sentence.mentions(verb.start, verb.end + _AFTER):
        if not may_act(mention):
            break
        named.append(mention)
    meetings = [m for m in named if class_of(m) == "meeting"]
    return next(iter(meetings or named), None)


def right_before(seen: Seen, sentence: Masked, verb: Verb) -> Mention | None:
    """Return who stands right before a verb, or begins the clause of which it is the verb."""
    for place in range(verb.start - 1, max(0, verb.start - _HELPED) - 1, -1):
        mention = sentence.named[place]
        if mention is None:
            continue
        between = sentence.text[place + 1 : verb.start]
        begins = bool(seen.lexicon.first("begins", sentence.text[:place]))
        beside = verb.start - place <= _BESIDE
        helped = begins and bool(seen.lexicon.first("helpers", between))
        if may_act(mention) and (beside or helped):
            # “It revised 140 on the outcomes of the Summit, and adopted …”: the Summit did not.
            apart = "," in between and HAN.search(between) is not None
            return None if apart or (joins(between) and not helped) else mention
        if not beside:
            return None
    return None


def right_behind(sentence: Masked, verb: Verb) -> Mention | None:
    """Return who acts if he is named right behind the verb: “рассмотрел Совет”.

    Of “the meeting heard the paper that ITU presented” ITU heard nothing.
    """
    place = next((n for n in range(verb.end, len(sentence.text)) if sentence.named[n]), None)
    mention = sentence.named[place] if place is not None else None
    if place is None or mention is None or len(sentence.text[verb.end : place].strip()) > _ARTICLE:
        return None
    return mention if may_act(mention) else None


def may_act(mention: Mention) -> bool:
    """Tell whether somebody may do something with a paper: a meeting or a body, and no officer."""
    return class_of(mention) in SUBJECTS and not mention.iri.endswith(_PEOPLE)
