"""What the graphs say of a thing: values by property, each with the graphs that say so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from wsisgraph.api.links import href
from wsisgraph.api.pages import (
    Concept,
    Graph,
    Property,
    Term,
    Text,
    Value,
)
from wsisgraph.api.reading import Node, Reading, Row, status_of, term, value
from wsisgraph.terms.namespaces import DCT, RDFS, SKOS
from wsisgraph.terms.polyglot import in_each

EVERYTHING = ("accepted", "unconfirmed", "proposed", "rejected")

# A title beside a name of its own is the official wording, as goals and targets have it.
_DESCRIPTIONS = (DCT.abstract, SKOS.definition, DCT.description, RDFS.comment, DCT.title)


def nodes_in(rows: Iterable[Row], columns: Sequence[str]) -> set[str]:
    """Return the IRIs in these columns."""
    return {
        row[column].value
        for row in rows
        for column in columns
        if column in row and row[column].kind == "iri"
    }


def names_of(own: Iterable[Row]) -> tuple[Text, ...]:
    """Return the preferred labels of a thing, in the order of their languages."""
    found = {
        Text(row["value"].value, row["value"].lang)
        for row in own
        if value(row, "property") == SKOS.prefLabel
    }
    return tuple(sorted(found, key=lambda label: (label.lang, label.value)))


def description_of(own: Sequence[Row], lang: str) -> Text | None:
    """Return what describes a thing, in a language or else in English."""
    said = [row for row in own if value(row, "property") in _DESCRIPTIONS]
    return _best(lang, said) if said else None


@in_each
def _best(lang: str, said: Sequence[Row]) -> Text | None:
    for wanted in (lang, "en", ""):
        for predicate in _DESCRIPTIONS:
            for row in said:
                if value(row, "property") == predicate and row["value"].lang == wanted:
                    return Text(row["value"].value, wanted)
    return None


def properties_of(
    own: Sequence[Row], concepts: Mapping[str, Concept], graphs: Mapping[str, Graph]
) -> tuple[Property, ...]:
    """Return the predicates of a thing with their values."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in own:
        grouped[value(row, "property")].append(row)
    found = []
    for predicate, rows in grouped.items():
        values = values_of(rows, "value", concepts, graphs)
        found.append(Property(term(Node("iri", predicate), concepts), values, len(values)))
    return tuple(found)


def values_of(
    rows: Sequence[Row],
    column: str,
    concepts: Mapping[str, Concept],
    graphs: Mapping[str, Graph],
) -> tuple[Value, ...]:
    """Return the values in a column, each with the graphs that say so."""
    said: dict[Term, dict[str, Graph]] = defaultdict(dict)
    for row in rows:
        graph = row["graph"].value
        said[term(row[column], concepts)][graph] = graphs.get(graph) or graph_of(graph, "")
    return tuple(Value(found, tuple(where.values())) for found, where in said.items())


@lru_cache(maxsize=4096)
def graph_of(graph: str, title: str) -> Graph:
    """Return a graph with its title and standing."""
    return Graph(graph, href(graph), _title(graph, title), status_of(graph))


def _title(graph: str, title: str) -> Text:
    return Text(title, "en") if title else Text(graph.rpartition("/graph/")[2] or graph)


async def incoming_of(reading: Reading, iri: str) -> list[tuple[str, Sequence[Row], int]]:
    """Return what points to a thing: predicate, the first rows, how many there are."""
    counts = {
        value(row, "property"): int(value(row, "number"))
        for row in await reading.rows("api/incoming-counts", {"thing": iri})
    }
    asked = (
        reading.rows("api/incoming", {"thing": iri, "property": predicate}) for predicate in counts
    )
    answered = await reading.together(*asked)
    return [
        (predicate, rows, number)
        for (predicate, number), rows in zip(counts.items(), answered, strict=True)
    ]
