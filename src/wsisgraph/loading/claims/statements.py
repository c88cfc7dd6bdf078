"""Claims as facts: roles, links, gifts, sponsors, figures, and what meetings did with papers."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal

from wsisgraph.loading.claims import wording
from wsisgraph.loading.facts import Fact, Origin, Term, literal, node
from wsisgraph.loading.texts.model import Claim
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, ORG, RDF, SCHEMA, SKOS, WSIS, XSD

PROPOSED = "proposed"
_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
_CONFERENCES = ("/id/body/", "/id/agency/", "/id/event/", "/id/meeting/")
_HELD = ("/id/event/", "/id/meeting/", "/id/edition/")
_YEAR = 4
_NOT_LISTED = "not-listed"
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")
_RESOLUTION_KINDS = ("/id/resolution/", "/id/decision/")

Said = Iterator[tuple[str, Term]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim was found.

    Attributes:
        key: of the document, for the IRIs of its statements.
        passage: IRI.
        locator: of the passage.
        origin: file and line.
        as_of: date of the document, or the latest that it names; empty without any.
        names: what the document calls things that nobody described yet, by IRI and language.
    """

    key: str
    passage: str
    locator: str
    origin: Origin
    as_of: str
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)

    def name(self, iri: str, language: str) -> str:
        """Return what a thing is called, in the bundled graph or else in the document."""
        mine = self.names.get(iri, {})
        return mine.get(language) or wording.name(iri, language)

    def fact(self, subject: str, predicate: str, term: Term) -> Fact:
        """Return a proposed fact of this place."""
        return Fact(subject, predicate, term, self.origin, PROPOSED, self.locator)

    def iri(self, kind: str, *identity: str) -> str:
        """Return the IRI of a statement: of document, locator, kind and what makes it itself."""
        said = "\x1f".join((kind, *identity))
        mark = hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()[:10]
        return iris.individual(kind, f"{self.key}/{self.locator}-{mark}")


def dated(text: str) -> Literal:
    """Return a date typed in the precision printed."""
    return literal(text, datatype=_DATES[len(text)])


def is_date(text: str) -> bool:
    """Tell whether a text is a year, month or day as XML Schema writes it."""
    return len(text) in _DATES and text[:4].isdigit()


def is_body(iri: str) -> bool:
    """Tell whether a thing is a body."""
    return "/id/body/" in iri or "/id/agency/" in iri


def statement_facts(claim: Claim, place: Place) -> Iterator[Fact]:
    """Yield the facts of a claim that is no clause; nothing for one that the model cannot hold."""
    made = _MAKERS.get(claim.kind)
    if made is not None:
        yield from made(claim, place)


def evidence(claim: Claim, place: Place, *, status: bool = True) -> Said:
    """Yield what tells where a statement is from and how sure it is."""
    yield WSIS.statedIn, node(place.passage)
    if status:
        yield WSIS.status, node(iris.vocab("status", PROPOSED))
    yield WSIS.pattern, literal(claim.pattern)
    yield WSIS.confidence, literal(f"{claim.confidence:g}", datatype=XSD.decimal)


def put(place: Place, subject: str, said: Said) -> Iterator[Fact]:
    """Yield facts of one subject."""
    for predicate, term in said:
        yield place.fact(subject, predicate, term)


def _role(claim: Claim, place: Place) -> Iterator[Fact]:
    parts = claim.parts
    holder, role, context = _giver(parts["body"]), parts["role"], parts["context"]
    dates = {name: parts[name] for name in ("start", "end") if is_date(parts.get(name, ""))}
    if not dates and not place.as_of:
        return
    if "start" in dates and "end" in dates and not _in_order(dates["start"], dates["end"]):
        return
    iri = place.iri("role", holder, role, context)

    def said() -> Said:
        yield RDF.type, node(WSIS.RoleStatement)
        yield ORG.member, node(holder)
        yield ORG.role, node(role)
        yield WSIS.roleIn, node(context)
        if "start" in dates:
            yield WSIS.start, dated(dates["start"])
        if "end" in dates:
            yield WSIS.end, dated(dates["end"])
        if place.as_of:
            yield WSIS.statedAsOf, dated(place.as_of)
        yield from evidence(claim, place)

    if is_body(holder) or "/id/person/" in holder:
        yield from put(place, iri, said())


