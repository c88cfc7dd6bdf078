"""Activities, the matrix, roles and questions: what the JSON, CSV and Turtle say."""

import csv
import io
import json
from typing import Any

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from tests.api.conftest import Client
from tests.service import Service

from wsisgraph import content
from wsisgraph.questions import Catalogue

WSIS = "https://w3id.org/wsis-sdg/def#"
ENVELOPE = {
    "items",
    "total",
    "limit",
    "offset",
    "next",
    "question",
    "query",
    "revision",
    "lang",
    "missing",
    "left_out",
}


def key(thing: dict[str, Any]) -> str:
    return thing["code"] or str(thing["iri"]).rpartition("/")[2]


def matches(item: dict[str, Any]) -> list[tuple[str, str]]:
    return [(key(match["concept"]), match["basis"]) for match in item["matches"]]


def listed(client: Client, query: str) -> dict[str, list[tuple[str, str]]]:
    answer = client.get(f"/api/activities?{query}")
    assert answer.status_code == 200, answer.text
    return {key(item["activity"]): matches(item) for item in answer.json()["items"]}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def graph(body: bytes, format: RdfFormat = RdfFormat.TURTLE) -> Store:
    store = Store()
    store.load(body, format=format)
    return store


def test_itu_activities_for_goal_9_are_asserted_first_and_by_the_matrix_apart(
    client: Client,
) -> None:
    found = listed(client, "agency=itu&goal=SDG%209")
    assert list(found.items()) == [
        ("sdg9-at-wsis", [("9", "asserted")]),
        ("ict4sdg", [("sdg", "asserted")]),
        ("giga", [("9", "matrix"), ("9.1", "matrix"), ("9.c", "matrix")]),
    ]


def test_a_list_has_its_whole_envelope(client: Client) -> None:
    answer = client.get("/api/activities?agency=itu&goal=9").json()
    assert set(answer) >= ENVELOPE
    assert (answer["total"], answer["limit"], answer["offset"], answer["next"]) == (3, 50, 0, None)
    assert answer["lang"] == "en"


def test_an_item_leads_to_the_paragraph_that_says_so(client: Client) -> None:
    [item, *_] = client.get("/api/activities?agency=itu&goal=9").json()["items"]
    assert item["activity"] == {
        "iri": "https://w3id.org/wsis-sdg/id/activity/sdg9-at-wsis",
        "code": None,
        "label": "SDG9@WSIS",
        "lang": "en",
    }
    assert [key(agency) for agency in item["agencies"]] == ["ITU", "UNIDO"]
    [match] = item["matches"]
    [passage] = match["passages"]
    assert passage["locator"] == "3-1"
    assert passage["document"]["label"] == "ITU report of 2017"
    path = passage["iri"].removeprefix("https://w3id.org/wsis-sdg")
    assert client.get(f"{path}.nt").status_code == 200


def test_a_match_by_the_matrix_cites_both_the_activity_and_the_matrix(client: Client) -> None:
    [item] = client.get("/api/activities?target=9.c&agency=itu").json()["items"]
    [match] = item["matches"]
    assert {passage["locator"] for passage in match["passages"]} == {"annex-2-i", "c2-9"}
    assert match["confidence"] == 0.95


def test_an_activity_with_two_bases_is_one_item_with_its_matches(client: Client) -> None:
    found = listed(client, "agency=itu&goal=4")
    assert found["academy"] == [("4.4", "asserted"), ("4", "matrix"), ("4.4", "matrix")]


def test_all_goals_count_for_each_goal_and_no_target(client: Client) -> None:
    assert listed(client, "goal=3") == {"ict4sdg": [("sdg", "asserted")]}
    assert "ict4sdg" not in listed(client, "target=9.c")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("action_line=C7", {"applications", "open-lessons"}),
        ("action_line=C7-elea", {"open-lessons"}),
        ("agency=unicef", {"giga"}),
        ("agency=unicef,unesco", {"giga", "open-lessons"}),
        ("goal=9&basis=asserted", {"sdg9-at-wsis", "ict4sdg"}),
        ("goal=9&basis=matrix", {"giga"}),
        ("goal=4&basis=roadmap", set()),
        ("action_line=C4&basis=roadmap", {"academy"}),
        ("goal=4&action_line=C4", {"academy"}),
        ("goal=9&action_line=C4", set()),
        ("agency=unesco&goal=9", set()),
        ("since=2017", {"giga", "sdg9-at-wsis"}),
        ("since=2016-12-31", {"academy", "giga", "sdg9-at-wsis"}),
        ("until=2014-05-01", {"academy"}),
        ("until=2014-04", set()),
        ("since=2018-01-01&until=2019", {"giga"}),
    ],
)
def test_filters_hold_together(client: Client, query: str, expected: set[str]) -> None:
    assert set(listed(client, query)) == expected


