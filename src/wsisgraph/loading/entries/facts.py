"""The facts of an entry: activity, links, nomination, and the row that says so."""

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from wsisgraph.loading.entries.bodies import Bodies
from wsisgraph.loading.entries.entry import Entry
from wsisgraph.loading.facts import Fact, Origin, Term, literal, node
from wsisgraph.terms import iris
from wsisgraph.terms.codes import Code
from wsisgraph.terms.namespaces import DCT, RDF, SCHEMA, SKOS, WSIS, XSD

_LISTED = {
    "stakeholder": (WSIS.stakeholderType, "stakeholder-types"),
    "status": (WSIS.activityStatus, "activity-status"),
    "coverage": (WSIS.reach, "reach"),
}


class EntryFacts:
    """Makes the facts of the entries of one table."""

    def __init__(self, source_id: str, document: str, series: str, language: str) -> None:
        """Prepare what all rows share.

        Args:
            source_id: names the keys of what is made.
            document: IRI of the table.
            series: key of the series of prizes; empty for a list of no prizes.
            language: of the texts.
        """
        self._source_id = source_id
        self._document = document
        self._table = node(document)
        self._series = series
        self._language = language
        base = iris.base_iri()
        self._activity = f"{base}id/activity/{source_id}/"
        self._link = f"{base}id/activity-link/{source_id}/"
        self._nomination = f"{base}id/nomination/{source_id}/"

    def facts(self, entry: Entry, bodies: Bodies, origin: Origin) -> list[Fact]:
        """Return the facts of bodies met first, then those of the entry, its activity first."""
        facts: list[Fact] = []
        for name in (*entry.organisations, *entry.partners):
            facts.extend(bodies.facts(name, entry, origin, self._language))
        key = entry.key
        activity = self._activity + key
        passage = f"{self._document}/p/{key}"
        stated = NamedNode(passage)
        about = NamedNode(activity)
        said = self._about(entry, bodies)
        said.append((_STATED_IN, stated))
        add = facts.append
        # A row gives some thirty facts, and a load millions: nothing is looked up twice here.
        for predicate, term in said:
            add(Fact(activity, predicate, term, origin, "accepted", key))
        for code in entry.codes:
            link = f"{self._link}{key}/{code.notation.lower()}"
            add(Fact(link, _TYPE, _ACTIVITY_LINK, origin, "accepted", key))
            add(Fact(link, _OF_ACTIVITY, about, origin, "accepted", key))
            add(Fact(link, _BASIS, _ASSERTED, origin, "accepted", key))
            add(Fact(link, _LINKS_TO, _concept(code), origin, "accepted", key))
            add(Fact(link, _STATED_IN, stated, origin, "accepted", key))
            add(Fact(link, _STATUS, _ACCEPTED, origin, "accepted", key))
        if self._series and entry.edition:
            nomination = self._nomination + key
            for predicate, term in self._nominated(entry, about, stated):
                add(Fact(nomination, predicate, term, origin, "accepted", key))
        for predicate, term in self._passage(entry):
            add(Fact(passage, predicate, term, origin, "accepted", key))
        return facts

    def _about(self, entry: Entry, bodies: Bodies) -> list[tuple[str, Term]]:
        language = self._language
        kind = entry.lists.get("kind", "project")
        said: list[tuple[str, Term]] = [
            (RDF.type, _ACTIVITY),
            (SKOS.prefLabel, literal(entry.title, language=language)),
            (DCT.type, _listed("activity-kinds", kind)),
        ]
        carried = dict.fromkeys(bodies.iri(name, entry.country) for name in entry.organisations)
        said += [(WSIS.carriedOutBy, NamedNode(iri)) for iri in carried]
        if entry.partners:
            partners = dict.fromkeys(bodies.iri(name, entry.country) for name in entry.partners)
            said += [(WSIS.partner, NamedNode(iri)) for iri in partners if iri not in carried]
        said += [(WSIS.inRegion, _area(country.m49)) for country in entry.countries]
        for field, (predicate, scheme) in _LISTED.items():
            if (value := entry.lists.get(field)) is not None:
                said.append((predicate, _listed(scheme, value)))
        if entry.start:
            datatype = getattr(XSD, entry.start.datatype)
            said.append((SCHEMA.startDate, literal(entry.start.text, datatype=datatype)))
        if entry.end:
            datatype = getattr(XSD, entry.end.datatype)
            said.append((SCHEMA.endDate, literal(entry.end.text, datatype=datatype)))
        if entry.url:
            said.append((SCHEMA.url, literal(entry.url, datatype=XSD.anyURI)))
        if entry.place:
            said.append((WSIS.place, literal(entry.place, language=language)))
        if entry.description:
            said.append((DCT.description, literal(entry.description, language=language)))
        said += [(SCHEMA.keywords, literal(word, language=language)) for word in entry.keywords]
        said += [
            (getattr(WSIS, name), literal(text, language=language))
            for name, text in dict.fromkeys(entry.texts)
        ]
        return said

    def _nominated(
        self, entry: Entry, activity: NamedNode, passage: NamedNode
    ) -> Iterator[tuple[str, Term]]:
        yield RDF.type, node(WSIS.Nomination)
        yield WSIS.about, activity
        yield WSIS.edition, edition(self._series, entry.edition)
        yield WSIS.prizePhase, _listed("prize-phases", entry.lists.get("phase", "submitted"))
        lines = [code for code in entry.codes if code.kind == "action-line"]
        if len(lines) == 1:
            yield WSIS.prizeCategory, _concept(lines[0])
        yield WSIS.statedIn, passage
        yield WSIS.status, _ACCEPTED

    def _passage(self, entry: Entry) -> tuple[tuple[str, Term], ...]:
        who = entry.organisations[0]
        english = f"Row of the table on the activity “{entry.title}” ({who})."
        chinese = f"表中关于活动“{entry.title}”（{who}）的一行。"
        return (
            (_TYPE, _PASSAGE),
            (_IS_PART_OF, self._table),
            (_LOCATOR, Literal(f"row-{entry.row}")),
            (_ORDER, Literal(str(entry.row), datatype=_INTEGER)),
            (_PASSAGE_KIND, _TABLE_ROW),
            (_ABSTRACT, Literal(english, language="en")),
            (_ABSTRACT, Literal(chinese, language="zh")),
        )


