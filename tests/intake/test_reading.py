"""Whatever a file does to its loader, or a loader to itself, ends as one sentence."""

import os
import resource
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from pyoxigraph import BlankNode
from tests.intake.bodies import BODIES

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.intake import Report, reading
from wsisgraph.intake.spool import Spool
from wsisgraph.intake.spooling import BadFact, SpoolWriter
from wsisgraph.loading import Context, Fact, Kind, Lines, Options, Origin, literal, node
from wsisgraph.settings import Settings
from wsisgraph.terms.namespaces import RDF, SKOS, WSIS

Table = Callable[..., Path]
Load = Callable[..., Report]
Inputs = Sequence[Path]

THING = "https://w3id.org/wsis-sdg/id/body/x"
HERE = Origin("bodies.csv", 2)


def fact(**other: object) -> Fact:
    return Fact(THING, RDF.type, node(WSIS.Body), HERE)._replace(**other)


def fails(inputs: Inputs, context: Context) -> Iterator[Fact]:
    yield fact()
    raise KeyError("title")


def takes_all_memory(inputs: Inputs, context: Context) -> Iterator[Fact]:
    held = []
    while True:
        held.append(bytearray(1 << 26))
        yield fact()


def falls(inputs: Inputs, context: Context) -> Iterator[Fact]:
    yield fact()
    os.kill(os.getpid(), signal.SIGSEGV)


def leaves(inputs: Inputs, context: Context) -> Iterator[Fact]:
    yield fact()
    os._exit(7)


def leaves_as_if_done(inputs: Inputs, context: Context) -> Iterator[Fact]:
    yield fact()
    os._exit(0)


def refuses(inputs: Inputs, context: Context) -> Iterator[Fact]:
    raise InputRefused("No", [Problem("columns.toml:3", "it says nothing", "say something")])
    yield


def has_no_rights(inputs: Inputs, context: Context) -> Iterator[Fact]:
    raise PermissionError(13, "Permission denied")
    yield


def gives_nothing_but(*given: object) -> Callable[[Inputs, Context], Iterator[object]]:
    def load(inputs: Inputs, context: Context) -> Iterator[object]:
        yield from given

    return load


@pytest.mark.parametrize(
    ("loader", "says"),
    [
        (fails, "the loader of “bodies” failed at test_reading.py:"),
        (takes_all_memory, "more than the 1,024 MiB of memory"),
        (falls, "more than the 1,024 MiB of memory"),
        (leaves, "ended with status 7"),
        (leaves_as_if_done, "ended with status 0"),
        (refuses, "columns.toml:3: it says nothing; say something."),
        (has_no_rights, "it cannot be read (Permission denied)"),
        (gives_nothing_but("text"), "gave 'text' (str) where a Fact was expected"),
        (gives_nothing_but(None), "gave None (NoneType) where a Fact was expected"),
        (gives_nothing_but(fact(subject="no iri")), "gave “no iri” as an IRI"),
        (gives_nothing_but(fact(subject=3)), "gave 3 (int) as a subject or predicate"),
        (gives_nothing_but(fact(predicate="http://a b")), "gave “http://a b” as an IRI"),
        (gives_nothing_but(fact(object="text")), "gave 'text' (str) as the object of <"),
        (gives_nothing_but(fact(object=BlankNode("b"))), "gave a blank node under <"),
        (gives_nothing_but(fact(status="good")), "gave the status “good”; known are accepted"),
        (gives_nothing_but(fact(origin=None)), "gave None (NoneType) where an Origin"),
        (gives_nothing_but(fact(), fact(origin="x")), "gave 'x' (str) where an Origin"),
        (gives_nothing_but(fact(record=7)), "gave 7 (int) as the key of a record"),
    ],
)
def test_a_reading_that_fails_is_told_in_a_sentence_and_leaves_nothing(
    loader: object, says: str, table: Table, load: Load, revision: Callable[[], str]
) -> None:
    before = revision()
    done = load(table("a,Alpha,office"), loader=loader)
    (said,) = [str(remark.as_problem()) for remark in done.of(Kind.PROBLEM)]
    assert says in said
    assert "Traceback" not in said
    assert done.exit_code == 3
    assert revision() == before


def test_a_reading_that_stands_still_is_ended(table: Table, tmp_path: Path) -> None:
    def sleeps(inputs: Inputs, context: Context) -> Iterator[Fact]:
        yield fact()
        time.sleep(60)

    began = time.monotonic()
    with pytest.raises(InputRefused, match=r"no row was read for 0 seconds"):
        reading.read(
            reading.Source(BODIES.manifest, sleeps),
            [table("a,Alpha,office")],
            Options(),
            tmp_path,
            standstill=0.3,
        )
    assert time.monotonic() - began < 30


def test_what_a_loader_prints_is_not_seen(
    table: Table, load: Load, capfd: pytest.CaptureFixture[str]
) -> None:
    def prints(inputs: Inputs, context: Context) -> Iterator[Fact]:
        print("printed")
        os.write(2, b"written")
        yield from ()

    assert load(table("a,Alpha,office"), loader=prints).exit_code == 0
    assert capfd.readouterr() == ("", "")


