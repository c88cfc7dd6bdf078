"""What a document holds: its passages, the facts read from each, how to cite it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from wsisgraph.api.citations import citations, values
from wsisgraph.api.links import href
from wsisgraph.api.pages import (
    Citation,
    Fact,
    Passage,
)
from wsisgraph.api.reading import Node, Reading, Row, alike, term, value
from wsisgraph.api.reading import text as text_of
from wsisgraph.terms.namespaces import DCT, WSIS


async def contents_of(reading: Reading, iri: str, types: Sequence[str]) -> tuple[Passage, ...]:
    """Return the passages of a document, in its order."""
    if WSIS.Document not in types:
        return ()
    rows, concepts = await reading.together(
        reading.rows("api/contents", {"document": iri}), reading.concepts([iri])
    )
    return tuple(
        Passage(
            value(same[0], "passage"),
            href(value(same[0], "passage")),
            concepts[iri],
            value(same[0], "locator"),
            reading.chosen(row.get("abstract") for row in same),
        )
        for same in alike(rows, "passage")
    )


async def citation_of(
    reading: Reading, iri: str, types: Sequence[str], own: Sequence[Row]
) -> Citation | None:
    """Return how to cite a document or a passage; None for anything else (design §3.11)."""
    locator = ""
    if WSIS.Passage in types:
        locator = next(iter(values(own, WSIS.locator)), "")
        [iri, *_] = [*values(own, DCT.isPartOf), iri]
    elif WSIS.Document not in types:
        return None
    return replace((await citations(reading, [iri]))[iri], locator=locator)


async def facts_of(reading: Reading, iri: str, types: Sequence[str]) -> dict[str, tuple[Fact, ...]]:
    """Return what was read from each passage of a document, by passage."""
    if WSIS.Document not in types:
        return {}
    asked = {"document": iri, "lang": reading.lang}
    rows = await reading.rows("documents/passages-with-facts", asked)
    rows = [row for row in rows if "fact" in row]
    concepts = await reading.concepts(
        iri for row in rows for iri in (value(row, "fact"), value(row, "class"))
    )
    found: dict[str, dict[str, Fact]] = defaultdict(dict)
    for row in rows:
        fact = value(row, "fact")
        found[value(row, "passage")].setdefault(
            fact,
            Fact(
                concepts[fact],
                term(Node("iri", value(row, "class")), concepts),
                text_of(row.get("title")),
            ),
        )
    return {passage: tuple(facts.values()) for passage, facts in found.items()}
