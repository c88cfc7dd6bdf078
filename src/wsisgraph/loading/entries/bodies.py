"""The bodies of tables: found before their rows become facts, so that each has one name."""

from collections import Counter
from collections.abc import Iterator, Sequence

from wsisgraph.loading.context import Context
from wsisgraph.loading.entries.entry import Entry
from wsisgraph.loading.facts import Fact, Origin, literal, node
from wsisgraph.loading.keys import SeenKeys
from wsisgraph.loading.known_bodies import KnownBodies
from wsisgraph.loading.organisations import MAX_COMPARED, Organisations
from wsisgraph.loading.reading import Table
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SKOS, WSIS

_KINDS = {
    "academia": "academic-institution",
    "civil-society": "civil-society-organization",
    "government": "government",
    "international-organization": "organization",
    "private-sector": "company",
}


# How many names of several countries are told one by one.
_SHOWN_APART = 50


class Bodies:
    """Gives each printed organisation its body, and the facts of each body once."""

    def __init__(self, known_from: str) -> None:
        """Begin; `known_from` is the source of the bodies that this graph has."""
        self._known = KnownBodies(known_from)
        self._printed: Counter[tuple[str, str]] = Counter()
        self._tables: list[tuple[Table, str]] = []
        self._beyond: tuple[int, int] | None = None
        self._first: dict[tuple[str, str], tuple[int, int]] = {}
        self._organisations = Organisations({})
        self._described = SeenKeys()
        self._done: set[tuple[str, str]] = set()
        self._iris: dict[tuple[str, str], str] = {}

    def begin(self, table: Table, column: str) -> None:
        """Begin with a table, whose organisations stand in a column."""
        self._tables.append((table, column))

    def take(self, row: int, country: str, names: Sequence[str]) -> None:
        """Take note of the organisations of a row of the table that was begun last."""
        place = (len(self._tables) - 1, row)
        for name in names:
            mark = (name, country)
            if mark in self._printed or len(self._printed) < MAX_COMPARED:
                self._printed[mark] += 1
                self._first.setdefault(mark, place)
            elif self._beyond is None:
                self._beyond = place

    def settle(self, context: Context) -> None:
        """Bring the spellings of each body together, and tell which and why."""
        self._organisations = Organisations(self._printed)
        if self._beyond is not None:
            context.notice(
                self._origin(self._beyond),
                f"the table has more than {MAX_COMPARED:,} different organisations; from this row"
                " on, new ones are brought together only if their names are the same",
            )
        for body in self._organisations:
            context.count("organisations")
            for other, reason in body.reasons.items():
                context.count("merged")
                context.notice(
                    self._origin(self._first[other, body.country]),
                    f"“{other}” is taken for the same body as “{body.name}”: {reason}",
                    "if they are two, tell them apart in the table",
                )
        # A body that this graph has is one, wherever it works.
        apart = {
            name: bodies
            for name, bodies in self._organisations.apart().items()
            if self._known.find(name) is None
        }
        for name, bodies in list(apart.items())[:_SHOWN_APART]:
            where = ", ".join(body.country or "no country" for body in bodies)
            context.notice(
                self._origin(self._first[bodies[0].name, bodies[0].country]),
                f"“{name}” stands in several countries ({where}) and is kept as {len(bodies)}",
                "if it is one, give the mapping [values.organisation] with its IRI",
            )
        if len(apart) > _SHOWN_APART:
            table, column = self._tables[0]
            context.notice(
                table.origin(None, column),
                f"{len(apart) - _SHOWN_APART:,} further names stand in several countries, and are"
                " kept as one body for each",
            )
        for (name, _), place in self._first.items():
            if (known := self._known.find(name)) is not None:
                context.notice(
                    self._origin(place),
                    f"“{name}” is taken for the body {known.removeprefix(iris.base_iri())} of this"
                    " graph",
                    "if it is another, write its name in full",
                )

    def _origin(self, place: tuple[int, int]) -> Origin:
        number, row = place
        table, column = self._tables[number]
        return table.origin(row, column)

    def iri(self, name: str, country: str) -> str:
        """Return the IRI of the body of a printed name."""
        found = self._iris.get((name, country))
        if found is None:
            known = self._known.find(name)
            if known is None:
                body = self._organisations.find(name, country)
                known = iris.individual("body", body.key)
            if len(self._iris) < MAX_COMPARED:
                self._iris[name, country] = known
            found = known
        return found

    def facts(self, name: str, entry: Entry, origin: Origin, language: str) -> Iterator[Fact]:
        """Yield the facts of a body where it is met first, with its names in a language."""
        mark = (name, entry.country)
        if mark in self._done:
            return
        if len(self._done) < MAX_COMPARED:
            self._done.add(mark)
        iri = self.iri(name, entry.country)
        if self._known.find(name) == iri:
            return
        if self._described.first_row(iri, entry.row) is not None:
            return
        body = self._organisations.find(name, entry.country)
        kind = _KINDS.get(entry.lists.get("stakeholder", ""), "not-stated")
        yield Fact(iri, RDF.type, node(WSIS.Body), origin)
        yield Fact(iri, DCT.type, node(iris.vocab("body-kinds", kind)), origin)
        yield Fact(iri, SKOS.prefLabel, literal(body.name, language=language), origin)
        for other in body.others:
            yield Fact(iri, SKOS.altLabel, literal(other, language=language), origin)
        if body.acronym:
            yield Fact(iri, SKOS.notation, literal(body.acronym), origin)
        if entry.country:
            yield Fact(iri, WSIS.inRegion, node(iris.geo_area(entry.countries[0].m49)), origin)
