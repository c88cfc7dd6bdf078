"""Where in a document a thing is described, told to whoever mends it."""

import pytest

from wsisgraph.validation.lines import subject_lines

BASE = "http://here/validate"
X = "http://example.org/"

TURTLE = '''PREFIX x: <http://example.org/>
@prefix : <http://example.org/empty#> .
# <http://example.org/comment> a x:Comment .
x:first a x:Thing ; x:says """one
. x:quoted a x:Thing .
""" , "a \\" . x:escaped" , 1.5 , -2.0e3 , true .
<http://example.org/second> x:of x:first
  , [ x:of <http://example.org/inside> ] .

x:th.ird x:of ( x:first 'x' ) .
<relative> x:of x:first . :name x:of "c"@en-GB .
@base <http://other/> .
<rebased> x:of x:first .
x:first x:again 1 .
'''


def test_turtle_is_read_by_its_tokens() -> None:
    assert subject_lines(TURTLE, "turtle", BASE) == {
        f"{X}first": 4,
        f"{X}second": 7,
        f"{X}th.ird": 10,
        "http://here/relative": 11,
        f"{X}empty#name": 11,
        "http://other/rebased": 13,
    }


def test_graphs_of_trig_are_looked_into() -> None:
    trig = f"<{X}g> {{\n<{X}a> <{X}p> 1 .\n<{X}b> <{X}p> 2\n}}\nGRAPH <{X}h> {{\n<{X}c> <{X}p> 3 }}"
    lines = subject_lines(trig, "trig", BASE)
    assert {name: lines[X + name] for name in "abc"} == {"a": 2, "b": 3, "c": 6}


@pytest.mark.parametrize("format", ["ntriples", "nquads"])
def test_lines_of_triples_are_lines(format: str) -> None:
    text = f'<{X}a> <{X}p> "x . <{X}z>" .\n_:b <{X}p> <{X}a> .\n<{X}c> <{X}p> <{X}a> .\n'
    lines = subject_lines(text, format, BASE)
    assert (lines[f"{X}a"], lines[f"{X}c"]) == (1, 3)
    assert f"{X}z" not in lines


def test_escapes_of_an_iri_are_undone() -> None:
    assert subject_lines(rf"<{X}\u0061\U0001F600> <{X}p> 1 .", "turtle", BASE) == {f"{X}a😀": 1}


def test_json_ld_is_found_where_a_node_is_described_and_not_where_it_is_named() -> None:
    text = """{
 "@context": {"x": "http://example.org/"},
 "@graph": [
  {"@id": "x:a", "x:of": {"@id": "http://example.org/b"}},
  {"x:of": 1,
   "@id": "http://example.org/b"},
  {"@id": "relative", "x:of": 2}
 ]}"""
    assert subject_lines(text, "jsonld", BASE) == {
        f"{X}a": 4,
        f"{X}b": 6,
        "http://here/relative": 7,
    }


def test_rdf_xml_is_found_by_about_and_id() -> None:
    text = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xml:base="{X}">
<rdf:Description rdf:about="a?x&amp;y"/>
<rdf:Description
   rdf:ID='b'/></rdf:RDF>"""
    assert subject_lines(text, "rdfxml", BASE) == {f"{X}a?x&y": 2, f"{X}#b": 4}


@pytest.mark.parametrize("piece", ['"', "'''", "<", "@prefix ", "\\", "x:", "((", '"\\'])
def test_a_document_of_nothing_but_openings_says_nothing(piece: str) -> None:
    assert len(subject_lines(piece * 1000, "turtle", BASE)) <= 1
