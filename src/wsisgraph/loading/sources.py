"""Finding the sources: the bundled folders, and those an agency's own package adds.

A bundled source is a folder of `loaders/` with a `source.toml`: adding one is adding a folder.
A package of someone else names its sources as entry points of the group `wsisgraph.sources`.
"""

import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from wsisgraph import content
from wsisgraph.errors import InputRefused, Problem
from wsisgraph.loading.context import Context, Options
from wsisgraph.loading.facts import Fact, Lines, facts_of
from wsisgraph.loading.manifest import Manifest, read_manifest

GROUP = "wsisgraph.sources"
BUNDLED = "wsisgraph_loaders"

Load = Callable[[Sequence[Path], Context], Iterator[Fact | Lines]]
Guess = Callable[[Sequence[Path], Context], str]


@dataclass(frozen=True, slots=True)
class Source:
    """A source: its manifest and the function that reads it.

    Attributes:
        manifest: what it says of itself.
        load: reads files; the same files give the same facts in the same order. `Lines` are given
            only to a context that takes them.
        prepare: learns what every file is read with, once for several that are read by children
            of the process; None where there is nothing to learn.
        guess: proposes the text of a mapping file for files whose columns nobody mapped yet; None
            for a source that needs no mapping.
    """

    manifest: Manifest
    load: Load
    guess: Guess | None = None
    prepare: Callable[[], None] | None = None

    def read(
        self, inputs: Sequence[Path] | None = None, options: Options | None = None
    ) -> tuple[list[Fact], Context]:
        """Read `inputs` (the bundled ones by default): facts, and the context with its problems."""
        context = Context(self.manifest, options)
        paths = self.manifest.input_paths if inputs is None else inputs
        facts = list(facts_of(self.load(paths, context)))
        if inputs is None:
            context.problems.extend(context.unmet_counts())
        return facts, context


def discover(pass_over: Callable[[InputRefused], None] | None = None) -> dict[str, Source]:
    """Return every source by its id, in order of the ids.

    Args:
        pass_over: is told of each source that cannot be used, which is then left out.

    Raises:
        InputRefused: a source cannot be loaded, or two have the same id; names the package.
    """
    _prefer_checkout()
    names = [f"{BUNDLED}.{path.parent.name}" for path in _bundled_manifests()]
    names += [point.value for point in entry_points(group=GROUP)]
    found: dict[str, Source] = {}
    for name in sorted(names):
        try:
            source = _source(name)
            if source.manifest.id in found:
                raise _refused(name, f"the id “{source.manifest.id}” is taken", "choose another id")
        except InputRefused as error:
            if pass_over is None:
                raise
            pass_over(error)
            continue
        found[source.manifest.id] = source
    return dict(sorted(found.items()))


def find(wanted: str) -> Source | None:
    """Return the source of an id; None where there is none that can be used.

    One of ours whose folder is called after its id is found without importing all others.
    """
    folder = content.folder("loaders") / wanted.replace("-", "_")
    with suppress(InputRefused):
        if folder.name.isidentifier() and (folder / "source.toml").is_file():
            _prefer_checkout()
            source = _source(f"{BUNDLED}.{folder.name}")
            if source.manifest.id == wanted:
                return source
    return discover(lambda error: None).get(wanted)


def ids() -> frozenset[str]:
    """Return the ids of all sources that can be used; ours are not imported for that."""
    found: set[str] = set()
    for path in _bundled_manifests():
        with suppress(InputRefused):
            found.add(read_manifest(path.parent).id)
    for point in entry_points(group=GROUP):
        with suppress(InputRefused):
            found.add(_source(point.value).manifest.id)
    return frozenset(found)


def bundled() -> list[Source]:
    """Return the sources that a build reads; raises as `discover`.

    The others have graphs too, filled by whoever loads files, which a build leaves alone.
    """
    return [source for source in discover().values() if source.manifest.is_bundled]


def _bundled_manifests() -> list[Path]:
    return sorted(content.folder("loaders").glob("*/source.toml"))


def _source(package: str) -> Source:
    try:
        module = importlib.import_module(package)
        load: Load = module.load
        guess: Guess | None = getattr(module, "guess", None)
        prepare: Callable[[], None] | None = getattr(module, "prepare", None)
    except Exception as error:
        # Another's package may fail in any way while it is imported.
        raise _refused(
            package, str(error), "name a package that has load() and source.toml"
        ) from error
    return Source(read_manifest(_folder(module)), load, guess, prepare)


def _folder(module: ModuleType) -> Path:
    return Path(str(module.__file__)).parent


def _refused(package: str, found: str, mend: str) -> InputRefused:
    return InputRefused("A source cannot be loaded", [Problem(f"package {package}", found, mend)])


def _prefer_checkout() -> None:
    """Let `wsisgraph_loaders` be the checkout's folder, whose copy in site-packages goes stale."""
    if content.checkout() is None or BUNDLED in sys.modules:
        return
    folder = content.folder("loaders")
    spec = importlib.util.spec_from_file_location(
        BUNDLED, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        return
    module = importlib.util.module_from_spec(spec)
    sys.modules[BUNDLED] = module
    spec.loader.exec_module(module)
