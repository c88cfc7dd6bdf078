"""`wsisgraph review`: what waits is listed, accepted, corrected, rejected, here or in a sheet."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wsisgraph.cli.messages import say, stages
from wsisgraph.cli.review_printing import as_json, count, print_table, summary, whole
from wsisgraph.errors import InputRefused, Problem, WsisgraphError
from wsisgraph.settings import Settings

# The engine is imported where it is used: the front process of `serve` must never hold it.
if TYPE_CHECKING:
    from wsisgraph.review.deciding import Plan, Request
    from wsisgraph.review.docket import Docket, Filter
    from wsisgraph.review.lines import Line
    from wsisgraph.store.changes import Outcome

app = typer.Typer(
    invoke_without_command=True,
    help="What awaits review: listed, accepted, corrected, rejected.",
)


class Status(StrEnum):
    """Under which a statement stands."""

    proposed = "proposed"
    unconfirmed = "unconfirmed"
    rejected = "rejected"
    accepted = "accepted"


class Format(StrEnum):
    """How the list is printed."""

    table = "table"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"


class Language(StrEnum):
    """In which things are named."""

    ar = "ar"
    en = "en"
    es = "es"
    fr = "fr"
    ru = "ru"
    zh = "zh"


Statuses = Annotated[
    list[Status] | None,
    typer.Option("--status", help="Only of this status; by default proposed and unconfirmed."),
]
Sources = Annotated[list[str] | None, typer.Option("--source", help="Only of this source.")]
Classes = Annotated[
    list[str] | None, typer.Option("--class", help="Only of this class, e.g. RoleStatement.")
]
Documents = Annotated[
    list[str] | None,
    typer.Option("--document", help="Only read in this document, e.g. itu-council-002."),
]
Lang = Annotated[Language, typer.Option("--lang", help="Language of the names.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Names from the list.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")]
Note = Annotated[str, typer.Option("--note", help="The reason.")]
OfSource = Annotated[
    str, typer.Option("--source", help="The source, where several speak of the same thing.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be decided, and decide nothing.")
]


@app.callback()
def review(
    context: typer.Context,
    status: Statuses = None,
    source: Sources = None,
    class_: Classes = None,
    document: Documents = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print the list.")] = (
        Format.table
    ),
    lang: Lang = Language.en,
) -> None:
    """List what awaits review, each with the passage that says so; or decide (see the commands).

    Examples:

        wsisgraph review --source itu-council

        wsisgraph review --status unconfirmed --class RoleStatement --format json
    """
    if context.invoked_subcommand is not None:
        return
    docket, wanted = _open(status, source, class_, document)
    shown = _lines(docket, wanted, lang)
    match format_:
        case Format.table:
            print_table(shown)
        case Format.json:
            json.dump([as_json(line) for line in shown], sys.stdout, ensure_ascii=False, indent=1)
            print()
        case Format.csv | Format.xlsx:
            sys.stdout.buffer.write(_sheet(shown, f".{format_}"))
            sys.stdout.buffer.flush()
    say(summary(shown))


@app.command("show")
def show(ids: Ids, source: OfSource = "", lang: Lang = Language.en) -> None:
    """Show statements whole: values, passages, and every decision on them.

    Example:

        wsisgraph review show role/fao-c7-eagr-moderator-tunis-agenda-annex
    """
    from wsisgraph.review.lines import lines
    from wsisgraph.review.office import open_docket
    from wsisgraph.review.words import Words

    docket, _ = open_docket(Settings.from_environment())
    items = docket.find(ids, source)
    print(
        "\n\n".join(whole(docket, line) for line in lines(docket, items, Words(docket.store, lang)))
    )


@app.command("accept")
def accept(
    ids: Ids, by: By, note: Note = "", source: OfSource = "", dry_run: DryRun = False
) -> None:
    """Accept statements as they stand: they are counted from now on.

    Example:

        wsisgraph review accept role/fao-c7-eagr-moderator-tunis-agenda-annex --by "Ada Lovelace"
    """
    _decide(ids, "accept", by, note, source, dry_run)


@app.command("reject")
def reject(
    ids: Ids, by: By, note: Note = "", source: OfSource = "", dry_run: DryRun = False
) -> None:
    """Reject statements: they are kept apart, and never counted.

    Example:

        wsisgraph review reject role/fao-c7-eagr-moderator-tunis-agenda-annex \\
            --by "Ada Lovelace" --note "The annex names no moderator."
    """
    _decide(ids, "reject", by, note, source, dry_run)


@app.command("correct")
def correct(
    ids: Ids,
    by: By,
    set_: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="PROPERTY=VALUE",
            help="The value it shall have; again for further values, empty for none.",
        ),
    ],
    note: Note = "",
    source: OfSource = "",
    dry_run: DryRun = False,
) -> None:
    """Accept statements with other values.

    Example:

        wsisgraph review correct role/fao-c7-eagr-moderator-tunis-agenda-annex \\
            --set org:role=coordinator --by "Ada Lovelace"
    """
    _decide(ids, "correct", by, note, source, dry_run, set_)


@app.command("withdraw")
def withdraw(
    ids: Ids, by: By, note: Note = "", source: OfSource = "", dry_run: DryRun = False
) -> None:
    """Take back the last decision on statements: the one before it counts again, if any.

    Example:

        wsisgraph review withdraw role/fao-c7-eagr-moderator-tunis-agenda-annex --by "Ada Lovelace"
    """
    _decide(ids, "withdraw", by, note, source, dry_run)


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="A .xlsx or .csv file to write.")],
    status: Statuses = None,
    source: Sources = None,
    class_: Classes = None,
    document: Documents = None,
    lang: Lang = Language.en,
) -> None:
    """Write what awaits review to a sheet, to be decided on outside.

    Write accept, correct, reject or withdraw under “decision”; for a correction change the values
    in the columns of the properties.

    Example:

        wsisgraph review export review.xlsx --source itu-council
    """
    from wsisgraph.review.sheets import kind_of

    kind = kind_of(file)
    docket, wanted = _open(status, source, class_, document)
    shown = _lines(docket, wanted, lang)
    draft = file.with_name(file.name + ".new")
    try:
        draft.write_bytes(_sheet(shown, kind))
        draft.replace(file)
    except OSError as error:
        raise WsisgraphError(
            f"The sheet cannot be written ({error.strerror})",
            where=str(file),
            mend="name a file in a folder that you may write to",
        ) from error
    say(f"Wrote {count(len(shown), 'statement')} to {file}.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The sheet, filled in.")],
    by: By,
    dry_run: DryRun = False,
) -> None:
    """Follow the decisions of a sheet, all of them or none.

    Example:

        wsisgraph review import review.xlsx --by "Ada Lovelace"
    """
    from wsisgraph.review import sheets

    rows, remarks = sheets.read(file)
    for remark in remarks:
        say(f"{remark}.")

    def ask(docket: "Docket") -> "list[Request]":
        return sheets.requests(docket, rows)

    _follow(ask, by, dry_run)


def _decide(
    ids: Sequence[str],
    verdict: str,
    by: str,
    note: str,
    source: str,
    dry_run: bool,
    assignments: Sequence[str] = (),
) -> None:
    from wsisgraph.review.deciding import Request
    from wsisgraph.review.model import Verdict

    def ask(docket: "Docket") -> "list[Request]":
        items = docket.find(ids, source)
        values = [_assigned(docket, item.target.iri, source, assignments) for item in items]
        return [
            Request(item, Verdict(verdict), note, wanted)
            for item, wanted in zip(items, values, strict=True)
        ]

    _follow(ask, by, dry_run)


def _assigned(docket: "Docket", iri: str, source: str, assignments: Sequence[str]) -> Any:
    """Return the values that --set gives to the properties of one statement."""
    from wsisgraph.review.lines import lines
    from wsisgraph.review.values import Reader, ValueRefused
    from wsisgraph.review.words import Words

    (line,) = lines(docket, [docket.one(iri, source)], Words(docket.store))
    reader = Reader(docket.store)
    wanted: dict[Any, list[Any]] = {}
    problems: list[Problem] = []
    for text in assignments:
        name, equals, value = text.partition("=")
        try:
            if not equals:
                raise ValueRefused("there is no “=”", "write --set property=value")
            prop = reader.property(name)
            values = wanted.setdefault(prop, [])
            if value.strip():
                values.append(reader.value(prop, value.strip(), line.values.get(prop, ())))
        except ValueRefused as error:
            problems.append(Problem(f"--set “{text}”", *error.args))
    if problems:
        raise InputRefused("Nothing was decided", problems)
    return wanted


def _follow(ask: Any, by: str, dry_run: bool) -> None:
    from wsisgraph.review.office import decide

    with stages("deciding"):
        made, outcome = decide(Settings.from_environment(), ask, by=by, dry_run=dry_run)
    for remark in made.remarks:
        say(f"{remark}.")
    say(_told(made, outcome, dry_run))


def _told(made: "Plan", outcome: "Outcome | None", dry_run: bool) -> str:
    if not made.decisions:
        return "No row has a decision; nothing was decided."
    counted = Counter(decision.verdict.value for decision in made.decisions)
    text = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counted.items()))
    if dry_run or outcome is None:
        return f"Would be decided: {text}. Nothing was written."
    return (
        f"Decided: {text}. Revision {outcome.revision.id}: {outcome.added:,} quads added,"
        f" {outcome.removed:,} removed."
    )


def _open(
    statuses: Sequence[Status] | None,
    sources: Sequence[str] | None,
    classes: Sequence[str] | None,
    documents: Sequence[str] | None,
) -> "tuple[Docket, Filter]":
    """Open the docket and see to it that what is asked for can be there."""
    from wsisgraph.review.docket import WAITING, Filter, full
    from wsisgraph.review.office import open_docket
    from wsisgraph.review.values import expand
    from wsisgraph.terms import iris

    docket, _ = open_docket(Settings.from_environment())
    known = docket.sources()
    for source in sources or ():
        if source not in known:
            raise WsisgraphError(
                f"There is no source “{source}” in the graph", mend=f"use one of {', '.join(known)}"
            )
    kinds = [expand(name) if ":" in name else iris.DEF + name for name in classes or ()]
    for name, kind in zip(classes or (), kinds, strict=True):
        if kind is None or not docket.has_class(kind):
            raise WsisgraphError(
                f"Nothing in the graph is a “{name}”",
                mend=f"use one of {', '.join(docket.classes())}",
            )
    papers = [full(f"document/{key}" if "/" not in key else key) for key in documents or ()]
    for name, paper in zip(documents or (), papers, strict=True):
        if not docket.is_described(paper):
            raise WsisgraphError(
                f"There is no document “{name}” in the graph",
                mend="wsisgraph coverage lists the documents",
            )
    return docket, Filter(
        statuses=[str(status) for status in statuses] if statuses else WAITING,
        sources=list(sources or ()),
        classes=[kind for kind in kinds if kind is not None],
        documents=papers,
    )


def _lines(docket: "Docket", wanted: "Filter", lang: Language) -> "list[Line]":
    from wsisgraph.review.lines import lines
    from wsisgraph.review.words import Words

    return list(lines(docket, docket.items(wanted), Words(docket.store, lang.value)))


def _sheet(shown: "Sequence[Line]", kind: str) -> bytes:
    from wsisgraph.review import sheets

    rows = sheets.table(shown)
    return sheets.as_csv(rows) if kind == ".csv" else sheets.as_xlsx(rows)
