"""Where a peer may be: no name, redirect or spelling of an address leads anywhere else."""

import socket
import time

import pytest
from tests.federation.places import place

from wsisgraph.errors import PeerFailed, PeerRefused
from wsisgraph.federation import addresses
from wsisgraph.federation.asking import asking
from wsisgraph.federation.exchange import Wanted, exchanged
from wsisgraph.federation.peers import Reach, level_of


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("64:ff9b::7f00:1", "loopback"),
        ("2002:7f00:1::", "loopback"),
        ("10.0.0.8", "private"),
        ("fd00::1", "private"),
        ("192.168.1.1", "private"),
        ("93.184.216.34", "public"),
        ("2606:2800:220:1::1", "public"),
        ("169.254.169.254", None),
        ("fe80::1%eth0", None),
        ("::ffff:169.254.169.254", None),
        ("0.0.0.0", None),
        ("224.0.0.1", None),
    ],
)
def test_every_spelling_of_an_address_is_known_for_what_it_is(
    address: str, kind: str | None
) -> None:
    assert addresses.reach(address) == kind


def _wanted(url: str, reach: Reach) -> Wanted:
    return Wanted(url, "*/*", "ASK {}", "", time.monotonic() + 2, 1 << 20, reach)


def test_a_name_that_is_rebound_is_not_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with place() as canary:
        port = canary.url.rpartition(":")[2].partition("/")[0]
        here = [(socket.AF_INET, "127.0.0.1")]
        monkeypatch.setattr(addresses, "resolved", lambda host, port: here)
        wanted = _wanted(f"http://peer.example:{port}/sparql", "public")
        with pytest.raises(PeerFailed, match="another kind"), exchanged(wanted):
            pass
        assert canary.asked == []


def test_a_name_is_resolved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def once(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
        asked.append(host)
        return [(socket.AF_INET, "127.0.0.1")]

    with place() as server:
        port = server.url.rpartition(":")[2].partition("/")[0]
        monkeypatch.setattr(addresses, "resolved", once)
        # Whoever resolves the name besides gets nothing.
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("resolved again"))
        with exchanged(_wanted(f"http://peer.example:{port}/sparql", "loopback")) as told:
            assert told.status == 200
            assert b"boolean" in b"".join(told.pieces)
    assert asked == ["peer.example"]


@pytest.mark.parametrize(
    ("location", "leads"),
    [
        ("/elsewhere", True),
        ("http://a.example/x", True),
        ("http://a.example:80/x", True),
        ("https://a.example/x", False),
        ("http://a.example:81/x", False),
        ("//b.example/x", False),
        ("http://a.example@b.example/x", False),
        ("http://b.example#a.example", False),
        ("file:///etc/passwd", False),
        ("http://[::1]/x", False),
    ],
)
def test_a_redirect_stays_where_it_was_listed(location: str, leads: bool) -> None:
    if leads:
        assert addresses.redirected("http://a.example/sparql", location)
    else:
        with pytest.raises(PeerFailed):
            addresses.redirected("http://a.example/sparql", location)


@pytest.mark.parametrize("url", ["file:///x", "http:///x", "http://a b/", "http://u:p@a/", "x"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(PeerRefused):
        addresses.origin(url)


def test_the_end_of_an_address_tells_files_from_endpoints() -> None:
    assert level_of("https://x.example/data.TTL?v=1") == ("file", "turtle")
    assert level_of("https://x.example/sparql") == ("sparql", "")


def test_a_construct_query_is_asked_as_a_table() -> None:
    query = "PREFIX e: <http://e/> CONSTRUCT { ?s e:p ?o } WHERE { ?s e:q ?o ; e:r ?x } LIMIT 5"
    found = asking(query)
    assert found.variables == ("s", "o")
    assert found.table().endswith("SELECT ?s ?o  WHERE { ?s e:q ?o ; e:r ?x } LIMIT 5")
    assert found.template == "PREFIX e: <http://e/> CONSTRUCT { ?s e:p ?o }"
    short = asking("CONSTRUCT WHERE { ?s ?p ?o }")
    assert short.template == "CONSTRUCT { ?s ?p ?o }"
    assert short.table() == "SELECT ?s ?p ?o  WHERE { ?s ?p ?o }"
    with pytest.raises(PeerRefused):
        asking("SELECT * { ?s ?p ?o }")
