"""Action lines by code and name; goals, targets and indicators by number."""

import pytest
from tests.loading.references.finding import found


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
    ],
)
def test_goals_targets_and_indicators_are_found_by_number(text: str, keys: str) -> None:
    assert found(text, "goal", "target", "indicator") == keys.split()
