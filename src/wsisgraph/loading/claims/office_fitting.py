"""The things of a sentence that tell of roles there, of all that it names."""

from collections.abc import Sequence
from dataclasses import replace

from wsisgraph.loading.claims.office_frames import Held
from wsisgraph.loading.claims.office_links import AROUND, EVENTS, distance
from wsisgraph.loading.claims.office_words import (
    COORDINATES,
    GROUP,
    Item,
    Offices,
    is_edition,
)

_LEADER = "lead-facilitator"
_RUNS, _SECRETARIAT = "coordinator", "secretariat"
# Groups that nobody leads, and that are spoken of for other reasons.
_COUNCILS = ("council", "ecosoc", "fund")


def fitting(
    row: Sequence[Item], words: Offices, before: Held | None, again: Sequence[Item]
) -> list[Item]:
    """Return things without verbs that are of a role in nothing here: “hosted a seminar”.

    Args:
        row: of things.
        words: of offices.
        before: the last role that was told before it.
        again: what pronouns of the sentence may mean.
    """
    held = [item for item in row if item.kind == "context"]
    classes = {context.name for context in held}
    if classes and classes.issubset(EVENTS):
        row = [
            replace(item, name=COORDINATES.get(item.name, item.name))
            if item.kind == "role" and item.form == "noun"
            else item
            for item in row
        ]
    if "line" not in classes:
        row = [item for item in row if not (_is_leading(item) and _runs_secretariat(item, row))]
    if "line" not in classes:
        row = [replace(item, name="chair") if _leads(item, held) else item for item in row]
        if {item.name for item in (*held, *again)} == {"programme"}:
            # “Giga is led by ITU and UNICEF.”
            row = [replace(item, name=_RUNS) if _is_leading(item) else item for item in row]
    if any(words.is_held(context) for context in held):
        classes.add("series")
    if any(map(is_edition, held)):
        classes.add("edition")
    classes.update(context.name for context in again)
    classes |= {"line", *(context.name for context in (before.contexts if before else ()))}
    return [
        item
        for item in row
        if item.kind != "role" or item.form == "noun" or words.in_any(item.name, classes)
    ]


def _runs_secretariat(verb: Item, row: Sequence[Item]) -> bool:
    """Tell whether a verb is said of a secretariat: “the secretariat of UNGIS is run by ITU”."""
    ahead = [item for item in row if item.end <= verb.start and item.kind != "context"]
    return bool(ahead) and ahead[-1].name == _SECRETARIAT and ahead[-1].form == "noun"


def _is_leading(item: Item) -> bool:
    return item.name == _LEADER and item.form in ("verb", "passive")


def _leads(item: Item, held: Sequence[Item]) -> bool:
    """Tell whether a word of leading is said of a group beside it: who leads a group chairs it."""
    return _is_leading(item) and any(
        one.name == GROUP and not one.iri.endswith(_COUNCILS) and distance(item, one) <= AROUND
        for one in held
    )
