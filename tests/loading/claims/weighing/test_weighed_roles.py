"""Roles that are weighed: what the trees tell of sentences that taught them nothing."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.loading.claims.found import said, short
from tests.loading.claims.told import told
from tests.loading.claims.weighing.weighed import scenes

from wsisgraph.loading.claims import claims
from wsisgraph.loading.claims.spans import Span
from wsisgraph.loading.claims.weighing import roles
from wsisgraph.loading.claims.weighing.pairs import pairs
from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.references.labels import bundled_labels
from wsisgraph.loading.texts.model import Claim, Text
from wsisgraph.loading.texts.read import read_text
from wsisgraph.terms import iris

_HERE = Path(__file__).parent
_SAYINGS = tomllib.loads((_HERE / "sentences.toml").read_text(encoding="utf-8"))
_HEARD, _WRONG = 0.6, 0.15
"""The least share of what fresh sentences state, and the most of what is told of them wrongly."""
_EXCESS = 0.03
"""The most that is told wrongly, or lost, of the sentences of other tests: a share of what they
state."""


def _weighed(text: Text, finder: Finder) -> list[Claim]:
    found = claims(text, finder.find_all(text))
    return [one for one in found if one.kind == "role"]


def _shown(claim: Claim) -> str:
    return " ".join(short(claim.parts[name]) for name in ("body", "role", "context"))


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(bundled_labels())


def test_fresh_sentences_are_mostly_heard(finder: Finder, tmp_path: Path) -> None:
    heard = wrong = stated = 0
    for language, entries in _SAYINGS.items():
        for number, entry in enumerate(entries):
            path = tmp_path / f"{language}-{number}.txt"
            path.write_text(entry["text"], encoding="utf-8")
            found = {_shown(one) for one in _weighed(read_text(path, language=language), finder)}
            ways = [[part.split("|") for part in each.split()] for each in entry["found"]]
            right = [
                one
                for one in found
                if any(all(p in w for p, w in zip(one.split(), way, strict=True)) for way in ways)
            ]
            heard, wrong = heard + len(right), wrong + len(found) - len(right)
            stated += len(ways)
    assert heard >= _HEARD * stated, (heard, stated)
    assert wrong <= _WRONG * (heard + wrong), (wrong, heard)


def _known() -> list[tuple[str, str, list[str]]]:
    folder = _HERE.parent
    entries: list[tuple[str, Any]] = []
    for name, kind in (("offices", "said"), ("sayings", "role")):
        for path in sorted((folder / name).glob("*.toml")):
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            entries += ((path.stem, entry) for entry in data.get(kind, ()))
    return [(language, entry["text"].strip(), entry["found"]) for language, entry in entries]


def test_little_is_added_wrongly_or_lost_of_what_rules_tell(finder: Finder, tmp_path: Path) -> None:
    path = tmp_path / "said.txt"
    stated = wrong = lost = 0
    for language, text, expected in _known():
        path.write_text(text, encoding="utf-8")
        stated += len(expected)
        pairs = {(each.split()[0], each.split()[2]) for each in expected}
        found = _weighed(read_text(path, language=language), finder)
        lost += max(0, len(expected) - len(found))
        for one in found:
            pair = short(one.parts["body"]), short(one.parts["context"])
            wrong += one.pattern.endswith("-weighed") and pair not in pairs
    assert wrong <= _EXCESS * stated, (wrong, stated)
    assert lost <= _EXCESS * stated, (lost, stated)


def test_what_is_weighed_says_so_and_how_likely_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "LIKELY", 0.01)
    line = "[WMO|agency/wmo] wrote about [C9|action-lines/c9], and the facilitator read it."
    text, mentions = told(line)
    (one,) = [c for c in claims(text, mentions) if c.kind == "role"]
    assert one.pattern == "en-role-weighed"
    assert 0 < one.confidence < 1
    assert line.index("WMO") - 1 <= one.start < one.end


def test_nobody_is_weighed_in_the_summit_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "LIKELY", 0.0)
    event = "[UNESCO|agency/unesco] organized a meeting of the [{name}|event/{key}]."
    for key, told_of in (("wsis", False), ("wsis-10-high-level-event", True)):
        text, mentions = told(event.format(name="event", key=key))
        assert any(c.kind == "role" for c in claims(text, mentions)) is told_of


def test_who_has_a_role_by_a_rule_is_not_weighed() -> None:
    line = "[UNESCO|agency/unesco] is the lead facilitator of [C9|action-lines/c9]."
    assert said(line, kind="role", parts="body role context") == {"unesco lead-facilitator c9"}
    (whole,) = scenes(line)
    text, mentions = told(line)
    known = [c for c in claims(text, mentions) if c.kind == "role"]
    assert list(roles.weighed(whole.seen, whole.frame, known)) == known


def test_what_columns_tell_is_neither_doubted_nor_told_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(roles, "DOUBTFUL", 1.0)
    monkeypatch.setattr(roles, "LIKELY", 0.01)
    row = "[C9|action-lines/c9]\t[FAO|agency/fao]\t[WMO|agency/wmo]"
    assert said("Line\tLead facilitator\tPartners", row, kind="role", parts="body role") == {
        "fao lead-facilitator",
        "wmo partner",
    }


def test_a_rule_is_not_believed_against_all_odds(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "[UNESCO|agency/unesco] is the lead facilitator of [C9|action-lines/c9]."
    monkeypatch.setattr(roles, "DOUBTFUL", 1.0)
    monkeypatch.setattr(roles, "LIKELY", 1.0)
    assert said(line, kind="role", parts="body role context") == set()


def test_a_role_that_a_rule_told_gives_way_to_a_far_likelier_one() -> None:
    (whole,) = scenes(
        "[UNESCO|agency/unesco] is the lead facilitator of [C9|action-lines/c9] since [2009|date]; "
        "its co-facilitator is [ITU|agency/itu]."
    )
    parts = {
        "body": whole.holders[0].iri,
        "role": iris.vocab("roles", "co-facilitator"),
        "context": whole.contexts[0].iri,
        "start": "2009",
    }
    found = [Claim("role", parts, 0, 6, "en-some-rule", 0.8)]
    one = next(roles.weighed(whole.seen, whole.frame, found))
    assert one.parts == {**parts, "role": iris.vocab("roles", "lead-facilitator")}
    assert (one.start, one.end, one.pattern) == (0, 6, "en-role-weighed")
    assert roles.LIKELY <= one.confidence < 1


def test_the_last_sentence_gives_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "LIKELY", 0.01)
    text, mentions = told(
        "All met. [WMO|agency/wmo] wrote about [C9|action-lines/c9], facilitator since [2009|date]"
    )
    (one,) = [c for c in claims(text, mentions) if c.kind == "role"]
    assert one.parts.get("start") == "2009"


def test_what_is_taken_over_has_the_time_of_the_sentence() -> None:
    _, whole = scenes(
        "[WMO|agency/wmo] met in [2011|date].",
        "It has led [C9|action-lines/c9] since [2009|date].",
    )
    (pair,) = pairs(whole)
    assert roles.time_of_pair(whole, pair, "lead-facilitator") == Span("2009", "")


def test_what_one_has_alone_is_not_told_of_the_time_of_another(
    finder: Finder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Both chairs are to be told, however sure the trees are of the second.
    monkeypatch.setattr(roles, "LIKELY", 0.1)
    monkeypatch.setattr(roles, "_SURE", 0.1)
    path = tmp_path / "chairs.txt"
    path.write_text("UNGIS was chaired by UNESCO in 2018; UNCTAD has the chair now.", "utf-8")
    found = _weighed(read_text(path, language="en"), finder)
    times = {short(one.parts["body"]): one.parts.get("start", "") for one in found}
    assert times == {"unesco": "2018", "unctad": ""}


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        # Mostly co-organiser of the Forum, but no word says so here.
        ("en", "Since the 2018 WSIS Forum, UNESCO has chaired UNGIS.", {"unesco chair ungis"}),
        ("en", "UNESCO attended the WSIS Forum 2017 and thanked the hosts.", set()),
        # Mostly the only facilitator of some of them, which is no reason to correct what is said.
        (
            "zh",
            "国际电联是C2、C4和C6行动方面的协调方。",
            {"itu coordinator c2", "itu coordinator c4", "itu coordinator c6"},
        ),
    ],
)
def test_what_is_mostly_so_is_not_told_for_what_is_said(
    finder: Finder, tmp_path: Path, language: str, line: str, expected: set[str]
) -> None:
    path = tmp_path / "news.txt"
    path.write_text(line, encoding="utf-8")
    found = _weighed(read_text(path, language=language), finder)
    assert {_shown(one) for one in found} == expected
