"""What a load understood and what not: one report, for people and for machines."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from wsisgraph.intake.difference import Change, Difference, Verb
from wsisgraph.intake.files import InputFile
from wsisgraph.loading import Kind, Origin, Remark
from wsisgraph.store.changes import Outcome

MOST_KEPT = 5000
"""Remarks that a report keeps of each kind; the rest is counted."""

_MOST_PLACES = 8


@dataclass(slots=True)
class Report:
    """What became of a load.

    Attributes:
        source: id of the source, as graphs are named after it.
        files: what was read.
        taken: how many records.
        left_out: how many rows could not be taken.
        facts: how many facts were taken, doubles among them.
        counted: what the loader counted.
        remarks: problems, unknown things and notices, the first of each kind.
        number: how many remarks of each kind there are.
        difference: what changes; None where it was not come to.
        outcome: the commit; None where there was none.
        refused: whether the load was refused, and nothing was written.
        refused_files: names of the files that were refused where others were taken.
        kept_good: whether rows were to be left out.
        dry: whether nothing was to be written.
        edited: whether the files are exports that came back, and get comments where they are wrong.
        rejected: the file that the rows not taken went to, as it was asked for.
        seconds: how long reading, and all of it, took.
    """

    source: str
    files: Sequence[InputFile]
    taken: int = 0
    left_out: int = 0
    facts: int = 0
    counted: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    number: dict[Kind, int] = field(default_factory=dict)
    difference: Difference | None = None
    outcome: Outcome | None = None
    refused: bool = False
    dry: bool = False
    kept_good: bool = False
    edited: bool = False
    refused_files: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 done, 1 findings or differences, 3 refused."""
        if self.refused:
            return 3
        has_findings = bool(self.left_out or self.refused_files or (self.dry and self.difference))
        return 1 if has_findings else 0

    @property
    def could_keep_good(self) -> bool:
        """Whether what was refused has rows that can be taken, and no fault but of others."""
        beyond = (each.origin.line is None and not each.record for each in self.of(Kind.PROBLEM))
        return bool(
            self.refused and not self.kept_good and self.taken and self.left_out and not any(beyond)
        )

    def of(self, kind: Kind) -> Iterator[Remark]:
        """Give the remarks of one kind that were kept."""
        return (remark for remark in self.remarks if remark.kind is kind)


@dataclass(slots=True)
class Group:
    """Remarks that say the same of several places.

    Attributes:
        kind: their kind.
        found: what they found.
        mend: how to mend it.
        places: where, in the order of the file.
    """

    kind: Kind
    found: str
    mend: str
    places: list[Origin] = field(default_factory=list)

    @property
    def where(self) -> str:
        """The places in few words: `list.csv:3, 17, 25 and 12 more`."""
        first = self.places[0]
        text = str(first)
        rest = [place for place in self.places[1:] if place.line != first.line]
        if first.line is None or not rest:
            return text
        lines = dict.fromkeys(str(place.line) for place in rest)
        shown = list(lines)[:_MOST_PLACES]
        more = len(lines) - len(shown)
        tail = f" and {more:,} more" if more else ""
        rows = "row" if len(lines) == 1 else "rows"
        return f"{text} (and {rows} {', '.join(shown)}{tail})"


def grouped(remarks: Sequence[Remark]) -> list[Group]:
    """Gather remarks that say the same of one file, in the order of the first of each."""
    groups: dict[tuple[str, ...], Group] = {}
    for remark in remarks:
        place = remark.origin
        key = (remark.kind, remark.found, remark.mend, place.file, place.sheet, place.field)
        group = groups.setdefault(key, Group(remark.kind, remark.found, remark.mend))
        group.places.append(place)
    return list(groups.values())


def as_json(report: Report) -> str:
    """Return a report as a JSON document."""
    difference = report.difference
    told: dict[str, Any] = {
        "source": report.source,
        "files": [
            {"name": file.name, "sha256": file.sha256, "bytes": file.size} for file in report.files
        ],
        "refused": report.refused,
        "refused_files": report.refused_files,
        "dry_run": report.dry,
        "records": {"taken": report.taken, "left_out": report.left_out},
        "facts": report.facts,
        "counted": report.counted,
        "remarks": {kind.value: number for kind, number in report.number.items()},
        "rejected": report.rejected,
        "revision": report.outcome.revision.id if report.outcome else None,
        "seconds": {name: round(value, 3) for name, value in report.seconds.items()},
        "difference": None
        if difference is None
        else {
            "triples": {"added": difference.added, "removed": difference.removed},
            "entries": _counts(difference.entries),
            "things": {name: _counts(each) for name, each in sorted(difference.things.items())},
            "changes": [_change(change) for change in difference.changes],
        },
        "list": [_remark(remark) for remark in report.remarks],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


COLUMNS = ("kind", "file", "sheet", "line", "field", "record", "found", "mend")


def as_row(remark: Remark) -> list[str]:
    """Return a remark as cells under COLUMNS."""
    place = remark.origin
    line = "" if place.line is None else str(place.line)
    return [
        *(remark.kind.value, place.file, place.sheet, line, place.field),
        *(remark.record, remark.found, remark.mend),
    ]


def _remark(remark: Remark) -> dict[str, Any]:
    place = remark.origin
    return {
        "kind": remark.kind.value,
        "file": place.file,
        "sheet": place.sheet or None,
        "line": place.line,
        "field": place.field or None,
        "record": remark.record or None,
        "found": remark.found,
        "mend": remark.mend or None,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "change": change.verb.value,
        "iri": change.iri,
        "title": change.title or None,
        "record": change.record or None,
        "place": str(change.origin) if change.origin else None,
        "facts": list(change.details),
    }


def _counts(counter: Counter[Verb]) -> dict[str, int]:
    return {verb.value: counter[verb] for verb in Verb if counter[verb]}
