"""The facts of an entry: activity, links, nomination, and the row that says so."""

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import NamedNode

from wsisgraph.loading.entries.bodies import Bodies
from wsisgraph.loading.entries.entry import Entry
from wsisgraph.loading.facts import Fact, Lines, Origin, literal, quoted
from wsisgraph.terms import iris
from wsisgraph.terms.codes import Code
from wsisgraph.terms.namespaces import DCT, RDF, SCHEMA, SKOS, WSIS, XSD


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
        self._document = document
        self._series = series
        self._language = language
        # What stands behind a text in quotes, as N-Triples spells it.
        self._in_language = str(literal("", language=language)).removeprefix('""')
        base = iris.base_iri()
        self._activity = f"{base}id/activity/{source_id}/"
        self._link = f"{base}id/activity-link/{source_id}/"
        self._nomination = f"{base}id/nomination/{source_id}/"

    def facts(self, entry: Entry, bodies: Bodies, origin: Origin) -> Iterator[Fact | Lines]:
        """Yield the facts of bodies met first, then those of the entry, its activity first."""
        for name in (*entry.organisations, *entry.partners):
            yield from bodies.facts(name, entry, origin, self._language)
        yield Lines(self._lines(entry, bodies), origin, "accepted", entry.key)

    def _lines(self, entry: Entry, bodies: Bodies) -> list[str]:
        """Return the triples of an entry.

        A row gives some thirty, and a load millions: they are written straight as text. A key is of
        letters a-z, digits and hyphens, so that what is named after it is an IRI.
        """
        key = entry.key
        activity = f"<{self._activity}{key}>"
        passage = f"<{self._document}/p/{key}>"
        title = quoted(entry.title)
        lines = self._about(activity, title, entry, bodies)
        lines.append(f"{activity}{_STATED_IN}{passage}")
        for code in entry.codes:
            link = f"<{self._link}{key}/{code.notation.lower()}>"
            lines += (
                f"{link}{_IS_LINK}",
                f"{link}{_OF_ACTIVITY}{activity}",
                f"{link}{_IS_ASSERTED}",
                f"{link}{_LINKS_TO}{_concept(code)}",
                f"{link}{_STATED_IN}{passage}",
                f"{link}{_IS_ACCEPTED}",
            )
        if self._series and entry.edition:
            lines += self._nominated(f"<{self._nomination}{key}>", entry, activity, passage)
        who, row = quoted(entry.organisations[0]), entry.row
        lines += (
            f"{passage}{_IS_PASSAGE}",
            f"{passage}{_IS_PART_OF}<{self._document}>",
            f'{passage}{_LOCATOR}"row-{row}"',
            f'{passage}{_ORDER}"{row}"{_INTEGER}',
            f"{passage}{_IS_TABLE_ROW}",
            f'{passage}{_ABSTRACT}"Row of the table on the activity “{title}” ({who})."@en',
            f'{passage}{_ABSTRACT}"表中关于活动“{title}”（{who}）的一行。"@zh',
        )
        return lines

    def _about(self, activity: str, title: str, entry: Entry, bodies: Bodies) -> list[str]:
        tag = self._in_language
        lists = entry.lists
        lines = [
            f"{activity}{_IS_ACTIVITY}",
            f'{activity}{_LABEL}"{title}"{tag}',
            f"{activity}{_listed(_KIND, 'activity-kinds', lists.get('kind', 'project'))}",
        ]
        carried = dict.fromkeys([bodies.iri(name, entry.country) for name in entry.organisations])
        lines += [f"{activity}{_CARRIED_OUT_BY}<{iri}>" for iri in carried]
        if entry.partners:
            partners = dict.fromkeys([bodies.iri(name, entry.country) for name in entry.partners])
            lines += [f"{activity}{_PARTNER}<{iri}>" for iri in partners if iri not in carried]
        lines += [f"{activity}{_in_region(country.m49)}" for country in entry.countries]
        for field, (predicate, scheme) in _LISTED.items():
            if (value := lists.get(field)) is not None:
                lines.append(f"{activity}{_listed(predicate, scheme, value)}")
        if entry.start:
            lines.append(f'{activity}{_START}"{entry.start.text}"{_DATES[entry.start.datatype]}')
        if entry.end:
            lines.append(f'{activity}{_END}"{entry.end.text}"{_DATES[entry.end.datatype]}')
        if entry.url:
            lines.append(f'{activity}{_URL}"{quoted(entry.url)}"{_ANY_URI}')
        if entry.place:
            lines.append(f'{activity}{_PLACE}"{quoted(entry.place)}"{tag}')
        if entry.description:
            lines.append(f'{activity}{_DESCRIPTION}"{quoted(entry.description)}"{tag}')
        lines += [f'{activity}{_KEYWORDS}"{quoted(word)}"{tag}' for word in entry.keywords]
        if entry.texts:
            lines += [
                f'{activity}{_text(name)}"{quoted(text)}"{tag}'
                for name, text in dict.fromkeys(entry.texts)
            ]
        return lines

    def _nominated(
        self, nomination: str, entry: Entry, activity: str, passage: str
    ) -> Iterator[str]:
        yield f"{nomination} {_name(RDF.type)} {_name(WSIS.Nomination)}"
        yield f"{nomination} {_name(WSIS.about)} {activity}"
        edition = iris.individual("edition", f"{self._series}/{entry.edition}")
        yield f"{nomination} {_name(WSIS.edition)} {_name(edition)}"
        phase = entry.lists.get("phase", "submitted")
        yield f"{nomination}{_listed(_PHASE, 'prize-phases', phase)}"
        lines = [code for code in entry.codes if code.kind == "action-line"]
        if len(lines) == 1:
            yield f"{nomination} {_name(WSIS.prizeCategory)} {_concept(lines[0])}"
        yield f"{nomination}{_STATED_IN}{passage}"
        yield f"{nomination}{_IS_ACCEPTED}"


