"""Building a site: which pages there are, made by several processes, into a folder."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.api.pages import Pages
from wsisgraph.api.reading import Reading
from wsisgraph.errors import WsisgraphError
from wsisgraph.publishing.addresses import Site, files_of, place
from wsisgraph.publishing.extras import extras
from wsisgraph.publishing.folder import Folder
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.publishing.kinds import KINDS
from wsisgraph.publishing.making import Maker, portions
from wsisgraph.publishing.sheets import Sheet
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.store.local import LocalStore

_PORTION = 200
"""Pages that are made together: more ask fewer questions, and take more memory."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How a site is built.

    Attributes:
        languages: those to build.
        base: the address at which the folder will be published, "" for any.
        service: the address of the running service that pages may lead to, "" for none.
        processes: how many work at the same time.
    """

    languages: tuple[str, ...] = LANGUAGES
    base: str = ""
    service: str = ""
    processes: int = 0


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    pages: int
    files: int
    written: int
    removed: int


def build(
    store: LocalStore,
    catalogue: Catalogue,
    settings: Settings,
    pages: Pages,
    into: Path,
    options: Options = Options(),
    progress: Progress = lambda done, of: None,
) -> Built:
    """Build the site of a revision into a folder.

    Raises:
        WsisgraphError: the folder holds other things, or cannot be written; or a page cannot be
            made.
    """
    folder = Folder(into)
    gathered = Gathered(store, catalogue, settings)
    kinds = {kind.name: kind for kind in KINDS}
    sheets = planned(gathered.reading("en"), gathered)
    site = Site(files_of(sheets), options.base, options.service)
    maker = Maker(gathered, pages, kinds, site, options.languages)
    more = extras(maker, sheets)
    folder.begin([*more, *(name for sheet in sheets for name in _names(sheet, options.languages))])
    files = {name: folder.write(name, body) for name, body in more.items()}
    files |= _made(maker, folder, sheets, options.processes or os.cpu_count() or 1, progress)
    written = sum(folder.files.get(name) != found for name, found in files.items())
    removed = folder.end(files, {"revision": store.revision.id})
    return Built(len(sheets) * len(options.languages), len(files), written, removed)


def planned(reading: Reading, gathered: Gathered) -> list[Sheet]:
    """Return every page of the site.

    Raises:
        WsisgraphError: two of them would have the same file.
    """

    async def plan() -> list[Sheet]:
        return [sheet for kind in KINDS for sheet in await kind.sheets(reading)]

    [sheets] = gathered.run([plan()])
    names: dict[str, Sheet] = {}
    for sheet in sheets:
        if sheet.name in names:
            raise WsisgraphError(
                f"{sheet.address} and {names[sheet.name].address} would be one file",
                where=f"{sheet.name}.html",
                mend="give one of the things another IRI",
            )
        names[sheet.name] = sheet
    return sheets


def _names(sheet: Sheet, languages: Sequence[str]) -> list[str]:
    pages = [place(f"{sheet.name}.html", lang) for lang in languages]
    return pages + [f"{sheet.name}.{form}" for form in sheet.forms]


_work: tuple[Maker, Folder] | None = None
"""What a process works with; it is born with it."""


def _made(
    maker: Maker, folder: Folder, sheets: Sequence[Sheet], processes: int, progress: Progress
) -> dict[str, str]:
    """Make all pages, in several processes; returns the files with their checksums."""
    global _work
    _work = maker, folder
    files: dict[str, str] = {}
    parts = list(portions(sheets, _PORTION))
    done = 0
    gc.collect()
    gc.freeze()
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        jobs = {pool.submit(_make, part): len(part) for part in parts}
        try:
            for job in as_completed(jobs):
                files |= job.result()
                done += jobs[job]
                progress(done, len(sheets))
        except BrokenProcessPool as error:
            raise WsisgraphError(
                "A process that made pages was ended from outside, perhaps for want of memory",
                where=str(folder.root),
                mend="build again with more memory, or with --processes 1",
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)
            gc.unfreeze()
    return files


def _make(sheets: Sequence[Sheet]) -> Mapping[str, str]:
    assert _work is not None
    maker, folder = _work
    files: dict[str, str] = {}

    def write(name: str, body: bytes) -> None:
        files[name] = folder.write(name, body)

    maker.make(sheets, write)
    maker.gathered.forget()
    return files
