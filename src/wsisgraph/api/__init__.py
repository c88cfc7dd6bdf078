"""The HTTP face of the graph (design §6): SPARQL, lists, questions, and every IRI of ours.

    app = create_app(store, catalogue, settings, pages)

No RDF engine is imported here: queries are files of `queries/`, the store answers them, and this
package shapes the answers.
"""

from wsisgraph.api.app import create_app

__all__ = ["create_app"]
