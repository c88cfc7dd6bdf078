"""SERVICE, for listed peers: each block is asked for, and its solutions stand where it stood.

A block of an unlisted address is refused before anything is asked of anybody. What a peer does not
answer in its time ends the query with a sentence, or, where the query says SILENT, counts as one
empty solution (SPARQL 1.1 Federated Query, §3). A refusal is no failure: SILENT does not cover it.
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wsisgraph.errors import Forbidden, PeerFailed, StoreError
from wsisgraph.federation.client import RESULTS, Processes
from wsisgraph.federation.peers import Peer, Peers
from wsisgraph.store import guard
from wsisgraph.store.protocol import Answer, Revision

LONGEST = 16 << 20
"""Bytes that a query may have once the solutions of peers stand in it."""

_MOST_SENT = 10_000
_SENT_AT_ONCE = 250
_SENT_FIRST = 1_000
_AT_ONCE = 4
_MOST_SERVICES = 16
_FORMATS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
}
_BLANK = "urn:x-wsis-blank:"

Ask = Callable[[str, int], Awaitable[Answer]]
"""Asks our own revision a query, for at most so many rows."""


class Moved(Exception):
    """Another revision was published while peers were asked; begin again."""


@dataclass(frozen=True, slots=True)
class Federated:
    """A query in which the solutions of peers stand, and the revision that they were asked for.

    Attributes:
        text: the query, without SERVICE.
        revision: the one that gave the values peers were asked with; None where none did.
    """

    text: str
    revision: Revision | None


async def federated(
    text: str, base: str, peers: Peers, processes: Processes, ask: Ask
) -> Federated:
    """Return a query with what peers answered in the places of its SERVICE blocks.

    Raises:
        Forbidden: it names who is not listed; nothing was asked of anybody.
        PeerFailed: a peer did not answer as it should.
        Moved: begin again.
        StoreError: what the query itself gives rise to.
    """
    read = await processes.read({"do": "plan", "base": base}, text.encode())
    work = _Work(read.told, peers, processes, ask)
    return await work.done()


class _Work:
    def __init__(
        self, plan: Mapping[str, Any], peers: Peers, processes: Processes, ask: Ask
    ) -> None:
        self._plan = plan
        self._peers = peers
        self._processes = processes
        self._ask = ask
        self._revision: Revision | None = None
        self._filled: dict[int, str] = {}

    async def done(self) -> Federated:
        blocks: Sequence[Mapping[str, Any]] = self._plan["blocks"]
        for block in blocks:
            if not block["variable"]:
                self._listed(block["iri"])
        for number, block in enumerate(blocks):
            self._filled[number] = await self._block(block)
        return Federated(_joined(self._plan["segments"], self._filled), self._revision)

    def _listed(self, iri: str) -> Peer:
        peer = self._peers.serving(iri)
        if peer is None:
            listed = [peer.url for peer in self._peers.all().values() if peer.level == "sparql"]
            raise Forbidden(
                f"SERVICE <{iri}> is not done here: it is no listed peer",
                mend=f"ask one of {', '.join(listed)}, or ask there yourself and join the answers"
                if listed
                else "ask there yourself and join the answers",
            )
        return peer

    async def _block(self, block: Mapping[str, Any]) -> str:
        inner = _joined(block["inner"], self._filled)
        guard.inspect(inner)
        asked: Sequence[str] = block["asked"]
        known = await self._known(block)
        name = block["variable"]
        if not name:
            return await self._of_peer(block, self._listed(block["iri"]), inner, asked, known)
        if known is None or name not in asked:
            raise Forbidden(
                f"SERVICE ?{name} is not done: nothing beside it binds ?{name} to a listed peer",
                mend=f"bind it in the same group, as with VALUES ?{name} {{ <https://…> }}",
            )
        place = asked.index(name)
        services = list(dict.fromkeys(row[place] for row in known))
        if len(services) > _MOST_SERVICES:
            raise Forbidden(
                f"SERVICE ?{name} would ask {len(services)} peers; {_MOST_SERVICES} at most are"
            )
        # All are looked up before any is asked.
        meant = {service: self._listed(service.removeprefix("<")[:-1]) for service in services}
        others = [one for one in asked if one != name]
        parts = []
        for service, peer in meant.items():
            rows = [
                [value for at, value in enumerate(row) if at != place]
                for row in known
                if row[place] == service
            ]
            part = await self._of_peer(block, peer, inner, others, _distinct(rows))
            parts.append(f"{{ VALUES ?{name} {{ {service} }} {part} }}")
        return "{ " + " UNION ".join(parts) + " }" if parts else f"{{ VALUES ?{name} {{ }} }}"

    async def _known(self, block: Mapping[str, Any]) -> list[list[str]] | None:
        """Return the values that a block can be asked with; None where it is asked for all."""
        if block["context"] is None:
            return None
        text = _joined(block["context"], self._filled) + f" LIMIT {_MOST_SENT + 1}"
        answer = await self._ask(text, _MOST_SENT + 1)
        if self._revision not in (None, answer.revision):
            await answer.aclose()
            raise Moved
        self._revision = answer.revision
        rows = json.loads(await answer.read())["results"]["bindings"]
        if len(rows) > _MOST_SENT:
            return None
        known = []
        for row in rows:
            if any(name not in row for name in block["asked"]):
                # What is not always bound restricts nothing.
                return None
            # A blank node of ours is none of a peer's.
            if all(row[name]["type"] != "bnode" for name in block["asked"]):
                known.append([_term(row[name]) for name in block["asked"]])
        return known

    async def _of_peer(
        self,
        block: Mapping[str, Any],
        peer: Peer,
        inner: str,
        asked: Sequence[str],
        known: list[list[str]] | None,
    ) -> str:
        try:
            async with asyncio.timeout(peer.timeout):
                return await self._solutions(block, peer, inner, asked, known)
        except (PeerFailed, TimeoutError) as error:
            if block["silent"]:
                return "{ }"
            said = error.message if isinstance(error, PeerFailed) else "it did not answer in time"
            raise PeerFailed(
                f"The peer {peer.name} did not answer: {said}",
                where=f"SERVICE <{peer.url}>",
                mend="ask again later, or write SERVICE SILENT to do without it",
            ) from error

    async def _solutions(
        self,
        block: Mapping[str, Any],
        peer: Peer,
        inner: str,
        asked: Sequence[str],
        known: list[list[str]] | None,
    ) -> str:
        variables: Sequence[str] = block["variables"]
        if not variables:
            return await self._without_variables(peer, inner)
        sendable = known is not None and bool(asked)
        if known is not None and not known:
            return _values(list(asked) or list(variables), [], set())
        if not sendable or len(known or ()) > _SENT_FIRST:
            told, rows = await self._batch(block, peer, f"{inner} LIMIT {peer.rows + 1}")
            if not told["more"]:
                return _values(told["columns"], [rows], set(told["blank"]))
            if not sendable:
                raise _too_many(peer)
        assert known is not None
        turns = asyncio.Semaphore(_AT_ONCE)

        async def one(part: Sequence[Sequence[str]]) -> tuple[Mapping[str, Any], str]:
            async with turns:
                return await self._batch(block, peer, _sent(inner, asked, part, block["flat"]))

        parts = [known[at : at + _SENT_AT_ONCE] for at in range(0, len(known), _SENT_AT_ONCE)]
        answers = await asyncio.gather(*(one(part) for part in parts))
        columns = answers[0][0]["columns"]
        if any(told["columns"] != columns for told, _ in answers):
            raise PeerFailed("it sends other columns each time")
        if any(told["more"] for told, _ in answers) or (
            sum(told["rows"] for told, _ in answers) > peer.rows
        ):
            raise _too_many(peer)
        blank = {name for told, _ in answers for name in told["blank"]}
        return _values(columns, [rows for _, rows in answers], blank)

    async def _without_variables(self, peer: Peer, inner: str) -> str:
        text = f"SELECT (1 AS ?wsisOne) WHERE {inner} LIMIT {peer.rows + 1}"
        told, _ = await self._fetched(peer, self._plan["prologue"] + text, ["wsisOne"])
        if told["more"]:
            raise _too_many(peer)
        rows: int = told["rows"]
        return "{ VALUES () { " + "() " * rows + "} }"

    async def _batch(
        self, block: Mapping[str, Any], peer: Peer, body: str
    ) -> tuple[Mapping[str, Any], str]:
        text = f"{self._plan['prologue']}SELECT * WHERE {body}"
        return await self._fetched(peer, text, block["variables"])

    async def _fetched(
        self, peer: Peer, text: str, allowed: Sequence[str]
    ) -> tuple[Mapping[str, Any], str]:
        fetched = await self._processes.fetch(peer, query=text, accept=RESULTS)
        if fetched.status != 200:
            raise PeerFailed(f"it answers {fetched.status}")
        format = _FORMATS.get(fetched.media_type)
        if format is None:
            raise PeerFailed(f"it sends {fetched.media_type or 'nothing known'}, no solutions")
        task = {
            "do": "rows",
            "format": format,
            "allowed": list(allowed),
            "most": peer.rows,
            "mark": secrets.token_hex(8),
        }
        try:
            read = await self._processes.read(task, fetched.body)
        except PeerFailed:
            raise
        except StoreError as error:
            raise PeerFailed(f"its answer cannot be read ({error.message})") from error
        return read.told, read.body.decode()


def _sent(inner: str, asked: Sequence[str], rows: Sequence[Sequence[str]], flat: bool) -> str:
    """Return a group that asks with values."""
    named = " ".join(f"?{name}" for name in asked)
    cells = " ".join(f"({' '.join(row)})" for row in rows)
    values = f"VALUES ({named}) {{ {cells} }}"
    # Beside the patterns the values are looked up, before a group of its own they are only joined.
    return f"{{ {values} {inner.strip()[1:]}" if flat else f"{{ {values} {inner} }}"


def _values(columns: Sequence[str], parts: Sequence[str], blank: set[str]) -> str:
    """Return a group whose solutions are these rows."""
    rows = "\n".join(part for part in parts if part)
    if not blank:
        return f"{{ VALUES ({' '.join(f'?{name}' for name in columns)}) {{ {rows} }} }}"
    # VALUES cannot hold a blank node; one text gives one node everywhere in this engine.
    given = " ".join(f"?{name}{'__given' if name in blank else ''}" for name in columns)
    made = " ".join(
        f'BIND(IF(STRSTARTS(STR(?{name}__given), "{_BLANK}"),'
        f' BNODE(STRAFTER(STR(?{name}__given), "{_BLANK}")), ?{name}__given) AS ?{name})'
        for name in sorted(blank)
    )
    named = " ".join(f"?{name}" for name in columns)
    return f"{{ SELECT {named} WHERE {{ VALUES ({given}) {{ {rows} }} {made} }} }}"


def _term(node: Mapping[str, str]) -> str:
    """Return a term of SPARQL results in JSON as a query writes it."""
    if node["type"] == "uri":
        return f"<{node['value']}>"
    quoted = json.dumps(node["value"], ensure_ascii=False).replace("\x7f", "\\u007F")
    if "xml:lang" in node:
        return f"{quoted}@{node['xml:lang']}"
    return quoted + (f"^^<{node['datatype']}>" if "datatype" in node else "")


def _distinct(rows: Sequence[list[str]]) -> list[list[str]]:
    return [list(row) for row in dict.fromkeys(tuple(row) for row in rows)]


def _joined(segments: Sequence[str | int], filled: Mapping[int, str]) -> str:
    return "".join(one if isinstance(one, str) else filled[one] for one in segments)


def _too_many(peer: Peer) -> PeerFailed:
    return PeerFailed(f"it would send more than {peer.rows:,} rows")
