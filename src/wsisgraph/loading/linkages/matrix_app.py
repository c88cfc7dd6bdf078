"""The matrix of 2015 as the ICT4SDG app has it in JSON, with its rationale texts.

Its links are the bundled linkages, curated from the same data; what is loaded adds the texts to
them, in the graph of whoever loads. Where the app and the bundled matrix differ, that is told.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wsisgraph import content
from wsisgraph.errors import UnknownCode
from wsisgraph.loading.context import Context
from wsisgraph.loading.documents import document_iri, file_document_facts
from wsisgraph.loading.facts import Fact, Origin, Term, literal, node
from wsisgraph.loading.known_bodies import bundled_facts
from wsisgraph.loading.reading.limits import MEBIBYTE
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import DCT, RDF, WSIS, XSD

_BUNDLED = "wsis-sdg-matrix"
_LARGEST = 16 * MEBIBYTE
_LANGUAGE = "en"


@dataclass(slots=True)
class _App:
    """What the two files say: cells by line and goal, targets and rationale by line and code."""

    forward: set[str] = field(default_factory=set)
    reverse: set[str] = field(default_factory=set)
    targets: dict[str, Origin] = field(default_factory=dict)
    rationales: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    origins: dict[str, Origin] = field(default_factory=dict)


def is_matrix_app(path: Path) -> bool:
    """Tell whether a file is one of the two of the app: lines with goals, or goals with lines."""
    data = _read(path)
    return (
        isinstance(data, list)
        and bool(data)
        and all(map(_is_line, data)) | all(map(_is_goal, data))
    )


def load_matrix_app(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Yield the bundled linkages that the app's data state, with its rationale texts.

    Args:
        inputs: `actions.json`, and `sdgs.json` to compare the other direction.
        context: takes what is to be told: faults of the files, and how they differ from ours.
    """
    app = _App()
    actions: Path | None = None
    for path in inputs:
        data = _read(path)
        origin = Origin(content.relative(path))
        if isinstance(data, list) and data and all(map(_is_line, data)):
            actions = path
            _take_lines(data, origin, app, context)
        elif isinstance(data, list) and data and all(map(_is_goal, data)):
            _take_goals(data, origin, app, context)
        else:
            context.problem(
                origin,
                "it is neither the app's actions.json nor its sdgs.json",
                "give the two files of github.com/uwidcit/WSIS-SDG-Matrix, src/assets/data/en",
            )
    if actions is None:
        context.problem(
            Origin(content.relative(inputs[0])),
            "the file with lines and rationale texts is missing",
            "give actions.json too",
        )
        return
    ours = _bundled_linkages()
    _compare(app, ours, Origin(content.relative(actions)), context)
    yield from _facts(actions, app, ours, context)


def _take_lines(data: list[Any], origin: Origin, app: _App, context: Context) -> None:
    for index, action in enumerate(data):
        if index >= len(codes.MATRIX_LINES):
            context.problem(origin, f"it has {len(data)} lines, the matrix 18", "check the file")
            return
        line = codes.MATRIX_LINES[index]
        for goal in action["goals"]:
            own = str(int(goal["goalId"]) + 1)
            cell = f"{line}-{own}".lower()
            place = Origin(origin.file, index + 1, f"goals[goalId={goal['goalId']}]")
            app.forward.add(cell)
            app.origins.setdefault(cell, place)
            for part in goal.get("subgoals", []):
                _take_targets(line, part, place, app, context)


def _take_targets(line: str, part: Any, place: Origin, app: _App, context: Context) -> None:
    """Take the codes of one entry; each of a list of targets belongs to its own goal."""
    try:
        found = codes.parse_codes(str(part.get("subId", "")))
    except UnknownCode as error:
        context.notice(place, f"{error.message}; the entry was left out", error.mend or "")
        return
    rationale = str(part.get("rationale", "")).strip()
    for code in found:
        key = f"{line}-{code.notation}".lower()
        app.origins.setdefault(key, place)
        if code.kind == "target":
            app.targets.setdefault(key, place)
        elif code.kind == "goal":
            # An entry may name a goal beside the one under which it is filed.
            app.forward.add(key)
        if rationale and rationale not in app.rationales[key]:
            app.rationales[key].append(rationale)


