"""What a site is made of beside the data: the program, its words, the questions, the theme."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import wsisgraph
from wsisgraph import content
from wsisgraph.settings import Settings

_TAKEN = frozenset({".py", ".html", ".xml", ".mo", ".po", ".toml", ".rq", ".ttl", ".yaml", ".json"})
_LIBRARIES = ("babel", "jinja2", "markupsafe", "pyoxigraph")


def program(theme: Path | None = None) -> str:
    """Return a checksum of all that decides how data become pages, the theme's files included."""
    found = hashlib.blake2b(digest_size=12)
    for name in _LIBRARIES:
        found.update(f"{name} {version(name)}\n".encode())
    folders = [Path(wsisgraph.__file__).parent, *map(content.folder, ("queries", "ontology"))]
    for root in folders:
        for file in sorted(root.rglob("*")):
            if file.suffix in _TAKEN and file.is_file():
                _take(found, file.relative_to(root).as_posix(), file)
    if theme is not None:
        beside = theme.parent
        for file in [theme, *sorted(beside.rglob("*.html"))]:
            _take(found, file.relative_to(beside).as_posix(), file)
    return found.hexdigest()


def _take(found: "hashlib.blake2b", name: str, file: Path) -> None:
    found.update(f"\0{name}\0".encode())
    found.update(file.read_bytes())


def told(settings: Settings, assets: Mapping[str, bytes]) -> str:
    """Return a checksum of the settings that pages depend on, and of the files they load."""
    found = hashlib.blake2b(digest_size=12)
    found.update(f"{settings.base_iri}\0{settings.default_graph}".encode())
    for name, body in sorted(assets.items()):
        found.update(f"\0{name}\0".encode() + body)
    return found.hexdigest()