def _in_order(start: str, end: str) -> bool:
    shorter = min(len(start), len(end))
    return start[:shorter] <= end[:shorter]


def _link(claim: Claim, place: Place) -> Iterator[Fact]:
    activity = claim.parts["activity"]
    target = claim.parts.get("line") or claim.parts["target"]
    if "/id/activity/" not in activity:
        return

    def said() -> Said:
        yield RDF.type, node(WSIS.ActivityLink)
        yield WSIS.activity, node(activity)
        yield WSIS.basis, node(iris.vocab("basis", "asserted"))
        yield WSIS.linksTo, node(target)
        yield from evidence(claim, place)

    yield from put(place, place.iri("activity-link", activity, target), said())


def _gift(claim: Claim, place: Place) -> Iterator[Fact]:
    donor, fund = _giver(claim.parts["donor"]), claim.parts.get("fund", "")
    if not (is_body(donor) and is_body(fund)):
        return
    years = "–".join(claim.parts[name] for name in ("start", "end") if claim.parts.get(name))

    def said() -> Said:
        yield RDF.type, node(WSIS.Contribution)
        for language, text in (
            ("en", f"Contribution of {place.name(donor, 'en')} to {place.name(fund, 'en')}"),
            ("zh", f"{place.name(donor, 'zh')}向{place.name(fund, 'zh')}的捐款"),
        ):
            time = (f", {years}" if language == "en" else f"（{years}）") if years else ""
            yield SKOS.prefLabel, literal(text + time, language=language)
        yield DCT.contributor, node(donor)
        yield WSIS.recipient, node(fund)
        if is_date(claim.parts.get("start", "")):
            yield SCHEMA.startDate, dated(claim.parts["start"])
        if is_date(claim.parts.get("end", "")):
            yield SCHEMA.endDate, dated(claim.parts["end"])
        if amount := claim.parts.get("amount"):
            yield WSIS.valuePrinted, literal(amount)
        yield from evidence(claim, place, status=False)

    yield from put(place, place.iri("contribution", donor, fund), said())


def _sponsor(claim: Claim, place: Place) -> Iterator[Fact]:
    partner, event = _giver(claim.parts["partner"]), claim.parts["event"]
    if not is_body(partner):
        return
    if not any(kind in event for kind in _HELD):
        # A series of events has partners; only one of its events has sponsors.
        parts = {"body": partner, "role": iris.vocab("roles", "partner"), "context": event}
        yield from _role(_other(claim, "role", parts), place)
        return

    def said() -> Said:
        yield RDF.type, node(WSIS.Sponsorship)
        yield DCT.contributor, node(partner)
        yield WSIS.about, node(event)
        if tier := claim.parts.get("tier"):
            yield WSIS.tier, literal(tier)
        yield from evidence(claim, place, status=False)

    yield from put(place, place.iri("sponsorship", partner, event), said())


def _giver(iri: str) -> str:
    return wording.government(iri) if iri.startswith(iris.GEO_AREA) else iri


def _other(claim: Claim, kind: str, parts: Mapping[str, str]) -> Claim:
    return Claim(kind, parts, claim.start, claim.end, claim.pattern, claim.confidence)


def _figure(claim: Claim, place: Place) -> Iterator[Fact]:
    parts = claim.parts
    if not _DECIMAL.fullmatch(parts["value"]):
        return
    measure = parts.get("measure") or iris.vocab("measures", _NOT_LISTED)
    unit = parts.get("unit") or iris.vocab("units", _NOT_LISTED)
    iri = place.iri("figure", parts["value"], parts["printed"], str(claim.start))
    words = {
        language: f"{wording.name(measure, language)}"
        f"{': ' if language == 'en' else '：'}{parts['printed']}"
        for language in ("en", "zh")
    }

    def said() -> Said:
        yield RDF.type, node(WSIS.Figure)
        for language, text in words.items():
            yield SKOS.prefLabel, literal(text, language=language)
        yield WSIS.measure, node(measure)
        yield WSIS.unit, node(unit)
        yield WSIS.comparator, node(parts["comparator"])
        yield WSIS.figureKind, node(parts["kind"])
        yield WSIS.value, literal(parts["value"], datatype=XSD.decimal)
        yield WSIS.valuePrinted, literal(parts["printed"])
        if period := parts.get("period"):
            yield WSIS.period, literal(period)
        if area := parts.get("area"):
            yield WSIS.area, node(area)
        yield from evidence(claim, place)

    yield from put(place, iri, said())


