"""Statements that passages make, found by the patterns of their language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from wsisgraph.loading.claims.acts import acts
from wsisgraph.loading.claims.clauses import asked, clause_claims, clauses, opened
from wsisgraph.loading.claims.facts import ClaimFacts
from wsisgraph.loading.claims.figures import figures
from wsisgraph.loading.claims.frames import frames
from wsisgraph.loading.claims.gifts import gifts
from wsisgraph.loading.claims.meetings import meeting_dates
from wsisgraph.loading.claims.passages import looked_at
from wsisgraph.loading.claims.relations import citations, relations
from wsisgraph.loading.claims.roles import roles
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.sponsors import sponsors
from wsisgraph.loading.claims.tables import row_claims, table_rows
from wsisgraph.loading.references.issuer import issuer
from wsisgraph.loading.texts.model import Claim, Mention, Text

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
}

__all__ = ["ClaimFacts", "claims", "looked_at"]


def claims(
    text: Text, mentions: Mapping[str, list[Mention]], seen: Sequence[Seen] | None = None
) -> Iterator[Claim]:
    """Yield the statements of a document, passage by passage.

    Args:
        text: the document.
        mentions: what its passages name, by locator.
        seen: its passages as `looked_at` gives them, where that is at hand.
    """
    seen = looked_at(text, mentions) if seen is None else seen
    whose = issuer(text)
    by_locator = {clause.seen.passage.locator: clause for clause in clauses(seen, whose)}
    rows = {row.seen.passage.locator: row for row in table_rows(seen)}
    title = ""
    for one, frame in zip(seen, frames(seen), strict=True):
        title = one.masked.text if one.passage.kind == "heading" else title
        locator = one.passage.locator
        found: list[Claim] = []
        if one.passage.kind != "residue":
            clause = by_locator.get(locator)
            if clause is not None:
                found.extend(clause_claims(clause))
                if not clause.heading:
                    # “Invites the Council to …, and instructs the Secretary-General to …”.
                    first = found[0].parts["force"]
                    more = asked(clause.seen)
                    found.extend(claim for claim in more if claim.parts["force"] != first)
            elif opened(one.masked, one.lexicon, whose) is None:
                found.extend(asked(one))
            found.extend(row_claims(rows[locator], title) if locator in rows else ())
            found.extend(roles(one, frame))
            found.extend(relations(one, frame))
            found.extend(gifts(one, frame))
            found.extend(sponsors(one, frame))
            found.extend(acts(one, frame))
            found.extend(meeting_dates(one, mentions.get(locator, ())))
            found.extend(figures(one))
            found.extend(citations(one))
        said: set[tuple[str, ...]] = set()
        for claim in found:
            mark = claim.kind, *(claim.parts.get(name, "") for name in _SAME.get(claim.kind, ()))
            if len(mark) == 1 or mark not in said:
                said.add(mark)
                yield replace(claim, locator=locator)
