"""Small data for the pages of the manual, in the shapes the api gives."""

from tests.site import sample
from tests.site.sample import BASE, DEF, en, term

from wsisgraph.api.manual import (
    DatasetPage,
    DefinedTerm,
    Demand,
    Download,
    Example,
    ForeignTerm,
    GraphEntry,
    Ontology,
    Rule,
    Scheme,
    Severity,
    Shape,
    Shapes,
)
from wsisgraph.api.pages import Concept, Link, Term, Text
from wsisgraph.api.pages.changes import Changed, Changes

LABELS = {
    "en": {"Linkage": "Linkage", "Event": "Event", "linksTo": "links to", "area": "area"},
    "fr": {"Linkage": "Lien", "Event": "Événement", "linksTo": "relie à", "area": "zone"},
    "ar": {"Linkage": "ربط", "Event": "فعالية", "linksTo": "يربط بـ", "area": "منطقة"},
    "zh": {"Linkage": "关联", "Event": "会议活动", "linksTo": "关联到", "area": "地区"},
}


def named(name: str, lang: str) -> Text:
    return Text(LABELS[lang][name], lang)


def our_term(name: str, lang: str) -> Term:
    return Term("iri", DEF + name, href=f"/def#{name}", label=named(name, lang))


def foreign(prefixed: str, iri: str) -> Term:
    return Term("iri", iri, href=iri, label=Text(prefixed.partition(":")[2]))


def defined(name: str, lang: str, uses: int = 3) -> DefinedTerm:
    is_class = name[0].isupper()
    linkage = Concept(BASE + "id/linkage/m/c2-9", "/id/linkage/m/c2-9", "", Text("c2-9"))
    return DefinedTerm(
        iri=DEF + name,
        anchor=name,
        kind="class" if is_class else "property",
        label=named(name, lang),
        definition=en(f"Definition of {name}, with <markup> & signs."),
        notes=(),
        sources=(en("design of the graph, model point 2"),),
        broader=(foreign("skos:mappingRelation", "http://www.w3.org/2004/02/skos/core#mapping"),),
        narrower=(our_term("Event", lang),) if name == "Linkage" else (),
        domain=() if is_class else (our_term("Linkage", lang),),
        range=() if is_class else (our_term("Event", lang),),
        close=(),
        related=(),
        properties=(our_term("linksTo", lang),) if name == "Linkage" else (),
        uses=uses,
        examples=(
            Example(linkage, () if is_class else (term(sample.goal("9")), sample.literal("9.c"))),
        )
        if uses
        else (),
        shapes=(Link("/shapes#Linkage", "Linkage"),),
        questions=(
            Link("/api/questions#matrix--lines-for-target", "Which lines support this target?"),
        ),
    )


def ontology(lang: str = "en") -> Ontology:
    roles = Concept(BASE + "vocab/roles", "/vocab/roles", "", en("Roles"))
    author = Concept(BASE + "vocab/roles/author", "/vocab/roles/author", "author", en("Author"))
    return Ontology(
        page=sample.page("/def", lang),
        iri=BASE + "def",
        label=en("WSIS–SDG ontology"),
        description=en("Terms for saying how the action lines serve the goals."),
        version="0.1.0",
        classes=(defined("Linkage", lang, 1287), defined("Event", lang, 0)),
        properties=(defined("linksTo", lang), defined("area", lang)),
        schemes=(Scheme(roles, "scheme-roles", en("Parts a body can play."), (author,), 20),),
        foreign=(
            ForeignTerm(
                foreign("skos:prefLabel", "http://www.w3.org/2004/02/skos/core#prefLabel"),
                "property",
                1200,
            ),
        ),
    )


def rule(
    local: str, *demands: Demand, severity: Severity = "Violation", path: Term | None = None
) -> Rule:
    return Rule(
        iri=BASE + "shapes#" + local,
        local=local,
        anchor=local,
        name=en(local),
        path=path,
        severity=severity,
        message=en("Name exactly one, for example “9.c”."),
        demands=demands,
        breaks='example:one\n    rdfs:label "</pre><script>alert(1)</script>" .',
    )


