"""Which meeting acted where only its body is named, and to which meeting a paper was submitted.

Symbols tell it too: CWG-WSIS&SDG-43/7 is a paper of the 43rd meeting, C25/8 one of Council 2025.

“The Plenipotentiary Conference met in Bucharest from 26 September to 14 October 2022. It revised
its Resolution 140”: the meeting of those days did. “The 44th meeting … To it, China submitted 5.”
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wsisgraph.loading.claims.enacting import ENACTS, at_its_session, is_of_others, owner
from wsisgraph.loading.claims.masking import class_of
from wsisgraph.loading.claims.paper_symbols import comes_after, meeting_of
from wsisgraph.loading.claims.proceeding_words import words_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.texts.model import Claim
from wsisgraph.terms import iris

_PART = {
    **dict.fromkeys(("considers", "adopts", "amends", "replaces"), "meeting"),
    "role": "context",
}
# How far from its beginning a sentence tells at which meeting something was done.
_LEAD = 24
_HERE = "\ue0ff"
_BODY, _MEETING = "/id/body/", "/id/meeting/"
_AROUND = 50
_MEMBERS = ("-member-states", "-sector-members", "-members")


def of_sittings(seen: Seen, claims: Iterable[Claim], held: Sequence[Claim]) -> Iterator[Claim]:
    """Yield statements, with the meeting that is meant where a passage tells it.

    Args:
        seen: the passage.
        claims: about papers and roles.
        held: when meetings were held, as the passage tells it.
    """
    known = list(claims)
    meetings = {claim.parts["meeting"] for claim in held}
    considered = {
        claim.parts["document"]: claim.parts["meeting"]
        for claim in known
        if claim.kind == "considers" and _MEETING in claim.parts.get("meeting", "")
    }
    for said in known:
        claim = _in_order(seen, _of_members(seen, at_its_session(said)))
        if claim is None or is_of_others(claim) or _is_since(seen, claim):
            continue
        part = _PART.get(claim.kind, "")
        if part and _BODY in claim.parts.get(part, ""):
            at_it = _of_its_meeting(claim, part, meetings)
            if claim.kind != "role" and at_it is claim:
                at_it = _of_its_meeting(claim, part, _just_before(seen, claim))
            if at_it is claim:
                at_it = _of_named_meeting(seen, claim)
            yield _of_symbol(at_it)
        elif claim.kind == "submits" and not claim.parts.get("meeting"):
            # A symbol is surer than what else a sentence names: “5, on the outcomes of the 33rd …”.
            paper = claim.parts["document"]
            meeting = considered.get(paper) or meeting_of(paper)[1] or _before(seen, claim)
            yield replace(claim, parts={**claim.parts, "meeting": meeting}) if meeting else claim
        else:
            yield claim


def _is_since(seen: Seen, claim: Claim) -> bool:
    """Tell whether a role is said to be in a meeting that only tells since when.

    “Since Council 2016 the group met under the chairmanship of Mr Doe” is about the group.
    """
    context = claim.parts.get("context", "") if claim.kind == "role" else ""
    if _MEETING not in context:
        return False
    text, since = seen.masked.text, words_of(seen.lexicon.language).since
    places = [n for n, m in enumerate(seen.masked.named) if m is not None and m.iri == context]
    return bool(places) and all(
        since.search(text[max(0, place - _LEAD) : place]) is not None for place in places
    )


def _of_members(seen: Seen, claim: Claim) -> Claim | None:
    """Return what members did with a resolution as done by their meeting, if it is named.

    “At PP-18 Member States adopted Resolution 123”; a group of members alone adopts nothing.
    """
    if claim.kind not in ENACTS or not claim.parts["meeting"].endswith(_MEMBERS):
        return claim
    body = owner(claim)
    if not body:
        return None
    whole = {**claim.parts, "meeting": iris.individual("body", body)}
    told = _of_named_meeting(seen, replace(claim, parts=whole))
    return told if _MEETING in told.parts["meeting"] else None


def _in_order(seen: Seen, claim: Claim | None) -> Claim | None:
    """Return a claim that a meeting considered a paper of a later one as of the later, if told.

    “It held its 42nd meeting, which discussed 42/6, and its 43rd, when 43/8 was discussed”.
    """
    if claim is None or claim.kind != "considers":
        return claim
    paper, meeting = claim.parts["document"], claim.parts.get("meeting", "")
    if not comes_after(paper, meeting):
        return claim
    own = meeting_of(paper)[1]
    named = any(m is not None and m.iri == own for m in seen.masked.named)
    return replace(claim, parts={**claim.parts, "meeting": own}) if named else None


def _of_its_meeting(claim: Claim, part: str, meetings: Iterable[str]) -> Claim:
    """Return a claim of a body as that of its only meeting of which the days are told."""
    key = claim.parts[part].rpartition("/")[2]
    if claim.kind == "role" and not claim.parts["role"].endswith("/host"):
        return claim
    own = {one for one in meetings if one.rpartition(_MEETING)[2].startswith(f"{key}-")}
    if len(own) != 1:
        return claim
    return replace(claim, parts={**claim.parts, part: own.pop()})


def _just_before(seen: Seen, claim: Claim) -> list[str]:
    """Return the meetings a sentence begins with: “At its 28th session the Commission …”."""
    for sentence in seen.masked.sentences():
        if not sentence.starts[0] <= claim.start < sentence.ends[-1]:
            continue
        return [
            mention.iri
            for place, mention in enumerate(sentence.named)
            if mention is not None
            and class_of(mention) == "meeting"
            and place <= _LEAD
            and mention.end <= claim.start
            and not seen.lexicon.first("towards", f"{sentence.text[:place]}{_HERE}")
        ]
    return []


def _of_named_meeting(seen: Seen, claim: Claim) -> Claim:
    """Return a claim of a body as that of its only meeting which the same sentence names.

    “The Council, when amending Resolution 1332 at its 2016 session, …”.
    """
    if claim.kind not in ENACTS:
        return claim
    key = claim.parts["meeting"].rpartition("/")[2]
    apart = words_of(seen.lexicon.language).apart
    for sentence in seen.masked.sentences():
        if not sentence.starts[0] <= claim.start < sentence.ends[-1]:
            continue
        own = {
            mention.iri
            for place, mention in enumerate(sentence.named)
            if mention is not None
            and mention.iri.rpartition(_MEETING)[2].startswith(f"{key}-")
            and not apart.search(sentence.text[max(0, place - _AROUND) : place])
            and claim.start - _AROUND <= sentence.starts[place] <= claim.end + _AROUND
        }
        if len(own) == 1:
            return at_its_session(replace(claim, parts={**claim.parts, "meeting": own.pop()}))
    return claim


def _of_symbol(claim: Claim) -> Claim:
    """Return a claim of a body about one of its papers as that of the paper's meeting."""
    body, meeting = meeting_of(claim.parts.get("document", ""))
    if not meeting or claim.parts.get("meeting") != body:
        return claim
    return replace(claim, parts={**claim.parts, "meeting": meeting})


def _before(seen: Seen, claim: Claim) -> str:
    """Return the only meeting that the sentence of a claim names, else the last before it."""
    last = ""
    for sentence in seen.masked.sentences():
        named = [m.iri for m in sentence.named if m is not None and class_of(m) == "meeting"]
        named = [iri for iri in dict.fromkeys(named) if _MEETING in iri]
        if sentence.starts[0] <= claim.start < sentence.ends[-1]:
            return (named[0] if len(named) == 1 else "") if named else last
        last = named[-1] if named else last
    return ""
