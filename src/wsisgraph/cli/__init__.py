"""The command line: the one place that wires the packages together."""

import sys

import typer

from wsisgraph.cli import (
    asking,
    building,
    checking,
    covering,
    dumping,
    exporting,
    harvest,
    keeping,
    languages,
    loading,
    peers,
    publishing,
    replicating,
    reporting,
    reviewing,
    serving,
    templates,
    tokens,
)
from wsisgraph.cli.messages import exit_code, say_error
from wsisgraph.errors import WsisgraphError
from wsisgraph.intake.awaiting import Awaiting

app = typer.Typer(
    name="wsisgraph",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help=(
        "How the WSIS action lines serve the Sustainable Development Goals, as one graph.\n\n"
        "Results go to stdout, messages to stderr. Exit codes: 0 done, 1 findings or differences, "
        "2 usage, 3 input refused, 4 store locked or unreachable."
    ),
)
app.command("build")(building.build)
app.command("load")(loading.load)
app.command("template")(templates.template)
app.command("serve")(serving.serve)
app.command("ask")(asking.ask)
app.command("query")(asking.query)
app.command("coverage")(covering.coverage)
app.command("export")(exporting.export)
app.command("report")(reporting.report)
app.command("dump")(dumping.dump)
app.command("check")(checking.check)
app.add_typer(reviewing.app, name="review")
app.add_typer(tokens.app, name="tokens")
app.add_typer(peers.app, name="peers")
app.command("harvest")(harvest.harvest)
app.add_typer(keeping.app, name="journal")
app.command("backup")(keeping.back_up)
app.command("revert")(keeping.revert)
app.command("replicate")(replicating.replicate)
app.command("changes")(replicating.changes)
app.command("redact")(keeping.redact)
site = typer.Typer(no_args_is_help=True, help="The pages.")
site.command("build")(publishing.build)
site.command("catalogues")(languages.catalogues)
site.command("labels")(languages.labels)
app.add_typer(site, name="site")


def main(awaiting: Awaiting | None = None) -> None:
    """Run the command line; an error of ours is a sentence on stderr and an exit code.

    Args:
        awaiting: a process that began to learn what `load` reads files with.
    """
    try:
        app(obj=awaiting)
    except WsisgraphError as error:
        say_error(error)
        sys.exit(exit_code(error))
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone.
        sys.stderr.close()
        sys.exit(0)
