"""Rows of tables state roles and sponsors, with cells and without them."""

from pathlib import Path

import pytest
from tests.loading.claims.found import said, short

from wsisgraph.loading.claims import claims
from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.references.labels import bundled_labels
from wsisgraph.loading.texts.read import read_text

LINE, OTHER = "[C8|action-lines/c8]", "[C2|action-lines/c2]"
ITU, UNESCO = "[ITU|agency/itu]", "[UNESCO|agency/unesco]"
ROLE = "body role context start end"

# Heads of three columns: the line, who facilitates it, and since when.
HEADS = {
    "en": ("Line of action", "Facilitator", "Start"),
    "fr": ("Grande orientation", "Coordonnateur", "À compter de"),
    "es": ("Línea de Acción", "Facilitador", "A partir de"),
    "ru": ("Направление деятельности", "Содействующая организация", "Начало"),
    "ar": ("خط العمل", "الميسر", "اعتبارا من"),
    "zh": ("行动方面", "推进方", "开始年份"),
}
ENTRIES = {
    "en": (("C8", "UNESCO", "2011"), ("C2", "ITU", "2012")),
    "fr": (("C8", "UNESCO", "2011"), ("C2", "UIT", "2012")),
    "es": (("C8", "UNESCO", "2011"), ("C2", "UIT", "2012")),
    "ru": (("C8", "ЮНЕСКО", "2011 г."), ("C2", "МСЭ", "2012 г.")),
    "ar": (("جيم8", "اليونسكو", "2011"), ("جيم2", "الاتحاد الدولي للاتصالات", "2012")),
    "zh": (("C8", "教科文组织", "2011年"), ("C2", "国际电联", "2012年")),
}
SPONSORS = {
    "en": ("Sponsor Tier Edition", "Japan Bronze WSIS Forum 2016"),
    "fr": ("Partenaire Catégorie Édition", "Japon Bronze Forum du SMSI 2016"),
    "es": ("Patrocinador Categoría Edición", "Japón Bronce Foro de la CMSI 2016"),
    "ru": ("Спонсор Категория Мероприятие", "Япония Бронзовый Форум ВВУИО 2016 года"),
    "ar": (
        "الراعي الفئة الدورة",
        "اليابان برونزي منتدى القمة العالمية لمجتمع المعلومات لعام 2016",
    ),
    "zh": ("赞助方 级别 届次", "日本 青铜 2016年WSIS论坛"),
}


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(bundled_labels())


def stated(finder: Finder, folder: Path, language: str, text: str, kind: str) -> set[str]:
    """Return what a plain text states of a kind."""
    path = folder / "rows.txt"
    path.write_text(f"1\tABC\n\n1.1\tABC.\n\n{text}\n\n1.2\tABC.\n", encoding="utf-8")
    read = read_text(path, language=language)
    parts = {"role": ROLE, "sponsors": "partner event"}[kind].split()
    return {
        " ".join(short(claim.parts.get(part, "")) or "-" for part in parts)
        for claim in claims(read, finder.find_all(read))
        if claim.kind == kind
    }


def test_a_body_that_leads_nothing_yet_has_an_empty_cell() -> None:
    rows = (
        "Body\tFacilitator",
        f"{ITU}\t",
        f"{UNESCO}\tto be agreed",
        f"{ITU}\t{OTHER}",
    )
    assert said(*rows, kind="role", parts="body role context") == {"itu facilitator c2"}


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("language", HEADS)
def test_rows_between_tabs_say_who_and_since_when(
    finder: Finder, tmp_path: Path, language: str, between: str
) -> None:
    rows = between.join("\t".join(row) for row in (HEADS[language], *ENTRIES[language]))
    assert stated(finder, tmp_path, language, rows, "role") == {
        "unesco facilitator c8 2011 -",
        "itu facilitator c2 2012 -",
    }


@pytest.mark.parametrize("language", HEADS)
def test_rows_that_lost_their_cells_say_the_same(
    finder: Finder, tmp_path: Path, language: str
) -> None:
    rows = "\n\n".join(" ".join(row) for row in (HEADS[language], *ENTRIES[language]))
    assert stated(finder, tmp_path, language, rows, "role") == {
        "unesco facilitator c8 2011 -",
        "itu facilitator c2 2012 -",
    }


@pytest.mark.parametrize("language", SPONSORS)
def test_a_sponsor_without_cells_is_one(finder: Finder, tmp_path: Path, language: str) -> None:
    head, row = SPONSORS[language]
    found = stated(finder, tmp_path, language, f"{head}\n\n{row}", "sponsors")
    assert [each.partition(" ")[2] for each in found] == ["2016"]


def test_a_row_without_cells_below_two_roles_says_nothing(finder: Finder, tmp_path: Path) -> None:
    rows = "Line of action Lead facilitator Co-facilitators\n\nC8 UNESCO ITU"
    assert stated(finder, tmp_path, "en", rows, "role") == set()


def test_a_sentence_below_a_heading_is_no_row(finder: Finder, tmp_path: Path) -> None:
    text = "Facilitators\n\nC8 was discussed with UNESCO in 2011."
    assert stated(finder, tmp_path, "en", text, "role") == set()


def test_columns_tell_the_first_and_the_last_year() -> None:
    lines = (
        "Line\tFacilitator\tFrom\tUntil",
        f"{LINE}\t{UNESCO}\t[2011|date]\t[2014|date]",
        f"{OTHER}\t{ITU}\t[2012|date]\t",
    )
    assert said(*lines, kind="role", parts=ROLE) == {
        "unesco facilitator c8 2011 2014",
        "itu facilitator c2 2012 -",
    }


def test_a_year_of_which_nothing_is_said_is_neither_first_nor_last() -> None:
    lines = ("Line\tFacilitator\tLast report", f"{LINE}\t{UNESCO}\t[2011|date]")
    assert said(*lines, kind="role", parts=ROLE) == {"unesco facilitator c8 - -"}


def test_a_time_behind_a_holder_is_its_own() -> None:
    lines = (
        "Line\tFacilitators",
        f"{LINE}\t{UNESCO} (since [2011|date]), {ITU} (until [2010|date])",
    )
    assert said(*lines, kind="role", parts=ROLE) == {
        "unesco facilitator c8 2011 -",
        "itu facilitator c8 - 2010",
    }


def test_a_role_may_be_in_a_group() -> None:
    group = "[UNGIS|body/ungis]"
    lines = ("Group\tChair\tTerm", f"{group}\t{ITU}\t[2015-2016|period=2015/2016]")
    assert said(*lines, kind="role", parts=ROLE) == {"itu chair ungis 2015 2016"}


def test_a_role_stands_where_a_body_and_a_line_meet() -> None:
    by_body = (f"Organization\t{LINE}\t{OTHER}", f"{ITU}\tco-facilitator\tlead facilitator")
    by_line = (f"Line\t{ITU}\t{UNESCO}", f"{LINE}\tco-facilitator\t–")
    assert said(*by_body, kind="role", parts="body role context") == {
        "itu co-facilitator c8",
        "itu lead-facilitator c2",
    }
    assert said(*by_line, kind="role", parts="body role context") == {"itu co-facilitator c8"}
