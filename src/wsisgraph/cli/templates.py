"""`wsisgraph template`: a workbook to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from wsisgraph.cli.messages import say


def template(
    name: Annotated[str, typer.Argument(help="What is to be filled in: activities.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write: F.xlsx.")],
    language: Annotated[
        str, typer.Option("--lang", help="Language of headers and lists: en ar es fr ru zh.")
    ] = "en",
) -> None:
    """Write a workbook with lists to choose from: lines, goals, countries, status.

    What is filled in is read by `wsisgraph load stocktaking` and by `POST /api/contributions`.

    Example:

        wsisgraph template activities --lang fr --out activites.xlsx
    """
    from wsisgraph.intake.templates import write_template

    write_template(name, language, out)
    say(f"{out} is there to be filled in.")
