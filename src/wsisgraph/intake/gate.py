"""The gate: files of a source are read, checked as the graph would be, and committed or refused.

read (`reading`, in a process of its own, to the disk) → decide (what reviewers said before) →
check by the shapes → difference → commit, in one step from the revision that was looked at.
"""

import shutil
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Store

from wsisgraph.errors import InputRefused, Problem, RevisionMismatch
from wsisgraph.graph.rules import derived
from wsisgraph.intake import checking, proposals, provenance, reading, rejects, room
from wsisgraph.intake.abreast import Abreast
from wsisgraph.intake.ahead import Ahead
from wsisgraph.intake.awaiting import Awaiting
from wsisgraph.intake.comparison import Comparison
from wsisgraph.intake.described import Tally
from wsisgraph.intake.difference import Difference, Verb, all_new
from wsisgraph.intake.editions import OtherEdition, check_edition
from wsisgraph.intake.files import InputFile, look
from wsisgraph.intake.ground import cannot_write, make_folder
from wsisgraph.intake.prospect import Prospect
from wsisgraph.intake.quads import copy_piece, is_empty, number_of, parsed, write
from wsisgraph.intake.report import MOST_KEPT, Report
from wsisgraph.intake.spool import Spool, graphs_of
from wsisgraph.intake.wishes import Silent, Stages, Wishes, named
from wsisgraph.loading import Kind, Manifest, Origin, Remark, Source
from wsisgraph.review import records
from wsisgraph.review.decisions import Told, applied, of_sources
from wsisgraph.settings import Settings
from wsisgraph.store.changes import Step
from wsisgraph.store.client import commit
from wsisgraph.store.copying import copy
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.protocol import Revision
from wsisgraph.terms import iris

_ATTEMPTS = 5
_ROUNDS = 5
_SMALL = 8 << 20


def take(
    source: Source,
    paths: Sequence[Path],
    wishes: Wishes,
    settings: Settings,
    stages: Stages | None = None,
    awaiting: Awaiting | None = None,
) -> Report:
    """Load files through a source, and say what was understood and what not.

    Nothing is written unless every row can be taken (or `keep_good` leaves the others out), and
    what it gives keeps every MUST of the shapes. A report that says `refused` wrote nothing.

    Raises:
        StoreLocked, StoreUnavailable, StoreError: the data folder cannot be used.
    """
    source = named(source, wishes.name)
    try:
        files = look(paths, source.manifest)
        folder = make_folder(settings)
    except InputRefused as error:
        return _refusal(source, [], wishes, error)
    try:
        return _Load(source, files, wishes, settings, stages or Silent(), folder).run(awaiting)
    except OtherEdition as other:
        shutil.rmtree(folder, ignore_errors=True)
        report = take(source, paths, replace(wishes, name=other.name), settings, stages)
        found = f"the edition in “{other.language}” stays as it is; this one is “{other.name}”"
        report.remarks.append(Remark(Kind.NOTICE, Origin(files[0].name), found))
        report.number[Kind.NOTICE] += 1
        return report
    except InputRefused as error:
        return _refusal(source, files, wishes, error)
    except (OSError, sqlite3.Error) as error:
        return _refusal(source, files, wishes, cannot_write(settings, error))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refusal(
    source: Source, files: Sequence[InputFile], wishes: Wishes, error: InputRefused
) -> Report:
    """Return the report of a load that came to no end."""
    report = Report(
        source.manifest.id, files, refused=True, dry=wishes.dry, kept_good=wishes.keep_good
    )
    report.remarks = [
        Remark(Kind.PROBLEM, Origin(problem.where), problem.found, problem.mend)
        for problem in error.problems
    ]
    report.number = {**dict.fromkeys(Kind, 0), Kind.PROBLEM: len(report.remarks)}
    return report


