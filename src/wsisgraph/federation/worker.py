"""A worker for what strangers sent: does one task in the sandbox, and ends.

map     a peer's answer → statements in our words, as N-Triples
merge   several of those → one as N-Quads, a graph for each peer
union   the same, held beside our facts: answers queries until nobody asks any more
plan    a query with SERVICE → what to ask of whom, and what remains (see `plan`)
rows    a peer's solutions → rows that can stand in a query (see `solutions`)
led     a document → where it leads; members, patched: what a feed says (see `streams`)
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.robotparser import RobotFileParser

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    serialize,
)

from wsisgraph.errors import PeerFailed, QueryFailed, QueryTooDeep, StoreError
from wsisgraph.federation import mapping, plan, solutions, streams, tables
from wsisgraph.federation.asking import COUNT
from wsisgraph.federation.leading import ONLY_LEADS, may_lead
from wsisgraph.federation.merging import Merged, rows_of
from wsisgraph.store import frames
from wsisgraph.store.changes import as_message
from wsisgraph.terms import iris

OURS = "urn:x-wsis-peers:ours"
"""The graph in which our own facts stand; what a peer says stands in a graph of its own."""

Result = tuple[dict[str, Any], bytes]


def live(fd: int) -> None:
    """Read a task, answer it."""
    task = frames.decode(_next(fd))
    bodies = [_next(fd) for _ in range(task["bodies"])]
    try:
        if task["do"] == "union":
            _answer(fd, task, bodies)
            return
        told, body = _done(task, bodies)
    except MemoryError:
        os.abort()
    except RecursionError:
        _fail(fd, QueryTooDeep("It nests too deep", mend="write it flatter"))
    except (SyntaxError, ValueError, KeyError, TypeError, AttributeError) as error:
        _fail(fd, PeerFailed(f"what it sent cannot be read: {_sentence(error)}"))
    except StoreError as error:
        _fail(fd, error)
    except BaseException as error:
        # A panic of the engine is no Exception.
        _fail(fd, QueryFailed(f"It cannot be read: {_sentence(error)}"))
    else:
        frames.write_all(fd, frames.message(frames.HEAD, told))
        frames.write_all(fd, frames.frame(frames.END, body))


def _done(task: Mapping[str, Any], bodies: Sequence[bytes]) -> Result:
    match task["do"]:
        case "map":
            documents = list(zip(task["formats"], bodies, strict=True))
            lines, rows = mapping.mapped(
                documents,
                task["template"],
                task["base"],
                task["queries"],
                task["name"],
                task["agency"],
            )
            told = {
                "triples": lines.count(b"\n"),
                "rows": rows,
                **(said := mapping.counted(lines)),
                "unread_columns": mapping.unread(documents),
                "feed": _has_feed(task, bodies, said["activities"]),
            }
            return told, lines
        case "count":
            return {"rows": solutions.count(bodies[0], task["format"])}, b""
        case "number":
            return {"number": solutions.number(bodies[0], task["format"], COUNT)}, b""
        case "robots":
            rules = RobotFileParser()
            rules.parse(bodies[0].decode("utf-8", "replace").splitlines())
            return {"allowed": rules.can_fetch("wsisgraph", task["url"])}, b""
        case "led":
            return streams.led((task["format"], bodies[0]), task["base"]), b""
        case "members":
            return streams.members(list(zip(task["formats"], bodies, strict=True)), task["base"])
        case "patched":
            return streams.patched(bodies[0], bodies[1:], task["after"])
        case "accepted":
            return {}, streams.accepted(bodies[0])
        case "merge":
            merged = Merged(rows_of(bodies[0]))
            merged.add(zip(task["graphs"], bodies[1:], strict=True))
            found = serialize(merged.quads(task["graphs"]), format=RdfFormat.N_QUADS) or b""
            return {}, b"".join(sorted(found.splitlines(keepends=True)))
        case "plan":
            return plan.planned(bodies[0].decode(), task["base"]), b""
        case _:
            return solutions.read(bodies[0], task["format"], task)


def _has_feed(task: Mapping[str, Any], bodies: Sequence[bytes], activities: int) -> bool:
    """Tell whether a file names a feed of its changes.

    Raises:
        PeerFailed: it holds nothing else, so that nobody may take its silence for data.
    """
    if not bodies or not may_lead(bodies[0]):
        return False
    told = streams.led((task["formats"][0], bodies[0]), task["base"])
    if (told["feed"] or told["dumps"]) and not activities:
        raise PeerFailed(ONLY_LEADS, mend=f"copy them: wsisgraph harvest {task['name']}")
    return bool(told["feed"])


def _answer(fd: int, task: Mapping[str, Any], bodies: Sequence[bytes]) -> None:
    """Hold what all say together, and answer queries over it until nobody asks any more."""
    identities, ours, sources, *peers = bodies
    merged = Merged(rows_of(identities))
    merged.add(zip(task["graphs"], peers, strict=True))
    store = Store()
    graph = NamedNode(OURS)
    store.bulk_extend(
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in parse(ours, format=RdfFormat.N_TRIPLES)
    )
    store.bulk_extend(merged.quads(task["graphs"]))
    store.bulk_extend(
        Quad(
            NamedNode(row["link"]["value"]),
            NamedNode(f"{iris.DEF}activity"),
            NamedNode(row["activity"]["value"]),
            NamedNode(row["graph"]["value"]),
        )
        for row in (rows_of(sources) if sources else ())
        if row["link"]["type"] == "uri"
    )
    merged.triples.clear()
    frames.write_all(fd, frames.message(frames.HEAD, {"said": dict(merged.said)}))
    frames.write_all(fd, frames.frame(frames.END, b""))
    while (received := frames.read_frame(fd)) is not None:
        found = store.query(frames.decode(received[1])["query"], use_default_graph_as_union=True)
        if not isinstance(found, QuerySolutions):
            raise QueryFailed("Only tables are asked for")
        body = found.serialize(format=QueryResultsFormat.JSON) or b""
        frames.write_all(fd, frames.frame(frames.END, body))


def warm_up() -> None:
    """Load what is loaded late: in the sandbox no file can be opened."""
    row = b"title,goals\nA,9\n"
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(REGEX(STR(?o), 'a', 'i')) }"
    mapping.mapped([("csv", row)], "", "urn:x", [query], "x", "")
    tables.warm_up()


def _next(fd: int) -> bytes:
    received = frames.read_frame(fd)
    if received is None:
        os._exit(0)
    return received[1]


def _fail(fd: int, error: StoreError) -> None:
    frames.write_all(fd, frames.message(frames.FAILURE, as_message(error)))


def _sentence(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".")
