"""The comparison of results tells what is the same from what is not."""

import json

import pytest
from pyoxigraph import RdfFormat, parse
from tests.conformance.results import (
    Solutions,
    compare_csv,
    compare_solutions,
    read,
    result_set,
    same_graph,
)

_XSD = "http://www.w3.org/2001/XMLSchema#"


def solutions(*rows: str, ordered: bool = False) -> Solutions:
    """Read rows of one column `x`, written as TSV."""
    found = read("\n".join(["?x", *rows, ""]).encode(), "tsv")
    assert isinstance(found, Solutions)
    return Solutions(found.variables, found.rows, ordered)


def pairs(*rows: str) -> Solutions:
    """Read rows of the columns `x` and `y`."""
    found = read("\n".join(["?x\t?y", *rows, ""]).encode(), "tsv")
    assert isinstance(found, Solutions)
    return found


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (solutions("1", "2"), solutions("2", "1")),
        (solutions("1.0"), solutions("1.00")),
        (solutions(f'"01"^^<{_XSD}integer>'), solutions("1")),
        (solutions("1e0"), solutions("1.0E0")),
        (solutions("_:a", "_:a"), solutions("_:b", "_:b")),
        (pairs("_:a\t_:b", "_:b\t_:a"), pairs("_:x\t_:y", "_:y\t_:x")),
        (pairs("_:a\t1", "_:b\t2", "_:a\t3"), pairs("_:y\t3", "_:x\t2", "_:y\t1")),
        (pairs("1\t"), pairs("1\t")),
        (solutions("1", "2", ordered=True), solutions("1", "2")),
    ],
)
def test_the_same_solutions_are_the_same(expected: Solutions, found: Solutions) -> None:
    compare_solutions(expected, found)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (solutions("1"), solutions("1", "1")),
        (solutions("1", "1", "2"), solutions("1", "2", "2")),
        (solutions("1"), solutions("1.0")),
        (solutions('"1"'), solutions('"01"')),
        (solutions('"a"'), solutions('"a"@en')),
        (solutions("_:a", "_:b"), solutions("_:a", "_:a")),
        (solutions("_:a", "_:a"), solutions("_:a", "_:b")),
        (pairs("_:a\t1", "_:a\t2"), pairs("_:a\t1", "_:b\t2")),
        (pairs("1\t"), pairs("1\t1")),
        (solutions("1", "2", ordered=True), solutions("2", "1")),
        (solutions("1"), pairs("1\t")),
        (solutions("_:a"), solutions("<http://e/a>")),
    ],
)
def test_other_solutions_are_not(expected: Solutions, found: Solutions) -> None:
    with pytest.raises(AssertionError):
        compare_solutions(expected, found)


def test_reduced_may_keep_any_number_of_doubles() -> None:
    compare_solutions(solutions("1", "1", "2"), solutions("2", "1"), lax=True)
    for wrong in (solutions("1"), solutions("1", "2", "2"), solutions("1", "2", "3")):
        with pytest.raises(AssertionError):
            compare_solutions(solutions("1", "1", "2"), wrong, lax=True)


def test_csv_is_compared_as_text_with_numbers_by_value() -> None:
    compare_csv(b"s,p\r\n1.0E6,_:a\r\nx,_:a\r\n", b"p,s\r\n_:b,x\r\n_:b,1000000\r\n")
    for wrong in (b"s,q\r\n1.0E6,_:a\r\nx,_:a\r\n", b"s,p\r\n1.0E6,_:a\r\nx,_:b\r\n", b"s,p\r\n"):
        with pytest.raises(AssertionError):
            compare_csv(b"s,p\r\n1.0E6,_:a\r\nx,_:a\r\n", wrong)


def test_json_and_xml_give_the_same_solutions() -> None:
    told = {
        "head": {"vars": ["x", "y"]},
        "results": {
            "bindings": [
                {
                    "x": {"type": "literal", "value": "a", "xml:lang": "ar", "its:dir": "rtl"},
                    "y": {
                        "type": "triple",
                        "value": {
                            "subject": {"type": "bnode", "value": "r-1"},
                            "predicate": {"type": "uri", "value": "http://e/p"},
                            "object": {"type": "literal", "value": "1", "datatype": f"{_XSD}int"},
                        },
                    },
                }
            ]
        },
    }
    xml = f"""<?xml version="1.0"?>
<sparql xmlns="http://www.w3.org/2005/sparql-results#" xmlns:its="http://www.w3.org/2005/11/its">
<head><variable name="x"/><variable name="y"/></head><results><result>
<binding name="x"><literal xml:lang="ar" its:dir="rtl">a</literal></binding>
<binding name="y"><triple><subject><bnode>b</bnode></subject><predicate><uri>http://e/p</uri>
</predicate><object><literal datatype="{_XSD}int">1</literal></object></triple></binding>
</result></results></sparql>"""
    first, second = read(json.dumps(told).encode(), "json"), read(xml.encode(), "xml")
    assert isinstance(first, Solutions)
    assert isinstance(second, Solutions)
    assert len(first.rows) == 1
    compare_solutions(first, second)


def test_a_result_set_in_rdf_may_number_its_rows() -> None:
    turtle = b"""@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> .
[] a rs:ResultSet ; rs:resultVariable "x" ;
   rs:solution [ rs:index 2 ; rs:binding [ rs:variable "x" ; rs:value 7 ] ] ,
               [ rs:index 1 ; rs:binding [ rs:variable "x" ; rs:value 8 ] ] ."""
    found = result_set(list(parse(turtle, format=RdfFormat.TURTLE)))
    assert isinstance(found, Solutions)
    compare_solutions(found, solutions("8", "7"))
    with pytest.raises(AssertionError):
        compare_solutions(found, solutions("7", "8"))
    assert result_set(list(parse(b"<x:a> <x:b> 1 .", format=RdfFormat.TURTLE))) is None


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("_:a <x:p> _:b . _:b <x:p> _:a .", "_:y <x:p> _:x . _:x <x:p> _:y .", True),
        ("_:a <x:p> _:b .", "_:a <x:p> _:a .", False),
        ("<x:a> <x:p> 1.50 .", "<x:a> <x:p> 1.5 .", True),
        ("<x:a> <x:p> 1 .", "<x:a> <x:p> 1.0 .", False),
        ("<x:g> { <x:a> <x:p> _:b }", "{ <x:a> <x:p> _:b }", False),
    ],
)
def test_datasets_are_compared_by_isomorphism(left: str, right: str, same: bool) -> None:
    form = RdfFormat.TRIG
    assert same_graph(parse(left, format=form), parse(right, format=form)) is same
