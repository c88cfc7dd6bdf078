"""What reviewers decided on statements, told beside them: who, when, and why."""

from collections.abc import Iterable

from wsisgraph.api.links import href
from wsisgraph.api.pages import Decision
from wsisgraph.api.reading import Reading, alike, value
from wsisgraph.terms import iris


async def decided(reading: Reading, statements: Iterable[str]) -> dict[str, tuple[Decision, ...]]:
    """Return the decisions on each of these statements that has any, in the order of their time."""
    asked = sorted(set(statements))
    # In most graphs nobody has decided anything yet, and nothing more is asked.
    if not asked or iris.graph("decisions") not in await reading.graphs():
        return {}
    rows = await reading.rows("api/decisions-on", {"thing": asked})
    verdicts = await reading.concepts({value(row, "verdict") for row in rows})
    found: dict[str, tuple[Decision, ...]] = {}
    for row, *_ in alike(rows, "thing", "decision"):
        iri = value(row, "decision")
        made = Decision(
            iri=iri,
            href=href(iri),
            verdict=verdicts[value(row, "verdict")],
            by=value(row, "by"),
            date=value(row, "time")[:10],
            note=value(row, "note") if "note" in row else "",
        )
        found[value(row, "thing")] = (*found.get(value(row, "thing"), ()), made)
    return found
