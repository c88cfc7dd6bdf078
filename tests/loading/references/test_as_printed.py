"""What real documents print and made ones seldom do: dates of adoption, two symbols, lists."""

import pytest
from tests.loading.references.finding import document, finder, found, key, mentions, passage

from wsisgraph.loading.texts.model import Text


@pytest.mark.parametrize(
    "text",
    [
        "Resolution adopted by the General Assembly on 16 December 2015",
        "Résolution adoptée par l'Assemblée générale le 16 décembre 2015",
        "Resolución aprobada por la Asamblea General el 16 de diciembre de 2015",
        "Резолюция, принятая Генеральной Ассамблеей 16 декабря 2015 года",
        "قرار اتخذته الجمعية العامة في 16 كانون الأول/ديسمبر 2015",
    ],
)
def test_the_day_of_adoption_is_no_number_of_a_resolution(text: str) -> None:
    assert found(text, "resolution", "date") == ["2015-12-16"]


def test_a_year_behind_a_body_is_no_number_of_a_resolution() -> None:
    assert found("a resolution of the Council in 2031", "resolution") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Resolution 75 (WTSA-08)", "itu-wtsa-75/2008"),
        ("Résolution 30 (Rév. CMDT-10)", "itu-wtdc-30/2010"),
        ("第102号决议（2006年，安塔利亚，修订版）和第75号决议（WTSA-08）", "itu-wtsa-75/2008"),
        ("Резолюция 71 (Пересм. ПК-18)", "itu-pp-71/2018"),
    ],
)
def test_the_code_of_a_conference_tells_whose_a_resolution_is(text: str, expected: str) -> None:
    assert found(text, "resolution")[-1] == f"resolution/{expected}"


def test_a_letter_of_another_alphabet_changes_no_symbol() -> None:
    said = "Resolution \u0410/70/1 and Resolution \u0410/70/684"
    assert found(said, "resolution", "document") == ["resolution/ga-70-1", "document/a-70-684"]


def test_a_decision_in_small_letters_needs_a_number_of_the_united_nations() -> None:
    assert found("its decision 2031/218 of 30 April", "decision") == ["decision/ecosoc-2031-218"]
    assert found("this decision 14/34 of theirs, and decision 5", "decision") == []


def test_a_list_of_numbers_ends_with_a_word_for_revised() -> None:
    said = "проекты; proyectos de Resoluciones 2, 8, 37 y 45 revisadas"
    assert [one.details["number"] for one in mentions(said) if one.kind == "resolution"] == [
        "2",
        "8",
        "37",
        "45",
    ]


@pytest.mark.parametrize("said", ["A/86/62–E/2031/6", "A/86/62-E/2031/6", "A/86/62*−E/2031/6*"])
def test_a_document_of_two_organs_is_one_with_both_symbols(said: str) -> None:
    (one,) = (one for one in mentions(f"in {said}") if one.kind == "document")
    assert (one.iri.rpartition("/")[2], one.details["other_symbol"]) == ("a-86-62", "E/2031/6")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("the third and fourth meetings of CWG-WSIS", [3, 4]),
        ("the thirtieth and thirty-first meetings of CWG-WSIS", [30, 31]),
        ("les troisième et quatrième réunions du GTC-SMSI&ODD", [3, 4]),
        ("la vingt et unième réunion du GTC-SMSI&ODD", [21]),
        ("la soixante et onzième réunion du GTC-SMSI&ODD", [71]),
        ("la segunda y la tercera reuniones del GTC-CMSI&ODS", [2, 3]),
        ("третье и четвертое собрания РГС-ВВУИО", [3, 4]),
        ("сорок первое собрание РГС-ВВУИО", [41]),
        ("reports of 18th, 19th , 20th and 31st CWG WSIS meetings", [18, 19, 20, 31]),
        ("第36、37次CWG-WSIS会议", [36, 37]),
    ],
)
def test_meetings_in_a_row_are_each_found(text: str, keys: list[int]) -> None:
    assert found(text, "meeting") == [f"meeting/itu-cwg-wsis-{number}" for number in keys]


@pytest.mark.parametrize(
    "text",
    [
        "CWG-WSIS met; adopted at the ninth Plenary Meeting",
        "GTC-SMSI&ODD; à la 9e séance plénière",
        "GTC-CMSI&ODS: en su 9ª sesión plenaria",
        "РГС-ВВУИО; на 9-м пленарном заседании",
        "CWG-WSIS，第9次全体会议",
    ],
)
def test_a_plenary_meeting_is_none_of_the_series_of_a_body(text: str) -> None:
    assert found(text, "meeting") == []


