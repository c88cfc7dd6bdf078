"""Clauses are those of a resolution only where the document prints its text."""

import pytest
from tests.loading.claims.test_facts import facts, of_class

from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import WSIS

NAMED = "[Resolution 140 (Rev. Busan, 2014)|resolution/itu-pp-140/2014]"
RESOLUTION = "[140|resolution/itu-pp-140/2014]"
CITING = {
    "en": (
        f"This report follows {NAMED}.",
        "# 1 Decision",
        "resolves",
        "1 to instruct the Secretary-General to report in [2018|date].",
    ),
    "zh": (
        "本报告根据第[140号决议（2014年，釜山，修订版）|resolution/itu-pp-140/2014]提交。",
        "做出决议",
        "1 责成秘书长提交报告。",
    ),
    "fr": (
        "Rapport au titre de la [Résolution 140|resolution/itu-pp-140/2014] ;",
        "décide",
        "1 de charger le Secrétaire général de faire rapport.",
    ),
    "ru": (
        "Отчет согласно [Резолюции 140|resolution/itu-pp-140/2014].",
        "решает",
        "1 поручить Генеральному секретарю представить отчет.",
    ),
}
TITLES = {
    "en": f"DRAFT REVISION OF {NAMED}",
    "fr": "PROJET DE RÉVISION DE LA RÉSOLUTION [140|resolution/itu-pp-140/2014]",
    "es": "Proyecto de revisión de la Resolución [140|resolution/itu-pp-140/2014]",
    "ru": "Проект пересмотра Резолюции [140|resolution/itu-pp-140/2014]",
    "ar": "مشروع مراجعة القرار [140|resolution/itu-pp-140/2014]",
    "zh": "[第140号决议（2014年）|resolution/itu-pp-140/2014]修订草案",
}
CLAUSES = {
    "en": ("resolves", "1 that ITU should go on."),
    "fr": ("décide", "1 que l'UIT doit continuer."),
    "es": ("resuelve", "1 que la UIT siga."),
    "ru": ("решает", "1 продолжать работу."),
    "ar": ("يقرر", "1 أن يواصل الاتحاد عمله."),
    "zh": ("做出决议", "1 继续开展工作。"),
}


@pytest.mark.parametrize("language", CITING)
def test_a_report_that_cites_a_resolution_adds_no_clause_to_it(language: str) -> None:
    found = facts(*CITING[language], language=language)
    assert not of_class(found, WSIS.ClauseVersion)
    assert not of_class(found, WSIS.InstrumentVersion)
    assert of_class(found, WSIS.Recommendation)


@pytest.mark.parametrize("language", TITLES)
def test_clauses_below_the_title_of_a_resolution_are_its_own(language: str) -> None:
    found = facts(TITLES[language], *CLAUSES[language], language=language)
    (clause,) = of_class(found, WSIS.ClauseVersion)
    assert clause.startswith(iris.individual("resolution", "itu-pp-140"))
    assert not of_class(found, WSIS.Recommendation)


def test_a_lonely_reference_is_no_title() -> None:
    lines = ("# References", NAMED, "1 The group met.", "resolves", "1 to go on.")
    assert not of_class(facts(*lines), WSIS.ClauseVersion)


def test_a_heading_about_a_resolution_is_no_title() -> None:
    lines = (f"# Implementation of {NAMED}", "resolves", "1 to go on.")
    assert not of_class(facts(*lines), WSIS.ClauseVersion)


def test_each_of_two_resolutions_has_its_own_clauses_and_the_annex_of_one_has_none() -> None:
    other = "[Resolution 30 (2014)|resolution/itu-wtdc-30/2014]"
    clauses = ("resolves", "1 to go on.")
    found = facts(NAMED, *clauses, other, *clauses, "# ANNEX 1", *clauses)
    kept = of_class(found, WSIS.ClauseVersion)
    assert [clause.partition("/id/resolution/")[2] for clause in kept] == [
        "itu-pp-140/2014/clause/resolves-1",
        "itu-wtdc-30/2014/clause/resolves-1",
    ]
