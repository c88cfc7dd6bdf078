"""What was extracted from a document and cannot stand is left out, and told: the rest is taken.

A document is read by patterns, which err. One statement that breaks a MUST of the shapes is no
reason to refuse the passages, and the statements that break none.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from wsisgraph.graph.finding import Finding
from wsisgraph.intake.checking import BROKEN, Shapes
from wsisgraph.intake.difference import short
from wsisgraph.intake.spool import Entry, Spool, graphs_of
from wsisgraph.loading import Kind, Origin, Remark

ROUNDS = 20
"""So often things are left out: what mentioned them may break rules in turn."""

_FEW = 50
# What a message of a shape asks for ends where it names properties, and gives examples.
_WISH_ENDS = re.compile(r" \(|, for example|[;.:]")


def each_once(quads: Path, into: Path) -> Path:
    """Return a file with each quad once: a document says of a thing again where it names it again.

    Args:
        quads: the file.
        into: is written if there is any to leave out.
    """
    lines = quads.read_bytes().splitlines(keepends=True)
    once = dict.fromkeys(lines)
    if len(once) == len(lines):
        return quads
    into.write_bytes(b"".join(once))
    return into


def told_together(
    findings: Sequence[Finding], remarks: Sequence[Remark], place: Origin
) -> list[Remark]:
    """Return the remarks, those on what a document's sentences do not tell as a single one.

    It names much in passing; whoever loads it neither did that, nor can mend the file.
    """
    things: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.severity != BROKEN:
            wish = _WISH_ENDS.split(finding.message)[0]
            things[wish[:1].lower() + wish[1:]].add(finding.focus)
    kept = [remark for remark in remarks if remark.kind is not Kind.NOTICE]
    if not things:
        return kept
    number = len(set().union(*things.values()))
    found = f"things that it names could be described more fully ({number:,}); nothing waits for it"
    wishes = "; ".join(f"{wish} ({len(its):,})" for wish, its in sorted(things.items()))
    return [*kept, Remark(Kind.NOTICE, place, found, f"where you know more: {wishes}")]


def leave_out(findings: Sequence[Finding], spool: Spool, shapes: Shapes, source_id: str) -> bool:
    """Leave out the proposed records that findings blame, and tell of each; whether there are any.

    A finding blames the proposed records that speak of its thing; where there are none, those that
    point at it.
    """
    broken = [finding for finding in findings if finding.severity == BROKEN]
    if not broken:
        return False
    speaking, pointing = _proposed(spool, {finding.focus for finding in broken}, source_id)
    out: dict[str, None] = {}
    for finding in broken:
        blamed = speaking.get(finding.focus) or pointing.get(finding.focus, [])
        out.update(dict.fromkeys(entry.record for entry in blamed))
        if blamed:
            rule = shapes.lines.get(finding.shape, finding.shape)
            thing = short(finding.focus)
            found = f"what was extracted on {thing} breaks the rule at {rule}, and was left out"
            mend = finding.message.rstrip(".")
            spool.remark([Remark(Kind.NOTICE, blamed[0].origin, found, mend)])
    spool.leave_out_records(out)
    return bool(out)


def _proposed(
    spool: Spool, things: set[str], source_id: str
) -> tuple[dict[str, list[Entry]], dict[str, list[Entry]]]:
    """Return the proposed records that speak of things, and those that point at them."""
    end = f"<{graphs_of(source_id)['proposed']}> .".encode()
    wanted = {f"<{thing}>".encode(): thing for thing in things}
    speaking: dict[str, list[Entry]] = {}
    pointing: dict[str, list[Entry]] = {}
    # Of many things, most entries have one: their lines are looked at in any case.
    few = list(wanted) if len(wanted) <= _FEW else []
    for entry, quads in spool.quads_of_entries():
        if few and not any(key in quads for key in few):
            continue
        lines = quads.splitlines()
        if not entry.record or not all(line.endswith(end) for line in lines):
            continue
        for line in lines:
            subject, _, rest = line.partition(b" ")
            target = rest.partition(b" ")[2][: -len(end) - 1]
            for key, found in ((subject, speaking), (target, pointing)):
                thing = wanted.get(key)
                if thing is not None and entry not in (entries := found.setdefault(thing, [])):
                    entries.append(entry)
    return speaking, pointing
