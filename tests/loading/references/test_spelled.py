"""Names are found wherever they stand, whatever others begin as they do."""

import random

from wsisgraph.loading.references.spelled import BEGINNING, Spelled


def found(names: list[str], text: str) -> set[tuple[str, int, int]]:
    return set(Spelled({name: name for name in names}).find(text))


def test_names_that_begin_alike_are_all_found() -> None:
    names = ["international", "international union", "internati", "inter", "national", "union"]
    text = "international union"
    assert found(names, text) == {
        (name, text.index(name), text.index(name) + len(name)) for name in names
    }


def test_the_beginning_of_a_name_is_no_name() -> None:
    name = "international telecommunication union"
    assert found([name], name[:-1]) == set()
    assert found([name], name[:BEGINNING]) == set()
    assert found([name, name[:BEGINNING]], f"the {name[:BEGINNING]}") == {
        (name[:BEGINNING], 4, 4 + BEGINNING)
    }


def test_what_is_found_is_what_looking_for_each_name_finds() -> None:
    chance = random.Random(7)
    for _ in range(50):
        names = sorted(
            {"".join(chance.choices("aбé ", k=chance.randint(1, 14))) for _ in range(80)}
        )
        text = "".join(chance.choices("aбé ", k=400)) + "".join(chance.choices(names, k=40))
        assert found(names, text) == {
            (name, start, start + len(name))
            for name in names
            for start in range(len(text))
            if text.startswith(name, start)
        }
