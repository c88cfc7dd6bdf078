"""The question about a day, over the built graph: what printed dates settle, they settle."""

from collections.abc import Callable

import pytest

from wsisgraph import content
from wsisgraph.questions import Catalogue

Ask = Callable[[str], list[dict[str, str]]]
QUESTION = Catalogue.load(content.folder("queries"))["roles/in-line-on-date"]


def asked(ask: Ask, line: str, on: str) -> set[tuple[str, str, str]]:
    return {
        (
            row["agency"].rpartition("/")[2],
            row["role"].rpartition("/")[2],
            row["certainty"],
        )
        for row in ask(QUESTION.bind({"line": line, "on": on}))
    }


@pytest.mark.parametrize(
    ("line", "on", "expected", "forbidden"),
    [
        pytest.param(
            "C6",
            "2007-01-01",
            {("undp", "lead-facilitator", "possible")},
            # ITU's part began in May 2008, as one passage prints; the undated ones are later.
            {("itu", "lead-facilitator"), ("itu", "sole-facilitator"), ("itu", "facilitator")},
            id="before the hand-over",
        ),
        pytest.param(
            "C6",
            "2010-01-01",
            {("itu", "lead-facilitator", "certain"), ("itu", "sole-facilitator", "certain")},
            {("undp", "lead-facilitator")},
            id="after the hand-over",
        ),
        pytest.param(
            "C1",
            "2020-01-01",
            {
                ("itu", "co-facilitator", "certain"),
                ("undesa", "facilitator", "last stated in 2018"),
            },
            {("itu", "sole-facilitator")},
            id="since 2005",
        ),
        pytest.param(
            "C4",
            "2017-06-01",
            {("itu", "co-facilitator", "possible"), ("itu", "sole-facilitator", "possible")},
            set(),
            id="sources that disagree are not flattened",
        ),
    ],
)
def test_who_held_which_role(
    built_query: Ask,
    line: str,
    on: str,
    expected: set[tuple[str, str, str]],
    forbidden: set[tuple[str, str]],
) -> None:
    answers = asked(built_query, line, on)
    assert expected <= answers
    assert not forbidden & {(agency, role) for agency, role, _ in answers}


def test_what_is_not_printed_is_said(built_query: Ask) -> None:
    rows = built_query(QUESTION.bind({"line": "C6", "on": "2007-01-01", "agency": "undp"}))
    (dated,) = [row for row in rows if row.get("end") == "2008-05"]
    assert dated["notPrinted"] == "start"
    assert "start" not in dated
