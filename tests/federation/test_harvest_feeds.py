"""Harvesting what leads to data: a description with dumps, a feed of others, a feed of ours."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.federation.places import Place, place
from tests.federation.test_harvest import harvest, held
from tests.federation.worlds import ESCAP, SHEET, built
from tests.service import copy_of, serving

from wsisgraph.errors import DataSyntaxError
from wsisgraph.federation import streams
from wsisgraph.federation.peers import Peer, Peers, level_of
from wsisgraph.store.changes import Difference
from wsisgraph.store.writer import Writer

STREAM = """
@prefix ldes: <https://w3id.org/ldes#> . @prefix tree: <https://w3id.org/tree#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix s: <http://schema.org/> .
@prefix as: <https://www.w3.org/ns/activitystreams#> . @prefix : <https://u.example/> .
<#stream> a ldes:EventStream ;
  ldes:timestampPath dct:modified ; ldes:versionOfPath dct:isVersionOf .
"""
KEPT = {"Cache-Control": "public, max-age=604800, immutable"}


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("feeds"))


@pytest.fixture
def data(once: Path, tmp_path: Path) -> Path:
    return copy_of(once, tmp_path)


def version(thing: str, number: int, name: str, *, kind: str = "s:Project") -> str:
    return (
        f"<#stream> tree:member :{thing}-v{number} .\n"
        f":{thing}-v{number} a {kind} ; dct:isVersionOf :{thing} ; s:name '{name}'@en ;"
        f" s:about 'SDG 9' ; s:provider [ s:name 'An institute' ] ;"
        f" dct:modified '2026-01-0{number}T00:00:00Z' .\n"
    )


def stream(server: Place, pages: dict[str, str]) -> None:
    """Serve a feed: a first node, then a chain of pages."""
    names = list(pages)
    relation = " ".join(f"tree:relation [ tree:node </{name}> ]{{}}".format(";") for name in names)
    root = f"{STREAM} <#stream> tree:view </feed> .\n</feed> a tree:Node ; {relation}"
    server.files["/feed"] = ("text/turtle", f"{root.rstrip('; ')} .".encode())
    for name, text in pages.items():
        server.files[f"/{name}"] = ("text/turtle", (STREAM + text).encode())


def listed(data: Path, server: Place, path: str, **more: str) -> None:
    url = server.url.replace("/sparql", path)
    told = {"format": "turtle", "vocabulary": "schema", "agency": "unesco", **more}
    Peers(data).add(Peer("other", url, "file", reach="loopback", **told))  # type: ignore[arg-type]


def asked(server: Place) -> list[str]:
    found = [path for _, path, _ in server.asked if path != "/robots.txt"]
    server.asked.clear()
    return found


def test_the_newest_member_of_each_thing_of_a_feed_of_others_is_taken(data: Path) -> None:
    with place() as server:
        stream(
            server,
            {
                "p1": version("a", 1, "Old") + version("b", 1, "B"),
                "p2": version("a", 2, "New") + version("c", 2, "C", kind="as:Delete"),
            },
        )
        server.more["/p1"] = KEPT
        listed(data, server, "/feed")
        done = harvest(data, "other")
        assert done.returncode == 0, done.stderr
        assert held(data, "other") == {"https://u.example/a", "https://u.example/b"}
        assert asked(server) == ["/feed", "/p1", "/p2"]
        # Then only what may have changed is asked for, and what was deleted goes.
        assert "nothing new" in harvest(data, "other").stderr
        assert "/p1" not in asked(server)
        stream(server, {"p1": "", "p2": version("b", 3, "B", kind="as:Delete")})
        assert harvest(data, "other").returncode == 0
        assert asked(server) == ["/feed", "/p2"]
        assert held(data, "other") == {"https://u.example/a"}


def test_a_feed_leads_nowhere_else(data: Path) -> None:
    with place() as server, place() as elsewhere:
        other = elsewhere.url.replace("/sparql", "/p1")
        text = f"{STREAM} <#stream> tree:view </feed> . </feed> tree:relation <#r> .\n"
        text += f"<#r> tree:node <{other}> ."
        server.files["/feed"] = ("text/turtle", text.encode())
        listed(data, server, "/feed")
        done = harvest(data, "other")
        assert done.returncode == 4
        assert "not listed" in done.stderr
        assert elsewhere.asked == []


def test_what_robots_may_not_fetch_of_a_feed_is_not_fetched(data: Path) -> None:
    with place() as server:
        stream(server, {"p1": version("a", 1, "A"), "secret": version("b", 1, "B")})
        server.files["/robots.txt"] = ("text/plain", b"User-agent: *\nDisallow: /secret\n")
        listed(data, server, "/feed")
        assert harvest(data, "other").returncode == 4
        assert asked(server) == ["/feed", "/p1"]


def test_a_harvest_of_a_feed_that_is_killed_goes_on(data: Path) -> None:
    pages = {f"p{number}": version("abcdefgh"[number], 1, "X") for number in range(8)}
    with place() as server:
        stream(server, pages)
        listed(data, server, "/feed")
        command = [sys.executable, "-m", "wsisgraph", "harvest", "other", "--pause", "0.3"]
        process = subprocess.Popen(
            command,
            env={**os.environ, "WSISGRAPH_DATA": str(data)},
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while len(server.asked) < 5 and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        before = asked(server)
        done = harvest(data, "other")
        assert done.returncode == 0, done.stderr
        after = asked(server)
        assert len(held(data, "other")) == 8
        # The first node tells where to begin, and the one that was under way may come twice.
        again = (set(before) & set(after)) - {"/feed"}
        assert len(again) <= 1
        assert set(before) | set(after) == {"/feed", *(f"/{name}" for name in pages)}


def test_dumps_that_a_description_names_are_taken(data: Path) -> None:
    void = """@prefix void: <http://rdfs.org/ns/void#> .
    <#all> a void:Dataset ; void:subset <#part> ; void:dataDump </all.csv>, </all.html> .
    <#part> a void:Dataset ; void:dataDump </part.csv> ."""
    with place() as server:
        server.files["/void"] = ("text/turtle", void.encode())
        server.files["/all.csv"] = ("text/csv", SHEET.encode())
        listed(data, server, "/void", vocabulary="wsis")
        done = harvest(data, "other")
        assert done.returncode == 0, done.stderr
        assert len(held(data, "other")) == 2
        assert asked(server) == ["/void", "/all.csv"]


