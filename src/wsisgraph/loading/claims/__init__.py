"""Statements that passages make, found by the patterns of their language."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from wsisgraph.loading.claims.acts import acts
from wsisgraph.loading.claims.chains import chained
from wsisgraph.loading.claims.chairs import chairs, without_parts
from wsisgraph.loading.claims.clauses import Clause, asked, clause_claims, clauses, opened
from wsisgraph.loading.claims.facts import ClaimFacts
from wsisgraph.loading.claims.figures import figures
from wsisgraph.loading.claims.flat_rows import flat_rows
from wsisgraph.loading.claims.frames import Frame, frames
from wsisgraph.loading.claims.gifts import gifts
from wsisgraph.loading.claims.listed_papers import listed_papers
from wsisgraph.loading.claims.meetings import meeting_dates
from wsisgraph.loading.claims.office_clauses import stated
from wsisgraph.loading.claims.office_companions import accompanied
from wsisgraph.loading.claims.office_own_times import with_own_times
from wsisgraph.loading.claims.office_rows import Cell
from wsisgraph.loading.claims.office_taken import taken_over
from wsisgraph.loading.claims.offices import offices, once
from wsisgraph.loading.claims.paper_symbols import is_of_its_author
from wsisgraph.loading.claims.papers import papers
from wsisgraph.loading.claims.papers_again import considered_again
from wsisgraph.loading.claims.papers_done import papers_done
from wsisgraph.loading.claims.passages import looked_at
from wsisgraph.loading.claims.proceedings import proceedings
from wsisgraph.loading.claims.relations import citations, relations
from wsisgraph.loading.claims.roles import roles
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.serving import serving
from wsisgraph.loading.claims.serving_each import of_each
from wsisgraph.loading.claims.sittings import of_sittings
from wsisgraph.loading.claims.sponsors import edition, sponsors
from wsisgraph.loading.claims.tables import cells_of, row_claims, table_rows
from wsisgraph.loading.claims.weighing.roles import weighed
from wsisgraph.loading.references.issuer import issuer
from wsisgraph.loading.texts.model import Claim, Mention, Passage, Text

# What makes two claims of a passage one, where several patterns may find the same.
_SAME = {
    "adopts": ("meeting", "target"),
    "amends": ("meeting", "target"),
    "replaces": ("by", "meeting", "target"),
    "considers": ("meeting", "document"),
    "role": ("body", "role", "context"),
    "sponsors": ("partner", "event"),
    "contributes": ("donor", "fund"),
    "clause": ("force", "addressee"),
    "submits": ("body", "meeting", "document"),
    "serves": ("activity", "target"),
    "under-line": ("activity", "line"),
}

__all__ = ["ClaimFacts", "claims", "looked_at"]


def claims(
    text: Text,
    mentions: Mapping[str, list[Mention]],
    seen: Sequence[Seen] | None = None,
    failed: Callable[[Passage, Exception], None] | None = None,
) -> Iterator[Claim]:
    """Yield the statements of a document, passage by passage.

    Args:
        text: the document.
        mentions: what its passages name, by locator.
        seen: its passages as `looked_at` gives them, where that is at hand.
        failed: is told of a passage whose words nobody foresaw, which then states nothing; without
            it, the error is raised.
    """
    seen = looked_at(text, mentions) if seen is None else seen
    whose = issuer(text)
    by_locator = {clause.seen.passage.locator: clause for clause in clauses(seen, whose)}
    rows = {row.seen.passage.locator: row for row in table_rows(seen)}
    flat = defaultdict(list)
    for of, claim in flat_rows(seen):
        flat[of.passage.locator].append(claim)
    title = ""
    event: Mention | None = None
    for one, frame in zip(seen, frames(seen), strict=True):
        title = one.masked.text if one.passage.kind == "heading" else title
        locator = one.passage.locator
        found: list[Claim] = []
        try:
            if one.passage.kind != "residue":
                found.extend(_of_verbs(one, by_locator.get(locator), whose))
                if locator in rows:
                    found.extend(row_claims(rows[locator], title, frame.named))
                found.extend(flat.get(locator, ()))
                cells = cells_of(rows[locator]) if locator in rows else ()
                in_rows = [claim for claim in found if claim.kind == "role"]
                named = mentions.get(locator, ())
                told = _of_sentences(one, frame, named, event, cells, in_rows)
                found.extend(of_each(one, told))
        except Exception as error:
            if failed is None:
                raise
            failed(one.passage, error)
        # “Its partners were:” is said of what was named before, under the same heading.
        event = edition(one) or (None if one.passage.kind == "heading" else event)
        said: set[tuple[str, ...]] = set()
        for claim in found:
            if claim.kind == "submits" and is_of_its_author(
                claim.parts.get("body", ""), claim.parts.get("document", "")
            ):
                continue
            mark = claim.kind, *(claim.parts.get(name, "") for name in _SAME.get(claim.kind, ()))
            if len(mark) == 1 or mark not in said:
                said.add(mark)
                yield replace(claim, locator=locator)


def _of_verbs(one: Seen, clause: Clause | None, issuer: str) -> Iterator[Claim]:
    """Yield what a passage asks for, as a clause or within its sentences."""
    if clause is not None:
        found = list(clause_claims(clause))
        yield from found
        if not clause.heading and one.struck is None:
            # “Invites the Council to …, and instructs the Secretary-General to …”.
            first = found[0].parts["force"]
            last = max(clause.opening.end - 1, 0)
            edge = one.masked.place(last, last + 1)[0]
            for claim in asked(clause.seen):
                if claim.parts["force"] != first and claim.start > edge:
                    yield claim
    elif opened(one.masked, one.lexicon, issuer) is None:
        yield from asked(one)


def _of_sentences(
    one: Seen,
    frame: Frame,
    mentions: Sequence[Mention],
    event: Mention | None,
    cells: Sequence[Cell],
    in_rows: Sequence[Claim],
) -> Iterator[Claim]:
    held = list(stated(one, roles(one, frame)))
    told = once(held, offices(one, frame, held))
    held_on = list(meeting_dates(one, mentions))
    known = (*relations(one, frame), *papers(one), *acts(one, frame))
    heard = list(chained(one, list(accompanied(one, told))))
    likely = [*without_parts(one, weighed(one, frame, heard, cells, in_rows)), *chairs(one, frame)]
    offices_told = list(with_own_times(one, list(taken_over(one, frame, likely))))
    papers_told = (*known, *proceedings(one, known))
    papers_told = (*papers_told, *papers_done(one, papers_told))
    papers_told = (*papers_told, *listed_papers(one, frame, papers_told))
    again = considered_again(one, papers_told)
    yield from of_sittings(one, (*offices_told, *papers_told, *again), held_on)
    yield from serving(one, frame)
    yield from gifts(one, frame)
    yield from sponsors(one, frame, event)
    yield from held_on
    yield from figures(one)
    yield from citations(one)
