"""Clauses of resolutions and recommendations: their force, whom they speak to, what falls due."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from wsisgraph.loading.claims.duties import ASKS, SEVERAL, duty
from wsisgraph.loading.claims.lexicon import Lexicon
from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.office_words import joins
from wsisgraph.loading.claims.redlines import redline
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.texts.model import Claim, Mention, Passage
from wsisgraph.loading.texts.sections import known_verb
from wsisgraph.terms import iris

_PASSED_OVER = ("residue", "title", "note")
_NUMBER = re.compile(
    r"(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zа-я]{1,3}|[\u0621-\u064a]{1,2})[.)] ?"
    r"|\d{1,3}(?:\.\d{1,3})* ?)(?=\S)",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[\s:,.;。、-]*(?:that|to)?[\s:,.;。、-]*", re.IGNORECASE)
_SURE, _INLINE, _TOLD = 0.97, 0.9, 0.8
_JOINED = 6
_ASIDE, _ENDS, _FEW = ",،，(", ".;。；؛!", 160
_SOON, _SHORT, _AHEAD = 30, 60, 40
_INSERTED = re.compile("^[,،][^,،]{1,70}[,،]")
_FIRSTS = ("1", "a", "i", "а", "أ", "ا", "一")
_NAME = re.compile(r"[^.,:;!?،؛。，；：、\d]+[:：]?")
_FEWER = 70
_ADVERB = re.compile(rf"(?:[,،] ?[^,;،؛{SIGNS['body']}]{{1,60}}[,،] ?|[^\w]{{0,4}})")
_NESTING = ("resolves", "decides")


@dataclass(frozen=True, slots=True)
class Opening:
    """Words that open clauses, at the beginning of a passage.

    Attributes:
        force: key of the list `force`.
        preamble: whether it gives reasons only.
        addressees: bodies named right after the words.
        end: of words and addressees, in the masked text.
        alone: whether nothing else follows, so that the clauses are the passages below.
        further: whether the words say that they go on, as “considering further” does.
    """

    force: str
    preamble: bool
    addressees: tuple[Mention, ...]
    end: int
    alone: bool
    further: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: a passage under an opening, or one that begins with it."""

    seen: Seen
    opening: Opening
    heading: str
    addressees: tuple[Mention, ...]
    under: "Clause | None" = None
    """The clause whose list it belongs to: “1 that ITU should: i) report; ii) …”."""


def clauses(seen: Sequence[Seen], issuer: str) -> Iterator[Clause]:
    """Yield the clauses of a document, in order.

    Args:
        seen: its passages.
        issuer: `itu` or `un`; some verbs have another force in the one than in the other.
    """
    current: Opening | None = None
    heading = ""
    numbered = False
    above: Clause | None = None
    said = [one for one in seen if one.passage.kind not in _PASSED_OVER and not one.passage.row]
    for one, after in zip_longest(said, said[1:]):
        passage = one.passage
        opening = opened(one.struck or one.masked, one.lexicon, issuer)
        if opening is not None and not passage.number:
            heads = _heads(one, opening, after)
            if heads or _opens_list(one.masked, opening, after):
                opening = replace(opening, alone=True)
        if one.struck is not None and opening is not None and opening.alone:
            # Words that open clauses no more: another heading has taken their place.
            continue
        if opening is not None and opening.alone and passage.number:
            # “4 Decisions” heads a section of a report.
            current = None
        elif opening is not None and opening.alone:
            current, heading, numbered = opening, passage.locator, False
        elif opening is not None and (current is None or not _item(passage, one.masked)):
            current = None
            yield Clause(one, opening, "", opening.addressees)
        elif passage.kind == "heading":
            current = None
        elif current is not None:
            is_item = _item(passage, one.masked)
            if numbered and not is_item:
                current = None
                continue
            numbered = numbered or is_item
            if above is not None and not _is_under(one.passage, above.seen.passage):
                above = None
            addressees = current.addressees or _nested(one, current)
            clause = Clause(one, current, heading, addressees or _addressed(above), above)
            yield clause
            if one.masked.text.rstrip().endswith(":"):
                above = clause


def _addressed(above: Clause | None) -> tuple[Mention, ...]:
    return above.addressees if above is not None else ()


def _is_under(passage: Passage, above: Passage) -> bool:
    """Tell whether a passage is an item of the list that another one opens."""
    if not passage.number or passage.number == above.number:
        return passage.kind == "bullet"
    return passage.number.strip("().").isdigit() != above.number.strip("().").isdigit()


