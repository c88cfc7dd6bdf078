from dataclasses import replace

import pytest
from bench.extraction.gold import stated
from bench.extraction.learn import (
    Lesson,
    Weighed,
    check,
    node_of,
    of_words,
    roles_of,
    sayings,
)
from tests.loading.claims.weighing.weighed import scenes

from wsisgraph.loading.claims.weighing.pairs import Pair, pairs
from wsisgraph.loading.claims.weighing.trees import Trees

_LEAF = {"leaf_value": -0.25}
_TREE = {
    "split_feature": 7,
    "threshold": 1.5,
    "left_child": {"leaf_value": 0.5},
    "right_child": {
        "split_feature": 3,
        "threshold": 0.0,
        "left_child": _LEAF,
        "right_child": {"leaf_value": 2.0},
    },
}


def _pair() -> Pair:
    (whole,) = scenes("[ITU|agency/itu] hosts the [WSIS Forum 2024|edition/wsis-forum/2024].")
    return next(pairs(whole))


def test_a_tree_is_written_as_it_is_read() -> None:
    trees = Trees({"far": 0, "roles": 1}, (node_of(_TREE, {7: 0, 3: 1}),))
    assert trees.chance({}) == pytest.approx(0.622, abs=0.001)
    assert trees.chance({"far": 2.0}) == pytest.approx(0.438, abs=0.001)
    assert trees.chance({"far": 2.0, "roles": 1.0}) == pytest.approx(0.881, abs=0.001)


@pytest.mark.parametrize(
    ("gold", "expected"),
    [
        ("role body=itu role=host context=wsis-forum/2024", ([("host",)], False)),
        ("role body=itu role=host|organiser context=wsis-forum", ([("host", "organiser")], False)),
        ("role body=fao role=host context=wsis-forum/2024", ([], False)),
        ("role body=itu role=host context=wsis-forum/2023", ([], False)),
    ],
)
def test_gold_tells_the_roles_of_a_pair(
    gold: str, expected: tuple[list[tuple[str, ...]], bool]
) -> None:
    assert roles_of(_pair(), [stated(gold)]) == expected


@pytest.mark.parametrize(
    "gold",
    ["role body=itu role=host context=wsis-forum/2024", "role body=itu role=host", "role"],
)
def test_what_gold_does_not_ask_for_teaches_neither_way(gold: str) -> None:
    assert roles_of(_pair(), [stated(gold, asked=False)]) == ([], True)


def test_a_role_in_nothing_leaves_open_in_what_it_is() -> None:
    assert roles_of(_pair(), [stated("role body=itu role=host")]) == ([], True)
    assert roles_of(_pair(), [stated("role body=fao role=host")]) == ([], False)


def _examples(of: str) -> list[Weighed]:
    """Pairs of which a word that is near tells the role."""
    return [
        Weighed(
            f"{of}-{number}",
            "en",
            {"far": float(place)},
            (("host", {"word far": float(place)}),),
            (("host",),) if place < 20 else (),
        )
        for number in range(10)
        for place in range(40)
    ]


def test_each_word_is_an_example_with_what_is_told_of_its_pair() -> None:
    one = Weighed("en-1", "en", {"far": 2.0}, (("host", {"word far": 1.0}),), (("host", "chair"),))
    assert list(of_words(one)) == [({"far": 2.0, "word far": 1.0}, True)]
    assert [right for _, right in of_words(replace(one, roles=(("member",),)))] == [False]


def test_documents_are_checked_by_what_others_taught(capsys: pytest.CaptureFixture[str]) -> None:
    taught: list[int] = []

    def learn(lesson: Lesson) -> Trees:
        taught.append(len(lesson))
        return Trees({"word far": 0}, ([0, 24.5, 2.0, -2.0],))

    check([*_examples("en"), *_examples("saying")], learn)
    assert taught == [640] * 5
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "| chance | en |"
    # Of each document 25 are told, and 20 are there.
    assert lines[2] == "| 0.5 | 0.800 / 1.000 |"
    assert lines[-1] == "| 0.9 | – / 0.000 |"


def test_the_sentences_of_the_tests_teach() -> None:
    found = list(sayings())
    right = sum(bool(one.roles) for one in found)
    assert len(found) / 4 < right < len(found)
