"""Texts that differ by language: what holds in all is answered, all else is refused."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from markupsafe import Markup

from wsisgraph.terms.polyglot import (
    Differs,
    dumped,
    in_each,
    joined,
    merged,
    said,
    several,
    spread,
    stripped,
)

WORDS: Any = said(["goal", "objectif", "meta"])


@dataclass(frozen=True)
class Named:
    iri: str
    label: str


def test_a_text_that_is_the_same_in_all_languages_is_a_plain_text() -> None:
    assert said(["9.c", "9.c"]) == "9.c"
    assert type(said(["9.c", "9.c"])) is str
    assert several("9.c") == ("9.c",)
    assert several(WORDS) == ("goal", "objectif", "meta")


def test_what_holds_in_all_languages_is_answered() -> None:
    assert bool(WORDS)
    assert WORDS != ""
    assert WORDS != "but"
    assert several(WORDS) == several(said(["goal", "objectif", "meta"]))
    assert said(["goal", "objectif", "meta"]) == WORDS
    assert len(said(["ab", "cd"])) == 2


@pytest.mark.parametrize(
    "ask",
    [
        lambda text: text == "goal",
        lambda text: bool(said([text.each[0], ""])),
        len,
        hash,
        str,
        iter,
        lambda text: f"{text}",
        lambda text: text in {"goal"},
        lambda text: text in "goals",
        lambda text: text < "zone",
        lambda text: text.startswith("g"),
        lambda text: hasattr(text, "__html__"),
        lambda text: Markup(text),
        lambda text: Markup("%s") % text,
        lambda text: text + "s",
        lambda text: {text: 1},
        sorted,
    ],
)
def test_what_differs_or_is_not_understood_is_refused(ask: Callable[[Any], object]) -> None:
    with pytest.raises((Differs, TypeError)):
        ask(WORDS)


def test_pieces_join_as_they_would_in_each_language() -> None:
    whole = joined(["<b>", WORDS, "</b>", " ", said(["a", "b", "c"])])
    assert several(whole) == ("<b>goal</b> a", "<b>objectif</b> b", "<b>meta</b> c")
    assert joined(["a", "b"]) == "ab"


@pytest.mark.parametrize("pieces", [["  a ", " b\n"], [" ", "x"], ["x", " "], ["", " "], ["a", ""]])
@pytest.mark.parametrize("around", [("", ""), ("\n ", " "), (" <p> ", " </p>\n"), ("a", "b")])
def test_space_is_taken_away_as_it_would_be_in_each_language(
    pieces: list[str], around: tuple[str, str]
) -> None:
    before, after = around
    whole: Any = joined([before, said(pieces), after])
    expected = tuple((before + piece + after).strip() for piece in pieces)
    found: Any = stripped(whole)
    assert several(found) in (expected, (expected[0],) if len(set(expected)) == 1 else expected)


def test_data_are_taken_apart_by_language_and_put_together_again() -> None:
    each = [(Named("x", name), [1, {"key": name}]) for name in several(WORDS)]
    whole = merged(each)
    assert list(spread(whole) or ()) == each
    assert whole[0].iri == "x"
    plain = (Named("x", "y"), [1, {"key": "z"}])
    assert spread(plain) is None
    assert merged([plain, plain]) is plain


@pytest.mark.parametrize("each", [[1, 2], [(1,), (1, 2)], ["a", None], [{"a": 1}, {"b": 1}]])
def test_data_that_differ_by_more_than_texts_are_not_put_together(each: list[Any]) -> None:
    with pytest.raises(Differs):
        merged(each)


def test_a_function_is_called_in_each_language() -> None:
    @in_each
    def shout(text: str, sign: str) -> str:
        return text.upper() + sign

    assert several(shout(WORDS, "!")) == ("GOAL!", "OBJECTIF!", "META!")
    assert shout("plain", "?") == "PLAIN?"


def dump(body: object, **given: Any) -> str:
    return json.dumps(body, ensure_ascii=False, **given)


def test_a_body_is_dumped_as_it_would_be_in_each_language() -> None:
    def body(name: object) -> object:
        return {"name": name, "list": ["<x>", {"again": name, "empty": ""}]}

    tricky: Any = said(['"quoted" \\ é', "</script>", "\ue0000\ue001"])
    found = dumped(body(tricky), dump)
    assert several(found) == tuple(dump(body(text)) for text in several(tricky))
    assert dumped(body("x"), dump) == dump(body("x"))


def test_a_text_that_reads_like_a_mark_is_not_taken_for_one() -> None:
    with pytest.raises(Differs):
        dumped(["\ue0000\ue001", WORDS], dump)
