"""Several files in one command: all or nothing for each, and nothing lost for another's fault.

The files of a command together become the whole of a data set. When some of them are refused, the
others are taken, unless entries that the graph has would be retired with that: those may stand in
a file that was refused.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from wsisgraph.intake import gate
from wsisgraph.intake.awaiting import Awaiting
from wsisgraph.intake.report import Report
from wsisgraph.intake.wishes import Stages, Wishes
from wsisgraph.loading import Kind, Source
from wsisgraph.settings import Settings


def take(
    source: Source,
    paths: Sequence[Path],
    wishes: Wishes,
    settings: Settings,
    stages: Stages | None = None,
    awaiting: Awaiting | None = None,
) -> Report:
    """Load files through a source, and say what was understood and what not.

    A process that is `awaiting` what to read reads them, if it can.

    A file of which one row cannot be taken is refused (`keep_good` leaves the row out instead), and
    so is one whose facts break a MUST of the shapes. A report that says `refused` wrote nothing;
    `refused_files` are those that are missing from what was written.

    Raises:
        StoreLocked, StoreUnavailable, StoreError: the data folder cannot be used.
    """
    report = gate.take(source, paths, wishes, settings, stages, awaiting)
    bad = _at_fault(report, paths)
    good = [path for path in paths if path not in bad]
    if not bad or not good:
        return report
    rest = gate.take(source, good, replace(wishes, retires=False), settings, stages)
    if rest.refused:
        # Of the others there is something to tell only if they cannot be taken for their own part.
        own = [remark for remark in rest.remarks if remark.kind is Kind.PROBLEM]
        return replace(
            report,
            remarks=[*report.remarks, *own],
            number={**report.number, Kind.PROBLEM: report.number[Kind.PROBLEM] + len(own)},
        )
    names = {path.name for path in bad} | {str(path) for path in bad}
    told = [remark for remark in report.of(Kind.PROBLEM) if remark.origin.file in names]
    return replace(
        rest,
        remarks=[*rest.remarks, *told],
        number={**rest.number, Kind.PROBLEM: rest.number[Kind.PROBLEM] + len(told)},
        refused_files=[path.name for path in bad],
    )


def _at_fault(report: Report, paths: Sequence[Path]) -> list[Path]:
    """Return the files that a load was refused for; none where something else was the reason."""
    if not report.refused or len(paths) < 2:
        return []
    problems = list(report.of(Kind.PROBLEM))
    if report.kept_good:
        problems = [each for each in problems if each.origin.line is None and not each.record]
    named = {each.origin.file for each in problems}
    bad = [path for path in paths if named & {path.name, str(path)}]
    known = {path.name for path in bad} | {str(path) for path in bad}
    return bad if named <= known else []
