"""`wsisgraph peers check`: does a peer answer, is what it says in order, what would it change."""

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wsisgraph.cli.messages import say
from wsisgraph.errors import StoreError, StoreUnavailable
from wsisgraph.federation.leading import ONLY_LEADS
from wsisgraph.federation.peers import Peer, Peers
from wsisgraph.settings import Settings

if TYPE_CHECKING:
    from wsisgraph.federation.federation import Federation
    from wsisgraph.federation.gathering import Said
    from wsisgraph.store.local import LocalStore

_MOST_FINDINGS = 30
_MOST_CELLS = 40
_DUTIES = {"Violation": "must"}
_LEVELS = {"file": "file", "feed": "file with feed", "sparql": "SPARQL"}
_COLOURS = {"conforms": "#2b7a3d", "with remarks": "#8a6d00", "does not conform": "#b3261e"}


@dataclass
class Report:
    """How a peer stands.

    Attributes:
        level: file, file with feed, SPARQL.
        answers: whether it answered; `reason` says why not, `seconds` how long it took.
        unread_columns: columns of its table that were not read.
        breaks, remarks: findings of the shapes, MUST and SHOULD.
        findings: each in words.
        cells: what it would change in the matrix of activities: line, goal, now, with it; None
            where there is no graph to compare with.
    """

    peer: str
    level: str
    answers: bool
    reason: str = ""
    seconds: float = 0.0
    activities: int = 0
    links: int = 0
    linkages: int = 0
    unread_columns: tuple[str, ...] = ()
    breaks: int = 0
    remarks: int = 0
    findings: list[str] = field(default_factory=list)
    cells: list[tuple[str, str, int, int]] | None = None

    @property
    def verdict(self) -> str:
        """The word that stands on the badge."""
        if not self.answers:
            return "does not answer"
        if self.breaks:
            return "does not conform"
        return "with remarks" if self.remarks else "conforms"


def check(
    name: Annotated[str, typer.Argument(help="The peer.")],
    lang: Annotated[str, typer.Option(help="Language of the findings: ar, en, es, fr, ru, zh.")] = (
        "en"
    ),
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    badge: Annotated[
        Path | None, typer.Option(help="File for a badge: .svg, or .json for a badge service.")
    ] = None,
) -> None:
    """Ask a peer, and tell whether what it says is in order and which cells it would change.

    Exit code 1: it does not answer, or what it says breaks a rule that must be kept.

    Examples:

        wsisgraph peers check unesco

        wsisgraph peers check escap --lang fr --badge escap.svg
    """
    settings = Settings.from_environment()
    report = asyncio.run(_checked(settings, Peers(settings.data).of(name), lang))
    if badge is not None:
        content = json.dumps(_shield(report)) if badge.suffix == ".json" else _drawn(report)
        badge.write_text(content + "\n", encoding="utf-8")
        say(f"The badge stands in {badge}.")
    if form == "json":
        print(json.dumps({**asdict(report), "verdict": report.verdict}, ensure_ascii=False))
    else:
        _print(report)
    if report.breaks or not report.answers:
        raise typer.Exit(1)


async def _checked(settings: Settings, peer: Peer, lang: str) -> Report:
    from wsisgraph.federation.federation import Federation
    from wsisgraph.store.local import open_local

    async with Federation(settings.data, sandbox=settings.sandbox) as federation:
        began = time.monotonic()
        [said] = await federation.gather([peer.name])
        if not said.fresh and ONLY_LEADS in said.kept.reason:
            said = await _followed(federation, Peers(settings.data), said)
        kept = said.kept
        level = "feed" if kept.feed and peer.level == "file" else peer.level
        report = Report(
            peer.name,
            _LEVELS[level],
            said.fresh,
            kept.reason,
            round(time.monotonic() - began, 2),
            kept.activities,
            kept.links,
            kept.linkages,
            kept.unread_columns,
        )
        if said.statements is None or not said.fresh:
            return report
        try:
            store: LocalStore | None = await asyncio.to_thread(open_local, settings)
        except StoreUnavailable:
            # Without a graph of ours there is nothing to compare with.
            store = None
        findings = await judged(settings, said.statements, lang, store)
        report.breaks = sum(one["severity"] == "Violation" for one in findings)
        report.remarks = len(findings) - report.breaks
        report.findings = [
            f"{_DUTIES.get(one['severity'], 'should')}: {one['focus']}: {one['message']}"
            for one in findings
        ]
        if store is not None:
            report.cells = await _changed(federation, store, said)
        return report


async def _followed(federation: "Federation", peers: Peers, said: "Said") -> "Said":
    """Return what a peer says whose document only leads to it, by a feed or by dumps."""
    from wsisgraph.federation.harvesting import Harvester
    from wsisgraph.federation.mapping import counted

    harvester = Harvester(peers, federation.processes)
    try:
        found = await harvester.harvest(said.peer, lambda _: None, whole=True)
    except StoreError as error:
        return replace(said, kept=said.kept.failing(error.message))
    statements = found.statements or b""
    told = counted(statements)
    kept = replace(
        said.kept,
        feed=found.feed,
        reason="",
        triples=len(statements.splitlines()),
        activities=told["activities"],
        links=told["links"],
        linkages=told["linkages"],
    )
    return replace(said, kept=kept, statements=statements, fresh=True)


