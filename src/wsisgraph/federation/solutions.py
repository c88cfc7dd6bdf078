"""Solutions that a peer sent, as rows that can stand in a query; runs in the sandbox."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from wsisgraph.errors import PeerFailed
from wsisgraph.store.changes import OWN

BLANK = "urn:x-wsis-blank:"
"""What the IRI begins with that stands for a blank node of a peer."""

_FORMATS = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_LANGUAGE = re.compile(r"[A-Za-z]+(-[A-Za-z0-9]+)*")


def read(body: bytes, format: str, task: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return what solutions say: `columns`, `rows` (how many), `blank` columns; and the rows.

    The task names the variables that the query has (`allowed`; what else a peer sends is left
    out), how many rows are `most`, and a `mark` that keeps the blank nodes of answers apart.

    Raises:
        PeerFailed: they are no solutions, or hold what no query can.
        SyntaxError: they cannot be read.
    """
    found = _solutions(body, format)
    allowed = set(task["allowed"])
    columns = [name.value for name in found.variables if name.value in allowed]
    blank: set[str] = set()
    rows: list[str] = []
    for solution in found:
        if len(rows) >= task["most"]:
            return {"columns": columns, "rows": len(rows), "blank": [], "more": True}, b""
        cells = []
        for column in columns:
            node = solution[column]
            if isinstance(node, BlankNode):
                blank.add(column)
                cells.append(f"<{BLANK}{task['mark']}-{node.value}>")
            else:
                cells.append(_cell(node))
        rows.append(f"({' '.join(cells)})")
    told = {"columns": columns, "rows": len(rows), "blank": sorted(blank), "more": False}
    return told, "\n".join(rows).encode()


def table(body: bytes, format: str) -> tuple[list[str], list[str]]:
    """Return the columns of a table, and its rows as `VALUES` has them, blank nodes as IRIs.

    Raises:
        PeerFailed, SyntaxError: as for `read`.
    """
    found = _solutions(body, format)
    columns = [name.value for name in found.variables]
    rows = []
    for solution in found:
        cells = [solution[column] for column in columns]
        written = [
            f"<{BLANK}{node.value}>" if isinstance(node, BlankNode) else _cell(node)
            for node in cells
        ]
        rows.append(f"({' '.join(written)})")
    return columns, rows


def count(body: bytes, format: str) -> int:
    """Return how many rows a table has."""
    return sum(1 for _ in _solutions(body, format))


def number(body: bytes, format: str, column: str) -> int:
    """Return the number that a table of one row has in a column.

    Raises:
        PeerFailed: there is none.
    """
    cells = [solution[column] for solution in _solutions(body, format)]
    if len(cells) != 1 or not isinstance(cells[0], Literal) or not cells[0].value.isdigit():
        raise PeerFailed("asked how much it says, it gives no number")
    return int(cells[0].value)


def _solutions(body: bytes, format: str) -> QuerySolutions:
    format = format.removeprefix("results-")
    if format == "json" and b'"bnode"' in body:
        body = _with_labels(body)
    found = parse_query_results(body, format=_FORMATS[format])
    if not isinstance(found, QuerySolutions):
        raise PeerFailed("it sent no table of solutions")
    return found


def _with_labels(body: bytes) -> bytes:
    """Return results in JSON with labels of blank nodes that a parser takes.

    Virtuoso writes `nodeID://b10001`, which is no label; equal ones stay equal.
    """
    told = json.loads(body)
    for row in told["results"]["bindings"]:
        for node in row.values():
            if node["type"] == "bnode":
                digest = hashlib.sha256(str(node["value"]).encode("utf-8", "surrogatepass"))
                node["value"] = f"b{digest.hexdigest()[:20]}"
    return json.dumps(told).encode()


def _cell(node: Any) -> str:
    if node is None:
        return "UNDEF"
    if isinstance(node, NamedNode):
        if _IRI.fullmatch(node.value) and not node.value.startswith(OWN):
            return str(node)
    elif isinstance(node, Literal) and _IRI.fullmatch(node.datatype.value):
        if node.language is None:
            return str(node)
        if _LANGUAGE.fullmatch(node.language) and "--" not in str(node).rpartition('"')[2]:
            return str(node)
    raise PeerFailed("it sent a term that no query can hold")
