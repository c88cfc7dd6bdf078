"""The matrix as SSSOM: every linkage a row, read alike by the standard's own package and by us."""

import csv
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests import needs

from wsisgraph.graph.assemble import assemble, own_sources
from wsisgraph.graph.sssom import sssom
from wsisgraph.loading import discover
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, PROV, RDF, WSIS

# The report of the package that the keepers of the standard publish, as one line of JSON.
CHECK = """
import json, sys
from sssom.constants import SchemaValidationType
from sssom.parsers import parse_sssom_table
from sssom.validators import validate
kinds = [
    SchemaValidationType.JsonSchema,
    SchemaValidationType.PrefixMapCompleteness,
    SchemaValidationType.StrictCurieFormat,
]
table = parse_sssom_table(sys.argv[1])
found = [
    f"{kind}: {result.message}"
    for kind in kinds
    for report in validate(table, [kind]).values()
    for result in report.results
]
print(json.dumps({"rows": len(table.df), "found": found}))
"""


@pytest.fixture(scope="module")
def store() -> Store:
    return assemble([*own_sources().values(), discover()["wsis-sdg-matrix"]]).store


def rows(data: bytes) -> Iterator[dict[str, str]]:
    lines = [line for line in data.decode().splitlines() if not line.startswith("#")]
    yield from csv.DictReader(lines, dialect="excel-tab")


def test_every_accepted_linkage_is_a_row(store: Store) -> None:
    found = list(rows(sssom(store)))
    assert len(found) == 287
    assert len({row["record_id"] for row in found}) == 287
    first = next(row for row in found if row["record_id"].endswith("/c2-9.c"))
    assert (first["subject_id"], first["object_id"]) == ("wsisline:c2", "sdg:9.c")
    assert first["confidence"] == "0.95"
    assert first["mapping_source"] == "wsisid:document/wsis-sdg-matrix-2015"
    assert json.loads(first["other"]) == {"direction": "both"}


def test_the_package_of_the_standard_finds_nothing_to_mend(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "linkages.sssom.tsv"
    path.write_bytes(sssom(store))
    python = needs.python_with("sssom==0.4.21")
    ran = subprocess.run([python, "-c", CHECK, str(path)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert json.loads(ran.stdout.splitlines()[-1]) == {"rows": 287, "found": []}


def test_what_we_write_we_read_back(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "linkages.sssom.tsv"
    path.write_bytes(sssom(store))
    facts, context = discover()["linkages"].read([path])
    assert context.problems == []

    def told(quads: list[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
        wanted = {WSIS.actionLine, WSIS.linksTo, WSIS.confidence, WSIS.direction}
        return {(s.rpartition("/")[2], p, o) for s, p, o in quads if p in wanted}

    assert told([(fact.subject, fact.predicate, fact.object.value) for fact in facts]) == told(
        [
            (quad.subject.value, quad.predicate.value, quad.object.value)
            for quad in store
            if "/id/linkage/" in quad.subject.value
        ]
    )


def test_strength_and_author_are_written_and_the_rationale_is_not() -> None:
    graph = NamedNode(iris.graph("mine"))
    linkage = NamedNode(iris.individual("linkage", "mine/c2-9"))
    said = [
        (RDF.type, NamedNode(WSIS.Linkage)),
        (WSIS.actionLine, NamedNode(iris.vocab("action-lines", "c2"))),
        (WSIS.linksTo, NamedNode(iris.sdg("9"))),
        (WSIS.strength, NamedNode(iris.vocab("strength", "weak"))),
        (PROV.hadPrimarySource, NamedNode(iris.individual("document", "mine"))),
        (DCT.creator, NamedNode("https://orcid.org/0000-0002-1825-0097")),
        (DCT.description, Literal("Somebody's words.", language="en")),
    ]
    quads = [Quad(linkage, NamedNode(predicate), term, graph) for predicate, term in said]
    (row,) = rows(sssom(quads))
    assert row["author_id"] == "orcid:0000-0002-1825-0097"
    assert json.loads(row["other"]) == {"strength": "weak"}
    assert "Somebody" not in "".join(row.values())


def test_linkages_that_are_not_accepted_are_left_out() -> None:
    graph = NamedNode(iris.graph("proposed/mine"))
    linkage = NamedNode(iris.individual("linkage", "mine/c2-9"))
    quads = [Quad(linkage, NamedNode(RDF.type), NamedNode(WSIS.Linkage), graph)]
    assert list(rows(sssom(quads))) == []
