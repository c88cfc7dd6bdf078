"""What meetings do with papers, who gives, who sponsors, what serves a goal."""

import pytest
from tests.loading.claims.found import said

COUNCIL = "[Council 2011|meeting/itu-council-2011]"
FUND = "the [WSIS Trust Fund|body/itu-wsis-trust-fund]"
FORUM = "[WSIS Forum 2019|event/wsis-forum-2019]"


def test_each_verb_of_a_sentence_has_its_own_papers() -> None:
    text = (
        f"{COUNCIL} noted the report of [CWG-WSIS|body/cwg-wsis-sdg] "
        "([C11/33|document/itu-c11-33]), considered [C11/74|document/itu-c11-74] "
        "and adopted [Resolution 1332|resolution/itu-council-1332]."
    )
    assert said(text, kind="considers", parts="meeting document manner") == {
        "itu-council-2011 itu-c11-33 noted",
        "itu-council-2011 itu-c11-74 considered",
    }
    assert said(text, kind="adopts", parts="meeting target") == {
        "itu-council-2011 itu-council-1332"
    }


def test_a_paper_is_submitted_by_whom_the_words_beside_it_name() -> None:
    text = (
        "[C11/74|document/itu-c11-74], submitted by the [Russian Federation|country/643], "
        "and [C11/75|document/itu-c11-75] were discussed."
    )
    assert said(text, kind="submits", parts="body document") == {"643 itu-c11-74"}


def test_gifts_have_donor_fund_time_and_the_amount_that_is_printed() -> None:
    text = (
        f"Contributions to {FUND} were received from [Japan|country/392] "
        "([CHF 50 000|figure=50000]) and [Intel|body/intel] in [2018-2020|period=2018/2020]."
    )
    assert said(text, kind="contributes", parts="donor fund start end amount") == {
        "392 itu-wsis-trust-fund 2018 2020 CHF 50 000",
        "intel itu-wsis-trust-fund 2018 2020 -",
    }


def test_sponsors_have_their_own_tier() -> None:
    text = (
        f"{FORUM} was sponsored by [Japan|country/392] as Platinum Partner and by "
        "[Rwanda|country/646] as Gold Partner."
    )
    assert said(text, kind="sponsors", parts="partner event tier") == {
        "392 wsis-forum-2019 platinum",
        "646 wsis-forum-2019 gold",
    }


def test_a_table_of_gifts_is_read_row_by_row() -> None:
    lines = (
        "Donor\tFund\tPeriod",
        f"[Japan|country/392]\t{FUND}\t[2018-2020|period=2018/2020]",
        f"[Rwanda|country/646]\t{FUND}\t[2019|date]",
    )
    assert said(*lines, kind="contributes", parts="donor fund start end") == {
        "392 itu-wsis-trust-fund 2018 2020",
        "646 itu-wsis-trust-fund 2019 -",
    }


def test_a_table_of_roles_takes_the_role_from_the_head_of_the_column() -> None:
    lines = (
        "Action line\tLead facilitator\tCo-facilitators",
        "[C3|action-lines/c3]\t[UNESCO|agency/unesco]\t[ITU|agency/itu]",
    )
    assert said(*lines, kind="role", parts="body role context") == {
        "unesco lead-facilitator c3",
        "itu co-facilitator c3",
    }


def test_an_activity_beneath_the_heading_of_one_line_is_under_it() -> None:
    lines = ("# [Action Line C2|action-lines/c2]", "[Giga|activity/giga] connects schools.")
    assert said(*lines, kind="under-line", parts="activity line") == {"giga c2"}


def test_an_activity_serves_the_goals_that_its_sentence_gives() -> None:
    text = "[Giga|activity/giga] contributes to [SDG 4|sdg/4] and [SDG 9|sdg/9]."
    assert said(text, kind="serves", parts="activity target") == {"giga 4", "giga 9"}


@pytest.mark.parametrize(
    "text",
    [
        "The [34th meeting|meeting/itu-cwg-wsis-34] took place on "
        "[16-17 September 2019|period=2019-09-16/2019-09-17].",
        "[34th meeting|meeting/itu-cwg-wsis-34] (Geneva, "
        "[16-17 September 2019|period=2019-09-16/2019-09-17])",
    ],
)
def test_a_meeting_has_the_days_beside_it(text: str) -> None:
    assert said(text, kind="meeting", parts="meeting start end") == {
        "itu-cwg-wsis-34 2019-09-16 2019-09-17"
    }


def test_a_figure_has_value_unit_and_measure() -> None:
    text = "The database holds more than [14 000|figure=14000] entries."
    assert said(text, kind="figure", parts="value unit measure") == {
        "14000 entry stocktaking-entries"
    }
