import shutil
from collections.abc import Iterable
from pathlib import Path
from random import Random
from tempfile import TemporaryFile
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from tests.store.tiny import APART, A, B, add, quad, quads

from wsisgraph.errors import (
    ChangeRefused,
    JournalDamaged,
    RevisionMismatch,
    StoreError,
    StoreLocked,
    StoreUnavailable,
)
from wsisgraph.settings import Settings
from wsisgraph.store import checkpoint
from wsisgraph.store.changes import Difference, Outcome, Replacement, Step
from wsisgraph.store.client import read_dataset
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import JournalReader, verify
from wsisgraph.store.record import Record
from wsisgraph.store.writer import Writer
from wsisgraph.terms import iris


def contents(data: Path) -> set[Quad]:
    return set(read_dataset(Settings(data=data)) or [])


def parsed(lines: bytes | str) -> set[Quad]:
    return set(parse(lines, format=RdfFormat.N_QUADS))


def records(data: Path) -> list[Record]:
    return list(JournalReader(data / "journal").read())


def replace(writer: Writer, graphs: list[str], lines: bytes, tmp_path: Path) -> tuple[int, int]:
    file = tmp_path / "new.nq"
    file.write_bytes(lines)
    outcome = writer.commit(Replacement(graphs, file), agent="test", message="replace")
    return outcome.added, outcome.removed


def test_a_replacement_writes_only_what_differs(tmp_path: Path) -> None:
    with Writer(tmp_path / "data") as writer:
        assert replace(writer, [A], quads(range(10)), tmp_path) == (10, 0)
        assert replace(writer, [A], quads(range(2, 11)), tmp_path) == (1, 2)
    assert contents(tmp_path / "data") == parsed(quads(range(2, 11)))
    assert records(tmp_path / "data")[1].added == quad(10).encode()


def test_the_same_again_makes_no_revision(tmp_path: Path) -> None:
    with Writer(tmp_path / "data") as writer:
        replace(writer, [A], quads(range(10)), tmp_path)
        before = writer.revision
        assert replace(writer, [A], quads(range(10)), tmp_path) == (0, 0)
        assert writer.revision == before
    assert len(records(tmp_path / "data")) == 1


def test_a_replacement_leaves_other_graphs_alone(tmp_path: Path) -> None:
    with Writer(tmp_path / "data") as writer:
        replace(writer, [A, B], quads(range(3)) + quads(range(3), B), tmp_path)
        assert replace(writer, [A], b"", tmp_path) == (0, 3)
    assert contents(tmp_path / "data") == parsed(quads(range(3), B))


def test_a_replacement_with_quads_of_other_graphs_is_refused(tmp_path: Path) -> None:
    with Writer(tmp_path / "data") as writer:
        with pytest.raises(ChangeRefused, match="graph/b"):
            replace(writer, [A], quads(range(3), B), tmp_path)
        assert writer.revision.sequence == 0


def test_what_is_no_n_quads_is_refused_whole(tmp_path: Path) -> None:
    with Writer(tmp_path / "data") as writer:
        with pytest.raises(ChangeRefused, match="not N-Quads"):
            replace(writer, [A], quads(range(3)) + b"nonsense", tmp_path)
        assert writer.revision.sequence == 0


def test_the_default_graph_is_written_only_in_strict_mode(tmp_path: Path) -> None:
    plain = b"<http://example.org/s> <http://example.org/p> 'x' .\n".replace(b"'", b'"')
    with pytest.raises(ChangeRefused, match="default graph"):
        add(tmp_path / "data", plain)
    with Writer(tmp_path / "data", strict=True) as writer:
        assert writer.commit(Difference(plain), agent="test", message="").added == 1


def test_a_literal_is_kept_as_sent_in_the_journal_and_is_no_difference_the_next_time(
    tmp_path: Path,
) -> None:
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    line = f'<http://example.org/s> <http://example.org/p> "5.10"^^<{decimal}> <{A}> .\n'.encode()
    with Writer(tmp_path / "data") as writer:
        assert replace(writer, [A], line, tmp_path) == (1, 0)
        assert replace(writer, [A], line, tmp_path) == (0, 0)
    assert records(tmp_path / "data")[0].added == line


def test_blank_nodes_keep_their_names(tmp_path: Path) -> None:
    line = f"_:list <http://example.org/p> _:rest <{A}> .\n".encode()
    add(tmp_path / "data", line)
    add(tmp_path / "data", b"", removed=line)
    assert contents(tmp_path / "data") == set()


