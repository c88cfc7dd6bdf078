"""Every load is checked by the shapes before it is committed, on the graph as it would be."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from types import MappingProxyType

from pyoxigraph import NamedNode, Quad, Store

from wsisgraph.graph.assemble import read_shapes, shape_lines
from wsisgraph.graph.checker import Checker
from wsisgraph.graph.checker.data import Data
from wsisgraph.graph.checker.layered import LooksBack
from wsisgraph.graph.finding import Finding
from wsisgraph.intake.advice import Advice
from wsisgraph.intake.described import Odd
from wsisgraph.intake.difference import short
from wsisgraph.intake.prospect import Prospect
from wsisgraph.intake.spool import Spool
from wsisgraph.loading import Kind, Origin, Remark

MOST_FINDINGS = 10_000
"""So many findings that refuse, and as many others, are told; the rest comes when those are mended.
"""

# Things that are no more, of which is looked together who refers to them.
_GONE_AT_ONCE = 100_000

BROKEN = "Violation"
"""The severity of what refuses a load."""


class Shapes:
    """Our shapes, compiled once for a load.

    Attributes:
        lines: where each of them stands.
    """

    def __init__(self) -> None:
        manifest, quads = read_shapes()
        self._checker = Checker(quads)
        self._manifest = manifest

    @cached_property
    def lines(self) -> dict[str, Origin]:
        """Where each shape stands."""
        return shape_lines(self._manifest)

    def check(self, store: Store, focus: Iterable[str]) -> Iterator[Finding]:
        """Give what the shapes find at these things of a store, taken as they come."""
        return (result.finding() for result in self._checker.results(store, focus))

    def check_bereft(self, prospect: Prospect, removed: Iterable[Quad]) -> list[Finding]:
        """Return what the shapes find at things that refer to what is there no more."""
        users = list(dict.fromkeys(bereft(prospect, removed)))
        try:
            return list(self.check_at(prospect.data, map(NamedNode, users)))
        except (LooksBack, Odd):
            return list(self.check(prospect.whole, users))

    def check_at(self, data: Data, things: Iterable[NamedNode]) -> Iterator[Finding]:
        """Give what the shapes find at these things of some data."""
        return (result.finding() for result in self._checker.results_at(data, things))


def remarks(
    findings: Iterable[Finding],
    spool: Spool,
    shapes: Shapes,
    mappings: Mapping[str, str] = MappingProxyType({}),
) -> list[Remark]:
    """Give findings as remarks on the rows that the things were read from.

    A thing that was not read is of a graph that stands: what it lacks now, the load took away.

    Args:
        findings: what was found.
        spool: what was read.
        shapes: by which it was found.
        mappings: by what mapping tables were read, as text, by the names of their files.
    """
    found = first(findings)
    entries = spool.entries_of({finding.focus for finding in found})
    advice = Advice(spool, mappings)
    told = []
    for finding in found:
        entry = entries.get(finding.focus)
        is_broken = finding.severity == BROKEN
        # The place says of what it is; only where there is none is the thing named.
        subject = "what it gives" if entry else f"<{short(finding.focus)}>"
        value = f" (found “{finding.value}”)" if finding.value else ""
        rule = str(shapes.lines.get(finding.shape, finding.shape))
        if entry and not is_broken:
            with suppress(LookupError):
                if (remark := advice.remark(finding, entry, rule)) is not None:
                    told.append(remark)
                continue
        verb = "breaks" if is_broken else "falls short of"
        told.append(
            Remark(
                Kind.PROBLEM if is_broken else Kind.NOTICE,
                entry.origin if entry else Origin("the graph as it would be"),
                f"{subject}{value} {verb} the rule at {rule}",
                finding.message.rstrip("."),
                entry.record if entry else "",
            )
        )
    told += advice.rest()
    return sorted(told, key=lambda remark: (remark.origin.line or 0, remark.found))


def first(findings: Iterable[Finding]) -> list[Finding]:
    """Return the first findings, each once: no number of small ones hides one that refuses."""
    broken: dict[Finding, None] = {}
    others: dict[Finding, None] = {}
    for finding in findings:
        if finding.severity == BROKEN:
            broken[finding] = None
            if len(broken) >= MOST_FINDINGS:
                break
        elif len(others) < MOST_FINDINGS:
            others[finding] = None
    return [*broken, *others]


def bereft(prospect: Prospect, removed: Iterable[Quad]) -> Iterator[str]:
    """Give the things that still refer to what is there no more."""
    last: object = None
    gone: list[NamedNode] = []
    for quad in removed:
        thing = quad.subject
        if thing == last or not isinstance(thing, NamedNode):
            continue
        last = thing
        if not prospect.stands(thing):
            gone.append(thing)
        if len(gone) >= _GONE_AT_ONCE:
            yield from prospect.users(gone)
            gone.clear()
    yield from prospect.users(gone)