class _Load:
    """One load on its way."""

    def __init__(
        self,
        source: Source,
        files: list[InputFile],
        wishes: Wishes,
        settings: Settings,
        stages: Stages,
        folder: Path,
    ) -> None:
        self.source = source
        self.files = files
        self.wishes = wishes
        self.settings = settings
        self.stages = stages
        self.folder = folder
        self.graphs = list(graphs_of(source.manifest.id).values())
        self.report = Report(
            source.manifest.id,
            files,
            dry=wishes.dry,
            kept_good=wishes.keep_good,
            edited=source.manifest.edited,
        )
        self.manifest: Manifest = source.manifest
        self.layouts: dict[str, dict[str, Any]] = {}
        self.mappings: dict[str, str] = {}
        self._unheeded: list[Told] = []
        # Where much is read, memory is left to those who read it.
        is_small = sum(file.size for file in files) <= _SMALL
        place = folder / "ahead"
        self._ahead = Ahead(settings.data, place, commits=not wishes.dry) if is_small else None

    def run(self, awaiting: Awaiting | None = None) -> Report:
        """Read, check, commit; see `take`."""
        began = time.monotonic()
        self.stages.begin("reading", sum(file.size for file in self.files))
        read = reading.read(
            self.source,
            [file.path for file in self.files],
            self.wishes.options,
            self.folder,
            watch=self.stages.reached,
            filtered=self.settings.sandbox,
            meanwhile=self._ahead.go_on if self._ahead is not None else None,
            awaiting=awaiting,
        )
        if read.name != self.source.manifest.id:
            # The file says itself what it is to be called.
            self.source = named(self.source, read.name)
            self.graphs = list(graphs_of(read.name).values())
            self.report.source = read.name
        self.report.seconds["reading"] = time.monotonic() - began
        self.report.counted = read.counted
        self.layouts, self.mappings = read.layouts, read.mappings
        self.manifest = provenance.amended(self.source.manifest, read.about)
        with Spool(self.folder) as spool:
            spool.find_doubles()
            if not self._refuses(spool):
                self._follow(spool)
            self._tell(spool)
        self.report.seconds["all"] = time.monotonic() - began
        return self.report

    def _refuses(self, spool: Spool) -> bool:
        """Tell whether there are problems that refuse the load; leave out what others concern."""
        if not spool.number_of_remarks()[Kind.PROBLEM]:
            return False
        if next(spool.beyond_rows(), None) is None:
            # Where nothing is taken, this is what could be.
            spool.leave_out()
            if self.wishes.keep_good:
                return False
        self.report.refused = True
        return True

    def _follow(self, spool: Spool) -> None:
        """Go from what was read to a commit, again if somebody else wrote in between."""
        for attempt in range(1, _ATTEMPTS + 1):
            place = self.folder / f"attempt-{attempt}"
            place.mkdir()
            try:
                return self._attempt(spool, place)
            except RevisionMismatch:
                if attempt == _ATTEMPTS:
                    raise
                shutil.rmtree(place, ignore_errors=True)
        return None

    def _attempt(self, spool: Spool, place: Path) -> None:
        self.stages.begin("looking at the graph as it is")
        # Of a first attempt only: another is made because the graph has changed.
        ahead, self._ahead = self._ahead, None
        copied, lies = ahead.copied() if ahead is not None else None, place / "held"
        if ahead is not None and copied is not None:
            lies = ahead.folder
        else:
            ahead, copied = None, copy(DataFolder(self.settings.data), lies)
        revision, held = copied
        if is_empty(held, iris.graph("vocabularies")):
            raise InputRefused("Nothing was loaded", [_unbuilt(self.settings)])
        if self.manifest.separate:
            if not self.wishes.name:
                check_edition(held, spool, self.manifest.id)
            self._forget_proposals(held)
        names = ", ".join(file.name for file in self.files)
        if not self.wishes.dry:
            # What is certain to come is refused before the long work of checking it.
            room.check(spool.counts()[2] - number_of(held, self.graphs), names, self.settings)
        shapes = (ahead.made.shapes if ahead is not None else None) or checking.Shapes()
        seen = ahead.made.seen if ahead is not None else None
        prospect = None
        for number in range(proposals.ROUNDS if self.manifest.separate else _ROUNDS):
            self.stages.begin("looking through what is to come")
            inner = place / f"round-{number}"
            inner.mkdir()
            coming = self._decided(spool, held, inner)
            if self.manifest.separate:
                coming = proposals.each_once(coming, inner / "once.nq")
            if prospect is None:
                prospect = Prospect(held, lies, self.graphs, coming, inner, seen)
            else:
                prospect = prospect.again(coming, inner)
            self.stages.begin("checking by the shapes")
            with Abreast(shapes, prospect, inner) as checkers:
                difference = None if prospect.is_first else self._compared(prospect, held, spool)
                found, tally = checkers.findings()
            # Where nothing stood, nothing goes.
            if difference is not None and difference.removed:
                found += shapes.check_bereft(prospect, difference.leaving())
            found = checking.first(found)
            if self.manifest.separate and proposals.leave_out(
                found, spool, shapes, self.manifest.id
            ):
                continue
            if difference is None and tally is not None:
                difference = all_new(prospect.candidate, tally, spool, self.graphs, inner)
            elif difference is None:
                difference = self._compared(prospect, held, spool)
            remarks = checking.remarks(found, spool, shapes, self.mappings)
            if self.manifest.separate:
                remarks = proposals.told_together(found, remarks, Origin(names))
            spool.remark(remarks)
            if not any(remark.kind is Kind.PROBLEM for remark in remarks):
                if self._is_emptied(difference, spool):
                    return
                break
            if self._refuses(spool):
                return
        else:
            self.report.refused = True
            return
        self.report.difference = difference
        if self.manifest.edited and not difference and not spool.counts()[0]:
            # An export that came back as it went out: there is nothing to describe either.
            return
        place_of_decisions = Origin("decisions of reviewers")
        spool.remark(
            Remark(Kind.NOTICE, place_of_decisions, str(told), "look at it: wsisgraph review")
            for told in self._unheeded
        )
        self._describe(held, prospect, tally, difference)
        if not self.wishes.dry:
            room.check(difference.added, names, self.settings)
            if self.wishes.keep_good and not self.manifest.edited:
                self.report.rejected = rejects.write(
                    self.files, spool, self.manifest, self.layouts, self.mappings
                )
            self.stages.begin("committing")
            self._commit(revision, difference)

    def _is_emptied(self, difference: Difference, spool: Spool) -> bool:
        """Refuse what would only retire; tell when nothing of what stood is in the files."""
        retired = difference.entries[Verb.RETIRED]
        if retired and not self.wishes.retires:
            place = Origin(", ".join(file.name for file in self.files))
            found = (
                f"without the files that are refused, entries of"
                f" “{self.manifest.id}” would be retired ({retired:,}), and so nothing is taken"
            )
            mend = "mend the others and load all again, or load all with --keep-good"
            spool.remark([Remark(Kind.PROBLEM, place, found, mend)])
            self.report.refused = True
            return True
        if not retired or difference.entries.keys() - {Verb.RETIRED, Verb.ADDED}:
            return False
        place = Origin(", ".join(file.name for file in self.files))
        name = self.manifest.id
        if not difference.entries[Verb.ADDED] and self.manifest.edited:
            # Whoever edited an export took every change back.
            return False
        if not difference.entries[Verb.ADDED]:
            found = f"it gives no entry, and all that “{name}” has would be retired"
            mend = "export it again; to empty a data set, delete its graph"
            spool.remark([Remark(Kind.PROBLEM, place, found, mend)])
            self.report.refused = True
            return True
        found = f"none of the {retired:,} entries that “{name}” had is in it, and all are retired"
        mend = "if it is another data set, load the earlier file again, and this one with --as ID"
        spool.remark([Remark(Kind.NOTICE, place, found, mend)])
        return False

    def _forget_proposals(self, held: Store) -> None:
        """Take out what others, who cited it, proposed of this document: it counts no more."""
        document = NamedNode(iris.individual("document", self.manifest.id))
        own = set(self.graphs)
        for quad in list(held.quads_for_pattern(document, None, None)):
            graph = quad.graph_name
            if (
                isinstance(graph, NamedNode)
                and graph.value not in own
                and not iris.is_accepted(graph.value)
            ):
                held.remove(quad)

    def _compared(self, prospect: Prospect, held: Store, spool: Spool) -> Difference:
        return Comparison(held, prospect, self.graphs, spool).run(prospect.place)

    def _decided(self, spool: Spool, held: Store, place: Path) -> Path:
        """Return a file of what was read and is taken, as reviewers decided of it."""
        decisions = of_sources(
            records.read(held.quads_for_pattern(None, None, None, NamedNode(records.graph()))),
            [self.manifest.id],
        )
        self._unheeded.clear()
        if not decisions and spool.is_taken_whole():
            return spool.quads
        candidate = place / "candidate.nq"
        with candidate.open("wb") as out, spool.quads.open("rb") as quads:
            if decisions:
                read = parsed(quads, spool.pieces())
                write(applied(read, decisions, tell=self._unheeded.append), out)
            else:
                for start, stop in spool.pieces():
                    copy_piece(quads, start, stop, out)
        return candidate

    def _describe(
        self, held: Store, prospect: Prospect, tally: Tally | None, difference: Difference
    ) -> None:
        """Add what `graph/meta` is to say to the difference."""
        known = None
        if tally is not None:
            known = {graph: tally.statistics(graph) for graph in self.graphs}
            filled = [graph for graph, counts in known.items() if counts.triples]
        else:
            filled = [graph for graph in self.graphs if not is_empty(prospect.whole, graph)]
        before = provenance.described(held, self.manifest.id, self.graphs)
        now = provenance.describe(
            filled,
            self.manifest,
            self.files,
            by=self.wishes.by,
            loader=_loader(self.source),
            time=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            known=known or {},
            store=None if known is not None else prospect.whole,
            in_order=prospect.is_large,
        )
        came, went = now - before, before - now
        if difference or not all(map(provenance.is_only_when, came | went)):
            difference.change(sorted(came, key=str), sorted(went, key=str))

    def _commit(self, revision: Revision, difference: Difference) -> None:
        names = ", ".join(file.name for file in self.files)
        path, added_bytes = difference.gathered()
        with path.open("rb") as quads:
            step = Step(revision, quads, difference.added, difference.removed, added_bytes)
            self.report.outcome = commit(
                self.settings,
                step,
                agent=f"{self.wishes.by} (wsisgraph load)",
                message=f"{self.manifest.id} from {names}",
                derive=derived,
            )

    def _tell(self, spool: Spool) -> None:
        report = self.report
        report.taken, report.left_out, report.facts = spool.counts()
        report.number = spool.number_of_remarks()
        for kind in Kind:
            report.remarks += islice(spool.remarks(kind), MOST_KEPT)


def _unbuilt(settings: Settings) -> Problem:
    return Problem(
        str(settings.data),
        "there is no graph yet into which anything could be loaded",
        "run wsisgraph build first, or set WSISGRAPH_DATA to the folder that holds the graph",
    )


def _loader(source: Source) -> str:
    """Return the package that reads a source, with its version."""
    module = source.load.__module__
    package = "wsisgraph" if module.startswith("wsisgraph_loaders") else module.partition(".")[0]
    try:
        return f"{module} ({package} {version(package)})"
    except PackageNotFoundError:
        return module
