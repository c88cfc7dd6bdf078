"""The engine in a process of its own, which may call anybody: a canary tells whether it did."""

import json
import subprocess
import sys
import threading

_PATIENCE = 2.0

_CHILD = """
import json, sys
import pyoxigraph as ox
store = ox.Store()
store.update("INSERT DATA { <x:a> <x:p> <x:b> . <x:b> <x:p> 1 . GRAPH <x:g> { <x:a> <x:p> 'c' } }")
FORMATS = {
    "turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML,
}
for line in sys.stdin:
    what, text = json.loads(line)
    try:
        if what == "query":
            results = store.query(text)
            for number, _ in enumerate(results if hasattr(results, "__iter__") else ()):
                if number > 100:
                    break
        elif what == "update":
            store.update(text)
        else:
            for number, _ in enumerate(ox.parse(text.encode(), format=FORMATS[what])):
                if number > 100:
                    break
        told = "fine"
    except BaseException as error:
        told = type(error).__name__
    print(told, flush=True)
"""


class Engine:
    """Does what it is given, and is started again when that ends it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def run(self, what: str, text: str) -> str:
        """Run a query or an update, or parse data; returns `fine`, an error's name, or `gone`."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _CHILD],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(_PATIENCE, process.kill)
        timer.start()
        try:
            process.stdin.write(json.dumps([what, text]) + "\n")
            process.stdin.flush()
            told = process.stdout.readline().strip()
        except OSError:
            told = ""
        finally:
            timer.cancel()
        if not told:
            self.close()
        return told or "gone"

    def close(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
