"""Which pictures there are."""

from wsisgraph.api.pages import Concept, Page, PictureEntry, PictureKind, PicturesPage
from wsisgraph.api.pictures.asked import address
from wsisgraph.api.pictures.compose import KINDS, compose
from wsisgraph.api.pictures.numbers import LINES, SCHEMES
from wsisgraph.api.reading import Reading, value

Entry = tuple[PictureKind, str, int]
"""A kind, what it is about ("" for the whole graph), and how much it shows."""


async def listed(reading: Reading) -> list[Entry]:
    """Return every picture that the data call for, kind by kind."""
    found: dict[PictureKind, list[Entry]] = {kind: [] for kind in KINDS}
    for row in await reading.rows("api/pictured"):
        kind = value(row, "kind")
        if kind in found:
            found[kind].append((kind, value(row, "thing"), int(value(row, "count"))))
    if found["flow"]:
        found["flow"].insert(0, ("flow", "", 0))
    found["network"] = [("network", "", 0)]
    found["regions"] = [("regions", scheme, 0) for scheme in SCHEMES]
    for entries in found.values():
        # Action lines in their order, and then what is no line.
        entries.sort(key=lambda entry: LINES.get(entry[1], len(LINES) if entry[1] else -1))
    # Whether these two show anything is known only when they are composed.
    doubtful = [*found["network"], *found["regions"], *found["governance"], *found["figures"]]
    made = await reading.together(*(compose(reading, kind, iri) for kind, iri, _ in doubtful))
    empty = {entry for entry, picture in zip(doubtful, made, strict=True) if picture is None}
    return [entry for entries in found.values() for entry in entries if entry not in empty]


async def pictures_page(reading: Reading, page: Page) -> PicturesPage:
    """Return what the list of pictures shows."""
    entries = await listed(reading)
    concepts = await reading.concepts(iri for _, iri, _ in entries if iri)

    def named(iri: str) -> Concept | None:
        return concepts[iri] if iri else None

    found = tuple(
        PictureEntry(kind, address(kind, iri), named(iri), count) for kind, iri, count in entries
    )
    return PicturesPage(page, found)
