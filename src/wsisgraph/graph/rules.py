"""Inference that can be seen: rules are CONSTRUCT queries, materialised into `graph/inferred`.

Each rule is a file of `queries/rules/`; it reads the accepted facts, merged, and what other rules
derived. Rules run in the order of their names, again and again, until nothing new comes.
"""

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryTriples, Store

from wsisgraph import content
from wsisgraph.errors import InputRefused, Problem
from wsisgraph.graph import patterns
from wsisgraph.graph.kept import kept
from wsisgraph.graph.patterns import Patterns
from wsisgraph.graph.portions import Portions
from wsisgraph.terms import iris

_MOST_ROUNDS = 10
_AT_ONCE = 10_000

# The parser's grammar is one for all threads, and where two first use it at once it is broken for
# good (pyparsing finds out how many arguments its actions take while they run).
_PARSING = threading.Lock()

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PREFIX = re.compile(r"(?i:PREFIX)\s+([\w.-]*):\s*<([^<>]*)>")
_IRI = re.compile(r"<([A-Za-z][\w.+-]*:[^<>\"{}|^`\\\s]*)>")
_PREFIXED = re.compile(r"([\w.-]*):([\w.-]*\w)?")


@dataclass(frozen=True, slots=True)
class Rule:
    """A CONSTRUCT query and the file it stands in."""

    name: str
    path: Path
    text: str

    @property
    def iri(self) -> str:
        """The rule as a prov:Plan."""
        return iris.individual("rule", self.name)

    @property
    def summary(self) -> str:
        """What the rule derives, from the `#+ summary:` line of its header."""
        for line in self.text.splitlines():
            if line.startswith("#+ summary:"):
                return line.removeprefix("#+ summary:").strip().strip('"')
        return self.name


def read_rules() -> list[Rule]:
    """Return the rules of `queries/rules/` in order of their names."""
    folder = content.folder("queries") / "rules"
    return [
        Rule(path.stem, path, path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.rq"))
    ]


class ProjectRules:
    """The rules of the project, as a writer runs them."""

    def __call__(self, quads: Iterable[Quad]) -> list[Quad]:
        """Return what follows from `quads`; see `derive`."""
        return derive(quads, read_rules())

    @cached_property
    def reads(self) -> frozenset[str]:
        """The predicates that the rules name: triples of others play no part in what follows.

        A test holds the rules to naming every predicate they read.
        """
        return frozenset[str]().union(*(names_in(rule.text) for rule in read_rules()))

    def portions(self) -> Portions:
        """Return what runs them on a change part by part."""
        with _PARSING:
            rules, found = self._read
        return Portions(found, lambda premises, number: _run(premises, rules[number]))

    def learn(self, folder: Path) -> None:
        """Read their patterns from a folder, where they are kept: parsing them takes a while."""
        with _PARSING:
            if "_read" in self.__dict__:
                return
            rules = read_rules()
            sources = [version("rdflib").encode(), Path(patterns.__file__).read_bytes()]
            sources += [rule.text.encode() for rule in rules]
            found = kept(
                folder,
                "rules",
                sources,
                lambda: Patterns(rule.text for rule in rules),
                dump=Patterns.as_json,
                load=Patterns.from_json,
            )
            self._read = rules, found

    @cached_property
    def _read(self) -> tuple[list[Rule], Patterns]:
        rules = read_rules()
        return rules, Patterns(rule.text for rule in rules)


derived = ProjectRules()


def names_in(query: str) -> set[str]:
    """Return every IRI that a query may name, `rdf:type` for its `a` among them; rather too many.

    IRIs are taken as they stand: a query with BASE names others.
    """
    prefixes = dict(_PREFIX.findall(query))
    return {
        _TYPE,
        *_IRI.findall(query),
        *(
            prefixes[prefix] + name
            for prefix, name in _PREFIXED.findall(query)
            if prefix in prefixes
        ),
    }


def derive(quads: Iterable[Quad], rules: Sequence[Rule]) -> list[Quad]:
    """Return the quads of `graph/inferred` that follow from the accepted ones of `quads`.

    Quads of graphs apart, and those of `graph/inferred` itself, are left out of the premises.

    Raises:
        InputRefused: a rule is not a CONSTRUCT query, or the rules do not come to an end.
    """
    inferred = NamedNode(iris.graph("inferred"))
    premises = Store()
    premises.extend(
        Quad(quad.subject, quad.predicate, quad.object)
        for quad in quads
        if isinstance(quad.graph_name, NamedNode)
        and quad.graph_name != inferred
        and iris.is_accepted(quad.graph_name.value)
    )
    conclusions: dict[Quad, None] = {}
    for _ in range(_MOST_ROUNDS):
        before = len(conclusions)
        for rule in rules:
            # What comes meanwhile is not seen: an answer is of the data as they were when asked.
            triples = iter(_run(premises, rule))
            while some := list(islice(triples, _AT_ONCE)):
                quads = [Quad(each.subject, each.predicate, each.object) for each in some]
                new = [quad for quad in quads if quad not in premises]
                premises.extend(new)
                for quad in new:
                    conclusions[Quad(quad.subject, quad.predicate, quad.object, inferred)] = None
        if len(conclusions) == before:
            return list(conclusions)
    raise InputRefused(
        f"The rules still derive new facts after {_MOST_ROUNDS} rounds",
        [Problem("queries/rules", "a rule feeds itself", "let it derive a bounded set")],
    )


def _run(premises: Store, rule: Rule) -> QueryTriples:
    try:
        result = premises.query(rule.text)
    except SyntaxError as error:
        raise _refused(rule, str(error)) from error
    if not isinstance(result, QueryTriples):
        raise _refused(rule, "not a CONSTRUCT query")
    return result


def _refused(rule: Rule, found: str) -> InputRefused:
    return InputRefused(
        "A rule cannot be run",
        [Problem(content.relative(rule.path), found, "mend the query")],
    )
