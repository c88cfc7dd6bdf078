"""Building a site: which pages there are, which must be made, and the folder that results."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.api.pages import Pages
from wsisgraph.errors import WsisgraphError
from wsisgraph.publishing import dataset, feeds, inputs, searching
from wsisgraph.publishing.addresses import Site, files_of, place
from wsisgraph.publishing.archive import numbered
from wsisgraph.publishing.extras import extras
from wsisgraph.publishing.extras import names as extra_names
from wsisgraph.publishing.folder import Folder
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.publishing.heard import Heard, with_peers
from wsisgraph.publishing.keeping import Before
from wsisgraph.publishing.kinds import KINDS
from wsisgraph.publishing.leisure import seldom
from wsisgraph.publishing.making import Maker
from wsisgraph.publishing.planning import planned
from wsisgraph.publishing.processes import ahead, make
from wsisgraph.publishing.references import instead
from wsisgraph.publishing.requests import digest
from wsisgraph.publishing.sheets import Kind, Sheet
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.store.local import LocalStore, redactions

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
    """What a build did.

    Attributes:
        pages: pages of the site, in all languages.
        made: how many of them were made in this build; the others stand as they were.
        files: files of the site.
        written: how many of them were written.
        removed: files that the site has no more.
    """

    pages: int
    made: int
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
    kinds: Sequence[Kind] = KINDS,
    heard: Heard | None = None,
) -> Built:
    """Build the site of a revision into a folder, making only what may differ from what is there.

    Where peers are `heard`, their statements stand on the pages of the matrix, of its cells and of
    activities, each with who makes it.

    Raises:
        WsisgraphError: the folder holds other things, or cannot be written; or a page cannot be
            made.
    """
    with seldom():
        return _build(
            store, catalogue, settings, pages, Folder(into), options, progress, kinds, heard
        )


def _build(
    store: LocalStore,
    catalogue: Catalogue,
    settings: Settings,
    pages: Pages,
    folder: Folder,
    options: Options,
    progress: Progress,
    kinds: Sequence[Kind],
    heard: Heard | None,
) -> Built:
    gathered = Gathered(store, catalogue, settings)
    if heard is not None:
        gathered.hear(with_peers(settings, store, heard), heard.peers)
    made_of = _inputs(gathered, settings, pages, options)
    if heard is not None:
        # With another answer of a peer every page is made again.
        made_of["peers"] = heard.digest
    before = Before(folder, made_of, gathered, settings)
    sheets, plan = planned(gathered, kinds, before.planned(), before.plan)
    number = len(sheets)
    addresses = files_of(sheets)
    fed = feeds.planned(gathered, addresses)
    addresses |= {sheet.address: sheet.file for sheet in fed}
    site = Site(addresses, options.base, options.service, instead(catalogue))
    told = feeds.Feeds(gathered, site, settings.data, fed)
    by_name = {kind.name: kind for kind in (*kinds, told)}
    maker = Maker(gathered, pages, by_name, site, options.languages)
    beside = partial(extras, maker, tuple(sheets))
    coming = extra_names(maker, sheets)
    sheets += fed
    _apart([*coming, *_coming(gathered, sheets, options.languages)])
    numbers, processes = numbered(sheets), options.processes or os.cpu_count() or 1
    first = before.sure(sheets) if processes > 1 else []
    folder.begin([*coming, *_coming(gathered, first, options.languages)])
    files: dict[str, str] = {}
    with ExitStack() as stack:
        partner = None
        if first:
            partner = stack.enter_context(ahead(maker, folder, first, beside, numbers))
        # Of a site that is new there are too many to be held for nothing.
        own = {
            sheet.name: _names(sheet, options.languages, folder)
            for sheet in (sheets if folder.files else ())
        }
        kept = before.kept(sheets, site, own)
        wanted = [sheet for sheet in sheets if sheet.name not in kept]
        if any(sheet.kind == told.name for sheet in wanted):
            told.prepare()
        folder.begin(_coming(gathered, wanted, options.languages))
        files |= {name: folder.files[name] for page in kept for name in own[page]}
        search = stack.enter_context(
            searching.begun(gathered, site, folder, options.languages, before)
        )
        others = [sheet for sheet in wanted if sheet not in first]
        made, made_from = make(maker, folder, others, numbers, processes, progress, partner)
        if partner is None:
            made |= {name: folder.write(name, body) for name, body in beside().items()}
        found = search.end()
    files |= made | dict(search.kept)
    folder.begin(found)
    files |= {name: folder.write(name, body) for name, body in found.items()}
    written = sum(folder.files.get(name) != found for name, found in files.items())
    archive = before.archive.updated(numbers, kept, made_from)
    removed = folder.end(files, made_of, archive, plan)
    each = len(options.languages)
    fresh = sum(sheet.kind != told.name for sheet in wanted)
    return Built(number * each, fresh * each, len(files), written, removed)


def _names(sheet: Sheet, languages: Sequence[str], folder: Folder | None = None) -> list[str]:
    """Return the files of a page, with those that its own folder has by now."""
    pages = [place(sheet.file, lang) for lang in languages]
    own = folder.files if folder is not None and sheet.folder else ()
    within = [name for name in own if name.startswith(f"{sheet.folder}/") or name == dataset.VOID]
    return [*pages, *(f"{sheet.name}.{form}" for form in sheet.forms), *within]


def _coming(gathered: Gathered, sheets: Sequence[Sheet], languages: Sequence[str]) -> Iterator[str]:
    """Give the files that the pages may have when they are made."""
    for sheet in sheets:
        yield from _names(sheet, languages)
        if sheet.folder:
            yield from dataset.names(gathered)


def _apart(names: Iterable[str]) -> None:
    """See that no two files have one name.

    Raises:
        WsisgraphError: two have.
    """
    found: set[str] = set()
    for name in names:
        if name in found:
            raise WsisgraphError(
                "A thing would have the file of another page",
                where=name,
                mend="give the thing another IRI",
            )
        found.add(name)


def _inputs(
    gathered: Gathered, settings: Settings, pages: Pages, options: Options
) -> dict[str, Any]:
    """Return what the site is made of; but for the revision it must be the same to keep a page."""
    revision = gathered.store.revision
    return {
        "program": inputs.program(settings.theme),
        "settings": inputs.told(settings, pages.files),
        "options": [list(options.languages), options.base, options.service],
        "graphs": digest(sorted(gathered.titles().items())),
        # The journal does not tell what these took out, of whichever revision.
        "redactions": redactions(settings),
        "revision": [revision.sequence, revision.id],
    }
