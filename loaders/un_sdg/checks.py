"""What the taxonomy says against our codes, and its faults: told, and not copied."""

import re
from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal

from wsisgraph.loading import Context, Origin
from wsisgraph.terms.namespaces import SDGO, SKOS

from .ours import Ours
from .taxonomy import Node, Turtle

CODE, COMPACT, PERMANENT = (SDGO[f"SDGCode{form}"] for form in ("", "Compact", "Perm"))

_COMPACT = re.compile(r"([1-9]|1[0-7])(\.([1-9]\d?|[a-d])(\.\d{1,2})?)?")
_SDGIO = re.compile(r"http://purl\.unep\.org/sdg/SDGIO_(\d+)")
_MOST_NAMED = 12


def check_all(
    kind: str, nodes: Iterable[Node], ours: Ours, turtle: Turtle, context: Context
) -> None:
    """Tell which things of a kind only one side has."""
    theirs = {node.iri for node in nodes}
    mine = [iri for iri, of in ours.kinds.items() if of == kind]
    if missing := [ours.code(iri) for iri in mine if iri not in theirs]:
        context.unknown(
            Origin(turtle.file),
            f"{len(missing)} of our {len(mine)} {kind}s are missing: {_listed(missing)}",
            "see that the file is whole",
        )


def is_ours(node: Node, kind: str, ours: Ours, turtle: Turtle, context: Context) -> bool:
    """Tell whether we have a thing under this IRI, and report it if not."""
    if ours.kinds.get(node.iri) == kind:
        return True
    context.unknown(
        turtle.origin(node),
        f"<{node.iri}> is none of our {kind}s; it was left out",
        "look whether the framework has changed",
    )
    return False


def check_codes(node: Node, ours: Ours, turtle: Turtle, context: Context) -> None:
    """Tell where the codes of a thing do not agree, with each other, its notes or with ours."""
    by: dict[str, list[Literal]] = defaultdict(list)
    for notation in node.literals(SKOS.notation):
        by[notation.datatype.value].append(notation)
    compact = [notation for notation in by[COMPACT] if _is_code(node, notation, turtle, context)]
    said = {notation.value for notation in compact}
    for notation in by[CODE]:
        short = ".".join(part.lstrip("0") or "0" for part in notation.value.strip().split("."))
        if short not in said:
            _typo(node, notation, f"no short code is {short}", turtle, context)
    for notation in by[PERMANENT]:
        if notation.value != node.key:
            _typo(node, notation, f"the IRI ends in {node.key}", turtle, context)
    for datatype in by.keys() - {CODE, COMPACT, PERMANENT}:
        for notation in by[datatype]:
            _typo(node, notation, f"its datatype <{datatype}> is none of a code", turtle, context)
    for note in node.literals(SKOS.note):
        # “Target 9.c”, in each language.
        word = note.value.split()[-1] if note.value.split() else ""
        if word and word not in said:
            context.notice(
                turtle.origin(node, note), f"“{note.value}” is not what its codes say; not copied"
            )
    for notation in compact:
        _compare(node, notation, ours, turtle, context)
    if (theirs := set(node.nodes(SKOS.broader))) != ours.broader[node.iri]:
        context.unknown(
            turtle.origin(node),
            f"{ours.code(node.iri)} stands under {_listed(map(ours.code, sorted(theirs)))} here,"
            f" and under {_listed(map(ours.code, sorted(ours.broader[node.iri])))} in our"
            " vocabulary; ours stays",
            "look whether the framework has changed",
        )


def own_links(node: Node, turtle: Turtle, context: Context, siblings: dict[str, Node]) -> list[str]:
    """Return the exact matches of a thing, without those that belong to another.

    A code typed as a number loses its last nought: what is of 8.10 then stands at 8.1 as well. The
    running numbers of the neighbours tell which is which.
    """
    links = node.nodes(SKOS.exactMatch)
    numbered = [(int(match[1]), link) for link in links if (match := _SDGIO.fullmatch(link))]
    if len(numbered) < 2:
        return links
    expected = _expected(node, siblings)
    kept = [link for number, link in numbered if number == expected]
    for _, link in numbered:
        if link in kept:
            continue
        why = f"{node.key}0 by its number" if kept else "another thing"
        value = next(v for v in node.values[SKOS.exactMatch] if v.value == link)
        context.notice(
            turtle.origin(node, value),
            f"{node.key} has {len(numbered)} matches of SDGIO; <{link}> seems to be of {why}, and"
            " was not copied",
        )
    return [link for link in links if not _SDGIO.fullmatch(link) or link in kept]


def _expected(node: Node, siblings: dict[str, Node]) -> int | None:
    """Return the running number that a thing has by that of its next neighbour."""
    head, dot, last = node.key.rpartition(".")
    if not dot or not last.isdigit():
        return None
    neighbour = siblings.get(f"{head}.{int(last) + 1}")
    if neighbour is None:
        return None
    found = [
        int(m[1]) for link in neighbour.nodes(SKOS.exactMatch) if (m := _SDGIO.fullmatch(link))
    ]
    return found[0] - 1 if len(found) == 1 else None


def _is_code(node: Node, notation: Literal, turtle: Turtle, context: Context) -> bool:
    if _COMPACT.fullmatch(notation.value):
        return True
    _typo(node, notation, "it is not written like a code", turtle, context)
    return False


def _compare(node: Node, notation: Literal, ours: Ours, turtle: Turtle, context: Context) -> None:
    """Tell of a code that we do not have at this thing."""
    code = notation.value
    if code in ours.codes[node.iri]:
        return
    now = ours.iris.get(code)
    if now is not None:
        context.notice(
            turtle.origin(node, notation),
            f"{node.key} is printed {code} here; since the renumbering {code} is"
            f" {now.rpartition('/')[2]}, and the permanent codes stay",
        )
        return
    context.unknown(
        turtle.origin(node, notation),
        f"{node.key} has the code {code} here, and {ours.code(node.iri)} in our vocabulary; ours"
        " stays",
        "look whether the framework has changed",
    )


def _typo(node: Node, notation: Literal, why: str, turtle: Turtle, context: Context) -> None:
    context.notice(
        turtle.origin(node, notation),
        f"the code “{notation.value}” of {node.key} is a slip: {why}; not copied",
    )


def _listed(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - _MOST_NAMED} more" if len(listed) > _MOST_NAMED else ""
    return ", ".join(listed[:_MOST_NAMED]) + more if listed else "nothing"
