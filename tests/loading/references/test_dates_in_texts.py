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
        ("entre el 15 y el 19 de abril de 2024", ["2024-04-15/2024-04-19"]),
        ("el 15 y el 19 de abril de 2024", ["2024-04-15", "2024-04-19"]),
        ("entre el 28 de marzo y el 1 de abril de 2022", ["2022-03-28/2022-04-01"]),
        ("entre le 3 et le 7 mai 2021", ["2021-05-03/2021-05-07"]),
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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Held on 3–5 May 2031 and 7–9 June.", "2031-05-03/2031-05-05 2031-06-07/2031-06-09"),
        (
            "from 4 to 8 March 2031 and from 9 to 13 September of the same year",
            "2031-03-04/2031-03-08 2031-09-09/2031-09-13",
        ),
        (
            "from 28 February to 3 March and from 30 May to 1 June 2031",
            "2031-02-28/2031-03-03 2031-05-30/2031-06-01",
        ),
        ("On December 5, 2031 and December 9-11", "2031-12-05 2031-12-09/2031-12-11"),
        ("In 2031, they met on 3 May and 5 June.", "2031 2031-05-03 2031-06-05"),
        ("on 3 May and 5 June 2031", "2031-05-03 2031-06-05"),
        (
            "du 4 au 8 mars 2031 et du 9 au 13 septembre",
            "2031-03-04/2031-03-08 2031-09-09/2031-09-13",
        ),
        (
            "del 4 al 8 de marzo y del 9 al 13 de septiembre de 2031",
            "2031-03-04/2031-03-08 2031-09-09/2031-09-13",
        ),
        (
            "4–8 марта 2031 года и 9–13 сентября того же года",
            "2031-03-04/2031-03-08 2031-09-09/2031-09-13",
        ),
        (
            "من 4 إلى 8 مارس 2031 ومن 9 إلى 13 سبتمبر من العام نفسه",
            "2031-03-04/2031-03-08 2031-09-09/2031-09-13",
        ),
        (
            "会议于2031年3月4日至8日举行，另一次于同年9月9日至13日举行",
            "2031-03-04/2031-03-08 2031-09-09/2031-09-13",
        ),
        (
            "2031年3月4-8日、5月6-7日和9月9-13日",
            "2031-03-04/2031-03-08 2031-05-06/2031-05-07 2031-09-09/2031-09-13",
        ),
        ("The note of 5 June 2031. The day is 3 July.", "2031-06-05"),
        ("on 10 December 2031 and 5 January", "2031-12-10"),
        ("since 2 March 2031, and on 24 October each year", "2031-03-02"),
        ("2031年3月4日举行，截止日期为2月1日", "2031-03-04"),
    ],
)
def test_a_day_may_have_the_year_of_another(text: str, found: str) -> None:
    assert [each.value for each in mentions(text) if each.kind in ("date", "period")] == (
        found.split()
    )
