"""Where the content folders are: in the checkout, or inside the installed wheel.

The checkout wins when there is one, since an editable install copies what the wheel maps and
the copy would go stale at the first edit.
"""

from functools import cache
from pathlib import Path

from wsisgraph.errors import ContentMissing

FOLDERS = ("ontology", "shapes", "queries", "loaders")

_PACKAGE = Path(__file__).resolve().parent


@cache
def checkout() -> Path | None:
    """Return the root of the checkout this package runs from, or None in an installed wheel."""
    root = _PACKAGE.parents[1]
    inside = (root / "pyproject.toml").is_file() and all((root / name).is_dir() for name in FOLDERS)
    return root if inside else None


def folder(name: str) -> Path:
    """Return the content folder `name`, one of FOLDERS.

    Raises:
        ContentMissing: neither the checkout nor the installed package has that folder.
    """
    root = checkout()
    if root is not None:
        return root / name
    # The loaders are importable code, so the wheel gives them a package of their own.
    place = (
        _PACKAGE.parent / "wsisgraph_loaders" if name == "loaders" else _PACKAGE / "content" / name
    )
    if not place.is_dir():
        raise ContentMissing(
            f"The content folder “{name}” is not installed",
            where=str(place),
            mend="install wsisgraph again: pip install --force-reinstall wsisgraph",
        )
    return place


def relative(path: Path) -> str:
    """Return `path` as a reader of the project knows it: `loaders/regions/facts/areas.csv`.

    Paths outside the content folders (a user's own file) come back unchanged.
    """
    for name in FOLDERS:
        try:
            inside = path.resolve().relative_to(folder(name).resolve())
        except (ValueError, ContentMissing):
            continue
        return f"{name}/{inside.as_posix()}"
    return str(path)