@pytest.mark.parametrize(
    "text",
    [
        "The Plenipotentiary Conference of the International Telecommunication Union (Busan, 2014)",
        "La Conférence de plénipotentiaires de l'Union internationale des télécommunications "
        "(Busan, 2014)",
        "La Conferencia de Plenipotenciarios de la Unión Internacional de Telecomunicaciones "
        "(Busán, 2014)",
        "Полномочная конференция Международного союза электросвязи (Пусан, 2014 г.)",
        "إن مؤتمر المندوبين المفوضين للاتحاد الدولي للاتصالات (بوسان، 2014)",
        "国际电信联盟全权代表大会（2014年，釜山）",
        "PP14 decided",
        "重点报告自2014年上届全权代表大会以来的活动",
    ],
)
def test_a_conference_of_the_union_is_told_by_place_or_year(text: str) -> None:
    assert found(text, "meeting") == ["meeting/itu-pp-2014"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("from March 2016 to February 2017", "2016-03/2017-02"),
        ("entre mars 2016 et février 2017", "2016-03/2017-02"),
        ("с марта 2016 года по февраль 2017 года", "2016-03/2017-02"),
        ("من مارس 2016 إلى فبراير 2017", "2016-03/2017-02"),
        ("durante el periodo 2016 a 2019", "2016/2019"),
        ("Monday, 20 October to Friday, 7 November 2031", "2031-10-20/2031-11-07"),
        ("du lundi 20 octobre au vendredi 7 novembre 2031", "2031-10-20/2031-11-07"),
        ("с понедельника, 20 октября, по пятницу, 7 ноября 2031 года", "2031-10-20/2031-11-07"),
        ("2031年10月20日（星期一）至11月7日（星期五）", "2031-10-20/2031-11-07"),
        ("2 October (all day) to Thursday, 3 October 2031", "2031-10-02/2031-10-03"),
        ("في تشرين الأول/أكتوبر 2031", "2031-10"),
    ],
)
def test_a_time_is_read_with_the_words_within_it(text: str, value: str) -> None:
    assert found(text, "period", "date") == [value]


def test_two_months_joined_by_and_are_two_dates() -> None:
    assert found("in March 2016 and February 2017", "period", "date") == ["2016-03", "2017-02"]


@pytest.mark.parametrize(
    "text",
    [
        "UNCTAD Secretary-General",
        "贸发会议秘书长",
        "الأمين العام للأونكتاد",
        "the Secretary-General of UNCTAD",
    ],
)
def test_the_officer_of_another_body_is_not_that_of_the_union(text: str) -> None:
    assert found(text, "body") == ["agency/unctad"]


def test_what_is_counted_is_no_number_of_a_meeting() -> None:
    said = "اجتمع فريق العمل CWG-WSIS واستقطب الاجتماع 213 مشاركاً"
    assert found(said, "meeting", "figure") == ["213"]


@pytest.mark.parametrize(
    "text", ["المراجعة 2 للوثيقة", "в соответствии с п. 162 Регламента", "بين 12 و16 يونيو"]
)
def test_numbers_of_parts_and_days_are_no_figures(text: str) -> None:
    assert found(text, "figure") == []


@pytest.mark.parametrize(
    "text",
    [
        "the 12th session of the Executive Committee of ESCWA",
        "la 12e session du Comité exécutif de la CESAO",
        "12-я сессия Исполнительного комитета ЭСКЗА",
    ],
)
def test_a_session_of_an_organ_without_a_name_is_not_that_of_its_parent(text: str) -> None:
    assert found(text, "meeting") == []


@pytest.mark.parametrize(
    "text",
    [
        "the President of the seventy-eighth session of the General Assembly",
        "Председатель Генеральной Ассамблеи на 78-й сессии",
        "第78届联合国大会主席",
        "第七十八届联合国大会通过",
    ],
)
def test_the_session_of_a_president_is_that_of_the_body(text: str) -> None:
    assert found(text, "meeting") == ["meeting/unga-78"]


@pytest.mark.parametrize(
    "text",
    [
        "Forum 2033 du SMSI",
        "Foro 2033 de la CMSI",
        "Форум ВВУИО 2033 года",
        "Форум Всемирной встречи на высшем уровне по вопросам информационного общества 2033 года",
        "2033 年 WSIS 论坛",
        "2033年WSIS虚拟论坛",
        "the 2033 WSIS Forum",
    ],
)
def test_a_forum_of_a_year_is_one_wherever_the_year_stands(text: str) -> None:
    assert found(text, "event") == ["edition/wsis-forum/2033"]


def test_a_code_of_the_governance_forum_is_that_of_its_year() -> None:
    assert found("During IGF-23", "event", "meeting") == ["edition/igf/2023"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("WSIS Forum 2033 (27-31 May, Geneva)", "2033-05-27/2033-05-31"),
        ("Форум ВВУИО 2033 года прошел 27–31 мая", "2033-05-27/2033-05-31"),
        ("2033年WSIS论坛将于5月27日至31日举行", "2033-05-27/2033-05-31"),
    ],
)
def test_a_day_without_a_year_has_that_of_the_event_it_stands_by(text: str, value: str) -> None:
    assert found(text, "period", "date") == [value]


