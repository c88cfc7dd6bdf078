"""What every answer has, whoever made it: names, headers, compression, no token in an address."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import world
from tests.api.conftest import CATALOGUE, Client, Loop
from tests.api.small_store import SmallStore

from wsisgraph.access import Role, Tokens
from wsisgraph.api import create_app
from wsisgraph.api.front.logs import Sink
from wsisgraph.api.front.watch import Watch
from wsisgraph.settings import Settings
from wsisgraph.site import Pages

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
PAGES = ("/", "/docs", "/nothing", "/id/agency/itu.html", "/sparql", "/api/activities?goal=99")
ANSWERS = (
    *PAGES,
    "/health",
    "/openapi.json",
    "/assets/site.css",
    "/%00",
    "/assets/none",
    "/graphs",
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tokens")


@pytest.fixture(scope="module")
def curator(data: Path) -> str:
    return Tokens(data).create("anna", Role.CURATOR)


class KeptSink(Sink):
    """Keeps the lines it would write."""

    def __init__(self) -> None:
        super().__init__("json")
        self.lines: list[dict[str, Any]] = []

    def put(self, line: str) -> None:
        self.lines.append(json.loads(line))


@pytest.fixture(scope="module")
def log() -> Iterator[KeptSink]:
    sink = KeptSink()
    yield sink
    sink.close()


@pytest.fixture(scope="module")
def client(loop: Loop, data: Path, log: KeptSink) -> Client:
    settings = Settings(data=data, admin_token="the-first-of-all-tokens")
    store = SmallStore(world.store())
    return Client(loop, create_app(store, CATALOGUE, settings, Pages(), Watch(log)))


def asked(client: Client, path: str, method: str = "GET", **headers: str) -> Any:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return client.request(method, path, headers={"Accept-Encoding": "identity", **named})


@pytest.mark.parametrize("accept", [BROWSER, "application/json", "*/*"])
@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_has_the_headers_of_all(client: Client, path: str, accept: str) -> None:
    answer = asked(client, path, Accept=accept)
    headers = answer.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "set-cookie" not in headers
    assert "server" not in headers
    assert headers["x-request-id"]
    expected = "no-store" if answer.status_code >= 400 else "no-cache"
    assert headers["cache-control"] == expected


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_policy_of_pages(client: Client, path: str) -> None:
    answer = asked(client, path, Accept=BROWSER)
    assert answer.headers["content-type"].startswith("text/html")
    assert "style-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/api/matrix", "/sparql", "/nothing", "/health", "/docs"])
def test_head_is_get_without_its_body(client: Client, path: str) -> None:
    whole, head = asked(client, path), asked(client, path, "HEAD")
    assert head.content == b""
    assert head.status_code == whole.status_code
    of_its_own = {"x-request-id", "server-timing"}
    assert {k: v for k, v in head.headers.items() if k not in of_its_own} == {
        k: v for k, v in whole.headers.items() if k not in of_its_own
    }


@pytest.mark.parametrize("sane", ["0123456789abcdef", "a-b.c_d:e-f", "x" * 80])
def test_the_name_of_a_request_is_kept(client: Client, sane: str) -> None:
    assert asked(client, "/health", X_Request_Id=sane).headers["x-request-id"] == sane


@pytest.mark.parametrize("odd", ["short", "x" * 81, "with blank", "<script>", 'a"quote"b', "é" * 9])
def test_a_request_with_an_odd_name_gets_another(client: Client, odd: str) -> None:
    answer = client.request("GET", "/health", headers={b"X-Request-Id": odd.encode()})
    assert answer.headers["x-request-id"] != odd
    assert len(answer.headers["x-request-id"]) == 16


# Addresses.


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/a%00b", "NUL"),
        ("/sparql?query=a%00", "NUL"),
        ("/a%zz", "two hexadecimal digits"),
        ("/sparql?query=100%", "two hexadecimal digits"),
        ("/a%ff", "not UTF-8"),
        ("/sparql?query=%ed%a0%80", "not UTF-8"),
        ("/api/activities?" + "&".join(["a="] * 10_000), "more than 1000 parameters"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused(client: Client, path: str, says: str) -> None:
    answer = asked(client, path)
    assert answer.status_code == 400
    assert says in answer.json()["detail"]


@pytest.mark.parametrize("name", ["access_token", "token", "api_key", "APIKEY", "bearer_token"])
def test_a_token_in_an_address_is_refused_and_not_repeated(client: Client, name: str) -> None:
    answer = asked(client, f"/api/matrix?{name}=secretsecret")
    assert answer.status_code == 400
    assert "token" in answer.json()["detail"]
    assert "secretsecret" not in answer.text


def test_a_token_of_ours_is_found_under_any_name(client: Client, curator: str) -> None:
    for accept in (BROWSER, "application/json"):
        for address in (f"/api/matrix?q={curator}", f"/nowhere/{curator}"):
            answer = asked(client, address, Accept=accept)
            assert answer.status_code == 400
            assert curator not in answer.text


# CORS.


@pytest.mark.parametrize("path", ["/sparql", "/update", "/graphs?default", "/api/matrix"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_a_page_elsewhere_may_read_and_write_with_a_token(
    client: Client, path: str, method: str
) -> None:
    answer = asked(
        client,
        path,
        "OPTIONS",
        Origin="https://elsewhere.example",
        Access_Control_Request_Method=method,
        Access_Control_Request_Headers="authorization, content-type",
    )
    assert answer.status_code == 204
    assert answer.content == b""
    assert answer.headers["access-control-allow-origin"] == "*"
    assert method in answer.headers["access-control-allow-methods"].split(", ")
    allowed = answer.headers["access-control-allow-headers"].lower().split(", ")
    assert {"authorization", "content-type", "if-match"} <= set(allowed)
    assert "access-control-allow-credentials" not in answer.headers


def test_options_without_an_origin_tells_the_methods(client: Client) -> None:
    assert asked(client, "/sparql", "OPTIONS").headers["allow"] == "GET, HEAD, OPTIONS, POST"


# Caches.


def test_what_was_asked_with_a_token_is_kept_by_nobody(client: Client, curator: str) -> None:
    for path in ("/api/matrix", "/nothing"):
        answer = asked(client, path, Authorization=f"Bearer {curator}")
        assert answer.headers["cache-control"] == "private, no-store"


def test_what_was_posted_is_kept_by_nobody(client: Client) -> None:
    answer = client.request("POST", "/sparql", data={"query": "ASK {}"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


# Compression.


def squeezed(client: Client, path: str, **headers: str) -> Any:
    return asked(client, path, Accept_Encoding="gzip", **headers)


@pytest.mark.parametrize("path", ["/api/matrix", "/openapi.json", "/docs", "/assets/site.css"])
def test_an_answer_is_shorter_for_whoever_takes_gzip(client: Client, path: str) -> None:
    whole, shorter = asked(client, path), squeezed(client, path)
    assert "content-encoding" not in whole.headers
    assert shorter.headers["content-encoding"] == "gzip"
    assert int(shorter.headers["content-length"]) < len(whole.content) / 2
    assert shorter.content == whole.content
    for answer in (whole, shorter):
        assert "Accept-Encoding" in answer.headers["vary"]


def test_an_answer_and_its_shorter_form_have_tags_of_their_own(client: Client) -> None:
    whole, shorter = asked(client, "/api/matrix"), squeezed(client, "/api/matrix")
    assert shorter.headers["etag"] == whole.headers["etag"][:-1] + '-gzip"'
    for tag in (whole.headers["etag"], shorter.headers["etag"]):
        again = squeezed(client, "/api/matrix", If_None_Match=tag)
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
        assert "Accept-Encoding" in again.headers["vary"]
    assert squeezed(client, "/api/matrix", If_None_Match='"other-gzip"').status_code == 200


@pytest.mark.parametrize("path", ["/", "/lines", "/def", "/api/matrix", "/assets/site.css"])
def test_what_is_not_modified_keeps_the_policy_that_it_came_with(client: Client, path: str) -> None:
    # Browsers put the headers of a 304 in the place of those they hold (RFC 9111, §4.3.4).
    first = asked(client, path, Accept=BROWSER)
    again = asked(client, path, Accept=BROWSER, If_None_Match=first.headers["etag"])
    assert again.status_code == 304
    for name in ("content-security-policy", "referrer-policy"):
        assert name in first.headers
        assert again.headers.get(name, first.headers[name]) == first.headers[name]


@pytest.mark.parametrize("path", ["/health", "/nothing"])
def test_a_short_answer_stays_as_it_is(client: Client, path: str) -> None:
    assert "content-encoding" not in squeezed(client, path).headers


@pytest.mark.parametrize(
    ("accepts", "is_gzip"),
    [
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("br, gzip;q=0.8, *;q=0.1", True),
        ("*", True),
        ("x-gzip", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip;q=nonsense", False),
        ("gzip;q=0.3, identity;q=0.9", False),
        ("*;q=0", False),
    ],
)
def test_who_does_not_take_gzip_gets_none(client: Client, accepts: str, is_gzip: bool) -> None:
    answer = asked(client, "/openapi.json", Accept_Encoding=accepts)
    assert (answer.headers.get("content-encoding") == "gzip") is is_gzip


def test_an_answer_in_pieces_is_compressed_piece_by_piece(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wsisgraph.api.sparql._AT_ONCE", 0)
    path = "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D&format=csv"
    whole, shorter = asked(client, path), squeezed(client, path)
    assert shorter.headers["content-encoding"] == "gzip"
    assert "content-length" not in shorter.headers
    assert shorter.content == whole.content


# Figures and the log.


def test_this_machine_may_read_the_figures(client: Client) -> None:
    asked(client, "/api/matrix")
    answer = asked(client, "/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    assert any(
        line.startswith('wsisgraph_requests_total{method="GET",route="/api/matrix",status="200"} ')
        for line in lines
    )
    assert 'wsisgraph_request_seconds_bucket{route="/api/matrix",le="+Inf"}' in answer.text
    assert "wsisgraph_revision 7" in lines
    memory = next(line for line in lines if line.startswith("wsisgraph_memory_bytes "))
    assert int(memory.split()[1]) > 10 << 20
    names = [line.partition("{")[0].split()[0] for line in lines if not line.startswith("#")]
    described = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(described) == len(set(described))
    assert {
        name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for name in names
    } <= set(described)


def test_others_need_the_token_of_an_administrator(client: Client, curator: str) -> None:
    through_proxy = {"X_Forwarded_For": "127.0.0.1"}
    assert asked(client, "/metrics", **through_proxy).status_code == 401
    answer = asked(client, "/metrics", Authorization=f"Bearer {curator}", **through_proxy)
    assert answer.status_code == 403
    answer = asked(
        client, "/metrics", Authorization="Bearer the-first-of-all-tokens", **through_proxy
    )
    assert answer.status_code == 200


def test_a_route_that_strangers_make_up_is_one_line_of_the_figures(client: Client) -> None:
    for name in ("made", "up", "by", "strangers"):
        asked(client, f"/{name}")
        client.request(name.upper(), "/")
    figures = asked(client, "/metrics").text
    assert "strangers" not in figures.lower()


def test_a_request_is_a_line_of_the_log_without_its_secrets(
    client: Client, log: KeptSink, curator: str
) -> None:
    name = "feedfacefeedface"
    query = "SELECT ?very_private { ?very_private a ?x }"
    client.request(
        "POST",
        f"/sparql?lang=en&{name}",
        content=query,
        headers={
            "Content-Type": "application/sparql-query",
            "Authorization": f"Bearer {curator}",
            "X-Request-Id": name,
        },
    )
    asked(client, f"/{curator}", X_Request_Id="fedcba9876543210")
    told = next(line for line in log.lines if line.get("id") == name)
    assert told["method"] == "POST"
    assert told["path"] == "/sparql"
    assert told["token"] == "anna"
    assert told["client"] == "127.0.0.1"
    assert len(told["digest"]) == 12
    assert told["revision"] == "7-0123456789ab"
    assert {"time", "status", "ms", "bytes", "engine_ms"} <= set(told)
    everything = json.dumps(log.lines)
    assert curator not in everything
    assert "very_private" not in everything
    hidden = next(line for line in log.lines if line.get("id") == "fedcba9876543210")
    assert hidden["path"] == "/wsis_…"


def test_a_log_that_nobody_reads_holds_nobody_up() -> None:
    reading, writing = os.pipe()
    sink = Sink("json", writing)
    for number in range(30_000):
        sink.put(f"line {number} " + "x" * 100)
    assert sink.lost > 0
    sink.close()
    os.close(reading)


def test_an_unknown_error_is_a_problem_with_all_headers(
    loop: Loop, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SmallStore(world.store())
    store.fails_with = ZeroDivisionError("a secret of the program")
    client = Client(loop, create_app(store, CATALOGUE, Settings(data=data), Pages()))
    answer = asked(client, "/ready")
    assert answer.status_code == 500
    assert answer.json()["type"].endswith("/internal")
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"]
    assert answer.headers["cache-control"] == "no-store"
    assert asked(client, "/health").status_code == 200
