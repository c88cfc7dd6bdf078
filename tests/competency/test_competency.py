"""The competency questions, asked of the built graph: what must be answered, and what must not.

Each question is a query (`NAME.rq`) and its answers (`NAME.yaml`): `expected` rows must appear,
`forbidden` rows must not, `rows`, where given, is the number of all rows. A row names the columns
that matter; null is an unbound one. IRIs are shortened: ours below the base, `wsis:` and `sdg:`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
DOCUMENT = FOLDER.parents[1] / "docs" / "competency-questions.md"

SHORT = {
    "https://w3id.org/wsis-sdg/def#": "wsis:",
    "https://w3id.org/wsis-sdg/": "",
    "http://metadata.un.org/sdg/": "sdg:",
}

Row = Mapping[str, str | None]
Ask = Callable[[str], list[dict[str, str]]]


def shorten(value: str) -> str:
    for long, short in SHORT.items():
        if value.startswith(long):
            return short + value.removeprefix(long)
    return value


def told(row: Row, wanted: Row) -> bool:
    return all(row.get(column) == value for column, value in wanted.items())


def answers(name: str) -> dict[str, object]:
    read = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    assert set(read) <= {"number", "question", "rows", "expected", "forbidden"}
    return read


@pytest.mark.parametrize("name", NAMES)
def test_a_competency_question_has_its_expected_and_none_of_its_forbidden_answers(
    name: str, built_query: Ask
) -> None:
    query = (FOLDER / f"{name}.rq").read_text(encoding="utf-8")
    wanted = answers(name)
    rows = [{k: shorten(v) for k, v in row.items()} for row in built_query(query)]

    missing = [row for row in wanted["expected"] if not any(told(found, row) for found in rows)]
    wrong = [row for row in wanted["forbidden"] if any(told(found, row) for found in rows)]

    assert not missing, f"not answered: {missing}\nanswers: {rows}"
    assert not wrong, f"answered, but false: {wrong}\nanswers: {rows}"
    if "rows" in wanted:
        assert len(rows) == wanted["rows"], rows


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_of_a_competency_answer_are_those_of_its_query(name: str) -> None:
    query = (FOLDER / f"{name}.rq").read_text(encoding="utf-8")
    wanted = answers(name)

    selected = query.split("WHERE", 1)[0]
    named = {column for row in [*wanted["expected"], *wanted["forbidden"]] for column in row}

    assert named <= {word[1:] for word in selected.split() if word.startswith("?")}


def test_every_competency_question_forbids_an_answer() -> None:
    assert [name for name in NAMES if not answers(name)["forbidden"]] == []


def test_the_document_lists_every_competency_question_and_no_other() -> None:
    listed = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))[:3]
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
        if line.startswith("| CQ-")
    ]

    assert listed == [
        (str(answers(name)["number"]), str(answers(name)["question"]), f"`{name}`")
        for name in NAMES
    ]
