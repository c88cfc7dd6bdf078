"""What a check looks up in the data, merged over their graphs; two ways to the same.

`Stored` walks the indexes of a store: nothing is prepared and nothing kept, so that one thing is
checked in no time, and any number in little memory. `Indexed` copies the data into dictionaries,
term by term as they were sent, and then answers ten times as fast. (`layered` has a third, for
data too many for either.)
"""

import gc
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from wsisgraph.terms.namespaces import RDF, RDFS

Term = NamedNode | BlankNode | Literal
Test = Callable[[Term], bool]

TYPE = NamedNode(RDF.type)
_SUBCLASS = NamedNode(RDFS.iri + "subClassOf")
_MOST_REMEMBERED = 50_000


class Data:
    """The data of one check; what it has looked up about classes it remembers.

    A triple that stands in several graphs counts once. The data must not change meanwhile.
    """

    def __init__(self) -> None:
        self._types: dict[Term, frozenset[Term]] = {}
        self._above: dict[frozenset[Term], set[Term]] = {}
        self._below: dict[NamedNode, frozenset[Term]] = {}
        self._tests: dict[Hashable, Test] = {}

    def objects(self, subject: Term, predicate: NamedNode) -> list[Any]:
        """Return the values of a property, each once."""
        raise NotImplementedError

    def subjects(self, predicate: NamedNode, value: Term | None) -> list[Any]:
        """Return what has this value of a property, or any value, each once."""
        raise NotImplementedError

    def values(self, predicate: NamedNode) -> list[Any]:
        """Return every value of a property, each once."""
        raise NotImplementedError

    def description(self, subject: Term) -> list[tuple[NamedNode, Any]]:
        """Return every property of a thing with each value, each pair once."""
        raise NotImplementedError

    def store(self) -> tuple[Store, frozenset[NamedNode] | None]:
        """Return the data as a store that can be queried, and which of its graphs they are."""
        raise NotImplementedError

    def about(self, things: Iterable[Term]) -> "Data":
        """Return data that tell all that is said of these things, and may tell nothing else."""
        return self

    def types(self, node: Term) -> frozenset[Term]:
        """Return the classes that a thing is said to be of."""
        known = self._types.get(node)
        if known is None:
            known = self._types[node] = frozenset(self.objects(node, TYPE))
        return known

    def above(self, classes: frozenset[Term]) -> set[Term]:
        """Return these classes and those they are subclasses of (rdfs:subClassOf*)."""
        known = self._above.get(classes)
        if known is None:
            known = _closure(classes, lambda each: self.objects(each, _SUBCLASS))
            self._above[classes] = known
        return known

    def below(self, class_: NamedNode) -> frozenset[Term]:
        """Return a class and its subclasses."""
        known = self._below.get(class_)
        if known is None:
            found = _closure([class_], lambda each: self.subjects(_SUBCLASS, each))
            known = self._below[class_] = frozenset(found)
        return known

    def instances(self, class_: NamedNode) -> list[Term]:
        """Return the SHACL instances of a class (SHACL section 1.1)."""
        found: dict[Term, None] = {}
        for each in self.below(class_):
            found.update(dict.fromkeys(self.subjects(TYPE, each)))
        return list(found)

    def forget(self) -> None:
        """Forget what was looked up of single things, when it has become much."""
        if len(self._types) > _MOST_REMEMBERED:
            self._types.clear()
            self._tests.clear()

    def test(self, key: Hashable, make: Callable[[], Test]) -> Test:
        """Return the test of that key, made once a check."""
        known = self._tests.get(key)
        if known is None:
            known = self._tests[key] = make()
        return known

    def select(
        self,
        query: str,
        prefixes: Mapping[str, str],
        functions: Mapping[NamedNode, Callable[..., Any]],
    ) -> QuerySolutions:
        """Ask a SELECT query of the merged data.

        Raises:
            SyntaxError: it is none.
        """
        store, graphs = self.store()
        result = store.query(
            query,
            prefixes=dict(prefixes),
            use_default_graph_as_union=graphs is None,
            default_graph=None if graphs is None else list(graphs),
            custom_functions=dict(functions),
        )
        assert isinstance(result, QuerySolutions)
        return result


