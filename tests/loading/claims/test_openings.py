"""With which verbs clauses of resolutions open, and what force they have."""

import pytest
from tests.loading.claims.found import said

OPENINGS = {
    "en": {
        "Deeply concerned at the gap,": "considers",
        "Expressing its gratitude to the host,": "appreciates",
        "Keeping in mind the outcome,": "considers",
        "Cognizant of the need for data,": "recognizes",
        "Pursuant to its earlier decisions,": "recalls",
        "Supports the roadmap;": "endorses",
        "Establishes a working party;": "decides",
        "Takes note with appreciation of the report;": "appreciates",
    },
    "zh": {
        "深为关切数字鸿沟，": "considers",
        "欣见会议成功举行，": "appreciates",
        "牢记各项成果，": "considers",
        "意识到数据的必要性，": "recognizes",
        "再次申明以往各项决定，": "recalls",
        "强烈敦促各方采取行动；": "calls-upon",
        "设立一个专门小组；": "decides",
        "又建议采取下列步骤；": "recommends",
    },
    "fr": {
        "Profondément préoccupée par la fracture,": "considers",
        "Exprimant sa gratitude au pays hôte,": "appreciates",
        "Ayant entendu les déclarations,": "considers",
        "Mesurant le besoin de données,": "recognizes",
        "Se référant à ses décisions,": "recalls",
        "Appuie la feuille de route;": "endorses",
        "Crée un groupe de travail;": "decides",
        "Lance un appel en faveur de l'action;": "calls-upon",
    },
    "es": {
        "Profundamente preocupada por la brecha,": "considers",
        "Expresando su gratitud al país anfitrión,": "appreciates",
        "Habiendo escuchado las declaraciones,": "considers",
        "Percatándose de la necesidad de datos,": "recognizes",
        "Refiriéndose a sus decisiones,": "recalls",
        "Apoya la hoja de ruta;": "endorses",
        "Establece un grupo de trabajo;": "decides",
        "Toma conocimiento con agrado del informe;": "appreciates",
    },
    "ru": {
        "будучи глубоко обеспокоена разрывом,": "considers",
        "выражая свою признательность принимающей стране,": "appreciates",
        "заслушав выступления,": "considers",
        "отдавая себе отчет в нехватке данных,": "recognizes",
        "руководствуясь своими решениями,": "recalls",
        "поддерживает дорожную карту;": "endorses",
        "учреждает рабочую группу;": "decides",
        "с удовлетворением отмечает доклад;": "notes",
    },
    "ar": {
        "وإذ يساوره القلق إزاء الفجوة،": "considers",
        "وإذ يعرب عن امتنانه للبلد المضيف،": "appreciates",
        "وقد استمع إلى البيانات،": "considers",
        "وإذ يعي الحاجة إلى البيانات،": "recognizes",
        "وإذ يستحضر قراراته،": "recalls",
        "يؤيد خارطة الطريق؛": "endorses",
        "ينشئ فريق عمل؛": "decides",
        "يلاحظ مع التقدير التقرير؛": "notes",
    },
}


@pytest.mark.parametrize(
    ("language", "line", "force"),
    [(language, *pair) for language, pairs in OPENINGS.items() for pair in pairs.items()],
)
def test_a_clause_has_the_force_of_the_verb_that_opens_it(
    language: str, line: str, force: str
) -> None:
    assert said(line, kind="clause", language=language, parts="force") == {force}
