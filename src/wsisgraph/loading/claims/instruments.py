"""The resolution that a document prints, and its clauses and duties as facts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from wsisgraph.loading.claims import wording
from wsisgraph.loading.claims.printings import Printed
from wsisgraph.loading.claims.statements import Place, Said, dated, evidence, is_body, is_date, put
from wsisgraph.loading.facts import Fact, literal, node
from wsisgraph.loading.texts.model import Claim
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SCHEMA, SKOS, WSIS, XSD

_PARTS = (("bearer", WSIS.bearer), ("recipient", WSIS.recipient), ("channel", WSIS.channel))
_CHANNELS = ("/id/body/", "/id/agency/", "/id/activity/", "/id/event/", "/id/instrument/")


def version_facts(found: Printed, place: Place, document: str) -> Iterator[Fact]:
    """Yield the version of the resolution that a document prints."""
    if not is_date(found.date):
        return
    said = found.mention.said

    def facts() -> Said:
        yield RDF.type, node(WSIS.InstrumentVersion)
        english, chinese = place.name(found.work, "en"), place.name(found.work, "zh")
        if found.proposed:
            yield SKOS.prefLabel, literal(f"{english} as proposed in {place.key}", language="en")
            yield SKOS.prefLabel, literal(f"{place.key}所拟的{chinese}", language="zh")
        else:
            yield SKOS.prefLabel, literal(f"{english} ({found.date})", language="en")
            yield SKOS.prefLabel, literal(f"{chinese}（{found.date}）", language="zh")
        yield DCT.isVersionOf, node(found.work)
        yield DCT.date, dated(found.date)
        yield DCT.source, node(document)
        status = "proposed" if found.proposed else "adopted"
        yield WSIS.versionStatus, node(iris.vocab("version-status", status))
        if found.amends:
            yield WSIS.amends, node(found.amends)
        yield WSIS.statedIn, node(place.passage)
        yield SKOS.editorialNote, literal(f"Printed as “{said}”.", language="en")

    yield from put(place, found.version, facts())


def clause_facts(
    claims: Sequence[Claim],
    keys: tuple[str, str],
    found: Printed | None,
    place: Place,
    order: int,
    *,
    with_texts: bool,
    language: str,
) -> Iterator[Fact]:
    """Yield a clause: of a resolution, as clause and version; elsewhere, as a recommendation.

    Args:
        claims: those of one passage, alike but for the addressee.
        keys: the key of the clause now, and before the marked changes.
        found: the resolution that the document prints, if it does.
        place: the passage.
        order: of the passage.
        with_texts: whether the words may be stored.
        language: of the words.
    """
    claim = claims[0]
    addressees = [one.parts["addressee"] for one in claims if "addressee" in one.parts]
    duty = place.iri("duty", claim.parts["force"], *addressees) if _asks(claim) else ""
    proposal = found is not None and found.proposed
    if duty:
        yield from put(place, duty, _duty(claim, place, proposal))
    if found is None or not is_date(found.date):
        advice = place.iri("recommendation", claim.parts["force"], *addressees)
        yield from put(place, advice, _advice(claim, addressees, duty, place))
        return
    key, was = keys
    work_clause = f"{found.work}/clause/{key}"
    yield from put(place, work_clause, _clause(found, key, place))
    version = _Version(found.version, work_clause, key, order, duty)
    if found.marked and "change" not in claim.parts:
        unchanged = {"change": iris.vocab("change-kinds", "unchanged")}
        claim = replace(claim, parts={**claim.parts, **unchanged})
    old, new = claim.parts.get("old", ""), claim.parts.get("new", "")
    # Where a clause stood that was moved, only the old text has it.
    if key == was or new or not old:
        text = new if with_texts else ""
        said = _version(claim, addressees, version, place, text, language)
        yield from put(place, f"{found.version}/clause/{key}", said)
    changes = _ends(claim.parts.get("change", ""))
    if found.amends and old and set(changes) & {"changed", "moved", "removed"}:
        before = _Version(found.amends, work_clause, was, order, "")
        bare = Claim(claim.kind, {"force": claim.parts["force"]}, 0, 0, claim.pattern, 1.0)
        text = old if with_texts else ""
        said = _version(bare, addressees, before, place, text, language)
        yield from put(place, f"{found.amends}/clause/{was}", said)


@dataclass(frozen=True, slots=True)
class _Version:
    whole: str
    clause: str
    key: str
    order: int
    duty: str


def _clause(found: Printed, key: str, place: Place) -> Said:
    yield RDF.type, node(WSIS.Clause)
    yield DCT.isPartOf, node(found.work)
    words = key.replace("-", " ")
    yield (
        SKOS.prefLabel,
        literal(f"{place.name(found.work, 'en')}, {words}", language="en"),
    )
    yield (
        SKOS.prefLabel,
        literal(f"{place.name(found.work, 'zh')}，{words}", language="zh"),
    )


def _version(
    claim: Claim,
    addressees: Iterable[str],
    version: _Version,
    place: Place,
    text: str,
    language: str,
) -> Said:
    yield RDF.type, node(WSIS.ClauseVersion)
    yield DCT.isPartOf, node(version.whole)
    words = version.key.replace("-", " ")
    yield SKOS.prefLabel, literal(f"{words}, {version.whole.rpartition('/')[2]}", language="en")
    yield SKOS.prefLabel, literal(f"{version.whole.rpartition('/')[2]}：{words}", language="zh")
    yield WSIS.versionOfClause, node(version.clause)
    yield WSIS.force, node(claim.parts["force"])
    yield WSIS.locator, literal(version.key)
    yield WSIS.order, literal(str(version.order), datatype=XSD.integer)
    for addressee in addressees:
        yield WSIS.addressee, node(addressee)
    for change in claim.parts.get("change", "").split():
        yield WSIS.change, node(change)
    if version.duty:
        yield WSIS.imposes, node(version.duty)
    if text:
        yield SCHEMA.text, literal(text, language=language)
    yield from evidence(claim, place, status=False)


def _advice(claim: Claim, addressees: Iterable[str], duty: str, place: Place) -> Said:
    yield RDF.type, node(WSIS.Recommendation)
    yield from _described(claim, addressees, place)
    yield WSIS.force, node(claim.parts["force"])
    for addressee in addressees:
        yield WSIS.addressee, node(addressee)
    if duty:
        yield WSIS.imposes, node(duty)
    yield from evidence(claim, place)


def _asks(claim: Claim) -> bool:
    bearers = claim.parts.get("bearer", "").split()
    gone = "change" in claim.parts and "old" in claim.parts and not claim.parts.get("new")
    return bool(bearers) and all(is_body(bearer) for bearer in bearers) and not gone


def _duty(claim: Claim, place: Place, proposal: bool) -> Said:
    parts = claim.parts
    yield RDF.type, node(WSIS.Duty)
    yield from _described(claim, parts["bearer"].split(), place)
    status = "proposed" if proposal else "approved"
    yield WSIS.dutyStatus, node(iris.vocab("duty-status", status))
    yield WSIS.force, node(parts["force"])
    for name, predicate in _PARTS:
        for iri in parts.get(name, "").split():
            if _fits(name, iri):
                yield predicate, node(iri)
    for product in parts.get("product", "").split():
        yield WSIS.product, node(product)
    if recurrence := parts.get("recurrence"):
        yield WSIS.recurrence, node(recurrence)
    if is_date(parts.get("due", "")):
        yield WSIS.due, dated(parts["due"])
    keys = [key for key in parts.get("condition", "").split() if key in wording.CONDITIONS]
    if keys:
        words = [wording.CONDITIONS[key] for key in keys]
        yield WSIS.condition, literal("; ".join(word[0] for word in words), language="en")
        yield WSIS.condition, literal("；".join(word[1] for word in words), language="zh")
    yield from evidence(claim, place)


def _fits(name: str, iri: str) -> bool:
    if name == "bearer":
        return is_body(iri)
    kinds = _CHANNELS if name == "channel" else (*_CHANNELS[:2], "/id/event/", "/id/meeting/")
    return any(kind in iri for kind in kinds)


def _described(claim: Claim, whom: Iterable[str], place: Place) -> Said:
    """Yield a description in neutral words: force, whom, what, to whom, when."""
    parts = claim.parts
    bodies = list(whom)
    english = [wording.name(parts["force"], "en")]
    chinese = [wording.name(parts["force"], "zh")]
    if bodies:
        english[0] += f": {_listed(bodies, place, 'en')}"
        chinese[0] += f"：{_listed(bodies, place, 'zh')}"
    for part, en, zh in (
        ("product", "product: ", "成果："),
        ("recipient", "to ", "提交对象："),
        ("channel", "through ", "渠道："),
        ("recurrence", "", ""),
    ):
        if values := parts.get(part, "").split():
            english.append(en + _listed(values, place, "en"))
            chinese.append(zh + _listed(values, place, "zh"))
    if due := parts.get("due"):
        english.append(f"due {due}")
        chinese.append(f"期限{due}")
    yield DCT.description, literal("; ".join(english) + ".", language="en")
    yield DCT.description, literal("；".join(chinese) + "。", language="zh")


def _listed(things: Iterable[str], place: Place, language: str) -> str:
    joint = "、" if language == "zh" else ", "
    return joint.join(place.name(thing, language) for thing in things)


def _ends(values: str) -> list[str]:
    return [value.rpartition("/")[2] for value in values.split()]
