"""Whether a document may lead to others: what can be told without reading it."""

ENDINGS = ("/changes", "/.well-known/void", "/dataset")
"""How the addresses end at which an instance of ours has its feed and its descriptions."""

ONLY_LEADS = "it holds no data, but leads to them by a feed or a description"
"""Why a document is none of the data of a peer."""

_NAMES = (b"w3id.org/ldes", b"w3id.org/tree", b"rdfs.org/ns/void")


def may_lead(body: bytes) -> bool:
    """Tell whether a file may name a feed of its changes, or dumps: whether to look."""
    return any(name in body for name in _NAMES)
