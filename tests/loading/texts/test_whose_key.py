"""A document is called after its symbol, as those that cite it call it."""

from pathlib import Path

import pytest

from wsisgraph.loading import Context
from wsisgraph.loading.facts import facts_of
from wsisgraph.loading.references.fold import folded
from wsisgraph.loading.references.symbols import symbols
from wsisgraph.loading.sources import discover
from wsisgraph.terms.namespaces import RDF, WSIS

SYMBOLS = ["C31/9", "CWG-WSIS-44/2", "WTDC35/11", "S19-CWGWSIS34-C-0002", "A/86/62-E/2031/6"]


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_loaded_document_is_the_one_that_others_cite(tmp_path: Path, symbol: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        f"Document {symbol}\n5 May 2031\nReport of the group\n1\tThe group met in the year.\n"
    )
    source = discover()["itu-documents"]
    facts = list(facts_of(source.load([path], Context(source.manifest))))
    own = [
        fact.subject
        for fact in facts
        if fact.predicate == RDF.type and fact.object.value == WSIS.Document
    ]
    assert own == [next(symbols(folded(f"as {symbol} says"))).iri]
