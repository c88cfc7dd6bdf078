"""Roles in rows of tables: who holds what in which column.

A role is told by the heading of the holder's column, by a cell of its own, or by the cell where
the row of a body and the column of a line meet. Time stands in a column or behind the holder.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wsisgraph.loading.claims.frames import roles_of
from wsisgraph.loading.claims.masking import class_of, normal
from wsisgraph.loading.claims.office_words import COUNTRY, GROUP, Item, Offices, offices_of, things
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import Span, bounds, span
from wsisgraph.loading.texts.model import Claim, Mention
from wsisgraph.terms import iris

_TIMES = ("date", "period")
_SURE = 0.9
_SEVERAL = 2
_OF_COUNTRIES = ("host", "chair", "co-chair", "vice-chair")
_FEW = 8
_YEAR = re.compile(r"\d{4}")
_PARTS = re.compile("[;；؛()（）]")
_LEAD, _BESIDE, _PLAIN = "lead-facilitator", "co-facilitator", "facilitator"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row, with what it names.

    Attributes:
        head: the words above it.
        above: what they name.
        said: its words.
    """

    named: tuple[Mention, ...]
    head: str
    above: tuple[Mention, ...]
    said: str = ""


def office_rows(
    seen: Seen, cells: Sequence[Cell], above: Sequence[Mention] = ()
) -> Iterator[Claim]:
    """Yield the roles that a row of a table states.

    Args:
        seen: the row.
        cells: of it.
        above: what the caption or the heading of the table names; it is what the roles are in where
            the row names nothing that they could be in.
    """
    words = offices_of(seen.lexicon.language)
    # “WMO | none received (UNEP, as co-facilitator, …)”: that role is UNEP's.
    own = [
        m
        for cell in cells
        for m in cell.named
        if class_of(m) == "role" and not any(i.kind == "holder" for i in things(cell.named, words))
    ]
    for cell, roles in zip(cells, headed(cells, words), strict=True):
        inside = roles_of(cell.named)
        holders = _behind(seen, _holders(cells, cell, roles, words), inside)
        holders = [one for one in holders if not _is_open(cell, one, words)]
        for holder in holders if len(inside) < _SEVERAL else ():
            # “UNESCO (lead facilitator), ITU (co-facilitator)” is told as a sentence is.
            for role in roles or inside or own:
                contexts = _contexts(cells, cell, role.value, words)
                if not contexts and (roles or len(own) == 1):
                    contexts = _fitting(cell.above, role.value, words)
                    contexts = contexts or _fitting(above, role.value, words)
                time = _time(seen, cells, holder, words)
                yield from row_roles(seen, holder, role, contexts, time)
        if roles and not holders:
            yield from _told_of(seen, cells, cell, roles, words)
    yield from _crossed(seen, cells, words)
    yield from _of_head(seen, cells, above, words)


def _of_head(
    seen: Seen, cells: Sequence[Cell], above: Sequence[Mention], words: Offices
) -> Iterator[Claim]:
    """Yield the roles of a body that only stands above: “Role of ITU | Lines”, “Partner | C8”."""
    told = [(cell, role) for cell in cells for role in roles_of(cell.named)]
    held = [item for cell in cells for item in things(cell.named, words) if item.kind == "holder"]
    if held or len(told) != 1 or any(_leaves_open(cell.said, words) for cell in cells):
        return
    ((beside, role),) = told
    heads = _bodies(beside.above, words) or _bodies(above, words)
    if len(heads) != 1:
        return
    (holder,) = heads.values()
    for cell in cells:
        contexts = _fitting(cell.named, role.value, words) if cell is not beside else []
        for context in contexts:
            time = _time_of(seen, context, contexts)
            yield from row_roles(seen, holder, role, [context], time, at=context.mention)


def _bodies(named: Sequence[Mention], words: Offices) -> dict[str, Item]:
    return {item.iri: item for item in things(named, words) if item.kind == "holder"}


