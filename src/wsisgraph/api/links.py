"""From an IRI to the path of its page on this server, and back."""

from functools import lru_cache
from urllib.parse import quote, unquote

from wsisgraph.settings import DEFAULT_BASE
from wsisgraph.terms import iris

_SAFE = "/:@!$&'()*+,;=~.-_"


def href(iri: str) -> str:
    """Return the path of an IRI of ours or of the UN's SDG taxonomy, any other web address as is.

    What is no web address gives "".
    """
    return _href(iri, iris.base_iri())


@lru_cache(maxsize=20_000)
def _href(iri: str, own: str) -> str:
    for base in (own, DEFAULT_BASE):
        if iri.startswith(base):
            path, hash_, fragment = iri.removeprefix(base).partition("#")
            if path.startswith(("/", "\\")):
                # “//host” after the first slash would be an address of that host.
                return iri
            return "/" + quote(path, safe=_SAFE) + hash_ + fragment
    # The UN's classes and properties are described there, not here.
    term = "#" in iri or iri == iris.GEO_AREA.rstrip("/")
    if iri == iris.SDG or (iri.startswith(iris.SDG + "/") and not term):
        return "/sdg" + quote(iri.removeprefix(iris.SDG), safe=_SAFE)
    return iri if iri.startswith(("http://", "https://")) else ""


def iri_of(path: str) -> str:
    """Return the IRI that a path of this server (`id/agency/itu`, `sdg/9.c`) stands for."""
    path = unquote(path).lstrip("/")
    if path == "sdg" or path.startswith("sdg/"):
        return iris.SDG + path.removeprefix("sdg")
    if path.startswith(("id/", "graph/")) or path == "dataset":
        return iris.base_iri() + path
    return DEFAULT_BASE + path


def cell(row: str, column: str) -> str:
    """Return the path of the page of a cell of the matrix."""
    return f"/m/{row}/{column}"
