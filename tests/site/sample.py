"""Small data for every kind of page, in the shapes the api gives."""

from dataclasses import replace
from typing import Literal

from wsisgraph.api.manual import Asked, Catalogued
from wsisgraph.api.pages import (
    Activities,
    Activity,
    Answer,
    AnswerRow,
    Cell,
    CellPage,
    Choice,
    Citation,
    Concept,
    Coverage,
    Docs,
    Evidence,
    Fact,
    Field,
    Form,
    Graph,
    Home,
    Link,
    Match,
    NamesOfClass,
    Opened,
    Operation,
    Page,
    Parameter,
    Partition,
    Passage,
    Problem,
    Property,
    Question,
    Results,
    Role,
    Roles,
    Statement,
    Table,
    TargetsPage,
    Term,
    Text,
    Thing,
    Value,
    View,
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


def table() -> Table:
    cells = []
    for number, (code, _) in enumerate(LINES):
        for column in range(1, 18):
            count = (number * 7 + column * 5) % 11 - 4
            state = "linked" if count > 0 else "none" if count == 0 else "not-stated"
            cells.append(
                Cell(code, str(column), max(count, 0), state, f"/m/{code}/{column}")  # type: ignore[arg-type]
            )
    return Table(
        "linkages",
        tuple(line(code) for code, _ in LINES),
        tuple(goal(str(n)) for n in range(1, 18)),
        tuple(cells),
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


def home(lang: str = "en", *, chosen: bool = False) -> Home:
    return Home(
        page=page("/", lang, chosen=chosen),
        matrix=table(),
        questions=EXAMPLES,
        counts=(
            ("linkages", 287),
            ("roles", 61),
            ("activities", 38),
            ("documents", 6),
            ("passages", 214),
            ("unconfirmed", 12),
        ),
    )


SDG9_AT_WSIS = Activity(
    thing_of_ours("activity", "sdg9-at-wsis", "", "SDG9@WSIS"),
    (ITU, UNIDO),
    (),
    (Match(goal("9"), "asserted", "accepted", "", (ASSERTION,)),),
)
GIGA = Activity(
    thing_of_ours("activity", "giga", "", "Giga"),
    (ITU,),
    (line("C2"),),
    (
        Match(goal("9"), "matrix", "accepted", "0.95", (CELL_COPY,)),
        Match(goal("9.c"), "matrix", "accepted", "0.95", (CELL_COPY,)),
    ),
)


def activities(lang: str = "en") -> Activities:
    return Activities(
        page=page("/api/activities?agency=itu&goal=9", lang),
        asserted=(SDG9_AT_WSIS,),
        by_matrix=(GIGA,),
        filters=(("agency", "itu"), ("goal", "9")),
        total=2,
        offset=0,
        limit=50,
        next="",
        left_out=3,
        with_left_out="/api/activities?agency=itu&goal=9&status=unconfirmed",
        fields=(
            Field("goal", "goal", "string", False, "9", (Choice("9", en("9 Industry")),)),
            Field("basis", "basis", "string", False, "", (Choice("matrix", Text("matrix")),)),
        ),
    )


def cell() -> CellPage:
    return CellPage(
        page=page("/m/C2/9"),
        row=line("C2"),
        column=goal("9"),
        state="linked",
        evidence=tuple(
            Evidence(
                thing_of_ours("linkage", f"wsis-sdg-matrix/c2-{code}", "", f"C2 and {code}"),
                goal(code),
                "both",
                "0.95",
                "",
                "accepted",
                (CELL_COPY,),
                MATRIX,
            )
            for code in ("9", "9.1", "9.a", "9.c")
        ),
        asserted=(SDG9_AT_WSIS,),
        by_matrix=(GIGA,),
    )


def role_statement(status: str = "accepted") -> Statement:
    return Statement(
        thing_of_ours("role", "itu-c4-002-2b", "", "ITU, sole facilitator of C4"),
        predicate("RoleStatement", "Role statement"),
        None,
        (
            property_of("member", "body", term(ITU)),
            property_of(
                "role",
                "role",
                Term(
                    "iri",
                    BASE + "vocab/roles/sole-facilitator",
                    href="/vocab/roles/sole-facilitator",
                    label=en("sole facilitator"),
                ),
            ),
            property_of("roleIn", "in", term(line("C4"))),
            property_of("statedAsOf", "stated as of", literal("2024")),
        ),
        status,  # type: ignore[arg-type]
        "",
        (passage(REPORT, "2-b", "ITU is the only facilitator of this line."),),
    )


def thing(lang: str = "en") -> Thing:
    return Thing(
        page=page("/id/agency/itu", lang),
        iri=ITU.iri,
        code="ITU",
        label=ITU.label,
        labels=(
            Text("الاتحاد الدولي للاتصالات", "ar"),
            ITU.label,
            Text("Union internationale des télécommunications", "fr"),
            Text("国际电信联盟", "zh"),
        ),
        types=(predicate("Body", "Body"),),
        description=en("The specialised agency of the United Nations for ICTs."),
        status="accepted",
        properties=(
            property_of("altLabel", "other name", literal("UIT", "fr")),
            property_of(
                "exactMatch",
                "same as",
                Term(
                    "iri",
                    "http://www.wikidata.org/entity/Q376150",
                    href="http://www.wikidata.org/entity/Q376150",
                ),
            ),
            property_of("inRegion", "seat", literal("Geneva"), graph=OTHER),
            property_of("member", "head", literal("someone"), graph=APART),
        ),
        incoming=(
            property_of(
                "carriedOutBy", "carried out by", term(GIGA.activity), term(SDG9_AT_WSIS.activity)
            ),
        ),
        passages=(),
        statements=(role_statement(), role_statement("unconfirmed")),
    )


def long_thing(lang: str = "en") -> Thing:
    """A body of which much is said: a table and a list that show their beginning first."""
    statements = tuple(
        replace(
            role_statement(),
            statement=replace(ITU, iri=f"{BASE}id/role/{n}", label=Text(f"role-{n}")),
            parts=(property_of("roleIn", "in", term(goal(str(n)))),),
        )
        for n in range(1, 15)
    )
    activities = tuple(
        replace(GIGA, activity=thing_of_ours("activity", f"a{n}", "", f"Activity {n}"))
        for n in range(12)
    )
    return replace(
        thing(lang),
        statements=statements,
        asserted=activities,
        activities_href="/api/activities?agency=itu",
    )


def wide_thing(lang: str = "en") -> Thing:
    """A body of which many questions are answered, one of them from many passages."""
    asked = (
        ("roles/of-a-body", "Which roles does this body hold?"),
        ("bodies/structure", "Which bodies belong to it?"),
        ("bodies/partners", "Who are its partners?"),
        ("meetings/of-a-body", "When does it meet?"),
        ("new/question", "What else?"),
    )
    said = tuple(passage(REPORT, f"annex-{n}") for n in range(1, 13))
    row = AnswerRow((tuple(term(goal(str(n))) for n in range(1, 13)),), said)
    return replace(
        thing(lang),
        page=page("/id/agency/itu/wide", lang),
        answers=tuple(
            Answer(formal(name, words, "body=itu"), ("goal",), (row,), 1) for name, words in asked
        ),
        activities_href="/api/activities?agency=itu",
    )


def graph_thing(lang: str = "en") -> Thing:
    """A graph with the terms that it uses."""
    return replace(
        thing(lang),
        page=page("/graph/itu-council", lang),
        iri=MAIN.iri,
        code="",
        label=MAIN.label,
        labels=(),
        types=(Term("iri", "http://rdfs.org/ns/void#Dataset"),),
        statements=(),
        incoming=(),
        partitions=(
            Partition("class-1a", predicate("Body", "Body"), "class", 42),
            Partition("property-2b", predicate("linksTo", "links to"), "property", 1234),
        ),
    )


def passage_thing() -> Thing:
    return Thing(
        page=page("/id/document/itu-council-000/p/2-1-b"),
        iri=ASSERTION.iri,
        code="2-1-b",
        label=en("ITU and UNIDO organise SDG9@WSIS, a track on goal 9."),
        labels=(),
        types=(predicate("Passage", "Passage"),),
        description=en("ITU and UNIDO organise SDG9@WSIS, a track on goal 9."),
        status="accepted",
        properties=(
            property_of("isPartOf", "part of", term(REPORT)),
            property_of("locator", "locator", literal("2-1-b")),
        ),
        incoming=(),
        passages=(),
        statements=(role_statement(),),
        citation=Citation(REPORT, (ITU,), "2017", True, "", "not printed in our copy", "2-1-b"),
    )


def document_thing() -> Thing:
    return replace(
        passage_thing(),
        page=page("/id/document/itu-council-000"),
        iri=REPORT.iri,
        code="",
        label=REPORT.label,
        description=None,
        statements=(),
        contents=(
            passage(REPORT, "title", "The title."),
            passage(REPORT, "summary-1", "What the document reports."),
            ASSERTION,
        ),
        facts={
            ASSERTION.iri: (
                Fact(SDG9_AT_WSIS.activity, predicate("Activity", "Activity"), en("A track.")),
                Fact(UNIDO, predicate("Body", "Body"), None),
            )
        },
        citation=Citation(REPORT, (ITU,), "2017", True, "", "not printed in our copy"),
    )


def roles() -> Roles:
    c4 = line("C4")
    co_facilitator = thing_of_ours("role-kind", "co-facilitator", "", "co-facilitator")
    statement = thing_of_ours("role", "itu-c4-000", "", "ITU, co-facilitator of C4")
    return Roles(
        page=page("/api/roles?action_line=C4"),
        roles=(
            Role(
                statement,
                ITU,
                co_facilitator,
                c4,
                "",
                "2008-05",
                "2017",
                "possible",
                "accepted",
                (ASSERTION,),
            ),
        ),
        filters=(("action_line", "C4"), ("on", "2010-01-01")),
        total=1,
        offset=0,
        limit=50,
        next="",
    )


def questions() -> Catalogued:
    return Catalogued(
        page("/api/questions"),
        tuple(
            Asked(
                question=question,
                anchor=question.name.replace("/", "--"),
                columns=("activity", "title", "someColumn"),
                tags=("activities",),
                answers=("CQ-02", "CQ-07"),
                query="SELECT ?activity WHERE { ?activity a <http://example.org/Activity> }",
                terms=(predicate("linksTo", "links to"),),
                shown_on=(predicate("ActionLine", "Action line"),),
            )
            for question in EXAMPLES
        ),
    )


def results() -> Results:
    return Results(
        page=page("/api/questions/activities/by-agency-and-goal?goal=9"),
        question=EXAMPLES[0],
        query="SELECT ?activity ?title WHERE { ?activity ?p ?title }",
        head=("activity", "title", "note"),
        rows=(
            (term(GIGA.activity), literal("Giga", "en"), None),
            (term(SDG9_AT_WSIS.activity), literal("SDG9@WSIS", "en"), literal("2016")),
        ),
        truncated=True,
    )


def form() -> Form:
    return Form(page("/sparql"), "", EXAMPLES)


def docs() -> Docs:
    return Docs(
        page("/docs"),
        (
            Operation(
                "GET",
                "/api/roles",
                "Who held which role when",
                "",
                (Parameter("on", "A date", False, "2010-01-01"), Parameter("x", "", True)),
                "/api/roles?on=2010-01-01",
            ),
            Operation("POST", "/sparql", "SPARQL by POST", "The body is the query.", ()),
        ),
    )


def languages() -> Coverage:
    said = (frozenset({"en", "zh"}), "Labels are ours, unreviewed.", 18)
    return Coverage(page("/languages"), (NamesOfClass(line("C2"), 18, (said,)),))


def problem() -> Problem:
    return Problem(
        page=page("/api/activities?goal=18"),
        type="unknown-code",
        title="There is no such goal",
        status=400,
        detail="“18” is not a goal: there are 17.",
        where="goal",
        hint="Give one of 1 to 17, or a target such as 9.c.",
        valid_values=tuple(str(n) for n in range(1, 18)),
    )


def formal(name: str, words: str, parameter: str) -> Question:
    return replace(question(name, words), href=f"/api/questions/{name}?{parameter}")


def evidence(line_code: str, code: str, *, source: Concept | None = MATRIX) -> Evidence:
    return Evidence(
        thing_of_ours("linkage", f"wsis-sdg-matrix/{line_code.lower()}-{code}", "", ""),
        goal(code),
        "both",
        "0.95",
        "",
        "accepted",
        (CELL_COPY,),
        source,
        line(line_code),
    )


def opened(concept: Concept, line_code: str, goal_code: str) -> Opened:
    return Opened(
        concept,
        2,
        evidence(line_code, goal_code),
        (evidence(line_code, f"{goal_code}.1"), evidence(line_code, f"{goal_code}.a")),
        f"/m/{line_code}/{goal_code}",
    )


def targets_table(goals: tuple[str, ...] = ("1", "9")) -> Table:
    columns = [f"{code}.{n}" for code in goals for n in (1, 2, "a")]
    return Table(
        "linkages",
        (line("C1"), line("C2")),
        tuple(goal(code) for code in columns),
        tuple(
            Cell(
                row,
                code,
                int(code.endswith("a")),
                "linked" if code.endswith("a") else "not-stated",
                f"/m/{row}/{code}",
            )
            for row in ("C1", "C2")
            for code in columns
        ),
        tuple((goal(code), 3) for code in goals),
    )


def targets() -> TargetsPage:
    return TargetsPage(page("/matrix/targets"), targets_table())


def view(by: Literal["goal", "line"] = "goal") -> View:
    if by == "goal":
        heads = ((goal("9"), (opened(line("C2"), "C2", "9"),)), (goal("15"), ()))
    else:
        heads = ((line("C2"), (opened(goal("9"), "C2", "9"),)), (line("C9"), ()))
    return View(page("/goals" if by == "goal" else "/lines"), by, heads)


def home_of_activities(lang: str = "en") -> Home:
    cells = tuple(
        replace(cell, count=0, by_matrix=cell.count, state="linked" if cell.count else "not-stated")
        for cell in table().cells
    )
    cells = (replace(cells[0], count=2, by_matrix=5, state="linked"), *cells[1:])
    africa = Choice("itu-regions/africa", en("Africa"), en("ITU regions"))
    return replace(
        home(lang),
        page=page("/?measure=activities&agency=itu", lang),
        matrix=replace(table(), measure="activities", cells=cells),
        fields=(
            Field("agency", "agency", "string", False, "itu", (Choice("itu", en("ITU")),)),
            Field("region", "region", "string", False, "", (africa,)),
            Field("since", "since", "string", False, "2015"),
            Field("status", "status", "string", False, "", (Choice("unconfirmed", en("")),)),
        ),
        filters=(("agency", "itu"), ("since", "2015")),
        left_out=2,
    )


def line_thing(lang: str = "en") -> Thing:
    side = AnswerRow(
        (
            (term(ITU),),
            (term(line("C2")),),
            (literal("sole"),),
            (literal("co-"),),
            (literal("2024"),),
        ),
        (),
        (ASSERTION,),
        (CELL_COPY,),
    )
    return Thing(
        page=page("/vocab/action-lines/c2.html", lang),
        iri=line("C2").iri,
        code="C2",
        label=line("C2").label,
        labels=(line("C2").label,),
        types=(predicate("ActionLine", "Action line"),),
        description=en("Building and connecting the networks."),
        status="accepted",
        properties=(property_of("order", "order", literal("2")),),
        incoming=(),
        passages=(),
        statements=(role_statement("unconfirmed"),),
        opened=(opened(goal("1"), "C2", "1"), opened(goal("9"), "C2", "9")),
        asserted=(SDG9_AT_WSIS,),
        activities_href="/api/activities?action_line=C2",
        before=line("C1"),
        after=line("C3"),
        answers=(
            Answer(
                formal("roles/in-line-on-date", "Who held which role?", "line=C2"),
                ("statement", "agency", "role"),
                (
                    AnswerRow(
                        ((term(REPORT),), (term(ITU), term(UNIDO)), (literal("lead"),)),
                        (ASSERTION,),
                    ),
                ),
                40,
            ),
            Answer(
                formal("roles/contradictions", "Which cannot both hold?", "line=C2"),
                ("agency", "context", "oneRole", "otherRole", "oneDate"),
                (side,),
                1,
            ),
        ),
    )


def goal_thing(lang: str = "en") -> Thing:
    return replace(
        line_thing(lang),
        page=page("/sdg/9", lang),
        iri=goal("9").iri,
        code="9",
        label=goal("9").label,
        types=(
            Term("iri", "http://metadata.un.org/sdg/ontology#Goal"),
            Term("iri", "http://www.w3.org/2004/02/skos/core#Concept", label=en("Concept")),
        ),
        opened=(opened(line("C2"), "C2", "9"),),
        table=targets_table(("9",)),
        potential=7,
        answers=(),
    )


def resolution_thing() -> Thing:
    version = thing_of_ours("resolution", "itu-pp-140/2022", "", "Resolution 140 (2022)")
    proposal = thing_of_ours("resolution", "itu-pp-140/p", "", "Proposal to modify Resolution 140")
    proposed = Term("iri", BASE + "vocab/version-status/proposed", label=en("Proposed"))
    adopted = Term("iri", BASE + "vocab/version-status/adopted", label=en("Adopted"))
    clause = thing_of_ours("clause", "instructs-1", "", "instructs 1")
    return replace(
        line_thing(),
        page=page("/id/resolution/itu-pp-140.html"),
        iri=BASE + "id/resolution/itu-pp-140",
        code="",
        label=en("Resolution 140"),
        types=(predicate("Instrument", "Instrument"),),
        opened=(),
        asserted=(),
        activities_href="",
        before=None,
        after=None,
        answers=(
            Answer(
                formal("instruments/versions", "Which versions?", "resolution=itu-pp-140"),
                ("version", "date", "standing", "amends", "adoptedBy", "place"),
                (
                    AnswerRow(
                        (
                            (term(version),),
                            (literal("2022"),),
                            (adopted,),
                            (),
                            (term(ITU),),
                            (literal("Bucharest", "en"),),
                        ),
                        (ASSERTION,),
                    ),
                    AnswerRow(
                        (
                            (term(proposal),),
                            (literal("2022"),),
                            (proposed,),
                            (term(version),),
                            (),
                            (),
                        ),
                        (replace(ASSERTION, proposed=True),),
                    ),
                ),
                2,
            ),
            Answer(
                formal("instruments/clauses", "What do the clauses say?", "instrument=itu-pp-140"),
                ("version", "standing", "clause", "number", "force", "text", "addressee", "duty"),
                (
                    AnswerRow(
                        (
                            (term(proposal),),
                            (proposed,),
                            (term(clause),),
                            (literal("instructs-1"),),
                            (literal("instructs"),),
                            (literal("Report each year.", "en"),),
                            (term(ITU),),
                            (term(REPORT),),
                        ),
                        (ASSERTION,),
                    ),
                ),
                1,
            ),
        ),
    )
