"""The search of a site: scripts of an index, made by processes of their own while pages are made.

What they are made of is the answers of four questions and the paths of the pages. While these and
the program stay the same, the files of the last build stay too.
"""

import contextlib
import csv
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QueryResultsFormat

from wsisgraph.api.links import href
from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.api.pages import Page, Pages
from wsisgraph.api.pages.search import SearchPage
from wsisgraph.api.reading import Reading
from wsisgraph.api.search import PATH
from wsisgraph.errors import WsisgraphError
from wsisgraph.publishing.addresses import SERVICE, Site
from wsisgraph.publishing.folder import Folder
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.publishing.keeping import Before
from wsisgraph.publishing.sheets import Plain, Sheet
from wsisgraph.search.gathered import FIELDS, SAID, TABLES
from wsisgraph.search.shards import COMMON, INDEX, PAGES

PREFIX = "assets/search/"
_INDEX = PREFIX + INDEX


class Search(Plain):
    """The page of the search, which a script fills."""

    name = "search"

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return the one page."""
        return [Sheet(self.name, PATH, PATH.strip("/"))]

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return the page without results."""
        return pages.search(SearchPage(page, ""))


@dataclass(slots=True)
class Searching:
    """Scripts of the index, in the making."""

    kept: Mapping[str, str]
    """Files of the last build that stay, with their checksums; {} where they are made anew."""
    _tables: str = ""
    _work: Path | None = None
    _languages: tuple[str, ...] = ()
    _going: subprocess.Popen[bytes] | None = None

    def end(self) -> dict[str, bytes]:
        """Wait for the processes; returns the files that they made.

        Raises:
            WsisgraphError: one of them failed.
        """
        if self._work is None or self._going is None:
            return {}
        _, said = self._going.communicate()
        if self._going.returncode:
            last = said.decode(errors="replace").strip().rpartition("\n")[2][:300]
            raise WsisgraphError(
                f"The index of the search could not be made ({last or self._going.returncode})",
                mend="build again; with more memory if a process was ended from outside",
            )
        told = {
            lang: json.loads((self._work / f"told-{lang}.json").read_text("utf-8"))
            for lang in self._languages
        }
        common = told.pop(COMMON)
        files = self._work / "files"
        found = {
            PREFIX + path.relative_to(files).as_posix(): path.read_bytes()
            for path in sorted(files.rglob("*.js"))
        }
        content = hashlib.blake2b(digest_size=8)
        for name, script in found.items():
            content.update(f"\0{name}\0".encode() + script)
        # Browsers keep a script as long as its address, of which this is a part, stays the same.
        body = {**common, "version": content.hexdigest(), "tables": self._tables, "of": told}
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        found[_INDEX] = f'wsisgraphSearch("index",{text})\n'.encode()
        return found

    def stop(self) -> None:
        """End what is still going, and take away what it left."""
        if self._going is not None and self._going.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._going.pid, signal.SIGKILL)
            self._going.communicate()
        if self._work is not None:
            shutil.rmtree(self._work, ignore_errors=True)


@contextmanager
def begun(
    gathered: Gathered, site: Site, folder: Folder, languages: Sequence[str], before: Before
) -> Iterator[Searching]:
    """Begin to make the scripts of some languages, unless those of the last build are true.

    Args:
        gathered: reads the revision.
        site: tells which things have a page.
        folder: holds what the last build made.
        languages: those of the site.
        before: tells whether what they are made of is known to be the same.
    """
    if before.holds(f"api/search-{name}" for name in TABLES) and _same_pages(site, folder):
        kept = _kept(folder)
        if kept:
            yield Searching(kept)
            return
    work = Path(tempfile.mkdtemp(prefix="wsisgraph-search-"))
    searching = Searching({}, _work=work)
    try:
        tables = _tables(gathered, site, work, languages)
        kept = _kept(folder, tables) if before.same_program else {}
        if kept:
            searching.kept = kept
            shutil.rmtree(work, ignore_errors=True)
            searching._work = None
        else:
            searching._tables = tables
            searching._languages = (*languages, COMMON)
            searching._going = subprocess.Popen(
                (
                    *(sys.executable, "-m", "wsisgraph.search.shards"),
                    *(str(work), str(work / "files"), *searching._languages),
                ),
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                # All of them end together.
                start_new_session=True,
            )
        yield searching
    finally:
        searching.stop()


def _tables(gathered: Gathered, site: Site, work: Path, more: Sequence[str]) -> str:
    """Write the tables that an index is made of; returns a checksum of them all."""
    fields = [*FIELDS, SAID] if gathered.settings.document_texts else list(FIELDS)
    things: set[str] = set()
    for name in TABLES:
        question = gathered.catalogue[f"api/search-{name}"]
        query = question.bind({"field": fields} if name == "texts" else {})
        body = gathered.store.solutions(query).serialize(format=QueryResultsFormat.CSV) or b""
        (work / f"{name}.csv").write_bytes(body)
        if name == "things":
            things = {row[0] for row in csv.reader(io.StringIO(body.decode()))}
    with (work / PAGES).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for iri in sorted(things):
            if path := site.within(href(iri)):
                writer.writerow((iri, path))
    found = hashlib.blake2b("\0".join(more).encode(), digest_size=12)
    for name in (*(f"{table}.csv" for table in TABLES), PAGES):
        with (work / name).open("rb") as table:
            found.update(hashlib.file_digest(table, "sha256").digest())
    return found.hexdigest()


def _same_pages(site: Site, folder: Folder) -> bool:
    """Tell whether there are just the pages that there were."""
    now = {file for file in site.files.values() if file.endswith(".html")}
    others = tuple(f"{lang}/" for lang in LANGUAGES[1:])
    apart = {"404.html", f"{SERVICE}.html"}
    return now == {
        file
        for file in folder.files
        if file.endswith(".html") and not file.startswith(others) and file not in apart
    }


def _kept(folder: Folder, tables: str = "") -> dict[str, str]:
    """Return the files of the last build, if they are there, and made of these tables."""
    names = {name: digest for name, digest in folder.files.items() if name.startswith(PREFIX)}
    if _INDEX not in names or not names.keys() <= folder.present:
        return {}
    told = (folder.root / _INDEX).read_bytes()
    return names if not tables or f'"tables":"{tables}"'.encode() in told else {}
