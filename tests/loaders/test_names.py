"""Names of what the bundled sources tell of: more than the shapes ask of somebody's table."""

from collections import defaultdict

import pytest

from wsisgraph.loading import Source
from wsisgraph.terms.namespaces import RDF, SKOS, WSIS


@pytest.mark.parametrize(
    ("kind", "languages"), [(WSIS.Activity, {"en", "zh"}), (WSIS.Body, {"en"})], ids=("a", "b")
)
def test_what_we_curate_is_named_in_english_and_activities_in_chinese_too(
    sources: dict[str, Source], kind: str, languages: set[str]
) -> None:
    named: dict[str, set[str]] = defaultdict(set)
    things: set[str] = set()
    for source in sources.values():
        if not source.manifest.is_bundled:
            continue
        for fact in source.read()[0]:
            if fact.predicate == RDF.type and fact.object.value == kind:
                things.add(fact.subject)
            elif fact.predicate == SKOS.prefLabel:
                named[fact.subject].add(getattr(fact.object, "language", None) or "")
    assert len(things) > 50
    assert [thing for thing in sorted(things) if not languages <= named[thing]] == []
