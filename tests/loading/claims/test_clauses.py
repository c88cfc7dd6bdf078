"""Clauses: force, whom they speak to, and the duties that follow."""

from dataclasses import replace

import pytest
from tests.loading.claims.found import found, said
from tests.loading.claims.told import told

from wsisgraph.loading.claims import claims
from wsisgraph.loading.texts.model import Change

COUNCIL = "[the Council|body/itu-council]"
GROUP = "[CWG-WSIS|body/cwg-wsis-sdg]"

RESOLUTION = (
    "RESOLUTION [140|resolution/itu-pp-140] (Rev. Dubai, 2018)",
    "recalling",
    "a) the outcomes of the summit;",
    "b) the review of these outcomes,",
    "resolves",
    "1 that [ITU|agency/itu] should go on with its work;",
    "instructs the Secretary-General and the Directors of the Bureaux",
    f"1 to report annually to {COUNCIL}, through {GROUP}, on the progress made;",
    "2 to submit a final report by [2026|date];",
    "invites Member States, Sector Members, Associates and Academia",
    "1 to take part, as appropriate, in the work.",
    "# Annex 1",
    "1 Nobody is asked anything here.",
)


def test_clauses_take_force_and_addressees_from_the_words_above_them() -> None:
    assert said(*RESOLUTION, kind="clause", parts="force addressee") == {
        "recalls -",
        "resolves -",
        "instructs itu-secretary-general",
        "instructs itu-bureau-directors",
        "invites itu-member-states",
        "invites itu-sector-members",
        "invites itu-associates",
        "invites itu-academia",
    }


def test_a_heading_ends_the_clauses() -> None:
    locators = {claim.locator for claim in found(*RESOLUTION, kind="clause")}
    assert locators == {"p3", "p4", "p6", "p8", "p9", "p11"}


def test_a_duty_tells_for_whom_through_whom_when_and_how_often() -> None:
    parts = "bearer recipient channel due recurrence condition"
    both = "itu-secretary-general itu-bureau-directors"
    members = "itu-member-states itu-sector-members itu-associates itu-academia"
    assert said(*RESOLUTION, kind="clause", parts=parts) == {
        "- - - - - -",
        "itu - - - - -",
        f"{both} itu-council cwg-wsis-sdg - each-year -",
        f"{both} - - 2026 once -",
        f"{members} - - - - as-appropriate",
    }


def test_a_clause_of_the_united_nations_begins_with_its_own_verb() -> None:
    lines = (
        "Recalling its resolution [70/125|resolution/ga-70-125],",
        "1. Requests the Secretary-General to report by [2025|date];",
        "2. Decides to hold a meeting.",
    )
    about = {"symbol": "A/RES/75/1"}
    assert said(*lines, kind="clause", parts="force addressee due", **about) == {
        "recalls - -",
        "requests un-secretary-general 2025",
        "decides - -",
    }


def test_chinese_clauses_are_understood_alike() -> None:
    lines = (
        "忆及",
        "a) 峰会的成果；",
        "责成秘书长和各局主任",
        "1 每年通过[CWG-WSIS|body/cwg-wsis-sdg]向[理事会|body/itu-council]提交进展报告；",
        "请成员国、部门成员、部门准成员和学术成员",
        "1 酌情参与这项工作。",
    )
    assert said(*lines, kind="clause", language="zh", parts="force addressee recipient") == {
        "recalls - -",
        "instructs itu-secretary-general itu-council",
        "instructs itu-bureau-directors itu-council",
        "invites itu-member-states -",
        "invites itu-sector-members -",
        "invites itu-associates -",
        "invites itu-academia -",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("鼓励所有利益攸关方参与。", "encourages wsis-stakeholders"),
        ("请[国际电联成员国|body/itu-member-states]支持这项工作。", "invites itu-member-states"),
        ("对各方所做的工作，表示满意和赞赏。", "appreciates -"),
    ],
)
def test_recommendations_of_a_report_are_clauses_too(text: str, expected: str) -> None:
    assert said(f"4.5.1 {text}", kind="clause", language="zh", parts="force addressee") == {
        expected
    }


def test_words_that_only_look_like_an_opener_open_nothing() -> None:
    assert not found("请参见附件一。", kind="clause", language="zh")
    assert not found("Notebooks were handed out.", kind="clause")


STRUCK = {
    "en": ("Urges all donors to pay;", "Requests the Executive Secretary"),
    "fr": ("Prie instamment les donateurs de verser leur part ;", "Prie la Secrétaire exécutive"),
    "es": ("Insta a los donantes a aportar su parte;", "Solicita a la Secretaria Ejecutiva"),
    "ru": ("Настоятельно призывает доноров внести свою долю;", "Просит Исполнительного секретаря"),
    "ar": ("يحث المانحين على تقديم حصتهم؛", "يطلب إلى الأمينة التنفيذية"),
    "zh": ("敦促捐助方缴款；", "请执行秘书"),
}


@pytest.mark.parametrize("language", STRUCK)
def test_a_clause_that_is_all_struck_out_is_told_as_removed(language: str) -> None:
    text, mentions = told(f"3 {STRUCK[language][0]}", language=language)
    passages = tuple(
        replace(one, changes=(Change(0, len(one.text), "deleted"),)) for one in text.passages
    )
    (claim,) = (
        one for one in claims(replace(text, passages=passages), mentions) if one.kind == "clause"
    )
    assert claim.parts["change"].endswith("/removed")
    assert claim.parts["old"]
    assert not claim.parts["new"]


@pytest.mark.parametrize("language", STRUCK)
def test_words_to_somebody_without_a_known_name_open_numbered_clauses(language: str) -> None:
    lines = (STRUCK[language][1], "1 Alpha;", "2 Beta.")
    assert len(found(*lines, kind="clause", language=language)) == len(lines) - 1


def test_words_that_are_a_clause_themselves_open_none() -> None:
    lines = ("Requests further work on access.", "1 Alpha;", "2 Beta.")
    assert len(found(*lines, kind="clause")) == 1


def test_the_director_is_the_one_of_a_bureau_that_was_named() -> None:
    lines = (
        "The [Director of BDT|body/itu-bdt-director] spoke.",
        f"{GROUP} requested the Director to complete the mapping.",
    )
    assert said(*lines, kind="clause", parts="force addressee") == {"requests itu-bdt-director"}
    assert not found(lines[1], kind="clause")