def test_activities_without_a_date_are_in_no_period_and_counted_as_missing(
    client: Client,
) -> None:
    answer = client.get("/api/activities?since=1900").json()
    assert {key(item["activity"]) for item in answer["items"]} == {
        "academy",
        "giga",
        "sdg9-at-wsis",
    }
    assert answer["missing"]["dates"] == 3


def test_unconfirmed_links_are_left_out_and_said_so(client: Client) -> None:
    answer = client.get("/api/activities?goal=4&agency=unicef").json()
    assert (answer["items"], answer["left_out"]) == ([], 1)


def test_unconfirmed_links_come_when_they_are_asked_for(client: Client) -> None:
    answer = client.get("/api/activities?goal=4&agency=unicef&status=accepted,unconfirmed").json()
    [item] = answer["items"]
    assert [match["status"] for match in item["matches"]] == ["unconfirmed"]
    assert answer["left_out"] == 0


def test_pages_of_a_list_follow_each_other_without_gap_or_double(client: Client) -> None:
    whole = [key(item["activity"]) for item in client.get("/api/activities").json()["items"]]
    path: str | None = "/api/activities?limit=2"
    walked: list[str] = []
    while path:
        answer = client.get(path).json()
        assert len(answer["items"]) <= 2
        assert answer["total"] == len(whole)
        walked += [key(item["activity"]) for item in answer["items"]]
        path = answer["next"]
    assert walked == whole
    assert len(set(walked)) == 6


def test_labels_are_in_the_language_asked_for_and_missing_ones_are_counted(
    client: Client,
) -> None:
    chinese = client.get("/api/activities?agency=unicef&lang=zh").json()
    assert chinese["items"][0]["activity"]["label"] == "Giga 学校联网"
    assert chinese["missing"]["labels"] == 0
    french = client.get("/api/activities?agency=unicef", headers={"Accept-Language": "fr"}).json()
    assert french["items"][0]["activity"]["label"] == "Giga"
    assert french["items"][0]["activity"]["lang"] == "en"
    assert french["items"][0]["action_lines"][0]["label"] == "L'infrastructure"
    assert french["missing"]["labels"] > 0


def test_csv_opens_in_a_spreadsheet_without_running_anything(client: Client) -> None:
    answer = client.get("/api/activities?goal=4&format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    found = rows(answer.text)
    assert {row["activity_label"] for row in found} >= {"'=Academy", "#ICT4SDG"}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in found for cell in row.values())


def test_turtle_holds_the_activities_and_their_links(client: Client) -> None:
    found = graph(client.get("/api/activities?agency=itu&goal=9", "text/turtle").content)
    giga = NamedNode("https://w3id.org/wsis-sdg/id/activity/giga")
    assert list(found.quads_for_pattern(giga, NamedNode(WSIS + "carriedOutBy"), None))
    link = NamedNode("https://w3id.org/wsis-sdg/id/activity-link/giga/c2")
    assert list(found.quads_for_pattern(link, NamedNode(WSIS + "statedIn"), None))


LISTS = ("/api/activities?goal=9", "/api/matrix", "/api/matrix/C2/9", "/api/roles?action_line=C4")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("form", "format"),
    [
        ("jsonld", RdfFormat.JSON_LD),
        ("nt", RdfFormat.N_TRIPLES),
        ("rdf", RdfFormat.RDF_XML),
    ],
)
def test_every_form_of_rdf_holds_the_same_facts(
    client: Client, path: str, form: str, format: RdfFormat
) -> None:
    mark = "&" if "?" in path else "?"
    turtle = graph(client.get(f"{path}{mark}format=ttl").content)
    other = graph(client.get(f"{path}{mark}format={form}").content, format)
    assert len(turtle) > 10
    assert set(turtle) == set(other)


