"""A page for each IRI."""

from collections.abc import Mapping, Sequence

from pyoxigraph import RdfFormat

from wsisgraph.api import things
from wsisgraph.api.links import href
from wsisgraph.api.pages import Page, Pages
from wsisgraph.api.reading import Reading, value
from wsisgraph.publishing import dataset
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.publishing.references import PATHS
from wsisgraph.publishing.requests import Used
from wsisgraph.publishing.sheets import Sheet, file_name
from wsisgraph.terms.namespaces import PREFIXES

_ELSEWHERE = PATHS | dataset.PATHS
"""What has a page of another kind."""

_RDF = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}


class Things:
    """A page for each IRI of ours or of the UN's that some graph describes, and its RDF."""

    name = "thing"

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return a page for each thing; terms with a “#” stand on the page of their document."""
        found = []
        for row in await reading.rows("api/described"):
            iri = value(row, "thing")
            path = href(iri)
            if path.startswith("/") and "#" not in path and path not in _ELSEWHERE:
                found.append(Sheet(self.name, path, file_name(path), (iri,), tuple(_RDF)))
        return found

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return the page of a thing."""
        thing = await things.thing_page(reading, page, sheet.about[0])
        assert thing is not None, sheet
        return pages.thing(thing)

    def data(self, gathered: Gathered, sheet: Sheet, used: Used) -> Mapping[str, bytes]:
        """Return the thing as RDF."""
        graph = gathered.graph("api/describe-graph", {"thing": sheet.about[0]}, ("accepted",), used)
        return {form: graph.write(_RDF[form], PREFIXES) for form in sheet.forms}
