"""What a loader tells goes where it is asked for, as problem, unknown thing or notice."""

from pathlib import Path

from wsisgraph.loading import Context, Kind, Manifest, Options, Origin, Remark

MANIFEST = Manifest(
    id="some",
    folder=Path(),
    title="Some",
    publisher="id/agency/itu",
    licence="https://creativecommons.org/licenses/by/4.0/",
    source_terms="Ours.",
    citation="Made up",
    issued="2025",
    language="fr",
    inputs=(),
)
HERE = Origin("list.csv", 3)


def test_a_place_is_told_by_file_row_field_and_sheet() -> None:
    assert str(HERE) == "list.csv:3"
    assert str(HERE.at("country")) == "list.csv:3, “country”"
    assert str(Origin("list.xlsx", 3, "country", "2025")) == (
        "list.xlsx, sheet “2025”, row 3, “country”"
    )
    assert str(Origin("list.xlsx", sheet="2025")) == "list.xlsx, sheet “2025”"
    assert str(Origin("folder")) == "folder"


def test_remarks_are_kept_by_what_they_mean() -> None:
    context = Context(MANIFEST)
    context.problem(HERE, "no name", "give one", record="a")
    context.unknown(HERE, "a new column", "map it")
    context.notice(HERE, "two names for one body")
    assert [str(problem) for problem in context.problems] == ["list.csv:3: no name; give one."]
    assert [remark.kind for remark in context.notices] == [Kind.UNKNOWN, Kind.NOTICE]


def test_what_is_unknown_is_a_problem_when_strict() -> None:
    context = Context(MANIFEST, Options(strict=True))
    context.unknown(HERE, "a new column", "map it")
    context.notice(HERE, "two names for one body")
    assert [problem.found for problem in context.problems] == ["a new column"]
    assert len(context.notices) == 1


def test_remarks_go_to_whoever_asked_for_them_and_are_not_kept() -> None:
    told: list[Remark] = []
    context = Context(MANIFEST, tell=told.append)
    context.problem(HERE, "no name", "give one", record="a")
    context.notice(HERE, "two names for one body")
    assert [(remark.kind, remark.record) for remark in told] == [
        (Kind.PROBLEM, "a"),
        (Kind.NOTICE, ""),
    ]
    assert context.problems == []
    assert context.notices == []


def test_the_language_is_that_of_the_person_or_else_of_the_manifest() -> None:
    assert Context(MANIFEST).language == "fr"
    assert Context(MANIFEST, Options(language="es")).language == "es"
