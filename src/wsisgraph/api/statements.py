"""The statement nodes about a thing, as readable units, and how many there are."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from wsisgraph.api.answers import COVERED
from wsisgraph.api.decided import decided
from wsisgraph.api.pages import (
    Concept,
    Graph,
    Passage,
    Statement,
)
from wsisgraph.api.reading import Node, Reading, Row, key, status_of, term, value
from wsisgraph.api.saying import EVERYTHING, description_of, graph_of, nodes_in, properties_of
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, OWL, RDF, SKOS, WSIS

_STATEMENTS = frozenset(
    {
        WSIS.Linkage,
        WSIS.RoleStatement,
        WSIS.ActivityLink,
        WSIS.Figure,
        WSIS.Duty,
        WSIS.Recommendation,
        WSIS.Statement,
    }
)

_SAID_ELSEWHERE = frozenset(
    {
        RDF.type,
        SKOS.prefLabel,
        DCT.description,
        WSIS.status,
        WSIS.basis,
        WSIS.statedIn,
        # Derived to compare dates by; the printed ones are shown.
        WSIS.startEarliest,
        WSIS.startLatest,
        WSIS.endEarliest,
        WSIS.endLatest,
        WSIS.asOfEarliest,
        WSIS.asOfLatest,
    }
)


async def statements_about(
    reading: Reading, iri: str, types: Sequence[str], graphs: Mapping[str, Graph]
) -> tuple[Statement, ...]:
    """Return the statement nodes about a thing, or those read from a passage."""
    if _STATEMENTS & set(types):
        return ()
    if WSIS.Passage in types:
        rows = await reading.rows("api/facts-of-passage", {"passage": iri})
    else:
        rows = await reading.rows("api/statements-about", {"thing": iri, "told": _told(types)})
    kinds: dict[str, str] = {}
    for row in rows:
        # Of several classes the narrow one says more than Statement.
        if kinds.get(value(row, "statement"), WSIS.Statement) == WSIS.Statement:
            kinds[value(row, "statement")] = value(row, "class")
    if not kinds:
        return ()
    described, said_in, decisions = await reading.together(
        reading.rows("api/describe", {"thing": list(kinds)}),
        reading.passages(kinds, statuses=EVERYTHING),
        decided(reading, kinds),
    )
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in described:
        parts[value(row, "thing")].append(row)
    own = _own_graph(iri)
    if own:
        # What an agency says of itself stands before what others say of it.
        places = {kind: place for place, kind in enumerate(dict.fromkeys(kinds.values()))}
        kinds = dict(
            sorted(
                kinds.items(), key=lambda pair: (places[pair[1]], not _is_in(own, parts[pair[0]]))
            )
        )
    wanted = {*kinds, *kinds.values()}
    for rows in parts.values():
        wanted |= nodes_in(rows, ("property", "value"))
    concepts = await reading.concepts(wanted, nameless=kinds)
    return tuple(
        replace(
            _statement(iri, kind, parts[iri], said_in[iri], concepts, graphs),
            decisions=decisions.get(iri, ()),
        )
        for iri, kind in kinds.items()
    )


def _own_graph(thing: str) -> str:
    """Return the graph of the agency that a thing is, or is named for; "" for none."""
    found = re.match(
        r"id/(?:agency/|[^/]+/(?:agency/)?)([a-z0-9-]+)", thing.removeprefix(iris.base_iri())
    )
    return iris.graph(f"agency/{found[1]}") if found else ""


def _is_in(own: str, rows: Sequence[Row]) -> bool:
    """Tell whether a statement stands in a graph of an agency."""
    return any(f"{value(row, 'graph')}/".startswith(f"{own}/") for row in rows)


async def totals_of(
    reading: Reading, iri: str, types: Sequence[str], shown: Sequence[Statement]
) -> dict[str, int]:
    """Return how many accepted statements of each class there are, {} where all are shown."""
    # Of 200 rows each two may be of one statement, by its class and by the wide one.
    if WSIS.Passage in types or len(shown) < 100:
        return {}
    totals: dict[str, int] = defaultdict(int)
    asked = {"thing": iri, "told": _told(types)}
    for row in await reading.rows("api/statement-counts", asked):
        if status_of(value(row, "graph")) == "accepted":
            totals[value(row, "class")] += int(value(row, "number"))
    return totals if sum(totals.values()) > len(shown) else {}


def _statement(
    iri: str,
    kind: str,
    rows: Sequence[Row],
    said_in: tuple[Passage, ...],
    concepts: Mapping[str, Concept],
    graphs: Mapping[str, Graph],
) -> Statement:
    lang = concepts[iri].label.lang
    standing = {status_of(value(row, "graph")) for row in rows} or {"accepted"}
    bases = [key(row, "value") for row in rows if value(row, "property") == WSIS.basis]
    said = [row for row in rows if value(row, "property") not in _SAID_ELSEWHERE]
    return Statement(
        statement=concepts[iri],
        kind=term(Node("iri", kind), concepts),
        description=description_of(rows, lang or "en"),
        parts=properties_of(said, concepts, graphs),
        status=next(status for status in EVERYTHING if status in standing),
        basis=cast(Literal["asserted", "roadmap", "matrix", ""], bases[0] if bases else ""),
        passages=said_in,
        said_by=_said_by(rows, graphs),
    )


def _said_by(rows: Sequence[Row], graphs: Mapping[str, Graph]) -> Graph | None:
    """Return the graph of an agency in which a statement stands."""
    agencies = iris.graph("agency/x")[:-1]
    names = sorted({value(row, "graph") for row in rows})
    own = next((name for name in names if name.startswith(agencies)), "")
    return (graphs.get(own) or graph_of(own, "")) if own else None


def _told(types: Sequence[str]) -> list[str]:
    """Return the classes of accepted statements that the sections of a page tell."""
    return sorted({kind for type_ in types for kind in COVERED.get(type_, ())}) or [
        OWL.iri + "Nothing"
    ]
