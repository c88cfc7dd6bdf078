"""Our Turtle is written in one way, and holds no blank node."""

from pathlib import Path

import pytest
from tests.ontology.house_form import house_form

from wsisgraph import content

FILES = [
    *sorted(content.folder("ontology").rglob("*.ttl")),
    *sorted(content.folder("shapes").rglob("*.ttl")),
]
PREFIX = "PREFIX ex: <https://example.org/>\n"


@pytest.mark.parametrize("path", FILES, ids=content.relative)
def test_a_file_is_in_house_form(path: Path) -> None:
    found = path.read_text(encoding="utf-8")
    assert found == house_form(found), f"run python tests/ontology/house_form.py {path}"


def test_writing_twice_changes_nothing() -> None:
    once = house_form(
        PREFIX + 'ex:c10 ex:p "b"@zh, "a"@en, 3 . ex:c2 a ex:T ; ex:l ( ex:b ex:a ) .'
    )
    assert house_form(once) == once
    assert once.index("ex:c2") < once.index("ex:c10")
    assert "( ex:b ex:a )" in once


def test_a_blank_node_is_refused() -> None:
    with pytest.raises(ValueError, match="blank node"):
        house_form(PREFIX + "ex:a ex:p [ ex:q ex:b ] .")
