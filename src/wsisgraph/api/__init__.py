"""The HTTP face of the graph (design §6): SPARQL, lists, questions, and every IRI of ours.

    app = create_app(store, catalogue, settings, pages)

No RDF engine is imported here: queries are files of `queries/`, the store answers them, and this
package shapes the answers. What composes pages is also used where nothing is served, so the
application, and the web framework with it, is imported when it is asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wsisgraph.api.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from wsisgraph.api import app

    return getattr(app, name)
