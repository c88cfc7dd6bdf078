"""Roles that patterns found, held against the words of their clause: denied, wished for, ended."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wsisgraph.loading.claims.masking import Masked, class_of
from wsisgraph.loading.claims.office_links import PAUSES, STRONG, leading, only_near
from wsisgraph.loading.claims.office_times import from_then_on
from wsisgraph.loading.claims.office_words import COORDINATES, Item, Offices, offices_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.texts.model import Claim

_LOOSE = ("-role-listed", "-role-of-thing")
_DONE_BY = "-by"
_AGENCY = "/id/agency/"
_OF_EVENTS = ("organiser", "host", "convener")
_NEAR = 16
_EVENTS = ("/id/edition/", "/id/event/", "/id/activity/wsis-forum")


def stated(seen: Seen, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield the roles of patterns, but for those that their clause denies or only wishes for."""
    held = list(from_then_on(seen, claims))
    if not held:
        return
    words = offices_of(seen.lexicon.language)
    parts = [part for part in seen.masked.sentences() if not words.supposed.match(part.text)]
    for claim in held:
        text = next((said for part in parts if (said := _clause(part, claim))), "")
        if not text:
            continue
        ceased = words.ceased.search(text) is not None
        own = max(words.own_clauses(text, 0, len(text)), default=0)
        denied = words.negated.search(text, own) is not None and not ceased
        denied = denied and words.alone.search(text) is None
        denied = denied or any(_is_undone(part, claim, words) for part in parts)
        beside = claim.pattern.endswith(_LOOSE) and words.beside.search(text) is not None
        about = claim.pattern.endswith(_DONE_BY) and _is_about(parts, claim, words)
        about = about or _is_of_activity(claim, words) or _is_own_office(claim)
        if not denied and not beside and not about and words.wished.search(text) is None:
            yield _of_event(_ended(claim) if ceased else claim)


def _is_of_activity(claim: Claim, words: Offices) -> bool:
    """Tell whether somebody is said to organize what is no event: “exercises conducted by BDT”."""
    _, _, activity = claim.parts["context"].partition("/id/activity/")
    held = words.series.isdisjoint(activity.split("-"))
    return bool(activity) and held and claim.parts["role"].endswith(_OF_EVENTS)


def _is_own_office(claim: Claim) -> bool:
    """Tell whether a secretariat is that of an agency, which nobody else provides."""
    return claim.parts["role"].endswith("/secretariat") and _AGENCY in claim.parts["context"]


def _is_undone(sentence: Masked, claim: Claim, words: Offices) -> bool:
    """Tell whether the verb behind a claim is denied: “членом Группы она не стала”."""
    last = next((n for n, end in enumerate(sentence.ends) if end >= claim.end), None)
    if last is None or sentence.starts[0] > claim.start:
        return False
    behind = sentence.text[last + 1 : last + 1 + _NEAR]
    denial = words.negated.search(behind)
    if denial is None or any(sign in behind[: denial.start()] for sign in PAUSES + STRONG + "."):
        return False
    return words.links.match(sentence.text, last + 1 + denial.end() + 1) is not None


def _is_about(parts: Iterable[Masked], claim: Claim, words: Offices) -> bool:
    """Tell whether what was done is a meeting about a line: “the workshop on C7 facilitated by”."""
    return any(
        only_near(part, Item(place, place + 1, "context", "line", mention=mention), words, place)
        for part in parts
        for place, mention in enumerate(part.named)
        if mention is not None
        and claim.start <= mention.start < claim.end
        and mention.iri == claim.parts["context"]
        and class_of(mention) == "line"
    )


def _ended(claim: Claim) -> Claim:
    """Return what ceased with its only date as the last."""
    start, end = (claim.parts.get(name, "") for name in ("start", "end"))
    if not start or (end and start != end):
        return claim
    parts = {name: said for name, said in claim.parts.items() if name != "start"}
    return replace(claim, parts={**parts, "end": start})


def _of_event(claim: Claim) -> Claim:
    """Return who leads an event as its coordinator: facilitators are those of lines."""
    base, _, role = claim.parts["role"].rpartition("/")
    if role not in COORDINATES or not any(part in claim.parts["context"] for part in _EVENTS):
        return claim
    return replace(claim, parts={**claim.parts, "role": f"{base}/{COORDINATES[role]}"})


def _clause(sentence: Masked, claim: Claim) -> str:
    """Return the words of a claim in a sentence, and those before it up to the last pause."""
    inside = [n for n, place in enumerate(sentence.starts) if claim.start <= place < claim.end]
    if not inside:
        return ""
    return leading(sentence, inside[0]) + sentence.text[inside[0] : inside[-1] + 1]