def test_a_change_that_could_not_be_applied_is_applied_before_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with Writer(tmp_path) as writer:
        with monkeypatch.context() as patched:
            patched.setattr(writer._applied, "_apply", full)
            assert writer.commit(Difference(quads([1])), agent="test", message="").added == 1
            with pytest.raises(StoreUnavailable, match="stands in the journal"):
                writer.settle()
            with pytest.raises(StoreUnavailable, match="stands in the journal"):
                writer.commit(Difference(quads([2])), agent="test", message="")
        assert writer.commit(Difference(quads([1, 2])), agent="test", message="").added == 1
    assert contents(tmp_path) == parsed(quads([1, 2]))


def test_a_second_writer_is_refused_and_told_who_holds_the_folder(tmp_path: Path) -> None:
    with Writer(tmp_path), pytest.raises(StoreLocked, match=r"process \(\d+\)"):
        Writer(tmp_path)
    Writer(tmp_path).close()


def test_a_store_folder_that_is_gone_is_made_anew_from_the_journal(tmp_path: Path) -> None:
    add(tmp_path, quads(range(5)))
    revision = add(tmp_path, quads(range(5, 8)), removed=quads(range(2))).revision
    shutil.rmtree(tmp_path / "store")
    shutil.rmtree(tmp_path / "checkpoints")
    with Writer(tmp_path) as writer:
        assert writer.revision == revision
    assert contents(tmp_path) == parsed(quads(range(2, 8)))


def test_a_store_folder_of_another_history_is_refused(tmp_path: Path) -> None:
    add(tmp_path / "one", quads(range(5)))
    add(tmp_path / "two", quads(range(6)))
    shutil.rmtree(tmp_path / "one" / "store")
    shutil.copytree(tmp_path / "two" / "store", tmp_path / "one" / "store")
    with pytest.raises(JournalDamaged, match="different histories"):
        Writer(tmp_path / "one")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="WSISGRAPH_DATA"):
        Writer(tmp_path / "file" / "data")


def test_the_last_two_checkpoints_are_kept(tmp_path: Path) -> None:
    for number in range(4):
        add(tmp_path, quads([number]))
    assert sorted(path.name for path in (tmp_path / "checkpoints").iterdir()) == ["3", "4"]
    store = Store.read_only(str(tmp_path / "checkpoints" / "3"))
    assert checkpoint.standing_of(store).position.sequence == 3
    assert len(store) - 1 == 3


