"""Finding the sources: those of this project and those an agency's own package adds."""

import importlib.util
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from wsisgraph import content
from wsisgraph.errors import InputRefused, Problem
from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Fact
from wsisgraph.loading.manifest import Manifest, read_manifest

GROUP = "wsisgraph.sources"

Load = Callable[[Sequence[Path], Context], Iterator[Fact]]


@dataclass(frozen=True, slots=True)
class Source:
    """A source: its manifest and the function that reads it."""

    manifest: Manifest
    load: Load

    def read(self, inputs: Sequence[Path] | None = None) -> tuple[list[Fact], Context]:
        """Read `inputs` (the bundled ones by default): facts, and the context with its problems."""
        context = Context(self.manifest)
        facts = list(self.load(self.manifest.input_paths if inputs is None else inputs, context))
        if inputs is None:
            context.problems.extend(context.unmet_counts())
        return facts, context


def discover() -> dict[str, Source]:
    """Return every installed source by its id, in order of the ids.

    Raises:
        InputRefused: a source cannot be loaded; names the package and why.
    """
    _prefer_checkout()
    points = {point.name: point for point in entry_points(group=GROUP)}
    return {name: _source(points[name]) for name in sorted(points)}


def _source(point: EntryPoint) -> Source:
    try:
        package = point.load()
        folder = Path(package.__file__).parent
        load: Load = package.load
    except (ImportError, AttributeError, TypeError) as error:
        raise InputRefused(
            "A source cannot be loaded",
            [
                Problem(
                    f"entry point {GROUP}: {point.name} = {point.value}",
                    str(error),
                    "name a package that has load() and source.toml",
                )
            ],
        ) from error
    manifest = read_manifest(folder)
    if manifest.id != point.name:
        raise InputRefused(
            "A source has two ids",
            [
                Problem(
                    str(folder),
                    f"source.toml says {manifest.id}, the entry point {point.name}",
                    "give both the same id",
                )
            ],
        )
    return Source(manifest, load)


def _prefer_checkout() -> None:
    """Let `wsisgraph_loaders` be the checkout's folder, whose copy in site-packages goes stale."""
    if content.checkout() is None or "wsisgraph_loaders" in sys.modules:
        return
    folder = content.folder("loaders")
    spec = importlib.util.spec_from_file_location(
        "wsisgraph_loaders", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        return
    module = importlib.util.module_from_spec(spec)
    sys.modules["wsisgraph_loaders"] = module
    spec.loader.exec_module(module)
