"""Peers beside the revision that a site is built of: asked once, before the first page is made."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from wsisgraph.api.pages import Beside, PeerTold
from wsisgraph.api.peers_reading import told_of
from wsisgraph.api.reading import Reading
from wsisgraph.errors import PeerRefused
from wsisgraph.federation.federation import Federation
from wsisgraph.federation.gathering import Said
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.store.local import LocalStore, open_local
from wsisgraph.terms.namespaces import DCT, RDFS, SKOS, WSIS

WITH_PEERS = frozenset({"matrix", "cell", "activities"})
"""Kinds of pages that show what peers say. What they ask is not remembered: they are made anew."""

_DESCRIBING = frozenset(
    {
        SKOS.prefLabel,
        SKOS.notation,
        RDFS.label,
        DCT.title,
        DCT.description,
        DCT.abstract,
        DCT.isPartOf,
        WSIS.locator,
        WSIS.order,
        WSIS.versionStatus,
    }
)
"""How things are called and where they stand: of what is ours, only we tell it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What peers say of a revision.

    Attributes:
        peers: who they are, and how they answered.
        quads: what they say, a graph for each, as N-Quads.
    """

    peers: Mapping[str, PeerTold]
    quads: bytes

    @property
    def digest(self) -> str:
        """A checksum of all that pages show of it."""
        told = repr(sorted(self.peers.items())).encode()
        return hashlib.sha256(told + b"\0" + self.quads).hexdigest()

    @property
    def silent(self) -> list[PeerTold]:
        """Those that did not answer just now."""
        return [peer for peer in self.peers.values() if not peer.fresh]


async def hear(
    settings: Settings, store: LocalStore, catalogue: Catalogue, names: Sequence[str]
) -> Heard:
    """Ask peers for what they say; who does not answer is told, with what it said last.

    Args:
        settings: name the data folder.
        store: the revision.
        catalogue: the questions.
        names: the peers; “all” for all that are listed.

    Raises:
        PeerRefused: one is not listed, or none is.
    """
    async with Federation(settings.data, sandbox=settings.sandbox) as federation:
        listed = tuple(federation.peers.all())
        wanted = listed if list(names) == ["all"] else tuple(dict.fromkeys(names))
        if not wanted:
            raise PeerRefused(
                "No peer is listed", mend="list one: wsisgraph peers add NAME URL, or leave --peers"
            )
        said = await federation.gather(wanted)
        identities = store.rows(catalogue["peers/identities"].text)
        quads = await federation.merged(said, identities)
    return Heard({one.peer.name: _told(one) for one in said}, quads)


def _told(one: Said) -> PeerTold:
    """Return what pages of files tell of a peer: the same as long as it says the same.

    So the time is that of the answer that it first gave so, not that of its last repetition.
    """
    told = told_of(one)
    return replace(told, asked=one.kept.heard or told.asked)


def with_peers(settings: Settings, store: LocalStore, heard: Heard) -> LocalStore:
    """Return a revision with what peers say, held apart from the revision itself.

    Raises:
        StoreError: the revision cannot be read again.
    """
    found = open_local(settings, store.revision.id)
    graphs = {
        NamedNode(quad.graph_name.value)
        for quad in parse(heard.quads, format=RdfFormat.N_QUADS)
        if isinstance(quad.graph_name, NamedNode)
    }
    # What was harvested of a peer gives way to what it says itself.
    held = [
        quad
        for graph in graphs
        for quad in found.snapshot.store.quads_for_pattern(None, None, None, graph)
    ]
    found.snapshot.apply(removed=held)
    found.snapshot.apply(added=_quads(store, heard.quads))
    return found


def _quads(store: LocalStore, body: bytes) -> Iterator[Quad]:
    for quad in parse(body, format=RdfFormat.N_QUADS):
        subject = quad.subject
        if (
            quad.predicate.value in _DESCRIBING
            and isinstance(subject, NamedNode)
            and store.describes(subject.value)
        ):
            continue
        yield quad
        if store.snapshot.merged:
            yield Quad(subject, quad.predicate, quad.object, DefaultGraph())


def beside(reading: Reading) -> Beside | None:
    """Return the peers that a page of files shows; None for none."""
    if not reading.peers:
        return None
    return Beside(tuple(reading.peers), "all", tuple(reading.peers.values()))
