"""Things with codes and labels, passages, terms, questions: what the samples are made of."""

from dataclasses import replace

from wsisgraph.api.pages import (
    Choice,
    Concept,
    Field,
    Graph,
    Link,
    Page,
    Passage,
    Property,
    Question,
    Term,
    Text,
    Value,
)

BASE = "https://w3id.org/wsis-sdg/"

DEF = BASE + "def#"

LINES = [
    ("C1", "The role of governments and all stakeholders in the promotion of ICTs for development"),
    ("C2", "Information and communication infrastructure"),
    ("C3", "Access to information and knowledge"),
    ("C4", "Capacity building"),
    ("C5", "Building confidence and security in the use of ICTs"),
    ("C6", "Enabling environment"),
    ("C7-egov", "ICT applications: e-government"),
    ("C7-ebus", "ICT applications: e-business"),
    ("C7-elea", "ICT applications: e-learning"),
    ("C7-ehea", "ICT applications: e-health"),
    ("C7-eemp", "ICT applications: e-employment"),
    ("C7-eenv", "ICT applications: e-environment"),
    ("C7-eagr", "ICT applications: e-agriculture"),
    ("C7-esci", "ICT applications: e-science"),
    ("C8", "Cultural diversity and identity, linguistic diversity and local content"),
    ("C9", "Media"),
    ("C10", "Ethical dimensions of the information society"),
    ("C11", "International and regional cooperation"),
]

GOALS = [
    "No poverty",
    "Zero hunger",
    "Good health and well-being",
    "Quality education",
    "Gender equality",
    "Clean water and sanitation",
    "Affordable and clean energy",
    "Decent work and economic growth",
    "Industry, innovation and infrastructure",
    "Reduced inequalities",
    "Sustainable cities and communities",
    "Responsible consumption and production",
    "Climate action",
    "Life below water",
    "Life on land",
    "Peace, justice and strong institutions",
    "Partnerships for the goals",
]

FORMATS = (
    Link("/data.ttl", "ttl", "text/turtle"),
    Link("/data.jsonld", "jsonld", "application/ld+json"),
    Link("/data.nt", "nt", "application/n-triples"),
    Link("/data.rdf", "rdf", "application/rdf+xml"),
)


def page(path: str = "/", lang: str = "en", *, chosen: bool = False) -> Page:
    return Page(
        lang=lang,
        path=path,
        revision="1-5f3a",
        formats=FORMATS,
        lang_chosen=chosen,
        address=f"https://example.org{path}",
        machine='{"@context":"https://schema.org/","@type":"WebPage"}',
    )


def en(value: str) -> Text:
    return Text(value, "en")


def line(code: str) -> Concept:
    href = f"/vocab/action-lines/{code.lower()}"
    return Concept(BASE + href[1:], href, code, en(dict(LINES)[code]))


def goal(code: str) -> Concept:
    label = GOALS[int(code) - 1] if code.isdecimal() else f"Target {code}, in short"
    return Concept(f"http://metadata.un.org/sdg/{code}", f"/sdg/{code}", code, en(label))


def thing_of_ours(kind: str, key: str, code: str, label: str) -> Concept:
    return Concept(f"{BASE}id/{kind}/{key}", f"/id/{kind}/{key}", code, en(label))


ITU = thing_of_ours("agency", "itu", "ITU", "International Telecommunication Union")

UNIDO = thing_of_ours(
    "agency", "unido", "UNIDO", "United Nations Industrial Development Organization"
)

REPORT = thing_of_ours(
    "document", "itu-council-000", "", "ITU’s contribution to the WSIS outcomes and the 2030 Agenda"
)

COPY = thing_of_ours(
    "document", "ict4sdg-app", "", "The matrix as shown in the ICT4SDG application"
)

MATRIX = thing_of_ours("document", "wsis-sdg-matrix-2015", "", "WSIS–SDG Matrix")


def passage(document: Concept, locator: str, abstract: str = "") -> Passage:
    return Passage(
        f"{document.iri}/p/{locator}",
        f"{document.href}/p/{locator}",
        document,
        locator,
        en(abstract) if abstract else None,
    )


ASSERTION = passage(REPORT, "2-1-b", "ITU and UNIDO organise SDG9@WSIS, a track on goal 9.")

CELL_COPY = passage(COPY, "c2-9", "C2 is shown under goal 9, with targets 9.1, 9.a and 9.c.")

MAIN = Graph(
    BASE + "graph/itu-council", "/graph/itu-council", en("ITU Council documents"), "accepted"
)

OTHER = Graph(BASE + "graph/un-bodies", "/graph/un-bodies", en("UN bodies"), "accepted")

APART = Graph(
    BASE + "graph/unconfirmed/un-bodies",
    "/graph/unconfirmed/un-bodies",
    en("From memory"),
    "unconfirmed",
)


def term(concept: Concept) -> Term:
    return Term("iri", concept.iri, href=concept.href, label=concept.label, code=concept.code)


def literal(value: str, lang: str = "") -> Term:
    return Term("literal", value, lang=lang)


def predicate(name: str, label: str) -> Term:
    return Term("iri", DEF + name, href=f"/def#{name}", label=en(label))


def property_of(name: str, label: str, *values: Term, graph: Graph = MAIN) -> Property:
    return Property(
        predicate(name, label), tuple(Value(value, (graph,)) for value in values), len(values)
    )


def question(name: str, words: str, href: str = "", fields: tuple[Field, ...] = ()) -> Question:
    action = f"/api/questions/{name}"
    return Question(
        name, href or action, action, en(words), "One sentence on what it gives.", fields
    )


EXAMPLES = (
    question(
        "activities/by-agency-and-goal",
        "Which ITU activities serve SDG 9?",
        "/api/activities?agency=itu&goal=9",
        (
            Field("agency", "Agency", "iri", True, "itu", (Choice("itu", en("ITU")),)),
            Field("goal", "Goal or target", "code", True, "9"),
            Field("on", "On", "date", False),
        ),
    ),
    question("roles/in-line-on-date", "Who led C6 on 1 January 2007?"),
    question("lines/for-target", "Which action lines support target 9.c?"),
    question("statements/contradictions", "Where do the sources contradict each other?"),
)


def formal(name: str, words: str, parameter: str) -> Question:
    return replace(question(name, words), href=f"/api/questions/{name}?{parameter}")
