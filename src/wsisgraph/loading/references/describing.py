"""What a reference itself tells of a thing that nobody described yet: its type, names, symbol.

A resolution has its number and the body that adopted it, a meeting its number or year, a document
its symbol. Nothing else is said of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from wsisgraph.loading.facts import Term, literal, node
from wsisgraph.loading.references.conferences import place_names, place_of
from wsisgraph.loading.references.labels import bundled_labels, names_files
from wsisgraph.loading.texts.model import Mention
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SCHEMA, SKOS, WSIS, XSD

Said = tuple[str, Term]
_ADOPTED_BY = {
    "unga": "body/unga",
    "un": "body/unga",
    "itu-r": "body/itu-ra",
    "itu-d": "body/itu-wtdc",
    "itu-t": "body/itu-wtsa",
    "unesco": "body/unesco-general-conference",
}
_SERIES = {
    "wsis-forum": "WSIS Forum",
    "wsis-prizes": "WSIS Prizes",
    "igf": "Internet Governance Forum",
    "sdg-summit-2023": "SDG Summit",
    "sti-forum": "STI Forum",
}
_SERIES_CHINESE = {
    "wsis-forum": "WSIS论坛",
    "wsis-prizes": "WSIS奖",
    "igf": "互联网治理论坛",
    "sdg-summit-2023": "可持续发展目标峰会",
    "sti-forum": "科技创新论坛",
}


_YEAR = 4


def description(mention: Mention) -> Iterator[tuple[str, Iterable[Said]]]:
    """Yield IRI and what is said of it, for the thing mentioned and those that it needs."""
    if mention.kind in ("resolution", "decision"):
        yield from _instrument(mention)
    elif mention.kind == "document" and mention.details.get("symbol"):
        yield mention.iri, _document(mention)
    elif "/id/meeting/" in mention.iri:
        yield from _body(body_iri(mention.details["body"]))
        yield mention.iri, _meeting(mention)
    elif "/id/edition/" in mention.iri or "/id/event/" in mention.iri:
        yield mention.iri, _event(mention)
    elif mention.kind == "body":
        yield from _body(mention.iri)


def body_iri(key: str) -> str:
    """Return the IRI of the body that adopts resolutions or meets under a key."""
    if key in _ADOPTED_BY:
        kind, _, name = _ADOPTED_BY[key].partition("/")
        return iris.individual(kind, name)
    agency = iris.individual("agency", key)
    return agency if agency in _labels() else iris.individual("body", key)


def _body(iri: str) -> Iterator[tuple[str, Iterable[Said]]]:
    said = _own_bodies().get(iri)
    if said is not None:
        yield iri, said


def _instrument(mention: Mention) -> Iterator[tuple[str, Iterable[Said]]]:
    details = mention.details
    # “61-2” is the third edition of resolution 61.
    number, body = details["number"].partition("-")[0], body_iri(details["body"])
    work, _, year = mention.iri.partition(f"/id/{mention.kind}/")[2].partition("/")
    work_iri = iris.individual(mention.kind, work)
    name, chinese = _name(body, "en"), _name(body, "zh")
    is_resolution = mention.kind == "resolution"
    word, chinese_word = ("Resolution", "决议") if is_resolution else ("Decision", "决定")
    yield from _body(body)
    said: list[Said] = [
        (RDF.type, node(WSIS.Instrument)),
        (DCT.type, node(iris.vocab("instrument-kinds", mention.kind))),
        (DCT.creator, node(body)),
        (SKOS.prefLabel, literal(f"{word} {number} of {name}", language="en")),
        (SKOS.prefLabel, literal(f"{chinese}第{number}号{chinese_word}", language="zh")),
        (WSIS.number, literal(number)),
    ]
    if "/RES/" in mention.value or "/DEC/" in mention.value:
        said.append((WSIS.symbol, literal(mention.value)))
    yield work_iri, said
    if year:
        yield mention.iri, _version(mention, work_iri, body, year, f"{word} {number}")


def _version(mention: Mention, work: str, body: str, year: str, name: str) -> Iterator[Said]:
    # What is known goes before what is printed, and “Rev.” is left out, which one document prints
    # and the next forgets: a version has one name, whichever document named it first.
    place = place_of(body.rpartition("/")[2], year) or mention.details.get("place", "")
    english, chinese = place_names(place)
    inside = ", ".join(part for part in (english, year) if part)
    word = "决议" if mention.kind == "resolution" else "决定"
    inside_chinese = "，".join(part for part in (f"{year}年", chinese) if part)
    number = mention.details["number"].partition("-")[0]
    yield RDF.type, node(WSIS.InstrumentVersion)
    yield DCT.isVersionOf, node(work)
    yield DCT.date, literal(year, datatype=XSD.gYear)
    yield SKOS.prefLabel, literal(f"{name} ({inside})", language="en")
    yield SKOS.prefLabel, literal(f"第{number}号{word}（{inside_chinese}）", language="zh")
    yield WSIS.adoptedBy, node(body)
    yield WSIS.versionStatus, node(iris.vocab("version-status", "adopted"))
    if english:
        yield WSIS.place, literal(english, language="en")
        yield WSIS.place, literal(chinese, language="zh")


def _document(mention: Mention) -> Iterator[Said]:
    yield RDF.type, node(WSIS.Document)
    yield DCT.type, node(iris.vocab("document-kinds", "working-document"))
    yield SKOS.prefLabel, literal(f"Document {mention.value}", language="en")
    yield SKOS.prefLabel, literal(f"文件{mention.value}", language="zh")
    yield WSIS.symbol, literal(mention.details["symbol"])
    if other := mention.details.get("other_symbol"):
        yield WSIS.symbol, literal(other)


def _meeting(mention: Mention) -> Iterator[Said]:
    details = mention.details
    body = body_iri(details["body"])
    name, chinese = _name(body, "en"), _name(body, "zh")
    # Of a conference that was put off, the IRI has the year in which it met.
    number, year = details.get("number", ""), mention.iri[-_YEAR:]
    yield RDF.type, node(WSIS.Meeting)
    yield WSIS.heldBy, node(body)
    if number:
        yield WSIS.number, literal(number, datatype=XSD.integer)
        yield SKOS.prefLabel, literal(f"{name}, meeting {number}", language="en")
        yield SKOS.prefLabel, literal(f"{chinese}第{number}次会议", language="zh")
        return
    yield SCHEMA.startDate, literal(year, datatype=XSD.gYear)
    place = place_of(details["body"], year)
    english, place_chinese = place_names(place)
    shown = f"{english} {year}" if english else year
    yield SKOS.prefLabel, literal(f"{name}, {shown}", language="en")
    yield SKOS.prefLabel, literal(f"{chinese}{year}年会议", language="zh")
    if english:
        yield WSIS.place, literal(english, language="en")
        yield WSIS.place, literal(place_chinese, language="zh")


def _event(mention: Mention) -> Iterator[Said]:
    key, year = mention.details["body"], mention.details["year"]
    if "/id/edition/" in mention.iri:
        yield RDF.type, node(WSIS.Edition)
        yield DCT.isPartOf, node(iris.individual("series", key))
        yield DCT.date, literal(year, datatype=XSD.gYear)
    else:
        yield RDF.type, node(WSIS.Event)
        yield SCHEMA.startDate, literal(year, datatype=XSD.gYear)
    body = body_iri(key)
    english = _SERIES.get(key) or _name(body, "en")
    chinese = _SERIES_CHINESE.get(key) or _name(body, "zh")
    yield SKOS.prefLabel, literal(f"{english} {year}", language="en")
    yield SKOS.prefLabel, literal(f"{year}年{chinese}", language="zh")


def _name(iri: str, language: str) -> str:
    names = _labels().get(iri, {})
    return names.get(language) or names.get("en") or iri.rpartition("/")[2]


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for label in bundled_labels():
        if label.form == "label" and label.language:
            found.setdefault(label.iri, {}).setdefault(label.language, label.text)
    return found


@cache
def _own_bodies() -> Mapping[str, tuple[Said, ...]]:
    """Return what `names/` tells of bodies that the bundled graph does not describe."""
    found: dict[str, list[Said]] = {}
    for path in names_files():
        for triple in parse(path=str(path), format=RdfFormat.TURTLE, base_iri=iris.base_iri()):
            subject, predicate, value = triple.subject, triple.predicate.value, triple.object
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                if predicate.endswith("hiddenLabel"):
                    predicate = SKOS.altLabel
                found.setdefault(subject.value, []).append((predicate, value))
    return {
        iri: tuple(said)
        for iri, said in found.items()
        if any(predicate == RDF.type for predicate, _ in said)
    }