def _heads(seen: Seen, opening: Opening, after: Seen | None) -> bool:
    """Tell whether a heading says more of whom it turns to: “asks the Director, as chair of …”."""
    passage = seen.passage
    if passage.kind != "heading" or after is None or after.passage.kind == "heading":
        return False
    speaks = opening.force in ASKS and not opening.preamble
    return speaks and "-" in known_verb(passage.text)


def _opens_list(masked: Masked, opening: Opening, after: Seen | None) -> bool:
    """Tell whether numbered clauses follow words such as “urges States, as appropriate,”."""
    rest = masked.text[opening.end :].strip()
    if not rest or after is None or not _item(after.passage, after.masked):
        return False
    if not opening.addressees:
        # “Requests the Executive Secretary”, of a body without a known name: only a number tells.
        first = after.passage.number.strip("().،؛ ").casefold() in _FIRSTS
        speaks = opening.force in ASKS and not opening.preamble
        return first and speaks and len(rest) < _SHORT and _NAME.fullmatch(rest) is not None
    begins = rest[0] in _ASIDE or bool(after.passage.number)
    return len(rest) < _FEW and begins and rest[-1] not in _ENDS


def _nested(seen: Seen, opening: Opening) -> tuple[Mention, ...]:
    """Return whom a clause speaks to by a verb of its own: “resolves 1 to instruct …”."""
    if opening.force not in _NESTING:
        return ()
    masked = seen.masked
    start = match.end() if (match := _NUMBER.match(masked.text)) is not None else 0
    for _, pattern in seen.lexicon.words["nested"]:
        if (verb := pattern.match(masked.text, start)) is not None:
            return _addressees(masked, verb.end(), seen.lexicon)[0]
    return ()


def clause_claims(clause: Clause) -> Iterator[Claim]:
    """Yield the claims of a clause: one for each body that it speaks to, or one without any."""
    seen, opening = clause.seen, clause.opening
    parts = {"force": iris.vocab("force", opening.force)}
    if not opening.preamble:
        start = 0 if clause.heading else opening.end
        own = seen if clause.heading else _until_next(seen, opening.end)
        parts |= duty(own, opening.force, clause.addressees, start)
        if "bearer" not in parts and (bearer := _bearer_above(clause)):
            parts["bearer"] = bearer
    text = seen.passage.text
    if seen.passage.changes or seen.passage.was:
        change = redline(seen.passage)
        kinds = (iris.vocab("change-kinds", kind) for kind in change.changes)
        parts |= {"change": SEVERAL.join(kinds), "old": change.old, "new": change.new}
    name = f"{seen.lexicon.language}-clause-{'under' if clause.heading else 'inline'}"
    confidence = _SURE if clause.heading else _INLINE
    for addressee in dict.fromkeys(m.iri for m in clause.addressees) or ("",):
        said = {**parts, "addressee": addressee} if addressee else parts
        yield Claim("clause", said, 0, len(text), name, confidence)


def _until_next(seen: Seen, start: int) -> Seen:
    """Return a passage up to where it asks again: “instructs A to …, and requests B to …”."""
    nexts = [first for _, first, _, _ in _asked(seen.masked, seen.lexicon) if first >= start]
    return replace(seen, masked=seen.masked.piece(0, min(nexts))) if nexts else seen


def _bearer_above(clause: Clause) -> str:
    """Return who must act by the clause whose list a clause belongs to; empty without one."""
    if clause.under is None or clause.opening.preamble:
        return ""
    above = clause.under
    return duty(above.seen, above.opening.force, above.addressees, 0).get("bearer", "")


def asked(seen: Seen) -> Iterator[Claim]:
    """Yield what sentences of a report say that somebody is asked to do.

    “Member States are encouraged to …”, “the group recommends that the Secretary-General …”.
    """
    for sentence in seen.masked.sentences():
        if SIGNS["body"] not in sentence.text:
            continue
        for force, start, end, addressees in _asked(sentence, seen.lexicon):
            after = _until_next(Seen(seen.passage, sentence, seen.lexicon), end)
            parts = {"force": iris.vocab("force", force), **duty(after, force, addressees, end)}
            first, last = sentence.place(start, len(sentence.text))
            for addressee in dict.fromkeys(mention.iri for mention in addressees):
                said = {**parts, "addressee": addressee}
                name = f"{seen.lexicon.language}-clause-told"
                yield Claim("clause", said, first, last, name, _TOLD)


