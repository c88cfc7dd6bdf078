"""Questions, results, the form, the interface, languages, problems."""

from tests.site.sample.concepts import (
    EXAMPLES,
    line,
    literal,
    page,
    predicate,
    term,
)
from tests.site.sample.lists import (
    GIGA,
    SDG9_AT_WSIS,
)

from wsisgraph.api.manual import Asked, Catalogued
from wsisgraph.api.pages import (
    Coverage,
    Docs,
    Form,
    NamesOfClass,
    Operation,
    Parameter,
    Problem,
    Results,
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
