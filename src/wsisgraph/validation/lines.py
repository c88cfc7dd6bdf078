"""The lines on which a document begins to describe its things.

An aid to whoever mends the document, so a guess that is missing does no harm: the parser has read
the document already, and this reads it again only as far as its tokens.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from urllib.parse import urljoin

Lines = dict[str, int]

# The tokens of Turtle and TriG (RDF 1.1 Turtle, section 6.5), and so of N-Triples and N-Quads.
_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n]*)
    | (?P<text>\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
             | "(?:[^"\\\n]|\\.)*+" | '(?:[^'\\\n]|\\.)*+')
    | (?P<iri><[^<>"{}|^`\x00-\x20]*+>)
    | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:[\w:%-]|\\.|\.(?=[\w:%.\\-]))*+))
    | (?P<directive>@(?:prefix|base)\b | (?i:(?:prefix|base)(?=\s*[\w.:<-])))
    | (?P<end>\.(?!\d) | [{}])
    | (?P<other>[\[\]();,] | @[A-Za-z]+(?:-[A-Za-z0-9-]+)? | [^\s\[\]();,.{}<>"'\#]+ | \S)
    """,
    re.VERBOSE | re.DOTALL,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_JSON_ID = re.compile(r'"@id"\s*:\s*("(?:[^"\\\n]|\\.)*+")')
_JSON_REFERENCE = re.compile(r"\{\s*\Z"), re.compile(r"\s*\}")
_JSON_PREFIX = re.compile(r'"([\w-]+)"\s*:\s*"(\w+:[^"\\]*[/#:])"')
_XML_ABOUT = re.compile(r"""\b(\w+:)?(about|ID)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_XML_BASE = re.compile(r"""\bxml:base\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def subject_lines(document: str, format: str, base: str) -> Lines:
    """Return the line, from 1, on which the description of each IRI begins, as far as it is told.

    Args:
        document: the text.
        format: a key of `GRAPH_MEDIA_TYPES`.
        base: the IRI that its relative IRIs are resolved against.
    """
    breaks = [match.start() for match in re.finditer("\n", document)]
    lines: Lines = {}
    for iri, place in _READERS[format](document, base):
        lines.setdefault(iri, bisect_right(breaks, place - 1) + 1)
    return lines


def _turtle(document: str, base: str) -> Iterator[tuple[str, int]]:
    prefixes: dict[str, str] = {}
    begins = True
    declares: str | None = None
    declared: str | None = None
    for token in _TOKEN.finditer(document):
        kind, found = token.lastgroup, token.group()
        if kind == "comment":
            continue
        if kind == "directive" and begins:
            declares, declared = found.lstrip("@").lower(), None
        elif declares is not None:
            if kind == "name":
                declared = found[:-1]
            elif kind == "iri":
                if declares == "base":
                    base = _resolved(found, base)
                elif declared is not None:
                    prefixes[declared] = _resolved(found, base)
                declares = None
        elif kind == "end":
            begins = True
        elif begins:
            begins = False
            if kind == "iri":
                yield _resolved(found, base), token.start()
            elif kind == "name":
                prefix, _, local = found.partition(":")
                yield prefixes.get(prefix, "") + local.replace("\\", ""), token.start()


def _resolved(found: str, base: str) -> str:
    def character(match: re.Match[str]) -> str:
        return chr(int(match[1] or match[2], 16))

    return _absolute(_ESCAPE.sub(character, found[1:-1]), base)


def _absolute(iri: str, base: str) -> str:
    # Joining would take a last “#” away.
    return iri if _SCHEME.match(iri) else urljoin(base, iri)


def _jsonld(document: str, base: str) -> Iterator[tuple[str, int]]:
    prefixes = dict(_JSON_PREFIX.findall(document))
    before, after = _JSON_REFERENCE
    for found in _JSON_ID.finditer(document):
        start = max(0, found.start() - 200)
        if before.search(document[start : found.start()]) and after.match(document, found.end()):
            # {"@id": …} alone refers to a thing and describes nothing.
            continue
        yield _expanded(json.loads(found[1], strict=False), prefixes, base), found.start()


def _expanded(name: str, prefixes: Mapping[str, str], base: str) -> str:
    prefix, colon, local = name.partition(":")
    if colon and prefix in prefixes:
        return prefixes[prefix] + local
    return _absolute(name, base)


def _rdfxml(document: str, base: str) -> Iterator[tuple[str, int]]:
    if (own := _XML_BASE.search(document)) is not None:
        base = urljoin(base, unescape(own[1] or own[2] or ""))
    for found in _XML_ABOUT.finditer(document):
        name = unescape(found[3] or found[4] or "")
        yield _absolute(f"#{name}" if found[2] == "ID" else name, base), found.start()


_READERS: Mapping[str, Callable[[str, str], Iterator[tuple[str, int]]]] = {
    "turtle": _turtle,
    "ntriples": _turtle,
    "nquads": _turtle,
    "trig": _turtle,
    "jsonld": _jsonld,
    "rdfxml": _rdfxml,
}
