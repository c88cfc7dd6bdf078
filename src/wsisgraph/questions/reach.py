"""Which statements the answer of a question can depend on, told from its text alone.

A pattern of a query asks for one predicate, or with a variable (or a negated path) for any. Where
no pattern asks for any, only statements with a predicate that the text names can change the answer.
"""

from collections.abc import Sequence

from wsisgraph.questions.scan import Token, names, tokens
from wsisgraph.terms.namespaces import RDF

_CLAUSES = frozenset({"OPTIONAL", "UNION", "MINUS", "WHERE", "NOT", "EXISTS", "DISTINCT"})
_BEFORE_BRACKET = frozenset({"FILTER", "BIND", "HAVING"})


def predicates(text: str) -> frozenset[str] | None:
    """Return IRIs among which are the predicates of all statements that a query reads.

    None stands for any predicate.
    """
    solid = [token for token in tokens(text) if token.kind != "blank"]
    # “a” is the one predicate that has no name.
    return None if _asks_for_any(solid) else names(text) | {RDF.type}


def _asks_for_any(solid: Sequence[Token]) -> bool:
    """Tell whether a variable or a negation stands where a pattern has its predicate."""
    # What is open, the innermost last: "{" a group of patterns, "(" an expression.
    opened: list[str] = []
    # How many parts of the present pattern were read: its subject, its predicate.
    parts = 0
    at = 0
    while at < len(solid):
        token = solid[at]
        word = token.text.upper() if token.kind == "word" else ""
        if token.text == "{":
            opened.append("{")
            parts = 0
        elif token.text == "(" and not (opened and opened[-1] == "{" and parts == 1):
            opened.append("(")
        elif token.text in ("}", ")") and opened and (token.text == "}" or opened[-1] == "("):
            opened.pop()
            parts = 0 if token.text == "}" else parts
        elif not opened or opened[-1] == "(":
            pass
        elif word == "VALUES":
            at = next(there for there in range(at, len(solid)) if solid[there].text == "}")
            parts = 0
        elif word == "SELECT":
            at = next(there for there in range(at, len(solid)) if solid[there + 1].text == "{")
        elif word == "GRAPH":
            at += 1
        elif word in _CLAUSES or word in _BEFORE_BRACKET or token.text == ".":
            parts = 0
        elif token.text == ";":
            parts = 1
        elif token.text == ",":
            parts = 2
        elif token.text == "!":
            return True
        elif token.kind in ("variable", "iri", "word", "string"):
            if parts == 1 and token.kind == "variable":
                return True
            # The steps of a path are one part: a step follows an operator.
            if not (parts == 2 and solid[at - 1].text in ("/", "|", "^")):
                parts += 1
        at += 1
    return False
