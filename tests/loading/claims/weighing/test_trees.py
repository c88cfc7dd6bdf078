import math

import pytest

from wsisgraph.loading.claims.weighing.trees import Trees, trees


def test_leaves_are_added_and_made_a_chance() -> None:
    two = Trees({"far": 0, "roles": 1}, ([0, 10.0, 1.0, [1, 0.5, -2.0, 0.25]], [1, 1.0, 0.5, -0.5]))
    assert two.chance({"far": 10.0}) == pytest.approx(1 / (1 + math.exp(-1.5)))
    assert two.chance({"far": 11.0}) == pytest.approx(1 / (1 + math.exp(1.5)))
    assert two.chance({"far": 11.0, "roles": 2.0}) == pytest.approx(1 / (1 + math.exp(0.25)))


def test_what_is_not_asked_for_does_not_count() -> None:
    one = Trees({"far": 0}, ([0, 1.0, 2.0, -2.0],))
    assert one.chance({"near": 5.0}) == one.chance({})


@pytest.mark.parametrize("name", ["pairs", "choices"])
def test_the_trees_ask_for_what_their_names_say(name: str) -> None:
    taught = trees(name)
    asked = set()

    def walk(node: object) -> None:
        if isinstance(node, list):
            asked.add(node[0])
            walk(node[2])
            walk(node[3])

    for tree in taught.trees:
        walk(tree)
    assert asked == set(range(len(taught.places)))
    assert sorted(taught.places.values()) == list(range(len(taught.places)))
