"""From the addresses of the running service to files: every link of a page leads to a file.

Pages are drawn with the links that the service has (`/id/agency/itu?lang=fr`). In the folder they
become links from file to file, relative, so that the folder may lie anywhere: on any path of any
web server, or on a disk. What only the running service can do is linked to it where its address is
known, and else to a page that says so.
"""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.publishing.sheets import Sheet

_BEGIN = '="/'
"""How the value of an attribute begins that leads to another page of the service."""

_USUAL = (" href", " src", " action")
_LINK = re.compile(r"(?<![\w-])(?:href|src|action)\Z")
_ANNOUNCED = ('<link rel="alternate" ', '<link rel="canonical" ')
_PLAIN = re.compile(r"(/(?:[^/?#\\\s][^?#\\\s]*)?)(?:\?lang=([a-z]+))?(?:#([^?\\\s]*))?")
"""An address that needs no taking apart: path, language, fragment."""
_SAFE = "/:@!$&'()*+,;=~.-_"

_FILES = ("/assets/", "/downloads/")
"""Paths of what is a file of the same name: of nothing else does a page link to any there."""

_MOST_KNOWN = 4_000
"""Addresses that are remembered with where they lead, of pages in one language and folder."""

_NARROWING = frozenset({"agency", "region", "since", "until", "source", "basis", "status"})
"""What narrow.js understands in the address of a cell."""

SEARCH = "/search"
"""The page that a script fills, whatever is asked of it."""

SERVICE = "service"
"""The page that says what only the running service can do."""


@dataclass(frozen=True)
class Site:
    """Where everything lies.

    Attributes:
        files: the file of each address of the service, without language: `id/agency/itu.html`.
        base: the address at which the folder is published, "" where that is not known.
        service: the address of the running service, "" for none.
        instead: for paths that only the service answers, the address of a page that tells of it.
    """

    files: Mapping[str, str]
    base: str = ""
    service: str = ""
    instead: Mapping[str, str] = field(default_factory=dict)
    _memory: dict[tuple[str, str], dict[str, tuple[str, str, str]]] = field(default_factory=dict)

    def localised(self, drawn: str, name: str, lang: str, addresses: dict[str, str]) -> str:
        """Return a page with its links leading to files.

        Args:
            drawn: the page, with the links of the service.
            name: the file of the page, without language and suffix.
            lang: its language.
            addresses: takes where it links to, with “page” where there is one and else "".
        """
        above = up(name, lang)
        head, end, body = drawn.partition("</head>")
        made = self._links(head, lang, above, addresses, announced=True)
        made.append(end)
        made += self._links(body, lang, above, addresses)
        return "".join(made)

    def _links(
        self, drawn: str, lang: str, above: str, addresses: dict[str, str], announced: bool = False
    ) -> list[str]:
        """Return the pieces of a part of a page, its links leading to files.

        Looking for what every link has is many times as fast as a pattern for whole links.
        """
        known = self._memory.setdefault((lang, above), {})
        if len(known) > _MOST_KNOWN:
            known.clear()
        parts = iter(drawn.split(_BEGIN))
        before = next(parts)
        made = [before]
        for part in parts:
            address, closed, rest = part.partition('"')
            if not closed or not (before.endswith(_USUAL) or _LINK.search(before[-8:])):
                made += (_BEGIN, part)
                before = part
                continue
            tag = before[before.rfind("<") :] if announced else ""
            if tag.startswith(_ANNOUNCED) and ">" not in tag:
                made += (f'="{self._announced(tag, "/" + address, lang, above)}"', rest)
            else:
                told = known.get(address)
                if told is None:
                    target, asked, there = self._target(html.unescape("/" + address), lang)
                    # A leading “/” marks what lies in the folder.
                    target = above + target[1:] if target[0] == "/" else target
                    told = known[address] = f'="{target}"', asked, there
                target, asked, there = told
                if asked:
                    addresses[asked] = there
                made += (target, rest)
            before = rest
        return made

    def feed(self, address: str) -> str:
        """Return the path of the feed of what a page is about, "" where there is none."""
        path = "/feeds/all.atom" if address == "/" else f"/feeds{address}.atom"
        return path if path in self.files else ""

    def address(self, name: str, lang: str) -> str:
        """Return where a page is published, "" where that is not known."""
        return self.base + "/" + quote(place(name + ".html", lang), safe=_SAFE) if self.base else ""

    def within(self, address: str) -> str:
        """Return where an address lies in the folder of each language, "" where nowhere."""
        path, hash_, fragment = address.partition("#")
        file = self.files.get(path, "")
        return quote(file, safe=_SAFE) + hash_ + fragment if file.endswith(".html") else ""

    def _announced(self, head: str, address: str, lang: str, above: str) -> str:
        """Return where another language or form of the page is, for machines: absolute if known."""
        if 'hreflang="x-default"' in head:
            lang = LANGUAGES[0]
        target, _, _ = self._target(html.unescape(address), lang)
        if target[0] != "/":
            return target
        return (self.base + target) if self.base else above + target[1:]

    def _target(self, address: str, lang: str) -> tuple[str, str, str]:
        """Return where an address leads, as HTML: “/” and a file, or an address elsewhere.

        Beside it stand the address without language, and “page” where it has a file.
        """
        plain = _PLAIN.fullmatch(address)
        if plain is not None:
            only, asked_for, fragment = plain.groups()
            lang = asked_for or lang
            path, kept = only, []
        else:
            parts = urlsplit(address)
            asked = parse_qsl(parts.query, keep_blank_values=True)
            lang = next((given for key, given in asked if key == "lang"), lang)
            kept = [pair for pair in asked if pair[0] != "lang"]
            only, fragment = parts.path, parts.fragment
            path = only + (f"?{urlencode(kept)}" if kept else "")
        mark = f"#{fragment}" if fragment else ""
        if only.startswith(_FILES):
            return html.escape(address), "", ""
        file = self.files.get(path)
        if file is not None:
            shown = place(file, lang) if file.endswith((".html", ".atom")) else file
            return html.escape("/" + quote(shown, safe=_SAFE) + mark), path, "page"
        if only == SEARCH and SEARCH in self.files:
            shown = quote(place(self.files[SEARCH], lang), safe=_SAFE)
            return html.escape(f"/{shown}?{urlencode(kept)}{mark}"), only, "page"
        cell = self.files.get(only) if only.startswith("/m/") else None
        if cell is not None and all(name in _NARROWING for name, _ in kept):
            shown = quote(place(cell, lang), safe=_SAFE)
            return html.escape(f"/{shown}?{urlencode(kept)}"), only, "page"
        if self.service:
            kept.append(("lang", lang))
            return html.escape(f"{self.service}{only}?{urlencode(kept)}{mark}"), path, ""
        if only in self.instead:
            return self._target(self.instead[only], lang)[0], path, ""
        return "/" + place(f"{SERVICE}.html", lang), path, ""


def up(name: str, lang: str) -> str:
    """Return the way from a page to the top of the folder: `../../`."""
    return "../" * (name.count("/") + (lang != LANGUAGES[0]))


def place(file: str, lang: str) -> str:
    """Return where the file of a page lies in a language: English ones are on top."""
    return file if lang == LANGUAGES[0] else f"{lang}/{file}"


def files_of(sheets: Iterable[Sheet]) -> dict[str, str]:
    """Return the file of each address, without language."""
    found: dict[str, str] = {}
    for sheet in sheets:
        found[sheet.address] = f"{sheet.name}.html"
        for form in sheet.forms:
            found.setdefault(f"/{sheet.name}.{form}", f"{sheet.name}.{form}")
    return found
