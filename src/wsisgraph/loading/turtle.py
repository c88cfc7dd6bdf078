"""Facts curated as Turtle: every triple with the line its subject's block begins on."""

import re
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from wsisgraph import content
from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Fact, Origin
from wsisgraph.settings import DEFAULT_BASE
from wsisgraph.terms import iris

# House form: a subject begins its block in the first column.
_PREFIX = re.compile(r"@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:<([^>]+)>|([\w-]*):((?:[\w.-]|\\.)*))\s")


def turtle_facts(path: Path, context: Context) -> Iterator[Fact]:
    """Yield every triple of a Turtle file; a syntax error or blank node is a problem.

    The status of a fact is the `wsis:status` its subject states, so that what is unconfirmed
    reaches the graph of its status.
    """
    file = content.relative(path)
    try:
        triples = list(parse(path=str(path), format=RdfFormat.TURTLE, base_iri=iris.base_iri()))
    except (SyntaxError, OSError, UnicodeDecodeError) as error:
        line = getattr(error, "lineno", None)
        context.problem(Origin(file, line), f"not Turtle: {error}", "mend the syntax")
        return
    lines = subject_lines(path)
    status = _statuses(triples)
    for triple in triples:
        subject, predicate, object_ = triple.subject, triple.predicate, triple.object
        if not isinstance(subject, NamedNode):
            context.problem(Origin(file), "a blank node", "give it an IRI of its own")
            continue
        origin = Origin(file, lines.get(subject.value))
        if isinstance(object_, BlankNode | Triple):
            context.problem(origin, f"a blank node under <{predicate.value}>", "give it an IRI")
            continue
        yield Fact(
            _rebased(subject.value),
            predicate.value,
            NamedNode(_rebased(object_.value)) if isinstance(object_, NamedNode) else object_,
            origin,
            status.get(subject.value, "accepted"),
        )


def subject_lines(path: Path) -> dict[str, int]:
    """Return the line on which each subject of a Turtle file in house form begins."""
    prefixes: dict[str, str] = {}
    found: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if (declared := _PREFIX.match(line)) is not None:
            prefixes[declared[1]] = declared[2]
        elif (subject := _SUBJECT.match(line + " ")) is not None:
            if subject[1] is not None:
                iri = subject[1] if ":" in subject[1] else iris.base_iri() + subject[1]
            else:
                iri = prefixes.get(subject[2], "") + subject[3].replace("\\", "")
            found.setdefault(iri, number)
    return found


def _rebased(iri: str) -> str:
    """Return an individual's IRI under this instance's base; the files name the project's own."""
    for kind in ("id/", "graph/"):
        if iri.startswith(DEFAULT_BASE + kind):
            return iris.base_iri() + iri.removeprefix(DEFAULT_BASE)
    return iri


def _statuses(triples: list[Quad]) -> dict[str, str]:
    prefix = iris.vocab("status") + "/"
    return {
        triple.subject.value: triple.object.value[len(prefix) :]
        for triple in triples
        if isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, NamedNode)
        and triple.predicate.value == iris.DEF + "status"
        and triple.object.value.startswith(prefix)
    }
