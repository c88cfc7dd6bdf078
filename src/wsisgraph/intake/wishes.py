"""How a person wants files to be loaded, and who is told how far that is."""

from dataclasses import dataclass, field, replace
from typing import Protocol

from wsisgraph.intake.reading import Progress
from wsisgraph.loading import Options, Source


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a person wants files to be loaded.

    Attributes:
        name: id under which they are loaded, other than the source's own; "" for that.
        options: for the loader.
        keep_good: take the records that can be taken, and write the others to a file.
        dry: say what would change, and change nothing.
        by: who loads.
        retires: entries that the files do not have are retired; else they refuse the load.
    """

    name: str = ""
    options: Options = field(default_factory=Options)
    keep_good: bool = False
    dry: bool = False
    by: str = "unknown"
    retires: bool = True


class Stages(Protocol):
    """Is told how far a load is."""

    def begin(self, stage: str, total: int | None = None) -> None:
        """Begin a stage, of `total` bytes where that is known."""

    def reached(self, progress: Progress) -> None:
        """Take note how far the reading is."""


class Silent:
    """Tells nobody."""

    def begin(self, stage: str, total: int | None = None) -> None:
        """Do nothing."""

    def reached(self, progress: Progress) -> None:
        """Do nothing."""


def named(source: Source, name: str) -> Source:
    """Return a source under the id that a person chose for what they load."""
    if not name or name == source.manifest.id:
        return source
    manifest = replace(source.manifest, id=name, title=f"{source.manifest.title}: {name}")
    return replace(source, manifest=manifest)
