"""Rules derive from accepted facts only, visibly, until nothing new comes."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from wsisgraph.errors import InputRefused
from wsisgraph.graph.rules import Rule, derive
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
