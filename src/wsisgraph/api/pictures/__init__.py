"""/picture/…: pictures of the graph, each drawn from the answer of one question.

Which there are, and what each shows, is composed here; `wsisgraph.site.pictures` draws.
"""

from wsisgraph.api.pictures.asked import PATH, Composed, address
from wsisgraph.api.pictures.compose import ITU_REGIONS, compose, pictures_of, some
from wsisgraph.api.pictures.listed import listed, pictures_page
from wsisgraph.api.pictures.sheet import sheet

__all__ = [
    "ITU_REGIONS",
    "PATH",
    "Composed",
    "address",
    "compose",
    "listed",
    "pictures_of",
    "pictures_page",
    "sheet",
    "some",
]
