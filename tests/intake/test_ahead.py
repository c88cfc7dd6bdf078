"""What is made while files are read is the graph as it stands, if it still does."""

from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from wsisgraph.graph.rules import derived
from wsisgraph.intake import proposals
from wsisgraph.intake.ahead import Ahead
from wsisgraph.intake.candidate import note
from wsisgraph.intake.prospect import left_apart, room_for
from wsisgraph.settings import Settings
from wsisgraph.store.changes import Difference
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.writer import Writer
from wsisgraph.terms import iris

LINE = NamedNode(iris.vocab("action-lines", "c5"))
TITLE = NamedNode("http://purl.org/dc/terms/title")


def test_it_knows_what_the_graph_speaks_of(settings: Settings, tmp_path: Path) -> None:
    ahead = Ahead(settings.data, tmp_path / "ahead")
    copied = ahead.copied()
    assert copied is not None
    assert next(copied[1].quads_for_pattern(LINE, None, None), None) is not None
    assert ahead.made.seen is not None
    assert not ahead.made.seen.is_new(str(LINE).encode())
    assert ahead.made.seen.is_new(b"<https://example.org/new>")


def test_a_copy_of_an_earlier_revision_is_not_used(settings: Settings, tmp_path: Path) -> None:
    ahead = Ahead(settings.data, tmp_path / "ahead")
    assert ahead.copied() is not None
    quad = Quad(LINE, TITLE, Literal("y"), NamedNode(iris.graph("more")))
    with Writer(settings.data) as writer:
        data = serialize([quad], format=RdfFormat.N_QUADS) or b""
        writer.commit(Difference(data), agent="tests", message="more")
    assert ahead.copied() is None


def test_it_knows_all_that_reading_every_quad_would_tell(
    settings: Settings, tmp_path: Path
) -> None:
    ahead = Ahead(settings.data, tmp_path / "ahead")
    copied = ahead.copied()
    assert copied is not None
    seen, anything = room_for(ahead.folder), False
    for graph in set(copied[1].named_graphs()) - left_apart():
        quads = list(copied[1].quads_for_pattern(None, None, None, graph))
        anything |= bool(quads)
        note(seen, quads)
    assert anything
    assert ahead.made.seen is not None
    assert ahead.made.seen._bits == seen._bits


def test_only_what_is_to_be_written_has_the_rules_read(settings: Settings, tmp_path: Path) -> None:
    cache = DataFolder(settings.data).cache
    Ahead(settings.data, tmp_path / "dry", commits=False).copied()
    assert not cache.exists()
    Ahead(settings.data, tmp_path / "ahead").copied()
    assert "_read" in vars(derived)


def test_what_a_document_says_twice_is_taken_once(tmp_path: Path) -> None:
    path, into = tmp_path / "read.nq", tmp_path / "once.nq"
    path.write_bytes(b"<a:1> <a:p> <a:2> .\n<a:1> <a:p> <a:3> .\n")
    assert proposals.each_once(path, into) == path
    path.write_bytes(path.read_bytes() + b"<a:1> <a:p> <a:2> .\n")
    assert proposals.each_once(path, into) == into
    assert into.read_bytes() == b"<a:1> <a:p> <a:2> .\n<a:1> <a:p> <a:3> .\n"
