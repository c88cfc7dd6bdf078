"""Meetings, events and programmes as drafters of six languages name them, and what is none."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.loading.references.finding import document, found, key, mentions

from wsisgraph.loading.references.describing import description

SENTENCES = tomllib.loads(Path(__file__).with_name("occasions.toml").read_text(encoding="utf-8"))
KINDS = ("meeting", "event", "programme")
# The World Summit itself, which every other sentence names.
SUMMIT = "wsis"


def sentences() -> list[Any]:
    return [
        pytest.param(entry, id=f"{language}-{number}")
        for language, entries in SENTENCES.items()
        for number, entry in enumerate(entries, 1)
    ]


@pytest.mark.parametrize("entry", sentences())
def test_a_sentence_names_these_occasions_and_no_others(entry: dict[str, Any]) -> None:
    texts = [text for text in (entry.get("before"), entry["text"]) if text]
    named = document(*texts)[str(len(texts))]
    keys = {key(each).partition("/")[2] for each in named if each.kind in KINDS} - {SUMMIT}
    assert sorted(keys) == entry["found"]


@pytest.mark.parametrize(
    "text",
    [
        "the third special session of the General Assembly",
        "the second extraordinary session of UNESCO's General Conference",
        "la deuxième session extraordinaire du Congrès de l'UPU",
        "вторая чрезвычайная специальная сессия Генеральной Ассамблеи",
        "الدورة الاستثنائية الثانية للجمعية العامة",
        "联合国大会第三届特别会议",
        "the Fourth Extraordinary Congress of the Universal Postal Union",
        "Второй внеочередной Всемирный почтовый конгресс",
    ],
)
def test_sessions_out_of_turn_have_numbers_of_their_own(text: str) -> None:
    assert found(text, "meeting") == []


@pytest.mark.parametrize(
    "text",
    [
        "the 36th session of the Committee of the Whole of ECLAC",
        "el trigésimo sexto período de sesiones del Comité Plenario de la CEPAL",
        "الاجتماع العاشر للجنة التنفيذية للإسكوا",
        "the Commission on Population and Development, at its fifty-eighth session",
        "La Commission de la population, à sa cinquante-huitième session",
        "the IGF MAG third meeting",
        "the second Internet Governance Forum Multistakeholder Advisory Group",
    ],
)
def test_a_meeting_of_another_organ_is_not_that_of_the_body_beside_it(text: str) -> None:
    assert found(text, "meeting") == []


@pytest.mark.parametrize(
    "text",
    [
        "the 2024 Forum of Small States",
        "el foro de 2024 de empresas",
        "UNGA resolution 79/277",
        "room C24 was full",
        "the ITU Council approved the plan in 2024",
        "Совет из 48 членов в 2024 году",
        "A preparatory meeting for the World Telecommunication Development Conference was held "
        "from 3 to 4 May 2021.",
        "РГС-ВВУИО и ЦУР проведет следующее собрание 5 и 6 октября 2026 года.",
    ],
)
def test_a_year_or_a_number_nearby_makes_no_occasion(text: str) -> None:
    assert found(text, "meeting", "event") == []


def test_a_number_that_sessions_of_a_body_never_had_is_that_of_another() -> None:
    named = document(
        "The Economic Commission for Africa reports to the CSTD.",
        "The twenty-seventh session met in Geneva, and the fifty-seventh session in Addis Ababa.",
    )
    keys = [key(each) for each in named["2"] if each.kind == "meeting"]
    assert "meeting/eca-27" not in keys
    assert "meeting/cstd-57" not in keys


def test_a_session_that_the_commission_never_had_is_not_that_of_a_council_behind_it() -> None:
    named = document(
        "The Commission on Science and Technology for Development met.",
        "At its fourth session, the Commission asked the Economic and Social Council to act.",
    )
    assert [each for each in named["2"] if each.kind == "meeting"] == []


def test_a_session_of_another_commission_is_not_that_of_a_group_whose_symbol_stands_beside() -> (
    None
):
    named = document(
        "La Comisión de Ciencia y Tecnología para el Desarrollo se reunió. La CEPAL siguió los "
        "trabajos del Grupo de Trabajo del Consejo sobre la CMSI y los ODS. En la 41.ª reunión "
        "se analizó el documento CWG-WSIS&SDG-41/6. Por su parte, la Comisión, en su 26.º período "
        "de sesiones, examinó el documento E/CN.16/2023/3.",
    )
    meetings = [each.iri for each in named["1"] if each.kind == "meeting"]
    assert [iri.rpartition("/")[2] for iri in meetings] == ["itu-cwg-wsis-41", "cstd-26"]


def test_the_forum_of_a_year_is_none_where_no_forum_was_named() -> None:
    named = document("The Council met.", "The 2023 Forum was a success.")
    assert [each.kind for each in named["2"] if each.kind == "event"] == []


def test_the_agency_is_named_with_its_organ() -> None:
    keys = {key(each) for each in mentions("el 28.º Congreso de la UPU")}
    assert keys == {"meeting/upu-congress-28", "body/upu-congress", "agency/upu"}


def test_an_event_that_nobody_described_is_called_after_its_series() -> None:
    (summit,) = [each for each in mentions("SDG Summit 2019") if each.kind == "event"]
    said = [str(term) for _, facts in description(summit) for _, term in facts]
    assert '"SDG Summit 2019"@en' in said
    assert '"2019年可持续发展目标峰会"@zh' in said
