"""Asking the question of a picture: its rows, the table that says the same, its sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from wsisgraph.api.answers import short, table_of
from wsisgraph.api.links import href
from wsisgraph.api.pages import Drawn, Picture, PictureKind
from wsisgraph.api.reading import Reading, Row, value

PATH = "/picture"

_MOST_ROWS = 400
"""Rows of the table beside a picture; the download and the question have all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the values it was asked with."""

    name: str
    values: Mapping[str, str | Sequence[str]]
    statuses: tuple[str, ...] = ("accepted",)

    async def rows(self, reading: Reading) -> Sequence[Row]:
        """Return the solutions."""
        return await reading.rows(self.name, self._bound(reading), statuses=self.statuses)

    def text(self, reading: Reading) -> str:
        """Return the query."""
        return reading.text(self.name, self._bound(reading))

    def _bound(self, reading: Reading) -> dict[str, str | Sequence[str] | None]:
        named = "lang" in reading.question(self.name).params
        return {**self.values, **({"lang": reading.lang} if named else {})}


def address(kind: PictureKind, iri: str) -> str:
    """Return the page of a picture: `/picture/roles-in/vocab/action-lines/c4`."""
    return f"{PATH}/{kind}{href(iri) if iri else ''}"


class Composed(NamedTuple):
    """A picture, and what it was composed of."""

    picture: Picture
    asked: Asked
    rows: Sequence[Row]

    def told(self, reading: Reading) -> Picture:
        """Return the picture with its query, as its own page shows it."""
        return replace(self.picture, query=self.asked.text(reading))


async def made(
    reading: Reading,
    kind: PictureKind,
    iri: str,
    asked: Asked,
    rows: Sequence[Row],
    drawn: Drawn,
    sources: Sequence[str] | None = None,
) -> Composed:
    """Return a picture with its table and sources, these in the order given or as they come."""
    shown = {
        name: short(found) if isinstance(found, str) else ",".join(found)
        for name, found in asked.values.items()
    }
    answer = await table_of(reading, asked.name, rows, shown, _MOST_ROWS)
    documents = unique(sources or (value(row, "document") for row in rows if "document" in row))
    concepts = await reading.concepts([*documents, *([iri] if iri else [])])
    picture = Picture(
        kind=kind,
        href=address(kind, iri),
        about=concepts[iri] if iri else None,
        drawn=drawn,
        answer=answer,
        sources=tuple(concepts[document] for document in documents),
    )
    return Composed(picture, asked, rows)


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Return items in the order of their first."""
    return tuple(dict.fromkeys(items))


def unique_pairs(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return pairs in the order of their first."""
    return tuple(dict.fromkeys(pairs))