def _take_goals(data: list[Any], origin: Origin, app: _App, context: Context) -> None:
    for index, goal in enumerate(data):
        for line in goal["actions"]:
            if not (isinstance(line, int) and 0 <= line < len(codes.MATRIX_LINES)):
                context.problem(origin, f"goal {index + 1} names the line {line}", "check the file")
                continue
            cell = f"{codes.MATRIX_LINES[line]}-{index + 1}".lower()
            app.reverse.add(cell)
            app.origins.setdefault(cell, Origin(origin.file, index + 1, "actions"))


def _bundled_linkages() -> dict[str, list[Fact]]:
    """Return the facts of each bundled linkage by its key, e.g. `c2-9.c`."""
    prefix = iris.individual("linkage", _BUNDLED) + "/"
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in bundled_facts(_BUNDLED):
        if fact.subject.startswith(prefix):
            found[fact.subject.removeprefix(prefix)].append(fact)
    return found


def _compare(app: _App, ours: dict[str, list[Fact]], origin: Origin, context: Context) -> None:
    """Tell each cell or target that only one side has."""
    cells = app.forward | app.reverse
    theirs = cells | app.targets.keys()
    if app.reverse:
        for cell in sorted(app.forward ^ app.reverse):
            half = "the lines" if cell in app.forward else "the goals"
            kept = "kept in the bundled matrix" if cell in ours else "left out of it as a slip"
            context.notice(
                app.origins.get(cell, origin), f"only the index of {half} has {_said(cell)}: {kept}"
            )
    for key in sorted(theirs - ours.keys()):
        context.count("only in the app")
        context.notice(
            app.origins.get(key, origin),
            f"the app has {_said(key)}, which the bundled matrix leaves out; it was not loaded",
            "see the notes of the bundled matrix, or load a table of your own with linkages",
        )
    for key in sorted(ours.keys() - theirs):
        context.count("only bundled")
        context.notice(
            origin, f"the bundled matrix has {_said(key)}, which these files do not give"
        )


def _facts(path: Path, app: _App, ours: dict[str, list[Fact]], context: Context) -> Iterator[Fact]:
    document = document_iri(context.manifest.id, 1)
    yield from file_document_facts(path, document, title="ICT4SDG app: actions", language=_LANGUAGE)
    theirs = app.forward | app.reverse | app.targets.keys()
    for order, (key, facts) in enumerate(ours.items(), start=1):
        if key not in theirs:
            continue
        kind = "target-linkages" if "." in key else "goal-linkages"
        context.count(kind)
        place = app.origins[key]
        passage = f"{document}/p/{key}"
        for fact in facts:
            yield Fact(fact.subject, fact.predicate, fact.object, place, fact.status, key)
        subject = facts[0].subject
        texts = app.rationales.get(key, [])
        if texts:
            context.count("rationales")
            text = literal("\n\n".join(texts), language=_LANGUAGE)
            yield Fact(subject, DCT.description, text, place, "accepted", key)
        yield Fact(subject, WSIS.statedIn, node(passage), place, "accepted", key)
        for predicate, term in _passage(document, key, order):
            yield Fact(passage, predicate, term, place, "accepted", key)


def _passage(document: str, key: str, order: int) -> Iterator[tuple[str, Term]]:
    yield RDF.type, node(WSIS.Passage)
    yield DCT.isPartOf, node(document)
    yield WSIS.locator, literal(key)
    yield WSIS.order, literal(str(order), datatype=XSD.integer)
    yield WSIS.passageKind, node(iris.vocab("passage-kinds", "table-row"))
    yield DCT.abstract, literal(f"The app has {_said(key)}.", language="en")
    line, _, code = key.rpartition("-")
    yield DCT.abstract, literal(f"该应用列有{line.upper()}与{code}的联系。", language="zh")


def _said(key: str) -> str:
    line, _, code = key.rpartition("-")
    return f"{_notation(line)} with {'target' if '.' in code else 'goal'} {code}"


def _notation(line: str) -> str:
    return codes.parse_code(line).notation


def _is_line(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and isinstance(item.get("goals"), list)
        and all(isinstance(goal, dict) and _is_index(goal.get("goalId")) for goal in item["goals"])
        and all(
            isinstance(part, dict)
            for goal in item["goals"]
            for part in (goal.get("subgoals") if isinstance(goal.get("subgoals"), list) else [])
        )
    )


def _is_index(value: Any) -> bool:
    return str(value).isdigit() and 0 <= int(value) < len(codes.GOALS)


def _is_goal(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("actions"), list)


def _read(path: Path) -> Any:
    """Return what stands in a JSON file; None if it is none, or no file of the app's size."""
    try:
        if path.suffix != ".json" or path.stat().st_size > _LARGEST:
            return None
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
