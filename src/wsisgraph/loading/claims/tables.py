"""Rows of tables: roles by line, gifts by donor, sponsors by tier.

What a column holds is told by its heading; a row of a fund, a giver and a time needs none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wsisgraph.loading.claims.frames import roles_of
from wsisgraph.loading.claims.masking import class_of, normal
from wsisgraph.loading.claims.office_rows import Cell, of_column, office_rows
from wsisgraph.loading.claims.office_words import offices_of
from wsisgraph.loading.claims.papers import submits, words_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.serving import row_ties
from wsisgraph.loading.claims.spans import Span, bounds
from wsisgraph.loading.claims.vetoes import vetoes_of
from wsisgraph.loading.texts.model import Claim, Mention

_HELD = (
    *("body", "person", "country", "line", "event", "meeting", "programme", "date", "period"),
    "document",
)
_GIVERS = ("body", "country")
_EVENTS = ("event", "meeting", "programme")
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what each cell names, and the words of the cells of the heading and what they name.

    `fund` is the fund that was named last above the table, in its section.
    """

    seen: Seen
    cells: tuple[tuple[Mention, ...], ...]
    head: tuple[str, ...]
    above: tuple[tuple[Mention, ...], ...]
    fund: Mention | None = None


def table_rows(seen: Sequence[Seen]) -> Iterator[Row]:
    """Yield the rows below headings of the tables of a document, in order."""
    head: Row | None = None
    fund: Mention | None = None
    for one in seen:
        if one.passage.kind == "residue":
            # The line of dashes below a heading.
            continue
        if not one.passage.row:
            head = None
            named = (m for m in one.masked.named if m is not None and _is_fund(m))
            fund = next(named, None if one.passage.kind == "heading" else fund)
            continue
        row = replace(_row(one, head), fund=fund)
        held = [m for cell in row.cells for m in cell if class_of(m) in _HELD]
        if head is None or (not held and any(map(roles_of, row.cells))):
            head = row
            if not held:
                continue
        yield row


def cells(seen: Sequence[Seen]) -> dict[str, list[Cell]]:
    """Return the cells of the rows of the tables of a document, by locator."""
    return {row.seen.passage.locator: cells_of(row) for row in table_rows(seen)}


def row_claims(row: Row, title: str, named: Sequence[Mention] = ()) -> Iterator[Claim]:
    """Yield what a row states.

    Args:
        row: of a table.
        title: what the heading above the table says.
        named: what that heading or the caption of the table names.
    """
    yield from office_rows(row.seen, cells_of(row), named)
    yield from _gifts(row)
    yield from _sponsors(row, title, named)
    yield from _papers(row)
    yield from row_ties(row.seen, row.cells)


def _row(one: Seen, head: Row | None) -> Row:
    cells: list[tuple[Mention, ...]] = []
    start = 0
    for text in one.passage.row:
        end = start + len(text)
        named = (m for m in one.masked.named if m is not None)
        cells.append(tuple(m for m in named if start <= m.start < end))
        start = end + 1
    if head is None:
        return Row(one, tuple(cells), one.passage.row, tuple(cells))
    return Row(one, tuple(cells), head.head, head.above)


def cells_of(row: Row) -> list[Cell]:
    """Return the cells of a row, each with what stands above it."""
    size = len(row.cells)
    heads = (*row.head, *[""] * size)[:size]
    above = (*row.above, *[()] * size)[:size]
    said = (*row.seen.passage.row, *[""] * size)[:size]
    return [Cell(*cell) for cell in zip(row.cells, heads, above, said, strict=True)]


def _gifts(row: Row) -> Iterator[Claim]:
    funds = [m for m in _all(row, ("body",)) if _is_fund(m)]
    givers = [m for m in _all(row, _GIVERS) if not _is_fund(m)]
    times = _all(row, ("period",)) or _all(row, ("date",))
    own = _gift_times(row)
    times = own or times
    told = bool(own) or (
        row.seen.lexicon.first("leads", " ".join(row.head).casefold()) == "contributes"
    )
    if vetoes_of(row.seen.lexicon.language).bar(row.seen.masked.text):
        return
    for giver in givers[:1] if funds or (told and times) else ():
        parts = {"donor": giver.iri}
        above = next((m for cell in row.above for m in cell if _is_fund(m)), row.fund)
        if fund := next(iter(funds), above):
            parts["fund"] = fund.iri
        said = _columns(row)
        # “Contribution to the fund” is no column of last years.
        said = Span() if own and not said.start else said
        if said.start != said.end:
            parts |= {name: day for name, day in (("start", said.start), ("end", said.end)) if day}
        elif times:
            first, last = bounds(times[0])
            parts["start"] = first
            if last != first or class_of(times[0]) == "period":
                parts["end"] = last
        amounts = _all(row, ("figure",))
        if amounts:
            parts["amount"] = amounts[0].said
        yield _claim(row, "contributes", parts, giver)


