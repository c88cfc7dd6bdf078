"""Little documents with marks in place of what others find: `[ITU|agency/itu]`, `[2009|date]`."""

import re

from wsisgraph.loading.texts.model import Mention, Passage, Text
from wsisgraph.terms import iris

_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")
_KINDS = {
    "agency": "body",
    "body": "body",
    "meeting": "meeting",
    "event": "event",
    "edition": "event",
    "activity": "programme",
    "instrument": "document",
    "resolution": "resolution",
    "document": "document",
    "action-lines": "line",
    "country": "country",
}


def marked(text: str) -> tuple[str, list[Mention]]:
    """Return a text without its marks, and what they mark."""
    mentions: list[Mention] = []
    plain = ""
    last = 0
    for match in _MARK.finditer(text):
        plain += text[last : match.start()]
        mentions.append(_mention(len(plain), match[1], match[2]))
        plain += match[1]
        last = match.end()
    return plain + text[last:], mentions


def _mention(start: int, said: str, mark: str) -> Mention:
    kind, _, key = mark.partition("/")
    kind = kind.partition("=")[0]
    end = start + len(said)
    if kind in ("date", "period", "figure"):
        normal = mark.partition("=")[2] or said
        return Mention(start, end, kind, "", said, normal)
    if kind == "sdg":
        iri = iris.sdg(key)
        return Mention(start, end, "target" if "." in key else "goal", iri, said, key)
    if kind == "action-lines":
        return Mention(start, end, "line", iris.vocab(kind, key), said, key)
    return Mention(start, end, _KINDS[kind], iris.individual(kind, key), said, key)


def told(
    *lines: str, language: str = "en", symbol: str = "", title: str = "", issued: str = "2024"
) -> tuple[Text, dict[str, list[Mention]]]:
    """Return a document of marked lines, and its mentions by locator.

    A line that begins with `#` is a heading, with `-` a bullet; one that begins with `1 ` or `a) `
    is numbered.
    """
    passages: list[Passage] = []
    found: dict[str, list[Mention]] = {}
    section: tuple[str, ...] = ()
    for order, line in enumerate(lines, 1):
        kind, number = "paragraph", ""
        if line.startswith("#"):
            kind, line = "heading", line.lstrip("# ")
        elif line.startswith("- "):
            kind, line = "bullet", line[2:]
        elif match := re.match(r"(\d+(?:\.\d+)*|[a-z]+\))\s+(.*)", line, re.DOTALL):
            number, line = match[1], match[2]
        text, mentions = marked(line)
        locator = f"p{order}"
        row = tuple(text.split("\t")) if "\t" in text else ()
        passages.append(
            Passage(
                locator,
                "table-row" if row else kind,
                text,
                order,
                number,
                1 if kind == "heading" else 0,
                section,
                (order,),
                language,
                (),
                row,
            )
        )
        found[locator] = mentions
        if kind == "heading":
            section = (locator,)
    text_ = Text(title, symbol, issued, language, tuple(passages))
    return text_, found
