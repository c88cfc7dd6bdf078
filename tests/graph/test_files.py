"""The files to take away: canonical, the same for the same data, true to their checksums."""

import hashlib
import json
import random
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from wsisgraph.graph import files
from wsisgraph.graph.build import Built
from wsisgraph.graph.canonical import nquads
from wsisgraph.terms import iris

EX = "https://example.org/"


def node(name: str) -> NamedNode:
    return NamedNode(EX + name)


def quads(labels: str = "abc") -> list[Quad]:
    """A list with blank nodes in one graph, plain statements in others and in none."""
    first, second, third = (BlankNode(label) for label in labels)
    shapes, regions = (NamedNode(iris.graph(name)) for name in ("shapes", "unconfirmed/regions"))
    return [
        Quad(node("s"), node("list"), first, shapes),
        Quad(first, node("rest"), second, shapes),
        Quad(second, node("rest"), third, shapes),
        Quad(third, node("first"), Literal("a\n_:b ."), shapes),
        Quad(node("s"), node("p"), Literal("1.10"), regions),
        Quad(node("s"), node("p"), Literal("один", language="ru"), node("elsewhere")),
        Quad(node("s"), node("p"), node("o")),
    ]


def made(statements: list[Quad], folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    return {file.name: (folder / file.name).read_bytes() for file in files.make(statements, folder)}


def test_the_files_are_the_same_whatever_the_order_and_the_labels_of_blank_nodes(
    tmp_path: Path,
) -> None:
    mixed = quads("xzy")
    random.Random(7).shuffle(mixed)
    assert made(quads(), tmp_path / "one") == made(mixed, tmp_path / "two")


def test_sorting_on_disk_gives_the_same_bytes_as_sorting_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = made(quads(), tmp_path / "one")
    monkeypatch.setattr(files, "_IN_MEMORY", 1)
    monkeypatch.setattr(files, "_BATCH", 2)
    assert made([*quads(), *quads()], tmp_path / "two") == whole


def test_nquads_are_canonical_although_only_a_part_is_canonicalised(tmp_path: Path) -> None:
    assert made(quads(), tmp_path / "one")["wsisgraph.nq"] == nquads(quads())


def test_every_form_holds_the_same_quads(tmp_path: Path) -> None:
    found = made(quads(), tmp_path / "one")
    for name, form in (("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)):
        assert nquads(parse(found[f"wsisgraph.{name}"], format=form)) == found["wsisgraph.nq"]
    graphs = [name for name in found if name.startswith("graphs/")]
    assert len(graphs) == 4
    told = [triple for name in graphs for triple in parse(found[name], format=RdfFormat.TURTLE)]
    assert len(told) == len(quads())


def test_graphs_are_named_by_the_end_of_their_iri_and_others_by_a_hash() -> None:
    assert files.key(iris.graph("unconfirmed/regions")) == "unconfirmed/regions"
    assert files.key("") == "default"
    for hostile in (EX + "g", iris.graph("x") + "/../../etc/passwd", iris.graph("x") + "%2e"):
        assert files.key(hostile).startswith("other-")
        assert "/" not in files.key(hostile)
    assert files.key(EX + "g") != files.key(EX + "h")


def test_the_list_tells_size_and_checksum_of_the_bytes(tmp_path: Path) -> None:
    found = made(quads(), tmp_path / "one")
    told = json.loads((tmp_path / "one" / files.LIST).read_text())
    assert {entry["name"] for entry in told} == set(found)
    for entry in told:
        data = found[entry["name"]]
        assert entry["size"] == len(data)
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()


def test_the_built_data_are_given_away_as_they_were_built(built: Built, tmp_path: Path) -> None:
    source = tmp_path / "built.nq"
    source.write_bytes(built.nquads)
    into = tmp_path / "files"
    into.mkdir()
    assert files.main([str(source), str(into)]) == 0
    assert (into / "wsisgraph.nq").read_bytes() == built.nquads
