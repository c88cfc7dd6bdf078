"""Custodian agencies, which the taxonomy has as plain words."""

import re

from wsisgraph.loading import Context
from wsisgraph.terms.namespaces import SDGO

from .taxonomy import Node, Turtle

_NOT_YET = re.compile(r"under discussion", re.IGNORECASE)


def custodians(node: Node, turtle: Turtle, context: Context) -> list[str]:
    """Return the agencies of an indicator; slips are mended and told, open questions left out."""
    found: dict[str, None] = {}
    for label in node.literals(SDGO.custodianAgency):
        printed = label.value
        if _NOT_YET.search(printed):
            context.notice(
                turtle.origin(node, label), f"“{printed}” names no custodian of {node.key} yet"
            )
            continue
        names = [name.strip() for name in re.split(r"[,;]", printed) if name.strip()]
        if names != [printed]:
            context.notice(
                turtle.origin(node, label),
                f"the custodian “{printed}” of {node.key} is taken as {' and '.join(names)}",
            )
        found |= dict.fromkeys(names)
    return list(found)
