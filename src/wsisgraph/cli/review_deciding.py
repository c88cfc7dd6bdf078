"""Decisions of `wsisgraph review`: what is asked becomes decisions, all of them or none."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wsisgraph.cli.messages import say, stages
from wsisgraph.cli.standing import settled
from wsisgraph.errors import InputRefused, Problem

# The engine is imported where it is used: the front process of `serve` must never hold it.
if TYPE_CHECKING:
    from wsisgraph.review.deciding import Plan, Request
    from wsisgraph.review.docket import Docket
    from wsisgraph.store.changes import Outcome


def decide(
    ids: Sequence[str],
    verdict: str,
    by: str,
    note: str,
    source: str,
    dry_run: bool,
    assignments: Sequence[str] = (),
) -> None:
    """Decide the same on several statements, all of them or none, and say what was decided."""
    from wsisgraph.review.deciding import Request
    from wsisgraph.review.model import Verdict

    def ask(docket: "Docket") -> "list[Request]":
        items = docket.find(ids, source)
        values = [_assigned(docket, item.target.iri, source, assignments) for item in items]
        return [
            Request(item, Verdict(verdict), note, wanted)
            for item, wanted in zip(items, values, strict=True)
        ]

    follow(ask, by, dry_run)


def _assigned(docket: "Docket", iri: str, source: str, assignments: Sequence[str]) -> Any:
    """Return the values that --set gives to the properties of one statement."""
    from wsisgraph.review.lines import lines
    from wsisgraph.review.values import Reader, ValueRefused
    from wsisgraph.review.words import Words

    (line,) = lines(docket, [docket.one(iri, source)], Words(docket.store))
    reader = Reader(docket.store)
    wanted: dict[Any, list[Any]] = {}
    problems: list[Problem] = []
    for text in assignments:
        name, equals, value = text.partition("=")
        try:
            if not equals:
                raise ValueRefused("there is no “=”", "write --set property=value")
            prop = reader.property(name)
            values = wanted.setdefault(prop, [])
            if value.strip():
                values.append(reader.value(prop, value.strip(), line.values.get(prop, ())))
        except ValueRefused as error:
            problems.append(Problem(f"--set “{text}”", *error.args))
    if problems:
        raise InputRefused("Nothing was decided", problems)
    return wanted


def follow(ask: Any, by: str, dry_run: bool) -> None:
    """Decide what is asked of the docket, and say what was decided."""
    from wsisgraph.review import office

    with stages("deciding"):
        made, outcome = office.decide(settled(), ask, by=by, dry_run=dry_run)
    for remark in made.remarks:
        say(f"{remark}.")
    say(_told(made, outcome, dry_run))


def _told(made: "Plan", outcome: "Outcome | None", dry_run: bool) -> str:
    if not made.decisions:
        return "No row has a decision; nothing was decided."
    counted = Counter(decision.verdict.value for decision in made.decisions)
    text = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counted.items()))
    if dry_run or outcome is None:
        return f"Would be decided: {text}. Nothing was written."
    return (
        f"Decided: {text}. Revision {outcome.revision.id}: {outcome.added:,} quads added,"
        f" {outcome.removed:,} removed."
    )
