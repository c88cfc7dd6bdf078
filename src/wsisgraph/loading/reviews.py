"""Sheets of yearly reviews that come back filled: each answer is a proposal of a named editor.

The sheet is the one that `wsisgraph report --sheet` writes. Its first row names the columns,
whatever language the second one has; the `id` of each says line, year and question.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from wsisgraph import content
from wsisgraph.errors import UnknownCode
from wsisgraph.loading.context import Context
from wsisgraph.loading.dates import LANGUAGES, BadDateError, parse_date
from wsisgraph.loading.documents import (
    document_facts,
    document_iri,
    header_passage,
    row_facts,
)
from wsisgraph.loading.facts import Fact, Origin, Term, literal, node
from wsisgraph.loading.keys import digest, slug
from wsisgraph.loading.known_bodies import KnownBodies
from wsisgraph.loading.reading import Layout, Table, open_table
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import DCT, PROV, RDF, RDFS, SKOS, WSIS, XSD

COLUMNS = (
    *("id", "section", "question", "graph", "source"),
    *("answer", "date", "responsible", "citation"),
)
_FILLED = ("answer", "date", "responsible", "citation")
_HEAD = "#"
"""How the row of names for people begins; the language of the sheet follows."""

_ID = re.compile(
    r"(?P<line>[a-z0-9-]+)/(?P<year>\d{4})/(?P<question>[a-z-]+)(?:@(?P<language>[a-z]{2}))?"
)
_ESCAPED = re.compile(r"'(?:\s*[=+\-@]|[\t\r\n])")
_PASSAGE = re.compile(r"id/document/\S+/p/\S+")
_BETWEEN = re.compile(r"\s*[;\n،、；,]\s*")
_LONGEST = 20_000
_SHORTEST_CITATION = 5


@dataclass(frozen=True, slots=True)
class Review:
    """Which review a sheet is of."""

    line: codes.Code
    year: str

    @property
    def key(self) -> str:
        """How it is named in IRIs: c5/2024."""
        return f"{self.line.notation.lower()}/{self.year}"

    @property
    def iri(self) -> str:
        """The review cycle."""
        return iris.individual("review", self.key)


@dataclass(frozen=True, slots=True)
class Answer:
    """A row that was filled and understood."""

    question: str
    text: str
    date: str
    bodies: tuple[str, ...]
    citation: str
    passage: str
    """IRI of the passage that is cited, "" for anything else."""
    origin: Origin
    language: str = ""


def load_review(inputs: Sequence[Path], context: Context, *, known_from: str) -> Iterator[Fact]:
    """Yield the answers of filled sheets as proposals; what cannot be taken is reported.

    Args:
        inputs: one sheet.
        context: takes remarks; its parameter `editor` says who filled the sheet.
        known_from: the source whose bodies may be responsible.
    """
    if len(inputs) != 1:
        found = "each sheet of a review is loaded by a command of its own"
        context.problem(Origin(content.relative(inputs[0])), found, "name one file")
        return
    table = open_table(inputs[0], context, Layout(columns=COLUMNS))
    if table is None or not _has_columns(table, context):
        return
    bodies = KnownBodies(known_from)
    review: Review | None = None
    language = context.language
    answers: list[Answer] = []
    for number, texts in table.rows(context):
        cells = dict(zip(table.columns, map(_unescaped, texts), strict=True))
        origin = table.origin(number)
        if cells["id"].startswith(_HEAD):
            own_language = cells["id"].removeprefix(_HEAD)
            if own_language in LANGUAGES and context.options.language is None:
                language = own_language
            continue
        if not any(cells[name] for name in _FILLED):
            continue
        known = _identity(cells["id"], origin, context)
        if known is None:
            continue
        own, question, wrote = known
        if review is not None and own != review:
            found = f"the row is of {own.key}, and those above of {review.key}"
            context.problem(origin.at("id"), found, "load each review by itself")
            continue
        review = own
        answer = _answer(cells, question, bodies, origin, context)
        if answer is not None:
            answers.append(replace(answer, language=wrote or language))
    if review is None:
        context.problem(
            table.origin(),
            "no row of the sheet has an answer",
            "write into the column “answer”, and what bears it out into “citation”",
        )
        return
    yield from _facts(table, review, answers, context)


def _has_columns(table: Table, context: Context) -> bool:
    missing = [name for name in ("id", *_FILLED) if name not in table.columns]
    for name in missing:
        context.problem(
            table.origin(table.header_row or None),
            f"the column “{name}” is missing",
            "use the sheet that wsisgraph report --sheet wrote",
        )
    for name in table.columns:
        if name not in COLUMNS:
            found = f"the column “{name}” is none of the sheet"
            origin = table.origin(table.header_row or None, name)
            context.unknown(origin, found, "what stands there is not read")
    return not missing


def _identity(text: str, origin: Origin, context: Context) -> tuple[Review, str, str] | None:
    """Return the review and the question that a row names, and its language, "" for the usual."""
    match = _ID.fullmatch(text)
    line = None
    if match is not None:
        try:
            line = codes.parse_code(match["line"])
        except UnknownCode:
            line = None
    if match is None or line is None or line.kind != "action-line":
        found = f"the id is “{text}”" if text else "the id is missing"
        mend = "leave that column as it was written; to add an answer, copy the whole row"
        context.problem(origin.at("id"), found, mend)
        return None
    question = match["question"]
    if question not in _questions():
        found = f"there is no question “{question}”"
        mend = f"use one of {', '.join(_questions())}"
        context.problem(origin.at("id"), found, mend)
        return None
    return Review(line, match["year"]), question, match["language"] or ""


def _answer(
    cells: dict[str, str], question: str, bodies: KnownBodies, origin: Origin, context: Context
) -> Answer | None:
    """Return what a row says; every fault of it is told."""
    faults = 0

    def problem(column: str, found: str, mend: str) -> None:
        nonlocal faults
        faults += 1
        context.problem(origin.at(column), found, mend)

    text, citation = cells["answer"], cells["citation"]
    if not text:
        problem("answer", "there is no answer beside what is filled", "write it, or empty the row")
    elif len(text) > _LONGEST:
        found = f"the answer has {len(text):,} signs"
        problem("answer", found, f"write {_LONGEST:,} at most, and cite the rest")
    if len(citation) < _SHORTEST_CITATION:
        problem(
            "citation",
            f"the citation is “{citation}”" if citation else "nothing is cited",
            "name the document and the place in it, a passage (id/document/…/p/…) or a web address",
        )
    date = ""
    if cells["date"]:
        try:
            date = parse_date(cells["date"]).text
        except BadDateError as error:
            problem("date", error.found, error.mend)
    responsible = []
    for name in filter(None, _BETWEEN.split(cells["responsible"])):
        iri = bodies.find(iris.base_iri() + name if name.startswith("id/") else name)
        if iri is None:
            mend = "write its acronym (ITU), its whole name, or id/agency/itu; several with commas"
            problem("responsible", f"no body is known as “{name}”", mend)
        else:
            responsible.append(iri)
    if faults:
        return None
    path = citation.removeprefix(iris.base_iri())
    passage = iris.base_iri() + path if _PASSAGE.fullmatch(path) else ""
    return Answer(question, text, date, tuple(responsible), citation, passage, origin)


def _facts(
    table: Table, review: Review, answers: Sequence[Answer], context: Context
) -> Iterator[Fact]:
    editor = " ".join(context.options.parameters.get("editor", "").split()) or "not named"
    person = slug(editor, 40) or f"editor-{digest(editor, length=6)}"
    if context.manifest.id == "review-sheet":
        # What the same editor sends later of the same review takes the place of this.
        context.call_it(f"review-{review.key.replace('/', '-')}-{person}")
    title = f"Yearly review of {review.line.notation}, {review.year}: {editor}"
    context.about["title"] = title
    document = document_iri(context.manifest.id, 1)
    agent = iris.individual("reviewer", hashlib.sha256(editor.encode()).hexdigest()[:12])
    yield from document_facts(table, document, title=title, issued="", language="en")
    head = table.origin(table.header_row or 1)
    assert review.line.iri is not None
    about: list[tuple[str, str, Term]] = [
        (document, PROV.wasAttributedTo, node(agent)),
        (agent, RDF.type, node(PROV.Agent)),
        (agent, RDFS.label, literal(editor)),
        (review.iri, RDF.type, node(WSIS.ReviewCycle)),
        (review.iri, WSIS.about, node(review.line.iri)),
        (review.iri, DCT.date, literal(review.year, datatype=XSD.gYear)),
        (review.iri, WSIS.statedIn, node(header_passage(document))),
    ]
    for subject, predicate, value in about:
        yield Fact(subject, predicate, value, head)
    times: Counter[str] = Counter()
    for answer in answers:
        times[answer.question] += 1
        number = times[answer.question]
        key = answer.question if number == 1 else f"{answer.question}-{number}"
        yield from _entry(answer, review, (person, agent), document, key)


def _entry(
    answer: Answer,
    review: Review,
    editor: tuple[str, str],
    document: str,
    key: str,
) -> Iterator[Fact]:
    """Yield one answer, and the row that states it; `editor` is their key and their IRI."""
    person, agent = editor
    assert review.line.iri is not None
    entry = iris.individual("review-entry", f"{review.key}/{person}/{key}")
    passage = f"{document}/p/{key}"
    question = iris.vocab("review-questions", answer.question)
    said: list[tuple[str, Term]] = [
        (RDF.type, node(WSIS.ReviewEntry)),
        (WSIS.about, node(review.line.iri)),
        (DCT.isPartOf, node(review.iri)),
        (WSIS.reviewQuestion, node(question)),
        (DCT.description, literal(answer.text, language=answer.language)),
        *((WSIS.responsibleBody, node(body)) for body in answer.bodies),
        (DCT.bibliographicCitation, literal(answer.citation)),
        (PROV.wasAttributedTo, node(agent)),
        (WSIS.statedIn, node(passage)),
        *((WSIS.statedIn, node(cited)) for cited in [answer.passage] if cited),
        (WSIS.status, node(iris.vocab("status", "proposed"))),
    ]
    if answer.date:
        datatype = XSD[{4: "gYear", 7: "gYearMonth", 10: "date"}[len(answer.date)]]
        said.append((DCT.date, literal(answer.date, datatype=datatype)))
    for predicate, value in dict.fromkeys(said):
        yield Fact(entry, predicate, value, answer.origin, "proposed", key)
    yield from row_facts(passage, document, answer.origin, _questions()[answer.question], key)


def _unescaped(text: str) -> str:
    text = text.strip()
    return text[1:] if _ESCAPED.match(text) else text


@cache
def _questions() -> dict[str, str]:
    """Return the questions of the review by their keys, with their English names."""
    path = content.folder("ontology") / "vocab" / "review-questions.ttl"
    scheme = iris.vocab("review-questions") + "/"
    return {
        triple.subject.value.removeprefix(scheme): triple.object.value
        for triple in parse(path=str(path), format=RdfFormat.TURTLE)
        if triple.predicate.value == SKOS.prefLabel
        and triple.subject.value.startswith(scheme)
        and triple.object.language == "en"
    }
