"""French, Spanish, Russian and Arabic say the same as English and Chinese."""

import pytest
from tests.loading.claims.found import said

LINES = {
    "fr": ("[C2|action-lines/c2]", "[C5|action-lines/c5]"),
    "es": ("[C2|action-lines/c2]", "[C5|action-lines/c5]"),
    "ru": ("[C2|action-lines/c2]", "[C5|action-lines/c5]"),
    "ar": ("[جيم2|action-lines/c2]", "[جيم5|action-lines/c5]"),
}
C2, C5 = LINES["fr"]
AR2, AR5 = LINES["ar"]

SOLE = {
    "fr": f"L'[UIT|agency/itu] est le seul coordonnateur des grandes orientations {C2} et {C5}.",
    "es": f"La [UIT|agency/itu] es el único facilitador de las Líneas de Acción {C2} y {C5}.",
    "ru": f"[МСЭ|agency/itu] является единственной содействующей организацией по {C2} и {C5}.",
    "ar": f"ال[اتحاد|agency/itu] هو الميسر الوحيد لخطوط العمل {AR2} و{AR5}.",
}
TOGETHER = {
    "fr": "Le [Forum|activity/wsis-forum] est organisé chaque année par l'[UIT|agency/itu] "
    "et l'[UNESCO|agency/unesco].",
    "es": "El [Foro|activity/wsis-forum] es organizado cada año por la [UIT|agency/itu] "
    "y la [UNESCO|agency/unesco].",
    "ru": "[Форум|activity/wsis-forum] ежегодно организуется [МСЭ|agency/itu] "
    "и [ЮНЕСКО|agency/unesco].",
    "ar": "ينظم [المنتدى|activity/wsis-forum] سنويا كل من [الاتحاد|agency/itu] "
    "و[اليونسكو|agency/unesco].",
}
SINCE = {
    "fr": f"En sa qualité de coordonnateur principal de la {C5} depuis [2006|date], "
    "l'[UIT|agency/itu] agit.",
    "es": f"Como facilitador principal de la {C5} desde [2006|date], la [UIT|agency/itu] actúa.",
    "ru": f"В качестве ведущей содействующей организации по {C5} с [2006|date] "
    "[МСЭ|agency/itu] действует.",
    "ar": f"يعمل [الاتحاد|agency/itu] بوصفه الميسر الرئيسي لخط العمل {AR5} منذ [2006|date].",
}
RESOLUTIONS = {
    "fr": (
        "rappelant",
        "a) le rôle du Sommet;",
        "charge le Secrétaire général",
        "1 de présenter chaque année un rapport au [Conseil|body/itu-council];",
        "invite les États Membres et les Membres des Secteurs",
        "1 à participer.",
    ),
    "es": (
        "recordando",
        "a) la función de la Cumbre;",
        "encarga al Secretario General",
        "1 que presente cada año un informe al [Consejo|body/itu-council];",
        "invita a los Estados Miembros y a los Miembros de Sector",
        "1 a participar.",
    ),
    "ru": (
        "напоминая",
        "a) роль Встречи;",
        "поручает Генеральному секретарю",
        "1 ежегодно представлять отчет [Совету|body/itu-council];",
        "предлагает Государствам-Членам и Членам Секторов",
        "1 участвовать.",
    ),
    "ar": (
        "إذ يذكّر",
        "a) بدور القمة؛",
        "يكلف الأمين العام",
        "1 برفع تقرير سنويا إلى [المجلس|body/itu-council]؛",
        "يدعو الدول الأعضاء وأعضاء القطاعات",
        "1 إلى المشاركة.",
    ),
}
each_language = pytest.mark.parametrize("language", LINES)


@each_language
def test_the_only_facilitator_is_one_in_every_language(language: str) -> None:
    assert said(SOLE[language], kind="role", language=language, parts="body role context") == {
        "itu sole-facilitator c2",
        "itu sole-facilitator c5",
    }


@each_language
def test_who_holds_an_event_together_is_a_co_organiser_in_every_language(language: str) -> None:
    assert said(TOGETHER[language], kind="role", language=language, parts="body role context") == {
        "itu co-organiser wsis-forum",
        "unesco co-organiser wsis-forum",
    }


@each_language
def test_a_role_has_its_beginning_in_every_language(language: str) -> None:
    assert said(
        SINCE[language], kind="role", language=language, parts="body role context start end"
    ) == {"itu lead-facilitator c5 2006 -"}


@each_language
def test_clauses_have_force_addressee_and_recurrence_in_every_language(language: str) -> None:
    parts = "force addressee recipient recurrence"
    assert said(*RESOLUTIONS[language], kind="clause", language=language, parts=parts) == {
        "recalls - - -",
        "instructs itu-secretary-general itu-council each-year",
        "invites itu-member-states - -",
        "invites itu-sector-members - -",
    }
