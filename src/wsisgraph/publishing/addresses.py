"""From the addresses of the running service to files: every link of a page leads to a file.

Pages are drawn with the links that the service has (`/id/agency/itu?lang=fr`). In the folder they
become links from file to file, relative, so that the folder may lie anywhere: on any path of any
web server, or on a disk. What only the running service can do is linked to it where its address is
known, and else to a page that says so.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.publishing.sheets import Sheet
from wsisgraph.terms.polyglot import Polyglot

Piece = str | tuple[str, ...]
"""A piece of a page: what all languages have, or what each has."""

_HOLE = "\ue002"
"""Holds the place of what differs by language."""

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
"""Addresses that are remembered with where they lead, of pages in folders of one depth."""

_NARROWING = frozenset({"agency", "region", "since", "until", "source", "basis", "status"})
"""What narrow.js understands in the address of a cell."""

SEARCH = "/search"
"""The page that a script fills, whatever is asked of it."""

SERVICE = "service"
"""The page that says what only the running service can do."""


class _GoesOn(Exception):
    """A link is not the same in all languages: they must be looked at one by one."""


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
    _memory: dict[tuple[object, ...], dict[str, tuple[Piece, str, str]]] = field(
        default_factory=dict
    )

    def localised(
        self, drawn: str, name: str, languages: Sequence[str], addresses: dict[str, str]
    ) -> list[str]:
        """Return a page in each language with its links leading to files.

        A link to a page in the same language is the same text in all of them.

        Args:
            drawn: the page, with the links of the service, for all these languages.
            name: the file of the page, without language and suffix.
            languages: those of the page.
            addresses: takes where it links to, with “page” where there is one and else "".
        """
        place_ = _Place(tuple(languages), name.count("/"))
        value: object = drawn
        if type(value) is Polyglot:
            try:
                return self._together(value.parts, place_, addresses)
            except _GoesOn:
                each = value.each
        else:
            each = (drawn,) * len(languages)
        found = []
        for lang, text in zip(languages, each, strict=True):
            made = self._whole(text, place_._replace(languages=(lang,)), addresses)
            found.append("".join([part if type(part) is str else part[0] for part in made]))
        return found

    def _together(
        self, parts: Sequence[Piece], place_: "_Place", addresses: dict[str, str]
    ) -> list[str]:
        """Return a polyglot page in each language: what all have in common is looked at once.

        Raises:
            _GoesOn: a link goes on from one part to another.
        """
        differing = [part for part in parts if type(part) is tuple]
        common = "".join([part if type(part) is str else _HOLE for part in parts])
        if common.count(_HOLE) != len(differing) or any(
            [text[:1] == "/" for part in differing for text in part]
        ):
            raise _GoesOn
        holes = iter(self._in_each(part, place_, addresses) for part in differing)
        whole: list[str] = []
        filled: list[tuple[str, ...]] = []
        for piece in self._whole(common, place_, addresses):
            if type(piece) is tuple:
                whole.append(_HOLE)
                filled.append(piece)
            else:
                whole.append(str(piece))
                filled += (next(holes) for _ in range(piece.count(_HOLE)))
        between = "".join(whole).split(_HOLE)
        found = []
        text = [""] * (len(between) + len(filled))
        text[::2] = between
        for at in range(len(place_.languages)):
            text[1::2] = [part[at] for part in filled]
            found.append("".join(text))
        return found

    def _in_each(
        self, each: tuple[str, ...], place_: "_Place", addresses: dict[str, str]
    ) -> tuple[str, ...]:
        """Return a part that differs by language, its links leading to files."""
        if not any([_BEGIN in text for text in each]):
            return each
        found = []
        for at, text in enumerate(each):
            if '"' not in text.rpartition(_BEGIN)[2]:
                raise _GoesOn
            made: list[Piece] = []
            self._links(text, place_, addresses, False, made)
            found.append("".join([part if type(part) is str else part[at] for part in made]))
        return tuple(found)

    def _whole(self, drawn: str, place_: "_Place", addresses: dict[str, str]) -> list[Piece]:
        """Return the pieces of a page, its links leading to files."""
        made: list[Piece] = []
        head, end, body = drawn.partition("</head>")
        self._links(head, place_, addresses, True, made)
        made.append(end)
        self._links(body, place_, addresses, False, made)
        return made

    def _links(
        self,
        drawn: str,
        place_: "_Place",
        addresses: dict[str, str],
        head: bool,
        made: list[Piece],
    ) -> None:
        """Add the pieces of a part of a page to `made`, its links leading to files.

        Looking for what every link has is many times as fast as a pattern for whole links.
        """
        known = self._memory.setdefault(place_, {})
        if len(known) > _MOST_KNOWN:
            known.clear()
        parts = iter(drawn.split(_BEGIN))
        before = next(parts)
        made.append(before)
        for part in parts:
            address, closed, rest = part.partition('"')
            if not closed or not (before.endswith(_USUAL) or _LINK.search(before[-8:])):
                made += (_BEGIN, part)
                before = part
                continue
            tag = before[before.rfind("<") :] if head else ""
            if tag.startswith(_ANNOUNCED) and ">" not in tag:
                if _HOLE in tag or _HOLE in address:
                    raise _GoesOn
                made += (self._announced(tag, "/" + address, place_), rest)
            else:
                told = known.get(address)
                if told is None:
                    if _HOLE in address:
                        raise _GoesOn
                    told = known[address] = self._told("/" + address, place_)
                target, asked, there = told
                if asked:
                    addresses[asked] = there
                made += (target, rest)
            before = rest

    def _told(self, address: str, place_: "_Place") -> tuple[Piece, str, str]:
        """Return the value of an attribute that leads to an address, and the address itself."""
        each = self._targets(html.unescape(address), place_.languages)
        whole = _alike(
            f'="{place_.seen(target, lang)}"'
            for lang, (target, _, _) in zip(place_.languages, each, strict=True)
        )
        return whole, *each[0][1:]

    def _targets(self, address: str, languages: Sequence[str]) -> list[tuple[str, str, str]]:
        plain = _PLAIN.fullmatch(address)
        if plain is not None and plain[2]:
            return [self._target(address, plain[2])] * len(languages)
        return [self._target(address, lang) for lang in languages]

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

    def _announced(self, head: str, address: str, place_: "_Place") -> Piece:
        """Return where another language or form of the page is, for machines: absolute if known."""
        languages = place_.languages
        if 'hreflang="x-default"' in head:
            languages = (LANGUAGES[0],) * len(languages)
        each = self._targets(html.unescape(address), languages)
        return _alike(
            f'="{target if target[0] != "/" else self.base + target}"'
            if target[0] != "/" or self.base
            else f'="{place_.seen(target, lang)}"'
            for lang, (target, _, _) in zip(place_.languages, each, strict=True)
        )

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


class _Place(NamedTuple):
    """From where links lead: a page in some languages, so many folders below the top of each."""

    languages: tuple[str, ...]
    depth: int

    def seen(self, target: str, lang: str) -> str:
        """Return a target, where it lies in the folder, as the page in a language links to it."""
        if target[0] != "/":
            return target
        own = f"/{lang}/"
        if lang == LANGUAGES[0]:
            return "../" * self.depth + target[1:]
        if target.startswith(own):
            return "../" * self.depth + target.removeprefix(own)
        return "../" * (self.depth + 1) + target[1:]


def _alike(each: Iterable[str]) -> Piece:
    first, *others = found = tuple(each)
    return found if any(text != first for text in others) else first


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
        if sheet.folder:
            found["/.well-known/void"] = "void.ttl"
        for form in sheet.forms:
            found.setdefault(f"/{sheet.name}.{form}", f"{sheet.name}.{form}")
    return found
