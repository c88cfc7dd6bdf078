"""What explains the rest: languages, the ontology, the rules, the questions, the interface."""

from collections.abc import Mapping, Sequence

from pyoxigraph import RdfFormat

from wsisgraph.api import cataloguing, home, languages, ontology, shapes
from wsisgraph.api.ontology import anchor
from wsisgraph.api.openapi import describe
from wsisgraph.api.pages import Page, Pages
from wsisgraph.api.reading import Reading
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.publishing.requests import Used
from wsisgraph.publishing.sheets import Sheet, file_name
from wsisgraph.questions import Catalogue
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import PREFIXES

_RDF = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}
_GRAPHS = {"/def": "ontology", "/shapes": "shapes"}
"""Documents that are graphs of ours as a whole."""

PATHS = frozenset({"/languages", "/docs", "/api/questions", *_GRAPHS})


def instead(catalogue: Catalogue) -> dict[str, str]:
    """Return, by the path of a question, the address where it is told."""
    return {f"/api/questions/{name}": f"/api/questions#{anchor(name)}" for name in catalogue}


class References:
    """One page each."""

    name = "reference"

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return these pages; those whose graph the data do not hold are left out."""
        graphs = await reading.graphs()
        plain = ("/languages", "/docs", "/api/questions")
        found = [Sheet(self.name, path, file_name(path)) for path in plain]
        found += [
            Sheet(self.name, path, file_name(path), (graph,), tuple(_RDF))
            for path, graph in _GRAPHS.items()
            if iris.graph(graph) in graphs
        ]
        return found

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return one of them."""
        if sheet.address == "/languages":
            return pages.languages(await languages.languages_page(reading, page))
        if sheet.address == "/docs":
            # The routes bring the web framework with them, which no other page needs.
            from wsisgraph.api.app import ROUTES

            return pages.docs(home.docs_page(page, describe(ROUTES, reading.catalogue)))
        if sheet.address == "/api/questions":
            return pages.questions(await cataloguing.questions_page(reading, page))
        if sheet.address == "/def":
            terms = await ontology.ontology_page(reading, page)
            assert terms is not None
            return pages.ontology(terms)
        rules = await shapes.shapes_page(reading, page)
        assert rules is not None
        return pages.shapes(rules)

    def data(self, gathered: Gathered, sheet: Sheet, used: Used) -> Mapping[str, bytes]:
        """Return the graph that a page explains."""
        if not sheet.forms:
            return {}
        values = {"graph": iris.graph(sheet.about[0])}
        graph = gathered.graph("api/graph-contents", values, ("accepted",), used)
        return {form: graph.write(_RDF[form], PREFIXES) for form in sheet.forms}
