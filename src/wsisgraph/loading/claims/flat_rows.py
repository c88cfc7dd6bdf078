"""Rows that a conversion left without cells, as most PDF files have them.

A line of things and nothing else, below words that tell what they are to one another: “Action line
Lead facilitator Since”, then “C3 – Access to information UNESCO 2006”.
"""

import re
from collections.abc import Iterator, Sequence

from wsisgraph.loading.claims.frames import roles_of
from wsisgraph.loading.claims.masking import SIGNS, class_of, normal
from wsisgraph.loading.claims.office_rows import of_column, row_roles
from wsisgraph.loading.claims.office_words import Item, offices_of, things
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import Span
from wsisgraph.loading.texts.model import Claim

_SURE = 0.75
_MOST_HEAD = 90
_GAP = r"[ .,:;()|/\t–—-]{0,5}"
_BODIES = rf"(?:{SIGNS['body']}(?:, | and | et | y | и |، ?و?| و|、|和|及|/)?)+"
_LINES = rf"(?:{SIGNS['line']}{_GAP})+"
_TIME = rf"(?:{_GAP}[{SIGNS['date']}{SIGNS['period']}](?: ?г\.?)?)?"
_ENTRY = re.compile(rf"(?:{_LINES}{_GAP}{_BODIES}|{_BODIES}{_GAP}{_LINES}){_TIME}{_GAP}")
_TIER = rf"[^{SIGNS['event']}{SIGNS['body']}{SIGNS['country']}.;]{{2,30}}"
_GIFT = re.compile(
    rf"[{SIGNS['country']}{SIGNS['body']}]{_TIER}{SIGNS['event']}{_GAP}(?:года|г\.)?{_GAP}"
)


def flat_rows(seen: Sequence[Seen]) -> Iterator[tuple[Seen, Claim]]:
    """Yield what rows without cells state, each with its passage, in order."""
    head: Seen | None = None
    for one in seen:
        text = one.masked.text
        bare = head is not None and not one.passage.row
        if head is not None and bare and (entries := _whole(_ENTRY, text)):
            yield from ((one, claim) for claim in _roles(one, head, entries))
        elif head is not None and bare and (entries := _whole(_GIFT, text)):
            yield from ((one, claim) for claim in _sponsors(one, head, entries))
        elif not one.passage.number or one.passage.kind == "heading":
            short = len(text) < _MOST_HEAD and not text.rstrip().endswith(tuple(".;"))
            named = one.masked.mentions(0, len(text))
            apart = any(class_of(m) in ("body", "person", "country") for m in named)
            head = one if short and not apart and not one.passage.row else None
        else:
            head = None


def _whole(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Return matches, one right behind another, that are all of a text; else none."""
    found: list[re.Match[str]] = []
    end = 0
    while end < len(text):
        match = pattern.match(text, end)
        if match is None or match.end() == end:
            return []
        found.append(match)
        end = match.end()
    return found


def _roles(one: Seen, head: Seen, entries: Sequence[re.Match[str]]) -> Iterator[Claim]:
    words = offices_of(one.lexicon.language)
    roles = roles_of(head.masked.mentions(0, len(head.masked.text)))
    if len(roles) != 1:
        # Whose column a body stood in cannot be told.
        return
    above = normal(head.passage.text)
    for entry in entries:
        named = one.masked.mentions(*entry.span())
        row = things(named, words)
        times = [m for m in named if class_of(m) in ("date", "period")]
        time = of_column(times[0], above, words) if times else Span()
        contexts = _lines([item for item in row if item.kind == "context"])
        if words.fits((roles[0].value,), contexts):
            for holder in (item for item in row if item.kind == "holder"):
                yield from row_roles(one, holder, roles[0], contexts, time, _SURE)


def _lines(named: Sequence[Item]) -> list[Item]:
    """Return lines, each once, and none of which another is a part: “C7 – E-health”."""
    unlike = {item.iri: item for item in named}
    return [
        item for iri, item in unlike.items() if not any(o.startswith(f"{iri}-") for o in unlike)
    ]


def _sponsors(one: Seen, head: Seen, entries: Sequence[re.Match[str]]) -> Iterator[Claim]:
    lexicon = one.lexicon
    if lexicon.first("leads", normal(head.passage.text).casefold()) != "sponsors":
        return
    for entry in entries:
        giver, *_, event = one.masked.mentions(*entry.span())
        tier = lexicon.first("tiers", normal(one.passage.text[giver.end : event.start]))
        if tier:
            parts = {"partner": giver.iri, "event": event.iri, "tier": tier}
            name = f"{lexicon.language}-sponsors-row"
            yield Claim("sponsors", parts, giver.start, giver.end, name, _SURE)
