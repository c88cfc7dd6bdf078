"""Lists of activities and roles."""

from tests.site.sample.concepts import (
    ASSERTION,
    CELL_COPY,
    ITU,
    UNIDO,
    en,
    goal,
    line,
    page,
    thing_of_ours,
)

from wsisgraph.api.pages import (
    Activities,
    Activity,
    Choice,
    Field,
    Match,
    Role,
    Roles,
    Text,
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
        stated=1,
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
