"""What could be better about a table is told in the words of its columns."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from wsisgraph.intake import Wishes, take
from wsisgraph.loading import Kind, discover
from wsisgraph.loading.mapping import fields_of
from wsisgraph.settings import Settings

HEADER = ["ID", "Project title", "Organisation", "Country", "Action line", "About"]
ROWS = [
    ["1", "Libraries", "Village Trust", "Kenya", "C3", "It lends books."],
    ["2", "Radio", "Hill Radio", "Kenya", "C3", ""],
    ["3", "Wells", "Village Trust", "Kenya", "C4", ""],
]


def advice(settings: Settings, folder: Path, rows: Sequence[list[str]]) -> list[tuple[str, str]]:
    """Each notice of the gate: its place and all that it says."""
    path = folder / "list.csv"
    path.write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    done = take(discover()["stocktaking"], [path], Wishes(dry=True), settings)
    assert not done.refused, done.remarks
    return [
        (str(each.origin), f"{each.found}; {each.mend}")
        for each in done.of(Kind.NOTICE)
        if "the rule at" in each.found
    ]


def test_advice_on_a_property_that_a_column_gives_is_about_its_cell(
    settings: Settings, tmp_path: Path
) -> None:
    told = advice(settings, tmp_path, [HEADER, *ROWS])
    cells = {place: said for place, said in told if "the cell is empty" in said}
    assert [place for place in cells if "About" in place] == [
        "list.csv:3, “About”",
        "list.csv:4, “About”",
    ]
    assert all("shapes/Activity.ttl:" in said for said in cells.values())


def test_advice_that_no_column_could_follow_is_given_once_and_names_the_field(
    settings: Settings, tmp_path: Path
) -> None:
    told = advice(settings, tmp_path, [row[:5] for row in (HEADER, *ROWS)])
    (said,) = [said for place, said in told if "“description”" in said and place == "list.csv:1"]
    assert "no column gives “description” (what the project does)" in said
    assert "(3, in rows 2, 3, 4)" in said
    assert "map it to “description”" in said


def test_what_rows_only_name_is_told_of_once(settings: Settings, tmp_path: Path) -> None:
    told = advice(settings, tmp_path, [HEADER, *ROWS])
    bodies = [(place, said) for place, said in told if "shapes/Body.ttl:" in said]
    assert len(bodies) == len(set(bodies)) > 0
    assert {place for place, _ in bodies} == {"list.csv:1"}
    assert all("(2, in rows 2, 3); nothing waits for it" in said for _, said in bodies)


@pytest.mark.parametrize("name", ["description", "start", "organisation", "url"])
def test_fields_know_the_property_by_which_shapes_ask_for_them(name: str) -> None:
    given = fields_of("entries")[name].gives
    assert given.startswith("http")
    assert sum(each.gives == given for each in fields_of("entries").values()) == 1
