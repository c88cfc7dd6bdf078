"""The program that scores the loader of documents counts what it should, and nothing else."""

import zipfile
from pathlib import Path

import pytest
from bench.extraction.gold import made_gold
from bench.extraction.markup import Made, read_made
from bench.extraction.scoring import FoundClaim, FoundMention, FoundPassage, Score, compare
from bench.extraction.sources import HELD_BACK, OPEN, documents
from bench.extraction.tables import cell, total
from bench.extraction.writers import plain, write_made

from wsisgraph.loading import Context
from wsisgraph.loading.facts import facts_of, node
from wsisgraph.loading.sources import discover
from wsisgraph.terms.namespaces import WSIS

_LOADED = ("30", "31", "44", "45", "46")
"""Documents in the style of reports, which are taken in as a person's would be."""

MARKED = """format: docx
symbol: C30/7-E
T Report on a subject
H1 Mandate
N2 The {Council|body:itu-council} cited {resolution 70/125|res:ga-70-125}^[{www.example.org|url:}.]
! adopts meeting=itu-council target=ga-70-125
!? cites
C resolves
N1 to meet <-twice-><+once+> a year
| {Japan|country:392} | {2030|?date:2030} |
"""


@pytest.fixture
def made(tmp_path: Path) -> Made:
    path = tmp_path / "en-1.txt"
    path.write_text(MARKED, encoding="utf-8")
    return read_made(path)


def passage(text: str, *mentions: FoundMention, claims: list[FoundClaim]) -> FoundPassage:
    return FoundPassage("1-1", "paragraph", "1.1", text, (3,), list(mentions), claims)


def test_marks_become_text_facts_and_changes(made: Made) -> None:
    body, row = made.paragraphs[2], made.paragraphs[5]
    assert (body.number, body.text) == ("1.1", "The Council cited resolution 70/125")
    assert body.mentions == [
        ("body", ("itu-council",), True),
        ("res", ("ga-70-125",), True),
    ]
    assert body.notes[0].mentions == [("url", ("www.example.org",), True)]
    assert [asked for _, asked in body.claims] == [True, False]
    assert made.paragraphs[4].number == "1"
    assert [(run.text, run.change) for run in made.paragraphs[4].runs] == [
        ("to meet ", ""),
        ("twice", "deleted"),
        ("once", "inserted"),
        (" a year", ""),
    ]
    assert row.text == "Japan\t2030"


