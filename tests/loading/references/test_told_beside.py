"""What words beside a reference tell of it: place and year, a session, the year of a day, a column.

Every mechanism has a sentence in each language, and some that look like it and are no such.
"""

import pytest
from tests.loading.references.finding import document, finder, found, key, passage

from wsisgraph.loading.texts.model import Text

MET_THERE = [
    ("In Kigali, where Rwanda received it in June 2022, the World Telecommunication Development "
     "Conference revised Resolution 37.", "itu-wtdc-2022"),
    ("C'est à Bucarest que s'est tenue, du 26 septembre au 14 octobre 2022, la Conférence de "
     "plénipotentiaires.", "itu-pp-2022"),
    ("Nueva Delhi acogió, del 15 al 24 de octubre de 2024, la Asamblea Mundial de Normalización "
     "de las Telecomunicaciones.", "itu-wtsa-2024"),
    ("В Баку с 17 по 28 ноября 2025 года заседала Всемирная конференция по развитию "
     "электросвязи.", "itu-wtdc-2025"),
    ("اجتمع مؤتمر المندوبين المفوضين في مدينة دبي بين 29 أكتوبر و16 نوفمبر 2018.", "itu-pp-2018"),
    ("2022年6月，卢旺达在基加利承办了世界电信发展大会。", "itu-wtdc-2022"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meeting"), MET_THERE)
def test_place_and_year_in_its_sentence_tell_which_conference_it_was(
    text: str, meeting: str
) -> None:
    assert f"meeting/{meeting}" in found(text, "meeting")


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 30 (Rev. Kigali, 2022) of the World Telecommunication Development Conference",
        "The World Telecommunication Development Conference meets in turn. Kigali saw a fair in "
        "2022.",
        "Le Conseil, réuni à Genève en 2022, a évoqué l'Assemblée mondiale de normalisation des "
        "télécommunications.",
        "Conferencia Mundial de Desarrollo de las Telecomunicaciones: en Kigali, 2019",
    ],
)
def test_a_version_or_another_sentence_tells_no_conference(text: str) -> None:
    assert found(text, "meeting") in ([], ["meeting/itu-council-2022"])


OF_COMMISSIONS = [
    "At its seventy-ninth session, ESCAP adopted resolution 79/2.",
    "À sa soixante-dix-neuvième session, la CESAP a adopté la résolution 79/2.",
    "En su 79º período de sesiones, la CESPAP aprobó la resolución 79/2.",
    "На своей семьдесят девятой сессии ЭСКАТО приняла резолюцию 79/2.",
    "اعتمدت الإسكاب في دورتها التاسعة والسبعين القرار 79/2.",
    "亚太经社会第七十九届会议通过了第79/2号决议。",
]


@pytest.mark.parametrize("text", OF_COMMISSIONS)
def test_a_resolution_of_the_session_that_is_named_is_its_commissions(text: str) -> None:
    assert found(text, "resolution") == ["resolution/escap-79-2"]


def test_one_of_the_assembly_stays_so_beside_a_session_of_another_number() -> None:
    text = "ESCAP, at its eightieth session, recalled General Assembly resolution 78/213."
    assert found(text, "resolution") == ["resolution/ga-78-213"]


CONFERENCES = [
    ("The Plenipotentiary Conference revised Resolution 131.", "itu-pp-131"),
    ("La Conférence de plénipotentiaires a révisé la Résolution 131.", "itu-pp-131"),
    ("La Conferencia de Plenipotenciarios revisó la Resolución 131.", "itu-pp-131"),
    ("Полномочная конференция пересмотрела Резолюцию 131.", "itu-pp-131"),
    ("راجع مؤتمر المندوبين المفوضين القرار 131.", "itu-pp-131"),
    ("全权代表大会修订了第131号决议。", "itu-pp-131"),
    ("Резолюцией 140 (Пересм. Пусан, 2014 г.) Генеральному секретарю поручено", "itu-pp-140/2014"),
]


@pytest.mark.parametrize(("text", "resolution"), CONFERENCES)
def test_the_one_conference_of_a_passage_may_have_adopted_it(text: str, resolution: str) -> None:
    mentions = document(text)["1"]
    assert [key(one) for one in mentions if one.kind == "resolution"] == [
        f"resolution/{resolution}"
    ]


def test_a_number_that_a_conference_has_not_reached_is_not_its() -> None:
    mentions = document("The World Telecommunication Development Conference and Resolution 131")
    assert [one.iri for one in mentions["1"] if one.kind == "resolution"] == [""]


DAYS = [
    "Two texts were added in 2020. On 17 July, the Council met.",
    "Deux textes s'y sont ajoutés en 2020. Le 17 juillet, le Conseil s'est réuni.",
    "En 2020 se sumaron dos textos. El 17 de julio se reunió el Consejo.",
    "В 2020 году прибавилось два документа. Совет собрался 17 июля.",
    "أضيف نصان في عام 2020. واجتمع المجلس في 17 يوليو.",
    "2020年又增加了两份文件。7月17日，理事会举行会议。",
]


@pytest.mark.parametrize("text", DAYS)
def test_the_only_year_of_a_passage_is_that_of_the_next_sentence(text: str) -> None:
    assert found(text, "date") == ["2020", "2020-07-17"]


