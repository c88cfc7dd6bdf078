"""Rows that come straight from the store are those that the service reads from JSON."""

from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from wsisgraph.api.reading import parse
from wsisgraph.publishing.rows import rows

DATA = """
PREFIX x: <http://x.example/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA {
  x:a x:p x:a, _:b, "plain", "", "français"@fr, "\\u05d0"@he--rtl, 5, 2.50, true,
          "2020-01-01"^^xsd:date, "not a day"^^xsd:date, "of ours"^^x:kind,
          <<( x:a x:q "a \\"quoted\\"\\ntext"@en )>>, <<( x:a x:q <<( _:b x:r 5 )>> )>>,
          <<( x:a x:q "\\u05d0"@he--rtl )>> .
}
"""
QUERY = "SELECT ?thing ?property ?value ?nothing { ?thing ?property ?value } ORDER BY STR(?value)"


def solutions(store: Store) -> QuerySolutions:
    found = store.query(QUERY)
    assert isinstance(found, QuerySolutions)
    return found


def test_every_kind_of_term_is_read_as_from_json() -> None:
    store = Store()
    store.update(DATA)
    body = solutions(store).serialize(format=QueryResultsFormat.JSON)
    found = list(rows(solutions(store)))
    assert len(found) == 15
    assert found == parse(body or b"")


def test_an_iri_has_one_node_for_all_its_places() -> None:
    store = Store()
    store.update(DATA)
    places = [row["thing"] for row in rows(solutions(store))]
    assert len({id(node) for node in places}) == 1
