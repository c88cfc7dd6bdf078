"""Cutting a serialised result after so many rows.

The engine serialises and knows no limit of rows; so its output is watched, and ended where a row
ends. Each format is read only as far as needed to see one row follow another. What is watched is
the engine's own output, whose form is known: JSON and XML without spaces, `\\r\\n` after CSV rows.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from re import DOTALL


class Cut(Exception):
    """Raised into the engine to stop it: the rows are full."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How rows look in one format.

    Attributes:
        event: a whole string, a row that another row follows (group 1), or a lone quote.
        inside: the rest of a string whose beginning came with an earlier piece.
        longest: bytes of what marks that another row follows.
        header_rows: rows before the first solution.
        closing: what ends a result.
    """

    event: re.Pattern[bytes]
    inside: re.Pattern[bytes]
    longest: int
    header_rows: int
    closing: bytes


_NEVER = re.compile(rb"")
_JSON_REST = rb'(?:[^"\\]++|\\.)*+'
_FORMS = {
    "json": _Form(
        re.compile(rb'"' + _JSON_REST + rb'"|(\})(?=,\{)|"', DOTALL),
        re.compile(_JSON_REST, DOTALL),
        longest=3,
        header_rows=0,
        closing=b"]}}",
    ),
    "xml": _Form(
        re.compile(rb"(</result>)(?=<result>)"),
        _NEVER,
        longest=17,
        header_rows=0,
        closing=b"</results></sparql>",
    ),
    "csv": _Form(
        re.compile(rb'"[^"]*+"|(\r\n)(?=.)|"', DOTALL),
        re.compile(rb'[^"]*+'),
        longest=3,
        header_rows=1,
        closing=b"",
    ),
    "tsv": _Form(re.compile(rb"(\n)(?=.)", DOTALL), _NEVER, longest=2, header_rows=1, closing=b""),
}


class RowLimit:
    """Passes a result on until `rows` rows went by, then closes it properly.

    Attributes:
        truncated: True once there was a row too many.
    """

    def __init__(self, format: str, rows: int, write: Callable[[bytes], object]) -> None:
        """Watch a result of `format`, at least one row of it, passing bytes to `write`."""
        self.truncated = False
        self._form = _FORMS[format]
        self._left = rows + self._form.header_rows
        self._write = write
        self._held = b""
        self._in_string = False

    def feed(self, piece: bytes) -> None:
        """Take the next bytes.

        Raises:
            Cut: a row too many follows; the result has been closed.
        """
        if self.truncated:
            # The engine empties its buffer once more while it is being stopped.
            raise Cut
        data = self._held + piece
        read = 0
        if self._in_string:
            read = self._pass_string(data, 0)
        if not self._in_string:
            for event in self._form.event.finditer(data, read):
                read = event.end()
                if event.group(1):
                    self._left -= 1
                    if not self._left:
                        self._write(data[:read] + self._form.closing)
                        self.truncated = True
                        raise Cut
                elif event.group() == b'"':
                    self._in_string = True
                    read = self._pass_string(data, read)
                    break
            if not self._in_string:
                # What marks the next row may be half here, half in the next piece.
                read = max(read, len(data) - self._form.longest + 1)
        self._held = data[read:]
        self._write(data[:read])

    def finish(self) -> None:
        """Pass on what was held back."""
        self._write(self._held)
        self._held = b""

    def _pass_string(self, data: bytes, start: int) -> int:
        """Go to the end of a string, or of the piece; only a cut-off escape is left."""
        rest = self._form.inside.match(data, start)
        end = rest.end() if rest else start
        if data[end : end + 1] == b'"':
            self._in_string = False
            return end + 1
        return end