class Stored(Data):
    """Data in a store."""

    def __init__(self, store: Store, graphs: Iterable[NamedNode] | None = None) -> None:
        """Look at `graphs` of the store; at all, the default graph among them, when None."""
        super().__init__()
        self._store = store
        self._graphs = None if graphs is None else frozenset(graphs)
        find: Callable[..., Iterable[Quad]] = store.quads_for_pattern
        if self._graphs is None:
            self._find = find
        else:
            kept = self._graphs
            self._find = lambda *pattern: (q for q in find(*pattern) if q.graph_name in kept)

    def objects(self, subject: Term, predicate: NamedNode) -> list[Any]:
        """See Data."""
        if subject.__class__ is Literal:
            return []
        found = [quad.object for quad in self._find(subject, predicate, None, None)]
        return found if len(found) < 2 else list(dict.fromkeys(found))

    def subjects(self, predicate: NamedNode, value: Term | None) -> list[Any]:
        """See Data."""
        return list(dict.fromkeys(q.subject for q in self._find(None, predicate, value, None)))

    def values(self, predicate: NamedNode) -> list[Any]:
        """See Data."""
        return list(dict.fromkeys(q.object for q in self._find(None, predicate, None, None)))

    def description(self, subject: Term) -> list[tuple[NamedNode, Any]]:
        """See Data."""
        if subject.__class__ is Literal:
            return []
        quads = self._find(subject, None, None, None)
        return list(dict.fromkeys((quad.predicate, quad.object) for quad in quads))

    def store(self) -> tuple[Store, frozenset[NamedNode] | None]:
        """See Data."""
        return self._store, self._graphs


class Indexed(Data):
    """Data in indexes of Python."""

    def __init__(self, quads: Iterable[Quad], graphs: Iterable[NamedNode] | None = None) -> None:
        """Index those quads that are in `graphs`; all of them, when None.

        Raises:
            ValueError: a term that RDF 1.1 does not have.
        """
        super().__init__()
        kept = None if graphs is None else frozenset(graphs)
        self._users: dict[Any, dict[Any, dict[Any, None]]] = {}
        self._queried = (quads, kept) if isinstance(quads, Store) else None
        with without_garbage_collection():
            if kept is not None:
                quads = (quad for quad in quads if quad.graph_name in kept)
            self._said = _described(quads)

    def objects(self, subject: Term, predicate: NamedNode) -> list[Any]:
        """See Data."""
        said = self._said.get(subject)
        return [] if said is None else said.get(predicate) or []

    def subjects(self, predicate: NamedNode, value: Term | None) -> list[Any]:
        """See Data."""
        if value is None:
            return [subject for subject, said in self._said.items() if predicate in said]
        return list(self._used(predicate).get(value, ()))

    def values(self, predicate: NamedNode) -> list[Any]:
        """See Data."""
        return list(self._used(predicate))

    def description(self, subject: Term) -> list[tuple[NamedNode, Any]]:
        """See Data."""
        said = self._said.get(subject, {})
        return [(predicate, value) for predicate, values in said.items() for value in values]

    def store(self) -> tuple[Store, frozenset[NamedNode] | None]:
        """See Data."""
        if self._queried is None:
            copy = Store()
            # Not in bulk, which takes threads: a process in a sandbox may have none.
            copy.extend(
                Quad(subject, predicate, value)
                for subject, said in self._said.items()
                for predicate, values in said.items()
                for value in values
            )
            self._queried = copy, None
        return self._queried

    def _used(self, predicate: NamedNode) -> dict[Any, dict[Any, None]]:
        """Return what has each value of a property."""
        known = self._users.get(predicate)
        if known is None:
            known = self._users[predicate] = {}
            for subject, said in self._said.items():
                for value in said.get(predicate, ()):
                    known.setdefault(value, {})[subject] = None
        return known


def _described(quads: Iterable[Quad]) -> dict[Any, dict[Any, list[Any]]]:
    """Return what quads say of each thing, each value once.

    Raises:
        ValueError: a term that RDF 1.1 does not have.
    """
    described: dict[Any, dict[Any, list[Any]]] = {}
    last, said = None, {}
    for quad in quads:
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        if value.__class__ is not NamedNode and not is_rdf11(value):
            raise _not_rdf11(quad)
        if subject != last:
            if not is_rdf11(subject):
                raise _not_rdf11(quad)
            last, said = subject, described.setdefault(subject, {})
        values = said.get(predicate)
        if values is None:
            said[predicate] = [value]
        else:
            values.append(value)
    for said in described.values():
        for values in said.values():
            if len(values) > 1:
                values[:] = dict.fromkeys(values)
    return described


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Keep Python from looking for garbage again and again where much is made and all is kept."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def is_rdf11(term: Any) -> bool:
    """Say whether a term is one that RDF 1.1 has, and so SHACL."""
    return not isinstance(term, Triple) and not (
        isinstance(term, Literal) and term.direction is not None
    )


def _not_rdf11(quad: Quad) -> ValueError:
    return ValueError(f"a term that RDF 1.1 does not have, in {quad}")


def _closure(start: Iterable[Term], step: Callable[[Term], Iterable[Term]]) -> set[Term]:
    found = set(start)
    rest = list(found)
    while rest:
        for each in step(rest.pop()):
            if each not in found:
                found.add(each)
                rest.append(each)
    return found
