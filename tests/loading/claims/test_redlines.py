"""What tracked changes make of a clause."""

from wsisgraph.loading.claims.redlines import redline
from wsisgraph.loading.texts.model import Change, Passage


def changed(text: str, *changes: tuple[str, str], number: str = "1", was: str = "") -> Passage:
    pieces = []
    for piece, kind in changes:
        start = text.index(piece)
        pieces.append(Change(start, start + len(piece), kind))
    return Passage("resolves-1", "paragraph", text, 1, number, changes=tuple(pieces), was=was)


def test_old_and_proposed_text_are_parted() -> None:
    passage = changed(
        "a report to the 20222026 conference", ("2022", "deleted"), ("2026", "inserted")
    )
    found = redline(passage)
    assert (found.old, found.new) == (
        "a report to the 2022 conference",
        "a report to the 2026 conference",
    )
    assert (found.deleted, found.inserted, found.changes) == (("2022",), ("2026",), ("changed",))


def test_a_clause_that_is_all_new_was_added() -> None:
    found = redline(changed("takes part in the review", ("takes part in the review", "inserted")))
    assert (found.old, found.changes) == ("", ("added",))


def test_a_clause_that_is_all_struck_out_was_removed() -> None:
    found = redline(changed("goes on", ("goes on", "deleted")))
    assert (found.new, found.changes) == ("", ("removed",))


def test_a_clause_under_another_number_was_moved() -> None:
    assert redline(changed("goes on", number="12", was="11")).changes == ("moved",)


def test_a_clause_may_be_moved_and_changed() -> None:
    passage = changed("goes on", ("on", "inserted"), number="12", was="11")
    assert redline(passage).changes == ("changed", "moved")


def test_a_clause_without_marks_is_unchanged() -> None:
    assert redline(changed("goes on")).changes == ("unchanged",)


def test_the_space_before_what_is_left_out_goes_with_it() -> None:
    found = redline(changed("by 2021 2022; and", ("2022", "deleted")))
    assert found.new == "by 2021; and"
