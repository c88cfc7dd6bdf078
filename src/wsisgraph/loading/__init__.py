"""Where facts come from: what a loader needs, and nothing else.

A source is a folder: `source.toml` (who says so, under which terms, what to expect), `load()`
(same input, same facts, same order; no network, no clock), samples and the graph they give.
"""

from wsisgraph.loading.context import Context, Kind, Options, Remark
from wsisgraph.loading.facts import Fact, Lines, Origin, Term, literal, node
from wsisgraph.loading.manifest import Manifest
from wsisgraph.loading.sources import Source, bundled, discover
from wsisgraph.loading.tables import Row, rows
from wsisgraph.loading.turtle import turtle_facts

__all__ = [
    "Context",
    "Fact",
    "Kind",
    "Lines",
    "Manifest",
    "Options",
    "Origin",
    "Remark",
    "Row",
    "Source",
    "Term",
    "bundled",
    "discover",
    "literal",
    "node",
    "rows",
    "turtle_facts",
]