@lru_cache(maxsize=1_000)
def _name(iri: str) -> str:
    return str(NamedNode(iri))


def _said(predicate: str, value: str = "") -> str:
    """Return what follows the subject: the predicate, and the value if it is always the same."""
    return f" {_name(predicate)} {_name(value) if value else ''}"


_IS_ACTIVITY = _said(RDF.type, WSIS.Activity)
_IS_LINK = _said(RDF.type, WSIS.ActivityLink)
_IS_PASSAGE = _said(RDF.type, WSIS.Passage)
_IS_ASSERTED = _said(WSIS.basis, iris.vocab("basis", "asserted"))
_IS_ACCEPTED = _said(WSIS.status, iris.vocab("status", "accepted"))
_IS_TABLE_ROW = _said(WSIS.passageKind, iris.vocab("passage-kinds", "table-row"))
_LABEL, _DESCRIPTION, _ABSTRACT = map(_said, (SKOS.prefLabel, DCT.description, DCT.abstract))
_KIND, _PHASE, _IN_REGION = DCT.type, WSIS.prizePhase, WSIS.inRegion
_START, _END, _URL = map(_said, (SCHEMA.startDate, SCHEMA.endDate, SCHEMA.url))
_KEYWORDS, _PLACE = map(_said, (SCHEMA.keywords, WSIS.place))
_CARRIED_OUT_BY, _PARTNER = map(_said, (WSIS.carriedOutBy, WSIS.partner))
_OF_ACTIVITY, _LINKS_TO = map(_said, (WSIS.activity, WSIS.linksTo))
_STATED_IN, _IS_PART_OF = map(_said, (WSIS.statedIn, DCT.isPartOf))
_LOCATOR, _ORDER = map(_said, (WSIS.locator, WSIS.order))
_INTEGER, _ANY_URI = f"^^{_name(XSD.integer)}", f"^^{_name(XSD.anyURI)}"
_DATES = {
    name: f"^^{_name(iri)}"
    for name, iri in (
        ("gYear", XSD.gYear),
        ("gYearMonth", XSD.gYearMonth),
        ("date", XSD.date),
    )
}
_LISTED = {
    "stakeholder": (WSIS.stakeholderType, "stakeholder-types"),
    "status": (WSIS.activityStatus, "activity-status"),
    "coverage": (WSIS.reach, "reach"),
}


@lru_cache(maxsize=1_000)
def _listed(predicate: str, scheme: str, key: str) -> str:
    return _said(predicate, iris.vocab(scheme, key))


@lru_cache(maxsize=1_000)
def _in_region(m49: str) -> str:
    return _said(_IN_REGION, iris.geo_area(m49))


@lru_cache(maxsize=1_000)
def _text(name: str) -> str:
    return _said(getattr(WSIS, name))


@lru_cache(maxsize=1_000)
def _concept(code: Code) -> str:
    if code.iri is None:
        raise ValueError(f"{code.notation} has no IRI of its own")
    return _name(code.iri)
