"""Resolutions and decisions of every body, in six languages, each under one IRI."""

import pytest
from tests.loading.references.finding import document, found, key, mentions

from wsisgraph.loading.texts.model import Change

ASSEMBLY = [
    "General Assembly resolution 70/125",
    "A/RES/70/125",
    "A/RES/٧٠/١٢٥",
    "UNGA Resolution A/70/125",
    "resolution 70/125 of the General Assembly",
    "la résolution 70/125 de l'Assemblée générale",
    "la resolución 70/125 de la Asamblea General",
    "в резолюции 70/125 Генеральной Ассамблеи",
    "قرار الجمعية العامة 70/125",
    "قرار الجمعية العامة ١٢٥/٧٠",
    "联大第70/125号决议",
    "第A/70/125号决议",
]
BUCHAREST = [
    "Resolution 140 (Rev. Bucharest, 2022)",
    "PP Resolution 140 (Rev. Bucharest, 2022)",
    "la Résolution 140 (Rév. Bucarest, 2022) de la Conférence de plénipotentiaires",
    "la Resolución 140 (Rev. Bucarest, 2022)",
    "Резолюцией 140 (Пересм. Бухарест, 2022 г.) Полномочной конференции",
    "القرار 140 (المراجَع في بوخارست، 2022) لمؤتمر المندوبين المفوضين",
    "全权代表大会第140号决议（2022年，布加勒斯特，修订版）",
    "第140号决议（布加勒斯特，2022年，修订版）",
]


@pytest.mark.parametrize("text", ASSEMBLY)
def test_a_resolution_of_the_assembly_is_one_however_it_is_printed(text: str) -> None:
    assert found(text, "resolution") == ["resolution/ga-70-125"]


@pytest.mark.parametrize("text", BUCHAREST)
def test_a_revision_has_the_iri_of_its_version(text: str) -> None:
    assert found(text, "resolution") == ["resolution/itu-pp-140/2022"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ECOSOC resolution 2023/3", ["ecosoc-2023-3"]),
        ("قرار المجلس الاقتصادي والاجتماعي ٢٠٢٣/٣", ["ecosoc-2023-3"]),
        ("Council Resolution 1332 (Modified 2019)", ["itu-council-1332/2019"]),
        ("Resolution 1332 (C11, last amended C19)", ["itu-council-1332/2019"]),
        ("Resolución 1332 del Consejo (modificada en 2019)", ["itu-council-1332/2019"]),
        ("WTDC Resolution 30 (Rev. Kigali, 2022)", ["itu-wtdc-30/2022"]),
        ("Resolution 75 (Rev. Hammamet, 2016)", ["itu-wtsa-75/2016"]),
        ("WTSA-16第75号决议", ["itu-wtsa-75/2016"]),
        ("ITU-R第61-2号决议（2019年修订版）", ["itu-r-61/2019"]),
        ("Resolution ITU-R 61-2", ["itu-r-61"]),
        ("亚太经社会第72/10号决议", ["escap-72-10"]),
        ("Resolution 41 C/27 of the General Conference of UNESCO", ["unesco-41c-27"]),
        ("联大第70/1和70/125号决议", ["ga-70-1", "ga-70-125"]),
        ("大会61/7决议与C13/4号文件", ["ga-61-7"]),
        (
            "全权代表大会第71号、第140号和第200号决议（2018年，迪拜，修订版）以及C19/5号文件",
            ["itu-pp-71/2018", "itu-pp-140/2018", "itu-pp-200/2018"],
        ),
        (
            "第71号决议（2014年，釜山，修订版）、第140号（2018年，迪拜，修订版）和第200号决议",
            ["itu-pp-71/2014", "itu-pp-140/2018", "itu-pp-200"],
        ),
        ("第12号通函、C13/4号文件和理事会第1332号决议", ["itu-council-1332"]),
        (
            "its resolutions 54/130 B of 5 May 2000 and 55/101 of 6 June 2001",
            ["ga-54-130-b", "ga-55-101"],
        ),
        ("ses résolutions 54/130 B et 55/101", ["ga-54-130-b", "ga-55-101"]),
        ("sus resoluciones 54/130 B y 55/101 A.", ["ga-54-130-b", "ga-55-101-a"]),
        ("la résolution 54/130 A-B", ["ga-54-130"]),
        ("its resolutions 61/7 B, 62/9 and 63/8", ["ga-61-7-b", "ga-62-9", "ga-63-8"]),
        ("свои резолюции 61/7 В от 4 мая 2007 года и 62/9", ["ga-61-7-b", "ga-62-9"]),
        ("резолюция 61/7 В", ["ga-61-7-b"]),
        ("резолюция 61/7 В Генеральной Ассамблеи", ["ga-61-7-b"]),
        ("Резолюция 61/7 В ней говорится о школах", ["ga-61-7"]),
        ("resolution 61/7 A/61/L.5", ["ga-61-7"]),
        ("قراراتها 61/7 باء المؤرخ 4 أيار/مايو 2007 و 62/9", ["ga-61-7-b", "ga-62-9"]),
        ("第61/7 B号和第62/9号决议", ["ga-61-7-b", "ga-62-9"]),
        ("resolution 61/7 became known", ["ga-61-7"]),
        ("в резолюции 61/7 в 2007 году", ["ga-61-7"]),
        ("Resolutions 71 and 140 (Rev. Dubai, 2018)", ["itu-pp-71/2018", "itu-pp-140/2018"]),
        ("Plenipotentiary Conference 2014 Resolution 70", ["itu-pp-70/2014"]),
        ("Council Resolution 1332 (Amend. 2016)", ["itu-council-1332/2016"]),
        ("全权代表大会批准了关于组织2016年WTSA的第98号决议", ["itu-pp-98"]),
        ("关于普惠连接的全权代表大会第98号决议", ["itu-pp-98"]),
        ("理事会第1332和1336号决议", ["itu-council-1332", "itu-council-1336"]),
        (
            "resolutions 68/302 of 31 July 2014 and 70/125 of 16 December 2015",
            ["ga-68-302", "ga-70-125"],
        ),
    ],
)
def test_the_body_is_told_by_name_number_or_place(text: str, keys: list[str]) -> None:
    assert found(text, "resolution") == [f"resolution/{name}" for name in keys]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Decision 5 (Rev. Bucharest, 2022)", "itu-pp-5/2022"),
        ("理事会第612号决定", "itu-council-612"),
        ("Acuerdo 482 del Consejo", "itu-council-482"),
        ("المقرر 635", "itu-council-635"),
        ("Реш. 635 Совета", "itu-council-635"),
    ],
)
def test_decisions_are_found_too(text: str, name: str) -> None:
    assert found(text, "decision") == [f"decision/{name}"]


