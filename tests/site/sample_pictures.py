"""Pictures of every kind, with made-up data."""

from dataclasses import replace

from tests.site.sample import GOALS, ITU, LINES, REPORT, UNIDO, goal, line, page, question
from tests.site.sample.concepts import BASE, en, thing_of_ours
from tests.site.sample.things import line_thing

from wsisgraph.api.pages import (
    Answer,
    AnswerRow,
    Bars,
    Concept,
    Drawn,
    Flow,
    Governance,
    HeldRole,
    Lineage,
    Network,
    Picture,
    PictureEntry,
    PictureKind,
    PicturePage,
    PicturesPage,
    Point,
    Relation,
    Series,
    Status,
    Suggestion,
    Term,
    Thing,
    TimeLines,
    Version,
)

_LINES = tuple(line(code) for code, _ in LINES)
_GOALS = tuple(goal(str(number)) for number in range(1, len(GOALS) + 1))


def _role(key: str, start: str, end: str, year: str, standing: Status = "accepted") -> HeldRole:
    return HeldRole(
        statement=f"{BASE}id/role/{key}-{start}-{end}-{year}",
        who=ITU if "itu" in key else UNIDO,
        role=thing_of_ours("role", key, "", key.replace("-", " ")),
        start=start,
        end=end,
        year=year,
        standing=standing,
        proposed=key.endswith("proposed"),
        documents=(REPORT,),
        disputed="itu" in key,
    )


_ROLES = TimeLines(
    (
        _role("itu-lead", "2008-05", "", "2024"),
        _role("itu-lead", "", "2012", "2014"),
        _role("itu-co", "2005", "2009-03-02", "2010"),
        _role("itu-proposed", "", "", "2022"),
        _role("moderator", "", "", "2005", "unconfirmed"),
        _role("member", "", "", ""),
    )
)

_V1, _V2, _V3 = (
    thing_of_ours("resolution", f"r-1/{year}", "", f"Resolution 1 ({year})")
    for year in (2010, 2014, 2018)
)

_AMENDS = Term("iri", f"{BASE}def#amends", label=en("amends"))

_DRAWN: dict[PictureKind, Drawn] = {
    "roles-in": _ROLES,
    "lineage": Lineage(
        (
            Version(_V1, "2010", "adopted", "Geneva", (ITU,)),
            Version(_V2, "2014-11-07", "adopted", "", (ITU, UNIDO)),
            Version(_V3, "2018", "proposed", "", ()),
        ),
        (Relation(_V3.iri, _AMENDS, _V1.iri),),
    ),
    "governance": Governance(
        (UNIDO, ITU, REPORT),
        frozenset({ITU.iri, REPORT.iri}),
        ((ITU.iri, UNIDO.iri), (REPORT.iri, UNIDO.iri)),
        (Suggestion(en("One stands beside the other."), (ITU.iri, REPORT.iri)),),
    ),
    "flow": Flow(
        (ITU, UNIDO),
        ((_LINES[1], 9), (_LINES[3], 4)),
        _GOALS,
        ((ITU.iri, _LINES[1].iri, 9), (UNIDO.iri, _LINES[3].iri, 4)),
        tuple(
            (one.iri, to.iri, at % 3, 2)
            for one in (_LINES[1], _LINES[3])
            for at, to in enumerate(_GOALS)
        ),
    ),
    "network": Network(
        _LINES,
        _GOALS,
        tuple(
            (one.iri, to.iri, 1 + (a * b) % 5)
            for a, one in enumerate(_LINES)
            for b, to in enumerate(_GOALS)
            if (a + 2 * b) % 3 == 0
        ),
    ),
    "regions": Bars(
        (
            (thing_of_ours("region", "africa", "", "Africa"), 12),
            (thing_of_ours("region", "cis", "", "Commonwealth of Independent States"), 0),
        )
    ),
    "figures": Series(
        tuple(
            Point(
                figure=f"{BASE}id/figure/{year}",
                value=value,
                printed=str(value),
                begin=f"{year}-01-01",
                end=f"{year}-12-31",
                period=str(year),
                comparator="about" if year == 2006 else "exactly",
                kind=None,
                unit=thing_of_ours("unit", "percent", "", "Per cent"),
                area="",
                population="",
            )
            for year, value in ((2005, 16.0), (2006, 17.5), (2023, 67.0))
        ),
        undated=1,
    ),
}


def picture(kind: PictureKind) -> Picture:
    about: Concept | None = None if kind in ("flow", "network") else line("C2")
    return Picture(
        kind=kind,
        href=f"/picture/{kind}" + (about.href if about else ""),
        about=about,
        drawn=_DRAWN[kind],
        answer=Answer(
            replace(
                question("roles/time-lines", "Who held which role when?"),
                href="/api/questions/roles/time-lines",
            ),
            ("agency", "activities"),
            tuple(
                AnswerRow(
                    (
                        (Term("iri", one.iri, href=one.href, label=one.label, code=one.code),),
                        (Term("literal", str(at)),),
                    ),
                    (),
                )
                for at, one in enumerate((ITU, UNIDO))
            ),
            2,
        ),
        sources=(REPORT,),
        query="SELECT * { ?line ?p ?o }",
    )


def picture_page(lang: str = "en") -> PicturePage:
    return PicturePage(page("/picture/roles-in/vocab/action-lines/c2", lang), picture("roles-in"))


def pictures_page(lang: str = "en") -> PicturesPage:
    return PicturesPage(
        page("/picture", lang),
        tuple(
            PictureEntry(kind, f"/picture/{kind}", line("C2") if at % 2 else None, at)
            for at, kind in enumerate(_DRAWN)
        ),
    )


def pictured_thing(lang: str = "en") -> Thing:
    """A line with a picture of every kind."""
    return replace(line_thing(lang), pictures=tuple(picture(kind) for kind in _DRAWN))