def shapes(lang: str = "en") -> Shapes:
    links = our_term("linksTo", lang)
    directions = Term("iri", BASE + "vocab/directions", href="/vocab/directions", label=en("Roles"))
    decimal = foreign("xsd:decimal", "http://www.w3.org/2001/XMLSchema#decimal")
    iri = foreign("sh:IRI", "http://www.w3.org/ns/shacl#IRI")
    of_class = Demand("class", (our_term("Event", lang),))
    linkage = Shape(
        iri=BASE + "shapes#Linkage",
        anchor="Linkage",
        label=en("Linkage"),
        comment=en("One cell of a matrix."),
        classes=(our_term("Linkage", lang),),
        rules=(
            rule(
                "Linkage-linksTo",
                Demand("count", least=1, most=1),
                of_class,
                Demand("scheme", (directions,)),
                path=links,
            ),
            rule(
                "Linkage-number",
                Demand("count", least=2),
                Demand("datatype", (decimal,)),
                Demand("minInclusive", text="0"),
                Demand("maxInclusive", text="1000"),
                Demand("pattern", text="^[A-Z]$"),
                Demand("nodeKind", (iri,)),
                severity="Warning",
                path=links,
            ),
            rule(
                "Linkage-text",
                Demand("count", most=3),
                Demand("languageIn", text="ar en"),
                Demand("uniqueLang"),
                Demand("qualified", least=1, alternatives=((of_class,),)),
                Demand("hasValue", (links,)),
                Demand("in", (links, directions)),
                Demand("lessThanOrEquals", (links,)),
            ),
            rule(
                "Linkage-either",
                Demand("or", alternatives=((of_class,), (Demand("count", least=1, most=4),))),
                Demand(
                    "not", alternatives=((Demand("path", (), path=links, alternatives=((),)),),)
                ),
                Demand("sparql", text="SELECT $this WHERE { $this wsis:linksTo ?x }"),
                Demand("someday", text="7"),
            ),
        ),
    )
    event = Shape(BASE + "shapes#Event", "Event", en("Event"), None, (our_term("Event", lang),), ())
    parts = Shape("", "parts", Text(""), None, (), (rule("Year", Demand("count", most=0)),))
    return Shapes(sample.page("/shapes", lang), BASE + "shapes", (linkage, event, parts), 4, 1)


def graph(key: str, status: str = "accepted", quads: int = 19308) -> GraphEntry:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    return GraphEntry(
        iri=BASE + "graph/" + key,
        href="/graph/" + key,
        title=en("Documents of the ITU Council"),
        status=status,
        quads=quads,
        classes=((Term("iri", DEF + "Linkage", href="/def#Linkage", label=en("Linkage")), 287),),
        license=Term("iri", licence, href=licence),
        publisher=sample.thing_of_ours("agency", "itu", "ITU", "Union"),
        issued="2024",
        citation=Text("International Telecommunication Union: four documents", ""),
        rights=(en("ITU holds the copyright of the documents; only facts are taken."),),
    )


def file(name: str, graph: str = "") -> Download:
    return Download("/downloads/" + name, name, "application/n-quads", 8960202, "ab" * 32, graph)


def dataset(lang: str = "en", *, made: bool = True) -> DatasetPage:
    council, apart = graph("itu-council"), graph("unconfirmed/regions", "unconfirmed", 606)
    return DatasetPage(
        page=sample.page("/dataset", lang),
        iri=BASE + "dataset",
        title=en("The WSIS–SDG knowledge graph"),
        description=en("How the action lines serve the goals."),
        license="https://creativecommons.org/licenses/by/4.0/",
        publisher=sample.thing_of_ours("body", "wsisgraph", "", "wsisgraph project"),
        citation="wsisgraph contributors, 2026. The WSIS–SDG knowledge graph.",
        version="0.1.0",
        issued="2026-11-22",
        counts=(("linkages", 287), ("roles", 190)),
        quads=44649,
        graphs=(apart, council),
        downloads=(
            file("wsisgraph.nq"),
            file("graphs/itu-council.ttl", council.iri),
            file("linkages.csv"),
        )
        if made
        else (),
    )


def changes(lang: str = "en") -> Changes:
    def changed(number: int, agency: bool) -> Changed:
        return Changed(
            number=number,
            revision=f"{number}-0123456789ab",
            time="2026-11-22T10:15:00+00:00",
            by="desk" if agency else "wsisgraph build",
            agency=sample.thing_of_ours("agency", "unesco", "", "UNESCO") if agency else None,
            message="PUT /graphs" if agency else "the bundled sources",
            added=1234,
            removed=5,
            graphs=("agency/unesco/projects",) if agency else (),
            href=f"/changes/{number}",
            patch=f"/changes/{number}.rdfp",
        )

    items = (changed(52, True), changed(51, False))
    return Changes(sample.page("/changes", lang), items, 52, 0, 50, "/changes?offset=50")
