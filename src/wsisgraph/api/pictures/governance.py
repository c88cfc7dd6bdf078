"""The governance chart of a document: its boxes, what they belong to, what the layout suggests."""

from wsisgraph.api.pages import Governance, Suggestion, Text
from wsisgraph.api.pictures.asked import Asked, Composed, made, unique, unique_pairs
from wsisgraph.api.reading import Reading, alike, value


async def governance(reading: Reading, iri: str) -> Composed | None:
    """Return the chart of a document; None where it has none."""
    asked = Asked("bodies/governance-chart", {"document": iri})
    rows = await asked.rows(reading)
    layout = [row for row in rows if value(row, "how") == "layout"]
    if not layout:
        return None
    place: dict[str, int] = {}
    # The box of a body is where it is named, and not where a statement about it begins.
    for row in sorted(rows, key=lambda row: value(row, "how")):
        part, at = value(row, "part"), int(float(value(row, "place")))
        if value(row, "how") == "belongs":
            place[part] = min(at, place.get(part, at))
        else:
            place.setdefault(part, at)
    belongs = unique_pairs(
        (value(row, "part"), value(row, "above")) for row in rows if "above" in row
    )
    above = unique(over for _, over in belongs if over not in place)
    concepts = await reading.concepts([*place, *above])
    suggested = []
    for same in alike(layout, "statement"):
        text = next((row["text"] for row in same if "text" in row), None)
        members = sorted({value(row, "part") for row in same}, key=lambda part: (place[part], part))
        if len(members) > 1 and text is not None:
            suggested.append(Suggestion(Text(text.value, text.lang), tuple(members)))
    drawn = Governance(
        boxes=tuple(
            concepts[part]
            for part in (*above, *sorted(place, key=lambda part: (place[part], part)))
        ),
        printed=frozenset(place),
        belongs=belongs,
        suggested=tuple(suggested),
    )
    return await made(reading, "governance", iri, asked, rows, drawn)
