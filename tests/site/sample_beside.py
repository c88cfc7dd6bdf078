"""Sample pages with peers beside our own, one of whom does not answer, and with a dispute."""

from dataclasses import replace

from tests.site import sample

from wsisgraph.api.pages import Beside, CellPage, Dispute, Home, PeerTold, Sayer, Text

ASKED = "2026-11-22T14:03:00+00:00"

ESCAP = PeerTold(
    "escap", "sparql", "https://data.example.org/sparql", "escap", True, True, ASKED, "7", 12, 3
)
GONE = replace(
    ESCAP,
    name="undesa",
    fresh=False,
    counted=False,
    asked="",
    reason="it did not answer in time",
    why={"kind": "late"},
    since=ASKED,
)
BESIDE = Beside(("escap", "undesa"), "all", (ESCAP, GONE))
UNESCO = Sayer("agency", "unesco", "/graph/agency/unesco/links", Text("UNESCO", "en"))


def home() -> Home:
    """The matrix of activities with two peers."""
    drawn = sample.home_of_activities()
    first, *cells = drawn.matrix.cells
    counted = (replace(first, by_peers=1), *cells)
    page = replace(drawn.page, path="/?measure=activities&peers=all")
    return replace(drawn, page=page, matrix=replace(drawn.matrix, cells=counted), beside=BESIDE)


def cell() -> CellPage:
    """A cell in which a peer and an agency have a say, and one statement is disputed."""
    drawn = sample.cell()
    first, *evidence = drawn.evidence
    disputed = Dispute(
        "https://w3id.org/wsis-sdg/id/statement/unesco/not-so",
        "/id/statement/unesco/not-so",
        None,
        Text("UNESCO does not hold it so.", "en"),
    )
    peer = Sayer("peer", "escap", "", Text("escap"), ASKED)
    told = replace(first, said_by=(UNESCO, peer), disputes=(disputed,))
    return replace(
        drawn,
        page=replace(drawn.page, path="/m/C2/9?peers=all"),
        evidence=(told, *evidence),
        beside=BESIDE,
    )
