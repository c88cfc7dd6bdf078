"""Pages of things: a body, a line, a goal, a resolution, documents and passages, a graph."""

from dataclasses import replace

from tests.site.sample.concepts import (
    APART,
    ASSERTION,
    BASE,
    CELL_COPY,
    ITU,
    MAIN,
    OTHER,
    REPORT,
    UNIDO,
    en,
    formal,
    goal,
    line,
    literal,
    page,
    passage,
    predicate,
    property_of,
    term,
    thing_of_ours,
)
from tests.site.sample.lists import (
    GIGA,
    SDG9_AT_WSIS,
)
from tests.site.sample.matrix import (
    opened,
    targets_table,
)

from wsisgraph.api.pages import (
    Answer,
    AnswerRow,
    Citation,
    Fact,
    Partition,
    Statement,
    Term,
    Text,
    Thing,
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
        stated=len(activities),
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
        stated=1,
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
