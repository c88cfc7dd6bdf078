"""The ITU Council documents: nothing of document 000 is left out, and nothing is copied."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal
from tests import needs

from wsisgraph import content
from wsisgraph.loading import Context, Fact, Source, discover
from wsisgraph.loading.manifest import read_manifest
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SCHEMA, WSIS

FOLDER = content.folder("loaders") / "itu_council"
DOCUMENTS = ("000", "002", "003", "004")
LONGEST_RUN = 24


@cache
def source() -> Source:
    return discover()["itu-council"]


@cache
def facts() -> tuple[Fact, ...]:
    found, context = source().read()
    assert context.problems == []
    return tuple(found)


def text_of(document: str) -> Path:
    (path,) = (needs.shared() / "sources" / "itu-council").glob(f"{document}_*.txt")
    return path


def passages_of(document: str) -> str:
    return iris.individual("document", f"itu-council-{document}") + "/p/"


def lines_of(document: str) -> Counter[int]:
    beginning = passages_of(document)
    return Counter(
        int(fact.object.value)
        for fact in facts()
        if fact.predicate == WSIS.copyLine and fact.subject.startswith(beginning)
    )


def our_texts() -> Iterator[tuple[str, str]]:
    for fact in facts():
        if isinstance(fact.object, Literal) and fact.object.language == "zh":
            yield fact.subject, fact.object.value


def test_every_line_of_document_000_stands_in_exactly_one_passage() -> None:
    lines = text_of("000").read_text(encoding="utf-8").splitlines()
    with_text = {number for number, line in enumerate(lines, start=1) if line.strip()}

    claimed = lines_of("000")

    assert set(claimed) == with_text
    assert [number for number, times in claimed.items() if times > 1] == []


@pytest.mark.parametrize("document", DOCUMENTS[1:])
def test_a_passage_points_to_a_line_with_text(document: str) -> None:
    lines = text_of(document).read_text(encoding="utf-8").splitlines()

    empty = [number for number in lines_of(document) if not lines[number - 1].strip()]

    assert empty == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_checksum_of_a_document_is_that_of_the_copy_we_read(document: str) -> None:
    node = iris.individual("document", f"itu-council-{document}")
    told = [f.object.value for f in facts() if f.subject == node and f.predicate == SCHEMA.sha256]

    assert told == [hashlib.sha256(text_of(document).read_bytes()).hexdigest()]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_text_of_ours_copies_a_run_of_the_document(document: str) -> None:
    original = re.sub(r"\s", "", text_of(document).read_text(encoding="utf-8"))
    width = LONGEST_RUN + 1

    copied = []
    for subject, text in our_texts():
        ours = re.sub(r"\s", "", text)
        runs = (ours[at : at + width] for at in range(len(ours) - LONGEST_RUN))
        copied += [(subject, run) for run in runs if run in original]

    assert copied == []


def test_a_copied_sentence_would_be_noticed() -> None:
    original = re.sub(r"\s", "", text_of("000").read_text(encoding="utf-8"))

    assert "本报告介绍了国际电联在WSIS成果落实和2030年可持续发展"[: LONGEST_RUN + 1] in original


def test_a_passage_that_repeats_names_another_of_its_document_that_has_facts() -> None:
    stated = {fact.object.value for fact in facts() if fact.predicate == WSIS.statedIn}
    repeats = {f.subject: f.object.value for f in facts() if f.predicate == WSIS.repeats}
    reasons = {f.subject: f.object.value for f in facts() if f.predicate == WSIS.coverage}

    assert repeats
    assert set(repeats) == {
        passage
        for passage, reason in reasons.items()
        if reason == iris.vocab("coverage", "repeats")
    }
    for passage, repeated in repeats.items():
        assert passage.rpartition("/p/")[0] == repeated.rpartition("/p/")[0]
        assert repeated in stated - set(repeats)


def test_a_passage_of_document_000_has_a_fact_or_a_reason() -> None:
    # Roles in the action lines are read by another source, from the same passages.
    elsewhere = {"2-1-d"}
    beginning = passages_of("000")
    told = defaultdict(set)
    for fact in facts():
        if fact.predicate == WSIS.statedIn:
            told[fact.object.value].add("fact")
        elif fact.predicate == WSIS.coverage:
            told[fact.subject].add("reason")
        elif fact.predicate == RDF.type and fact.subject.startswith(beginning):
            told[fact.subject].add("passage")

    one_of_both = {"fact", "reason"}
    unclear = {
        passage.removeprefix(beginning)
        for passage, kinds in told.items()
        if passage.startswith(beginning) and len(kinds & one_of_both) != 1
    }

    assert unclear - elsewhere == set()


def test_every_passage_is_paraphrased_in_english_and_chinese() -> None:
    languages = defaultdict(set)
    for fact in facts():
        if fact.predicate == DCT.abstract and isinstance(fact.object, Literal):
            languages[fact.subject].add(fact.object.language)
    passages = {
        f.subject for f in facts() if f.predicate == RDF.type and f.object.value == WSIS.Passage
    }

    assert {passage: languages[passage] for passage in passages} == {
        passage: {"en", "zh"} for passage in passages
    }


def test_a_fact_stated_in_an_unknown_passage_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text(
        f"<id/statement/x>\n    <{WSIS.statedIn}> <id/document/itu-council-000/p/9-9> ;\n.\n",
        encoding="utf-8",
    )
    context = Context(read_manifest(FOLDER))

    list(source().load([tmp_path / "x.ttl"], context))

    (problem,) = context.problems
    assert problem.where.endswith("x.ttl:1")
    assert "itu-council-000/p/9-9" in problem.found
