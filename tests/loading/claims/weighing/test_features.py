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
    assert "word usual" in told["facilitator"]
    far = {name: of.get("word holder far", 0) for name, of in told.items()}
    assert far["co-facilitator"] < far["lead-facilitator"]


_HEAD, _ROW = "Line\tLead agency\tRemarks", "{line}\t[FAO|agency/fao]\t[WMO|agency/wmo] wrote"


def _row(name: str) -> tuple[Scene, Pair]:
    *_, whole = scenes(_HEAD, _ROW.format(line="[C5|action-lines/c5]"))
    return whole, next(pair for pair in pairs(whole) if last(pair.holder.iri) == name)


def test_cells_are_told_by_what_stands_above_them() -> None:
    told = features(*_row("fao"))
    assert told["holder below lead-facilitator"] == 1
    assert (told["holder column"], told["context column"], told["columns apart"]) == (1, 0, 1)
    other = features(*_row("wmo"))
    assert (other["holder column"], other["columns that tell"]) == (2, 1)
    assert not any("below" in name for name in other)


def test_what_stands_above_a_cell_is_a_choice() -> None:
    assert [name for name, _ in choices(*_row("fao"))] == ["lead-facilitator", "facilitator"]
    assert [name for name, _ in choices(*_row("wmo"))] == ["facilitator"]


def test_a_word_is_told_by_the_lists_around_it() -> None:
    (whole,) = scenes(
        "[FAO|agency/fao] and [WMO|agency/wmo] lead [C2|action-lines/c2] and "
        "[C5|action-lines/c5]; [ITU|agency/itu] answers."
    )
    found = {last(p.holder.iri): p for p in pairs(whole) if last(p.context.iri) == "c5"}
    (fao,) = (of for name, of in choices(whole, found["fao"]) if name == "lead-facilitator")
    (itu,) = (of for name, of in choices(whole, found["itu"]) if name == "lead-facilitator")
    assert (fao["word holder run size"], fao["word holder run rivals"]) == (2, 0)
    assert (itu["word holder run size"], itu["word holder run rivals"]) == (1, 1)
    assert (fao["word holder parted"], itu["word holder parted"]) == (0, 1)


def test_what_is_usual_is_a_choice_where_no_word_names_it() -> None:
    (whole,) = scenes("[FAO|agency/fao]: [C5|action-lines/c5]")
    (pair,) = pairs(whole)
    assert [name for name, _ in choices(whole, pair)] == ["facilitator"]
