"""Time lines of roles: those held in a thing, and those that a body holds."""

from typing import cast

from wsisgraph.api.pages import HeldRole, PictureKind, Status, TimeLines
from wsisgraph.api.pictures.asked import Asked, Composed, made, unique
from wsisgraph.api.reading import Reading, alike, key, value
from wsisgraph.terms import iris

_FEWEST = 2


async def roles_in(reading: Reading, iri: str) -> Composed | None:
    """Return who held which role in a line, body or activity; None for fewer than two."""
    return await _time_lines(reading, iri, "context")


async def roles_of(reading: Reading, iri: str) -> Composed | None:
    """Return what roles a body held; None for fewer than two."""
    return await _time_lines(reading, iri, "agency")


async def _time_lines(reading: Reading, iri: str, parameter: str) -> Composed | None:
    asked = Asked("roles/time-lines", {parameter: iri, "status": ("accepted", "unconfirmed")})
    rows = await asked.rows(reading)
    statements = alike(rows, "statement", "context")
    if len({value(same[0], "statement") for same in statements}) < _FEWEST:
        return None
    who = "agency" if parameter == "context" else "context"
    disputed = await _disputed(reading, iri, parameter)
    concepts = await reading.concepts(
        value(row, name) for row in rows for name in (who, "role", "document")
    )
    found = [
        HeldRole(
            statement=value(same[0], "statement"),
            who=concepts[value(same[0], who)],
            role=concepts[value(same[0], "role")],
            start=value(same[0], "start"),
            end=value(same[0], "end"),
            year=value(same[0], "year"),
            standing=cast(Status, key(same[0], "standing")),
            proposed=all(key(row, "documentStatus") == "proposed" for row in same),
            documents=tuple(
                concepts[document] for document in unique(value(row, "document") for row in same)
            ),
            disputed=value(same[0], "statement") in disputed,
        )
        for same in statements
    ]
    kind: PictureKind = "roles-in" if parameter == "context" else "roles-of"
    years: dict[str, str] = {}
    for row in rows:
        document, year = value(row, "document"), value(row, "year") or "~"
        years[document] = min(year, years.get(document, year))
    sources = sorted(years, key=lambda document: (years[document], document))
    return await made(reading, kind, iri, asked, rows, TimeLines(tuple(found)), sources)


async def _disputed(reading: Reading, iri: str, parameter: str) -> set[str]:
    """Return the statements that another one contradicts."""
    if parameter == "agency":
        values = {"agency": iri}
    elif iri.startswith(iris.VOCAB + "action-lines/"):
        values = {"line": iri}
    else:
        return set()
    rows = await reading.rows("roles/contradictions", {**values, "lang": reading.lang})
    return {value(row, side) for row in rows for side in ("one", "other")}