def test_a_report_that_is_called_a_resolution_is_a_document() -> None:
    text = "联大第70/125、A/70/1和A/70/684号决议"
    assert found(text, "resolution") == ["resolution/ga-70-125", "resolution/ga-70-1"]
    assert found(text, "document") == ["document/a-70-684"]


def test_texts_that_run_into_one_another_give_no_version() -> None:
    text = "全权代表大会第140号决议（2018年，迪拜2022年，布加勒斯特，修订版）"
    (mention,) = [each for each in mentions(text) if each.kind == "resolution"]
    assert key(mention) == "resolution/itu-pp-140"
    assert mention.details["joined"] == "true"


def test_of_a_redline_both_versions_are_found() -> None:
    text = "Resolution 140 (Rev. Dubai, 2018Bucharest, 2022)"
    old, new = text.index("Dubai"), text.index("Bucharest")
    changes = (Change(old, new, "deleted"), Change(new, len(text) - 1, "inserted"))
    versions = {key(each) for each in mentions(text, *changes) if each.kind == "resolution"}
    assert versions == {"resolution/itu-pp-140/2018", "resolution/itu-pp-140/2022"}


def test_a_number_left_open_is_closed_by_what_the_text_says_elsewhere() -> None:
    found = document("Resolution 99 applies.", "WTDC Resolution 99 was adopted.")
    assert [key(each) for each in found["1"]] == ["resolution/itu-wtdc-99"]


def test_a_list_has_one_body() -> None:
    listed = "trató los proyectos de Resoluciones 2, 9, 71, 73 y 81."
    assert set(found(listed, "resolution")) == {
        f"Resolution {number}" for number in (2, 9, 71, 73, 81)
    }
    assert set(found(f"La CMDT {listed}", "resolution")) == {
        f"resolution/itu-wtdc-{number}" for number in (2, 9, 71, 73, 81)
    }


def test_a_number_that_nothing_tells_of_stays_open() -> None:
    (mention,) = [each for each in mentions("Resolution 998 applies.") if each.kind == "resolution"]
    assert (mention.iri, mention.value, mention.known) == ("", "Resolution 998", False)


@pytest.mark.parametrize(
    "text", ["做出决议1、2、3和4", "The decision 5 people took", "in a resolution, 12 states"]
)
def test_what_is_no_reference_is_none(text: str) -> None:
    assert found(text, "resolution", "decision") == []
