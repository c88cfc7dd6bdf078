"""What a load understood and what not, said to a person on stderr."""

from collections import Counter
from typing import TYPE_CHECKING

from wsisgraph.cli.messages import say

# The engine is imported where it is used: `wsisgraph serve` imports the commands too.
if TYPE_CHECKING:
    from wsisgraph.intake import Report
    from wsisgraph.intake.difference import Difference, Verb
    from wsisgraph.loading import Kind

_MOST_SHOWN = 20


def say_report(report: "Report") -> None:
    """Say on stderr what became of a load."""
    from wsisgraph.loading import Kind

    for kind, heading in (
        (Kind.NOTICE, "Worth knowing"),
        (Kind.UNKNOWN, "Not understood, and passed over"),
        (Kind.PROBLEM, "Not taken"),
    ):
        _say_remarks(report, kind, heading)
    if report.refused:
        _say_refusal(report, report.number[Kind.PROBLEM])
        return
    for name in report.refused_files:
        say(f"Refused: {name}. Nothing of it was loaded; mend it, and load all the files again.")
    say(
        f"Understood: {_so_many(report.taken, 'record')}, {_so_many(report.facts, 'fact')}"
        f" from {', '.join(file.name for file in report.files)}."
    )
    if report.left_out:
        say(f"Left out: {_so_many(report.left_out, 'row')}.")
        for path in report.rejected:
            say(f"They are in {path}, each with the reason.")
    if report.difference is not None:
        _say_difference(report, report.difference)


def _say_refusal(report: "Report", problems: int) -> None:
    say(f"Refused: nothing was loaded, for {_so_many(problems, 'problem')}.")
    if report.could_keep_good:
        # An export that came back is not cut in two: all of it goes back, with comments.
        others = (
            "leaves the others in the copy with comments"
            if report.edited
            else "writes the others to a file, each with the reason"
        )
        say(
            f"{_so_many(report.taken, 'record')} can be taken, {_so_many(report.left_out, 'row')}"
            " cannot: mend them and load again, or load with --keep-good, which takes the good"
            f" ones and {others}."
        )


def _say_remarks(report: "Report", kind: "Kind", heading: str) -> None:
    from wsisgraph.intake.report import grouped

    groups = grouped(list(report.of(kind)))
    if not groups:
        return
    # Remarks that say the same of several rows are one line, and counted as one.
    number = report.number[kind]
    places = f", of {number:,} places" if number > len(groups) else ""
    say(f"{heading} ({len(groups):,}{places}):")
    for group in groups[:_MOST_SHOWN]:
        mend = f"; {group.mend}" if group.mend else ""
        say(f"  {group.where}: {group.found}{mend}.")
    if len(groups) > _MOST_SHOWN:
        say(f"  … and {len(groups) - _MOST_SHOWN:,} more; --report FILE.csv lists them all.")


def _say_difference(report: "Report", difference: "Difference") -> None:
    from wsisgraph.intake.difference import Verb

    if not difference:
        standing = f"; revision {report.outcome.revision.id} stands" if report.outcome else ""
        say(f"Nothing changes{standing}.")
        return
    for change in (
        difference.changes[:_MOST_SHOWN] if difference.entries.keys() - {Verb.ADDED} else ()
    ):
        sign = {Verb.ADDED: "+", Verb.RETIRED: "-"}.get(change.verb, "~")
        place = f" ({change.origin})" if change.origin else ""
        title = f" “{change.title}”" if change.title else ""
        say(f"  {sign} {change.record or change.iri}{title}{place}")
        for detail in change.details:
            say(f"      {detail}")
    told = ", ".join(
        f"{difference.entries[verb]:,} {verb}" for verb in Verb if difference.entries[verb]
    )
    say(f"Entries: {told or 'none'}.")
    for name, counts in sorted(difference.things.items()):
        parts = ", ".join(f"{counts[verb]:,} {verb}" for verb in Verb if counts[verb])
        say(f"  {name}: {parts}")
    triples = f"{difference.added:,} triples added, {difference.removed:,} removed"
    if report.dry:
        say(f"It would be: {triples}. Nothing was written (--dry-run).")
    elif report.outcome is not None:
        say(f"Revision {report.outcome.revision.id}: {triples}.")


def _so_many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _counted(counts: "Counter[Verb]") -> str:
    from wsisgraph.intake.difference import Verb

    return ", ".join(f"{counts[verb]:,} {verb}" for verb in Verb if counts[verb]) or "none"
