"""`wsisgraph review`: what waits is listed, accepted, corrected, rejected, here or in a sheet."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wsisgraph.cli.messages import say
from wsisgraph.cli.review_deciding import decide, follow
from wsisgraph.cli.review_listing import lines_of, open_docket_for, sheet_of
from wsisgraph.cli.review_printing import as_json, count, print_table, summary, whole
from wsisgraph.cli.standing import settled
from wsisgraph.errors import WsisgraphError

# The engine is imported where it is used: the front process of `serve` must never hold it.
if TYPE_CHECKING:
    from wsisgraph.review.deciding import Request
    from wsisgraph.review.docket import Docket

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
    docket, wanted = open_docket_for(status, source, class_, document)
    shown = lines_of(docket, wanted, lang.value)
    match format_:
        case Format.table:
            print_table(shown)
        case Format.json:
            json.dump([as_json(line) for line in shown], sys.stdout, ensure_ascii=False, indent=1)
            print()
        case Format.csv | Format.xlsx:
            sys.stdout.buffer.write(sheet_of(shown, f".{format_}"))
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

    docket, _ = open_docket(settled())
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
    decide(ids, "accept", by, note, source, dry_run)


@app.command("reject")
def reject(
    ids: Ids, by: By, note: Note = "", source: OfSource = "", dry_run: DryRun = False
) -> None:
    """Reject statements: they are kept apart, and never counted.

    Example:

        wsisgraph review reject role/fao-c7-eagr-moderator-tunis-agenda-annex \\
            --by "Ada Lovelace" --note "The annex names no moderator."
    """
    decide(ids, "reject", by, note, source, dry_run)


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
    decide(ids, "correct", by, note, source, dry_run, set_)


@app.command("withdraw")
def withdraw(
    ids: Ids, by: By, note: Note = "", source: OfSource = "", dry_run: DryRun = False
) -> None:
    """Take back the last decision on statements: the one before it counts again, if any.

    Example:

        wsisgraph review withdraw role/fao-c7-eagr-moderator-tunis-agenda-annex --by "Ada Lovelace"
    """
    decide(ids, "withdraw", by, note, source, dry_run)


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
    docket, wanted = open_docket_for(status, source, class_, document)
    shown = lines_of(docket, wanted, lang.value)
    draft = file.with_name(file.name + ".new")
    try:
        draft.write_bytes(sheet_of(shown, kind))
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

    follow(ask, by, dry_run)
