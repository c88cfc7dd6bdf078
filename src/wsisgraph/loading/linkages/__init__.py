"""Tables of linkages: which line serves which goal or target, by whom, how strongly and why."""

from wsisgraph.loading.linkages.load import guess_linkages, load_linkages
from wsisgraph.loading.linkages.matrix_app import load_matrix_app

__all__ = ["guess_linkages", "load_linkages", "load_matrix_app"]
