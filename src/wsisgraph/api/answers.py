"""What a page says of a thing beyond its properties: answers of the catalogue's questions.

Which questions a class has is a table. A page shows the answer of the very question it links to,
so that its figures are those that anybody gets who asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from wsisgraph.api.asking import described
from wsisgraph.api.links import href
from wsisgraph.api.pages import Answer, AnswerRow, Concept, Passage, Term, Text
from wsisgraph.api.reading import Reading, Row, key, term, value
from wsisgraph.questions.parameters import written
from wsisgraph.settings import DEFAULT_BASE
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import WSIS

Asked = tuple[str, str]
"""A question, and its parameter that the thing is put in."""

_CONTRADICTIONS: tuple[Asked, ...] = (("evidence/contradictions", "subject"),)
_INSTRUMENT: tuple[Asked, ...] = (
    ("instruments/clauses", "instrument"),
    ("duties/of-instrument", "instrument"),
    ("instruments/cited-by", "instrument"),
)
QUESTIONS: Mapping[str, tuple[Asked, ...]] = {
    WSIS.ActionLine: (
        ("roles/in-line-on-date", "line"),
        ("roles/contradictions", "line"),
        ("roles/line-through-the-years", "line"),
        ("activities/without-goal", "line"),
        *_CONTRADICTIONS,
    ),
    WSIS.Body: (
        ("roles/of-a-body", "body"),
        ("roles/contradictions", "agency"),
        ("bodies/structure", "body"),
        ("instruments/of-a-body", "body"),
        ("duties/of-a-body", "bearer"),
        ("duties/reports-to", "recipient"),
        ("meetings/of-a-body", "body"),
        ("bodies/partners", "agency"),
        ("bodies/contributors", "receiver"),
        ("figures/about-subject", "subject"),
        *_CONTRADICTIONS,
    ),
    WSIS.Instrument: (("instruments/versions", "resolution"), *_INSTRUMENT, *_CONTRADICTIONS),
    WSIS.InstrumentVersion: (*_INSTRUMENT, *_CONTRADICTIONS),
    WSIS.Activity: (
        ("activities/goals-of-activity", "activity"),
        ("series/editions", "series"),
        ("figures/about-subject", "subject"),
        ("bodies/contributors", "receiver"),
        *_CONTRADICTIONS,
    ),
    WSIS.Series: (
        ("series/editions", "series"),
        ("figures/about-subject", "subject"),
        *_CONTRADICTIONS,
    ),
    WSIS.Meeting: (("meetings/documents", "receiver"), *_CONTRADICTIONS),
    WSIS.Event: (
        ("meetings/documents", "receiver"),
        ("figures/about-subject", "subject"),
        ("bodies/contributors", "receiver"),
        *_CONTRADICTIONS,
    ),
    WSIS.Document: (
        ("documents/resolutions-cited", "document"),
        ("figures/of-document", "document"),
        ("duties/recommendations", "document"),
    ),
    WSIS.Figure: (("figures/over-time", "measure"),),
}
"""The questions of each class, in the order in which a page answers them."""

COVERED: Mapping[str, frozenset[str]] = {
    WSIS.ActionLine: frozenset({WSIS.Linkage, WSIS.RoleStatement, WSIS.ActivityLink}),
    WSIS.Body: frozenset({WSIS.RoleStatement, WSIS.Duty, WSIS.Figure}),
    WSIS.Activity: frozenset({WSIS.ActivityLink, WSIS.Figure}),
    WSIS.Instrument: frozenset({WSIS.Duty}),
    WSIS.InstrumentVersion: frozenset({WSIS.Duty}),
    WSIS.Event: frozenset({WSIS.Figure}),
    WSIS.Series: frozenset({WSIS.Figure}),
    "http://metadata.un.org/sdg/ontology#Goal": frozenset({WSIS.Linkage, WSIS.ActivityLink}),
    "http://metadata.un.org/sdg/ontology#Target": frozenset({WSIS.Linkage, WSIS.ActivityLink}),
}
"""Kinds of accepted statements that the sections of a class tell already."""

_MOST_ROWS = 25
_MOST_ROWS_OF = {
    # The text of an instrument and the goals of an activity are wanted whole.
    "instruments/clauses": 300,
    "instruments/versions": 100,
    "activities/goals-of-activity": 200,
    "series/editions": 100,
}
_TITLES = ("title", "label")


async def answers(reading: Reading, iri: str, types: Sequence[str]) -> tuple[Answer, ...]:
    """Return the answers about a thing that are not empty."""
    wanted = dict.fromkeys(asked for type_ in types for asked in QUESTIONS.get(type_, ()))
    answered = await reading.together(
        *(_answer_about(reading, name, parameter, iri) for name, parameter in wanted)
    )
    return tuple(answer for answer in answered if answer is not None)


async def _answer_about(reading: Reading, name: str, parameter: str, iri: str) -> Answer | None:
    if name != "figures/over-time":
        return await _answer(reading, name, parameter, iri)
    # It is asked of the measure of a figure.
    for row in await reading.rows("api/describe", {"thing": iri}):
        if value(row, "property") == WSIS.measure:
            return await _answer(reading, name, parameter, value(row, "value"))
    return None


async def _answer(reading: Reading, name: str, parameter: str, iri: str) -> Answer | None:
    question = reading.question(name)
    bound = {parameter: iri}
    if "lang" in question.params:
        bound["lang"] = reading.lang
    rows = await reading.rows(name, bound)
    if not rows:
        return None
    most = _MOST_ROWS_OF.get(name, _MOST_ROWS)
    return await table_of(reading, name, rows, {parameter: short(iri)}, most)


async def table_of(
    reading: Reading, name: str, rows: Sequence[Row], asked: Mapping[str, str], most: int
) -> Answer:
    """Return the answer of a question as a table of `most` rows.

    Args:
        reading: gives names.
        name: the question.
        rows: its solutions.
        asked: the values it was asked with, as an address takes them.
        most: how many rows there may be.
    """
    question = reading.question(name)
    head = [name for name in question.returns if any(name in row for row in rows)]
    named = {node.value for row in rows for node in row.values() if node.kind == "iri"}
    # A passage is cited by its document, which not every question has in its columns.
    named |= {iri.rpartition("/p/")[0] for iri in named if "/p/" in iri}
    concepts = await reading.concepts(named)
    documents = _documents(head)
    sides = {side: _side(head, side) for side in _SIDES if f"{side}Passage" in head}
    left_out = {*documents, *(column for side in sides.values() for column in side)}
    shown = [name for name in head if name not in left_out and not _said_by_label(name, head)]
    merged = _merged(rows, shown, documents, sides, concepts)
    address = f"/api/questions/{name}" + (f"?{urlencode(asked)}" if asked else "")
    return Answer(
        question=replace(described(question, reading.lang), href=address),
        head=tuple(shown),
        rows=tuple(merged[:most]),
        total=len(merged),
    )


def _documents(head: Sequence[str]) -> dict[str, str]:
    """Return the columns of the passage; of two sides that are compared, each keeps its own."""
    if "passage" not in head or "locator" not in head:
        return {}
    document = "document" if "document" in head else "source"
    parts = {"passage": "passage", document: "document", "locator": "locator"}
    if "documentStatus" in head:
        parts["documentStatus"] = "status"
    return parts if document in head else {"passage": "passage", "locator": "locator"}


_SIDES = ("one", "other")


def _side(head: Sequence[str], side: str) -> dict[str, str]:
    """Return the columns of the passage of one of two sides."""
    roles = ("Passage", "Document", "Locator", "Status")
    return {side + role: role.lower() for role in roles if side + role in head}


def _said_by_label(column: str, head: Sequence[str]) -> bool:
    """Tell whether a column only repeats the label of another, which is shown as a link."""
    if column.endswith("Title"):
        return column.removesuffix("Title") in head
    return column in _TITLES and head[0] != column


def _merged(
    rows: Sequence[Row],
    shown: Sequence[str],
    documents: Mapping[str, str],
    sides: Mapping[str, Mapping[str, str]],
    concepts: Mapping[str, Concept],
) -> list[AnswerRow]:
    """Join solutions that differ in their passage only, or in one column of IRIs.

    Whatever comes several times for one thing, an addressee say, stands in one row.
    """
    grouped: dict[tuple[object, ...], list[list[Term]]] = {}
    places: dict[tuple[object, ...], dict[str, dict[str, Passage]]] = {}
    for row in rows:
        terms = [term(row[name], concepts) if name in row else None for name in shown]
        name = _identity(row, shown, terms)
        columns = grouped.setdefault(name, [[] for _ in shown])
        for column, found in zip(columns, terms, strict=True):
            if found is not None and found not in column:
                column.append(found)
        said = places.setdefault(name, {"": {}, **{side: {} for side in sides}})
        for side, columns_of in {"": documents, **sides}.items():
            if (place := _passage(row, columns_of, concepts)) is not None:
                said[side].setdefault(place.iri, place)
    return [
        AnswerRow(
            tuple(tuple(column) for column in columns),
            *(tuple(places[name].get(side, {}).values()) for side in ("", *_SIDES)),
        )
        for name, columns in grouped.items()
    ]


_KEYS = ("clause", "duty", "recommendation", "figure", "statement", "meeting", "instrument", "item")
"""Columns whose value is what a row is about: its solutions belong together."""


def _identity(row: Row, shown: Sequence[str], terms: Sequence[Term | None]) -> tuple[object, ...]:
    if "oneRole" in shown:
        # Who has which two roles in what is one contradiction, however often either is said.
        return tuple(value(row, name) for name in ("agency", "context", "oneRole", "otherRole"))
    if "documentTitle" in row:
        # It is the passages that are asked for.
        return value(row, "passage"), value(row, "cited")
    for name in _KEYS:
        if name in shown and name in row:
            return (value(row, name), value(row, "context"))
    return tuple(terms)


def _passage(
    row: Row, columns_of: Mapping[str, str], concepts: Mapping[str, Concept]
) -> Passage | None:
    columns = {role: name for name, role in columns_of.items()}
    iri = value(row, columns["passage"]) if "passage" in columns else ""
    if not iri:
        return None
    document = value(row, columns["document"]) if "document" in columns else ""
    document = document or iri.rpartition("/p/")[0]
    known = concepts.get(document, Concept(document, href(document), "", Text(document)))
    standing = key(row, columns["status"]) if "status" in columns else ""
    return Passage(
        iri, href(iri), known, value(row, columns["locator"]), proposed=standing == "proposed"
    )


def short(iri: str) -> str:
    """Return an IRI as any question takes it in an address: a code, or a path without our base."""
    for base in (iris.base_iri(), DEFAULT_BASE):
        if iri.startswith(base + "id/"):
            return iri.removeprefix(base)
    return written(f"<{iri}>")
