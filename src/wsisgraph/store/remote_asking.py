"""What is asked of a SPARQL server: a query that was looked through before it is sent on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from wsisgraph.store import guard
from wsisgraph.store.embedded import EmbeddedStore
from wsisgraph.store.protocol import GRAPH_MEDIA_TYPES, RESULT_MEDIA_TYPES, Kind
from wsisgraph.store.writes import Work

_KINDS: Mapping[str, Kind] = {
    "select": "solutions",
    "ask": "boolean",
    "construct": "graph",
    "describe": "graph",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that was looked through.

    Attributes:
        text: what is sent on.
        kind: what its form gives.
        format: how it is to be answered.
        media_type: the media type of that.
        repeatable: whether it has the same answer each time.
        default_graphs: its dataset; () where it names none.
        named_graphs: likewise.
        says: whether it names a dataset that is not known here.
    """

    text: str
    kind: Kind
    format: str
    media_type: str
    repeatable: bool
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    says: bool = False

    def over(self, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> Self:
        """Return it with the dataset that came beside it, which goes before its own."""
        return replace(
            self,
            default_graphs=tuple(default_graphs),
            named_graphs=tuple(named_graphs),
            says=False,
        )


def own_question(text: str, formats: Sequence[str]) -> Asked | None:
    """Return what a question of our own asks; None where it has to be looked through."""
    kind: Kind | None = None
    repeatable = True
    for token in guard.TOKEN.finditer(text):
        if token.lastgroup != "word":
            continue
        word = token.group().casefold()
        if word == "from":
            return None
        kind = kind or _KINDS.get(word)
        repeatable = repeatable and word not in guard.UNREPEATABLE
    if kind is None:
        return None
    known = GRAPH_MEDIA_TYPES if kind == "graph" else RESULT_MEDIA_TYPES
    format = next((one for one in formats if one in known), None)
    return Asked(text, kind, format, known[format], repeatable) if format else None


async def looked_through(
    desk: EmbeddedStore,
    text: str,
    base: str | None,
    formats: Sequence[str],
    seconds: float,
    longest: int | None,
    *,
    overrides: bool,
) -> Asked:
    """Have a worker look through what a stranger asks.

    Args:
        desk: has workers.
        text: the query.
        base: the IRI that relative ones are resolved against.
        formats: how it may be answered, best first.
        seconds: how long that may take.
        longest: bytes that the text may have; see `Store.query`.
        overrides: whether a dataset came beside it.

    Raises:
        QueryRefused, QuerySyntaxError, NotAcceptable: it is not to be sent on.
    """
    if len(text) <= guard.QUICK:
        guard.inspect(text, most=longest)
    request = {
        "do": "look through",
        "query": text,
        "base": base,
        "formats": list(formats),
        "longest": longest,
        "overrides": overrides,
    }
    answer = await desk.compute(Work(request, (), "query", seconds))
    told = answer.told
    read = (await answer.read()).decode()
    return Asked(
        f"BASE <{base}>\n{read}" if base else read,
        answer.kind,
        answer.format,
        answer.media_type,
        told["repeatable"],
        tuple(told["default_graphs"]),
        tuple(told["named_graphs"]),
        says=told["says"],
    )
