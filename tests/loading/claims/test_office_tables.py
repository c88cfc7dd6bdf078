"""Tables of offices: lines below a role, groups in the caption, two roles in a cell."""

import pytest
from tests.loading.claims.told import told

from wsisgraph.loading.claims import claims

CHAIRS = {
    "en": ("Chairs of [UNGIS|body/ungis]", "Term", "Chair", "Vice-Chair"),
    "fr": ("Présidence de l'[UNGIS|body/ungis]", "Mandat", "Président", "Vice-Président"),
    "es": ("Presidencia del [UNGIS|body/ungis]", "Mandato", "Presidente", "Vicepresidente"),
    "ru": (
        "Председатели [ЮНГИС|body/ungis]",
        "Срок",
        "Председатель",
        "Заместитель председателя",
    ),
    "zh": ("[UNGIS|body/ungis]历任主席", "任期", "主席", "副主席"),
    "ar": ("رؤساء [الفريق|body/ungis]", "الفترة", "الرئيس", "نائب الرئيس"),
}
LISTS = {
    "en": ("Organization", "Facilitator of", "Co-facilitator of"),
    "fr": ("Organisation", "Coordonnateur de", "Cofacilitateur de"),
    "es": ("Organización", "Facilitador de", "Cofacilitador de"),
    "ru": ("Организация", "Содействующая организация по", "Совместно содействующая организация по"),
    "zh": ("组织", "担任推进方的行动方面", "担任共同推进方的行动方面"),
    "ar": ("المنظمة", "ميسر خطوط العمل", "ميسر مشارك لخطوط العمل"),
}
TWO = {
    "en": "[WHO|agency/who] (lead facilitator), [UPU|agency/upu] (co-facilitator)",
    "fr": "[OMS|agency/who] (coordonnateur principal), [UPU|agency/upu] (cofacilitateur)",
    "es": "[OMS|agency/who] (facilitador principal), [UPU|agency/upu] (cofacilitador)",
    "ru": (
        "[ВОЗ|agency/who] (ведущая содействующая организация), "
        "[ВПС|agency/upu] (совместно содействующая организация)"
    ),
    "zh": "[世卫组织|agency/who]（主要推进方）、[万国邮联|agency/upu]（共同推进方）",
    "ar": "[المنظمة|agency/who] (الميسر الرئيسي)، [الاتحاد|agency/upu] (ميسر مشارك)",
}


def roles(*lines: str, language: str) -> set[str]:
    """Return holder, role, context and time of the roles in a little document."""
    found = claims(*told(*lines, language=language))
    names = ("body", "role", "context", "start", "end")
    return {
        " ".join(claim.parts.get(name, "-").rpartition("/")[2] for name in names)
        for claim in found
        if claim.kind == "role"
    }


@pytest.mark.parametrize("language", CHAIRS)
def test_a_table_below_the_name_of_a_group_says_who_chaired_it_in_which_year(language: str) -> None:
    title, *head = CHAIRS[language]
    row = "[2011|date=2011]\t[FAO|agency/fao]\t[ILO|agency/ilo]"
    assert roles(f"# {title}", "\t".join(head), row, language=language) == {
        "fao chair ungis 2011 2011",
        "ilo vice-chair ungis 2011 2011",
    }


@pytest.mark.parametrize("language", LISTS)
def test_lines_below_a_role_are_those_of_the_body_of_the_row(language: str) -> None:
    row = "[ILO|agency/ilo]\t[C4|action-lines/c4]\t[C8|action-lines/c8]"
    assert roles("\t".join(LISTS[language]), row, language=language) == {
        "ilo facilitator c4 - -",
        "ilo co-facilitator c8 - -",
    }


@pytest.mark.parametrize("language", TWO)
def test_each_of_two_in_a_cell_has_the_role_beside_its_name(language: str) -> None:
    row = f"[C3|action-lines/c3]\t{TWO[language]}"
    assert roles("Line\tWho", row, language=language) == {
        "who lead-facilitator c3 - -",
        "upu co-facilitator c3 - -",
    }


HEADS = {
    "en": ("Role of [ITU|agency/itu]", "Sole facilitator", "Partner", "since"),
    "fr": ("Rôle de l'[UIT|agency/itu]", "Facilitateur unique", "Partenaire", "depuis"),
    "es": ("Cometido de la [UIT|agency/itu]", "Facilitadora única", "Asociada", "desde"),
}


