"""Random errors in good data: statements taken away, repeated, of the wrong kind or elsewhere."""

import random
from collections.abc import Callable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from wsisgraph.terms.namespaces import SCHEMA, WSIS, XSD

Term = NamedNode | BlankNode | Literal

_LEXICAL = (
    *("", "x", "0", "1", "-7", "0.5", "1.5", "2019", "2019-05", "2019-02-30", "2019-05-20"),
    *("31/02/2019", "true", "1,5", " 1", "1e3", "C1", "9.c", "row-1", "Row 1", "两行\n"),
)
_DATATYPES = (
    *("string", "integer", "decimal", "double", "boolean", "date", "dateTime", "gYear"),
    *("gYearMonth", "anyURI"),
)
_LANGUAGES = ("en", "zh", "en-GB", "zh-Hans", "tlh", "EN")
_BLANK = BlankNode("odd")
_ODD = (NamedNode("https://example.org/nowhere"), NamedNode(WSIS.Body), _BLANK)
_DATES = {NamedNode(each) for each in (SCHEMA.startDate, SCHEMA.endDate)}


def broken(quads: Sequence[Quad], count: int, seed: int) -> list[Quad]:
    """Return the quads with `count` errors; the same seed makes the same.

    No date is a blank node: the engine of the reference has a text of it to compare, where SPARQL
    1.1 (section 17.4.2.5) has none.
    """
    chance = random.Random(seed)
    made = list(quads)
    for _ in range(count):
        chance.choice(_ERRORS)(made, chance)
    return [each for each in made if not (each.predicate in _DATES and each.object == _BLANK)]


def _value(chance: random.Random) -> Term:
    kind = chance.randrange(4)
    if kind == 0:
        return chance.choice(_ODD)
    if kind == 1:
        return Literal(chance.choice(_LEXICAL), language=chance.choice(_LANGUAGES))
    datatype = NamedNode(XSD.iri + chance.choice(_DATATYPES))
    return Literal(chance.choice(_LEXICAL), datatype=datatype)


def _taken_away(quads: list[Quad], chance: random.Random) -> None:
    quads.pop(chance.randrange(len(quads)))


def _said_too(quads: list[Quad], chance: random.Random) -> None:
    old = chance.choice(quads)
    quads.append(Quad(old.subject, old.predicate, _value(chance), old.graph_name))


def _said_wrong(quads: list[Quad], chance: random.Random) -> None:
    number = chance.randrange(len(quads))
    old = quads[number]
    quads[number] = Quad(old.subject, old.predicate, _value(chance), old.graph_name)


def _said_of_another(quads: list[Quad], chance: random.Random) -> None:
    old, other = chance.choice(quads), chance.choice(quads)
    quads.append(Quad(other.subject, old.predicate, old.object, old.graph_name))


def _said_by_another_word(quads: list[Quad], chance: random.Random) -> None:
    number = chance.randrange(len(quads))
    old, other = quads[number], chance.choice(quads)
    quads[number] = Quad(old.subject, other.predicate, old.object, old.graph_name)


def _written_otherwise(quads: list[Quad], chance: random.Random) -> None:
    number = chance.randrange(len(quads))
    old = quads[number]
    if isinstance(old.object, Literal):
        text = chance.choice((old.object.value, old.object.value + "x", old.object.value[:-1]))
        datatype = NamedNode(XSD.iri + chance.choice(_DATATYPES))
        value = Literal(text, datatype=datatype)
        quads[number] = Quad(old.subject, old.predicate, value, old.graph_name)


_ERRORS: tuple[Callable[[list[Quad], random.Random], None], ...] = (
    _taken_away,
    _said_too,
    _said_wrong,
    _said_of_another,
    _said_by_another_word,
    _written_otherwise,
)
