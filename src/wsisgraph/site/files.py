"""The files that pages load: style sheets, scripts, pictures; each with a checksum in its address.

Style sheets are sent without the comments and indentation that their readers here need.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from wsisgraph.site.theme import Theme

FOLDER = Path(__file__).parent / "assets"

NEEDS_SERVICE = frozenset({"answer.js", "editor.css", "editor.js", "yasqe.css", "yasqe.js"})
"""Files of the query editor, which pages without a service have no use for."""


def files(theme: Theme) -> Mapping[str, bytes]:
    """Return the files of a theme by their names, to be served or laid under /assets/."""
    found = {file.name: file.read_bytes() for file in sorted(FOLDER.iterdir()) if file.is_file()}
    for name, content in found.items():
        if name.endswith(".css"):
            found[name] = squeezed(content.decode("utf-8")).encode()
    found["theme.css"] = theme.stylesheet.encode()
    found[logo_name(theme)] = theme.logo.read_bytes()
    return MappingProxyType(found)


def logo_name(theme: Theme) -> str:
    """Return the name that the picture of a theme has among the files."""
    return f"logo{theme.logo.suffix.lower()}"


def addresses(found: Mapping[str, bytes]) -> Callable[[str], str]:
    """Return what tells the address of a file, which changes with it so that caches may keep it.

    It raises KeyError for a file that is not there.
    """
    stamped = {
        name: f"/assets/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"
        for name, content in found.items()
    }
    return stamped.__getitem__


def squeezed(css: str) -> str:
    """Return a style sheet without comments and needless blanks; texts in quotes stay.

    >>> squeezed('a { b: "x  y"; } /* c */\\n.d > e { f: 1px }')
    'a{b:"x  y"}.d > e{f:1px}'
    """
    pieces = re.split(r'("(?:[^"\\\\]|\\\\.)*")', re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    for at in range(0, len(pieces), 2):
        short = re.sub(r"\s+", " ", pieces[at])
        short = re.sub(r" ?([{};,]) ?", r"\1", short)
        short = re.sub(r"(?<=[{;])([a-z-]+): ", r"\1:", short)
        pieces[at] = short.replace(";}", "}")
    return "".join(pieces).strip()
