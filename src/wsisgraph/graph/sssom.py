"""The linkages of a data set as SSSOM: one row a mapping of a line to a goal or target.

Simple Standard for Sharing Ontological Mappings, https://mapping-commons.github.io/sssom/.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, PROV, RDF, SKOS, WSIS

COLUMNS = (
    *("record_id", "subject_id", "subject_label", "predicate_id", "object_id", "object_label"),
    *("mapping_justification", "author_id", "confidence", "mapping_source", "other"),
)
# A person read the table and made the row; nothing was matched by a machine (SEMAPV).
_JUSTIFICATION = "semapv:ManualMappingCuration"
_PREDICATE = "wsis:serves"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"

Row = dict[str, str]


@dataclass(slots=True)
class _Things:
    """What the rows need of a data set, whatever order its quads come in."""

    linkages: set[str] = field(default_factory=set)
    said: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    labels: dict[str, str] = field(default_factory=dict)


_WANTED = frozenset(
    {WSIS.actionLine, WSIS.linksTo, WSIS.confidence, WSIS.strength, WSIS.direction}
    | {PROV.hadPrimarySource, DCT.creator}
)


def sssom(quads: Iterable[Quad]) -> bytes:
    """Return the accepted linkages of a data set as an SSSOM table, in the order of their IRIs.

    Rationale texts are left out: they belong to the tables they were read from.
    """
    rows = sorted(_rows(_collect(quads)), key=lambda row: row["record_id"])
    text = io.StringIO()
    for line in _metadata():
        text.write(f"#{line}\n")
    writer = csv.DictWriter(text, COLUMNS, dialect="excel-tab", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _collect(quads: Iterable[Quad]) -> _Things:
    things = _Things()
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode) and not iris.is_accepted(quad.graph_name.value):
            continue
        if not isinstance(quad.subject, NamedNode):
            continue
        subject, predicate, object_ = quad.subject.value, quad.predicate.value, quad.object
        if predicate == RDF.type and object_ == NamedNode(WSIS.Linkage):
            things.linkages.add(subject)
        elif predicate in _WANTED and isinstance(object_, NamedNode | Literal):
            values = things.said[subject].setdefault(predicate, [])
            if object_.value not in values:
                values.append(object_.value)
        elif (
            predicate == SKOS.prefLabel
            and subject.startswith((iris.VOCAB, iris.SDG))
            and isinstance(object_, Literal)
            and object_.language == "en"
        ):
            things.labels[subject] = object_.value
    return things


def _rows(things: _Things) -> Iterator[Row]:
    for linkage in things.linkages:
        said = things.said[linkage]
        line, object_ = (said.get(name, [""])[0] for name in (WSIS.actionLine, WSIS.linksTo))
        if not line or not object_:
            continue
        strength = said.get(WSIS.strength, [""])[0].rpartition("/")[2]
        other = {
            "direction": said.get(WSIS.direction, [""])[0].rpartition("/")[2],
            "strength": strength,
        }
        yield {
            "record_id": _curie(linkage),
            "subject_id": _curie(line),
            "subject_label": things.labels.get(line, ""),
            "predicate_id": _PREDICATE,
            "object_id": _curie(object_),
            "object_label": things.labels.get(object_, ""),
            "mapping_justification": _JUSTIFICATION,
            "author_id": "|".join(_curie(author) for author in said.get(DCT.creator, [])),
            "confidence": said.get(WSIS.confidence, [""])[0],
            "mapping_source": _curie(said.get(PROV.hadPrimarySource, [""])[0]),
            "other": json.dumps({name: value for name, value in other.items() if value}),
        }


def _prefixes() -> dict[str, str]:
    return {
        "orcid": "https://orcid.org/",
        "sdg": f"{iris.SDG}/",
        "semapv": "https://w3id.org/semapv/vocab/",
        "wsis": iris.DEF,
        "wsisid": f"{iris.base_iri()}id/",
        "wsisline": f"{iris.vocab('action-lines')}/",
    }


def _curie(iri: str) -> str:
    for prefix, namespace in _prefixes().items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _metadata() -> Iterator[str]:
    """Yield the metadata of the set as lines of YAML."""
    yield "curie_map:"
    for prefix, namespace in _prefixes().items():
        yield f"  {prefix}: {json.dumps(namespace)}"
    yield f"mapping_set_id: {json.dumps(iris.base_iri() + 'sssom/linkages')}"
    yield 'mapping_set_title: "Linkages of WSIS action lines with Sustainable Development Goals"'
    yield f"license: {json.dumps(_LICENCE)}"
    yield f"subject_source: {json.dumps(iris.vocab('action-lines'))}"
    yield f"object_source: {json.dumps(iris.SDG)}"
