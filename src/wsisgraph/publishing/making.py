"""Making pages: composed from the data, drawn in each language, their links turned to files."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from wsisgraph.api.pages import Page, Pages
from wsisgraph.api.reading import Reading
from wsisgraph.publishing import dataset
from wsisgraph.publishing.addresses import Site, place
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.publishing.memory import Memory
from wsisgraph.publishing.requests import Used
from wsisgraph.publishing.sheets import Kind, Sheet, links
from wsisgraph.terms.polyglot import Polyglot, said, several

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; form-action {forms}; base-uri 'none'"
)
_CHARSET = '<meta charset="utf-8">'

REVISION = "assets/revision.css"
"""Tells the revision of the data on every page, so that no page changes with it alone."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the files of a site.

    Attributes:
        gathered: what is known of the data.
        pages: draws.
        kinds: the kinds of pages, by name.
        site: where everything lies.
        languages: those to make pages in.
        alone: how many pages of each kind could not be made for all languages at once.
        strict: such a page is an error, for tests to see why.
    """

    gathered: Gathered
    pages: Pages
    kinds: Mapping[str, Kind]
    site: Site
    languages: tuple[str, ...]
    alone: Counter[str] = field(default_factory=Counter)
    strict: bool = False

    def make(self, sheets: Sequence[Sheet], write: Callable[[str, bytes], None]) -> Memory:
        """Make the pages of some sheets in every language, and the data beside them.

        Returns what they were made of.
        """
        used = {sheet.name: Used() for sheet in sheets}
        coroutines = (self._draw(sheet, used[sheet.name], write) for sheet in sheets)
        for _ in self.gathered.run(coroutines):
            pass
        for sheet in sheets:
            beside = self.kinds[sheet.kind].data(self.gathered, sheet, used[sheet.name])
            for form, body in beside.items():
                write(f"{sheet.name}.{form}", body)
            if sheet.folder:
                for name, body in dataset.beside(self.gathered, self.site, sheet.name):
                    write(name, body)
        # Nobody will ask what those were made of that each revision makes anew.
        asked = {sheet.name: Used() if sheet.dated else used[sheet.name] for sheet in sheets}
        return Memory.of(asked, self.gathered)

    async def _draw(self, sheet: Sheet, used: Used, write: Callable[[str, bytes], None]) -> None:
        for lang, drawn in await self.draw_all(sheet, used):
            write(place(sheet.file, lang), drawn.encode())

    async def draw_all(self, sheet: Sheet, used: Used) -> list[tuple[str, str]]:
        """Return a page in every language, as it lies in the folder.

        It is made once for all of them, or else, where its parts differ by more than by texts, in
        each language alone.
        """
        html = sheet.suffix == ".html"
        if html and len(self.languages) > 1:
            try:
                reading = self.gathered.reading(said(self.languages), used)
                drawn = await self.draw(reading, sheet)
                each = self.finished(drawn, sheet.name, self.languages, used.addresses)
                return list(zip(self.languages, each, strict=True))
            except Exception:
                # If it is a mistake of ours it will be met again.
                if self.strict:
                    raise
                self.alone[sheet.kind] += 1
        found = []
        for lang in self.languages:
            drawn = await self.draw(self.gathered.reading(lang, used), sheet)
            if html:
                [drawn] = self.finished(drawn, sheet.name, (lang,), used.addresses)
            found.append((lang, drawn))
        return found

    async def draw(self, reading: Reading, sheet: Sheet) -> str:
        """Return a page with the links of the service, in the languages of a reading."""
        each = several(reading.lang)
        page = Page(
            lang=reading.lang,
            path=sheet.address,
            revision=reading.revision.id if sheet.dated else "",
            formats=links(sheet),
            address=said([self.site.address(sheet.name, lang) for lang in each]),
            static=True,
            root=self.site.base,
            feed=self.site.feed(sheet.address),
            languages=self.languages,
        )
        return await self.kinds[sheet.kind].draw(self.pages, reading, page, sheet)

    def finished(
        self, drawn: str, name: str, languages: Sequence[str], addresses: dict[str, str]
    ) -> list[str]:
        """Return a page in each language, with its links to files, and with the policy that a
        server would send.
        """
        forms = f"'self' {self.site.service}".rstrip()
        policy = POLICY.format(forms=forms)
        head = (
            f'{_CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            f'<link rel="stylesheet" href="/{REVISION}">'
        )
        return self.site.localised(_replaced(drawn, head), name, languages, addresses)


def _replaced(drawn: str, head: str) -> str:
    """Return a page with the beginning of its head, which all languages have, replaced."""
    value: object = drawn
    if type(value) is not Polyglot:
        return drawn.replace(_CHARSET, head, 1)
    parts = list(value.parts)
    for at, part in enumerate(parts):
        if type(part) is str and _CHARSET in part:
            parts[at] = part.replace(_CHARSET, head, 1)
            break
    return cast(str, Polyglot(parts, safe=value.safe))
