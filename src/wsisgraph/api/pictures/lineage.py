"""The lineage of an instrument: its versions, and what each does to another text."""

from wsisgraph.api.pages import Lineage, Relation, Version
from wsisgraph.api.pictures.asked import Asked, Composed, made, unique
from wsisgraph.api.reading import Reading, alike, key, term, value

_FEWEST = 2


async def lineage(reading: Reading, iri: str) -> Composed | None:
    """Return the versions of an instrument; None where there are fewer than two."""
    asked = Asked("instruments/lineage", {"instrument": iri})
    rows = await asked.rows(reading)
    versions = alike(rows, "version")
    if len(versions) < _FEWEST:
        return None
    concepts = await reading.concepts(
        value(row, name)
        for row in rows
        for name in ("version", "adoptedBy", "relation", "other")
        if name in row
    )
    found = [
        Version(
            concept=concepts[value(same[0], "version")],
            date=value(same[0], "date"),
            standing=key(same[0], "versionStatus"),
            place=value(same[0], "place"),
            by=tuple(
                concepts[body]
                for body in unique(value(row, "adoptedBy") for row in same if "adoptedBy" in row)
            ),
        )
        for same in versions
    ]
    related = [
        Relation(
            value(row, "version"),
            term(row["relation"], concepts),
            value(row, "other"),
        )
        for row in rows
        if "other" in row
    ]
    known = {version.concept.iri for version in found}
    others = unique(relation.other for relation in related if relation.other not in known)
    found += [Version(concepts[other], "", "", "", (), own=False) for other in others]
    drawn = Lineage(tuple(found), tuple(dict.fromkeys(related)))
    return await made(reading, "lineage", iri, asked, rows, drawn)