def test_an_abbreviation_of_the_end_of_a_name_is_not_that_of_the_whole() -> None:
    said = "The Council Working Group on the World Summit on the Information Society (WSIS) met."
    read = document(said, "The WSIS process")
    assert [key(one) for one in read["1"]] == ["body/cwg-wsis-sdg", "event/wsis"]
    assert [key(one) for one in read["2"]] == ["event/wsis"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("свыше 2000 заинтересованных сторон", [("figure", "2000")]),
        ("more than 2000 delegates", [("figure", "2000")]),
        ("more than 2 over 2031 and 2032", [("date", "2031"), ("date", "2032")]),
        ("في عام 1992م، كما", [("date", "1992")]),
        ("进行20周年审查", []),
        ("24小时", [("figure", "24")]),
        ("12时开始", []),
    ],
)
def test_a_number_is_a_count_or_a_time(text: str, expected: list[tuple[str, str]]) -> None:
    read = [(one.kind, one.value) for one in mentions(text) if one.kind in ("figure", "date")]
    assert [one for one in read if one[1] != "2"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Резолюция 33 С/52", "resolution/unesco-33c-52"),
        ("документ 35 C/46", "document/unesco-35-c-46"),
        ("решение 174 ЕХ/13", "document/unesco-174-ex-13"),
    ],
)
def test_papers_of_unesco_are_read_in_both_alphabets(text: str, expected: str) -> None:
    assert found(text, "resolution", "document") == [expected]


def test_a_reference_has_the_body_of_the_one_it_is_joined_to() -> None:
    said = "Decision 8 and Resolution 113 of the Plenipotentiary Conference (Marrakesh, 2002)"
    assert found(said, "decision", "resolution") == [
        "decision/itu-pp-8/2002",
        "resolution/itu-pp-113/2002",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("时间：2031-11-22 09:15", ["2031-11-22"]),
        ("以132票当选", ["132"]),
        ("Tel. + 41 22 730 6065", []),
        ("Tel. +41 22 730 6065", []),
    ],
)
def test_dates_votes_and_telephones_are_told_apart(text: str, expected: list[str]) -> None:
    assert found(text, "date", "figure") == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Resolution 1196 (C99, last amended C04)", "1196/2004"),
        ("Resolution 1196 (C99)", "1196/1999"),
    ],
)
def test_a_session_of_the_council_of_before_2000_is_none_of_this_century(
    text: str, key: str
) -> None:
    assert found(text, "resolution") == [f"resolution/itu-council-{key}"]


def test_what_only_stands_before_another_has_not_its_body() -> None:
    said = "it revised Resolution 75, and Resolution ITU-R 61-2 completes the picture"
    assert "resolution/itu-r-75" not in found(said, "resolution")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("إذ تشير إلى قراراتها 73/218 و74/197", ["ga-73-218", "ga-74-197"]),
        ("إلى قرارها 73/218", ["ga-73-218"]),
        ("General Assembly resolution 3038 (XXVII) of 19 December 1972", ["ga-3038-xxvii"]),
        ("（第3038(XXVII)号决议）", ["ga-3038-xxvii"]),
        ("Economic and Social Council resolution 1907 (LVII)", ["ecosoc-1907-lvii"]),
        ("ECLAC resolution 772(XL)", ["eclac-772-xl"]),
    ],
)
def test_resolutions_are_read_with_endings_and_sessions(text: str, expected: list[str]) -> None:
    assert found(text, "resolution") == [f"resolution/{each}" for each in expected]


@pytest.mark.parametrize("symbol", ["A/C.2/86/SR.24", "A/C.2/86/SR.2-6", "A/86/PV.71"])
def test_records_of_meetings_are_documents(symbol: str) -> None:
    (one,) = mentions(f"(see {symbol})")
    assert (one.kind, one.value) == ("document", symbol)


def test_a_session_beyond_those_of_the_assembly_leaves_a_resolution_open() -> None:
    (one,) = (one for one in mentions("resolution 772 (XL)") if one.kind == "resolution")
    assert one.iri == ""


@pytest.mark.parametrize(
    "lines",
    [
        ("United Nations", "General Assembly", "A/86/437", "Eighty-sixth session"),
        ("Nations Unies", "Assemblée générale", "A/86/437", "Quatre-vingt-sixième session"),
        ("Генеральная Ассамблея", "A/86/437", "Восемьдесят шестая сессия"),
        ("联合国大会", "A/86/437", "第八十六届会议"),
    ],
)
def test_the_session_at_the_head_of_a_page_is_that_of_the_organ_above_it(
    lines: tuple[str, ...],
) -> None:
    head = tuple(passage(line, f"header-{number}", "note") for number, line in enumerate(lines, 1))
    read = finder().find_all(Text("", "A/86/437", "", "en", head))
    assert [key(one) for one in read[f"header-{len(lines)}"]] == ["meeting/unga-86"]
