"""Minting and reading IRIs (design §2).

`def#`, `vocab/` and `shapes#` never change between instances, so that queries across instances
join; `id/` and `graph/` follow `WSISGRAPH_BASE_IRI`.
"""

import os
import re

from wsisgraph.settings import DEFAULT_BASE

DEF = DEFAULT_BASE + "def#"
SHAPES = DEFAULT_BASE + "shapes#"
VOCAB = DEFAULT_BASE + "vocab/"

SDG = "http://metadata.un.org/sdg"
SDG_ONTOLOGY = SDG + "/ontology#"
GEO_AREA = SDG + "/codes/geoArea/"

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")

# Graphs that a query without GRAPH never counts (design §3.13).
_APART = ("proposed/", "unconfirmed/", "rejected/", "peer/")
_ABOUT_US = ("shapes", "questions", "meta", "decisions")


def base_iri() -> str:
    """Return the base of this instance's individuals and graphs."""
    return os.environ.get("WSISGRAPH_BASE_IRI") or DEFAULT_BASE


def vocab(scheme: str, key: str = "") -> str:
    """Return the IRI of a concept, or of the scheme itself when `key` is empty."""
    return VOCAB + _checked(f"{scheme}/{key.lower()}" if key else scheme)


def individual(kind: str, key: str) -> str:
    """Return the IRI of an individual, e.g. `individual("agency", "itu")`."""
    return f"{base_iri()}id/{_checked(kind)}/{_checked(key)}"


def graph(source_id: str) -> str:
    """Return the IRI of a named graph, e.g. `graph("itu-council")`."""
    return f"{base_iri()}graph/{_checked(source_id)}"


def is_accepted(graph_iri: str) -> bool:
    """Tell whether a named graph is part of the default graph of queries (design §3.13)."""
    prefix = base_iri() + "graph/"
    if not graph_iri.startswith(prefix):
        return True
    name = graph_iri[len(prefix) :]
    return not name.startswith(_APART) and name not in _ABOUT_US


def sdg(code: str) -> str:
    """Return the UN's own IRI of a goal, target or permanent indicator code."""
    return f"{SDG}/{code}"


def geo_area(m49: str) -> str:
    """Return the UN's own IRI of an M49 area or country, e.g. `geo_area("004")`."""
    return GEO_AREA + m49.zfill(3)


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(f"“{key}” cannot be part of an IRI: use a-z, 0-9, “.”, “-”, “_” and “/”")
    return key
