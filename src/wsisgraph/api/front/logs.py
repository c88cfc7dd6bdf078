"""Lines on stderr, written by a thread of their own: who does not read them holds nobody up.

A service whose log goes into a pipe that nobody empties would otherwise stand still at the first
full pipe. Lines that cannot be written are counted instead.
"""

import json
import logging
import os
import queue
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from wsisgraph.api.front.visit import without_secrets

Form = Literal["json", "text", "off"]

_MOST_WAITING = 10_000
_TOGETHER = 0.05
_AT_THE_END = 1.0


class Sink:
    """Takes lines and never waits.

    Attributes:
        lost: lines that were given up.
    """

    def __init__(self, form: Form, descriptor: int = 2) -> None:
        """Begin to write.

        Args:
            form: how lines look; `off` writes those of the program's own errors only.
            descriptor: the file to write to.
        """
        self.form = form
        self.lost = 0
        self._descriptor = descriptor
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._write, name="log", daemon=True)
        self._thread.start()

    def tell(self, told: Mapping[str, object]) -> None:
        """Write a line about a request."""
        if self.form == "json":
            self.put(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
        elif self.form == "text":
            self.put(_as_text(told))

    def put(self, line: str) -> None:
        """Write a line, or count it as lost."""
        if self._lines.qsize() >= _MOST_WAITING:
            self.lost += 1
        else:
            self._lines.put(line.encode("utf-8", "backslashreplace") + b"\n")

    def close(self) -> None:
        """Write what is still to be written, as far as somebody takes it within a second."""
        self._ended.set()
        self._lines.put(None)
        self._thread.join(_AT_THE_END)

    def _write(self) -> None:
        while (line := self._lines.get()) is not None:
            # One write for all that comes within a moment, so that the thread rarely runs.
            self._ended.wait(_TOGETHER)
            lines = [line]
            while not self._lines.empty() and (more := self._lines.get()) is not None:
                lines.append(more)
            try:
                waiting = memoryview(b"".join(lines))
                while waiting:
                    waiting = waiting[os.write(self._descriptor, waiting) :]
            except OSError:
                self.lost += len(lines)
            if self._ended.is_set() and self._lines.empty():
                return


class SinkHandler(logging.Handler):
    """Gives what the program logs to a sink, in its form."""

    def __init__(self, sink: Sink) -> None:
        super().__init__(logging.WARNING)
        self._sink = sink

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        message = record.getMessage()
        if record.exc_info and record.exc_info[0] is not None:
            message += "\n" + (self.formatter or logging.Formatter()).formatException(
                record.exc_info
            )
        message = without_secrets(message)
        if self._sink.form == "json":
            now = datetime.fromtimestamp(record.created, UTC)
            told = {
                "time": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "level": record.levelname.lower(),
                "logger": record.name,
                "message": message,
            }
            self._sink.put(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
        else:
            self._sink.put(f"{record.levelname}: {message}")


def _as_text(told: Mapping[str, object]) -> str:
    # What a stranger wrote must not move the cursor of a terminal.
    path = json.dumps(told.get("path", ""))[1:-1]
    return (
        f"{str(told['time'])[11:19]} {told.get('method', '-')} {path} {told['status']} "
        f"{told['ms']} ms {told['bytes']} bytes {told.get('client', '-')}"
    )
