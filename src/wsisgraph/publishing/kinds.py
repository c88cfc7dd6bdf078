"""Every kind of page that a site has: the one place where a new kind is added."""

from wsisgraph.publishing.changelog import Changelog
from wsisgraph.publishing.dataset import Dataset
from wsisgraph.publishing.lists import Activities, Roles
from wsisgraph.publishing.matrices import Cells, Matrices, Views
from wsisgraph.publishing.pictures import Pictures
from wsisgraph.publishing.references import References
from wsisgraph.publishing.reviews import Reviews
from wsisgraph.publishing.searching import Search
from wsisgraph.publishing.sheets import Kind
from wsisgraph.publishing.things import Things

KINDS: tuple[Kind, ...] = (
    Matrices(),
    Views(),
    Cells(),
    Activities(),
    Roles(),
    Pictures(),
    Reviews(),
    Search(),
    References(),
    Dataset(),
    Changelog(),
    Things(),
)
"""They are planned in this order."""