AS_OF = [
    "The Forum is held on 27–31 May 2024. As of 15 April, 139 countries had registered.",
    "Le Forum a lieu du 27 au 31 mai 2024. Au 15 avril, 139 pays s'étaient inscrits.",
    "El Foro se celebra del 27 al 31 de mayo de 2024. Al 15 de abril se habían inscrito 139.",
    "Форум пройдет 27–31 мая 2024 года. По состоянию на 15 апреля записалось 139 стран.",
    "يعقد المنتدى من 27 إلى 31 مايو 2024. وحتى 15 أبريل كان قد سجل 139 بلداً.",
    "论坛定于2024年5月27日至31日举行。截至4月15日，已有139个国家报名。",
]


@pytest.mark.parametrize("text", AS_OF)
def test_as_of_a_day_is_in_the_same_year(text: str) -> None:
    assert found(text, "date") == ["2024-04-15"]


@pytest.mark.parametrize(
    "text",
    [
        "Until 2008 such acts were grouped around 17 May.",
        "Jusqu'en 2008, ces manifestations entouraient le 17 mai.",
        "Los actos que hasta 2008 se agrupaban en torno al 17 de mayo.",
        "До 2008 года мероприятия приурочивались к 17 мая.",
        "The session closed on 9 June 2023. On 5 March a letter was sent.",
        "El grupo existe desde 2008. El 17 de mayo es su día.",
    ],
)
def test_a_year_until_which_and_a_day_before_it_tell_no_year(text: str) -> None:
    assert not [date for date in found(text, "date") if date.endswith(("-05-17", "-03-05"))]


def test_a_session_that_meets_every_year_tells_the_year_of_its_days() -> None:
    assert found("CSTD-28 (7–11 April)", "period") == ["2025-04-07/2025-04-11"]
    text = "quinzième Forum sur la gouvernance de l'Internet (2-17 novembre)"
    assert found(text, "period") == ["2020-11-02/2020-11-17"]


def test_the_year_tells_of_two_commissions_whose_session_it_was() -> None:
    before = "The Commission on Science and Technology for Development (CSTD) and ESCWA cooperate."
    for text, met in (
        ("The Commission, at its thirtieth session, in 2027, will review it.", "meeting/cstd-30"),
        ("The Commission, at its thirtieth session, in 2018, reviewed it.", "meeting/escwa-30"),
    ):
        mentions = document(before, text)["2"]
        assert [key(one) for one in mentions if one.kind == "meeting"] == [met]


@pytest.mark.parametrize(
    "text",
    [
        "the financial years 2018 to 2020",
        "les exercices 2018 à 2020",
        "los ejercicios 2018 a 2020",
        "للأعوام من 2018 إلى 2020",
        "с 2018 по 2020 год",
        "2018年至2020年",
    ],
)
def test_years_from_one_to_another_are_one_time(text: str) -> None:
    assert found(text, "period") == ["2018/2020"]


def _rows(*rows: tuple[str, ...]) -> list[list[str]]:
    passages = tuple(
        passage("\t".join(row), f"4-t1-r{number}", "table-row", row=row)
        for number, row in enumerate(rows, 1)
    )
    mentions = finder().find_all(Text("", "", "", "en", passages))
    return [
        [key(one) for one in mentions[f"4-t1-r{number}"] if one.kind != "line"]
        for number in range(2, len(rows) + 1)
    ]


@pytest.mark.parametrize(
    "head",
    [
        ("Initiative", "Action line", "Goal or target"),
        ("Initiative", "Grande orientation", "Objectif ou cible"),
        ("Iniciativa", "Línea de acción", "Objetivo o meta"),
        ("Инициатива", "Направление деятельности", "Цель или задача"),
        ("المبادرة", "خط العمل", "الهدف أو المقصد"),
        ("举措", "行动方面", "可持续发展目标或具体目标"),
    ],
)
def test_bare_numbers_in_a_column_of_goals_are_theirs(head: tuple[str, ...]) -> None:
    rows = _rows(head, ("X", "C2", "9.c"), ("Y", "C4", "4.4, 5"), ("Z", "C5", "–"))
    assert rows == [["9.c"], ["4.4", "5"], []]


def test_an_indicator_stands_bare_in_its_column_and_the_target_of_a_plan_does_not() -> None:
    assert _rows(("Indicator", "Custodian"), ("17.8.1", "the Union")) == [["C170801"]]
    assert "4.4" not in _rows(("Result", "Target"), ("Hits", "4.4"))[0]
    assert _rows(("Paragraph", "Subject"), ("4.4.1", "the Forum")) == [[]]


@pytest.mark.parametrize(
    "text",
    [
        "ITU is the custodian of 4.4.1 and 17.8.1.",
        "L'UIT est l'organisme responsable de 4.4.1 et 17.8.1.",
        "La custodia de 4.4.1 y 17.8.1 corresponde a la UIT.",
        "МСЭ – учреждение-куратор 4.4.1 и 17.8.1.",
        "الاتحاد هو الوكالة الراعية لكل من 4.4.1 و17.8.1.",
        "国际电联是4.4.1和17.8.1的托管机构。",
    ],
)
def test_what_has_a_custodian_is_an_indicator(text: str) -> None:
    assert found(text, "indicator") == ["C040401", "C170801"]


@pytest.mark.parametrize("text", ["See 4.4.1 and 5.1.1.", "4.4.1 The Forum met.", "voir 4.4.1"])
def test_the_number_of_a_section_is_no_indicator(text: str) -> None:
    assert found(text, "indicator") == []
