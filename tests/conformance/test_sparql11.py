"""The W3C suites of SPARQL 1.1, over HTTP, against the real service."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import needs
from tests.conformance import suite
from tests.conformance.endpoint import Endpoint
from tests.conformance.manifests import Entry
from tests.conformance.running import run
from tests.conformance.serving import ours

_HERE = Path(__file__).parent
GAPS: dict[str, str] = tomllib.loads((_HERE / "gaps.toml").read_text(encoding="utf-8"))["gaps"]

_passed: Counter[str] = Counter()


def _tests() -> list[Entry]:
    """Return the 548, or nothing where the suites are not at hand (a test below says so)."""
    try:
        return suite.tests(needs.shared())
    except pytest.skip.Exception:
        return []


_TESTS = _tests()


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """The service, empty and strict: one for all tests, cleaned between them by DROP ALL."""
    with ours(tmp_path_factory.mktemp("conformance") / "data") as served:
        yield served


@pytest.mark.parametrize("test", [pytest.param(test, id=test.id) for test in _TESTS])
def test_the_service_does_what_the_suite_expects(test: Entry, endpoint: Endpoint) -> None:
    try:
        run(test, endpoint)
    except (AssertionError, OSError, ValueError, SyntaxError) as error:
        endpoint.forget()
        if test.id in GAPS:
            pytest.xfail(GAPS[test.id])
        raise AssertionError(f"{test.iri} “{test.name}”") from error
    assert test.id not in GAPS, "the gap is closed: take the test out of gaps.toml"
    _passed[suite.group(test)] += 1


def test_what_was_reached_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Print the figures of this run; when all tests ran, they are those of the documentation."""
    if not _passed:
        pytest.skip("none of the W3C tests ran before this one")
    total = sum(_passed.values())
    told = ", ".join(f"{title} {_passed[title]} of {n}" for title, n in suite.FIGURES.items())
    with capsys.disabled():
        print(f"\nW3C SPARQL 1.1 over HTTP: {total} of {len(_TESTS)} ({told})")
    assert total <= len(_TESTS) - len(GAPS)


def test_the_tests_are_those_that_the_project_speaks_of() -> None:
    """Every entry of every manifest is in one group, and the groups have the numbers told."""
    tests = suite.all_tests(needs.shared())
    assert len(tests) == len({test.id for test in tests}), "two tests have one name"
    assert Counter(map(suite.group, tests)) == {**suite.FIGURES, **suite.LEFT_OUT}
    assert sum(suite.FIGURES.values()) == 548
    assert all(test.approval == "Deprecated" for test in tests if test.folder == "http-rdf-update")


def test_every_gap_is_one_of_the_tests() -> None:
    needs.shared()
    assert set(GAPS) <= {test.id for test in _TESTS}


def test_the_goal_is_reached() -> None:
    """544 of 548, with protocol, graph store and service description complete."""
    needs.shared()
    groups = Counter(suite.group(test) for test in _TESTS)
    missing = Counter(suite.group(test) for test in _TESTS if test.id in GAPS)
    assert sum(groups.values()) - sum(missing.values()) >= 544
    assert not {"protocol", "graph store", "service description"} & set(missing)
