"""Why a peer does not answer is understood from the sentences in which it is told."""

import re
from pathlib import Path

import pytest

from wsisgraph import federation
from wsisgraph.federation.client import Fetched
from wsisgraph.federation.gathering import refusal
from wsisgraph.federation.reasons import KINDS, understood

TOLD = {
    "it answers 503": {"kind": "status", "status": "503"},
    "asked how much it says, it answers 500": {"kind": "status", "status": "500"},
    "it did not answer in time": {"kind": "late"},
    "it takes too long": {"kind": "late"},
    "it cannot be connected to (refused)": {"kind": "away"},
    "the name data.example is not known": {"kind": "unknown", "name": "data.example"},
    "the connection broke before the answer was whole (reset)": {"kind": "broken"},
    "it answers with a web page, not with data": {"kind": "page"},
    "it sends on to another place, which is not followed; list the address that it moved to": {
        "kind": "elsewhere"
    },
    "it sends 1,000 of 2,400 rows: it cut its answer; ask its keeper for a higher limit": {
        "kind": "cut"
    },
    "it says that it cut its answer, so what would be counted is not all there is; ask": {
        "kind": "cut"
    },
    "its answer is larger than 64 MiB": {"kind": "large", "most": "64"},
    "row 4, column goals: “17.x” is no goal; write 4 or 9.c": {},
    "it answers 503 with a poem": {},
}


@pytest.mark.parametrize("reason", TOLD)
def test_the_usual_reasons_are_understood_and_others_are_not(reason: str) -> None:
    assert understood(reason) == TOLD[reason]


def test_a_wish_to_be_left_alone_tells_its_moment() -> None:
    told = understood(str(refusal(Fetched(429, "", b"", retry_after="60"))).rstrip("."))
    assert told["kind"] == "left-alone"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", told["until"])


def test_each_kind_has_a_sentence_on_the_pages_and_begins_as_something_that_is_told() -> None:
    root = Path(next(iter(federation.__path__))).parent
    page = (root / "site/templates/beside.html").read_text("utf-8")
    assert set(re.findall(r'kind == "([\w-]+)"', page)) == set(KINDS)
    code = "".join(path.read_text("utf-8") for path in (root / "federation").glob("*.py"))
    for reason, told in TOLD.items():
        if told:
            assert re.split(r"[\d(;,]|data\.example", reason)[0].strip() in code
