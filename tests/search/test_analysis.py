"""What a word is: forms that must meet, and those that must not."""

import time

import pytest

from wsisgraph.search.analysis import fold, keys, words

MEET = [
    ("en", "skills", "skill"),
    ("en", "activities", "activity"),
    ("en", "planning", "planned"),
    ("en", "E-learning", "elearning"),
    ("en", "naïve", "NAIVE"),
    ("fr", "l'éducation", "Education"),
    ("fr", "nationaux", "nationale"),
    ("fr", "développement", "développer"),
    ("fr", "œuvres", "oeuvre"),
    ("es", "países", "pais"),
    ("es", "EDUCACIÓN", "educacion"),
    ("es", "ciudades", "ciudad"),
    ("ru", "здравоохранения", "здравоохранение"),
    ("ru", "кибербезопасности", "кибербезопасность"),
    ("ru", "ещё", "еще"),
    ("ar", "التعليم", "تعليم"),
    ("ar", "وَالتَّعْلِيم", "التعليم"),
    ("ar", "للتنمية", "التنمية"),
    ("ar", "الإلكترونية", "إلكتروني"),
    ("ar", "أمن", "الامن"),
    ("ar", "المرأة", "المراه"),
    ("ar", "٩.c", "9.c"),
    ("zh", "网络", "网络"),
    ("zh", "ＩＴＵ", "itu"),
    ("zh", "strategies", "strategy"),
]


@pytest.mark.parametrize(("lang", "one", "other"), MEET)
def test_forms_of_a_word_are_one_word(lang: str, one: str, other: str) -> None:
    def found(text: str) -> list[str]:
        return [word.term for word in words(text, lang, asked=True) if word.term]

    assert found(one)
    assert found(one)[-1:] == found(other)[-1:]


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("en", "universe", "university"),
        ("en", "9.1", "9.c"),
        ("en", "c1", "c11"),
        ("fr", "poste", "port"),
        ("ru", "право", "правда"),
        ("ar", "علم", "عمل"),
        ("zh", "安全", "全安"),
    ],
)
def test_words_that_differ_stay_apart(lang: str, one: str, other: str) -> None:
    assert [word.term for word in words(one, lang, asked=True)] != [
        word.term for word in words(other, lang, asked=True)
    ]


def test_what_is_asked_stands_in_what_is_indexed() -> None:
    texts = {
        "en": "E-learning under A/RES/70/125 (C7-elea), 9.c and the well-known Council",
        "zh": "可持续发展目标9与网络安全ITU-T会议",
        "ar": "والتعليم الإلكتروني في الدول النامية",
        "ru": "Содействие информационно-коммуникационным технологиям",
    }
    for lang, text in texts.items():
        indexed = {word.term for word in words(text, lang)}
        assert {word.term for word in words(text, lang, asked=True)} <= indexed


def test_the_places_of_words_are_places_in_the_text() -> None:
    text = "Le\u202eplan d'éducation «网络安全» : e-santé"
    for word in words(text, "fr"):
        assert fold(text[word.start : word.end]).replace(" ", "") == word.surface


@pytest.mark.parametrize(
    "text",
    [
        "9",
        "SDG 9",
        "sdg9",
        "Goal 9",
        "ODD 9",
        "ODS 9",
        "ЦУР 9",
        "цель 9",
        "可持续发展目标9",
        "目标 9",
        "الهدف 9",
        "هدف ٩",
        "Sustainable Development Goal 9",
        "Objectif de développement durable 9",
    ],
)
def test_a_goal_is_known_in_every_spelling(text: str) -> None:
    assert "9" in keys(text)


@pytest.mark.parametrize("text", ["", "the of and", "…—()", "\u202e\u200b", "في من على"])
def test_what_says_nothing_gives_no_word(text: str) -> None:
    assert not [word for word in words(text, "ar" if "في" in text else "en") if word.term]


@pytest.mark.parametrize("text", ["a-" * 20_000, "电" * 50_000, "\u0301" * 50_000, "x" * 100_000])
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    list(words(text, "en"))
    assert time.process_time() - began < 2