async def judged(
    settings: Settings, statements: bytes, lang: str, store: "LocalStore | None"
) -> Sequence[Mapping[str, Any]]:
    """Return what our shapes find in what a peer says of things of its own."""
    from wsisgraph.store.protocol import Data
    from wsisgraph.validation.validators import Task, Validators

    async def kinds_of(things: Sequence[str]) -> bytes:
        if store is None:
            return b""
        from pyoxigraph import RdfFormat

        named = " ".join(f"<{thing}>" for thing in things)
        query = f"CONSTRUCT {{ ?s a ?c }} WHERE {{ VALUES ?s {{ {named} }} ?s a ?c }}"
        return store.graph(query).write(RdfFormat.N_TRIPLES, {})

    # What it says of things of ours describes none of its own.
    data = Data(_own(statements, store), "ntriples", "")
    async with Validators(timeout=120.0, sandbox=settings.sandbox) as validators:
        told = json.loads(await validators.report(Task(data, None, "plain", lang), kinds_of))
    findings: Sequence[Mapping[str, Any]] = told["findings"]
    return findings


def _own(statements: bytes, store: "LocalStore | None") -> bytes:
    from pyoxigraph import (
        BlankNode,
        DefaultGraph,
        NamedNode,
        RdfFormat,
        Triple,
        parse,
        serialize,
    )

    if store is None:
        return statements
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    held = store.snapshot.store
    graph = DefaultGraph() if store.snapshot.merged else None

    def is_ours(thing: NamedNode | BlankNode | Triple) -> bool:
        found = held.quads_for_pattern(thing, kind, None, graph)
        return next(iter(found), None) is not None

    kept = [
        quad.triple
        for quad in parse(statements, format=RdfFormat.N_TRIPLES)
        if not is_ours(quad.subject)
    ]
    return serialize(kept, format=RdfFormat.N_TRIPLES) or b""


async def _changed(
    federation: Any, store: "LocalStore", said: "Said"
) -> list[tuple[str, str, int, int]]:
    """Return the cells of the matrix of activities that differ with a peer."""
    from pyoxigraph import RdfFormat

    from wsisgraph import content
    from wsisgraph.questions import Catalogue

    catalogue = Catalogue.load(content.folder("queries"))
    text = catalogue["api/matrix-activities"].bind({})

    async def ours() -> tuple[bytes, ...]:
        facts = store.graph(catalogue["peers/local"].text)
        return (
            store.rows(catalogue["peers/identities"].text),
            facts.write(RdfFormat.N_TRIPLES, {}),
            b"",
        )

    async with federation.together([said], store.revision.id, ours) as union:
        before, after = _counts(store.rows(text)), _counts(await union.solutions(text))
    return [
        (*place, before.get(place, 0), after.get(place, 0))
        for place in sorted(before.keys() | after.keys())
        if before.get(place, 0) != after.get(place, 0)
    ]


def _counts(body: bytes) -> dict[tuple[str, str], int]:
    return {
        (_code(row["line"]["value"]).upper(), _code(row["goal"]["value"])): int(
            row["asserted"]["value"]
        )
        for row in json.loads(body)["results"]["bindings"]
        if "line" in row and "goal" in row
    }


def _code(iri: str) -> str:
    return iri.rpartition("/")[2]


def _print(report: Report) -> None:
    print(f"{report.peer}: {report.verdict} (level: {report.level})")
    if not report.answers:
        what = "What it says was not taken" if report.level == "file" else "It did not answer"
        print(f"{what} after {report.seconds:g} s: {report.reason}.")
        return
    print(
        f"Answered in {report.seconds:g} s: {report.activities:,} activities with"
        f" {report.links:,} links, {report.linkages:,} linkages"
    )
    if report.unread_columns:
        columns = ", ".join(f"“{name}”" for name in report.unread_columns)
        print(f"Columns that were not read: {columns}; docs/how-to/join.md lists those that are")
    print(f"Rules: {report.breaks} broken that must be kept, {report.remarks} that should be")
    together = _together(report.findings)
    for finding in together[:_MOST_FINDINGS]:
        print(f"  {finding}")
    if len(together) > _MOST_FINDINGS:
        print(f"  … and {len(together) - _MOST_FINDINGS:,} more (--format json has all)")
    if report.cells is None:
        print(
            "There is no graph here yet, so no cells of the matrix of activities are compared;"
            " wsisgraph build makes one"
        )
        return
    print(f"Cells of the matrix of activities that it would change: {len(report.cells)}")
    for line, goal, before, after in report.cells[:_MOST_CELLS]:
        print(f"  {line} × SDG {goal}: {before} → {after}")


def _together(findings: Sequence[str]) -> list[str]:
    """Return findings, those of one sentence in one line: the first thing, and how many more."""
    things: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        duty, thing, message = finding.split(": ", 2)
        things.setdefault((duty, message), []).append(thing)
    return [
        f"{duty}: {first}{f' and {len(more):,} more' if more else ''}: {message}"
        for (duty, message), (first, *more) in things.items()
    ]


def _shield(report: Report) -> dict[str, object]:
    """Return what badge services read (shields.io, endpoint badge)."""
    return {
        "schemaVersion": 1,
        "label": f"WSIS-SDG peer · {report.level}",
        "message": report.verdict,
        "color": _COLOURS.get(report.verdict, "#5f6368").lstrip("#"),
    }


def _drawn(report: Report) -> str:
    label, word = f"WSIS-SDG peer · {report.level}", report.verdict
    left, right = 12 + 7 * len(label), 12 + 7 * len(word)
    colour = _COLOURS.get(word, "#5f6368")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img"'
        f' aria-label="{escape(label)}: {escape(word)}"><title>{escape(label)}: {escape(word)}'
        f'</title><rect width="{left}" height="20" fill="#3c4043"/><rect x="{left}"'
        f' width="{right}" height="20" fill="{colour}"/><g fill="#fff" text-anchor="middle"'
        f' font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="{left / 2}"'
        f' y="14">{escape(label)}</text><text x="{left + right / 2}" y="14">{escape(word)}</text>'
        "</g></svg>"
    )