_TYPE, _ABSTRACT, _IS_PART_OF = RDF.type, DCT.abstract, DCT.isPartOf
_STATED_IN, _STATUS, _BASIS, _LINKS_TO = WSIS.statedIn, WSIS.status, WSIS.basis, WSIS.linksTo
_OF_ACTIVITY, _LOCATOR, _ORDER = WSIS.activity, WSIS.locator, WSIS.order
_PASSAGE_KIND = WSIS.passageKind
_INTEGER = NamedNode(XSD.integer)
_ACTIVITY = NamedNode(WSIS.Activity)
_ACTIVITY_LINK = NamedNode(WSIS.ActivityLink)
_PASSAGE = NamedNode(WSIS.Passage)


_ASSERTED = NamedNode(iris.vocab("basis", "asserted"))
_ACCEPTED = NamedNode(iris.vocab("status", "accepted"))
_TABLE_ROW = NamedNode(iris.vocab("passage-kinds", "table-row"))


def edition(series: str, year: str) -> NamedNode:
    """Return the edition of a series in a year."""
    return node(iris.individual("edition", f"{series}/{year}"))


@lru_cache(maxsize=1_000)
def _listed(scheme: str, key: str) -> NamedNode:
    return node(iris.vocab(scheme, key))


@lru_cache(maxsize=1_000)
def _area(m49: str) -> NamedNode:
    return node(iris.geo_area(m49))


@lru_cache(maxsize=1_000)
def _concept(code: Code) -> NamedNode:
    if code.iri is None:
        raise ValueError(f"{code.notation} has no IRI of its own")
    return node(code.iri)
