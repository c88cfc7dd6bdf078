"""What editors wrote in answer to the questions of a review, accepted or still proposed."""

from typing import cast

from wsisgraph.api.decided import decided
from wsisgraph.api.pages import Entry, Status, Text
from wsisgraph.api.reading import Reading, alike, key, text, value

_STATUSES = ("accepted", "proposed")


async def entries_of(reading: Reading, line: str, year: int) -> dict[str, tuple[Entry, ...]]:
    """Return the entries of a line's review in a year, by the question that they answer."""
    asked = {"line": line, "year": str(year)}
    rows = await reading.rows("api/report-entries", asked, statuses=_STATUSES)
    if not rows:
        return {}
    statements = {value(row, "statement") for row in rows}
    said, made = await reading.together(
        reading.passages(statements, statuses=_STATUSES), decided(reading, statements)
    )
    bodies = {value(row, "body") for row in rows if "body" in row}
    concepts = await reading.concepts([*statements, *bodies], nameless=statements)
    found: dict[str, list[Entry]] = {}
    for same in alike(rows, "item", "statement"):
        row, iri = same[0], value(same[0], "statement")
        entry = Entry(
            statement=concepts[iri],
            text=reading.chosen(each["text"] for each in same) or text(row["text"]) or Text(""),
            date=value(row, "date"),
            bodies=tuple(
                dict.fromkeys(concepts[value(each, "body")] for each in same if "body" in each)
            ),
            citation=value(row, "citation"),
            editor=value(row, "editor"),
            status=cast(Status, key(row, "status")),
            passages=said[iri],
            decisions=made.get(iri, ()),
        )
        found.setdefault(value(row, "item"), []).append(entry)
    return {item: tuple(entries) for item, entries in found.items()}
