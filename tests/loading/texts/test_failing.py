"""What the words of one passage do to a pattern harms no other passage."""

from pathlib import Path
from types import ModuleType

import pytest

from wsisgraph.loading import Context, claims
from wsisgraph.loading.facts import Fact, facts_of, node
from wsisgraph.loading.references import finder
from wsisgraph.loading.sources import discover
from wsisgraph.terms.namespaces import WSIS

TEXT = (
    "1\tResolution 140 calls for {0} reports.\n2\tSee {0} and Resolution 71 (Rev. Dubai, 2018).\n"
)


@pytest.mark.parametrize("aside", [False, True], ids=["here", "in two processes"])
@pytest.mark.parametrize(("place", "name"), [(finder, "symbols"), (claims, "citations")])
def test_a_passage_that_nobody_foresaw_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: ModuleType, name: str, aside: bool
) -> None:
    path = tmp_path / "a.txt"
    # Another text each time: what was read once is remembered.
    path.write_text(TEXT.format(f"{name} {aside}"), encoding="utf-8")
    right = getattr(place, name)

    def fails(seen: object) -> object:
        if "140" in str(seen):
            raise KeyError("nobody foresaw this")
        return right(seen)

    monkeypatch.setattr(place, name, fails)
    source = discover()["itu-documents"]
    context = Context(source.manifest, takes_lines=aside)
    facts = list(facts_of(source.load([path], context)))
    told = [str(each.origin) for each in context.notices if "nobody foresaw this" in each.found]
    assert len(told) == 1
    assert told[0].endswith("a.txt:1")
    cited = {str(fact.object) for fact in facts if fact.predicate == WSIS.cites}
    assert any("itu-pp-71" in each for each in cited)


def loaded(path: Path, text: str) -> tuple[list[Fact], list[str]]:
    """Return the facts of a document, and what was remarked of it."""
    path.write_text(text, encoding="utf-8")
    source = discover()["itu-documents"]
    context = Context(source.manifest)
    facts = list(facts_of(source.load([path], context)))
    return facts, [each.found for each in context.notices]


def test_a_resolution_of_nobody_known_costs_no_statement(tmp_path: Path) -> None:
    facts, told = loaded(
        tmp_path / "open.txt",
        "Report C26/5\n5 March 2026\n\n1\tResolution 4711 was on the table.\n"
        "2\tUNESCO is the lead facilitator of action line C9 since 2009.\n",
    )
    assert [each for each in told if "failed" in each] == []
    assert any(fact.object == node(WSIS.RoleStatement) for fact in facts)


def test_roles_of_a_document_without_a_date_are_said_of_the_year_of_its_days(
    tmp_path: Path,
) -> None:
    facts, told = loaded(
        tmp_path / "undated.txt",
        "Activities\n\n1\tThe Group met on 3 May 2022 and on 7 June 2022.\n"
        "2\tIt will meet on 8 June 2023.\n3\tUNESCO is the lead facilitator of action line C9.\n",
    )
    (said,) = [str(fact.object) for fact in facts if fact.predicate == WSIS.statedAsOf]
    assert "2022" in said
    assert any("are said of 2022" in each for each in told)
