"""What looks like a reference told by the words beside it, and is none."""

import time

import pytest
from tests.loading.references.finding import document, found, key, passage

from wsisgraph.loading.references.goal_columns import columns


def _keys(text: str, kind: str, number: str = "1") -> list[str]:
    return [key(mention) for mention in document(*text.split("\n"))[number] if mention.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "At its seventy-eighth session, ESCAP noted resolution 78/265 of the General Assembly.",
        "At its seventy-eighth session, ESCAP welcomed General Assembly resolution 78/265.",
        "At its seventy-eighth session, ESCAP welcomed resolution 78/265 on digital cooperation.",
        "À sa soixante-dix-huitième session, la CESAP a salué la résolution 78/12 de l'Assemblée "
        "générale.",
        "亚太经社会第七十八届会议注意到大会第78/12号决议。",
    ],
)
def test_a_resolution_of_the_assembly_is_not_that_of_a_session(text: str) -> None:
    assert not any("escap" in each for each in found(text, "resolution"))


def _columns(*row: str) -> tuple[str, ...]:
    return columns(passage("\t".join(row), "t1-r1", "table-row", row=row))


TWENTIETH = "The 20th meeting of CWG-WSIS&SDG took place on 6 and 7 June 2012."


@pytest.mark.parametrize(
    "line",
    [
        "Replies were due on May 21st, 2012.",
        "Replies were due on the 21st of May 2012.",
        "Pour son 21e, le 3 mai 2012, le club fêta.",
        "Kenya was ranked 21st, ahead of Ghana, in the index of 3 May 2012.",
        "The office keeps its twenty-first, on 3 May 2012.",
    ],
)
def test_days_ranks_and_birthdays_are_no_meetings(line: str) -> None:
    assert _keys(f"{TWENTIETH}\n{line}", "meeting", "2") == []


def test_a_session_of_another_year_is_not_the_next_one() -> None:
    lines = "The 28th session of CSTD was held from 7 to 11 April 2025.\nThe 30th, on 3 May 2025."
    assert _keys(lines, "meeting", "2") == []


@pytest.mark.parametrize(
    "head", ["Number of SDGs", "How many goals", "Nombre d'ODD", "Número de ODS", "Число ЦУР"]
)
def test_what_a_column_counts_is_no_goal(head: str) -> None:
    assert _columns("Activity", "Action line", head) == ()
    assert _columns("Activity", "Action line", "SDGs") == ("", "", "g")


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 70 was discussed in New York. The WTDC took place in 2022.",
        "The WTSA met. Resolution 70 was discussed in New York.",
    ],
)
def test_a_conference_of_another_sentence_owns_no_bare_number(text: str) -> None:
    assert not any("itu-wt" in each for each in found(text, "resolution"))


@pytest.mark.parametrize(
    "text",
    [
        "The Forum took place in May 2023. Registration for the next one opens on 4 June.",
        "Le Forum s'est tenu en mai 2023. Le prochain s'ouvre le 4 juin.",
        "El Foro se celebró en mayo de 2023. El próximo se abre el 4 de junio.",
        "Форум прошел в мае 2023 года. Следующий откроется 4 июня.",
        "论坛于2023年5月举行。下一届论坛将于6月4日开幕。",
    ],
)
def test_the_next_one_is_not_of_the_year_before(text: str) -> None:
    assert not any("-06-04" in each for each in found(text, "date") if each.startswith("2"))


@pytest.mark.parametrize(
    "text",
    [
        "the 20th meeting of CWG-WSIS&SDG and, " * 400,
        "E/ESCWA, ECE and ECA met; " * 600,
        "汉" * 4_000 + "，（C25/5）",
    ],
)
def test_long_passages_are_looked_through_soon(text: str) -> None:
    began = time.process_time()
    document(text)
    # A tenth of it on a quiet machine; what grows with the square of the length takes minutes.
    assert time.process_time() - began < 15
