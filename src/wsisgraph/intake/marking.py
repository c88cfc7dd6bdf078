"""A copy of an edited file, with a comment at each cell that was not taken."""

from pathlib import Path

from wsisgraph import content
from wsisgraph.errors import InputRefused
from wsisgraph.intake.apart import run_apart
from wsisgraph.intake.report import Report
from wsisgraph.loading import Kind, Remark
from wsisgraph.loading.editing.marks import Comment, mark, order
from wsisgraph.loading.editing.returned import learn

_MOST = 500


def marked(path: Path, report: Report, *, filtered: bool = True) -> bytes | None:
    """Return a copy of a file with what a report says of its cells.

    Returns:
        The bytes; None where nothing was refused, or the file cannot be written again.
    """
    problems = list(report.of(Kind.PROBLEM))
    if not problems or not path.is_file():
        return None
    told = [*problems, *report.of(Kind.UNKNOWN)][:_MOST]
    comments = [
        Comment(each.origin.sheet, each.origin.line, each.origin.field, _said(each))
        for each in told
    ]
    ordered = order(content.relative(path), comments, path.read_bytes())
    learn()
    try:
        data = run_apart(mark, ordered, name=path.name, filtered=filtered)
    except InputRefused:
        return None
    return data or None


def _said(remark: Remark) -> str:
    found = f"{remark.found[:1].upper()}{remark.found[1:]}."
    mend = f" {remark.mend[:1].upper()}{remark.mend[1:]}." if remark.mend else ""
    return f"{found}{mend}"
