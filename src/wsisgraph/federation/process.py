"""The parent of the readers: forks a sandboxed worker for each thing that a stranger sent.

A program of its own (`python -m wsisgraph.federation.process`), single-threaded, so that forking is
safe; see `store.nursery` for how it is spoken to.
"""

import argparse
import json
import logging
import signal
import socket
import sys
from typing import Any

from wsisgraph.errors import StoreError
from wsisgraph.federation import worker
from wsisgraph.store.changes import as_message
from wsisgraph.store.nursery import Nursery, Reply, serve


def main(arguments: list[str] | None = None) -> int:
    """Run the parent; returns the exit code."""
    parser = argparse.ArgumentParser(prog="wsisgraph peers' reader")
    parser.add_argument("--control", type=int, required=True)
    parser.add_argument("--memory", type=int, required=True)
    parser.add_argument("--no-sandbox", action="store_true")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    with socket.socket(fileno=given.control) as control:
        try:
            nursery = Nursery(memory=given.memory, filtered=not given.no_sandbox)
        except StoreError as error:
            control.send(json.dumps(as_message(error)).encode())
            return 1
        # In the sandbox no file can be opened: what is loaded late is loaded here.
        worker.warm_up()

        def answer(request: dict[str, Any]) -> Reply:
            if request["do"] == "reap":
                return {"status": nursery.reap(request["pid"])}, []
            pid, fd = nursery.fork(lambda fd: worker.live(fd))
            return {"pid": pid}, [fd]

        try:
            control.send(b"{}")
            serve(control, answer)
        except BrokenPipeError:
            return 0
        finally:
            nursery.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
