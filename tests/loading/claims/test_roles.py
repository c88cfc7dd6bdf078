"""Who holds which role in what, as reports say it."""

import pytest
from tests.loading.claims.found import found, said

PARTS = "body role context start end"
ITU = "[ITU|agency/itu]"
CHINESE = "[国际电联|agency/itu]"
UNDP, UNESCO = "[UNDP|agency/undp]", "[UNESCO|agency/unesco]"
C1, C2, C5, C6 = (f"[C{n}|action-lines/c{n}]" for n in (1, 2, 5, 6))
FORUM = "[WSIS Forum|activity/wsis-forum]"
UNGIS = "[UNGIS|body/ungis]"
TASK_FORCE = "[WSIS Task Force|body/itu-wsis-task-force]"

ENGLISH_ROLES = [
    (
        f"{ITU} is the sole facilitator for {C2} and {C5}, and co-facilitator of {C1}.",
        {
            "itu sole-facilitator c2 - -",
            "itu sole-facilitator c5 - -",
            "itu co-facilitator c1 - -",
        },
    ),
    (
        f"As lead facilitator for WSIS Action Line {C2} (infrastructure) since [2005|date], "
        f"{ITU} supports its members.",
        {"itu lead-facilitator c2 2005 -"},
    ),
    (
        f"{ITU} and {UNDP} served as co-chairs of {UNGIS} in [2023-2024|period=2023/2024].",
        {"itu co-chair ungis 2023 2024", "undp co-chair ungis 2023 2024"},
    ),
    (
        f"{UNGIS} is chaired by {ITU} and {UNDP}.",
        {"itu co-chair ungis - -", "undp co-chair ungis - -"},
    ),
    (
        f"The {FORUM} is organized each year by {ITU}, {UNESCO} and {UNDP}.",
        {
            "itu co-organiser wsis-forum - -",
            "unesco co-organiser wsis-forum - -",
            "undp co-organiser wsis-forum - -",
        },
    ),
    (
        f"In [May 2008|date=2008-05], {UNDP} handed over the facilitation of {C6} to {ITU}. "
        f"Since then {ITU} has been the sole facilitator.",
        {
            "undp facilitator c6 - 2008-05",
            "itu facilitator c6 2008-05 -",
            "itu sole-facilitator c6 2008-05 -",
        },
    ),
    (
        f"The Deputy Secretary-General, as chair of the {TASK_FORCE}, reported on it.",
        {"itu-deputy-secretary-general chair itu-wsis-task-force - -"},
    ),
    (
        f"The {TASK_FORCE} is chaired by Ms Jane Maria Doe ([Egypt|country/818]).",
        {"jane-maria-doe chair itu-wsis-task-force - -"},
    ),
]

CHINESE_ROLES = [
    (
        f"自[2005年|date=2005]以来，{CHINESE}一直是{C2}行动方面的主要推进方。",
        {"itu lead-facilitator c2 2005 -"},
    ),
    (
        f"{CHINESE}是{C2}行动方面（基础设施）和{C5}行动方面（安全性）的协调方/推进方。",
        {
            "itu coordinator c2 - -",
            "itu coordinator c5 - -",
            "itu facilitator c2 - -",
            "itu facilitator c5 - -",
        },
    ),
    (
        f"{CHINESE}和{UNDP}在[2023-2024年|period=2023/2024]期间共同担任{UNGIS}的主席。",
        {"itu co-chair ungis 2023 2024", "undp co-chair ungis 2023 2024"},
    ),
    (
        f"{UNGIS}向所有成员开放，由Jane Maria Doe女士（[埃及|country/818]）担任主席，"
        "John Roe先生担任副主席。",
        {"jane-maria-doe chair ungis - -", "john-roe vice-chair ungis - -"},
    ),
    (
        f"由副秘书长任主席的{TASK_FORCE}开会两次。",
        {"itu-deputy-secretary-general chair itu-wsis-task-force - -"},
    ),
    (
        f"{UNDP}于[2008年5月|date=2008-05]将{C6}行动方面的主导推进工作移交给{CHINESE}。",
        {"undp lead-facilitator c6 - 2008-05", "itu lead-facilitator c6 2008-05 -"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH_ROLES)
def test_english_roles_are_found_with_their_dates(text: str, expected: set[str]) -> None:
    assert said(text, kind="role", parts=PARTS) == expected


@pytest.mark.parametrize(("text", "expected"), CHINESE_ROLES)
def test_chinese_roles_are_found_with_their_dates(text: str, expected: set[str]) -> None:
    assert said(text, kind="role", parts=PARTS, language="zh") == expected


def test_a_list_of_roles_belongs_to_whom_its_leading_sentence_speaks_of() -> None:
    lines = (
        f"In the WSIS process {ITU} plays these parts:",
        f"- Facilitator of {C2} and {C5};",
        f"- Rotating chair of {UNGIS}.",
    )
    assert said(*lines, kind="role", parts="body role context") == {
        "itu facilitator c2",
        "itu facilitator c5",
        "itu rotating-chair ungis",
    }


def test_a_role_beneath_the_heading_of_an_action_line_is_one_in_that_line() -> None:
    lines = (f"# Action Line {C5}", f"{ITU} was designated as the facilitator.")
    assert said(*lines, kind="role", parts="body role context") == {"itu facilitator c5"}


@pytest.mark.parametrize(
    "text",
    [
        f"{ITU} invited the facilitators of {C5} to a meeting.",
        f"{ITU} works together with all action line facilitators.",
        f"The facilitators of {C2} thanked {UNESCO}.",
    ],
)
def test_facilitators_that_are_only_spoken_of_hold_no_role(text: str) -> None:
    assert not found(text, kind="role")


def test_who_the_director_is_is_forgotten_at_a_heading() -> None:
    opened = "The Director of [BDT|body/itu-bdt] opened the forum."
    chairs = "The Director is the chair of [UNGIS|body/ungis]."
    about = {"kind": "role", "parts": "body role context"}
    assert said(opened, chairs, **about) == {"itu-bdt-director chair ungis"}
    assert said(opened, "# Film schools", chairs, **about) == set()
