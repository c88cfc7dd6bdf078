"""`wsisgraph load`: somebody's files become facts, or are refused with the reasons."""

import difflib
import getpass
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wsisgraph.cli.editing import write_marked
from wsisgraph.cli.load_progress import watched
from wsisgraph.cli.load_report import say_report
from wsisgraph.cli.messages import say
from wsisgraph.cli.standing import settled
from wsisgraph.errors import WsisgraphError

# The engine is imported where it is used: `wsisgraph serve` imports this module too.
if TYPE_CHECKING:
    from wsisgraph.loading import Options, Source

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# BCP 47, section 2.1, as far as tags of languages look.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def load(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Argument(help="What the files are; `--list` lists the sources.", show_default=False),
    ] = "",
    files: Annotated[
        list[Path] | None, typer.Argument(help="The files, or a folder.", show_default=False)
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the sources.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse unknown columns and values too.")
    ] = False,
    keep_good: Annotated[
        bool,
        typer.Option(
            "--keep-good",
            help="Take the rows that can be taken; write the others, each with the reason, to"
            " FILE.rejected.csv.",
        ),
    ] = False,
    language: Annotated[
        str, typer.Option("--lang", help="Language of the texts in the files, as in “fr”.")
    ] = "",
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help="A file that says what columns and values mean."),
    ] = None,
    guess: Annotated[
        bool,
        typer.Option("--guess", help="Propose such a mapping on stdout; load nothing."),
    ] = False,
    name: Annotated[
        str,
        typer.Option(
            "--as", metavar="ID", help="Load as a data set of its own, beside others of the source."
        ),
    ] = "",
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A further option of the source."),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", help="Who loads; your account's name without it.")
    ] = "",
    editor: Annotated[
        str,
        typer.Option(
            "--editor", metavar="NAME", help="Who edited an export that comes back; else --by."
        ),
    ] = "",
    report: Annotated[
        Path | None,
        typer.Option("--report", help="Write the report to a file: .json, .csv or .xlsx."),
    ] = None,
) -> None:
    """Load files of a source into the graph, or say why they cannot be taken.

    The files together become the whole of the source's graph: loading a newer export adds,
    changes and retires entries by their keys. Nothing of a file is written unless every row of it
    can be taken (or `--keep-good` leaves the others out) and every MUST of the shapes is kept.

    Exit codes: 0 done, 1 rows left out or, with `--dry-run`, differences, 2 usage, 3 refused,
    4 store locked or unreachable.

    Examples:

        wsisgraph load --list

        wsisgraph load stocktaking export.xlsx --dry-run

        wsisgraph load stocktaking export.xlsx --guess > columns.toml

        wsisgraph load stocktaking export.xlsx --mapping columns.toml --keep-good

        wsisgraph load itu-documents C25-8.docx C24-61.pdf --dry-run

        wsisgraph load wsis-prizes prizes-2015.csv --as prizes-2015 --report report.json

        wsisgraph load matrix matrix.xlsx --editor "Ada Lovelace" --dry-run
    """
    from wsisgraph.intake import Wishes, take
    from wsisgraph.intake.written import check_name, write_report
    from wsisgraph.loading import Options, discover
    from wsisgraph.loading.compiled import Compiled
    from wsisgraph.store.folder import DataFolder

    found = discover(pass_over=lambda error: say(f"Passed over: {error}"))
    sources = {key: each for key, each in found.items() if not each.manifest.is_bundled}
    if list_:
        for each in sources.values():
            typer.echo(_described(each))
        return
    chosen = _chosen(source, sources)
    paths = [path.expanduser() for path in files or []]
    if not paths:
        raise WsisgraphError(
            f"No file of “{source}” is named", mend=f"write wsisgraph load {source} FILE"
        )
    if name:
        _check_name(name, source, found)
    if language and not _LANGUAGE.fullmatch(language):
        raise WsisgraphError(f"“{language}” is no language", mend="give its code, as in “fr”")
    settings = settled()
    parameters = _parameters(set_ or [])
    if chosen.manifest.edited:
        parameters["editor"] = editor or by or _account()
    elif editor:
        raise WsisgraphError(
            f"“{source}” has no editor", mend="name who loads with --by, or leave --editor out"
        )
    options = Options(strict, language or None, mapping, parameters, settings.document_texts)
    if guess:
        typer.echo(_guessed(chosen, paths, options), nl=False)
        return
    if report is not None:
        check_name(report)
    wishes = Wishes(name, options, keep_good, dry_run, by or _account())
    apart = chosen.manifest.separate or chosen.manifest.edited
    loads = [[path] for path in paths] if apart else [paths]
    if len(loads) > 1 and (name or report is not None):
        option = "--as" if name else "--report"
        raise WsisgraphError(
            f"Each file of “{source}” is a data set of its own, and {option} is for one",
            mend=f"load them one by one, or leave {option} out",
        )
    code = 0
    for number, together in enumerate(loads):
        if number == 1 and chosen.prepare is not None:
            # What reads the first learns by itself; for all others it is learned once.
            Compiled(DataFolder(settings.data).cache).use()
            chosen.prepare()
        with watched() as stages:
            done = take(chosen, together, wishes, settings, stages, context.obj)
        say_report(done)
        if chosen.manifest.edited:
            write_marked(together[0], done, settings)
        code = max(code, done.exit_code)
    if report is not None:
        write_report(done, report)
    raise typer.Exit(code)


def _chosen(name: str, sources: dict[str, "Source"]) -> "Source":
    if name in sources:
        return sources[name]
    known = ", ".join(sources) or "none"
    if not name:
        raise WsisgraphError("No source is named", mend=f"known are: {known}")
    near = difflib.get_close_matches(name.lower().replace("_", "-"), sources, n=1)
    meant = f"did you mean “{near[0]}”? Known" if near else "known"
    raise WsisgraphError(f"There is no source “{name}”", mend=f"{meant} are: {known}")


def _described(source: "Source") -> str:
    manifest = source.manifest
    accepts = f" ({', '.join(manifest.accepts)})" if manifest.accepts else ""
    return f"{manifest.id}: {manifest.title}{accepts}"


def _check_name(name: str, source: str, taken: Iterable[str]) -> None:
    from wsisgraph.loading.names import RESERVED

    if not _ID.fullmatch(name):
        raise WsisgraphError(
            f"“{name}” cannot be the id of a data set",
            mend="use small letters a-z, digits and hyphens, as in “prizes-2015”",
        )
    if name != source and (name in taken or name in RESERVED):
        raise WsisgraphError(f"The id “{name}” is taken", mend="choose another id after --as")


def _parameters(pairs: Iterable[str]) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise WsisgraphError(f"--set has “{pair}”", mend="write --set NAME=VALUE")
        parameters[key] = value
    return parameters


def _guessed(source: "Source", paths: list[Path], options: "Options") -> str:
    from wsisgraph.errors import InputRefused
    from wsisgraph.intake.files import look
    from wsisgraph.loading import Context

    if source.guess is None:
        raise WsisgraphError(
            f"The source “{source.manifest.id}” reads its files without a mapping",
            mend="leave --guess out",
        )
    look(paths, source.manifest)
    context = Context(source.manifest, options)
    text = source.guess(paths, context)
    if context.problems:
        raise InputRefused("No mapping can be proposed", context.problems)
    for notice in context.notices:
        say(f"{notice.origin}: {notice.found}")
    return text


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"
