"""The matrix, its views and a cell."""

from dataclasses import replace
from typing import Literal

from tests.site.sample.concepts import (
    CELL_COPY,
    EXAMPLES,
    LINES,
    MATRIX,
    en,
    goal,
    line,
    page,
    thing_of_ours,
)
from tests.site.sample.lists import (
    GIGA,
    SDG9_AT_WSIS,
)

from wsisgraph.api.pages import (
    Cell,
    CellPage,
    Choice,
    Concept,
    Evidence,
    Field,
    Home,
    Opened,
    Table,
    TargetsPage,
    View,
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
        stated=1,
        potential=1,
    )
