"""Draws the pages of the manual: ontology, shapes, questions, the data set.

What is sorted by name stands in the order of its language, and under the letter it begins with.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Protocol, TypeVar

from wsisgraph.site import locales


class PageInfo(Protocol):
    """What is read here of the frame every page shares."""

    @property
    def lang(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def lang_chosen(self) -> bool: ...
    @property
    def static(self) -> bool: ...


class HasPage(Protocol):
    """Data of any page."""

    @property
    def page(self) -> PageInfo: ...


class Words(Protocol):
    """A text."""

    @property
    def value(self) -> str: ...


class Labelled(Protocol):
    """What has a name."""

    @property
    def label(self) -> Words: ...


class Listed(Protocol):
    """A list of values with its name."""

    @property
    def concept(self) -> Labelled: ...


class HasTerms(HasPage, Protocol):
    """An ontology."""

    @property
    def classes(self) -> Sequence[Labelled]: ...
    @property
    def properties(self) -> Sequence[Labelled]: ...
    @property
    def schemes(self) -> Sequence[Listed]: ...


class ShapeOfClass(Labelled, Protocol):
    """A shape; the one without an IRI gathers the parts that others are made of."""

    @property
    def iri(self) -> str: ...
    @property
    def classes(self) -> Sequence[Any]: ...


class HasShapes(HasPage, Protocol):
    """Shapes."""

    @property
    def shapes(self) -> Sequence[ShapeOfClass]: ...


class Question(Protocol):
    """A question with its name, "folder/file"."""

    @property
    def name(self) -> str: ...


class Asked(Protocol):
    """What a page of questions tells of one."""

    @property
    def question(self) -> Question: ...


class HasQuestions(HasPage, Protocol):
    """A catalogue of questions."""

    @property
    def questions(self) -> Sequence[Asked]: ...


class Entry(Protocol):
    """A graph, as the list of graphs has it."""

    @property
    def iri(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def quads(self) -> int: ...


class FileOfGraph(Protocol):
    """A file with the graph that it holds."""

    @property
    def graph(self) -> str: ...


class HasGraphs(HasPage, Protocol):
    """A data set."""

    @property
    def graphs(self) -> Sequence[Entry]: ...
    @property
    def downloads(self) -> Sequence[FileOfGraph]: ...


_L = TypeVar("_L", bound=Labelled)
_A = TypeVar("_A", bound=Asked)


class ManualPages:
    """The part of `Pages` that draws the manual."""

    def ontology(self, data: HasTerms) -> str:
        """The reference of the ontology."""
        lang = data.page.lang
        return self._draw(
            "ontology.html",
            data,
            classes=by_letter(data.classes, lang),
            properties=by_letter(data.properties, lang),
            schemes=locales.in_order(data.schemes, lambda one: one.concept.label.value, lang),
        )

    def shapes(self, data: HasShapes) -> str:
        """The reference of the shapes."""

        def name(shape: ShapeOfClass) -> str:
            named = [term.label.value for term in shape.classes if term.label]
            return named[0] if named else shape.label.value

        lang = data.page.lang
        of_classes = [shape for shape in data.shapes if shape.iri]
        return self._draw(
            "shapes.html",
            data,
            shapes=locales.in_order(of_classes, name, lang),
            parts_of_rules=[shape for shape in data.shapes if not shape.iri],
        )

    def questions(self, data: HasQuestions) -> str:
        """The catalogue of questions, by folder."""
        return self._draw("questions.html", data, folders=_by_folder(data.questions))

    def dataset(self, data: HasGraphs) -> str:
        """The data set: licences, counts, files; the accepted graphs first, large before small."""
        files = {file.graph: file for file in data.downloads}
        ordered = sorted(
            data.graphs, key=lambda one: (one.status != "accepted", -one.quads, one.iri)
        )
        graphs = [
            {"entry": one, "anchor": f"graph-{number}", "file": files.get(one.iri)}
            for number, one in enumerate(ordered, 1)
        ]
        return self._draw("dataset.html", data, graphs=graphs)

    def changes(self, data: HasPage) -> str:
        """The revisions, the newest first."""
        return self._draw("changes.html", data)

    def _draw(self, template: str, data: HasPage, **more: object) -> str:
        raise NotImplementedError


def by_letter(items: Iterable[_L], lang: str) -> Mapping[str, list[_L]]:
    """Return items in the order of their names, by the letter these begin with.

    Chinese has no letters to stand under: there all are under "".
    """

    def letter(item: _L) -> str:
        return "" if lang == "zh" else locales.first_letter(item.label.value)

    ordered = locales.in_order(items, lambda item: item.label.value, lang)
    return {key: list(group) for key, group in groupby(ordered, key=letter)}


def _by_folder(questions: Iterable[_A]) -> Mapping[str, list[_A]]:
    """Group questions by the folder in their names, in the order they come."""
    folders: dict[str, list[_A]] = {}
    for asked in questions:
        folders.setdefault(asked.question.name.partition("/")[0], []).append(asked)
    return folders
