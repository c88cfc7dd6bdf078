"""`wsisgraph tokens`: who may write to the graph."""

from datetime import datetime
from typing import Annotated

import typer

from wsisgraph.access import Role, Tokens
from wsisgraph.cli.messages import say
from wsisgraph.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    help=(
        "Make, list, replace and end the tokens that writing needs.\n\n"
        "A running service follows at once. A token is printed once, and kept as a hash."
    ),
)

Name = Annotated[str, typer.Option("--name", help="Whose token it is, as the journal names them.")]


@app.command("create")
def create(
    name: Name,
    role: Annotated[Role, typer.Option(help="What it is good for.")],
    agency: Annotated[
        str | None,
        typer.Option(help="Agency whose graphs a contributor writes: itu, un-habitat."),
    ] = None,
    expires: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Last day it is good for (UTC)."),
    ] = None,
    writes_per_day: Annotated[
        int | None,
        typer.Option(help="Writes that a contributor may make in a day; 1000 if not given."),
    ] = None,
    statements: Annotated[
        int | None,
        typer.Option(
            help="Statements that the graphs of its agency may hold; 1000000 if not given."
        ),
    ] = None,
) -> None:
    """Make a token, and print nothing but it.

    Examples:

        wsisgraph tokens create --name desk --role contributor --agency itu

        wsisgraph tokens create --name desk --role contributor --agency itu --writes-per-day 50

        TOKEN=$(wsisgraph tokens create --name anna --role curator --expires 2027-06-30)
    """
    until = expires.date() if expires else None
    made = _tokens().create(name, role, agency, until, writes=writes_per_day, statements=statements)
    print(made)


@app.command("list")
def show() -> None:
    """List the tokens: name, role, agency, day made, last day, quotas.

    Example:

        wsisgraph tokens list
    """
    print("name\trole\tagency\tcreated\texpires\twrites a day\tstatements")
    for listed in _tokens().list():
        identity = listed.identity
        bounds = identity.bounds
        quotas = identity.most_writes, bounds.statements if bounds else None
        dates = listed.created, listed.expires
        cells = (identity.name, identity.role, identity.agency, *dates, *quotas)
        print(*(cell or "" for cell in cells), sep="\t")


@app.command("rotate")
def rotate(
    name: Name,
    expires: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Another last day than the old one had (UTC)."),
    ] = None,
) -> None:
    """Put a new token in the place of one, which ends at once; print nothing but the new one.

    Example:

        wsisgraph tokens rotate --name desk
    """
    print(_tokens().rotate(name, expires.date() if expires else None))


@app.command("revoke")
def revoke(name: Name) -> None:
    """End a token at once.

    Example:

        wsisgraph tokens revoke --name desk
    """
    _tokens().revoke(name)
    say(f"The token “{name}” has ended.")


def _tokens() -> Tokens:
    return Tokens(Settings.from_environment().data)
