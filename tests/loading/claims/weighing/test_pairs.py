from tests.loading.claims.weighing.weighed import last, scenes

from wsisgraph.loading.claims.weighing.pairs import pairs
from wsisgraph.loading.claims.weighing.things import ABOVE, BEFORE

_ITU, _FAO = "[ITU|agency/itu]", "[FAO|agency/fao]"
_C2, _C5 = "[C2|action-lines/c2]", "[C5|action-lines/c5]"


def _pairs(*lines: str) -> list[set[tuple[str, str]]]:
    return [
        {(last(pair.holder.iri), last(pair.context.iri)) for pair in pairs(whole)}
        for whole in scenes(*lines)
    ]


def test_each_holder_is_paired_with_each_line() -> None:
    assert _pairs(f"{_ITU} looks after {_C2}, {_FAO} after {_C5}.") == [
        {("itu", "c2"), ("itu", "c5"), ("fao", "c2"), ("fao", "c5")}
    ]


def test_of_two_places_the_nearest_is_taken() -> None:
    (whole,) = scenes(f"{_ITU} met. {_ITU} facilitates {_C2}.")
    (pair,) = pairs(whole)
    assert (pair.holder.sentence, pair.context.sentence) == (1, 1)


def test_a_group_may_hold_a_role_and_be_what_one_is_in() -> None:
    group = "[UNGIS|body/ungis]"
    assert _pairs(f"{_ITU} chairs {group}, which helps with {_C2}.") == [
        {("itu", "ungis"), ("itu", "c2"), ("ungis", "c2")}
    ]


def test_things_three_sentences_apart_are_no_pair() -> None:
    assert _pairs(f"{_ITU} met. Others talked. All left. Then came {_C2}.") == [set()]


def test_items_of_a_list_take_over_whom_it_is_about() -> None:
    lines = scenes(f"{_ITU} acts as facilitator of:", f"- {_C2};", f"- {_C5}.")
    taken = [[(last(p.holder.iri), p.holder.place) for p in pairs(one)] for one in lines[1:]]
    assert taken == [[("itu", ABOVE)], [("itu", ABOVE)]]
    assert [one.above for one in lines] == [[], ["facilitator"], ["facilitator"]]


def test_who_was_spoken_of_before_may_hold_a_role_where_nobody_is_named() -> None:
    *_, whole = scenes(f"{_ITU} met {_FAO}. [WMO|agency/wmo] came.", f"It leads {_C2}.")
    assert [(last(one.iri), one.place) for one in whole.holders] == [
        ("itu", BEFORE),
        ("wmo", BEFORE),
    ]
    assert [(last(one.iri), one.place >= 0) for one in whole.contexts] == [("c2", True)]


def test_what_was_spoken_of_before_or_above_is_what_a_role_may_be_in() -> None:
    group = "[UNGIS|body/ungis]"
    *_, whole = scenes(f"# The work of {group}", f"{_ITU} is the chair.")
    assert [(last(one.iri), one.place) for one in whole.contexts] == [("ungis", ABOVE)]
    *_, whole = scenes(f"{group} met.", f"{_ITU} is the chair.")
    assert [(last(p.holder.iri), last(p.context.iri)) for p in pairs(whole)] == [("itu", "ungis")]


def test_headings_part_what_was_spoken_of() -> None:
    *_, whole = scenes(f"{_ITU} met.", "# Lines", f"It leads {_C2}.")
    assert whole.holders == []


def test_countries_may_hold_roles() -> None:
    forum = "[WSIS Forum 2024|event/wsis-forum-2024]"
    assert _pairs(f"[Switzerland|country/756] hosted the {forum}.") == [
        {("756", "wsis-forum-2024")}
    ]


def test_a_passage_that_lists_names_without_end_is_not_weighed() -> None:
    names = ", ".join(f"[A{n}|agency/a{n}]" for n in range(61))
    assert _pairs(f"{names} and {_C2}.") == [set()]