def test_a_mark_that_is_not_closed_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "en-2.txt"
    path.write_text("format: text\nP The {Council met.\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"en-2\.txt, line 2"):
        read_made(path)


def test_a_statement_of_a_footnote_belongs_to_the_footnote(tmp_path: Path) -> None:
    path = tmp_path / "en-3.txt"
    path.write_text("P ITU leads^[UPU helps.]\n! role body=itu\n!^ role body=upu\n", "utf-8")
    body, note = made_gold(read_made(path)).places
    assert [str(each) for each in body.stated] == ["role body=itu"]
    assert [str(each) for each in note.stated] == ["role body=upu"]


def test_a_statement_of_a_footnote_that_is_not_there_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "en-4.txt"
    path.write_text("P ITU leads.\n!^ role body=itu\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"en-4\.txt, line 2"):
        read_made(path)


def test_the_word_file_has_its_own_numbers_and_marked_changes(made: Made, tmp_path: Path) -> None:
    with zipfile.ZipFile(write_made(made, tmp_path)) as archive:
        body = archive.read("word/document.xml").decode()
    assert "1.1" not in body
    assert "<w:ins " in body
    assert "<w:delText " in body
    assert "{" not in body


def test_plain_text_glues_what_was_deleted_to_what_was_inserted(made: Made) -> None:
    assert "1\tto meet twiceonce a year" in plain(made)


def test_right_wrong_and_missing_are_counted_by_kind(made: Made) -> None:
    report = compare(
        made_gold(made),
        [
            passage(
                "The Council cited resolution 70/125",
                FoundMention("body", "itu-council"),
                FoundMention("body", "itu-council"),
                FoundMention("body", "fao"),
                claims=[
                    FoundClaim(
                        "adopts",
                        {
                            "meeting": frozenset({"itu-council"}),
                            "target": frozenset({"ga-70-125"}),
                        },
                    ),
                    FoundClaim("replaces", {}),
                ],
            )
        ],
    )
    scores = {kind: (s.right, s.wrong, s.missing) for kind, s in report.scores.items()}
    assert scores["body"] == (1, 1, 0)
    assert scores["resolution"] == (0, 0, 1)
    assert scores["country"] == (0, 0, 1)
    assert scores["~adopts"] == (1, 0, 0)
    assert scores["~replaces"] == (0, 1, 0)
    assert "date" not in scores
    assert any("fao" in error and "wrong" in error for error in report.errors)


def test_a_statement_without_a_part_that_is_asked_for_is_both_wrong_and_missing(made: Made) -> None:
    claim = FoundClaim("adopts", {"target": frozenset({"ga-70-125"})})
    report = compare(
        made_gold(made), [passage("The Council cited resolution 70/125", claims=[claim])]
    )
    assert (report.scores["~adopts"].wrong, report.scores["~adopts"].missing) == (1, 1)


def test_shares_are_those_of_all_documents_together(made: Made) -> None:
    report = compare(made_gold(made), [])
    assert total([report, report])["resolution"].missing == 2
    assert cell(Score(right=3, wrong=1, missing=0)) == "0.750 / 1.000 (3)"
    assert cell(Score()) == "–"


def test_documents_held_back_stay_closed_until_the_end(tmp_path: Path) -> None:
    sets = {of: [gold.name for gold, _ in documents(tmp_path, of)] for of in (OPEN, *HELD_BACK)}
    names = [name for of_set in sets.values() for name in of_set]
    assert len(names) == len(set(names))
    for language in ("ar", "en", "es", "fr", "ru", "zh"):
        assert sum(name.startswith(language) for name in names) >= 5
        for of in HELD_BACK:
            assert any(name.startswith(language) for name in sets[of]), of
        assert sum(name.startswith(language) for of in HELD_BACK for name in sets[of]) >= 5


def test_each_document_of_the_newest_set_states_enough_to_be_measured_by(tmp_path: Path) -> None:
    written = {gold.name: gold for gold, _ in documents(tmp_path, HELD_BACK[-1])}
    languages = ("ar", "en", "es", "fr", "ru", "zh")
    assert {name.partition("-")[0] for name in written} == set(languages)
    for name, gold in written.items():
        asked = [stated.kind for place in gold.places for stated in place.stated if stated.asked]
        assert len(asked) >= 40, name
        assert asked.count("role") >= 15, name
        assert len(set(asked)) >= 8, name


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_documents_become_facts_and_nothing_of_them_fails(tmp_path: Path, language: str) -> None:
    source = discover()["itu-documents"]
    paths = [
        path
        for gold, path in documents(tmp_path, OPEN)
        if gold.language == language and gold.name.partition("-")[2] in _LOADED
    ]
    assert len(paths) == len(_LOADED)
    for path in paths:
        context = Context(source.manifest)
        facts = list(facts_of(source.load([path], context)))
        assert [each.found for each in context.notices if "failed" in each.found] == []
        stated = {str(fact.subject) for fact in facts if fact.object == node(WSIS.RoleStatement)}
        assert len(stated) >= 8, path.name


def test_gold_uses_kinds_and_statements_that_the_model_has(tmp_path: Path) -> None:
    statements = {
        *("role", "submits", "considers", "cites", "amends", "replaces", "adopts", "clause"),
        *("contributes", "sponsors", "under-line", "serves", "figure", "meeting", "endorses"),
    }
    for of in (OPEN, *HELD_BACK):
        for gold, _ in documents(tmp_path, of):
            for place in gold.places:
                assert {stated.kind for stated in place.stated} <= statements, gold.name
                assert all(all(said.keys) for said in place.said), (gold.name, place.key)
