"""Foreign SPARQL servers, started for real on free ports of 127.0.0.1, and always stopped.

    with engines.running("virtuoso", tmp_path) as engine:
        httpx.get(engine.query, params={"query": "ASK {}"})

What they hold lies in the folder they are given, so that one that was stopped and started again
goes on with it. All three take the password that `Engine.password` tells, in their own ways.
"""

import contextlib
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import needs

NAMES = ("oxigraph", "fuseki", "virtuoso")
"""The servers that can be had."""

USER, PASSWORD = "dba", "a-secret-of-tests"

_PATIENCE = 90.0
_PAUSE = 0.1

_VIRTUOSO_INI = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0

[TempDatabase]
DatabaseFile = v-temp.db
TransactionFile = v-temp.trx
MaxCheckpointRemap = 2000
Striping = 0

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
CheckpointInterval = 60
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = .

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
MaxClientConnections = 20

[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass
class Engine:
    """A server that can be stopped and started again.

    Attributes:
        name: one of `NAMES`.
        query: where queries are sent.
        update: where updates are sent.
        graphs: the Graph Store Protocol, with `?graph=`.
        user: "" where none is asked for.
        password: likewise.
    """

    name: str
    query: str
    update: str
    graphs: str
    user: str = ""
    password: str = field(default="", repr=False)
    _command: Sequence[str] = ()
    _folder: Path = Path()
    _environment: Mapping[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def settings(self) -> dict[str, str]:
        """The variables that let wsisgraph run over it."""
        told = {
            "WSISGRAPH_STORE": self.query,
            "WSISGRAPH_STORE_UPDATE": self.update,
            "WSISGRAPH_STORE_GRAPHS": self.graphs,
        }
        if self.user:
            told |= {"WSISGRAPH_STORE_USER": self.user, "WSISGRAPH_STORE_PASSWORD": self.password}
        return told

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env={**os.environ, **self._environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + _PATIENCE
        while not _answers(self.query):
            if self._process.poll() is not None or time.monotonic() > end:
                said = (self._folder / "log").read_text(errors="replace")[-2000:]
                self.stop()
                raise AssertionError(f"{self.name} did not start:\n{said}")
            time.sleep(_PAUSE)

    def stop(self) -> None:
        """Stop it; nobody listens at its address any more."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        # Virtuoso leaves it where it was killed, and would not start again.
        with contextlib.suppress(FileNotFoundError):
            (self._folder / "v.lck").unlink()


@contextmanager
def running(name: str, folder: Path, *, rows: int = 1_000_000) -> Iterator[Engine]:
    """Run a server until the block ends.

    Args:
        name: one of `NAMES`.
        folder: where its data lie; made if it is not there.
        rows: the most that Virtuoso gives in an answer; its own default is 10,000.
    """
    folder.mkdir(parents=True, exist_ok=True)
    engine = {"oxigraph": _oxigraph, "fuseki": _fuseki}.get(name, lambda at: _virtuoso(at, rows))(
        folder
    )
    engine.start()
    try:
        yield engine
    finally:
        engine.stop()


def _oxigraph(folder: Path) -> Engine:
    program = needs.program("oxigraph", "pip install oxigraph")
    (port,) = _free_ports(1)
    at = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--location", "data", "--bind", f"127.0.0.1:{port}"]
    return Engine(
        "oxigraph", f"{at}/query", f"{at}/update", f"{at}/store", _command=command, _folder=folder
    )


def _fuseki(folder: Path) -> Engine:
    java, jar = needs.program("java", "apt install openjdk-17-jre-headless"), needs.fuseki()
    (port,) = _free_ports(1)
    at = f"http://127.0.0.1:{port}/ds"
    (folder / "passwords").write_text(f"{USER}: {PASSWORD}\n")
    (folder / "data").mkdir(exist_ok=True)
    options = ["--localhost", f"--port={port}", "--passwd=passwords", "--auth=basic"]
    data = ["--tdb2", "--update", "--loc=data", "/ds"]
    light = ["-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    return Engine(
        "fuseki",
        f"{at}/query",
        f"{at}/update",
        f"{at}/data",
        USER,
        PASSWORD,
        _command=[java, *light, "-jar", jar, *options, *data],
        _folder=folder,
        _environment={"FUSEKI_BASE": str(folder / "run")},
    )


def _virtuoso(folder: Path, rows: int) -> Engine:
    program = needs.program("virtuoso-t", "apt install virtuoso-opensource-7-bin")
    sql, http = _free_ports(2)
    text = _VIRTUOSO_INI.format(sql=sql, http=http, buffers=20_000, dirty=12_000, rows=rows)
    (folder / "virtuoso.ini").write_text(text)
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    if not (folder / "v.db").exists():
        # It sets the passwords of a new database and ends.
        subprocess.run(
            [*command, "+pwdold", "dba", "+pwddba", PASSWORD, "+pwddav", PASSWORD],
            cwd=folder,
            check=False,
            capture_output=True,
            timeout=_PATIENCE,
        )
    at = f"http://127.0.0.1:{http}"
    return Engine(
        "virtuoso",
        f"{at}/sparql",
        f"{at}/sparql-auth",
        f"{at}/sparql-graph-crud-auth",
        USER,
        PASSWORD,
        _command=command,
        _folder=folder,
    )


def _free_ports(number: int) -> list[int]:
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
