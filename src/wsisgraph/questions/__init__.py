"""The catalogue of questions: one `.rq` file each, described by its header, asked with terms.

    catalogue = Catalogue.load(content.folder("queries"))
    catalogue["activities/under-line"].bind({"line": "c.5"})  # SPARQL, ready to run

Engine-free: the text is scanned, never evaluated here.
"""

from wsisgraph.questions.catalogue import Catalogue, Question
from wsisgraph.questions.errors import BadParameter, BrokenQuestion, UnknownQuestion
from wsisgraph.questions.parameters import Parameter

__all__ = [
    "BadParameter",
    "BrokenQuestion",
    "Catalogue",
    "Parameter",
    "Question",
    "UnknownQuestion",
]