def test_a_change_stands_before_it_is_settled_and_settling_is_done_once(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        assert step(writer, quads(range(3))).added == 3
        assert list((tmp_path / "checkpoints").iterdir()) == []
        assert contents(tmp_path) == parsed(quads(range(3)))
        assert writer.settle()
        assert [path.name for path in (tmp_path / "checkpoints").iterdir()] == ["1"]
        step(writer, quads([7]), quads([0]))
        assert not writer.settle()


def test_a_step_of_what_is_no_n_quads_never_reaches_the_journal(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        for added, number in [(b"nonsense\n", 1), (quads([1, 2]), 1), (quads([1]), 2)]:
            with pytest.raises(ChangeRefused):
                step(writer, added, added=number)
        assert writer.revision.sequence == 0


def test_equal_histories_have_equal_revision_ids_and_others_do_not(tmp_path: Path) -> None:
    first = add(tmp_path / "one", quads(range(3))).revision
    shutil.copytree(tmp_path / "one" / "journal", tmp_path / "two" / "journal")
    with Writer(tmp_path / "two") as writer:
        assert writer.revision == first
    assert add(tmp_path / "three", quads(range(4))).revision.id != first.id
    assert first.id == f"1-{verify(tmp_path / 'one' / 'journal').end.hash[:12]}"


INFERRED = NamedNode(iris.graph("inferred"))


def shout(dataset: Iterable[Quad]) -> Iterable[Quad]:
    """A rule for tests: every value of an accepted graph, in capitals."""
    for given in dataset:
        if given.graph_name.value in (A, B) and isinstance(given.object, Literal):
            capital = Literal(given.object.value.upper())
            yield Quad(given.subject, given.predicate, capital, INFERRED)


def test_what_the_rules_derive_follows_every_change(tmp_path: Path) -> None:
    with Writer(tmp_path, derive=shout) as writer:
        added = quads(range(2)) + quads([5], APART)
        outcome = writer.commit(Difference(added), agent="test", message="")
        assert outcome.added == 5
        writer.commit(Difference(b"", quads([0])), agent="test", message="")
    inferred = {q.object.value for q in contents(tmp_path) if q.graph_name == INFERRED}
    assert inferred == {"VALUE 1"}


def test_a_rule_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    def broken(dataset: Iterable[Quad]) -> Iterable[Quad]:
        raise ChangeRefused("The rule is broken")

    add(tmp_path, quads(range(2)))
    with Writer(tmp_path, derive=broken) as writer:
        with pytest.raises(ChangeRefused):
            writer.commit(Difference(quads([7])), agent="test", message="")
        assert writer.revision.sequence == 1
    assert contents(tmp_path) == parsed(quads(range(2)))


def step(writer: Writer, put_in: bytes, removed: bytes = b"", **told: Any) -> Outcome:
    counted = {"added": put_in.count(b"\n"), "removed": removed.count(b"\n")}
    given = {"base": writer.revision, "added_bytes": len(put_in), **counted, **told}
    with TemporaryFile() as file:
        file.write(put_in + removed)
        return writer.commit(Step(quads=file, **given), agent="test", message="")


def test_a_step_is_taken_only_from_the_revision_it_was_computed_on(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        before = writer.revision
        assert step(writer, quads(range(3))).added == 3
        with pytest.raises(RevisionMismatch):
            step(writer, quads([7]), base=before)
        assert step(writer, quads([7]), quads([0, 1])).removed == 2
    assert contents(tmp_path) == parsed(quads([2, 7]))


def test_the_journal_names_graphs_that_hold_nothing_and_only_those(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        step(writer, quads(range(2)))
        step(writer, b"", quads(range(2)), empty=[A, B])
        step(writer, b"", dropped=[B])
    plain, emptied, dropped = records(tmp_path)
    assert (plain.empty, emptied.empty, dropped.dropped) == ((), (A, B), (B,))
    first = next((tmp_path / "journal").iterdir()).read_bytes().splitlines()[0]
    assert b'"empty"' not in first
    shutil.rmtree(tmp_path / "store")
    shutil.rmtree(tmp_path / "checkpoints")
    Writer(tmp_path).close()
    store = Store.read_only(str(tmp_path / "store"))
    assert NamedNode(A) in list(store.named_graphs())
    assert NamedNode(B) not in list(store.named_graphs())


def test_rules_are_not_run_for_what_they_do_not_read(tmp_path: Path) -> None:
    runs: list[int] = []

    def counted(dataset: Iterable[Quad]) -> Iterable[Quad]:
        runs.append(1)
        return shout(dataset)

    with Writer(tmp_path, derive=counted) as writer:
        assert step(writer, quads([1], APART)).added == 1
        assert runs == []
        assert step(writer, quads([1])).added == 2
        assert step(writer, b"", quads([1])).removed == 2
        assert len(runs) == 2


class Shouting:
    """`shout`, which tells what it reads, and counts how often it is run."""

    reads = frozenset({"http://example.org/p"})

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self, dataset: Iterable[Quad]) -> list[Quad]:
        self.runs += 1
        return list(shout(q for q in dataset if q.predicate.value in self.reads))


def test_rules_are_run_only_for_predicates_they_read_and_a_full_run_gives_the_same(
    tmp_path: Path,
) -> None:
    drawn = Random(7)
    rules = Shouting()
    every = [
        quad(number, graph).replace("/p>", f"/{predicate}>")
        for number in range(4)
        for graph in (A, B, APART)
        for predicate in "pq"
    ]
    held: set[str] = set()
    with Writer(tmp_path, derive=rules) as writer:
        for _ in range(40):
            some = set(drawn.sample(every, 3))
            added, removed = some - held, some & held
            before = rules.runs
            step(writer, "".join(added).encode(), "".join(removed).encode())
            held = (held | added) - removed
            read = any("/p>" in line and f"<{APART}>" not in line for line in some)
            assert rules.runs == before + read
            writer.settle()
            assert set(writer._applied.store.quads_for_pattern(None, None, None, INFERRED)) == set(
                rules(parsed("".join(held)))
            )


def test_rules_are_read_from_where_they_are_kept_before_a_change_needs_them(
    tmp_path: Path,
) -> None:
    class Kept(Shouting):
        learnt: tuple[Path, ...] = ()

        def learn(self, folder: Path) -> None:
            self.learnt += (folder,)

    rules = Kept()
    with Writer(tmp_path, derive=rules) as writer:
        assert rules.learnt == ()
        writer.rehearse()
        assert rules.learnt == (DataFolder(tmp_path).cache,)
