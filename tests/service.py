"""The service, started for real on a free port of 127.0.0.1, and always stopped."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Service:
    """A running service.

    Attributes:
        url: its address, without a slash at the end.
        data: its data folder.
        process: the front process.
    """

    url: str
    data: Path
    process: subprocess.Popen[str]


def copy_of(data: Path, into: Path) -> Path:
    """Return a copy of a data folder: a folder has one service, and the shared one has its own."""
    return Path(shutil.copytree(data, into / "data", ignore=shutil.ignore_patterns("*.sock")))


@contextmanager
def serving(
    data: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> Iterator[Service]:
    """Run `wsisgraph serve` over a data folder until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "wsisgraph", "serve", "--port", "0", *arguments],
        env={**os.environ, "WSISGRAPH_DATA": str(data), **(environment or {})},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Service(_address(process), data, process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    said: list[str] = []
    for line in process.stderr:
        said.append(line)
        if (match := re.search(r"http://[\d.]+:\d+", line)) is not None:
            # Whatever it says later must not fill the pipe.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return match[0]
    raise AssertionError(f"the service did not start:\n{''.join(said)}")
