"""`wsisgraph harvest`: a copy of what a peer says, in a graph of its own."""

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wsisgraph.cli.messages import say
from wsisgraph.cli.peers_checking import judged
from wsisgraph.cli.standing import settled
from wsisgraph.errors import InputRefused, PeerFailed, Problem, StoreUnavailable
from wsisgraph.federation.peers import Peer, Peers
from wsisgraph.settings import Settings
from wsisgraph.terms import iris

if TYPE_CHECKING:
    from wsisgraph.store.local import LocalStore

_MOST_ROUNDS = 5
_MOST_TOLD = 30


def harvest(
    name: Annotated[str, typer.Argument(help="The peer.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Fetch and check; change nothing.")
    ] = False,
    keep_good: Annotated[
        bool, typer.Option("--keep-good", help="Leave out what breaks a rule, take the rest.")
    ] = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="Fetch all of it, though nothing may have changed.")
    ] = False,
    pause: Annotated[
        float, typer.Option(help="Seconds between two requests.", min=0.0, max=60.0)
    ] = 0.5,
) -> None:
    """Copy what a peer says of activities and linkages into graph/peer/NAME; print the revision.

    Nothing of it is counted unasked: GRAPH reaches it, and peers= asks the peer itself. A harvest
    that was broken off goes on where it was; only what differs is written. What breaks a rule that
    must be kept is refused, all of it, with exit code 3.

    Examples:

        wsisgraph harvest unesco --dry-run

        wsisgraph harvest escap --keep-good
    """
    from wsisgraph.federation.federation import Federation
    from wsisgraph.federation.harvesting import Harvester

    settings = settled()
    peers = Peers(settings.data)
    peer = peers.of(name)

    async def fetched() -> tuple[bytes, int] | None:
        async with Federation(settings.data, sandbox=settings.sandbox) as federation:
            harvester = Harvester(peers, federation.processes, pause=pause)
            try:
                found = await harvester.harvest(peer, _tell, anew=anew)
            except PeerFailed as error:
                raise PeerFailed(
                    f"The peer {name} cannot be harvested: {error.message}",
                    where=peer.says,
                    mend=f"{error.mend or 'harvest it again later'}; what came is kept",
                ) from error
            if found.statements is None:
                return None
            if found.mark:
                say(f"{found.pages} documents fetched, {found.resumed} were known.")
            elif found.resumed:
                say(f"Went on after {found.resumed} pages of a harvest that was broken off.")
            statements, left = await _gate(settings, found.statements, keep_good=keep_good)
            if not dry_run:
                _take(settings, peer, statements)
                harvester.finish(peer, found)
            return statements, left

    done = asyncio.run(fetched())
    if done is None:
        say(f"{name} says nothing new since it was harvested last.")
        return
    statements, left = done
    count = len(statements.splitlines())
    say(f"{count:,} statements of {name} {'can be taken' if dry_run else 'stand in its graph'}.")
    if left:
        say(f"{left:,} things that break a rule were left out.")


def graph_of(name: str) -> str:
    """Return the graph that a peer's data are copied into."""
    return iris.graph(f"peer/{name}")


def drop(settings: Settings, name: str) -> None:
    """Empty the graph of a peer; print the revision."""
    _commit(settings, name, b"", f"Dropping what was harvested from {name}")


def _tell(pages: int) -> None:
    say(f"Page {pages}")


async def _gate(settings: Settings, statements: bytes, *, keep_good: bool) -> tuple[bytes, int]:
    """Return what the shapes let through, and how many things they do not.

    Raises:
        InputRefused: something breaks a rule that must be kept.
    """
    store = _ours(settings)
    left: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        findings = await judged(settings, statements, "en", store)
        broken = [one for one in findings if one["severity"] == "Violation"]
        if not broken:
            return statements, len(left)
        if not keep_good:
            problems = [
                Problem(str(one["focus"]), str(one["message"]), str(one.get("mend") or ""))
                for one in broken[:_MOST_TOLD]
            ]
            raise InputRefused(
                f"{len(broken)} rules are broken that must be kept; nothing was taken", problems
            )
        bad = {str(one["focus"]) for one in broken}
        left |= bad
        statements = _without(statements, bad)
    raise InputRefused("Whatever is left out, something else breaks a rule; nothing was taken", [])


def _without(statements: bytes, bad: set[str]) -> bytes:
    """Return statements without these things, and without what hangs on them alone."""
    from pyoxigraph import NamedNode, RdfFormat, parse, serialize

    def is_bad(node: object) -> bool:
        return isinstance(node, NamedNode) and node.value in bad

    kept = [
        quad.triple
        for quad in parse(statements, format=RdfFormat.N_TRIPLES)
        if not is_bad(quad.subject) and not is_bad(quad.object)
    ]
    return serialize(kept, format=RdfFormat.N_TRIPLES) or b""


def _ours(settings: Settings) -> "LocalStore | None":
    from wsisgraph.store.local import open_local

    try:
        return open_local(settings)
    except StoreUnavailable:
        return None


def _take(settings: Settings, peer: Peer, statements: bytes) -> None:
    _commit(settings, peer.name, statements, f"Harvest of {peer.name} ({peer.says})")


def _commit(settings: Settings, name: str, statements: bytes, message: str) -> None:
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

    from wsisgraph.graph.rules import derived
    from wsisgraph.store.changes import Replacement
    from wsisgraph.store.client import commit

    graph = NamedNode(graph_of(name))
    quads = (
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in parse(statements, format=RdfFormat.N_TRIPLES)
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "peer.nq"
        file.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
        outcome = commit(
            settings,
            Replacement([graph.value], file),
            agent="wsisgraph harvest",
            message=message,
            derive=None if settings.default_graph == "strict" else derived,
        )
    say(f"{outcome.added:,} statements came, {outcome.removed:,} went.")
    print(outcome.revision.id)
