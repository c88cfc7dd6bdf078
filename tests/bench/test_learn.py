from dataclasses import replace

import pytest
from bench.extraction.gold import stated
from bench.extraction.learn import (
    Lesson,
    Weighed,
    check,
    known_by,
    lessons,
    node_of,
    of_words,
    roles_of,
    sayings,
)
from tests.loading.claims.weighing.weighed import scenes

from wsisgraph.loading.claims.weighing.known import Known
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
            ("itu", "wsis-forum", "event"),
            {"far": float(place)},
            (("host", {"word far": float(place)}),),
            (("host",),) if place < 20 else (),
        )
        for number in range(10)
        for place in range(40)
    ]


_ONE = Weighed(
    "en-1",
    "en",
    ("itu", "wsis-forum", "event"),
    {"far": 2.0},
    (("host", {"word far": 1.0}),),
    (("host", "chair"),),
)


def test_each_word_is_an_example_with_what_is_told_of_its_pair() -> None:
    ((told, right),) = of_words(_ONE, Known())
    assert right
    assert told.items() >= {"far": 2.0, "word far": 1.0, "known pair documents": 0.0}.items()
    other = of_words(replace(_ONE, roles=(("member",),)), Known())
    assert [right for _, right in other] == [False]


def test_what_documents_state_is_counted_once_for_each() -> None:
    twice = [
        _ONE,
        _ONE,
        replace(_ONE, document="fr-1", roles=()),
        replace(_ONE, document="saying-1"),
    ]
    known = known_by(twice)
    assert known.named == {"itu wsis-forum": 2, "itu :event": 2}
    assert known.stated["itu wsis-forum"] == {"": 1, "host": 1, "chair": 1}


def test_a_document_teaches_nothing_about_itself() -> None:
    others = [replace(_ONE, document=f"en-{number}") for number in range(2, 5)]
    found = [_ONE, *others]
    shown = [told["known pair documents"] for told, _ in lessons(found, known_by(found))]
    # Each with what the three others say, and as if nothing was known.
    assert shown == [3.0, 0.0] * 4


def test_documents_are_checked_by_what_others_taught(capsys: pytest.CaptureFixture[str]) -> None:
    taught: list[int] = []

    def learn(lesson: Lesson, leaf: int) -> Trees:
        taught.append(len(lesson))
        return Trees({"word far": 0}, ([0, 24.5, 2.0, -2.0],))

    check([*_examples("en"), *_examples("saying")], learn)
    # Eight of ten documents and of ten sentences, each example twice.
    assert taught == [1280] * 5
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "| chance | en |"
    # Of each document 25 are told, and 20 are there.
    assert lines[2] == "| 0.5 | 0.800 / 1.000 |"
    assert lines[-1] == "| 0.9 | – / 0.000 |"


def test_the_sentences_of_the_tests_teach() -> None:
    found = list(sayings())
    right = sum(bool(one.roles) for one in found)
    assert len(found) / 4 < right < len(found)
