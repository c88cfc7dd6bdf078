"""Closed namespaces: `WSIS.Linkage` is an IRI, `WSIS.Linkge` fails at once.

The members of WSIS are terms of `ontology/wsis.ttl`; a test compares the two.
"""

from collections.abc import Iterator


class Namespace:
    """A namespace that knows its terms; asking for another one is an AttributeError."""

    def __init__(self, iri: str, terms: str) -> None:
        self.iri = iri
        self._terms = frozenset(terms.split())

    def __getattr__(self, name: str) -> str:
        if name.startswith("_") or name not in self._terms:
            raise AttributeError(f"<{self.iri}> has no term “{name}” in use here")
        # Asked of this once; the next time it is an attribute like any other.
        iri = self.__dict__[name] = self.iri + name
        return iri

    def __getitem__(self, name: str) -> str:
        """Return terms whose names are not Python names, e.g. `VOID["class"]`."""
        return str(getattr(self, name))

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._terms))


RDF = Namespace(
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "type first rest nil langString Statement subject predicate object",
)
RDFS = Namespace(
    "http://www.w3.org/2000/01/rdf-schema#", "label comment seeAlso isDefinedBy subClassOf range"
)
OWL = Namespace("http://www.w3.org/2002/07/owl#", "Ontology Class sameAs versionInfo")
XSD = Namespace(
    "http://www.w3.org/2001/XMLSchema#",
    "string boolean integer decimal date dateTime gYear gYearMonth anyURI",
)
SKOS = Namespace(
    "http://www.w3.org/2004/02/skos/core#",
    "Concept ConceptScheme prefLabel altLabel definition notation inScheme broader narrower "
    "topConceptOf exactMatch editorialNote scopeNote note historyNote",
)
DCT = Namespace(
    "http://purl.org/dc/terms/",
    "title description abstract identifier type creator contributor publisher issued modified date "
    "source license rights isPartOf hasPart isVersionOf language bibliographicCitation references "
    "subject accrualPeriodicity conformsTo",
)
PROV = Namespace(
    "http://www.w3.org/ns/prov#",
    "Entity Activity Agent hadPrimarySource wasDerivedFrom wasGeneratedBy wasAttributedTo used "
    "hadPlan wasAssociatedWith endedAtTime wasRevisionOf",
)
ORG = Namespace(
    "http://www.w3.org/ns/org#", "Organization Role member role memberOf subOrganizationOf"
)
SCHEMA = Namespace(
    "https://schema.org/",
    "startDate endDate url sha256 location name description about keywords text",
)
VOID = Namespace(
    "http://rdfs.org/ns/void#",
    "Dataset triples entities classes properties subset class property classPartition "
    "propertyPartition uriSpace vocabulary sparqlEndpoint dataDump feature",
)
DCAT = Namespace("http://www.w3.org/ns/dcat#", "Dataset Distribution keyword")
SDGO = Namespace(
    "http://metadata.un.org/sdg/ontology#",
    "Goal Target Indicator Series Tier tier custodianAgency hasTarget isTargetOf hasIndicator "
    "isIndicatorOf SDGCode SDGCodeCompact SDGCodePerm",
)
SH = Namespace(
    "http://www.w3.org/ns/shacl#",
    "NodeShape PropertyShape ValidationReport ValidationResult conforms result focusNode "
    "resultPath resultMessage resultSeverity sourceShape sourceConstraintComponent value "
    "Violation Warning Info targetClass property path",
)
WSIS = Namespace(
    "https://w3id.org/wsis-sdg/def#",
    "ActionLine Linkage RoleStatement Body Instrument InstrumentVersion Clause ClauseVersion Duty "
    "Recommendation Activity ActivityLink Series Edition Event Meeting Document Passage Roadmap "
    "ReviewCycle Contribution Sponsorship Figure Statement Person Decision Correction AgencyGraph "
    "actionLine linksTo serves servesByMatrix activity basis status confidence strength direction "
    "scope statedIn statedAsOf start end startEarliest startLatest endEarliest endLatest "
    "asOfEarliest asOfLatest roleIn carriedOutBy partner cites mentions amends replaces "
    "versionStatus versionOfClause locator copyLine order passageKind coverage addressee imposes "
    "bearer force product recipient recurrence due condition dutyStatus fulfilledBy heldBy number "
    "symbol symbolNote submittedTo measure population area period periodStart periodEnd value "
    "valuePrinted unit comparator figureKind about inRegion place adoptedBy activityStatus "
    "dateInferred change channel contradicts disputes disputedBy repeats approvedBy consideredBy "
    "notedBy Nomination edition prizeCategory prizePhase stakeholderType reach addedValue "
    "challenges economicImpact environmentalImpact linkageExamples objectives partnerships results "
    "socialImpact submitter timeframe decidedOn pattern tier "
    "Mention normalForm "
    "verdict stoodIn movedAlong withdraws correction oldValue newValue "
    "ReviewEntry reviewQuestion responsibleBody",
)

# What we write Turtle, TriG and RDF/XML with, and what queries may rely on being declared.
PREFIXES = {
    "dct": DCT.iri,
    "org": ORG.iri,
    "owl": OWL.iri,
    "prov": PROV.iri,
    "rdfs": RDFS.iri,
    "schema": SCHEMA.iri,
    "sdg": "http://metadata.un.org/sdg/",
    "sdgo": SDGO.iri,
    "sh": SH.iri,
    "skos": SKOS.iri,
    "void": VOID.iri,
    "wsis": WSIS.iri,
    "xsd": XSD.iri,
}
