"""Action lines by code and name; goals, targets and indicators by number."""

import pytest
from tests.loading.references.finding import finder, found, passage

from wsisgraph.loading.texts.model import Text


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Action Lines C2, C5 and C6", "c2 c5 c6"),
        ("C2、C4、C5和C6行动方面", "c2 c4 c5 c6"),
        ("行动方面C5", "c5"),
        ("Направления деятельности С2 и С5", "c2 c5"),
        ("لخطوط العمل جيم2 وجيم5 وC6", "c2 c5 c6"),
        ("C8 to C10", "c8 c9 c10"),
        ("Action Line C7 (e-health)", "c7-ehea"),
        ("C7：ICT应用（电子政务、电子卫生）", "c7 c7-egov c7-ehea"),
        ("la cybersanté", "c7-ehea"),
        ("C7 Cybersanté", "c7-ehea"),
        ("C7 Cibersalud", "c7-ehea"),
        ("C7（电子卫生）", "c7-ehea"),
        ("C7: электронное здравоохранение", "c7-ehea"),
        ("C7 (الصحة الإلكترونية)", "c7-ehea"),
        ("C7 Administration électronique", "c7-egov"),
        ("C7 Ciberecología", "c7-eenv"),
        ("C7（电子农业）", "c7-eagr"),
        ("C7 Téléenseignement", "c7-elea"),
        ("C7 (electrónica), C7 Ciberempleo", "c7 c7-eemp"),
        ("C7 Электронный бизнес", "c7-ebus"),
        ("C7 العلم الإلكتروني", "c7-esci"),
        ("Room C1", ""),
        ("Salles C1 et C2, grande orientation C5", "c5"),
        ("в зале С1", ""),
        ("القاعة C1", ""),
        ("C1会议室", ""),
        ("Building confidence and security in the use of ICTs", "c5"),
        ("the action line on media", "c9"),
        ("C9行动方面（媒体）", "c9"),
        ("the media and capacity building", ""),
        ("媒体报道了能力建设项目", ""),
        ("universal access and regional cooperation", ""),
        ("C11/33, C12 and c5", ""),
    ],
)
def test_lines_are_found_by_code_and_name(text: str, keys: str) -> None:
    assert {name.rpartition("/")[2] for name in found(text, "line")} == set(keys.split())


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("SDG 9, SDG13", "9 13"),
        ("SDGs 4, 5 and 9", "4 5 9"),
        ("target 9.c and targets 4.4, 5.b", "9.c 4.4 5.b"),
        ("ODD 9 et cible 9.c", "9 9.c"),
        ("ODS 5 y meta 5.b", "5 5.b"),
        ("ЦУР 9, задача 9.c", "9 9.c"),
        ("الهدف 9 والمقصد 9.ج", "9 9.c"),
        ("可持续发展目标9和具体目标9.c", "9 9.c"),
        ("indicators 9.c.1 and 17.8.1", "C090c01 C170801"),
        ("指标17.6.1", "C170602"),
        ("Strategic Goal 2, target 9.z, goal 18, 部门目标3", ""),
        ("the 17 goals", ""),
        ("ITU Target 3.1, strategic target 4.2, targets 5.1.B", ""),
        ("Target 3.1 of the new strategic plan and SDG target 9.c", "9.c"),
        ("la cible 3.1 du plan stratégique et la cible 9.c", "9.c"),
        ("la meta 3.1 del plan estratégico y la meta 9.c", "9.c"),
        ("задача 3.1 Стратегического плана и задача 9.с", "9.c"),
        ("المقصد 3.1 من الخطة الاستراتيجية والمقصد 9.ج", "9.c"),
        ("战略规划的具体目标3.1和具体目标9.c", "9.c"),
    ],
)
def test_goals_targets_and_indicators_are_found_by_number(text: str, keys: str) -> None:
    assert found(text, "goal", "target", "indicator") == keys.split()


@pytest.mark.parametrize(
    ("head", "text", "keys"),
    [
        ("Strategic plan of the Union", "Target 3.1: more homes online", []),
        ("Strategic plan of the Union", "SDG target 9.c: access", ["9.c"]),
        ("SDGs in the strategic plan", "Target 9.c: access", ["9.c"]),
        ("Targets", "Target 9.c: access", ["9.c"]),
        ("Targets", "Target B.2.1: homes in poor countries\nTarget 3.1: more homes online", []),
        ("المقاصد", "المقصد B.2.1: الأسر\nالمقصد 3.1: البلدان", []),
    ],
)
def test_below_a_heading_of_the_strategic_plan_targets_are_its(
    head: str, text: str, keys: list[str]
) -> None:
    below = (
        passage(line, f"1.{number}", section=("1",)) for number, line in enumerate(text.split("\n"))
    )
    passages = (passage(head, "1", "heading"), *below)
    named = finder().find_all(Text("", "", "", "en", passages))
    found_below = [each.value for line in passages[1:] for each in named[line.locator]]
    assert [value for value in found_below if value[0].isdigit()] == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("С 1 марта 2031 года группу возглавляет Кения", []),
        ("С 4 по 8 июня 2031 года прошла сессия", []),
        ("С 4, 5 и 6 июня", []),
        ("С 5 государствами-членами заключены соглашения", []),
        ("С 5 (доверие) и С 9", ["c5", "c9"]),
        ("Направление деятельности С 5 посвящено доверию", ["c5"]),
        ("С 5 и С 6 – два направления", ["c5", "c6"]),
    ],
)
def test_a_russian_preposition_is_no_line(text: str, keys: list[str]) -> None:
    assert found(text, "line") == keys


_THREE = ["C040401", "C050b01", "C090c01"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("所报告的是4.4.1、5.b.1、9.c.1等指标。", _THREE),
        ("所用数据是4.4.1、5.b.1和9.c.1。", _THREE),
        ("4.4.1和17.8.1这两项指标", ["C040401", "C170801"]),
        ("Data on 4.4.1, 5.b.1 and 9.c.1 are collected each year.", _THREE),
        ("the 4.4.1 and 17.8.1 indicators", ["C040401", "C170801"]),
        ("L'UIT collecte des données sur 4.4.1, 5.b.1 et 9.c.1.", _THREE),
        ("La UIT recopila datos sobre 4.4.1, 5.b.1 y 9.c.1.", _THREE),
        ("Показатели 4.4.1, 5.b.1 и 9.с.1", _THREE),
        ("المؤشرات 4.4.1 و5.ب.1 و9.ج.1", _THREE),
        ("المؤشرات 4-4-1 و5-ب-1 و9-ج-1", _THREE),
        ("see sections 4.4.1 and 17.8.1 of the report", []),
        ("第4.4.1节、表5.2.1", []),
        ("Release 9.1.1 of the tool replaces 8.2.1.", []),
    ],
)
def test_indicators_are_listed_by_their_numbers_alone(text: str, keys: list[str]) -> None:
    assert found(text, "indicator") == keys


def test_an_arabic_target_may_have_a_hyphen() -> None:
    assert found("الغاية 9-ج والغاية 5-ب", "target") == ["9.c", "5.b"]
    assert found("المؤشر 9-ج-1", "target", "indicator") == ["C090c01"]
