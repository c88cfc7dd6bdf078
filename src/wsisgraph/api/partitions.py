"""Which classes and properties a graph uses, and how often: its partitions, as VoID has them.

Each has an IRI of its own below the graph's (`/graph/itu-council#class-…`), so the page of a graph
tells them one by one, each under its fragment.
"""

from collections import defaultdict
from collections.abc import Sequence

from wsisgraph.api.pages import Partition
from wsisgraph.api.reading import Node, Reading, Row, term, value
from wsisgraph.terms.namespaces import VOID

PARTITIONS = {
    VOID.classPartition: (VOID["class"], VOID.entities),
    VOID.propertyPartition: (VOID.property, VOID.triples),
}
"""For each kind of partition, what names its term and what counts it."""


async def partitions(reading: Reading, iri: str, own: Sequence[Row]) -> tuple[Partition, ...]:
    """Return the classes and properties of a graph, the classes and the most used ones first.

    Args:
        reading: reads the revision.
        iri: the graph.
        own: what the graphs say of it.
    """
    found = {
        value(row, "value"): value(row, "property")
        for row in own
        if value(row, "property") in PARTITIONS and value(row, "value").startswith(f"{iri}#")
    }
    if not found:
        return ()
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for row in await reading.rows("api/describe", {"thing": list(found)}):
        said[value(row, "thing")][value(row, "property")] = value(row, "value")
    counted = []
    for partition, kind in found.items():
        named, count = PARTITIONS[kind]
        if (name := said[partition].get(named)) and said[partition].get(count, "").isdecimal():
            counted.append((kind, -int(said[partition][count]), name, partition))
    concepts = await reading.concepts(name for _, _, name, _ in counted)
    return tuple(
        Partition(
            anchor=partition.partition("#")[2],
            term=term(Node("iri", name), concepts),
            kind="class" if kind == VOID.classPartition else "property",
            count=-number,
        )
        for kind, number, name, partition in sorted(counted)
    )


def is_partition(row: Row) -> bool:
    """Tell whether a row only names a partition."""
    return value(row, "property") in PARTITIONS
