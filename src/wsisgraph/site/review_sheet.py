"""The yearly review as a table to be filled: one row for each question.

The first row has the names by which the sheet is read again, whatever its language; the second what
people read above the columns.
"""

import html
from collections.abc import Sequence
from typing import Any, Protocol

from jinja2 import Template
from markupsafe import Markup

from wsisgraph.site.manual import HasPage

COLUMNS = (
    *("id", "section", "question", "graph", "source"),
    *("answer", "date", "responsible", "citation"),
)
"""The names of the columns; the last four are for whoever reviews the line."""

HEAD = "#"
"""What stands below `id` in the row that people read, before the language of the sheet."""

_MOST = 25
"""So many rows of an answer are told in a cell."""


class Labelled(Protocol):
    """A line."""

    @property
    def iri(self) -> str:
        """What it is."""
        ...

    @property
    def code(self) -> str:
        """How it is written: C5."""
        ...


class HasReview(HasPage, Protocol):
    """What is read here of a review."""

    @property
    def line(self) -> Labelled:
        """Whose review it is."""
        ...

    @property
    def year(self) -> int:
        """Which year is reviewed."""
        ...

    @property
    def sections(self) -> Sequence[Any]:
        """Its sections with their questions."""
        ...


def rows(data: HasReview, template: Template, editor: str = "") -> list[list[str]]:
    """Return the rows of a sheet.

    Args:
        data: the review.
        template: the words of the cells, in the language of the review.
        editor: whose entries stand where they can be changed; those of others are only told.
    """
    words: Any = template.module

    def said(macro: Any, *args: object) -> str:
        return " ".join(html.unescape(Markup(macro(*args)).striptags()).split())

    found = [
        list(COLUMNS),
        [HEAD + data.page.lang, *(said(words.head, name) for name in COLUMNS[1:])],
    ]
    for section in data.sections:
        for question in section.questions:
            graph, source = _told(data, question, editor, said, words)
            for entry in [each for each in question.entries if each.editor == editor] or [None]:
                found.append(
                    [
                        _identity(data, question, entry),
                        f"{section.number} {section.concept.label.value}",
                        f"{question.number} {question.text.value}",
                        graph,
                        source,
                        *_entered(entry),
                    ]
                )
    return found


def _identity(data: HasReview, question: Any, entry: Any) -> str:
    """Return what tells a row, with the language of its answer where that is another."""
    own = f"{data.line.code.lower()}/{data.year}/{question.concept.code}"
    other = entry is not None and entry.text.lang not in ("", data.page.lang)
    return f"{own}@{entry.text.lang}" if other else own


def _told(data: HasReview, question: Any, editor: str, said: Any, words: Any) -> tuple[str, str]:
    """Return what the graph says to a question, and where that is said, line by line."""
    answer = question.answer
    graph, source = [], []
    if answer is None:
        graph.append(said(words.nothing, data.line.code) if question.asked else said(words.yours))
    else:
        for number, row in enumerate(answer.rows[:_MOST], start=1):
            graph.append(f"{number}. {said(words.row, answer, row, data.line.iri).rstrip('; ')}")
            places = "; ".join(
                f"{said(words.place, place)} <{place.iri}>" for place in row.passages
            )
            source.append(f"{number}. {places}")
        if answer.total > _MOST:
            graph.append(said(words.rest, _MOST, answer.total))
    for entry in question.entries:
        if entry.editor != editor:
            graph.append(f"– {entry.text.value} ({said(words.by, entry.editor, entry.status)})")
            source.append(f"– {entry.citation}")
    return "\n".join(graph), "\n".join(source)


def _entered(entry: Any) -> list[str]:
    if entry is None:
        return ["", "", "", ""]
    bodies = ", ".join(body.code or body.iri for body in entry.bodies)
    return [entry.text.value, entry.date, bodies, entry.citation]
