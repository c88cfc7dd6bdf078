"""How documents are cited: body, title, date, symbol or why there is none (design §3.11)."""

from collections.abc import Iterable

from wsisgraph.api.pages import Citation
from wsisgraph.api.reading import Reading, Row, value
from wsisgraph.terms.namespaces import DCT, WSIS


async def citations(reading: Reading, documents: Iterable[str]) -> dict[str, Citation]:
    """Return how to cite each of these documents, in the order given."""
    asked = list(dict.fromkeys(documents))
    if not asked:
        return {}
    own: dict[str, list[Row]] = {document: [] for document in asked}
    for row in await reading.rows("api/describe", {"thing": asked}):
        own[value(row, "thing")].append(row)
    creators = {document: values(own[document], DCT.creator) for document in asked}
    standing = {document: values(own[document], WSIS.versionStatus) for document in asked}
    named = [iri for found in (creators, standing) for iris in found.values() for iri in iris]
    concepts = await reading.concepts([*asked, *named])
    return {
        document: Citation(
            document=concepts[document],
            creators=tuple(concepts[creator] for creator in creators[document]),
            date=next(iter([*values(rows, DCT.issued), *values(rows, DCT.date)]), ""),
            date_inferred="true" in values(rows, WSIS.dateInferred),
            symbol=next(iter(values(rows, WSIS.symbol)), ""),
            symbol_note=next(iter(values(rows, WSIS.symbolNote)), ""),
            version_status=concepts[standing[document][0]] if standing[document] else None,
        )
        for document, rows in own.items()
    }


def values(rows: Iterable[Row], predicate: str) -> list[str]:
    """Return the values of a predicate among rows of `api/describe`, each once."""
    found = (value(row, "value") for row in rows if value(row, "property") == predicate)
    return list(dict.fromkeys(found))
