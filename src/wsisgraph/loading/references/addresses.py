"""Addresses of the web and of electronic mail, without the punctuation of the sentence."""

import re
from collections.abc import Iterator

from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.spans import Span

# What may stand in an address (RFC 3986): ASCII only, since Chinese goes on without a space.
_SIGNS = r"[a-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]"
_ADDRESS = re.compile(
    rf"(?P<web>(?:https?://|(?<![a-z0-9@./])www\.){_SIGNS}+)|"
    r"(?P<mail>(?<![\w.+-])[a-z0-9][\w.+-]{0,63}@[a-z0-9-]+(?:\.[a-z0-9-]+)+)",
    re.IGNORECASE,
)
_BEHIND = ".,;:!?'\""


def addresses(text: Folded) -> Iterator[Span]:
    """Yield the addresses of a text."""
    lowered = text.text
    if "www." not in lowered and "://" not in lowered and "@" not in lowered:
        return
    for match in _ADDRESS.finditer(text.cased):
        start, end = match.span()
        said = text.cased[start:end]
        while said and (said[-1] in _BEHIND or (said[-1] in ")]" and not _opened(said))):
            said = said[:-1]
        end = start + len(said)
        if match["mail"]:
            yield Span(start, end, "address", said.rstrip("."), f"mailto:{said}", pattern="mail")
        else:
            iri = said if "://" in said else f"http://{said}"
            yield Span(start, end, "address", said, iri, pattern="web")


def _opened(said: str) -> bool:
    """Tell whether the bracket that ends an address was opened in it."""
    opening = "(" if said[-1] == ")" else "["
    return said.count(opening) >= said.count(said[-1])
