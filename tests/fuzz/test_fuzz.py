"""Fuzzing, for a minute here, for longer by hand: `python -m tests.fuzz --minutes 10`."""

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.drills.canary import Canary, listening
from tests.fuzz import texts
from tests.fuzz.engine import Engine
from tests.service import Service, copy_of, serving

from wsisgraph.errors import WsisgraphError
from wsisgraph.store import guard

SECONDS = float(os.environ.get("WSISGRAPH_FUZZ_SECONDS", "25"))
PARTS = 4
"""Tests that share the time."""

HEARING = 0.005
"""Seconds until the canary has heard a call."""

MANY = settings(
    # More than there is time for; the rest is passed over.
    max_examples=int(200 * SECONDS),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
ADMIN = "a-token-for-fuzzing-of-thirty-two-characters"


def for_a_while(check: Callable[[str], None], strategy: st.SearchStrategy[str]) -> None:
    """Check what is drawn until the share of time is over."""
    until = time.monotonic() + SECONDS / PARTS

    @MANY
    @given(strategy)
    def checked(text: str) -> None:
        if time.monotonic() < until:
            check(text)

    checked()


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with listening() as found:
        yield found


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    found = Engine()
    yield found
    found.close()


def check_calls(what: guard.Text, text: str, canary: Canary, engine: Engine) -> None:
    """Whatever the guard lets through calls nobody, though nothing else would stop it."""
    text = text.replace("URL", canary.url)
    try:
        guard.inspect(text, what)
    except WsisgraphError:
        return
    engine.run(what, text)
    time.sleep(HEARING if canary.url in text else 0)
    calls, canary.heard[:] = list(canary.heard), []
    assert calls == [], text


@pytest.mark.parametrize("what", ["query", "update"])
def test_what_the_guard_lets_through_calls_nobody(
    what: guard.Text, canary: Canary, engine: Engine
) -> None:
    own = texts.QUERIES if what == "query" else texts.UPDATES
    for text in (*own, *texts.kept(what)):
        check_calls(what, text, canary, engine)
    for_a_while(
        lambda text: check_calls(what, text, canary, engine),
        texts.changed(own),
    )


def test_the_engine_would_call(canary: Canary, engine: Engine) -> None:
    """Without this the test above could not fail."""
    engine.run("query", f"SELECT * {{ SERVICE <{canary.url}> {{ ?s ?p ?o }} }}")
    deadline = time.monotonic() + 2
    while not canary.heard and time.monotonic() < deadline:
        time.sleep(0.02)
    assert canary.heard
    canary.heard.clear()


def test_parsers_call_nobody(canary: Canary, engine: Engine) -> None:
    def check(drawn: str) -> None:
        kind, text = json.loads(drawn)
        engine.run(kind, text.replace("URL", canary.url))
        time.sleep(HEARING if "URL" in text else 0)
        calls, canary.heard[:] = list(canary.heard), []
        assert calls == [], (kind, text)

    kinds = [
        texts.changed(bodies).map(lambda text, kind=kind: json.dumps([kind, text]))
        for kind, bodies in texts.DATA.items()
    ]
    for kept in texts.kept("data"):
        check(kept)
    for_a_while(check, st.one_of(kinds))


@pytest.fixture(scope="module")
def writable(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = copy_of(built_data, tmp_path_factory.mktemp("fuzzed"))
    environment = {"WSISGRAPH_QUERY_TIMEOUT": "1", "WSISGRAPH_ADMIN_TOKEN": ADMIN}
    with serving(data, environment=environment) as service:
        yield service


NAMES = ("query", "update", "default-graph-uri", "named-graph-uri", "timeout", "max-rows", "format")
NAMES += ("using-graph-uri", "graph", "default", "lang", "base", "output", "", "query[]", "QUERY")
VALUES = (
    "SELECT * {} LIMIT 1",
    "ASK {}",
    "",
    "x",
    "-1",
    "1e99",
    "nan",
    "0",
    "x:g",
    "http://[",
    "json",
)
PATHS = ("/sparql", "/update", "/graphs", "/validate", "/api/activities", "/api/matrix", "/find")
TYPES = ("application/x-www-form-urlencoded", "application/sparql-query", "multipart/form-data")
TYPES += (
    "application/sparql-update",
    "text/turtle",
    "multipart/form-data; boundary=b",
    "",
    "a/b;=",
)


@st.composite
def requests(draw: st.DrawFn) -> str:
    """Draw a request of a form, with odd names, values and escapes."""
    pairs = draw(
        st.lists(
            st.tuples(
                st.sampled_from(NAMES) | st.text(max_size=4),
                st.sampled_from(VALUES) | st.text(max_size=12),
            ),
            max_size=5,
        )
    )
    form = draw(st.sampled_from(("&", ";", "&&", "&=&"))).join(
        quote(name, safe=draw(st.sampled_from(("", "&=%+")))) + "=" + quote(value, safe="%")
        for name, value in pairs
    )
    form += draw(st.sampled_from(("", "%", "%f", "%zz", "%00", "%ff", "%ed%a0%80", "&" * 50)))
    return json.dumps(
        {
            "method": draw(st.sampled_from(("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"))),
            "path": draw(st.sampled_from(PATHS)),
            "form": form,
            "in_body": draw(st.booleans()),
            "type": draw(st.sampled_from(TYPES)),
        }
    )


def test_no_form_is_too_odd_to_be_answered(writable: Service) -> None:
    with httpx.Client(base_url=writable.url, timeout=10) as client:

        def check(drawn: str) -> None:
            told = json.loads(drawn)
            form = "" if told["in_body"] else "?" + told["form"].replace("#", "%23")
            answer = client.request(
                told["method"],
                told["path"] + form,
                content=told["form"].encode() if told["in_body"] else b"",
                headers={"Content-Type": told["type"], "Authorization": f"Bearer {ADMIN}"},
            )
            assert answer.status_code < 500 or answer.status_code == 503, drawn
            if answer.status_code >= 400 and told["method"] != "HEAD":
                assert answer.headers["content-type"] == "application/problem+json", drawn

        for kept in texts.kept("form"):
            check(kept)
        for_a_while(check, requests())
