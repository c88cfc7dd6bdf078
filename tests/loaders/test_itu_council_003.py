"""Document 003, a proposal: every item is a clause, every order a duty, and no mark is data."""

import re
from collections import defaultdict
from functools import cache

import pytest
from pyoxigraph import Literal, NamedNode
from tests.loaders.test_itu_council import facts, lines_of, text_of

from wsisgraph.loading import Fact
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, WSIS

RESOLUTION = iris.individual("resolution", "itu-pp-140")
PROPOSAL = f"{RESOLUTION}/proposal/eur-44a15-1"
DUBAI = f"{RESOLUTION}/2018"
PASSAGES = iris.individual("document", "itu-council-003") + "/p/"

# The headings of the text in their order, each with the first part of the locators under it.
SECTIONS = (
    ("忆及", "recalling"),
    ("考虑到", "considering"),
    ("进一步考虑到", "considering-further"),
    ("注意到", "noting"),
    ("考虑到", "considering-2"),
    ("认识到", "recognizing"),
    ("做出决议", "resolves"),
    ("责成秘书长", "instructs-sg"),
    ("责成秘书长和各局主任", "instructs-sg-directors"),
    ("责成各局主任", "instructs-directors"),
    ("责成电信发展局主任", "instructs-bdt"),
    ("要求国际电联理事会", "requests-council"),
    ("请成员国、部门成员、部门准成员和学术成员", "invites-members"),
    ("表达", "expresses"),
)
# What a number or letter of the copy means where a struck-out one stands before it.
RENUMBERED = {"1112": "12"} | {
    f"{old}{new}": new for old, new in zip("abcdefg", "efghijk", strict=True)
}
# The verbs of the operative part; by the last one the conference itself gives thanks.
OPERATIVE = {"resolves", "instructs", "requests", "invites", "appreciates"}


@cache
def described() -> dict[str, dict[str, list[Fact]]]:
    found: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts():
        found[fact.subject][fact.predicate].append(fact)
    return found


def values(subject: str, predicate: str) -> list[str]:
    return [fact.object.value for fact in described()[subject][predicate]]


def clauses(version: str) -> list[str]:
    return [
        subject
        for subject, told in list(described().items())
        if WSIS.ClauseVersion in (fact.object.value for fact in told[RDF.type])
        and values(subject, DCT.isPartOf) == [version]
    ]


def printed_items() -> list[tuple[str, int]]:
    """Read the locator and line of every item from the text itself."""
    items = []
    headings = list(SECTIONS)
    section = upper = ""
    for number, line in enumerate(text_of("003").read_text(encoding="utf-8").splitlines(), start=1):
        if headings and line.strip() == headings[0][0]:
            section, upper = headings.pop(0)[1], ""
            continue
        if not section or not line.strip() or line.startswith("___") or "www." in line:
            continue
        marked = re.match(r"([0-9]+|[a-z]+(?=\)))\)?\t", line)
        mark = RENUMBERED.get(marked[1], marked[1]) if marked else "1"
        if upper and re.fullmatch(r"[ivx]+", mark):
            items.append((f"{section}-{upper}-{mark}", number))
        else:
            upper = mark if mark.isdigit() else ""
            items.append((f"{section}-{mark}", number))
    assert not headings
    return items


def test_every_line_of_document_003_stands_in_exactly_one_passage() -> None:
    lines = text_of("003").read_text(encoding="utf-8").splitlines()
    claimed = lines_of("003")

    assert set(claimed) == {n for n, line in enumerate(lines, start=1) if line.strip()}
    assert [number for number, times in claimed.items() if times > 1] == []


def test_every_item_of_the_text_is_a_clause_of_the_proposal_with_its_line() -> None:
    told = {values(clause, WSIS.locator)[0]: clause for clause in clauses(PROPOSAL)}
    printed = printed_items()

    assert len(printed) == 112
    assert sorted(told) == sorted(locator for locator, _ in printed)
    for locator, line in printed:
        assert values(told[locator], WSIS.statedIn) == [PASSAGES + locator]
        assert values(PASSAGES + locator, WSIS.copyLine) == [str(line)]