def _time_of(seen: Seen, context: Item, contexts: Sequence[Item]) -> Span:
    """Return the time right behind one of the things of a cell, before the next of them."""
    masked = seen.masked
    begins = [one.mention.start for one in contexts if one.mention is not None]
    first = context.mention.start if context.mention is not None else 0
    last = min((start for start in begins if start > first), default=masked.ends[-1])
    places = [n for n, start in enumerate(masked.starts) if first <= start < last]
    return span(masked.piece(places[0], places[-1] + 1), seen.lexicon, 0, 1) if places else Span()


def headed(cells: Sequence[Cell], words: Offices) -> list[tuple[Mention, ...]]:
    """Return the roles that the words above each cell of a row tell.

    “Lead facilitator | Facilitators”, “… | Associated facilitators”: these are beside the first.
    """
    told = [roles_of(cell.above) or _above(cell, cells, words) for cell in cells]
    if not any(role.value == _LEAD for roles in told for role in roles):
        return told
    return [tuple(_beside(role) for role in roles) for roles in told]


def _beside(role: Mention) -> Mention:
    """Return a role of a line as it is beside a column of lead facilitators."""
    if role.value != _PLAIN:
        return role
    return replace(role, iri=iris.vocab("roles", _BESIDE), value=_BESIDE)


def _is_open(cell: Cell, holder: Item, words: Offices) -> bool:
    """Tell whether the words around a holder in its cell leave it open: “(UNIDO has applied)”."""
    said = holder.said
    parts = [part for part in _PARTS.split(cell.said) if said and said in part]
    return bool(parts) and all(_leaves_open(part, words) for part in parts)


def _leaves_open(said: str, words: Offices) -> bool:
    """Tell whether words leave open what is said, or deny it."""
    text = normal(said)
    return any(each.search(text) for each in (words.pending, words.unreal, words.negated))


def _holders(
    cells: Sequence[Cell], cell: Cell, roles: Sequence[Mention], words: Offices
) -> list[Item]:
    """Return who holds a role in a cell; below “Partners” ECOSOC is one, and nothing to be in."""
    named = things(cell.named, words)
    holders = [item for item in named if item.kind == "holder"]
    if not named and any(role.value in _OF_COUNTRIES for role in roles):
        # Below “Host country”, but not “vacant (Tunisia is a candidate)”.
        countries = [
            m
            for m in cell.named
            if class_of(m) == "country" and m.iri and len(cell.said) <= _longest(cell)
        ]
        return [Item(0, 0, "holder", COUNTRY, mention=mention) for mention in countries]
    if roles and named and all(item.kind == "holder" or item.name == GROUP for item in named):
        return [
            item
            for item in named
            if item.kind == "holder"
            or any(_contexts(cells, cell, role.value, words) for role in roles)
        ]
    return holders


def _longest(cell: Cell) -> int:
    """Return how long a cell is at most that only names somebody: no “vacant (A applied)”."""
    return sum(len(mention.said) for mention in cell.named) + _FEW


def _above(cell: Cell, cells: Sequence[Cell], words: Offices) -> tuple[Mention, ...]:
    """Return the role that words above a cell tell where a row is about a line: “Lead agency”."""
    ahead = cells[: next(n for n, one in enumerate(cells) if one is cell)]
    first = next((found for one in ahead if (found := things(one.named, words))), [])
    if not first or any(item.name != "line" for item in first):
        return ()
    head = normal(cell.head).strip()
    role = next((role for role, pattern in words.columns if pattern.search(head)), "")
    if not role:
        return ()
    return (Mention(0, 0, "role", iris.vocab("roles", role), cell.head, role),)


def _behind(seen: Seen, holders: Sequence[Item], roles: Sequence[Mention]) -> Sequence[Item]:
    """Return the holders that a role with a colon in their cell is of: those behind it."""
    for role in roles:
        said = seen.passage.text[role.end :].lstrip()
        if said.startswith((":", "：")):
            holders = [one for one in holders if one.mention and one.mention.start >= role.end]
    return holders