def test_the_json_read_with_its_context_is_rdf(client: Client) -> None:
    body = client.get("/api/activities?agency=itu&goal=9").json()
    body["@context"] = client.get("/context.jsonld").json()["@context"]
    found = graph(json.dumps(body).encode(), RdfFormat.JSON_LD)
    query = f"""SELECT DISTINCT ?activity WHERE {{ ?link <{WSIS}activity> ?activity ;
        <{WSIS}basis> <https://w3id.org/wsis-sdg/vocab/basis/matrix> ;
        <{WSIS}linksTo> <http://metadata.un.org/sdg/9.c> }}"""
    assert [row["activity"].value for row in found.query(query)] == [
        "https://w3id.org/wsis-sdg/id/activity/giga"
    ]


def test_json_names_a_context_that_is_there(client: Client) -> None:
    body = client.get("/api/activities").json()
    address = body["@context"]
    assert address == "http://here/context.jsonld"
    context = client.get("/context.jsonld")
    assert context.headers["content-type"] == "application/ld+json"
    assert context.json()["@context"]["iri"] == "@id"


def test_every_key_of_the_json_is_in_the_context(client: Client) -> None:
    context = client.get("/context.jsonld").json()["@context"]
    keys: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            keys.update(value)
            for name, inner in value.items():
                # What belongs to the answer and not to the graph is left alone, with its insides.
                if context.get(name, "") is not None:
                    walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    for path in ("/api/activities?goal=9", "/api/roles", "/api/matrix", "/api/matrix/C2/9"):
        body = client.get(path).json()
        for apart in ("@context", "missing", "parameters"):
            del body[apart]
        walk(body)
    assert keys - {"missing", "parameters"} <= set(context)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("agency=nobody", "agency"),
        ("basis=guess", "basis"),
        ("status=maybe", "status"),
        ("lang=de", "lang"),
        ("format=xlsx", "format"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=ten", "limit"),
        ("offset=-1", "offset"),
        ("since=yesterday", "since"),
        ("until=2019-02-30", "until"),
        ("country=XX", "country"),
        ("region=africa", "region"),
        ("goal=9&goal=4", "goal"),
        ("goal=C2", "goal"),
        ("action_line=9", "action_line"),
    ],
)
def test_a_bad_parameter_is_named_with_what_would_be_valid(
    client: Client, query: str, parameter: str
) -> None:
    answer = client.get(f"/api/activities?{query}", "application/json")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == 400
    assert body["where"] == f"parameter {parameter}"
    assert body["hint"]


def test_an_unknown_agency_is_answered_with_the_known_ones(client: Client) -> None:
    body = client.get("/api/activities?agency=nobody").json()
    assert set(body["valid_values"]) == {"itu", "undp", "unesco", "unicef", "unido"}


def test_an_unknown_code_lists_the_known_ones(client: Client) -> None:
    body = client.get("/api/activities?goal=18").json()
    assert body["valid_values"] == [str(goal) for goal in range(1, 18)]


def cells(client: Client, query: str = "") -> dict[tuple[str, str], dict[str, Any]]:
    body = client.get(f"/api/matrix?{query}").json()
    return {(cell["row"], cell["column"]): cell for cell in body["cells"]}


def test_the_matrix_is_complete_without_c7_as_a_whole(client: Client) -> None:
    body = client.get("/api/matrix?rows=action-lines&columns=goals&measure=linkages").json()
    assert [row["code"] for row in body["rows"]] == ["C1", "C2", "C4", "C6", "C7-elea", "C11"]
    assert [column["code"] for column in body["columns"]] == ["3", "4", "9"]
    assert len(body["cells"]) == 18


def test_a_cell_counts_targets_or_one_for_the_goal_as_a_whole(client: Client) -> None:
    found = cells(client)
    assert (found["C2", "9"]["count"], found["C2", "9"]["state"]) == (2, "linked")
    assert (found["C7-elea", "4"]["count"], found["C7-elea", "4"]["state"]) == (1, "linked")
    assert (found["C11", "3"]["count"], found["C11", "3"]["state"]) == (0, "not-stated")


def test_activities_are_counted_apart_from_those_by_the_matrix(client: Client) -> None:
    found = cells(client, "measure=activities")
    assert (found["C2", "9"]["count"], found["C2", "9"]["by_matrix"]) == (0, 1)
    assert (found["C4", "4"]["count"], found["C4", "4"]["by_matrix"]) == (1, 1)
    only = cells(client, "measure=activities&agency=unesco")
    assert (only["C4", "4"]["by_matrix"], only["C7-elea", "4"]["by_matrix"]) == (0, 1)


