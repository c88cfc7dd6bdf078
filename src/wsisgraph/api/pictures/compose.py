"""Which picture is composed by what, and which ones the page of a thing shows."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import get_args

from wsisgraph.api.pages import Picture, PictureKind
from wsisgraph.api.pictures.asked import Composed
from wsisgraph.api.pictures.governance import governance
from wsisgraph.api.pictures.lineage import lineage
from wsisgraph.api.pictures.numbers import SCHEMES, figures, flow, network, regions
from wsisgraph.api.pictures.roles import roles_in, roles_of
from wsisgraph.api.reading import Reading, value
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import WSIS

KINDS: Mapping[PictureKind, Callable[[Reading, str], Awaitable[Composed | None]]] = {
    "roles-in": roles_in,
    "roles-of": roles_of,
    "lineage": lineage,
    "governance": governance,
    "flow": flow,
    "network": network,
    "regions": regions,
    "figures": figures,
}
"""In the order in which the list of pictures has them."""

assert set(KINDS) == set(get_args(PictureKind))

ITU_REGIONS = iris.VOCAB + "itu-regions"
"""The scheme of regions that the documents of ITU speak in."""

_OF_ALL = frozenset({"flow", "network"})
"""Kinds that have a picture of the whole graph."""

_OF_CLASS: Mapping[str, tuple[PictureKind, ...]] = {
    WSIS.ActionLine: ("roles-in", "flow"),
    WSIS.Body: ("roles-of", "roles-in"),
    WSIS.Activity: ("roles-in",),
    WSIS.Instrument: ("lineage",),
    WSIS.Document: ("governance",),
}


async def compose(reading: Reading, kind: PictureKind, iri: str) -> Composed | None:
    """Return a picture; None where the graph does not hold what it would show."""
    if not iri and kind not in _OF_ALL:
        return None
    return await KINDS[kind](reading, iri)


async def some(reading: Reading, *wanted: tuple[PictureKind, str]) -> tuple[Picture, ...]:
    """Return those of these pictures, kind and thing, that have anything to show."""
    found = await reading.together(*(compose(reading, kind, about) for kind, about in wanted))
    return tuple(composed.picture for composed in found if composed is not None)


async def pictures_of(reading: Reading, iri: str, types: Sequence[str]) -> tuple[Picture, ...]:
    """Return the pictures that the page of a thing shows."""
    wanted = dict.fromkeys(kind for type_ in types for kind in _OF_CLASS.get(type_, ()))
    asked = [(kind, iri) for kind in wanted]
    if iri in SCHEMES:
        asked.append(("regions", iri))
    if iri.startswith(iris.VOCAB + "measures/"):
        asked.append(("figures", iri))
    if WSIS.Figure in types:
        for row in await reading.rows("api/describe", {"thing": iri}):
            if value(row, "property") == WSIS.measure:
                asked.append(("figures", value(row, "value")))
    return await some(reading, *asked)
