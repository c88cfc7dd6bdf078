"""What a statement says, and what is only about how it was found."""

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from wsisgraph.review.statements import fingerprint
from wsisgraph.terms.namespaces import ORG, WSIS, XSD

ROLE = NamedNode("https://example.org/id/role/x")


def said(predicate: str, value: str) -> Triple:
    return Triple(ROLE, NamedNode(predicate), Literal(value))


def sure(value: str) -> Triple:
    number = Literal(value, datatype=NamedNode(XSD.decimal))
    return Triple(ROLE, NamedNode(WSIS.confidence), number)


def test_a_better_pattern_for_the_same_statement_changes_nothing_of_what_it_says() -> None:
    holder = said(ORG.member, "ITU")
    first = [holder, said(WSIS.pattern, "en-role"), sure("0.8")]
    second = [holder, said(WSIS.pattern, "en-role-by"), sure("0.9")]
    assert fingerprint(first) == fingerprint(second)


@pytest.mark.parametrize("other", [said(ORG.member, "UNESCO"), said(WSIS.start, "2009")])
def test_other_words_are_another_statement(other: Triple) -> None:
    pattern = said(WSIS.pattern, "en-role")
    assert fingerprint([pattern, said(ORG.member, "ITU")]) != fingerprint([pattern, other])


def test_the_confidence_of_what_somebody_stated_is_part_of_it() -> None:
    holder = said(ORG.member, "ITU")
    assert fingerprint([holder, sure("0.8")]) != fingerprint([holder, sure("0.9")])
