"""The pages of a site: each has an address in the running service and a file in the folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote

from wsisgraph.api.negotiation import MEDIA_TYPES
from wsisgraph.api.pages import Link, Page, Pages
from wsisgraph.api.reading import Reading
from wsisgraph.errors import WsisgraphError
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.publishing.requests import Used

_LONGEST = 255
"""Bytes that the name of a file may have (ext4, NTFS, APFS)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, in all languages.

    Attributes:
        kind: the name of the kind that composes it.
        address: its path and query in the running service, by which other pages link to it.
        name: its file, without language and suffix: `id/agency/itu`.
        about: what the kind needs to compose it, an IRI or codes.
        forms: the forms of data that lie beside it, as suffixes: `ttl`.
        folder: a folder whose files all belong to the page.
        suffix: how its file ends; what is no page of HTML is drawn in each language alone.
        dated: it tells the revision of the data, and so is made anew for each.
    """

    kind: str
    address: str
    name: str
    about: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    folder: str = ""
    suffix: str = ".html"
    dated: bool = False

    @property
    def file(self) -> str:
        """Its file, without language."""
        return self.name + self.suffix


class Kind(Protocol):
    """A kind of pages: which there are, and how each is made."""

    name: str

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return the pages of this kind that the data call for."""
        ...

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return the page as HTML."""
        ...

    def data(self, gathered: Gathered, sheet: Sheet, used: Used) -> Mapping[str, bytes]:
        """Return what lies beside the page, by form; what it asks for is noted in `used`."""
        ...


class Plain:
    """A kind whose pages have no data beside them."""

    def data(self, gathered: Gathered, sheet: Sheet, used: Used) -> Mapping[str, bytes]:
        """Return nothing."""
        return {}


def links(sheet: Sheet) -> tuple[Link, ...]:
    """Return the links of a page to its own forms; those of one language are linked in the page."""
    return tuple(
        Link(f"/{sheet.name}.{form}", form, MEDIA_TYPES[form][0])
        for form in sheet.forms
        if form in MEDIA_TYPES
    )


def file_name(path: str) -> str:
    """Return the file of a path of the service, without suffix: `/id/agency/itu` → `id/agency/itu`.

    Raises:
        WsisgraphError: no file can be called so.
    """
    name = unquote(path).strip("/")
    parts = name.split("/")
    if any(
        part in ("", ".", "..") or "\x00" in part or len(part.encode()) > _LONGEST - 10
        for part in parts
    ):
        raise WsisgraphError(
            f"No file can have the name of “{path}”",
            mend="give the thing an IRI without empty parts, “..”, or parts of over 245 bytes",
        )
    return name
