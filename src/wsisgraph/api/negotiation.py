"""Choosing form and language: `format=` beats Accept, `lang=` beats Accept-Language (design §6).

Accept follows RFC 9110 §12.5.1: the most specific range that fits a type gives its quality; among
equals the server's order decides. What is not well-formed in it is passed over.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from starlette.requests import Request

from wsisgraph.api.problems import bad_parameter, not_acceptable

LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")

MEDIA_TYPES: Mapping[str, tuple[str, ...]] = {
    "json": ("application/json",),
    "html": ("text/html", "application/xhtml+xml"),
    "jsonld": ("application/ld+json",),
    "csv": ("text/csv",),
    "svg": ("image/svg+xml",),
    "tsv": ("text/tab-separated-values",),
    "ttl": ("text/turtle", "application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3"),
    "nt": ("application/n-triples",),
    "nq": ("application/n-quads", "text/x-nquads"),
    "trig": ("application/trig", "application/x-trig"),
    "rdf": ("application/rdf+xml", "application/xml", "text/xml"),
    "srj": ("application/sparql-results+json",),
    "srx": ("application/sparql-results+xml", "application/xml", "text/xml"),
}
"""Every form we speak, by the key of `format=`: its media type, then others it is asked by."""

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


# A member of a list: up to a comma that is in no quoted string (RFC 9110 §5.6.1, §5.6.4).
_MEMBER = re.compile(r'(?:[^,"]++|"(?:[^"\\]++|\\.)*+"?)++')
_QUALITY = re.compile(r";\s*q\s*=([^;]*)", re.IGNORECASE)
_WEIGHT = re.compile(r"0?\.[0-9]{1,8}|[01](?:\.[0-9]{0,8})?")


class _Accept:
    """What an Accept header takes: a quality for each of its ranges."""

    def __init__(self, header: str) -> None:
        self._qualities: dict[str, float] = {}
        for media_range, quality in _weighted(header):
            name = "*/*" if media_range == "*" else "".join(media_range.lower().split())
            if (name.count("/") == 1 and not name.startswith("*/")) or name == "*/*":
                self._qualities[name] = max(quality, self._qualities.get(name, 0.0))
        if not self._qualities:
            self._qualities["*/*"] = 1.0

    def quality(self, key: str) -> float:
        """Return how gladly a form is taken; 0 when it is not.

        An alias counts only where it is named: who takes anything but `text/turtle` takes no
        Turtle, whatever else it is called.
        """
        name, *aliases = MEDIA_TYPES[key]
        for media_range in (name, f"{name.partition('/')[0]}/*", "*/*"):
            if (own := self._qualities.get(media_range)) is not None:
                if media_range == name:
                    return own
                break
        return max([own or 0.0, *(self._qualities.get(alias, 0.0) for alias in aliases)])


def ranked(request: Request, offered: Sequence[str]) -> list[str]:
    """Return the offered forms that the request accepts, best first; every one without Accept."""
    accept = _Accept(",".join(request.headers.getlist("accept")))
    qualities = {key: accept.quality(key) for key in offered}
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


def _weighted(header: str) -> Iterator[tuple[str, float]]:
    """Yield each member of a list with its weight; one whose weight is none is passed over."""
    for part in _MEMBER.findall(header):
        value = part.partition(";")[0].strip()
        weight = _QUALITY.search(part)
        if weight is None:
            given = "1"
        elif _WEIGHT.fullmatch(given := weight[1].strip()) is None:
            continue
        if value:
            yield value, min(float(given), 1.0)
