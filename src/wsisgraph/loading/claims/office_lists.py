"""Several bodies beside a line, of whom one has the lead: the others facilitate it beside him."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import Masked
from wsisgraph.loading.claims.office_frames import Held
from wsisgraph.loading.claims.office_links import STRONG, zone
from wsisgraph.loading.claims.office_words import Item, Offices, joins

_LEAD, _BESIDE = "lead-facilitator", "co-facilitator"
_LINE = "line"
_THEN = 8


def others(sentence: Masked, row: Sequence[Item], held: Held) -> Held | None:
    """Return the others of a list whose lead is told in brackets: “UNCTAD (lead), ITC and UPU”."""
    if not held.aside or held.roles != (_LEAD,) or any(one.name != _LINE for one in held.contexts):
        return None
    behind = [item for item in row if item.start >= held.end]
    found: list[Item] = []
    last = held.end
    for item in behind:
        between = sentence.text[last : item.start].lstrip(")")
        if item.kind != "holder" or not joins(between):
            break
        found.append(item)
        last = item.end
    if not found or len(found) != len(behind):
        return None
    return replace(held, holders=tuple(found), roles=(_BESIDE,), start=held.start, end=last)


def in_order(sentence: Masked, row: Sequence[Item], frame: Frame, words: Offices) -> Iterator[Held]:
    """Yield who has the lead and who is beside him, in an item of a list that names him first.

    “The agency named first has the lead: – C1: UN DESA, then ITU”.
    """
    if frame.lead is None or words.first_leads.search(frame.lead.masked.text) is None:
        return
    until = next((n for n, sign in enumerate(sentence.text) if sign in STRONG), len(sentence.text))
    named = [item for item in row if item.end <= until]
    lines = [item for item in named if item.name == _LINE]
    holders = [item for item in named if item.kind == "holder"]
    if not lines or not holders or named != [*lines, *holders]:
        return
    if any(len(zone(sentence, *two).strip()) > _THEN for two in pairwise(holders)):
        return
    for role, who in ((_LEAD, holders[:1]), (_BESIDE, holders[1:])):
        if who:
            yield Held(
                tuple(who), (role,), tuple(lines), lines[0].start, who[-1].end, form="listed"
            )
