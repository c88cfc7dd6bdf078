"""What a site has beside its pages: assets, the site map, robots.txt and the pages of a server."""

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import quote, urlsplit

from wsisgraph.api.issued import issued
from wsisgraph.api.narrowing import NAME, narrowing
from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.api.pages import Notice, Page, Problem
from wsisgraph.publishing.addresses import SERVICE, place
from wsisgraph.publishing.making import REVISION, Maker
from wsisgraph.publishing.sheets import Sheet
from wsisgraph.site.files import NEEDS_SERVICE

_MOST = 40_000
"""Addresses in one file of the site map; 50,000 are allowed (sitemaps.org)."""

_RELATIVE = re.compile(r"""\b(href|src|action)="((?![a-z]+:|[/#])[^"]*)["]""")
"""A link to a file of the site, in a page of ours."""

_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


def extras(maker: Maker, sheets: Sequence[Sheet]) -> dict[str, bytes]:
    """Return these files by name."""
    found = {
        f"assets/{name}": body
        for name, body in maker.pages.files.items()
        if name not in NEEDS_SERVICE
    }
    [narrowed] = maker.gathered.run([narrowing(maker.gathered.reading(LANGUAGES[0]))])
    found[f"assets/{NAME}"] = narrowed
    revision = maker.gathered.store.revision.id
    [date] = maker.gathered.run([issued(maker.gathered.reading(LANGUAGES[0]))])
    revision += f" ({date})" if date else ""
    found[REVISION] = f'.revision::before{{content:"{revision}"}}\n'.encode()
    for lang in maker.languages:
        found[place(f"{SERVICE}.html", lang)] = _service(maker, lang).encode()
    found["404.html"] = _not_found(maker).encode()
    base = maker.site.base
    found |= sitemap(base, sheets, maker.languages) if base else {}
    named = f"Sitemap: {base}/sitemap.xml\n" if base else ""
    found["robots.txt"] = f"User-agent: *\nAllow: /\n{named}".encode()
    return found


def names(maker: Maker, sheets: Sequence[Sheet]) -> list[str]:
    """Return the names of these files without making them."""
    assets = (name for name in maker.pages.files if name not in NEEDS_SERVICE)
    found = [*(f"assets/{name}" for name in assets), f"assets/{NAME}", REVISION]
    found += [place(f"{SERVICE}.html", lang) for lang in maker.languages]
    found += ["404.html", "robots.txt"]
    parts = -(-len(sheets) * len(maker.languages) // _MOST) if maker.site.base else 0
    if parts:
        found.append("sitemap.xml")
    if parts > 1:
        found += [f"sitemap-{number}.xml" for number in range(1, parts + 1)]
    return found


def _service(maker: Maker, lang: str) -> str:
    page = Page(lang=lang, path=f"/{SERVICE}", revision="", static=True, languages=maker.languages)
    return maker.finished(maker.pages.needs_service(Notice(page)), SERVICE, (lang,), {})[0]


def _not_found(maker: Maker) -> str:
    page = Page(lang="en", path="/", revision="", static=True, languages=maker.languages)
    data = Problem(
        page,
        type="about:blank",
        title="Not found",
        status=404,
        detail="Nothing is at this address",
        hint="begin at the first page",
    )
    return _from_root(maker.finished(maker.pages.problem(data), "404", ("en",), {})[0], maker)


def _from_root(html: str, maker: Maker) -> str:
    """Return a page whose links begin at the root of the site.

    A server sends the page of what is missing at any address, however deep, where links that are
    relative to it would lead nowhere.
    """
    root = urlsplit(maker.site.base).path.rstrip("/") + "/"
    return _RELATIVE.sub(lambda match: f'{match[1]}="{escape(root)}{match[2]}"', html)


def sitemap(base: str, sheets: Sequence[Sheet], languages: Sequence[str]) -> dict[str, bytes]:
    """Return the site map (sitemaps.org), each page with its other languages.

    It is cut into several files, with an index, where it is long.
    """
    entries: list[str] = []
    for sheet in sheets:
        places = {lang: f"{base}/{quote(place(f'{sheet.name}.html', lang))}" for lang in languages}
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(there)}"/>'
            for lang, there in places.items()
        )
        entries += [f"<url><loc>{escape(there)}</loc>{others}</url>\n" for there in places.values()]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    parts = [
        f"{head}<urlset {_NAMESPACES}>\n{''.join(entries[start : start + _MOST])}</urlset>\n"
        for start in range(0, len(entries), _MOST)
    ]
    if len(parts) == 1:
        return {"sitemap.xml": parts[0].encode()}
    found = {f"sitemap-{number}.xml": part.encode() for number, part in enumerate(parts, 1)}
    index = "".join(f"<sitemap><loc>{base}/{name}</loc></sitemap>\n" for name in found)
    found["sitemap.xml"] = (
        f'{head}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{index}</sitemapindex>\n"
    ).encode()
    return found
