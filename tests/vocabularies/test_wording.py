"""One word for one thing, in each language, wherever it is said."""

import re
from pathlib import Path

import pytest

from wsisgraph import content
from wsisgraph.site import language

# What nobody says here, and what is said instead.
_OTHER_WORDS = {
    # the matrix, as the Council's Chinese documents call it
    "zh": (r"矩阵", "查对表"),
    # a target of the goals, as the United Nations' Arabic texts call it
    "ar": (r"مقصد|مقاصد", "غاية"),
}


def texts() -> list[Path]:
    queries = content.folder("queries").rglob("*.rq")
    ontology = content.folder("ontology").rglob("*.ttl")
    facts = content.folder("loaders").rglob("facts/*.ttl")
    return [*queries, *ontology, *facts, *language.LOCALE.rglob("*.po")]


@pytest.mark.parametrize("lang", _OTHER_WORDS)
def test_matrix_and_target_are_called_the_same_everywhere(lang: str) -> None:
    other, ours = _OTHER_WORDS[lang]
    said = {path: path.read_text("utf-8") for path in texts()}
    assert sum(ours in text for text in said.values()) > 3, "the texts must have been looked at"
    assert [str(path) for path, text in said.items() if re.search(other, text)] == []
