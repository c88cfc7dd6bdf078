"""What is no title: sentences of a text that has begun, and lines with several sentences."""

from pathlib import Path

import pytest

from wsisgraph.loading.texts.read import read_text

PROSE = (
    "The forum took place in spring, and many people came from far away to speak of bridges,"
    " of rivers, of the towns along them, and of all that could be done together next year."
)


def test_a_text_that_has_begun_has_no_title(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("\n".join([PROSE, PROSE, "Session 111, Tuesday", PROSE]), encoding="utf-8")
    assert read_text(path).title == ""


@pytest.mark.parametrize(
    "line",
    [
        "The group met in spring. It read what others had written of bridges, and of the towns"
        " along the rivers, and then it went home to think of all that could be done next",
        "Группа собралась весной. Она прочла то, что другие написали о мостах и о городах вдоль"
        " рек, а потом все разошлись по домам, чтобы подумать о том, что можно сделать дальше",
        "اجتمع الفريق في الربيع. وقرأ ما كتبه الآخرون عن الجسور وعن المدن الواقعة على ضفاف الأنهار،"
        " ثم عاد الجميع إلى بيوتهم للتفكير في كل ما يمكن القيام به معا في العام المقبل وما بعده",
    ],
)
def test_a_line_of_several_sentences_is_no_title(tmp_path: Path, line: str) -> None:
    path = tmp_path / "news.txt"
    path.write_text(f"{line}\n{PROSE}\n", encoding="utf-8")
    assert read_text(path, language="en").title == ""
