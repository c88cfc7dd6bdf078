import time

import pytest

from wsisgraph.errors import Forbidden, QuerySyntaxError, QueryTooDeep, QueryTooLong
from wsisgraph.store.guard import MAX_BYTES, MAX_DEPTH, MAX_UPDATE, inspect

CALLS = [
    "SELECT * { SERVICE <http://example.org/> {} }",
    "select * { sErViCe?x{} }",
    "SELECT * { SERVICE SILENT ex:a {} }",
    "SELECT * { SERV\\u0049CE <http://example.org/> {} }",
    "SELECT * { \\U00000053ERVICE <http://example.org/> {} }",
    "SELECT * { SERVICE # comment\n <http://example.org/> {} }",
    'SELECT * {SERVICE\n#"\n<http://example.org/>{}}#"',
    "SELECT * { ?s ?p trueSERVICE <http://example.org/> {} }",
    "SELECT * { ?s ?p 1SERVICE<http://example.org/>{} }",
    'SELECT * { ?s ?p "x"@en SERVICE<http://example.org/>{} }',
    "PREFIX ex: <http://example.org/> SELECT * { SERVICEex:foo {} }",
    "PREFIX ex: <http://example.org/> SELECT * { ?s ?p ?o SERVICEex:foo {} }",
    "SELECT * { FILTER(?a < ?b) SERVICE <http://example.org/> {} }",
    "SELECT * { ?s ?p '''it's''' SERVICE <http://example.org/> {} }",
    'SELECT * { ?s ?p "a\\\\" SERVICE <http://example.org/> {} }',
    'SELECT * { ?s ?p "\\"" SERVICE <http://example.org/> {} }',
    "SELECT * { FILTER EXISTS { SERVICE ?x {} } }",
    "SELECT * { { SELECT * { SERVICE ?x {} } } }",
    "SELECT * {} ORDER BY EXISTS { SERVICE ?x {} }",
    "SELECT * { SERVICE <http://2130706433/> {} }",
]
INNOCENT = [
    "SELECT ?service ?load { ?service ?p ?load }",
    "PREFIX service: <http://example.org/> SELECT * { ?s service:p service:SERVICE }",
    "PREFIX service: <http://example.org/> SELECT * { ?s service:x [ a service:Y ] , ( 1 2 ) }",
    "PREFIX service: <http://example.org/> SELECT * { GRAPH service:g { ?s ?p ?o } }",
    "PREFIX service: <http://example.org/> SELECT * FROM service:g { ?s ?p ?o }",
    "PREFIX service: <http://example.org/> SELECT * FROM NAMED service:g { ?s ?p ?o }",
    "PREFIX service: <http://example.org/> DESCRIBE service:x",
    "PREFIX : <http://example.org/> SELECT * { :service :load ?x }",
    'SELECT * { ?s ?p "SERVICE <http://example.org/> {}" }',
    "SELECT * { ?s ?p 'it\\'s SERVICE' }",
    'SELECT * { ?s ?p """ "SERVICE" LOAD """ }',
    'SELECT * { ?s ?p "x"@service }',
    "SELECT * { ?s ?p <http://example.org/SERVICE> }",
    "# SERVICE LOAD\nSELECT * {}",
    "SELECT * { _:service ?p ?o }",
    "SELECT (?service - ?load AS ?x) {}",
]


@pytest.mark.parametrize("query", CALLS)
def test_service_is_refused_in_every_spelling(query: str) -> None:
    with pytest.raises(Forbidden, match="SERVICE is not done here"):
        inspect(query)


@pytest.mark.parametrize(
    "query", ["LOAD <http://example.org/>", "load silent <x:y> into graph <g:>"]
)
def test_load_is_refused(query: str) -> None:
    with pytest.raises(Forbidden, match="LOAD is not done here"):
        inspect(query)


CALLS_OF_UPDATES = [
    "LOAD <http://example.org/>",
    "load silent <x:y> into graph <g:>",
    "PREFIX ex: <http://example.org/> LOADex:a",
    "PREFIX ex: <http://example.org/> LOADSILENTex:a",
    "PREFIX ex: <http://example.org/> INSERT DATA {} ; \\u004C\\u004Fad ex:a",
    "CREATE GRAPH <x:y>;LOAD<x:z>",
    "# comment\nLO\\U00000041D <x:y>",
    "BASE <x:y> LOAD <z>",
]
INNOCENT_UPDATES = [
    "PREFIX load: <http://example.org/> INSERT DATA { load:load load:service 'LOAD <x:y>' }",
    "PREFIX load: <x:> PREFIX service: <y:> CLEAR GRAPH load:g ; COPY load:a TO service:b",
    "PREFIX load: <x:> WITH load:g DELETE { ?load ?service ?o } USING load:h WHERE { ?load ?p ?o }",
    'INSERT DATA { <x:LOAD> <x:p> """SERVICE <x:y> {}""" } # LOAD <x:y>',
    "PREFIX load: <x:> INSERT DATA { load:x a load:y } ; DROP GRAPH load:z",
    "CREATE GRAPH <x:y> ; MOVE <x:y> TO <x:z> ; ADD DEFAULT TO <x:z> ; DROP ALL",
]
NEW_SYNTAX = [
    'VERSION "1.2" PREFIX : <x:> SELECT * { ?s ?p <<( :a :b :c )>> }',
    "PREFIX : <x:> SELECT * { :a :b :c ~ :r {| :q 1 |} }",
    "PREFIX : <x:> SELECT * { <<:a :b :c>> :q ?x ; :r <<(:a:b:c)>> }",
    "SELECT (TRIPLE(?a, ?b, ?c) AS ?t) { ?s ?p 'x'@ar--rtl FILTER(isTRIPLE(?o)) }",
]