def test_a_clause_is_described_in_english_and_chinese_and_says_its_change() -> None:
    for clause in clauses(PROPOSAL):
        texts = [fact.object for fact in described()[clause][DCT.description]]
        assert sorted(str(t.language) for t in texts if isinstance(t, Literal)) == ["en", "zh"]
        kinds = {change.rsplit("/", 1)[1] for change in values(clause, WSIS.change)}
        assert kinds in ({"added"}, {"changed"}, {"moved"}, {"changed", "moved"}, {"unchanged"})


def test_every_operative_item_imposes_a_duty_and_no_other_does() -> None:
    for clause in clauses(PROPOSAL):
        (force,) = values(clause, WSIS.force)
        operative = force.rsplit("/", 1)[1] in OPERATIVE
        assert bool(values(clause, WSIS.imposes)) == operative, clause


def test_a_duty_of_the_proposal_is_proposed_and_stands_where_its_clause_does() -> None:
    imposed = []
    for clause in clauses(PROPOSAL):
        for duty in values(clause, WSIS.imposes):
            imposed.append(duty)
            assert values(duty, WSIS.statedIn) == values(clause, WSIS.statedIn)
            assert values(duty, WSIS.dutyStatus) == [iris.vocab("duty-status", "proposed")]
            assert values(duty, WSIS.bearer)
    assert len(imposed) == len(set(imposed)) == 69


def test_what_changes_or_moves_has_its_older_reading_beside_it() -> None:
    older = {values(clause, WSIS.versionOfClause)[0]: clause for clause in clauses(DUBAI)}
    marked = {"changed", "moved"}
    for clause in clauses(PROPOSAL):
        kinds = {change.rsplit("/", 1)[1] for change in values(clause, WSIS.change)}
        before = older.pop(values(clause, WSIS.versionOfClause)[0], None)
        assert (before is not None) == bool(kinds & marked), clause
        if before is not None:
            same_place = values(before, WSIS.locator) == values(clause, WSIS.locator)
            same_words = values(before, DCT.description) == values(clause, DCT.description)
            assert same_place == ("moved" not in kinds)
            assert same_words == ("changed" not in kinds)
    assert older == {}


def test_the_proposal_is_never_taken_for_the_adopted_text() -> None:
    assert values(PROPOSAL, WSIS.versionStatus) == [iris.vocab("version-status", "proposed")]
    assert values(PROPOSAL, WSIS.amends) == [DUBAI]
    assert values(PROPOSAL, WSIS.adoptedBy) == []
    assert clauses(f"{RESOLUTION}/2022") == []


@pytest.mark.parametrize(
    "glued",
    ["Dubai 2022", "Dubai, 2022", "迪拜2022", "20232024", "2023-2024年", "20182019", "WISS成果"],
)
def test_a_deleted_and_an_inserted_text_are_never_one(glued: str) -> None:
    texts = [fact.object.value for fact in facts() if isinstance(fact.object, Literal)]
    assert [text for text in texts if glued in text] == []


def test_no_number_that_two_numbers_make_is_a_locator() -> None:
    told = {
        fact.object.value.rsplit("-", 1)[-1] for fact in facts() if fact.predicate == WSIS.locator
    }
    assert told & set(RENUMBERED) == set()


def test_a_resolution_of_another_year_is_cited_by_the_older_reading_alone() -> None:
    kigali, buenos_aires = (
        NamedNode(f"{iris.individual('resolution', 'itu-wtdc-30')}/{year}")
        for year in ("2022", "2017")
    )
    citing = {
        cited: {f.subject for f in facts() if f.predicate == WSIS.cites and f.object == cited}
        for cited in (kigali, buenos_aires)
    }
    for locator in ("resolves-8", "instructs-bdt-1"):
        assert f"{PROPOSAL}/clause/{locator}" in citing[kigali]
        assert f"{DUBAI}/clause/{locator}" in citing[buenos_aires]
        assert PASSAGES + locator not in citing[buenos_aires]
