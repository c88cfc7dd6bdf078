"""Those who hold a role beside somebody: “alongside FAO and WHO”, “as do ILO and UPU”.

A sentence names them before him whom it is about, right behind him, or behind all that it tells of
him. What is told of him is then told of them, but for its time, which is his.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wsisgraph.loading.claims.masking import ANY_SIGN, SIGNS, Masked
from wsisgraph.loading.claims.office_links import PAUSES, STRONG
from wsisgraph.loading.claims.office_words import Item, Offices, offices_of, thing
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.texts.model import Claim, Mention

_HOLDER = f"[{SIGNS['body']}{SIGNS['person']}]"
_OTHER = f"{ANY_SIGN[1:-1]}{PAUSES}{STRONG}:()–—."
_NUMBER = SIGNS["figure"]
_ARTICLE = r"(?:the |both |le |la |les |el |los |las |l'|ال|du |de la |de l'|des |a |al )?"
_WHICH = r"\b(?:that|which|who|whom|qui|que|dont|quien|cuyo|котор\w+|الذي|التي)\b|的"
_RELATIVE = re.compile(_WHICH, re.IGNORECASE)
# What they are called, before they are named: “with the other two agencies, FAO and UPU”.
_WORDS = rf"(?:(?!{_WHICH})(?:[^{_OTHER}]|{_NUMBER})){{0,45}}?"
_CALLED = rf"(?:{_WORDS}{_HOLDER} ?[(–—-] ?|{_WORDS}(?: ?[{PAUSES}:(–—-] ?)?)"
_AND = (
    rf"(?:[)–—-] ?)?(?:,? ?(?:and|et|y|e|и)(?![^\W\d_]) ?|،? ?و|[和及、]|以及|与)"
    rf"(?:(?:with|avec|con|со?|مع) )?{_ARTICLE}"
)
_COMMA = rf" ?[,،] ?{_ARTICLE}"
# Without “and” what follows a comma is him beside whom they stand: “with FAO, UNESCO is …”.
_LIST = f"{_HOLDER}(?:(?:{_COMMA}{_HOLDER})*{_AND}{_HOLDER})*"
_NAMED = re.compile(f" ?{_CALLED}{_ARTICLE}({_LIST})")
_ENDED = re.compile(
    rf"(?:以?外|之外|一样|一道|一起)? ?[)–—-]? ?"
    rf"(?:[{PAUSES}] ?[^{_OTHER}]{{0,16}}|{_ARTICLE})(?={_HOLDER})"
)
_SHARED = ("co-facilitator", "facilitator", "member", "permanent-member", "partner")
_SHARED_TOO = ("co-organiser", "co-chair", "vice-chair", "contributor", "initiator")
_OF_ONE = {"lead-facilitator": "co-facilitator", "organiser": "co-organiser", "chair": "co-chair"}
_BEHIND = 30
_MEMBER = "member"


@dataclass(frozen=True, slots=True)
class _Company:
    """Those who are named beside somebody, and where.

    Attributes:
        start, end: of the words that name them, in the sentence.
        members: who they are.
    """

    start: int
    end: int
    members: tuple[Mention, ...]


def accompanied(seen: Seen, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield roles, and then those of whoever stands beside their holders."""
    yield from claims
    words = offices_of(seen.lexicon.language)
    if not claims or words.company.search(seen.masked.text) is None:
        return
    told = {_mark(claim) for claim in claims}
    for sentence in seen.masked.sentences(whole=True):
        here = [claim for claim in claims if _is_in(claim, sentence)]
        for company in _companies(sentence, words) if here else ():
            for claim in _of_whom(sentence, company, here, words):
                for member in company.members:
                    shared = _shared(claim, member)
                    if shared is not None and _mark(shared) not in told:
                        told.add(_mark(shared))
                        yield shared


