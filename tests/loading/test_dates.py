"""Dates as tables print them."""

import pytest

from wsisgraph.loading.dates import BadDateError, parse_date, parse_period


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("2019", "2019"),
        ("2019-02", "2019-02"),
        ("2019-2-8", "2019-02-08"),
        ("2019-02-28T10:00:00Z", "2019-02-28"),
        ("2019-02-28 00:00:00", "2019-02-28"),
        ("28/02/2019", "2019-02-28"),
        ("28.02.2019", "2019-02-28"),
        ("02/28/2019", "2019-02-28"),
        ("02/2019", "2019-02"),
        ("2019/02/28", "2019-02-28"),
        ("March 2019", "2019-03"),
        ("28 Feb. 2019", "2019-02-28"),
        ("February 28th, 2019", "2019-02-28"),
        ("28 de febrero de 2019", "2019-02-28"),
        ("1er février 2019", "2019-02-01"),
        ("28 февраля 2019 г.", "2019-02-28"),
        ("2019年2月28日", "2019-02-28"),
        ("2019年2月", "2019-02"),
        ("٢٨ فبراير ٢٠١٩", "2019-02-28"),
        ("２０１９", "2019"),
        ("43524", "2019-02-28"),
        ("\u00a02019\u00a0", "2019"),
        ("29/02/2020", "2020-02-29"),
        ("2019 г.", "2019"),
        ("2019.0", "2019"),
        ("2014/11", "2014-11"),
    ],
)
def test_a_date_keeps_the_precision_in_which_it_is_printed(printed: str, date: str) -> None:
    assert parse_date(printed).text == date


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("31/02/2019", "no day: February 2019 has 28 days"),
        ("2019-02-30", "no day"),
        ("29/02/2019", "no day"),
        ("2019-13", "the month 13"),
        ("03/04/2019", "may be 3 April or 4 March"),
        ("soon", "is no date"),
        ("1e400", "is no date"),
        ("0000", "the year 0000"),
        ("12345678901234567890", "is no date"),
        ("99999", "the year 2173"),
        ("32/13/2019", "month 13"),
        ("May or June 2019", "is no date"),
    ],
)
def test_what_is_no_date_is_told_with_the_reason(printed: str, found: str) -> None:
    with pytest.raises(BadDateError) as refused:
        parse_date(printed)
    assert found in refused.value.found
    assert refused.value.mend


@pytest.mark.parametrize(
    ("printed", "mend"),
    [
        ("2014/15", "write 2014 for the start, 2015 for the end"),
        ("2014-16", "write 2014 for the start, 2016 for the end"),
        ("1/2/19", "write the year in full"),
        ("Mar-19", "write the year in full"),
        ("Q1 2019", "2019-03, or 2019"),
        ("spring 2019", "2019-03, or 2019"),
    ],
)
def test_each_way_of_writing_no_date_has_the_mend_that_fits(printed: str, mend: str) -> None:
    with pytest.raises(BadDateError) as refused:
        parse_date(printed)
    assert mend in refused.value.mend


def test_the_order_of_day_and_month_may_be_said() -> None:
    assert parse_date("03/04/2019", "dmy").text == "2019-04-03"
    assert parse_date("03/04/2019", "mdy").text == "2019-03-04"


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("2012-2014", "2012", "2014"),
        ("2012 – 2014", "2012", "2014"),
        ("March 2012 to May 2014", "2012-03", "2014-05"),
        ("2012-03-01 - 2013-04-05", "2012-03-01", "2013-04-05"),
        ("2012 – ongoing", "2012", None),
        ("2013", "2013", None),
        ("2012年至2014年", "2012", "2014"),
        ("2014/15", "2014", "2015"),
        ("2014-16", "2014", "2016"),
        ("18 months", None, None),
    ],
)
def test_a_period_has_a_start_and_an_end(printed: str, start: str | None, end: str | None) -> None:
    found = parse_period(printed)
    assert tuple(date.text if date else None for date in found) == (start, end)


def test_a_period_that_ends_before_it_starts_is_told() -> None:
    with pytest.raises(BadDateError, match="ends before it starts"):
        parse_period("2014-2012")
