"""Long lists, rows of digits and open brackets end soon and in no error."""

import pytest
from tests.loading.references.finding import mentions

HOSTILE = {
    "digits": "1" * 30_000,
    "Chinese numerals": "一" * 20_000,
    "a list of numbers": "第" + "1、" * 10_000 + "1号决议",
    "days": "1, " * 5_000 + "2 May 2019",
    "numbers with and": "1 and " * 5_000 + "May 2019",
    "ordinals": "1st, " * 5_000 + "meetings",
    "open brackets": "Resolution 1 (" * 4_000,
    "goals": "SDG 1, " * 4_000,
    "meetings": "CWG-WSIS第25次会议 " * 1_000,
    "slashes": "A/1/" * 8_000,
    "parts of C7": "C7 电子卫生 " * 2_000,
    "sessions": "At its 2019 session, the Council " * 1_000,
    "millions": "two million five " * 2_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_passage_is_read_to_its_end(text: str) -> None:
    for mention in mentions(text):
        assert text[mention.start : mention.end] == mention.said
