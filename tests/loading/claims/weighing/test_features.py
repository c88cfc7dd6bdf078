from tests.loading.claims.weighing.weighed import last, scenes

from wsisgraph.loading.claims.weighing.choices import choices
from wsisgraph.loading.claims.weighing.features import Features, features
from wsisgraph.loading.claims.weighing.pairs import Pair, Scene, pairs

_TEXT = (
    "[ITU|agency/itu] leads [C2|action-lines/c2], while [FAO|agency/fao], with "
    "[WMO|agency/wmo] as co-facilitator, has led [C5|action-lines/c5] since [2009|date]."
)


def _pair(holder: str, context: str) -> tuple[Scene, Pair]:
    (whole,) = scenes(_TEXT)
    wanted = holder, context
    found = (p for p in pairs(whole) if (last(p.holder.iri), last(p.context.iri)) == wanted)
    return whole, next(found)


def _told(holder: str, context: str) -> Features:
    return features(*_pair(holder, context))


def test_what_stands_between_is_counted() -> None:
    told = _told("itu", "c5")
    assert told["between body"] == 2
    assert told["between line"] == 1
    assert told["ahead"] == 1
    assert "between body" not in _told("itu", "c2")


def test_who_is_nearer_is_counted() -> None:
    assert _told("itu", "c2")["nearer contexts"] == 0
    assert _told("itu", "c5")["nearer contexts"] == 1
    assert _told("fao", "c5")["nearer holders"] == 1


def test_words_of_roles_are_told_by_where_they_stand() -> None:
    assert _told("itu", "c2")["between lead-facilitator"] == 1
    assert "between co-facilitator" in _told("fao", "c5")
    assert "after co-facilitator" in _told("itu", "c2")


def test_each_word_of_a_role_is_a_choice() -> None:
    told = {name: told for name, told in choices(*_pair("wmo", "c5"))}
    assert set(told) == {"lead-facilitator", "co-facilitator", "facilitator"}
    assert "usual" in told["facilitator"]
    assert told["co-facilitator"]["holder far"] < told["lead-facilitator"]["holder far"]


def test_what_is_usual_is_a_choice_where_no_word_names_it() -> None:
    (whole,) = scenes("[FAO|agency/fao]: [C5|action-lines/c5]")
    (pair,) = pairs(whole)
    assert [name for name, _ in choices(whole, pair)] == ["facilitator"]