def _asked(
    sentence: Masked, lexicon: Lexicon
) -> Iterator[tuple[str, int, int, tuple[Mention, ...]]]:
    for force, pattern in lexicon.words["asked"].in_text(sentence.text):
        for match in pattern.finditer(sentence.text):
            before = _before(sentence, match.start())
            if before and not _unasked(sentence.text, match.start(), lexicon):
                yield force, match.start(), match.end(), before
    for force, pattern in lexicon.words["asks"].in_text(sentence.text):
        for match in pattern.finditer(sentence.text):
            addressees, end = _addressees(sentence, match.end(), lexicon)
            # “entrusted UNESCO with the facilitation of C8” gives a role, and asks for nothing.
            behind = _INSERTED.sub("", sentence.text[end : end + _FEW])
            given = force == "entrusts" and SIGNS["role"] in behind[:_SOON]
            if addressees and not given and not _unasked(sentence.text, match.start(), lexicon):
                yield force, match.start(), end, addressees


def _unasked(text: str, start: int, lexicon: Lexicon) -> bool:
    """Tell whether nothing is asked by a verb: “it may be entrusted …”, “if it invites …”."""
    return bool(lexicon.first("asked_not", text[max(0, start - _AHEAD) : start + 1]))


def _before(sentence: Masked, end: int) -> tuple[Mention, ...]:
    """Return the bodies that stand right before a place, joined to each other."""
    found: list[Mention] = []
    last = end
    for place in range(end - 1, -1, -1):
        mention = sentence.named[place]
        between = sentence.text[place + 1 : last]
        if found and between.strip() and not joins(between):
            # “… to report to the Council, while Member States are invited …”.
            break
        # “Member States, where appropriate, are invited …”.
        aside = not found and class_of(mention) == "body" if mention is not None else False
        if last - place > _JOINED and not (aside and _ADVERB.fullmatch(between)):
            if mention is None and not found and end - place < _FEWER:
                continue
            break
        if mention is not None and class_of(mention) == "body":
            found.insert(0, mention)
            last = place
        elif mention is not None:
            break
    return tuple(found)


def opened(masked: Masked, lexicon: Lexicon, issuer: str) -> Opening | None:
    """Return the opening at the beginning of a passage; None without one."""
    start = match.end() if (match := _NUMBER.match(masked.text)) is not None else 0
    best: tuple[int, str, bool] | None = None
    lists = (("operative_un", False),) if issuer == "un" else ()
    for name, preamble in (*lists, ("operative", False), ("preamble", True)):
        for force, pattern in lexicon.words[name].in_text(masked.text):
            for begin in {start, 0}:
                found = pattern.match(masked.text, begin)
                if found is not None and (best is None or found.end() > best[0]):
                    best = found.end(), force, preamble
    if best is None:
        return None
    end, force, preamble = best
    if preamble and _is_sentence(masked.text[end:].rstrip(), lexicon):
        return None
    speaks = not preamble and force in ASKS
    addressees, after = _addressees(masked, end, lexicon) if speaks else ((), end)
    alone = _EMPTY.fullmatch(masked.text, after) is not None
    further = bool(lexicon.first("further", masked.text[:end]))
    return Opening(force, preamble, addressees, after, alone, further)


def _is_sentence(rest: str, lexicon: Lexicon) -> bool:
    """Tell whether words that look like a preamble begin a sentence.

    “Having considered C11/74, the group agreed that …” does, and so does “In accordance with the
    Agenda, ITU acts as follows:”, but not “recalling C11/74, and in particular the following:”.
    """
    return rest.endswith(".") or (rest.endswith(":") and bool(lexicon.first("itself", rest)))


def _addressees(masked: Masked, start: int, lexicon: Lexicon) -> tuple[tuple[Mention, ...], int]:
    found = lexicon.addressed.match(masked.text, start)
    if found is None:
        return (), start
    named = (_body(m) for m in masked.mentions(*found.span("who")))
    return tuple(m for m in named if m is not None), found.end("who")


def _body(mention: Mention) -> Mention | None:
    """Return the body that is spoken to; “the Council at its 2025 session” is the Council."""
    if class_of(mention) == "body":
        return mention
    key = mention.details.get("body", "")
    return replace(mention, kind="body", iri=iris.individual("body", key)) if key else None


def _item(passage: Passage, masked: Masked) -> bool:
    numbered = bool(passage.number) or _NUMBER.match(masked.text) is not None
    return numbered or passage.kind == "bullet"
