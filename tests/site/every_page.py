"""Each kind of page, drawn with the sample data, by the path it is served at in the tests."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from tests.site import sample, sample_beside, sample_manual, sample_pictures, sample_review

from wsisgraph.api.pages import Pages

DRAWN: dict[str, Callable[[Pages], str]] = {
    "/": lambda pages: pages.home(sample.home()),
    "/ar": lambda pages: pages.home(sample.home("ar", chosen=True)),
    "/zh": lambda pages: pages.home(sample.home("zh", chosen=True)),
    "/activities": lambda pages: pages.home(sample.home_of_activities()),
    "/goals": lambda pages: pages.view(sample.view("goal")),
    "/lines": lambda pages: pages.view(sample.view("line")),
    "/matrix/targets": lambda pages: pages.targets(sample.targets()),
    "/vocab/action-lines/c2": lambda pages: pages.thing(sample.line_thing()),
    "/vocab/action-lines/c2/ar": lambda pages: pages.thing(sample.line_thing("ar")),
    "/vocab/action-lines/c2/pictures": lambda pages: pages.thing(sample_pictures.pictured_thing()),
    "/picture": lambda pages: pages.pictures(sample_pictures.pictures_page()),
    "/picture/roles-in": lambda pages: pages.picture(sample_pictures.picture_page()),
    "/report": lambda pages: pages.reports(sample_review.reports()),
    "/report/c2": lambda pages: pages.report(sample_review.report()),
    "/report/c2/ar": lambda pages: pages.report(sample_review.report("ar")),
    "/sdg/9": lambda pages: pages.thing(sample.goal_thing()),
    "/id/resolution/itu-pp-140": lambda pages: pages.thing(sample.resolution_thing()),
    "/id/agency/itu/long": lambda pages: pages.thing(sample.long_thing()),
    "/id/agency/itu/wide": lambda pages: pages.thing(sample.wide_thing()),
    "/graph/itu-council": lambda pages: pages.thing(sample.graph_thing()),
    "/id/agency/itu": lambda pages: pages.thing(sample.thing()),
    "/id/document/itu-council-000": lambda pages: pages.thing(sample.document_thing()),
    "/id/document/itu-council-000/p/2-1-b": lambda pages: pages.thing(sample.passage_thing()),
    "/api/activities": lambda pages: pages.activities(sample.activities()),
    "/api/roles": lambda pages: pages.roles(sample.roles()),
    "/api/questions": lambda pages: pages.questions(sample.questions()),
    "/api/questions/activities/by-agency-and-goal": lambda pages: pages.results(sample.results()),
    "/m/C2/9": lambda pages: pages.cell(sample.cell()),
    "/peers": lambda pages: pages.home(sample_beside.home()),
    "/m/C2/9/peers": lambda pages: pages.cell(sample_beside.cell()),
    "/sparql": lambda pages: pages.form(sample.form()),
    "/docs": lambda pages: pages.docs(sample.docs()),
    "/def": lambda pages: pages.ontology(sample_manual.ontology()),
    "/def/ar": lambda pages: pages.ontology(sample_manual.ontology("ar")),
    "/dataset": lambda pages: pages.dataset(sample_manual.dataset()),
    "/dataset/ar": lambda pages: pages.dataset(sample_manual.dataset("ar")),
    "/dataset/made": lambda pages: pages.dataset(sample_manual.dataset(made=False)),
    "/changes": lambda pages: pages.changes(sample_manual.changes()),
    "/changes/ar": lambda pages: pages.changes(sample_manual.changes("ar")),
    "/shapes": lambda pages: pages.shapes(sample_manual.shapes()),
    "/shapes/ar": lambda pages: pages.shapes(sample_manual.shapes("ar")),
    "/languages": lambda pages: pages.languages(sample.languages()),
    "/problem": lambda pages: pages.problem(sample.problem()),
}

TYPES = [path for path in DRAWN if not path.endswith(("/ar", "/zh"))]
"""One page of each type."""


class InLanguage:
    """Draws the sample pages in another language than they were made for."""

    def __init__(self, pages: Pages, lang: str) -> None:
        self._pages = pages
        self._lang = lang

    def __getattr__(self, name: str) -> Callable[[Any], str]:
        draw = getattr(self._pages, name)

        def drawn(data: Any) -> str:
            page = replace(data.page, lang=self._lang, lang_chosen=True)
            return cast(str, draw(replace(data, page=page)))

        return drawn


def draw(pages: Pages, path: str, lang: str = "") -> str:
    """Return a page, in another language than the sample has if one is named."""
    return DRAWN[path](cast(Pages, InLanguage(pages, lang)) if lang else pages)