def _gift_times(row: Row) -> list[Mention]:
    """Return the times of a column of gifts: “Contribution (years)”, beside “Sponsorship”."""
    lexicon = row.seen.lexicon
    for cell, head in zip(row.cells, row.head, strict=False):
        times = [m for m in cell if class_of(m) in ("date", "period")]
        only = times and len(times) == len(cell)
        if only and lexicon.first("leads", normal(head).casefold()) == "contributes":
            return sorted(times, key=lambda m: class_of(m) != "period")
    return []


def _columns(row: Row) -> Span:
    """Return what columns of first and last years say: “Since”, “Until”."""
    words = offices_of(row.seen.lexicon.language)
    start = end = ""
    for cell, head in zip(row.cells, row.head, strict=False):
        times = [m for m in cell if class_of(m) in ("date", "period")]
        if len(cell) == len(times) == 1:
            told = of_column(times[0], normal(head), words)
            start, end = start or told.start, end or told.end
    return Span(start, end)


def _sponsors(row: Row, title: str, named: Sequence[Mention]) -> Iterator[Claim]:
    """Yield the sponsors of a row, of its event or else, with a tier, of that of the caption."""
    lexicon = row.seen.lexicon
    words = " ".join((title, *row.head, *row.seen.passage.row)).casefold()
    series = offices_of(lexicon.language).series
    givers = _all(row, _GIVERS)
    # A project has partners; sponsors are those of an event, or of one held again and again.
    events = [
        m
        for m in _all(row, _EVENTS)
        if class_of(m) != "programme" or series.intersection(m.iri.rpartition("/")[2].split("-"))
    ]
    tier = lexicon.first("tiers", normal(" ".join(row.seen.passage.row)))
    if not events and (tier or _is_headed(row)):
        heads = (m for cell in row.above for m in cell)
        events = [m for m in (*heads, *named) if class_of(m) == "event" and m.iri]
        told = bool(events)
    else:
        told = lexicon.first("leads", words) == "sponsors"
    if not told or not givers or not events:
        return
    for giver in givers if tier or _is_headed(row) else givers[:1]:
        parts = {"partner": giver.iri, "event": events[0].iri}
        if tier:
            parts["tier"] = tier
        yield _claim(row, "sponsors", parts, giver)


def _is_headed(row: Row) -> bool:
    """Tell whether what stands above the giver of a row calls it a sponsor of an event."""
    lexicon = row.seen.lexicon
    for cell, head, above in zip(row.cells, row.head, row.above, strict=False):
        if not any(class_of(m) in _GIVERS for m in cell):
            continue
        named = any(class_of(m) == "event" for m in above)
        return (
            lexicon.first("leads" if named else "sponsoring", normal(head).casefold()) == "sponsors"
        )
    return False


def _is_fund(mention: Mention) -> bool:
    return "fund" in mention.iri.rpartition("/")[2]


def _papers(row: Row) -> Iterator[Claim]:
    """Yield who submits the papers of a row: those of the column that its heading calls so."""
    documents = _first(row, ("document",))
    heads = words_of(row.seen.lexicon.language).head
    for place, cell in enumerate(row.cells):
        if documents and place < len(row.head) and heads.search(normal(row.head[place])):
            for author in (m for m in cell if class_of(m) in _GIVERS and m.iri):
                for document in documents:
                    yield submits(row.seen, author, document, "submits-row", _SURE)


def _first(row: Row, classes: tuple[str, ...]) -> list[Mention]:
    """Return the mentions of the first cell that has any of these classes."""
    for cell in row.cells:
        found = [m for m in cell if class_of(m) in classes]
        if found:
            return found
    return []


def _all(row: Row, classes: tuple[str, ...]) -> list[Mention]:
    return [m for cell in row.cells for m in cell if class_of(m) in classes]


def _claim(row: Row, kind: str, parts: dict[str, str], mention: Mention) -> Claim:
    name = f"{row.seen.lexicon.language}-{kind}-row"
    return Claim(kind, parts, mention.start, mention.end, name, _SURE)