@pytest.mark.parametrize("language", HEADS)
def test_roles_in_rows_are_those_of_the_body_above_them(language: str) -> None:
    head, first, second, since = HEADS[language]
    lines = (
        f"[C2|action-lines/c2], [C5|action-lines/c5]; [C6|action-lines/c6] ({since} [2009|date])"
    )
    found = roles(
        f"{head}\t…", f"{first}\t{lines}", f"{second}\t[C8|action-lines/c8]", language=language
    )
    assert found == {
        "itu sole-facilitator c2 - -",
        "itu sole-facilitator c5 - -",
        "itu sole-facilitator c6 2009 -",
        "itu partner c8 - -",
    }


def test_a_role_that_is_open_is_nobodys() -> None:
    rows = ("Role of [ITU|agency/itu]\t…", "Co-facilitator (not agreed)\t[C8|action-lines/c8]")
    assert roles(*rows, language="en") == set()


def test_a_list_ends_where_the_numbers_of_its_sentence_go_on() -> None:
    found = roles(
        "1.1 The partners for [Action Line C8|action-lines/c8] are:",
        "a) [FAO|agency/fao];",
        "1.2 [UPU|agency/upu] reported on [Action Line C4|action-lines/c4].",
        language="en",
    )
    assert not any(one.startswith("upu") for one in found)


LEADING = {
    "en": ("Line", "Lead agency", "Supporting organizations"),
    "fr": ("Orientation", "Organisme pilote", "Organismes associés"),
    "es": ("Línea", "Organismo principal", "Organismos de apoyo"),
    "ru": ("Направление", "Ведущая организация", "Поддерживающие организации"),
    "zh": ("行动方面", "牵头机构", "协助机构"),
    "ar": ("خط العمل", "الجهة الرائدة", "جهات مشاركة"),
}


@pytest.mark.parametrize("language", LEADING)
def test_columns_of_agencies_beside_lines_say_who_leads_and_who_supports(language: str) -> None:
    row = "[C7|action-lines/c7-eagr]\t[FAO|agency/fao]\t[ITU|agency/itu], [ILO|agency/ilo]"
    assert roles("\t".join(LEADING[language]), row, language=language) == {
        "fao lead-facilitator c7-eagr - -",
        "itu co-facilitator c7-eagr - -",
        "ilo co-facilitator c7-eagr - -",
    }


@pytest.mark.parametrize("language", LEADING)
def test_who_leads_an_activity_in_a_table_does_not_lead_its_line(language: str) -> None:
    line, leading, _ = LEADING[language]
    row = "[Giga|activity/giga]\t[FAO|agency/fao]\t[C7|action-lines/c7-eagr]"
    assert roles(f"Giga\t{leading}\t{line}", row, language=language) == set()


TOPICS = {
    "en": (
        "What it is about",
        "Action line",
        "Lead facilitator",
        "Facilitators",
        "(applied in {})",
    ),
    "fr": (
        "Sujet",
        "Grande orientation",
        "Coordonnateur principal",
        "Coordonnateurs",
        "(candidat : {})",
    ),
    "es": ("Asunto", "Línea", "Facilitador principal", "Facilitadores", "(candidatura: {})"),
    "ru": (
        "О чем",
        "Направление",
        "Ведущая организация",
        "Содействующие организации",
        "(заявка: {})",
    ),
    "zh": ("内容", "行动方面", "主要推进方", "推进方", "（{}提出申请）"),
    "ar": ("الموضوع", "خط العمل", "الميسر الرئيسي", "الميسرون", "(مرشح: {})"),
}


@pytest.mark.parametrize("language", TOPICS)
def test_facilitators_beside_a_column_of_lead_facilitators_are_with_them(language: str) -> None:
    *head, applied = TOPICS[language]
    row = "Seeds\t[C8|action-lines/c8]\t[FAO|agency/fao]\t[ILO|agency/ilo]"
    assert roles("\t".join(head), row, language=language) == {
        "fao lead-facilitator c8 - -",
        "ilo co-facilitator c8 - -",
    }
    row = "Seeds\t[C8|action-lines/c8]\t[FAO|agency/fao]\t" + applied.format("[ILO|agency/ilo]")
    assert roles("\t".join(head), row, language=language) == {"fao lead-facilitator c8 - -"}


def test_a_role_beside_somebody_in_a_cell_is_of_nobody_in_another() -> None:
    head = "Action line\tEntity\tWhat was received"
    row = "[C8|action-lines/c8]\t[FAO|agency/fao]\t[ILO|agency/ilo], as co-facilitator, wrote"
    assert "fao co-facilitator c8 - -" not in roles(head, row, language="en")
