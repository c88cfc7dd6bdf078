"""Choosing form and language: `format=` beats Accept, `lang=` beats Accept-Language (design §6).

Accept follows RFC 9110 §12.5.1: the most specific range that fits a type gives its quality; among
equals the server's order decides.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from wsisgraph.api.problems import bad_parameter, not_acceptable

LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")

MEDIA_TYPES: Mapping[str, tuple[str, ...]] = {
    "json": ("application/json",),
    "html": ("text/html", "application/xhtml+xml"),
    "jsonld": ("application/ld+json",),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "ttl": ("text/turtle", "application/x-turtle"),
    "nt": ("application/n-triples",),
    "nq": ("application/n-quads",),
    "trig": ("application/trig",),
    "rdf": ("application/rdf+xml", "application/xml", "text/xml"),
    "srj": ("application/sparql-results+json",),
    "srx": ("application/sparql-results+xml", "application/xml", "text/xml"),
}
"""Every form we speak, by the key of `format=`, with the media types it is asked by."""

_SPELLINGS = {
    "turtle": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "nquads": "nq",
    "n-quads": "nq",
    "json-ld": "jsonld",
    "rdfxml": "rdf",
    "rdf+xml": "rdf",
    "rdf/xml": "rdf",
}


@dataclass(frozen=True, slots=True)
class _Range:
    type: str
    subtype: str
    quality: float

    def fits(self, media_type: str) -> int:
        """Return how specifically this range names a media type; 0 when it does not."""
        type_, _, subtype = media_type.partition("/")
        if (self.type, self.subtype) == (type_, subtype):
            return 3
        if self.type == type_ and self.subtype == "*":
            return 2
        return 1 if self.type == "*" else 0


def ranked(request: Request, offered: Sequence[str]) -> list[str]:
    """Return the offered forms that the request accepts, best first; every one without Accept."""
    header = ",".join(request.headers.getlist("accept"))
    ranges = list(_ranges(header)) or [_Range("*", "*", 1.0)]
    qualities = {key: max(_quality(ranges, type_) for type_ in MEDIA_TYPES[key]) for key in offered}
    accepted = [key for key in offered if qualities[key] > 0]
    return sorted(accepted, key=lambda key: -qualities[key])


def chosen_format(request: Request, offered: Sequence[str]) -> str:
    """Return the form of the answer.

    Raises:
        HttpProblem: 400 for an unknown `format=`, 406 when Accept allows none of the offered.
    """
    asked = asked_format(request.query_params, offered)
    if asked is not None:
        return asked
    if not (accepted := ranked(request, offered)):
        raise not_acceptable([MEDIA_TYPES[key][0] for key in offered])
    return accepted[0]


def asked_format(given: Mapping[str, str], offered: Sequence[str]) -> str | None:
    """Return the value of `format=` in our spelling, None when it is not given.

    Raises:
        HttpProblem: 400, it is none of the offered.
    """
    name = given.get("format") or given.get("output")
    if not name:
        return None
    key = _SPELLINGS.get(name.lower(), name.lower())
    if key not in offered:
        raise bad_parameter("format", f"There is no format “{name}” here", valid_values=offered)
    return key


def chosen_language(request: Request) -> str:
    """Return the language of labels and pages.

    Raises:
        HttpProblem: 400, `lang=` is none of the six.
    """
    given = request.query_params.get("lang")
    if given:
        # A region or script ("zh-Hans", "fr-CA") has no labels of its own.
        primary = given.partition("-")[0].lower()
        if primary not in LANGUAGES:
            raise bad_parameter(
                "lang", f"“{given}” is none of the six languages", valid_values=LANGUAGES
            )
        return primary
    wanted = sorted(
        _weighted(request.headers.get("accept-language", "")), key=lambda pair: -pair[1]
    )
    for tag, quality in wanted:
        primary = tag.partition("-")[0].lower()
        if quality > 0 and primary in LANGUAGES:
            return primary
    return "en"


def _quality(ranges: Iterable[_Range], media_type: str) -> float:
    best, quality = 0, 0.0
    for range_ in ranges:
        specific = range_.fits(media_type)
        if specific > best:
            best, quality = specific, range_.quality
    return quality


def _ranges(header: str) -> Iterator[_Range]:
    for media_range, quality in _weighted(header):
        type_, slash, subtype = media_range.lower().partition("/")
        if slash:
            yield _Range(type_.strip(), subtype.strip(), quality)


def _weighted(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(","):
        value, *parameters = (piece.strip() for piece in part.split(";"))
        if not value:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, number = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = min(max(float(number), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        yield value, quality
