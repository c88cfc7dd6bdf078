r"""Codepoint escapes outside of strings and IRIs, which the engine's parser does not take.

`:\u0070` is `:p` and `?\u0061` is `?a` (SPARQL 1.1, §19.2): an escape may stand wherever the
character that it is could. Only those of letters, digits and the like are read here; any other
would end the token that it stands in, and the parser refuses it.
"""

import re

from wsisgraph.store.guard import TOKEN, decoded

_ESCAPE = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}")
_KEPT = frozenset({"comment", "string", "iri"})


def read(text: str) -> str:
    """Return a query or an update with the escapes in its names, variables and keywords read."""
    if _ESCAPE.search(text) is None:
        return text
    parts = []
    done = 0
    for token in TOKEN.finditer(text):
        if token.lastgroup in _KEPT:
            parts += [_read(text[done : token.start()]), token.group()]
            done = token.end()
    return "".join([*parts, _read(text[done:])])


def _read(text: str) -> str:
    return _ESCAPE.sub(lambda found: _of_a_name(found.group()), text)


def _of_a_name(escape: str) -> str:
    character = decoded(escape)
    return character if character.isidentifier() or f"a{character}".isidentifier() else escape
