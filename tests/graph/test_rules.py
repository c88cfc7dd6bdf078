"""Rules derive from accepted facts only, visibly, until nothing new comes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad
from rdflib import URIRef, Variable
from rdflib.paths import MulPath, NegatedPath
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from wsisgraph.errors import InputRefused
from wsisgraph.graph.rules import ProjectRules, Rule, derive, derived, names_in, read_rules
from wsisgraph.terms import iris

EX = "https://example.org/"


def quad(subject: str, predicate: str, object_: str, graph: str = "s") -> Quad:
    return Quad(
        NamedNode(EX + subject),
        NamedNode(EX + predicate),
        NamedNode(EX + object_),
        NamedNode(iris.graph(graph)),
    )


def rule(text: str, name: str = "test") -> Rule:
    return Rule(name, Path("queries/rules/test.rq"), text)


CLOSURE = rule(
    "PREFIX ex: <https://example.org/> CONSTRUCT { ?a ex:above ?c } "
    "WHERE { ?a ex:above ?b . ?b ex:above ?c }"
)


def test_rules_run_until_nothing_new_comes() -> None:
    facts = [quad("a", "above", "b"), quad("b", "above", "c"), quad("c", "above", "d")]
    assert {str(q.subject)[-2:-1] + str(q.object)[-2:-1] for q in derive(facts, [CLOSURE])} == {
        "ac",
        "bd",
        "ad",
    }


def test_what_is_derived_is_in_the_inferred_graph_and_is_no_repeat_of_a_fact() -> None:
    facts = [quad("a", "above", "b"), quad("b", "above", "c"), quad("a", "above", "c", "other")]
    assert derive(facts, [CLOSURE]) == []
    inferred = derive(facts[:2], [CLOSURE])
    assert [q.graph_name.value for q in inferred] == [iris.graph("inferred")]


@pytest.mark.parametrize("apart", ["unconfirmed/s", "proposed/s", "rejected/s", "meta", "inferred"])
def test_facts_apart_are_no_premises(apart: str) -> None:
    assert derive([quad("a", "above", "b"), quad("b", "above", "c", apart)], [CLOSURE]) == []


@pytest.mark.parametrize("text", ["SELECT * WHERE { ?s ?p ?o }", "CONSTRUCT {"])
def test_a_file_that_is_no_rule_is_named(text: str) -> None:
    with pytest.raises(InputRefused, match=r"queries/rules/test\.rq"):
        derive([quad("a", "above", "b")], [rule(text)])


def _parts(node: Any) -> Iterator[Any]:
    """Every part of a query's algebra."""
    if isinstance(node, CompValue):
        yield node
        for part in node.values():
            yield from _parts(part)
    elif isinstance(node, list | tuple | set):
        for part in node:
            yield from _parts(part)


def predicates_read(text: str) -> tuple[set[str], list[str]]:
    """What predicates the triples have that a query reads; and why that cannot be told."""
    algebra = prepareQuery(text).algebra
    parts = list(_parts(algebra))
    values = [row for part in parts for row in part.get("res") or [] if isinstance(row, dict)]
    triples = [triple for part in parts if part.name == "BGP" for triple in part["triples"]]
    plain = {end for s, p, o in triples if not isinstance(p, PropertyPath) for end in (s, o)}
    found: set[str] = set()
    doubts: list[str] = []

    def look(predicate: Any) -> None:
        if isinstance(predicate, NegatedPath):
            doubts.append("a negated path reads every predicate")
        elif isinstance(predicate, PropertyPath):
            for inner in getattr(predicate, "args", None) or [
                getattr(predicate, name) for name in ("path", "arg") if hasattr(predicate, name)
            ]:
                look(inner)
        elif isinstance(predicate, URIRef):
            found.add(str(predicate))
        else:
            assert isinstance(predicate, Variable)
            told = {str(row[predicate]) for row in values if predicate in row}
            found.update(told)
            if not told:
                doubts.append(f"?{predicate} may be any predicate")

    for subject, predicate, object_ in triples:
        look(predicate)
        if isinstance(predicate, MulPath) and not {subject, object_} & plain:
            doubts.append("a path of no length begins at every node there is")
    return found, doubts


@pytest.mark.parametrize("rule", read_rules(), ids=lambda rule: rule.name)
def test_a_rule_names_every_predicate_that_it_reads(rule: Rule) -> None:
    found, doubts = predicates_read(rule.text)
    assert not doubts, "writes that leave these predicates alone do not run the rules again"
    assert found
    assert found <= names_in(rule.text) <= derived.reads


@pytest.mark.parametrize(
    "body", ["?s ?p ?o", "?s !<https://example.org/p> ?o", "?s <https://example.org/p>* ?o"]
)
def test_a_rule_that_reads_more_than_it_names_is_found_out(body: str) -> None:
    assert predicates_read(f"CONSTRUCT {{ ?s a ?o }} WHERE {{ {body} }}")[1]


def test_names_are_found_however_they_are_written() -> None:
    text = "prefix e: <https://example.org/>\nCONSTRUCT { ?s a e: } WHERE { ?s e:p.q/<urn:x:y> ?o }"
    assert names_in(text) >= {EX, EX + "p.q", "urn:x:y"}
    assert any(re.search("#type$", name) for name in names_in(text))


WSIS = "https://w3id.org/wsis-sdg/def#"
ENDS = st.sampled_from(
    [NamedNode(EX + name) for name in "abc"]
    + [NamedNode("https://w3id.org/wsis-sdg/vocab/basis/asserted"), NamedNode(WSIS + "Linkage")]
)
FACTS = st.builds(
    Quad,
    ENDS,
    st.sampled_from([*sorted(derived.reads), EX + "p", EX + "q"]).map(NamedNode),
    ENDS,
    st.sampled_from([NamedNode(iris.graph(name)) for name in ("a", "b", "proposed/a")]),
)


@settings(max_examples=60, deadline=None)
@given(st.sets(FACTS, max_size=40))
def test_what_follows_depends_only_on_the_predicates_that_are_read(facts: set[Quad]) -> None:
    rules = ProjectRules()
    read = [fact for fact in facts if fact.predicate.value in rules.reads]
    assert set(rules(facts)) == set(rules(read))
