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


_L = TypeVar("_L", bound=Labelled)


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

    def dataset(self, data: HasPage) -> str:
        """The data set: licences, counts, files."""
        return self._draw("dataset.html", data)

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
