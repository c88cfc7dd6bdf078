"""Facts, one by one or as lines, say the same."""

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from wsisgraph.loading import Fact, Lines, Origin, literal, node
from wsisgraph.loading.facts import facts_of, quoted
from wsisgraph.terms.namespaces import RDF, SKOS, WSIS

THING = "https://w3id.org/wsis-sdg/id/body/x"
HERE = Origin("bodies.csv", 2)
ODD = [
    "",
    "plain",
    'a "quoted" one',
    "back\\slash\\",
    "two\nlines\r\n",
    "tab\tbell\x07\x00\x7f",
    "é数字‮",
]


@pytest.mark.parametrize("text", [*ODD, "\\u0041", '\\" . <x> <y> <z>', "\u2028\u0085\ufeff"])
def test_a_text_is_quoted_so_that_it_is_read_as_it_was(text: str) -> None:
    line = f'<{THING}> <{SKOS.prefLabel}> "{quoted(text)}" .\n'
    (triple,) = parse(line, format=RdfFormat.N_TRIPLES)
    assert triple.object == Literal(text)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="must be a str"):
        quoted("half \ud83d")


def test_lines_are_the_facts_that_they_spell() -> None:
    facts = [
        Fact(THING, RDF.type, node(WSIS.Body), HERE, "proposed", "x"),
        *(
            Fact(THING, SKOS.altLabel, literal(text, language="en"), HERE, "proposed", "x")
            for text in ODD
        ),
    ]
    lines = Lines(
        [
            f"<{THING}> <{RDF.type}> <{WSIS.Body}>",
            *(f'<{THING}> <{SKOS.altLabel}> "{quoted(text)}"@en' for text in ODD),
        ],
        HERE,
        "proposed",
        "x",
    )
    assert list(lines.facts()) == facts
    other = Fact(THING, SKOS.notation, literal("X"), HERE)
    assert list(facts_of([other, lines])) == [other, *facts]
