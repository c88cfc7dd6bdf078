"""`wsisgraph site catalogues`: bring the catalogues of the pages up to date with the source."""

from collections.abc import Iterator
from typing import Annotated

import typer

from wsisgraph.cli.messages import say


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
