"""A CONSTRUCT query as a peer is asked it: as a table, that can be counted.

Servers cut what they construct without a word (Virtuoso gives 10,000 solutions' worth by default).
So a peer is asked for the solutions alone, and how many there are; a table that has fewer is known
to be cut. The triples are made of it here, by the template of the query.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wsisgraph.errors import PeerRefused
from wsisgraph.store import guard

COUNT = "wsisCount"
"""The variable that a count stands in."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A CONSTRUCT query in its parts.

    Attributes:
        template: `CONSTRUCT { … }` with its prefixes; WHERE is for who makes triples of a table.
        variables: those of the template.
    """

    template: str
    variables: Sequence[str]
    _prologue: str
    _rest: str

    def table(self) -> str:
        """Return the query for all solutions."""
        return f"{self._prologue}{self._select()}"

    def page(self, size: int, number: int) -> str:
        """Return the query for one page: ordered, so that pages neither overlap nor leave gaps."""
        order = " ".join(f"?{name}" for name in self.variables)
        # Within, as Virtuoso sorts no more than 10,000 rows for an OFFSET beside ORDER BY.
        within = f"{{ {self._select()} ORDER BY {order} }}"
        return f"{self._prologue}SELECT * WHERE {{ {within} }} LIMIT {size} OFFSET {size * number}"

    def count(self) -> str:
        """Return the query for how many solutions there are."""
        within = f"{{ {self._select()} }}"
        return f"{self._prologue}SELECT (COUNT(*) AS ?{COUNT}) WHERE {{ {within} }}"

    def _select(self) -> str:
        named = " ".join(f"?{name}" for name in self.variables)
        return f"SELECT {named} {self._rest}"


def asking(query: str) -> Asking:
    """Return a CONSTRUCT query in its parts.

    Raises:
        PeerRefused: it is none.
    """
    tokens = [found for found in guard.TOKEN.finditer(query) if found.lastgroup != "comment"]
    forms = [
        at
        for at, found in enumerate(tokens)
        if found.lastgroup == "word" and found.group().lower() == "construct"
    ]
    if not forms:
        raise PeerRefused("The mapping is no CONSTRUCT query", mend="write CONSTRUCT {…} WHERE {…}")
    at = forms[0]
    # CONSTRUCT WHERE {…} has its pattern for a template.
    opening = next((n for n in range(at, len(tokens)) if tokens[n].group() == "{"), None)
    if opening is None:
        raise PeerRefused("The mapping has no template", mend="write CONSTRUCT {…} WHERE {…}")
    depth, closing = 0, opening
    for closing in range(opening, len(tokens)):
        depth += (tokens[closing].group() == "{") - (tokens[closing].group() == "}")
        if not depth:
            break
    inside = tokens[opening : closing + 1]
    variables = dict.fromkeys(
        found.group()[1:] for found in inside if found.lastgroup == "variable"
    )
    prologue = query[: tokens[at].start()]
    is_short = opening != at + 1
    rest = query[tokens[at].end() if is_short else tokens[closing].end() :]
    text = query[tokens[opening].start() : tokens[closing].end()]
    return Asking(f"{prologue}CONSTRUCT {text}", tuple(variables), prologue, rest)
