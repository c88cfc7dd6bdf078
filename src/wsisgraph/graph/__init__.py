"""From facts to a validated dataset: assemble, derive, describe, check, write canonically."""

from wsisgraph.graph.assemble import assemble
from wsisgraph.graph.build import Built, build
from wsisgraph.graph.canonical import nquads
from wsisgraph.graph.rules import Rule, derive, derived, read_rules
from wsisgraph.graph.validation import Finding, validate

__all__ = [
    "Built",
    "Finding",
    "Rule",
    "assemble",
    "build",
    "derive",
    "derived",
    "nquads",
    "read_rules",
    "validate",
]
