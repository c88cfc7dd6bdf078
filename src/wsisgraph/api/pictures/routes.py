"""The addresses of pictures: a page, the picture alone as SVG, its rows as CSV."""

from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.links import iri_of
from wsisgraph.api.machine import described
from wsisgraph.api.negotiation import MEDIA_TYPES, chosen_format
from wsisgraph.api.pages import Link, PictureKind, PicturePage
from wsisgraph.api.pictures.asked import PATH
from wsisgraph.api.pictures.compose import KINDS, compose
from wsisgraph.api.pictures.listed import pictures_page
from wsisgraph.api.pictures.sheet import sheet
from wsisgraph.api.problems import not_found
from wsisgraph.api.reading import Reading
from wsisgraph.api.service import COMMON, Service, bytes_of, html, parameters
from wsisgraph.questions import serialise

FORMS = ("html", "svg", "csv")

SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""A picture has its styles within it, and no script."""


async def pictures(service: Service, request: Request) -> Response:
    """Answer /picture, the list of all pictures."""
    parameters(request, COMMON)
    form = chosen_format(request, service.forms("html"))

    async def build(reading: Reading) -> Response:
        assert service.pages is not None
        page = service.page(request, reading)
        return html(service.pages.pictures(described(await pictures_page(reading, page))))

    return await service.answer(request, form, build)


async def picture(service: Service, request: Request) -> Response:
    """Answer /picture/{kind}/{path of a thing}, with .svg and .csv as well."""
    parameters(request, COMMON)
    kind, iri, suffix = _asked(request)
    offered = FORMS if service.pages is not None else ("csv",)
    if suffix and suffix not in offered:
        raise _unknown(request)
    form = suffix or chosen_format(request, offered)

    async def build(reading: Reading) -> Response:
        composed = await compose(reading, kind, iri)
        if composed is None:
            raise _unknown(request)
        if form == "csv":
            return bytes_of(sheet(reading, composed), form)
        assert service.pages is not None
        page = service.page(request, reading, formats(composed.picture.href))
        data = PicturePage(page, composed.told(reading))
        if form == "svg":
            response = bytes_of(service.pages.svg(data), form)
            response.headers["Content-Security-Policy"] = SVG_POLICY
            return response
        return html(service.pages.picture(described(data)))

    return await service.answer(request, form, build)


def formats(href: str) -> tuple[Link, ...]:
    """Return the files of a picture."""
    return tuple(Link(f"{href}.{form}", form, MEDIA_TYPES[form][0]) for form in ("svg", "csv"))


def _asked(request: Request) -> tuple[PictureKind, str, str]:
    """Return the kind, the IRI that the picture is about, and the suffix of the form.

    Raises:
        HttpProblem: 404, there is no such kind, or the path is none of an IRI.
    """
    path = request.path_params["path"]
    stem, dot, suffix = path.rpartition(".")
    if not dot or suffix not in FORMS:
        stem, suffix = path, ""
    kind, slash, rest = stem.partition("/")
    if kind not in KINDS or (slash and not rest):
        raise _unknown(request)
    iri = iri_of(rest) if rest else ""
    try:
        if iri:
            serialise.iri(iri)
    except ValueError:
        raise _unknown(request) from None
    return cast(PictureKind, kind), iri, suffix


def _unknown(request: Request) -> Exception:
    return not_found(
        f"There is no picture at {request.url.path}", mend=f"the pictures are listed at {PATH}"
    )
