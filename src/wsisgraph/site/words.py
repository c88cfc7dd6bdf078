"""Words for the keys of the graph and of the API, marked for gettext.

A key without a word is shown as it is: a new status or count must not break a page.
"""

import re
from collections.abc import Callable

from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, ORG, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, VOID

_SHACL = "http://www.w3.org/ns/shacl#"


def _(text: str) -> str:
    return text  # marks the text for the catalogue; it is translated where it is shown


WORDS = {
    # bases
    "asserted": _("asserted by a source"),
    "roadmap": _("asserted by a roadmap"),
    "matrix": _("potential, by the matrix"),
    # standing
    "accepted": _("accepted"),
    "unconfirmed": _("unconfirmed"),
    "proposed": _("proposed"),
    "rejected": _("rejected"),
    # cells
    "linked": _("linked"),
    "none": _("assessed, none"),
    "not-stated": _("not stated"),
    # directions of a linkage
    "both": _("both ways"),
    "forward": _("line to goal"),
    "reverse": _("goal to line"),
    # strength of a linkage
    "strong": _("strong"),
    "medium": _("medium"),
    "weak": _("weak"),
    # certainty of a role on a date
    "certain": _("certain"),
    "possible": _("possible: no printed date decides it"),
    "last-stated": _("last stated before that date"),
    # what questions say of their answers
    "start and end": _("start and end"),
    "start": _("the start"),
    "end": _("the end"),
    "partner": _("as a partner"),
    "carries it out as well": _("carries it out as well"),
    "mentions": _("mentions it"),
    "cites": _("cites it"),
    "cites a version": _("cites a version of it"),
    "states it": _("states it"),
    "overlap": _("at the same time"),
    "not determined": _("whether at the same time is not said"),
    # forms of a page
    "ttl": _("Turtle"),
    "jsonld": _("JSON-LD"),
    "nt": _("N-Triples"),
    "rdf": _("RDF/XML"),
    "json": _("JSON"),
    "csv": _("CSV"),
    "svg": _("SVG"),
    "tsv": _("TSV"),
    "xml": _("XML"),
    "srj": _("SPARQL results in JSON"),
    "srx": _("SPARQL results in XML"),
    "html": _("HTML"),
    "nq": _("N-Quads"),
    "trig": _("TriG"),
    # counts
    "linkages": _("linkages"),
    "roles": _("roles"),
    "activities": _("activities"),
    "documents": _("documents"),
    "passages": _("passages"),
    "figures": _("figures"),
    "statements": _("statements"),
    "unconfirmed-count": _("unconfirmed, kept apart"),
    # parameters
    "agency": _("Agency"),
    "goal": _("Goal"),
    "target": _("Target"),
    "action_line": _("Action line"),
    "region": _("Region"),
    "country": _("Country"),
    "since": _("Since"),
    "until": _("Until"),
    "basis": _("Basis"),
    "source": _("Source"),
    "status": _("Status"),
    "on": _("On the date"),
}

FOLDERS = {
    "activities": _("Activities"),
    "bodies": _("Bodies"),
    "documents": _("Documents"),
    "duties": _("Duties"),
    "evidence": _("Evidence"),
    "figures": _("Figures"),
    "instruments": _("Resolutions and other instruments"),
    "matrix": _("The matrix"),
    "meetings": _("Meetings and events"),
    "report": _("Yearly review"),
    "roles": _("Roles"),
    "series": _("Series and editions"),
}
"""The folders of the catalogue of questions."""

