"""What is no title: sentences of a text that has begun, and lines with several sentences."""

from pathlib import Path

import pytest

from wsisgraph.loading.texts.read import read_text

FIRST_PAGES = {
    "en": "United Nations\nGeneral Assembly\nDistr.: General\n13 December 2031\nEnglish\n"
    "Original: English\nA/86/437\nEighty-sixth session\nAgenda item 16\nBridges for all\n"
    "I. Introduction\n1. The Assembly met in the year.",
    "fr": "Nations Unies\nAssemblée générale\nDistr. générale\n13 décembre 2031\nFrançais\n"
    "Original : anglais\nA/86/437\nQuatre-vingt-sixième session\nPoint 16 de l'ordre du jour\n"
    "Des ponts pour tous\nI. Introduction\n1. L'Assemblée s'est réunie pendant l'année.",
    "es": "Naciones Unidas\nAsamblea General\nDistr. general\n13 de diciembre de 2031\nEspañol\n"
    "Original: inglés\nA/86/437\nOctogésimo sexto período de sesiones\nTema 16 del programa\n"
    "Puentes para todos\nI. Introducción\n1. La Asamblea se reunió durante el año.",
    "ru": "Организация Объединенных Наций\nГенеральная Ассамблея\nDistr.: General\n"
    "13 December 2031\nRussian\nOriginal: English\nA/86/437\nВосемьдесят шестая сессия\n"
    "Пункт 16 повестки дня\nМосты для всех\nI. Введение\n1. Ассамблея собралась в этом году.",
    "zh": "联合国\n大会\nDistr.: General\n13 December 2031\nChinese\nOriginal: English\nA/86/437\n"
    "第八十六届会议\n议程项目16\n人人有桥\n一、导言\n1. 大会在这一年举行了会议。",
    "ar": "الأمم المتحدة\nالجمعية العامة\nDistr.: General\n13 December 2031\nArabic\n"
    "Original: English\nA/86/437\nالدورة السادسة والثمانون\nالبند 16 من جدول الأعمال\n"
    "جسور للجميع\nأولا - مقدمة\n1 - اجتمعت الجمعية العامة خلال السنة.",
}
TITLES = {
    "en": "Bridges for all",
    "fr": "Des ponts pour tous",
    "es": "Puentes para todos",
    "ru": "Мосты для всех",
    "zh": "人人有桥",
    "ar": "جسور للجميع",
}

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


@pytest.mark.parametrize("language", FIRST_PAGES)
def test_a_first_page_of_the_united_nations_says_title_symbol_and_date(
    tmp_path: Path, language: str
) -> None:
    path = tmp_path / "made.txt"
    path.write_text(FIRST_PAGES[language], encoding="utf-8")
    read = read_text(path, language=language)
    assert (read.title, read.symbol, read.issued) == (TITLES[language], "A/86/437", "2031-12-13")
