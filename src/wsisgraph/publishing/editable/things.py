"""What a revision says of things, as forms show it: names, values, where they stand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from pyoxigraph import Literal, NamedNode, Quad, Store

from wsisgraph import __version__
from wsisgraph.loading.editing.form import Form, Table, printable
from wsisgraph.review.model import ACCEPTED, place_of
from wsisgraph.site import editable
from wsisgraph.store.local import LocalStore
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, RDFS, SKOS, WSIS

Value = NamedNode | Literal

_ENGLISH = "en"


class Things:
    """Accepted things of a revision."""

    def __init__(self, store: Store, language: str) -> None:
        """Prepare to show things.

        Args:
            store: the dataset.
            language: of names; English where a thing has none in it.
        """
        self.store = store
        self.language = language

    def of_class(self, kind: str) -> dict[str, str]:
        """Return the accepted things of a class, each with the source that describes it."""
        found: dict[str, str] = {}
        for quad in self.store.quads_for_pattern(None, NamedNode(RDF.type), NamedNode(kind)):
            graph, subject = quad.graph_name, quad.subject
            if not isinstance(graph, NamedNode) or not isinstance(subject, NamedNode):
                continue
            place = place_of(graph.value)
            if place is not None and place.status == ACCEPTED:
                found[subject.value] = min(place.source, found.get(subject.value, place.source))
        return found

    def of_scheme(self, scheme: str) -> list[str]:
        """Return the concepts of one of our vocabularies."""
        whole = NamedNode(iris.vocab(scheme).rstrip("/"))
        quads = self.store.quads_for_pattern(None, NamedNode(SKOS.inScheme), whole)
        return sorted({q.subject.value for q in quads if isinstance(q.subject, NamedNode)})

    def named(self) -> Iterator[str]:
        """Give everything of the vocabularies and of the ontology that has a name."""
        for graph in ("vocabularies", "ontology"):
            for predicate in (SKOS.prefLabel, RDFS.label):
                for quad in self.store.quads_for_pattern(
                    None, NamedNode(predicate), None, NamedNode(iris.graph(graph))
                ):
                    if isinstance(quad.subject, NamedNode):
                        yield quad.subject.value

    def values(self, thing: str, predicate: str) -> list[Value]:
        """Return the accepted values of a property, in a fixed order."""
        quads = self.store.quads_for_pattern(NamedNode(thing), NamedNode(predicate), None)
        found = {
            quad.object
            for quad in quads
            if _is_accepted(quad) and isinstance(quad.object, NamedNode | Literal)
        }
        return sorted(found, key=str)

    def node(self, thing: str, predicate: str) -> str:
        """Return the first IRI among the values of a property; empty without one."""
        values = self.values(thing, predicate)
        return next((value.value for value in values if isinstance(value, NamedNode)), "")

    def text(self, thing: str, predicate: str, language: str) -> str:
        """Return the first text in a language; empty without one."""
        return next((text for text in self.texts(thing, predicate, language)), "")

    def texts(self, thing: str, predicate: str, language: str) -> Iterator[str]:
        """Give the texts in a language."""
        for value in self.values(thing, predicate):
            if isinstance(value, Literal) and (value.language or "") == language:
                yield value.value

    def name(self, thing: str) -> str:
        """Return the name of a thing in the language, else in English, else any."""
        for language in (self.language, _ENGLISH, ""):
            if found := self.text(thing, SKOS.prefLabel, language):
                return found
        values = self.values(thing, SKOS.prefLabel)
        return values[0].value if values else ""

    def notation(self, thing: str) -> str:
        """Return the code of a line, goal or target, or the acronym of a body; else ""."""
        values = self.values(thing, SKOS.notation)
        return next((value.value for value in values if isinstance(value, Literal)), "")

    def counts(self, thing: str) -> bool:
        """Tell whether a statement is accepted, which its source may have left to reviewers."""
        return self.node(thing, WSIS.status).endswith(f"/{ACCEPTED}")


def form(what: str, held: LocalStore, language: str, tables: list[Table]) -> Form:
    """Return tables of a revision as a form, with its title and how it is edited."""
    say = editable.speaker(language)
    return Form(
        what=what,
        language=language,
        revision=held.revision.id,
        tables=[_clean(table) for table in tables],
        title=say(editable.TITLES[what]),
        notes=[say(note) for note in (*editable.NOTES.get(what, ()), *editable.NOTES[""])],
        version=__version__,
        date=datetime.now(UTC).date().isoformat(),
    )


def _clean(table: Table) -> Table:
    """Return a table with nothing in it but what a file can hold."""
    columns = [
        replace(
            column,
            head=printable(column.head),
            about=printable(column.about),
            choices={printable(name): iri for name, iri in column.choices.items()},
        )
        for column in table.columns
    ]
    rows = {key: [printable(cell) for cell in cells] for key, cells in table.rows.items()}
    return replace(table, columns=columns, rows=rows)


def _is_accepted(quad: Quad) -> bool:
    graph = quad.graph_name
    if not isinstance(graph, NamedNode):
        return False
    place = place_of(graph.value)
    return place.status == ACCEPTED if place is not None else _is_vocabulary(graph.value)


def _is_vocabulary(graph: str) -> bool:
    return graph in (iris.graph("vocabularies"), iris.graph("ontology"))