def inserted(sentence: Masked, words: Offices) -> set[int]:
    """Return where those stand who only help: “FAO, which is helped by A and B, leads …”."""
    places: set[int] = set()
    for match in words.company.finditer(sentence.text):
        found = _NAMED.match(sentence.text, match.end())
        begins = sentence.text[: match.start()].rstrip().endswith(tuple(PAUSES))
        if found is None or not begins or _RELATIVE.match(match.group()) is None:
            continue
        if sentence.text[found.end() :].lstrip().startswith(tuple(PAUSES)):
            places.update(range(*found.span(1)))
    return places


def _mark(claim: Claim) -> tuple[str, str, bool]:
    """Return what makes two roles one; who chairs a group may be a member as well."""
    return claim.parts["body"], claim.parts["context"], claim.parts["role"].endswith(_MEMBER)


def _is_in(claim: Claim, sentence: Masked) -> bool:
    return claim.start < sentence.ends[-1] and sentence.starts[0] < claim.end


def _companies(sentence: Masked, words: Offices) -> Iterator[_Company]:
    for match in words.company.finditer(sentence.text):
        found = _NAMED.match(sentence.text, match.end())
        if found is None:
            continue
        held = [_holder(sentence, place, words) for place in range(*found.span(1))]
        members = tuple(one.mention for one in held if one is not None and one.mention)
        if members and all(one is None or one.kind == "holder" for one in held):
            yield _Company(match.start(), found.end(), members)


def _holder(sentence: Masked, place: int, words: Offices) -> Item | None:
    mention = sentence.named[place]
    return thing(place, mention, words) if mention is not None else None


def _of_whom(
    sentence: Masked, company: _Company, claims: Sequence[Claim], words: Offices
) -> list[Claim]:
    """Return what is told of him whom a company stands beside."""
    before = sentence.text[: company.start].rstrip(PAUSES + " (")
    place = len(before) - 1
    if place >= 0 and _is_holder(sentence, place, words):
        # “UNESCO, together with FAO, is …”.
        return _told_of(sentence, place, claims)
    if not before or before != sentence.text[: company.start].rstrip():
        # “Together with FAO, UNESCO is …”.
        ended = _ENDED.match(sentence.text, company.end)
        if ended is not None:
            return _told_of(sentence, ended.end(), claims)
    first = sentence.starts[company.start]
    around = [claim for claim in claims if claim.start < first < claim.end]
    if around:
        # “In UNGIS, alongside ITU, sit UNESCO and the World Bank”.
        return around
    # “UNESCO facilitates C8 together with FAO”.
    over = [claim for claim in claims if claim.end <= first]
    last = max((claim.end for claim in over), default=0)
    between = [n for n in range(company.start) if last <= sentence.starts[n] and sentence.named[n]]
    if first - last > _BEHIND or between:
        return []
    return [claim for claim in over if claim.end == last]


def _is_holder(sentence: Masked, place: int, words: Offices) -> bool:
    item = _holder(sentence, place, words)
    return item is not None and item.kind == "holder"


def _told_of(sentence: Masked, place: int, claims: Sequence[Claim]) -> list[Claim]:
    mention = sentence.named[place]
    if mention is None:
        return []
    return [
        claim
        for claim in claims
        if claim.parts["body"] == mention.iri and claim.end >= sentence.ends[place]
    ]


def _shared(claim: Claim, member: Mention) -> Claim | None:
    """Return the role of a companion; None where there is nothing to share."""
    base, _, role = claim.parts["role"].rpartition("/")
    role = _OF_ONE.get(role, role)
    if role not in (*_SHARED, *_SHARED_TOO, *_OF_ONE.values()):
        return None
    if member.iri in (claim.parts["body"], claim.parts["context"]):
        return None
    parts = {"body": member.iri, "role": f"{base}/{role}", "context": claim.parts["context"]}
    start, end = min(claim.start, member.start), max(claim.end, member.end)
    name = f"{claim.pattern.partition('-')[0]}-role-beside"
    return replace(claim, parts=parts, start=start, end=end, pattern=name, confidence=0.7)