@pytest.mark.parametrize("update", CALLS_OF_UPDATES)
def test_load_is_refused_in_every_spelling_of_an_update(update: str) -> None:
    with pytest.raises(Forbidden, match="LOAD is not done here"):
        inspect(update, "update")


@pytest.mark.parametrize("update", INNOCENT_UPDATES)
def test_updates_may_use_the_words_as_names_and_texts(update: str) -> None:
    inspect(update, "update")


@pytest.mark.parametrize("text", NEW_SYNTAX)
def test_what_is_new_in_sparql_1_2_passes(text: str) -> None:
    inspect(text)


def test_an_update_may_be_longer_than_a_query() -> None:
    inspect("#" + "a" * (MAX_UPDATE - 1), "update")
    with pytest.raises(QueryTooLong, match="The update has"):
        inspect("#" + "a" * MAX_UPDATE, "update")


@pytest.mark.parametrize("query", INNOCENT)
def test_the_words_may_be_used_as_names_and_texts(query: str) -> None:
    inspect(query)


def test_the_place_of_the_call_is_told() -> None:
    with pytest.raises(Forbidden, match="line 2, column 3"):
        inspect("SELECT * {\n  SERVICE ?x {} }")


@pytest.mark.parametrize("pair", ["{}", "()", "[]"])
def test_deep_nesting_is_refused_and_a_hundred_levels_are_not(pair: str) -> None:
    inspect(pair[0] * MAX_DEPTH + pair[1] * MAX_DEPTH)
    with pytest.raises(QueryTooDeep):
        inspect(pair[0] * (MAX_DEPTH + 1))


def test_brackets_in_strings_and_comments_do_not_nest() -> None:
    inspect(f'SELECT * {{ ?s ?p "{"{" * 500}" }} # {"(" * 500}')


def test_a_long_query_is_refused_by_its_bytes() -> None:
    inspect("#" + "a" * (MAX_BYTES - 1))
    with pytest.raises(QueryTooLong):
        inspect("#" + "é" * (MAX_BYTES // 2))


@pytest.mark.parametrize("call", ["RAND()", "uuid()", "STRUUID()", "NOW()", "N\\u004FW()"])
def test_an_answer_that_differs_each_time_is_known(call: str) -> None:
    assert not inspect(f"SELECT ({call} AS ?x) {{}}").repeatable


def test_other_answers_are_repeatable() -> None:
    assert inspect('SELECT ?now { ?now ?rand "NOW()" }').repeatable


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        ("SELECT * FROM <x:a> FROM <x:b> FROM NAMED <x:c> {}", ("x:a", "x:b"), ("x:c",)),
        (
            "PREFIX g: <x:g/> PREFIX : <x:e/> select * from g:a from :b from named g:c\\,d {}",
            ("x:g/a", "x:e/b"),
            ("x:g/c,d",),
        ),
        ("BASE <x:y> SELECT * FROM <a> FROM <b> {}", (), ()),
        ("SELECT * FROM unknown:a FROM <x:b> {}", (), ()),
        ('SELECT * { ?from ?p "FROM <x:y>" FILTER(?from < 3) }', (), ()),
    ],
)
def test_the_dataset_of_a_query_is_told_where_it_can_be(
    query: str, default: tuple[str, ...], named: tuple[str, ...]
) -> None:
    found = inspect(query)
    assert (found.default_graphs, found.named_graphs) == (default, named)


def test_half_a_character_is_a_syntax_error() -> None:
    with pytest.raises(QuerySyntaxError, match="surrogate"):
        inspect('SELECT * { ?s ?p "\ud800" }')


@pytest.mark.parametrize(
    "piece",
    ['"', "'", "<", '"a', '"""a', "<a", "a-", "a.b", ":", "?", "\\u0041", "\\", "@a-", "_:a", "#"],
)
def test_no_text_is_read_slowly(piece: str) -> None:
    text = piece * (MAX_BYTES // len(piece))
    start = time.process_time()
    inspect(text)
    assert time.process_time() - start < 3
