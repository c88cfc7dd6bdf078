"""What is said of things that are named: the same, whoever named them, and in which language."""

from collections import defaultdict

import pytest
from tests.loading.references.finding import document

from wsisgraph.loading.references.describing import description


def _said(sentence: str) -> dict[str, dict[str, set[str]]]:
    """Return what is said of each thing that a sentence names, by the property."""
    told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for mention in document(sentence)["1"]:
        for iri, said in description(mention):
            for prop, value in said:
                told[iri][str(prop)].add(str(value))
    return told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The Conference adopted Resolution 200 (Busan, 2014).",
            "Конференция приняла Резолюцию 200 (Пересм. Пусан, 2014 г.).",
        ),
        (
            "Council Resolution 1332 (modified 2019) applies.",
            "理事会第1332号决议（2019年，修正版）适用。",
        ),
        ("Resolution ITU-R 61-2 was recalled.", "Se recordó la Resolución UIT-R 61-3."),
        ("WTDC-21 met in Kigali.", "ВКРЭ-22 состоялась в Кигали."),
    ],
)
def test_two_documents_say_the_same_of_a_thing(one: str, other: str) -> None:
    first, second = _said(one), _said(other)
    shared = first.keys() & second.keys()
    assert shared
    for iri in shared:
        assert first[iri] == second[iri]


def test_a_place_that_no_list_has_is_no_part_of_a_name() -> None:
    told = _said("Resolution 140 (Rev. Utopia, 2026) of the Plenipotentiary Conference applies.")
    labels = [values for of in told.values() for name, values in of.items() if "prefLabel" in name]
    assert labels
    assert not any("Utopia" in label for values in labels for label in values)
