"""Pictures as SVG, drawn without script from plain data.

`draw` makes one, `framed` lays it into a page, `alone` makes a file of it.
"""

from wsisgraph.site.pictures.drawn import HasPicture, Shown, draw, file_name, shown
from wsisgraph.site.pictures.frame import alone, framed

__all__ = ["HasPicture", "Shown", "alone", "draw", "file_name", "framed", "shown"]
