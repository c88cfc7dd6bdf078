"""Who says a statement in a graph of their own, and who disputes it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from wsisgraph.api.links import href
from wsisgraph.api.pages import Concept, Dispute, Sayer, Text
from wsisgraph.api.reading import Reading, Row, alike, status_of, value
from wsisgraph.terms import iris

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Voices:
    """What is said of statements by whom.

    Attributes:
        said_by: by statement, who makes it; () for what only our sources say.
        disputes: by statement, what holds it to be wrong.
    """

    said_by: Mapping[str, tuple[Sayer, ...]]
    disputes: Mapping[str, tuple[Dispute, ...]]

    def sayers(
        self, statements: Iterable[str], agencies: Iterable[Concept] = ()
    ) -> tuple[Sayer, ...]:
        """Return who makes one of these statements, those first that speak of what is theirs.

        Args:
            statements: the statements.
            agencies: whose the thing is that they are about.
        """
        theirs = {agency.iri for agency in agencies}
        found = {
            (one.kind, one.name): replace(
                one, own=one.kind == "agency" and iris.individual("agency", one.name) in theirs
            )
            for statement in statements
            for one in self.said_by.get(statement, ())
        }
        return tuple(sorted(found.values(), key=lambda one: (not one.own, one.kind, one.name)))

    def disputed(self, statements: Iterable[str]) -> tuple[Dispute, ...]:
        """Return what disputes one of these statements."""
        found = {one.iri: one for node in statements for one in self.disputes.get(node, ())}
        return tuple(found.values())


async def voices(
    reading: Reading, statements: Iterable[str], statuses: Sequence[str] = ("accepted",)
) -> Voices:
    """Return who says these statements in a graph of their own, and who disputes them.

    Args:
        reading: reads the revision.
        statements: links, linkages, roles.
        statuses: the standings in which disputes are read.
    """
    # What no query can name is no statement of ours.
    asked = sorted({node for node in statements if node.startswith(("http://", "https://"))})
    parts = [asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE)]
    said, disputes = await reading.together(
        _rows(reading, "api/stated-in", parts), _rows(reading, "api/disputes-of", parts)
    )
    disputes = [row for row in disputes if status_of(value(row, "graph")) in statuses]
    agencies = {agency_of(value(row, "graph")) for row in (*said, *disputes)} - {""}
    concepts = await reading.concepts(iris.individual("agency", key) for key in agencies)
    said_by: dict[str, dict[tuple[str, str], Sayer]] = defaultdict(dict)
    for row in said:
        sayer = _sayer(reading, value(row, "graph"), concepts)
        if sayer is not None:
            said_by[value(row, "statement")][sayer.kind, sayer.name] = sayer
    disputed: dict[str, list[Dispute]] = defaultdict(list)
    for same in alike(disputes, "statement", "dispute"):
        iri, key = value(same[0], "dispute"), agency_of(value(same[0], "graph"))
        disputed[value(same[0], "statement")].append(
            Dispute(
                iri,
                href(iri),
                concepts[iris.individual("agency", key)] if key else None,
                reading.chosen(row.get("text") for row in same),
            )
        )
    return Voices(
        {statement: tuple(found.values()) for statement, found in said_by.items()},
        {statement: tuple(found) for statement, found in disputed.items()},
    )


async def _rows(reading: Reading, name: str, parts: Sequence[Sequence[str]]) -> list[Row]:
    answers = await reading.together(*(reading.rows(name, {"statement": part}) for part in parts))
    return [row for rows in answers for row in rows]


def agency_of(graph: str) -> str:
    """Return the key of the agency whose graph it is, "" for any other graph."""
    return _key_of(graph, "agency")


def _key_of(graph: str, folder: str) -> str:
    base = f"{iris.base_iri()}graph/{folder}/"
    return graph.removeprefix(base).partition("/")[0] if graph.startswith(base) else ""


def _sayer(reading: Reading, graph: str, concepts: Mapping[str, Concept]) -> Sayer | None:
    if key := agency_of(graph):
        concept = concepts[iris.individual("agency", key)]
        return Sayer("agency", key, href(graph), _short(concept))
    name = _key_of(graph, "peer")
    # What was harvested is said here only where the peer itself is heard.
    if name not in reading.peers:
        return None
    return Sayer("peer", name, "", Text(name), reading.peers[name].asked)


def _short(concept: Concept) -> Text:
    return Text(concept.code) if concept.code else concept.label
