"""`wsisgraph site catalogues` and `site labels`: the words of the pages, the names of things."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from wsisgraph.cli.messages import say
from wsisgraph.errors import WsisgraphError


def documented() -> Iterator[str]:
    """Yield the English that pages show and that does not stand in their templates."""
    from wsisgraph import content
    from wsisgraph.api import openapi, problems
    from wsisgraph.api.app import ROUTES
    from wsisgraph.api.documentation import operations
    from wsisgraph.questions import Catalogue

    catalogue = Catalogue.load(content.folder("queries"))
    in_six_languages = {question.question["en"] for question in catalogue.values()}
    for question in catalogue.values():
        yield question.summary
        yield from (
            parameter.label for name, parameter in question.params.items() if name != "lang"
        )
    for kind in problems.KINDS.values():
        yield kind.title
        if kind.hint:
            yield f"{kind.hint[:1].upper()}{kind.hint[1:]}."
    for operation in operations(openapi.describe(ROUTES, catalogue)):
        yield operation.summary
        if operation.description not in in_six_languages:
            yield operation.description
        yield from (parameter.meaning for parameter in operation.parameters)
    yield from definitions()


def definitions() -> Iterator[str]:
    """Yield what the ontology says of itself and of its terms, which its page shows."""
    from pyoxigraph import Literal, RdfFormat, parse

    from wsisgraph import content
    from wsisgraph.terms.namespaces import DCT, SKOS

    for triple in parse(path=str(content.folder("ontology") / "wsis.ttl"), format=RdfFormat.TURTLE):
        told = triple.predicate.value in (SKOS.definition, DCT.description)
        if told and isinstance(triple.object, Literal):
            yield triple.object.value


def catalogues(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 when a file is out of date.")
    ] = False,
) -> None:
    """Extract the words of the pages, and bring each language's catalogue up to date with them.

    Examples:

        wsisgraph site catalogues

        wsisgraph site catalogues --check
    """
    from wsisgraph.site import catalogues as site

    files = {
        **site.updated("site", site.interface()),
        **site.updated("documentation", site.documentation(documented())),
    }
    stale = [
        file for file, data in files.items() if not file.is_file() or file.read_bytes() != data
    ]
    for file in stale:
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(files[file])
        say(f"{'Out of date' if check else 'Updated'}: {file}")
    if not stale:
        say("The catalogues are up to date.")
    if stale and check:
        raise typer.Exit(1)


def labels(
    export: Annotated[
        Path | None, typer.Option("--export", help="CSV or XLSX file to write the names to.")
    ] = None,
    import_: Annotated[
        Path | None, typer.Option("--import", help="CSV or XLSX file to read names from.")
    ] = None,
) -> None:
    """Write the names of things in six languages to a sheet, or load a sheet that came back.

    One row for each thing of `ontology/`, one column for each language. `unreviewed` lists the
    languages whose names nobody of the language has confirmed. Change a name, or write into
    `confirmed` the languages that are right ("fr ru", or "all"), and import the sheet: it changes
    the Turtle files of the checkout, whole or not at all.

    Examples:

        wsisgraph site labels --export names.xlsx

        wsisgraph site labels --import names.xlsx
    """
    from wsisgraph import content
    from wsisgraph.site import names, sheet

    if (export is None) == (import_ is None):
        raise WsisgraphError(
            "Either --export or --import is needed", mend="name the file to write, or to read"
        )
    folder = content.folder("ontology")
    if export is not None:
        table = sheet.rows(names.read(folder), folder)
        sheet.write(table, export)
        say(f"Wrote {len(table) - 1:,} names to {export}.")
    elif import_ is not None:
        if content.checkout() is None:
            raise WsisgraphError(
                "Names are loaded into a checkout, and this is an installed package",
                where=str(folder),
                mend="clone the project, and run the command there",
            )
        things = names.read(folder)
        files = sheet.taken(sheet.read(import_), things, import_.name)
        sheet.replace(files)
        for file in files:
            say(f"Changed: {content.relative(file)}")
        if not files:
            say("The sheet changes nothing.")