def test_a_count_of_activities_is_the_length_of_its_list(client: Client) -> None:
    for (row, column), cell in cells(client, "measure=activities").items():
        body = client.get(f"/api/matrix/{row}/{column}").json()["activities"]
        said = {key(item["activity"]) for item in body["asserted"]}
        by_matrix = {
            key(item["activity"])
            for item in body["asserted"] + body["matrix"]
            if any(match["basis"] == "matrix" for match in item["matches"])
        }
        assert (len(said), len(by_matrix)) == (cell["count"], cell["by_matrix"]), (row, column)


def test_the_matrix_as_csv_is_a_table(client: Client) -> None:
    found = rows(client.get("/api/matrix?format=csv").text)
    assert [row["line"] for row in found] == ["C1", "C2", "C4", "C6", "C7-elea", "C11"]
    assert found[1]["9"] == "2"


def test_the_matrix_as_turtle_is_its_linkages(client: Client) -> None:
    found = graph(client.get("/api/matrix?format=ttl").content)
    linkages = list(found.quads_for_pattern(None, NamedNode(WSIS + "actionLine"), None))
    assert len(linkages) == 6


def test_a_cell_shows_its_evidence_with_copy_and_primary_source(client: Client) -> None:
    body = client.get("/api/matrix/c.2/SDG9").json()
    assert (body["row"]["code"], body["column"]["code"], body["state"]) == ("C2", "9", "linked")
    assert body["count"] == 2
    assert [key(item["object"]) for item in body["items"]] == ["9", "9.1", "9.c"]
    [item, *_] = body["items"]
    assert (item["direction"], item["confidence"], item["strength"]) == ("both", 0.95, None)
    assert item["passages"][0]["locator"] == "c2-9"
    assert key(item["primary_source"]) == "wsis-sdg-matrix-2015"
    assert [key(found["activity"]) for found in body["activities"]["matrix"]] == ["giga"]


def test_a_cell_of_a_target_has_that_target_alone(client: Client) -> None:
    body = client.get("/api/matrix/C2/9.c").json()
    assert [key(item["object"]) for item in body["items"]] == ["9.c"]


def test_an_empty_cell_is_not_stated(client: Client) -> None:
    body = client.get("/api/matrix/C11/3").json()
    assert (body["state"], body["items"], body["count"]) == ("not-stated", [], 0)


