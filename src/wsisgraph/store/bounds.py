"""What somebody who writes for one agency may say, and how much of it.

Whose a graph is, access tells. But graphs are merged for readers: what a graph says of a thing is
read as if everybody said it. So whoever writes for an agency describes things of that agency alone,
and says what it thinks of the things of others in statements of its own.
"""

import re
from dataclasses import dataclass
from typing import Any

from wsisgraph.settings import DEFAULT_BASE
from wsisgraph.terms import iris

MOST_TOLD = 10
"""So many of the things that may not be described are told."""

_AGENCIES = "agency/"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an author is held to.

    Attributes:
        agency: key of the agency that the author writes for.
        statements: how many the graphs of the agency may hold; None for any number.
    """

    agency: str
    statements: int | None = None

    def as_request(self) -> dict[str, Any]:
        """Return them as a message for a worker."""
        return {"agency": self.agency, "statements": self.statements}

    @property
    def graph(self) -> str:
        """The graph of the agency, below which all others of it are."""
        return iris.graph(_AGENCIES + self.agency)

    def owns_graph(self, graph: str) -> bool:
        """Tell whether a graph is the agency's."""
        return graph == self.graph or graph.startswith(f"{self.graph}/")

    def may_name(self, thing: str) -> bool:
        """Tell whether the agency may give this name to a thing of its own.

        Below the names of the graph those are taken that bear the agency's key; names of elsewhere
        are anybody's, but for the United Nations' goals and the words that everybody writes with.
        """
        for base in {iris.base_iri(), DEFAULT_BASE}:
            if thing.startswith(base):
                return self._bears_key(thing[len(base) :])
        return not thing.startswith(_EVERYBODYS)

    def _bears_key(self, name: str) -> bool:
        key = re.escape(self.agency)
        return (
            re.match(rf"(id/agency/{key}|graph/agency/{key})([/#?].*)?$", name) is not None
            or re.match(rf"id/[^/]+/(agency/)?{key}[/#].", name) is not None
        ) and "/../" not in name


def is_agencys(graph: str) -> bool:
    """Tell whether a graph is one that an agency keeps."""
    return graph.startswith(iris.graph(_AGENCIES + "x")[:-1])


_EVERYBODYS = (
    f"{iris.SDG}/",
    f"{iris.SDG}#",
    "http://www.w3.org/",
    "https://www.w3.org/",
    "http://purl.org/",
    "https://purl.org/",
    "http://schema.org/",
    "https://schema.org/",
    "http://rdfs.org/",
    "http://xmlns.com/",
    "http://spdx.org/rdf/",
    "http://creativecommons.org/",
    "https://creativecommons.org/",
    "urn:wsisgraph:",
)
"""Where the names begin that no single agency describes."""
