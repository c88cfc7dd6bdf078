"""How many statements and activities a page says that there are, where it shows the first."""

from pathlib import Path

import html5lib
import pytest
from starlette.testclient import TestClient
from tests import world
from tests.api.small_store import SmallStore

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages

BASE = "https://w3id.org/wsis-sdg/"
ITU = f"<{BASE}id/agency/itu>"
ROLES, STATEMENTS = 230, 220


def said(kind: str, number: int, graph: str) -> str:
    node = f"<{BASE}id/{kind.lower()}/made-{number}>"
    about = f"<{BASE}def#{'member' if kind == 'RoleStatement' else 'about'}>"
    if kind == "RoleStatement":
        about = "<http://www.w3.org/ns/org#member>"
    return (
        f"GRAPH <{BASE}graph/{graph}> {{ {node} a <{BASE}def#{kind}> ; {about} {ITU} ;"
        f" <{BASE}def#statedIn> <{BASE}id/document/itu-council-000/p/2-1-b> }}\n"
    )


def page(extra: str, path: str = "/id/agency/itu"):  # type: ignore[no-untyped-def]
    store = SmallStore(world.store(extra))
    catalogue = Catalogue.load(content.folder("queries"))
    app = create_app(store, catalogue, Settings(data=Path("unused")), Pages())
    answer = TestClient(app).get(path, headers={"Accept": "text/html"})
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def counts(tree) -> dict[str, int]:  # type: ignore[no-untyped-def]
    found = {}
    for head in [*tree.iter("h2"), *tree.iter("h3")]:
        for count in head.iter("span"):
            if count.get("class") == "count":
                name = "".join(head.itertext()).replace(count.text, "").strip()
                found[name] = int(count.text.replace(",", ""))
    return found


def test_what_sections_tell_takes_no_place_of_what_they_do_not() -> None:
    before = counts(page("")).get("What sources say", 0)
    extra = "".join(said("RoleStatement", n, "itu-council") for n in range(ROLES))
    extra += "".join(said("Statement", n, "itu-council") for n in range(3))
    extra += said("RoleStatement", 9999, "unconfirmed/itu-council")
    tree = page(extra)
    assert counts(tree)["What sources say"] == before + 3
    links = {link.get("href") for link in tree.iter("a")}
    assert {f"/id/statement/made-{n}" for n in range(3)} <= links
    assert "/id/rolestatement/made-9999" in links, "what stands apart is told nowhere else"


def test_a_page_that_shows_the_first_statements_says_how_many_there_are() -> None:
    before = counts(page("")).get("What sources say", 0)
    extra = "".join(said("Statement", n, "itu-council") for n in range(STATEMENTS))
    tree = page(extra)
    assert counts(tree)["What sources say"] == before + STATEMENTS
    assert counts(tree)["Statement"] >= STATEMENTS
    assert f"of {before + STATEMENTS}" in "".join(tree.itertext())


def carried_out(number: int) -> str:
    activity, link = (f"<{BASE}id/{kind}/made-{number}>" for kind in ("activity", "activity-link"))
    return (
        f"GRAPH <{BASE}graph/itu-council> {{ {activity} a <{BASE}def#Activity> ;"
        f" <{BASE}def#carriedOutBy> {ITU} . {link} a <{BASE}def#ActivityLink> ;"
        f" <{BASE}def#activity> {activity} ; <{BASE}def#linksTo> <{BASE}vocab/action-lines/c2> ;"
        f" <{BASE}def#basis> <{BASE}vocab/basis/asserted> ;"
        f" <{BASE}def#status> <{BASE}vocab/status/accepted> ;"
        f" <{BASE}def#statedIn> <{BASE}id/document/itu-council-000/p/2-1-b> }}\n"
    )


@pytest.mark.parametrize("path", ["/id/agency/itu", "/vocab/action-lines/c2"])
def test_a_page_that_shows_the_first_activities_says_how_many_are_stated(path: str) -> None:
    name = "Activities, stated in a source"
    before = counts(page("", path))[name]
    extra = "".join(carried_out(n) for n in range(120))
    tree = page(extra, path)
    assert counts(tree)[name] == before + 120
    assert len([one for one in tree.iter("article") if one.get("class") == "record"]) >= 100
    assert f"the first 100 of {before + 120}" in "".join(tree.itertext())


def test_each_page_of_a_list_says_how_many_activities_the_whole_list_has() -> None:
    extra = "".join(carried_out(n) for n in range(120))
    list_ = "/api/activities?action_line=C2&basis=asserted"
    first, last = (counts(page(extra, f"{list_}&offset={at}")) for at in (0, 100))
    assert first["Stated in a source"] == last["Stated in a source"] >= 120
