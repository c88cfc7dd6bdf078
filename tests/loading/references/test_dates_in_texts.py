"""Dates and periods in six languages, in the precision printed."""

import pytest
from tests.loading.references.finding import mentions

DAY = [
    "16 November 2018",
    "November 16, 2018",
    "2018-11-16",
    "16.11.2018",
    "16 novembre 2018",
    "16 de noviembre de 2018",
    "16 ноября 2018 года",
    "16 نوفمبر 2018",
    "١٦ تشرين الثاني/نوفمبر ٢٠١٨",
    "2018年11月16日",
    "二〇一八年十一月十六日",
]


def values(text: str) -> list[str]:
    return [each.value for each in mentions(text) if each.kind in ("date", "period")]


@pytest.mark.parametrize("text", DAY)
def test_a_day_is_one_in_every_language(text: str) -> None:
    assert values(text) == ["2018-11-16"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in 2018", ["2018"]),
        ("2018年", ["2018"]),
        ("November 2018", ["2018-11"]),
        ("2018年11月", ["2018-11"]),
        ("в мае 2019 года", ["2019-05"]),
        ("2021年1月至3月", ["2021-01/2021-03"]),
        ("3, 4 et 5 juin 2019", ["2019-06-03/2019-06-05"]),
        ("с 1 января 2019 года по 31 декабря 2020 года", ["2019-01-01/2020-12-31"]),
        ("2020-2023", ["2020/2023"]),
        ("2020–2023年", ["2020/2023"]),
        ("2014-18", ["2014/2018"]),
        ("с 2014 по 2018 год", ["2014/2018"]),
        ("since 2018", ["2018/"]),
        ("depuis 2018", ["2018/"]),
        ("自2018年以来", ["2018/"]),
        ("2012年发起的奖项", ["2012"]),
        ("自2018年起", ["2018/"]),
        ("16-18 November 2005", ["2005-11-16/2005-11-18"]),
        ("du 16 au 18 novembre 2005", ["2005-11-16/2005-11-18"]),
        ("30 May to 1 June 2013", ["2013-05-30/2013-06-01"]),
        ("2011年5月25-26日", ["2011-05-25/2011-05-26"]),
        ("2024年5月27日至31日", ["2024-05-27/2024-05-31"]),
        ("2014年10月2日和3日", ["2014-10-02/2014-10-03"]),
        ("2013年5月30-31日和6月10日", ["2013-05-30/2013-05-31", "2013-06-10"]),
        ("20-9 أكتوبر 2017", ["2017-10-09/2017-10-20"]),
        ("٢٠١٤ و٢٠١٨", ["2014", "2018"]),
    ],
)
def test_dates_keep_their_precision(text: str, found: list[str]) -> None:
    assert values(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "2020-20232024-2027年战略规划",
        "（2018年，迪拜2022年，布加勒斯特）",
        "第1112段",
        "2030 Agenda",
        "2000 participants",
        "A/RES/2019/24",
    ],
)
def test_what_is_no_date_or_no_sure_one_is_none(text: str) -> None:
    assert values(text) == []
