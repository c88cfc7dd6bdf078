"""Whether a query with SERVICE is SPARQL, as the engine reads it; runs in the sandbox."""

from pyoxigraph import Store

from wsisgraph.errors import QuerySyntaxError
from wsisgraph.store import guard


def check(text: str, base: str) -> None:
    """Check that a query without comments is SPARQL, whatever SERVICE it has.

    Raises:
        QuerySyntaxError: it is none.
    """
    asked = _without_services(text)
    if asked is None:
        return
    try:
        # Over an empty store, which has no solution to any pattern.
        Store().query(asked, base_iri=base or None)
    except SyntaxError as error:
        said = " ".join(str(error).split()).rstrip(".")
        raise QuerySyntaxError(f"The query is not SPARQL: {said}") from error
    except (OSError, RuntimeError, ValueError):
        return


def _without_services(text: str) -> str | None:
    """Return a query with GRAPH for SERVICE, which the grammar takes at the same places.

    The engine would ask a service at once, and ends the process where it is of https. None where
    one stays that is spelled as the guard alone reads it.
    """
    parts, at, before = [], 0, ""
    for token in guard.TOKEN.finditer(text):
        if token.lastgroup == "comment":
            continue
        word = ""
        if token.lastgroup == "word" and token.group("local") is None:
            word = guard.decoded(token.group()).casefold()
        if word == "service" or (word == "silent" and before == "service"):
            # As long as what it stands for, so that what is told of places is true.
            instead = "GRAPH" if word == "service" else ""
            parts += [text[at : token.start()], instead.ljust(len(token.group()))]
            at = token.end()
        elif "service" in word:
            return None
        before = word
    return "".join([*parts, text[at:]])
