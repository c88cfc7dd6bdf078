"""Meetings that an ordinal alone names, beside a symbol or behind a meeting told of."""

import pytest
from tests.loading.references.finding import document, key


def _met(*lines: str) -> list[list[str]]:
    found = document(*lines)
    return [
        [key(m) for m in found[str(number)] if m.kind == "meeting"]
        for number, _ in enumerate(lines, 1)
    ]


BESIDE_A_SYMBOL = [
    "It met for the thirty-third time on 17 September 2018, and took up CWG-WSIS&SDG-33/6.",
    "La trente-troisième (18-19 septembre 2018) a examiné le Document CWG-WSIS-33/2.",
    "En la 33ª se deliberó sobre el documento CWG-WSIS&SDG-33/6.",
    "На тридцать третьем, открывшемся 3 сентября 2018 года, рассмотрен документ CWG-WSIS&SDG-33/9.",
    "وفي الثالث والثلاثين، نوقشت الوثيقة CWG-WSIS-33/2.",
    "第三十三次于2018年9月17日举行，审议了CWG-WSIS&SDG-33/6号文件。",
    "Thirty-third\t17-18 September 2018\tCWG-WSIS&SDG-33/5",
    "33ª\t17 y 18 de septiembre de 2018\tCWG-WSIS&SDG-33/5",
    "33ème\t17-18 septembre 2018\tCWG-WSIS&SDG-33/5",
]


@pytest.mark.parametrize("line", BESIDE_A_SYMBOL)
def test_a_symbol_beside_it_tells_whose_meeting_it_is(line: str) -> None:
    assert "meeting/itu-cwg-wsis-33" in _met(line)[0]


GROUP = "The thirty-ninth meeting of CWG-WSIS&SDG took place on 10 and 11 May 2022."
NEXT = [
    "The fortieth, on 12 and 13 September 2022, was a short one.",
    "Elle n'a pu se faire représenter à la quarantième, les 12 et 13 septembre 2022.",
    "La 40ª, los días 12 y 13 de septiembre de 2022, fue breve.",
    "На сороковом, открывшемся 12 сентября 2022 года, было мало участников.",
    "أما الأربعون، في 12 سبتمبر 2022، فكان قصيراً.",
    "第四十次于2022年9月12日举行。",
    "Fortieth\t12-13 September 2022\tnone",
]


@pytest.mark.parametrize("line", NEXT)
def test_the_next_number_with_its_days_is_the_next_meeting(line: str) -> None:
    assert _met(GROUP, line)[1] == ["meeting/itu-cwg-wsis-40"]


def test_two_in_a_row_are_both_told() -> None:
    line = "Two: the thirty-third (CWG-WSIS&SDG-33/6), then the thirty-fourth, in 2019."
    assert _met(line) == [["meeting/itu-cwg-wsis-33", "meeting/itu-cwg-wsis-34"]]


@pytest.mark.parametrize(
    "line",
    [
        "The fortieth anniversary, on 12 September 2022, was celebrated.",
        "The fiftieth, on 12 September 2022, was a short one.",
        "The fortieth was a short one.",
        "Le 40ème pays, le 12 septembre 2022, était le Togo.",
        "Это сороковая страна, 12 сентября 2022 года.",
        "第四十次论坛于2022年9月12日举行。",
    ],
)
def test_what_else_is_counted_is_no_meeting(line: str) -> None:
    assert _met(GROUP, line)[1] == []


@pytest.mark.parametrize("line", NEXT)
def test_without_a_meeting_before_an_ordinal_tells_none(line: str) -> None:
    assert _met(line) == [[]]


@pytest.mark.parametrize(
    "line",
    [
        "The thirty-ninth meeting of the Council Working Group was held in May 2022.",
        "La 39e réunion du Groupe de travail du Conseil de l'UIT s'est tenue en mai 2022.",
        "La 39ª reunión del Grupo de Trabajo del Consejo de la UIT se celebró en mayo de 2022.",
        "Тридцать девятое собрание Рабочей группы Совета МСЭ прошло в мае 2022 года.",
        "عُقد الاجتماع التاسع والثلاثون لفريق العمل التابع لمجلس الاتحاد في مايو 2022.",
        "理事会工作组第三十九次会议于2022年5月举行。",
    ],
)
def test_the_working_group_of_the_council_is_that_on_the_summit(line: str) -> None:
    assert _met(line) == [["meeting/itu-cwg-wsis-39"]]


@pytest.mark.parametrize(
    "line",
    [
        "The Council Working Group on Financial and Human Resources met in May 2022.",
        "Le Groupe de travail du Conseil sur les Ressources financières s'est réuni en mai 2022.",
        "El Grupo de Trabajo del Consejo sobre Recursos Financieros se reunió en mayo de 2022.",
        "Рабочая группа Совета по финансовым и людским ресурсам собралась в мае 2022 года.",
        "Le Groupe de travail du Conseil chargé de la protection des enfants s'est réuni.",
        "El Grupo de Trabajo del Consejo sobre una constitución estable se reunió en 2022.",
        "اجتمع فريق العمل التابع للمجلس المعني بالموارد المالية في مايو 2022.",
        "The Council Working Group (CWG) on fees met in May 2022.",
    ],
)
def test_another_working_group_of_the_council_is_another(line: str) -> None:
    assert not any("cwg-wsis" in mention.iri for mention in document(line)["1"])
