"""Roles, and which graphs an identity may change."""

import re
from dataclasses import dataclass
from enum import StrEnum

from wsisgraph.settings import DEFAULT_BASE
from wsisgraph.store.bounds import Bounds
from wsisgraph.terms import iris

MOST_WRITES = 1_000
"""Writes that a contributor may make in a day, unless its token says otherwise."""

MOST_STATEMENTS = 1_000_000
"""Statements that the graphs of its agency may hold, unless its token says otherwise."""

_OURS = (
    *("meta", "inferred", "shapes", "questions", "service"),
    *("ontology", "vocabularies", "decisions"),
)
"""Graphs that `build` makes from the files of the installation, or from all other graphs, and the
one that `review` writes together with what it moves."""

# What may follow the graph of an agency: segments that mean themselves wherever they are
# resolved, so that no `..` or `%2e` leads out of it.
_BELOW = re.compile(r"(/[A-Za-z0-9_~][A-Za-z0-9_~.-]*)*")


class Role(StrEnum):
    """What a token is good for; each role may do what the one before it may."""

    CONTRIBUTOR = "contributor"
    CURATOR = "curator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whoever holds a token.

    Attributes:
        name: the token's name, which the journal keeps.
        role: what it may do.
        agency: key of the agency it speaks for; None for none.
        writes: writes it may make in a day, where the token says so.
        statements: statements that the graphs of its agency may hold, where the token says so.
    """

    name: str
    role: Role
    agency: str | None = None
    writes: int | None = None
    statements: int | None = None

    @property
    def most_writes(self) -> int | None:
        """Writes it may make in a day; None for any number."""
        if self.writes is not None:
            return self.writes
        return MOST_WRITES if self.role is Role.CONTRIBUTOR else None

    @property
    def bounds(self) -> Bounds | None:
        """What a contributor is held to; None for the other roles, which answer for everything."""
        if self.role is not Role.CONTRIBUTOR or self.agency is None:
            return None
        most = MOST_STATEMENTS if self.statements is None else self.statements
        return Bounds(self.agency, most)

    def may_write(self, graph: str | None) -> bool:
        """Tell whether this graph may be changed; None stands for the default graph.

        An administrator may change every graph. A store whose default graph is derived refuses
        to write it whoever asks.
        """
        if self.role is Role.ADMIN:
            return True
        if graph is None:
            return False
        if self.role is Role.CURATOR:
            return not _is_ours(graph)
        return self.agency is not None and _is_of(graph, self.agency)


def _is_ours(graph: str) -> bool:
    for base in {iris.base_iri(), DEFAULT_BASE}:
        name = graph.removeprefix(f"{base}graph/")
        if name != graph and name.partition("/")[0] in _OURS:
            return True
    return False


def _is_of(graph: str, agency: str) -> bool:
    own = f"{iris.base_iri()}graph/agency/{agency}"
    return graph.startswith(own) and _BELOW.fullmatch(graph[len(own) :]) is not None