@pytest.mark.parametrize(
    "path",
    ["/api/matrix/C7/9", "/api/matrix/9/C2", "/api/matrix/C99/9", "/api/matrix?measure=money"],
)
def test_what_is_no_cell_is_refused_with_what_is(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert answer.json()["valid_values"]


def roles(client: Client, query: str) -> list[tuple[Any, ...]]:
    body = client.get(f"/api/roles?{query}").json()
    return [
        (key(item["agency"]), key(item["role"]), item["certainty"], item["not_printed"])
        for item in body["items"]
    ]


def test_undp_is_possible_in_2007_since_its_start_is_not_printed(client: Client) -> None:
    found = roles(client, "action_line=C6&on=2007-01-01")
    assert found == [("UNDP", "lead-facilitator", "possible", "start")]


def test_itu_is_certain_in_2010(client: Client) -> None:
    found = roles(client, "action_line=C6&on=2010-01-01")
    assert found == [("ITU", "lead-facilitator", "certain", "end")]


def test_a_role_carries_its_printed_dates_and_passages(client: Client) -> None:
    [item] = client.get("/api/roles?action_line=C6&agency=undp").json()["items"]
    assert (item["start"], item["end"], item["stated_as_of"]) == (None, "2008-05", "2024")
    assert item["certainty"] is None
    assert (item["context"]["code"], item["status"]) == ("C6", "accepted")
    assert item["passages"][0]["locator"] == "annex-2-iv"


def test_sources_that_disagree_all_stay_and_a_proposal_says_so(client: Client) -> None:
    items = client.get("/api/roles?action_line=C4").json()["items"]
    said = {
        key(item["role"]): [passage.get("proposed", False) for passage in item["passages"]]
        for item in items
    }
    assert said == {
        "co-facilitator": [False],
        "coordinator": [True],
        "lead-facilitator": [False],
        "sole-facilitator": [False],
    }


def test_a_role_in_c7_is_not_inherited_by_its_parts(client: Client) -> None:
    assert roles(client, "action_line=C7-elea") == []
    assert [role[0] for role in roles(client, "action_line=C7")] == ["ITU"]


def test_unconfirmed_roles_are_left_out_and_said_so(client: Client) -> None:
    body = client.get("/api/roles?action_line=C7-elea").json()
    assert body["left_out"] == 1
    shown = client.get("/api/roles?action_line=C7-elea&status=unconfirmed").json()
    assert [item["status"] for item in shown["items"]] == ["unconfirmed"]


def test_roles_come_as_csv_and_turtle(client: Client) -> None:
    [row] = rows(client.get("/api/roles?action_line=C6&on=2010-01-01&format=csv").text)
    assert (row["agency"], row["certainty"], row["locator"]) == ("ITU", "certain", "annex-2-iv")
    found = graph(client.get("/api/roles?action_line=C6&format=ttl").content)
    assert len(list(found.quads_for_pattern(None, NamedNode(WSIS + "roleIn"), None))) == 2


def test_the_catalogue_lists_every_question_with_its_parameters(client: Client) -> None:
    body = client.get("/api/questions?limit=1000").json()
    assert body["total"] == len(body["items"]) >= 10
    names = {item["name"]: item for item in body["items"]}
    item = names["activities/by-agency-and-goal"]
    assert [param["name"] for param in item["params"]] == ["agency", "goal", "lang"]
    assert set(item["question"]) == {"ar", "en", "es", "fr", "ru", "zh"}
    assert not any(name.startswith(("api/", "rules/", "checks/")) for name in names)


def test_every_question_answers_with_its_examples(service: Service) -> None:
    catalogue = Catalogue.load(content.folder("queries"))
    # The examples name things of the bundled sources, which the tiny world lacks.
    for item in httpx.get(f"{service.url}/api/questions?limit=1000").json()["items"]:
        answer = httpx.get(service.url + item["example"], timeout=30)
        assert answer.status_code == 200, answer.text
        assert answer.json()["columns"] == item["returns"]
        contributed = catalogue[item["name"]].contributed
        assert (answer.json()["total"] > 0) is not contributed, item["example"]


def test_a_question_in_our_envelope_labels_what_it_names(client: Client) -> None:
    body = client.get(
        "/api/questions/matrix/lines-for-target?target=SDG9c&lang=ru", "application/json"
    ).json()
    assert set(body) >= ENVELOPE
    [item] = body["items"]
    assert item["line"]["label"] == "Инфраструктура"
    assert item["title"] == {"value": "Инфраструктура", "lang": "ru"}
    assert item["confidence"] == 0.95
    assert "sdg/9.c" in body["query"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("*/*", "application/json"),
    ],
)
def test_a_question_comes_in_the_engines_own_forms(
    client: Client, accept: str, media_type: str
) -> None:
    answer = client.get("/api/questions/activities/under-line?line=C2", accept)
    assert answer.headers["content-type"].startswith(media_type)
    assert "giga" in answer.text


def test_the_engines_json_is_sparql_results(client: Client) -> None:
    answer = client.get("/api/questions/activities/under-line?line=C2&format=srj")
    body = json.loads(answer.text)
    assert body["results"]["bindings"][0]["title"] == {
        "type": "literal",
        "value": "Giga",
        "xml:lang": "en",
    }


@pytest.mark.parametrize(
    ("path", "status", "where"),
    [
        ("/api/questions/activities/under-line", 400, "parameter line"),
        ("/api/questions/activities/under-line?line=C99", 400, "parameter line"),
        ("/api/questions/activities/under-line?line=C2&a=b", 400, "parameter a"),
        ("/api/questions/activities/goals-of-activity?activity=none", 400, "parameter activity"),
        ("/api/questions/roles/in-line-on-date?on=2007", 400, "parameter on"),
        ("/api/questions/activities/none", 404, None),
        ("/api/questions/rules/line-serves", 404, None),
    ],
)
def test_a_question_wrongly_asked_says_how_to_ask(
    client: Client, path: str, status: int, where: str | None
) -> None:
    answer = client.get(path, "application/json")
    assert answer.status_code == status
    assert answer.json().get("where") == where


def test_search_goes_to_a_code_and_lists_words(client: Client) -> None:
    for text, place in [
        ("c.5", "/vocab/action-lines/c5"),
        ("C7 e-learning", "/vocab/action-lines/c7-elea"),
        ("SDG9c", "/sdg/9.c"),
        ("C2, 9", "/m/C2/9"),
        ("ITU", "/id/agency/itu"),
    ]:
        answer = client.get(f"/find?q={text}")
        assert (answer.status_code, answer.headers["location"]) == (303, place)
    body = client.get("/find?q=schools", "application/json").json()
    assert [item["label"] for item in body["items"]] == ["Schools mapped"]