def _meeting(claim: Claim, place: Place) -> Iterator[Fact]:
    """Yield when a meeting was: as a statement, and of a numbered one that is new as its dates."""
    parts = claim.parts
    meeting = parts["meeting"]
    dates = [
        (predicate, dated(parts[name]))
        for name, predicate in (("start", SCHEMA.startDate), ("end", SCHEMA.endDate))
        if is_date(parts.get(name, ""))
    ]
    time = " – ".join(parts[name] for name in ("start", "end") if parts.get(name))

    def said() -> Said:
        yield RDF.type, node(WSIS.Statement)
        english = f"{place.name(meeting, 'en')} was held {time}."
        yield DCT.description, literal(english, language="en")
        chinese = f"{place.name(meeting, 'zh')}的日期：{time}。"
        yield DCT.description, literal(chinese, language="zh")
        yield WSIS.about, node(meeting)
        yield from dates
        yield from evidence(claim, place)

    yield from put(place, place.iri("statement", "held", meeting), said())
    number = meeting.rpartition("-")[2]
    if number.isdigit() and len(number) < _YEAR and not wording.known(meeting):
        yield from put(place, meeting, iter(dates))


def _cites(claim: Claim, place: Place) -> Iterator[Fact]:
    yield place.fact(place.passage, WSIS.cites, node(claim.parts["target"]))


def _act(claim: Claim, place: Place) -> Iterator[Fact]:
    """Yield what was done with a paper: the triple itself, and the statement that it was done."""
    parts = claim.parts
    if claim.kind == "submits" and parts.get("body") and parts.get("meeting"):
        # Who gave it, and to which meeting.
        for other in ("meeting", "body"):
            kept = {name: iri for name, iri in parts.items() if name != other}
            yield from _act(replace(claim, parts=kept), place)
        return
    paper = parts.get("document") or parts["target"]
    actor = parts.get("meeting") or parts.get("by") or parts.get("body", "")
    if not actor:
        return
    actor = _giver(actor)
    predicate = _predicate(claim.kind, parts.get("manner", ""), actor, paper)
    subject, thing = paper, actor
    if claim.kind == "replaces" and parts.get("by"):
        subject, thing = parts["by"], paper
        predicate = WSIS.replaces if _is_version(subject) and _is_version(thing) else ""
    if predicate:
        yield place.fact(subject, predicate, node(thing))
    verb = {
        "considers": (parts.get("manner") or "considered", "审议"),
        "submits": ("submitted", "提交"),
        "adopts": ("adopted", "通过"),
        "amends": ("amended", "修订"),
        "replaces": ("replaced", "取代"),
    }[claim.kind]
    english = f"{place.name(actor, 'en')} {verb[0]} {place.name(paper, 'en')}."
    chinese = f"{place.name(actor, 'zh')}{verb[1]}{place.name(paper, 'zh')}。"

    def said() -> Said:
        yield RDF.type, node(WSIS.Statement)
        yield DCT.description, literal(english, language="en")
        yield DCT.description, literal(chinese, language="zh")
        yield WSIS.about, node(actor)
        yield WSIS.about, node(paper)
        yield from evidence(claim, place)

    iri = place.iri("statement", claim.kind, actor, paper)
    yield from put(place, iri, said())


def _is_version(iri: str) -> bool:
    year = iri.rpartition("/")[2]
    return "/id/resolution/" in iri and year.isdigit() and len(year) == _YEAR


def _predicate(kind: str, manner: str, actor: str, paper: str) -> str:
    if not any(part in actor for part in _CONFERENCES):
        return ""
    if kind == "considers":
        by = {"noted": WSIS.notedBy, "approved": WSIS.approvedBy}
        return by.get(manner, WSIS.consideredBy)
    if kind == "submits":
        return WSIS.submittedTo if "/id/meeting/" in actor else DCT.creator
    if kind == "adopts" and any(part in paper for part in _RESOLUTION_KINDS):
        return WSIS.adoptedBy
    return ""


_MAKERS = {
    "role": _role,
    "under-line": _link,
    "serves": _link,
    "contributes": _gift,
    "sponsors": _sponsor,
    "figure": _figure,
    "meeting": _meeting,
    "cites": _cites,
    "considers": _act,
    "submits": _act,
    "adopts": _act,
    "amends": _act,
    "replaces": _act,
}
