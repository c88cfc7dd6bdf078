"""The command line, run in this process."""

from dataclasses import dataclass

from typer.testing import CliRunner

from wsisgraph.cli import app
from wsisgraph.cli.messages import exit_code
from wsisgraph.errors import WsisgraphError


@dataclass(frozen=True)
class Done:
    """What a command printed, and how it ended."""

    code: int
    out: str
    told: str
    raw: bytes


def review(*arguments: str) -> Done:
    return run("review", *arguments)


def run(*arguments: str) -> Done:
    done = CliRunner().invoke(app, arguments)
    error = done.exception
    if isinstance(error, WsisgraphError):
        return Done(exit_code(error), done.stdout, str(error), done.stdout_bytes)
    assert error is None or isinstance(error, SystemExit), done.exc_info
    return Done(done.exit_code, done.stdout, done.stderr, done.stdout_bytes)