def _told_of(
    seen: Seen, cells: Sequence[Cell], cell: Cell, roles: Sequence[Mention], words: Offices
) -> Iterator[Claim]:
    """Yield the roles in what a cell lists, of those whom the row is about: “Facilitator of”."""
    about = next(
        (
            holders
            for other in cells
            if other is not cell
            and not roles_of(other.above)
            and (holders := [i for i in things(other.named, words) if i.kind == "holder"])
        ),
        [],
    )
    for role in roles:
        contexts = _fitting(cell.named, role.value, words)
        if not contexts or len(contexts) != len(things(cell.named, words)):
            continue
        for holder in about:
            yield from row_roles(seen, holder, role, contexts, Span(), at=contexts[0].mention)


def _fitting(named: Sequence[Mention], role: str, words: Offices) -> list[Item]:
    """Return what a role may be in, of some mentions; nothing if not all of the kind fit."""
    held = [item for item in things(named, words) if item.kind == "context"]
    return held if words.fits((role,), held) else []


def _contexts(cells: Sequence[Cell], beside: Cell, role: str, words: Offices) -> list[Item]:
    """Return what a role is in: the things of the first other cell that has any of the kind."""
    for cell in cells:
        held = [item for item in things(cell.named, words) if item.kind == "context"]
        if cell is not beside and held and words.fits((role,), held):
            return held
    return []


def _crossed(seen: Seen, cells: Sequence[Cell], words: Offices) -> Iterator[Claim]:
    """Yield the roles of cells between a line and a body: one is above, the other in the row."""
    beside = [item for cell in cells[:2] for item in things(cell.named, words)]
    for cell in cells[1:]:
        roles = roles_of(cell.named)
        above = things(cell.above, words)
        for role in roles:
            contexts = [item for item in above if item.kind == "context"]
            holders = [item for item in beside if item.kind == "holder"]
            if not contexts:
                holders, contexts = (
                    [item for item in above if item.kind == "holder"],
                    [item for item in beside if item.kind == "context"],
                )
            if contexts and words.fits((role.value,), contexts):
                for holder in holders:
                    yield from row_roles(seen, holder, role, contexts, Span(), at=role)


def _time(seen: Seen, cells: Sequence[Cell], holder: Item, words: Offices) -> Span:
    """Return the time behind a holder in its cell, else that of the columns of days or years."""
    masked = seen.masked
    inside = next(cell for cell in cells if holder.mention in cell.named)
    if any(class_of(m) in _TIMES for m in inside.named):
        places = [n for n, m in enumerate(masked.named) if m is not None and m in inside.named]
        piece = masked.piece(places[0], places[-1] + 1)
        at = next(n for n, m in enumerate(piece.named) if m is holder.mention)
        others = [
            (n, n + 1)
            for n, m in enumerate(piece.named)
            if m is not None and n != at and class_of(m) in ("body", "person")
        ]
        return span(piece, seen.lexicon, at, at + 1, others)
    start = end = ""
    for cell in cells:
        times = [m for m in cell.named if class_of(m) in _TIMES]
        if len(cell.named) == len(times) == 1:
            told = of_column(times[0], normal(cell.head), words)
            start, end = start or told.start, end or told.end
    return Span(start, end)


def of_column(time: Mention, head: str, words: Offices) -> Span:
    """Return what a date is by the words above it: nothing, if they say neither first nor last."""
    first, last = bounds(time)
    if class_of(time) == "period":
        return Span(first, last)
    if words.column_since.search(head):
        return Span(first, "")
    if words.column_until.search(head):
        return Span("", last)
    in_it = _YEAR.fullmatch(first) and words.column_in.search(head)
    return Span(first, last) if in_it else Span()


def row_roles(
    seen: Seen,
    holder: Item,
    role: Mention,
    contexts: Sequence[Item],
    time: Span,
    sure: float = _SURE,
    at: Mention | None = None,
) -> Iterator[Claim]:
    """Yield the role of a holder in some contexts; it stands where `at` or the holder does."""
    dates = {name: said for name, said in (("start", time.start), ("end", time.end)) if said}
    place = at or holder.mention or role
    for context in contexts:
        if context.iri != holder.iri:
            parts = {"body": holder.iri, "role": role.iri, "context": context.iri, **dates}
            name = f"{seen.lexicon.language}-role-row"
            yield Claim("role", parts, place.start, place.end, name, sure)