def test_odd_texts_go_through_as_they_are(
    table: Table, load: Load, held: Callable[[str], object]
) -> None:
    texts = ['"quoted"', "back\\slash", "line\nbreak", "tab\t", "\u0001\u2028", "😀", "<b>", ". \n"]

    def odd(inputs: Inputs, context: Context) -> Iterator[Fact]:
        for predicate, term in (
            (RDF.type, node(WSIS.Body)),
            (SKOS.prefLabel, literal("X", language="en")),
            (SKOS.prefLabel, literal("X", language="zh")),
            (
                "http://purl.org/dc/terms/type",
                node("https://w3id.org/wsis-sdg/vocab/body-kinds/fund"),
            ),
            *((SKOS.altLabel, literal(text, language="en")) for text in texts),
        ):
            yield fact(predicate=predicate, object=term, record="x")

    done = load(table("a,Alpha,office"), loader=odd)
    assert done.exit_code == 0
    found = {quad.object.value for quad in held("bodies")}  # type: ignore[attr-defined]
    assert set(texts) <= found


def test_memory_stays_flat_however_many_facts_come(table: Table, load: Load) -> None:
    peak: list[int] = []

    def many(inputs: Inputs, context: Context) -> Iterator[Fact]:
        for number in range(100_000):
            if number == 20_000:
                peak.append(_memory())
            origin = Origin("bodies.csv", number + 2)
            yield fact(subject=f"{THING}{number}", origin=origin, record=f"k{number}")
        grown = _memory() - peak[0]
        assert grown < 8 << 20, f"{grown:,} bytes more"
        # What is read is no concern of this test.
        context.problem(HERE, "enough", "stop")

    done = load(table("a,Alpha,office"), loader=many)
    assert [remark.found for remark in done.of(Kind.PROBLEM)] == ["enough"]


def test_a_running_loader_does_not_hold_the_ports_of_the_service(table: Table, load: Load) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        fd = held.fileno()

        def looks(inputs: Inputs, context: Context) -> Iterator[Fact]:
            try:
                os.fstat(fd)
            except OSError:
                context.notice(HERE, "closed")
            yield from ()

        done = load(table("a,Alpha,office"), loader=looks)
    assert [remark.found for remark in done.of(Kind.NOTICE)] == ["closed"]


def _memory() -> int:
    with open("/proc/self/statm", encoding="ascii") as told:
        return int(told.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def test_a_disk_without_room_is_told(table: Table, load: Load) -> None:
    def fills(inputs: Inputs, context: Context) -> Iterator[Fact]:
        # A limit of the size of files stands for a full disk.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))
        for number in range(100_000):
            yield fact(subject=f"{THING}{number}", record=f"k{number}")

    done = load(table("a,Alpha,office"), loader=fills)
    (said,) = [str(remark.as_problem()) for remark in done.of(Kind.PROBLEM)]
    assert "what is read cannot be written there" in said
    assert "see that the disk has room" in said


def test_what_a_killed_load_left_is_removed(table: Table, load: Load, settings: Settings) -> None:
    ours, gone = settings.data / f"load-{os.getpid()}-x", settings.data / "load-4194305-x"
    ours.mkdir()
    gone.mkdir()
    load(table("a,Alpha,office"), dry=True)
    assert ours.is_dir()
    assert not gone.exists()


def test_lines_and_facts_are_kept_in_one_order_and_by_their_records(tmp_path: Path) -> None:
    def lines(key: str, row: int, status: str = "accepted") -> Lines:
        triple = f'<{THING}-{key}> <{SKOS.prefLabel}> "{key}"@en'
        return Lines([triple, triple.replace("@en", "@fr")], Origin("bodies.csv", row), status, key)

    given: list[Fact | Lines] = [
        fact(),
        lines("a", 3),
        lines("b", 4, "proposed"),
        fact(record="c"),
        lines("d", 6),
    ]
    with SpoolWriter(tmp_path, "bodies") as writer:
        *_, entries = writer.take(given)
    assert (entries, writer.facts) == (5, 8)
    with Spool(tmp_path) as spool:
        assert [(each.record, each.origin.line) for each in spool.entries()] == [
            ("", 2),
            ("a", 3),
            ("b", 4),
            ("c", 2),
            ("d", 6),
        ]
        written = spool.quads.read_text()
    graph = "<https://w3id.org/wsis-sdg/graph/bodies> ."
    assert written.splitlines()[1:3] == [
        f'<{THING}-a> <{SKOS.prefLabel}> "a"@{language} {graph}' for language in ("en", "fr")
    ]
    assert written.count("/graph/proposed/bodies>") == 2


def test_lines_of_an_unknown_status_are_told(tmp_path: Path) -> None:
    with SpoolWriter(tmp_path, "bodies") as writer, pytest.raises(BadFact, match="“doubtful”"):
        list(writer.take([Lines(["<x:a> <x:b> <x:c>"], HERE, "doubtful")]))