FOREIGN = {
    SKOS.iri + "altLabel": _("Other name"),
    SKOS.iri + "broader": _("Part of (broader)"),
    SKOS.iri + "narrower": _("Parts (narrower)"),
    SKOS.iri + "definition": _("Definition"),
    SKOS.iri + "editorialNote": _("Editorial note"),
    SKOS.iri + "exactMatch": _("Same as"),
    SKOS.iri + "closeMatch": _("Close to"),
    SKOS.iri + "historyNote": _("History"),
    SKOS.iri + "inScheme": _("In the scheme"),
    SKOS.iri + "notation": _("Code"),
    SKOS.iri + "prefLabel": _("Name"),
    SKOS.iri + "scopeNote": _("Scope"),
    SKOS.iri + "topConceptOf": _("Top concept of"),
    SKOS.iri + "hasTopConcept": _("Top concepts"),
    SKOS.iri + "Concept": _("Concept"),
    SKOS.iri + "ConceptScheme": _("Concept scheme"),
    DCT.iri + "abstract": _("In our words"),
    DCT.iri + "bibliographicCitation": _("Citation"),
    DCT.iri + "creator": _("Author"),
    DCT.iri + "date": _("Date"),
    DCT.iri + "description": _("Description"),
    DCT.iri + "hasPart": _("Parts"),
    DCT.iri + "identifier": _("Identifier"),
    DCT.iri + "isPartOf": _("Part of"),
    DCT.iri + "isVersionOf": _("Version of"),
    DCT.iri + "issued": _("Issued"),
    DCT.iri + "language": _("Language"),
    DCT.iri + "license": _("Licence"),
    DCT.iri + "modified": _("Changed"),
    DCT.iri + "publisher": _("Publisher"),
    DCT.iri + "rights": _("Rights"),
    DCT.iri + "source": _("Source"),
    DCT.iri + "title": _("Title"),
    DCT.iri + "type": _("Kind"),
    ORG.iri + "member": _("Body"),
    ORG.iri + "role": _("Role"),
    ORG.iri + "subOrganizationOf": _("Part of (body)"),
    PROV.iri + "hadPrimarySource": _("Primary source"),
    PROV.iri + "wasDerivedFrom": _("Derived from"),
    PROV.iri + "wasGeneratedBy": _("Generated by"),
    PROV.iri + "wasAttributedTo": _("Attributed to"),
    SCHEMA.iri + "startDate": _("Begins"),
    SCHEMA.iri + "endDate": _("Ends"),
    SCHEMA.iri + "url": _("Web address"),
    SCHEMA.iri + "sha256": _("Checksum (SHA-256)"),
    RDF.type: _("Class"),
    RDFS.iri + "comment": _("Comment"),
    RDFS.iri + "domain": _("Domain"),
    RDFS.iri + "isDefinedBy": _("Defined by"),
    RDFS.iri + "label": _("Label"),
    RDFS.iri + "range": _("Range"),
    RDFS.iri + "seeAlso": _("See also"),
    RDFS.iri + "subClassOf": _("Narrower than (class)"),
    RDFS.iri + "subPropertyOf": _("Narrower than (property)"),
    SKOS.iri + "relatedMatch": _("Related to"),
    SKOS.iri + "hiddenLabel": _("Other spelling"),
    DCT.iri + "accrualPeriodicity": _("How often it appears"),
    DCT.iri + "contributor": _("Contributor"),
    DCT.iri + "hasVersion": _("Has the version"),
    DCT.iri + "replaces": _("Replaces"),
    DCT.iri + "subject": _("Subject"),
    ORG.iri + "hasSubOrganization": _("Has the part (body)"),
    PROV.iri + "Activity": _("Process"),
    PROV.iri + "Agent": _("Person or body"),
    PROV.iri + "Entity": _("Thing with provenance"),
    PROV.iri + "endedAtTime": _("Ended at"),
    PROV.iri + "used": _("Used"),
    PROV.iri + "wasAssociatedWith": _("Done by"),
    SCHEMA.iri + "domainIncludes": _("Used of"),
    SCHEMA.iri + "rangeIncludes": _("Its values"),
    SCHEMA.iri + "endTime": _("Ends at"),
    SCHEMA.iri + "foundingDate": _("Founded"),
    SCHEMA.iri + "keywords": _("Keywords"),
    SCHEMA.iri + "startTime": _("Begins at"),
    SCHEMA.iri + "temporalCoverage": _("Period covered"),
    iris.SDG_ONTOLOGY + "Goal": _("Goal"),
    iris.SDG_ONTOLOGY + "Indicator": _("Indicator"),
    iris.SDG_ONTOLOGY + "Series": _("Data series"),
    iris.SDG_ONTOLOGY + "Target": _("Target"),
    iris.SDG_ONTOLOGY + "Tier": _("Tier of indicators"),
    iris.SDG_ONTOLOGY + "tier": _("Tier"),
    iris.SDG_ONTOLOGY + "custodianAgency": _("Custodian agency"),
    iris.SDG + "/codes/geoArea": _("Country or area"),
    iris.SDG + "/codes/geoArea#iso2code": _("ISO code of two letters"),
    iris.SDG + "/codes/geoArea#iso3code": _("ISO code of three letters"),
    OWL.iri + "Class": _("Class"),
    OWL.iri + "DatatypeProperty": _("Property with literal values"),
    OWL.iri + "ObjectProperty": _("Property between things"),
    OWL.iri + "Ontology": _("Ontology"),
    OWL.iri + "versionIRI": _("IRI of this version"),
    OWL.iri + "versionInfo": _("Version"),
    VOID.iri + "Dataset": _("Data set"),
    VOID.iri + "entities": _("Things in all"),
    VOID.iri + "subset": _("Part"),
    VOID.iri + "triples": _("Statements in all"),
    _SHACL + "NodeShape": _("Shape"),
    _SHACL + "PrefixDeclaration": _("Declaration of a prefix"),
    _SHACL + "PropertyShape": _("Shape of a property"),
    _SHACL + "SPARQLConstraint": _("Condition in SPARQL"),
    _SHACL + "SPARQLExecutable": _("Question"),
    _SHACL + "SPARQLSelectExecutable": _("SELECT query"),
    _SHACL + "class": _("Class of the values"),
    _SHACL + "datatype": _("Datatype"),
    _SHACL + "declare": _("Prefixes"),
    _SHACL + "maxCount": _("At most"),
    _SHACL + "message": _("Message"),
    _SHACL + "minCount": _("At least"),
    _SHACL + "name": _("Name of the rule"),
    _SHACL + "namespace": _("Namespace"),
    _SHACL + "path": _("Property"),
    _SHACL + "pattern": _("Pattern"),
    _SHACL + "prefix": _("Prefix"),
    _SHACL + "prefixes": _("Prefixes"),
    _SHACL + "property": _("Rule"),
    _SHACL + "select": _("Query"),
    _SHACL + "severity": _("Severity"),
    _SHACL + "targetClass": _("Class that is checked"),
}
"""Terms of others that the graph uses without labelling them."""


def known_term(iri: str, gettext: Callable[[str], str]) -> str:
    """Return our word for a term of others, "" when there is none."""
    known = FOREIGN.get(iri)
    return gettext(known) if known else ""


def folder_name(folder: str, gettext: Callable[[str], str]) -> str:
    """Return the heading of a folder of questions, its name when it is a new one."""
    return gettext(FOLDERS.get(folder, folder.capitalize()))


_LAST_STATED = re.compile(r"last stated in ([0-9]{4})")


def answered(value: str, gettext: Callable[[str], str]) -> str:
    """Return what a question says in words of its own, in the language of `gettext`."""
    if found := _LAST_STATED.fullmatch(value):
        return gettext(_("last stated in %(year)s")) % {"year": found[1]}
    return word(value, gettext)


def word(key: str, gettext: Callable[[str], str]) -> str:
    """Return the word for `key` in the language of `gettext`, or the key itself."""
    known = WORDS.get(key)
    return gettext(known) if known else key
