"""The W3C suite of SHACL, asked of the checker itself."""

import pytest
from pyoxigraph import RdfFormat, parse, serialize
from tests import needs
from tests.conformance import shacl_suite
from tests.conformance.shacl_suite import ShaclTest

from wsisgraph.errors import Forbidden, ShapesRefused
from wsisgraph.graph.checker import Checker

GAPS = {
    "sparql/pre-binding/shapesGraph-001": "$shapesGraph, which a processor need not bind"
    " (SHACL section 5.3.1): a query that uses it is refused",
}
"""What the checker does not do as the suite expects, and why: the gap of the reference."""


def _tests() -> list[ShaclTest]:
    """Return the 120, or nothing where the suite is not at hand (a test below says so)."""
    try:
        return shacl_suite.tests(needs.shared())
    except pytest.skip.Exception:
        return []


TESTS = _tests()


@pytest.mark.parametrize("test", [pytest.param(test, id=test.id) for test in TESTS])
def test_the_report_is_the_one_that_the_suite_expects(test: ShaclTest) -> None:
    found: frozenset[str] | None
    try:
        checker = Checker(parse(test.shapes, format=RdfFormat.TURTLE))
        report = checker.report(list(parse(test.data, format=RdfFormat.TURTLE)))
        found = shacl_suite.demanded(serialize(report, format=RdfFormat.TURTLE) or b"")
    except (ShapesRefused, Forbidden):
        found = None
    if test.id in GAPS:
        assert found != test.expected, "the gap is closed: take the test out of GAPS"
        pytest.xfail(GAPS[test.id])
    assert found == test.expected


def test_the_whole_suite_was_asked() -> None:
    needs.shared()
    assert len({test.id for test in TESTS}) == shacl_suite.CORE + shacl_suite.SPARQL == 120
    assert set(GAPS) <= {test.id for test in TESTS}
