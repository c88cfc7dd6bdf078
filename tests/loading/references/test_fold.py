"""Folding keeps places, so that what is found in a folded text is found in the text."""

import pytest

from wsisgraph.loading.references.fold import fold, folded


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Résolution 140", "resolution 140"),
        ("٧٠/١٢٥ و۷۰", "70/125 و70"),
        ("ＷＳＩＳ（２０１４年，釜山）", "wsis(2014年,釜山)"),
        ("WG‑WSIS – 5", "wg-wsis - 5"),
        ("Ёлка и Бухарест", "елка и бухарест"),
        ("القُمّة العالميّة", "القمه العالميه"),
        ("《突尼斯议程》", '"突尼斯议程"'),
    ],
)
def test_spellings_of_one_word_are_one(text: str, form: str) -> None:
    assert fold(text) == form


@pytest.mark.parametrize(
    "text", ["plain", "Résolution", "القُمّة العالميّة", "so\u00adft \u200fRLM", "é (two signs)"]
)
def test_a_piece_of_the_folded_text_is_found_in_the_text(text: str) -> None:
    view = folded(text)
    assert len(view.text) == len(view.cased)
    for start in range(len(view.text)):
        first, last = view.original(start, start + 1)
        assert fold(text[first:last]) == view.text[start]