def test_the_feed_of_another_instance_is_followed_change_by_change(
    data: Path, once: Path, tmp_path: Path
) -> None:
    there = copy_of(once, tmp_path / "there")
    base = "https://w3id.org/wsis-sdg/"

    def said(name: str) -> Difference:
        graph = f"<{base}graph/agency/unesco>"
        work = f"<https://unesco.example/{name}>"
        lines = [
            f"{work} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{base}def#Activity>",
            f'{work} <http://www.w3.org/2004/02/skos/core#prefLabel> "{name}"@en',
            f"{work} <http://purl.org/dc/terms/type> <{base}vocab/activity-kinds/project>",
            f"{work} <{base}def#carriedOutBy> <{base}id/agency/unesco>",
        ]
        return Difference("".join(f"{line} {graph} .\n" for line in lines).encode())

    def commit(name: str) -> None:
        with Writer(there) as writer:
            writer.commit(said(name), agent="tests", message=name)

    commit("one")
    with serving(there) as other:
        url = f"{other.url}/changes"
        assert level_of(url) == ("file", "turtle")
        Peers(data).add(Peer("other", url, "file", format="turtle", reach="loopback"))
        done = harvest(data, "other", "--keep-good")
        assert done.returncode == 0, done.stderr
        assert "https://unesco.example/one" in held(data, "other")
    commit("two")
    with serving(there, "--port", other.url.rpartition(":")[2]):
        again = harvest(data, "other", "--keep-good")
        assert again.returncode == 0, again.stderr
        # The first node, its page, and one patch.
        assert again.stderr.count("Page ") == 3, again.stderr
        assert "https://unesco.example/two" in held(data, "other")


def test_patches_must_follow_each_other() -> None:
    first = b'H id <urn:x/1> .\nTX .\nA <urn:a> <urn:b> "1" <urn:g> .\nTC .\n'
    third = first.replace(b"x/1", b"x/3")
    told, lines = streams.patched(b"", [first], 0)
    assert (told["after"], lines) == (1, b'<urn:a> <urn:b> "1" <urn:g> .\n')
    with pytest.raises(DataSyntaxError, match="after revision 1 it sends a patch of revision 3"):
        streams.patched(lines, [third], 1)
    with pytest.raises(DataSyntaxError):
        streams.patched(b"", [first[:-5]], 0)


def test_what_an_instance_keeps_apart_is_not_taken_for_what_it_states() -> None:
    base = "https://there.example/graph/"
    lines = [
        f"<urn:a> <urn:b> <urn:c> <{base}{name}> .\n".encode()
        for name in ("itu", "proposed/itu", "peer/x", "meta", "agency/unesco")
    ]
    assert streams.accepted(b"".join(lines)) == lines[0] + lines[4]


def checked(data: Path, name: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wsisgraph", "peers", "check", name, "--lang", lang],
        env={**os.environ, "WSISGRAPH_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_level_of_a_peer_is_told_by_its_feed(data: Path) -> None:
    with place() as server:
        stream(server, {"p1": version("a", 1, "A")})
        listed(data, server, "/feed")
        done = checked(data, "other")
        assert "(level: file with feed)" in done.stdout, done.stderr
        assert "1 activities" in done.stdout
        # Again, though nothing is new; and a harvest then takes what was fetched.
        assert "1 activities" in checked(data, "other").stdout
        server.files.pop("/p1")
        done = checked(data, "other")
        assert "does not answer (level: file)" in done.stdout
        assert "it answers 404" in done.stdout


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ar", "اذكر قيمة واحدة"),
        ("en", "Say exactly once"),
        ("es", "Indique exactamente"),
        ("fr", "Indiquez exactement"),
        ("ru", "Укажите ровно"),
        ("zh", "请恰好填写"),
    ],
)
def test_a_peer_reads_in_its_language_what_to_mend(data: Path, lang: str, words: str) -> None:
    # Its activities have no kind, which each of them must have.
    Peers(data).add(Peer("escap", "", "file", format="turtle"), ESCAP.encode())
    done = checked(data, "escap", lang)
    assert done.returncode == 1, done.stderr
    assert words in done.stdout
