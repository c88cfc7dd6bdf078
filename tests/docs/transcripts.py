"""Running the `console` blocks of our Markdown: what they show is what the program prints.

A line that begins with `$ ` is run, the lines below it are its output; a lone `…` stands for lines
left out. `http://127.0.0.1:8000` is the service under test. With UPDATE_DOCS=1 the blocks are
written anew from what the program prints.
"""

import os
import re
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A revision's id depends on the time of its commit.
_REVISION = re.compile(r"\b(\d+)-[0-9a-f]{12}\b")
LEFT_OUT = "…"


@dataclass(frozen=True)
class Step:
    """A command and the output the document shows for it."""

    command: str
    output: str


def steps(block: str) -> list[Step]:
    """Return the commands of a console block with their outputs."""
    found: list[Step] = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        while output and _goes_on(command):
            more, _, output = output.partition("\n")
            command = f"{command}\n{more}"
        found.append(Step(command, output))
    return found


def _goes_on(command: str) -> bool:
    """Tell whether the shell would wait for another line: a backslash or an open quote."""
    try:
        shlex.split(command)
    except ValueError:
        return True
    return command.endswith("\\")


def console_blocks(path: Path) -> list[str]:
    """Return the console blocks of a document."""
    return _BLOCK.findall(path.read_text(encoding="utf-8"))


def run(command: str, environment: Mapping[str, str], cwd: Path, service: str) -> str:
    """Run a command as the reader would, and return what it prints, made comparable."""
    done = subprocess.run(
        ["bash", "-c", command.replace("http://127.0.0.1:8000", service)],
        env={**environment, "COLUMNS": "100"},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
    )
    printed = done.stdout + done.stderr
    # A program that fell over is nothing to show, and nothing to write into a document.
    assert "Traceback" not in printed, f"$ {command}\n{printed}"
    printed = printed.replace(service, "http://127.0.0.1:8000")
    lines = [line.rstrip() for line in _REVISION.sub(r"\1-…", printed).splitlines()]
    return "\n".join(lines).strip("\n") + "\n"


def agrees(shown: str, printed: str) -> bool:
    """Tell whether a shown output is what was printed; a line `…` stands for any lines."""
    pattern = ""
    for line in shown.strip("\n").splitlines():
        pattern += r"(?:.*\n)*?" if line.strip() == LEFT_OUT else re.escape(line.rstrip()) + "\n"
    return re.fullmatch(pattern, printed) is not None


def updated(text: str, document_runs: Mapping[str, str]) -> str:
    """Return a document with the outputs of its steps replaced; steps that leave out are kept."""

    def anew(match: re.Match[str]) -> str:
        body = ""
        for step in steps(match[1]):
            kept = LEFT_OUT in step.output.splitlines()
            output = step.output if kept else document_runs[step.command]
            body += f"$ {step.command}\n{output if output.endswith(chr(10)) else output + chr(10)}"
        return f"```console\n{body}```"

    return _BLOCK.sub(anew, text)


def wants_update() -> bool:
    """Tell whether the documents are to be written anew."""
    return os.environ.get("UPDATE_DOCS") == "1"
