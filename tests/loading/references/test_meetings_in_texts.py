"""Meetings by number or year, ordinals in words, Chinese numerals, codes of conferences."""

import pytest
from tests.loading.references.finding import document, found, key, mentions

THIRTY_NINTH = [
    "the 39th meeting of CWG-WSIS&SDG",
    "the thirty-ninth meeting of the Council Working Group on WSIS and SDG",
    "CWG-WSIS&SDG at its 39th meeting",
    "the 39th CWG-WSIS&SDG meeting",
    "la 39e réunion du GTC-SMSI&ODD",
    "la trente-neuvième réunion du GTC-SMSI",
    "la 39.ª reunión del GTC-CMSI&ODS",
    "la trigésima novena reunión del GTC-CMSI",
    "39-е собрание РГС-ВВУИО&ЦУР",
    "на тридцать девятом собрании РГС-ВВУИО",
    "الاجتماع التاسع والثلاثون لفريق العمل CWG-WSIS&SDG",
    "CWG-WSIS&SDG第39次会议",
    "CWG-WSIS第三十九次会议",
    "第39次CWG-WSIS&SDG会议",
]


@pytest.mark.parametrize("text", THIRTY_NINTH)
def test_a_numbered_meeting_is_one_in_every_language(text: str) -> None:
    assert found(text, "meeting") == ["meeting/itu-cwg-wsis-39"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("WTDC-17, PP-18 and WTSA-20", ["itu-wtdc-2017", "itu-pp-2018", "itu-wtsa-2022"]),
        ("la CMDT-17 et l'AMNT-16", ["itu-wtdc-2017", "itu-wtsa-2016"]),
        ("ВКРЭ-17", ["itu-wtdc-2017"]),
        ("the 2016 session of the Council", ["itu-council-2016"]),
        ("le Conseil, à sa session de 2016", ["itu-council-2016"]),
        ("المجلس في دورته لعام 2016", ["itu-council-2016"]),
        ("Совет 2016 года", ["itu-council-2016"]),
        ("Сессии Совета 2016 и 2017 годов", ["itu-council-2016", "itu-council-2017"]),
        (
            "Всемирная конференция по развитию электросвязи, работавшая 3–9 мая 2016 года",
            ["itu-wtdc-2016"],
        ),
        ("выборы в Совет МСЭ на 2016–2019 годы", []),
        ("élection du Conseil pour 2016-2019", []),
        ("理事会2016年会议", ["itu-council-2016"]),
        ("2010年全权代表大会", ["itu-pp-2010"]),
        ("the Plenipotentiary Conference (Busan, 2014)", ["itu-pp-2014"]),
        ("全权代表大会（2014年，釜山）", ["itu-pp-2014"]),
        ("the 26th session of the CSTD", ["cstd-26"]),
        ("la quatre-vingtième session de l'Assemblée générale", ["unga-80"]),
        ("la soixante-dix-neuvième session de l'Assemblée générale", ["unga-79"]),
        ("la soixante et onzième session de l'Assemblée générale", ["unga-71"]),
        ("el septuagésimo octavo período de sesiones de la Asamblea General", ["unga-78"]),
        ("الدورة الثامنة والسبعون للجمعية العامة", ["unga-78"]),
        ("семьдесят пятая сессия Генеральной Ассамблеи", ["unga-75"]),
        ("联大第七十届会议", ["unga-70"]),
        ("CSTD-23", ["cstd-23"]),
        ("At its 2019 session, the Council", ["itu-council-2019"]),
        ("理事会在其2019年会议上", ["itu-council-2019"]),
        ("理事会在2019年会议上", ["itu-council-2019"]),
        ("في دورته لعام 2019، اعتمد المجلس", ["itu-council-2019"]),
        ("CWG-WSIS第34次和35次会议", ["itu-cwg-wsis-34", "itu-cwg-wsis-35"]),
        ("CWG-WSIS第29和第30次会议", ["itu-cwg-wsis-29", "itu-cwg-wsis-30"]),
        ("the 18th to 20th meetings of CWG-WSIS", [f"itu-cwg-wsis-{n}" for n in (18, 19, 20)]),
        (
            "CWG-WSIS held its 34th meeting in May and its 35th in June",
            ["itu-cwg-wsis-34", "itu-cwg-wsis-35"],
        ),
        ("رئيسا للدورة ال 28 للإسكوا", ["escwa-28"]),
        ("عقد فريق CWG-WSIS اجتماعه الـ 37 واجتماعه الـ38", ["itu-cwg-wsis-37", "itu-cwg-wsis-38"]),
        ("وأوصت اللجنة المجلس الاقتصادي والاجتماعي بأن يبت فيه في دورته العاشرة", ["ecosoc-10"]),
    ],
)
def test_meetings_go_by_year_or_number(text: str, keys: list[str]) -> None:
    assert found(text, "meeting") == [f"meeting/{name}" for name in keys]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("WSIS Forum 2019", "edition/wsis-forum/2019"),
        ("le Forum du SMSI de 2019", "edition/wsis-forum/2019"),
        ("2019年WSIS论坛", "edition/wsis-forum/2019"),
        ("HLPF 2019", "event/hlpf-2019"),
    ],
)
def test_forums_are_events_of_a_year(text: str, name: str) -> None:
    assert found(text, "event") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "WSIS Prizes in 2012",
        "جوائز القمة العالمية لمجتمع المعلومات في عام ٢٠١٢",
        "WSIS论坛在2012年",
    ],
)
def test_a_year_in_which_something_happened_makes_no_edition(text: str) -> None:
    assert found(text, "event") == []


def test_a_meeting_without_a_name_is_of_the_group_that_the_text_is_about() -> None:
    found = document("CWG-WSIS第18次会议", "第25次会议审议了该文件。")
    assert [key(each) for each in found["2"]] == ["meeting/itu-cwg-wsis-25"]


def test_the_symbol_of_a_document_tells_whose_meetings_it_counts() -> None:
    found = document("The 42nd meeting was opened.", symbol="CWG-WSIS&SDG-42/11")
    assert [key(each) for each in found["1"]] == ["meeting/itu-cwg-wsis-42"]


@pytest.mark.parametrize(
    "text",
    [
        "互联网治理专门小组第5次会议",
        "第一次此类会议",
        "全权代表大会（2018年，迪拜2022年，布加勒斯特）",
        "the third meeting room",
        "أيد المجلس الاقتصادي والاجتماعي أن تنظر اللجنة فيه في دورتها العاشرة",
        "الدورة العاشرة للجنة الموارد، التابعة للمجلس الاقتصادي والاجتماعي",
        "الاجتماع العاشر لمجلس الأمناء، بحضور المجلس الاقتصادي والاجتماعي",
    ],
)
def test_a_meeting_of_nobody_known_is_none(text: str) -> None:
    assert found(text, "meeting") == []


def test_the_next_meeting_of_a_sentence_does_not_swallow_the_date_of_the_first() -> None:
    text = "CWG-WSIS&SDG第27次会议于2016年2月17-18日召开，第28次会议于2016年10月11-12日举行。"
    said = [(m.said, m.value) for m in mentions(text) if m.kind in ("meeting", "period")]
    assert said == [
        ("CWG-WSIS&SDG第27次会议", "cwg-wsis-sdg 27"),
        ("2016年2月17-18日", "2016-02-17/2016-02-18"),
        ("第28次会议", "cwg-wsis-sdg 28"),
        ("2016年10月11-12日", "2016-10-11/2016-10-12"),
    ]
