"""docs/conformance.md says what the suites and the list of gaps say."""

import re
from collections import Counter
from pathlib import Path

from tests import needs
from tests.conformance import suite
from tests.conformance.endpoint import calls_remote
from tests.conformance.test_sparql11 import GAPS

_PROSE = (Path(__file__).resolve().parents[2] / "docs" / "conformance.md").read_text("utf-8")


def test_the_page_has_every_gap_with_its_reason() -> None:
    told = dict(re.findall(r"^\| `([\w/-]+)` \| (.+) \|$", _PROSE, re.MULTILINE))
    assert told == GAPS


def test_the_page_has_the_figures() -> None:
    groups = {test.id: suite.group(test) for test in suite.tests(needs.shared())}
    gaps = Counter(groups[name] for name in GAPS)
    rows = re.findall(r"^\| ([a-z ]+) \| (\d+) \| (\d+) \| \d+ \|$", _PROSE, re.MULTILINE)
    expected = {title: (count, count - gaps[title]) for title, count in suite.FIGURES.items()}
    expected["all"] = (548, 548 - len(GAPS))
    assert {title: (int(tests), int(passed)) for title, tests, passed in rows} == expected


def test_the_page_counts_the_calls_to_other_places() -> None:
    calls = Counter(
        "LOAD" if test.query.path.suffix == ".ru" else "SERVICE"
        for test in suite.tests(needs.shared())
        if test.kind.startswith("Positive")
        and test.query is not None
        and calls_remote(test.query.text())
    )
    assert f"({calls['SERVICE']} with SERVICE, {calls['LOAD']} with LOAD)" in _PROSE
