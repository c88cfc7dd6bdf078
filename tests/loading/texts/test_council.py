"""The four Council documents: our reading calls their passages what the curators called them."""

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from tests import needs

from wsisgraph import content
from wsisgraph.loading.texts.read import read_text
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import WSIS

# How many of the curators' locators ours must equal; in the chart, and where a heading has one
# paragraph only, they chose by hand.
EQUAL = {"000": 49, "002": 31, "003": 131, "004": 86}


def by_hand(number: str) -> dict[int, str]:
    """Return the locators of a document's passages by their first lines."""
    lines: dict[str, list[int]] = {}
    start = f"{iris.base_iri()}id/document/itu-council-{number}/p/"
    for path in content.folder("loaders").glob("itu_council/facts/*passages*.ttl"):
        for triple in parse(path=str(path), format=RdfFormat.TURTLE, base_iri=iris.base_iri()):
            if triple.predicate == NamedNode(WSIS.copyLine) and str(triple.subject)[1:].startswith(
                start
            ):
                locator = str(triple.subject)[1 + len(start) : -1]
                lines.setdefault(locator, []).append(int(triple.object.value))  # type: ignore[union-attr]
    return {
        min(its): locator for locator, its in lines.items() if not re.search(r"note-\d", locator)
    }


@pytest.mark.parametrize("number", sorted(EQUAL))
def test_locators_are_those_that_curators_chose(number: str) -> None:
    folder = needs.shared() / "sources" / "itu-council"
    (path,) = Path(folder).glob(f"{number}_*.txt")
    expected = by_hand(number)
    text = read_text(path)
    equal = [
        each for each in text.passages if each.lines and expected.get(each.lines[0]) == each.locator
    ]
    assert len(equal) >= EQUAL[number]
    lines = path.read_text(encoding="utf-8").split("\n")
    covered = sorted(line for each in text.passages for line in each.lines)
    assert covered == [n for n, line in enumerate(lines, 1) if line.strip()]
    assert "[bookmark" not in " ".join(each.text for each in text.passages)
