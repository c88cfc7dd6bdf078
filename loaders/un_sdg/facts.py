"""What was read, as facts: wording, links, series and tiers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wsisgraph.loading import Context, Fact, Origin, Term, literal, node
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, RDFS, SCHEMA, SDGO, SKOS

from .checks import COMPACT, check_all, check_codes, is_ours, own_links
from .custodians import custodians
from .ours import KINDS, Ours
from .taxonomy import Node, Turtle, of_kind
from .texts import Text, tell_faults
from .wording import OFFICIAL, SHORT, Texts, differ, from_taxonomy

_THESAURI = ("http://metadata.un.org/thesaurus/", "http://eurovoc.europa.eu/")
_OTHERS = ("http://purl.unep.org/sdg/SDGIO_", "http://www.wikidata.org/entity/")
_SCHEME = iris.SDG


@dataclass(slots=True)
class Reading:
    """Files that were read, and what is gathered while they become facts.

    Attributes:
        context: takes the remarks.
        ours: our codes.
        core: goals, targets and indicators.
        series: the series.
        subjects: links to thesauri.
        tiers: the classes of the taxonomy, for its tiers; None where the file is missing.
        texts: texts of the six languages.
        taken: every text that became a fact.
        reworded: how many things the taxonomy words otherwise, by language.
    """

    context: Context
    ours: Ours
    core: Turtle
    series: Turtle
    subjects: Turtle
    tiers: Turtle | None
    texts: Texts
    taken: list[Text] = field(default_factory=list)
    reworded: Counter[str] = field(default_factory=Counter)

    def facts(self) -> Iterator[Fact]:
        """Yield the facts: goals, targets, indicators, tiers, series."""
        kept: list[Node] = []
        for kind_iri, kind in KINDS.items():
            nodes = list(of_kind(self.core, kind_iri))
            check_all(kind, nodes, self.ours, self.core, self.context)
            known = [n for n in nodes if is_ours(n, kind, self.ours, self.core, self.context)]
            for one in known:
                check_codes(one, self.ours, self.core, self.context)
            kept += known
            self.context.count(f"{kind}s", len(known))
        order = {iri: place for place, iri in enumerate(self.ours.kinds)}
        siblings = {one.key: one for one in kept}
        for one in sorted(kept, key=lambda one: order[one.iri]):
            yield from self._thing(one, siblings)
        if self.tiers is not None:
            yield from self._tiers(self.tiers)
        yield from self._all_series({one.iri for one in kept})
        self._compare_counts(kept)
        tell_faults(self.taken, self.context)
        for language, number in sorted(self.reworded.items()):
            self.context.notice(
                Origin(self.core.file),
                f"worded otherwise in {language} than in the texts, which are newer and were taken:"
                f" {number} of {len(kept)}",
            )

    def _compare_counts(self, kept: list[Node]) -> None:
        """Tell where there is more or less than the manifest expects."""
        codes = [
            sum(notation.datatype.value == COMPACT for notation in one.literals(SKOS.notation))
            for one in kept
            if self.ours.kinds[one.iri] == "indicator"
        ]
        self.context.count("codes", sum(codes))
        self.context.count("shared", sum(number > 1 for number in codes))
        for name, count in self.context.manifest.counts.items():
            if (found := self.context.counted[name]) != count.expected:
                turtle = self.series if name == "series" else self.core
                self.context.unknown(
                    Origin(turtle.file),
                    f"{name}: {found} are in it, {count.expected} are expected ({count.reason})",
                    "see that the file is whole, and of the release that is meant",
                )

    def _thing(self, one: Node, siblings: dict[str, Node]) -> Iterator[Fact]:
        """Yield what is said of a goal, target or indicator."""
        kind = self.ours.kinds[one.iri]
        printed = self.texts.get((one.iri, OFFICIAL), {})
        theirs = from_taxonomy(one, self.core, printed, self.context)
        self.reworded.update(differ(printed, theirs))
        official = {**theirs, **printed}
        origin = self.core.origin(one)
        yield from self._worded(one, DCT.title, official, origin)
        if kind == "indicator":
            yield from self._worded(one, SKOS.prefLabel, official, origin)
        yield from self._worded(one, SKOS.altLabel, self._short(one, official), origin)
        for agency in custodians(one, self.core, self.context):
            yield _fact(one, SDGO.custodianAgency, literal(agency), origin)
        for tier in one.nodes(SDGO.tier):
            yield _fact(one, SDGO.tier, node(tier), origin)
        for link in own_links(one, self.core, self.context, siblings):
            if self._is_known(one, link, _OTHERS, self.core):
                yield _fact(one, SKOS.exactMatch, node(link), origin)
        yield from self._about(one, origin)

    def _short(self, one: Node, official: Mapping[str, Text]) -> dict[str, Text]:
        """Return the short official names, where they are not ours or the whole wording."""
        return {
            language: text
            for language, text in self.texts.get((one.iri, SHORT), {}).items()
            if text.value != self.ours.names.get((one.iri, language))
            and (language not in official or text.value != official[language].value)
        }

    def _worded(
        self, one: Node, predicate: str, texts: Mapping[str, Text], origin: Origin
    ) -> Iterator[Fact]:
        for language, text in sorted(texts.items()):
            if predicate != SKOS.prefLabel:
                self.taken.append(text)
            yield _fact(one, predicate, literal(text.value, language=language), origin)

    def _about(self, one: Node, origin: Origin) -> Iterator[Fact]:
        """Yield the entries of thesauri that a thing is about."""
        about = self.subjects.nodes.get(one.iri)
        for link in about.nodes(DCT.subject) if about is not None else ():
            if self._is_known(one, link, _THESAURI, self.subjects):
                yield _fact(one, DCT.subject, node(link), origin)

    def _is_known(self, one: Node, link: str, known: tuple[str, ...], turtle: Turtle) -> bool:
        if link.startswith(known):
            return True
        self.context.unknown(
            turtle.origin(one, node(link)),
            f"<{link}> is of no vocabulary that is known here; the link was left out",
            "look whether the taxonomy has changed",
        )
        return False

    def _tiers(self, turtle: Turtle) -> Iterator[Fact]:
        for one in of_kind(turtle, SDGO.Tier):
            origin = turtle.origin(one)
            yield _fact(one, RDF.type, node(SDGO.Tier), origin)
            for label in one.literals(RDFS.label):
                yield _fact(one, RDFS.label, label, origin)

    def _all_series(self, known: set[str]) -> Iterator[Fact]:
        turtle, context = self.series, self.context
        elsewhere = Counter[str]()
        for one in of_kind(turtle, SDGO.Series):
            context.count("series")
            labels = from_taxonomy(one, turtle, {}, context)
            above = [iri for iri in one.nodes(SKOS.broader) if iri in known]
            if not labels or not above:
                lack = "no label" if not labels else "no indicator that is ours"
                context.unknown(
                    turtle.origin(one),
                    f"the series {one.key} has {lack}; it was left out",
                    "see it",
                )
                continue
            for scheme in one.nodes(SKOS.inScheme):
                elsewhere[scheme] += scheme != _SCHEME
            origin = turtle.origin(one)
            for kind in (SDGO.Series, SKOS.Concept):
                yield _fact(one, RDF.type, node(kind), origin)
            yield _fact(one, SKOS.inScheme, node(_SCHEME), origin)
            yield _fact(one, SKOS.notation, literal(one.key), origin)
            yield from self._worded(one, DCT.title, labels, origin)
            yield from self._worded(one, SKOS.prefLabel, labels, origin)
            for iri in above:
                yield _fact(one, SKOS.broader, node(iri), origin)
            for predicate in (SCHEMA.keywords, SKOS.historyNote):
                words = (" ".join(text.value.split()) for text in one.literals(predicate))
                for word in dict.fromkeys(words):
                    yield _fact(one, predicate, literal(word), origin)
            yield from self._about(one, origin)
        for scheme, number in elsewhere.items():
            if number:
                context.notice(
                    Origin(turtle.file),
                    f"the series are said to be in <{scheme}>, an older name of the scheme"
                    f" ({number} times); they were put into <{_SCHEME}>",
                )


def _fact(one: Node, predicate: str, value: Term, origin: Origin) -> Fact:
    return Fact(one.iri, predicate, value, origin, record=one.key)
