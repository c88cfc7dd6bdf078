"""The contract as a third party reads it: codes, methods, forms, errors, discovery."""

import csv
import io
import re
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from tests import world
from tests.api.conftest import CATALOGUE, Client, Loop, client_of
from tests.api.small_store import SmallStore
from tests.project import ROOT

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
VOID = "http://rdfs.org/ns/void#"
BASE = "https://w3id.org/wsis-sdg/"
AREA = "http://metadata.un.org/sdg/codes/geoArea"


def activities(client: Client, query: str) -> set[str]:
    answer = client.get(f"/api/activities?{query}")
    assert answer.status_code == 200, answer.text
    return {item["activity"]["iri"] for item in answer.json()["items"]}


@pytest.mark.parametrize(
    "spelling", ["9", "SDG9", "sdg 9", "Goal 9", "http://metadata.un.org/sdg/9"]
)
def test_a_goal_is_read_in_any_spelling(client: Client, spelling: str) -> None:
    assert activities(client, f"goal={spelling}") == activities(client, "goal=9") != set()


def test_targets_may_be_asked_for_as_goals(client: Client) -> None:
    assert activities(client, "goal=9.1, 9.c") == activities(client, "target=9.1, 9.c") != set()


def test_with_a_goal_and_a_target_both_must_hold(client: Client) -> None:
    both = activities(client, "goal=4&target=9.c")
    assert both == activities(client, "goal=4") & activities(client, "target=9.c")
    assert activities(client, "goal=9&target=9.c") == activities(client, "target=9.c")


@pytest.mark.parametrize(
    ("path", "parameter", "value"),
    [
        ("/api/activities?goal=99", "goal", "17"),
        ("/api/activities?goal=nonsense", "goal", "9"),
        ("/api/activities?goal=C2", "goal", "9"),
        ("/api/activities?target=9.z", "target", "9.c"),
        ("/api/activities?target=9", "target", "9.c"),
        ("/api/activities?action_line=C12", "action_line", "C7-ehea"),
        ("/api/activities?action_line=C7-exyz", "action_line", "C7-ehea"),
        ("/api/roles?action_line=9", "action_line", "C2"),
        ("/api/matrix/C12/9", "row", "C2"),
        ("/api/matrix/C2/99", "column", "9"),
        ("/api/matrix/C2/9.c.1", "column", "9"),
        ("/api/questions/activities/under-line?line=C12", "line", "C2"),
    ],
)
def test_an_unknown_value_is_named_with_its_parameter_and_what_is_valid(
    client: Client, path: str, parameter: str, value: str
) -> None:
    answer = client.get(path, "application/json")
    body = answer.json()
    assert answer.status_code == 400
    assert body["where"] == f"parameter {parameter}"
    assert value in body["valid_values"]
    assert body["hint"]


def test_a_period_that_ends_before_it_begins_is_refused(client: Client) -> None:
    answer = client.get("/api/activities?since=2020&until=2019")
    assert (answer.status_code, answer.json()["where"]) == (400, "parameter since")
    assert client.get("/api/activities?since=2019&until=2019").status_code == 200


@pytest.mark.parametrize("name", ["agency=itu", "until=2019", "since=2017"])
def test_linkages_are_not_narrowed_by_what_only_activities_have(client: Client, name: str) -> None:
    refused = client.get(f"/api/matrix?{name}")
    assert refused.status_code == 400
    assert "measure=activities" in refused.json()["hint"]
    assert client.get(f"/api/matrix?measure=activities&{name}").status_code == 200


def test_the_matrix_of_activities_can_be_narrowed_to_a_period(client: Client) -> None:
    def counted(query: str) -> int:
        body = client.get(f"/api/matrix?measure=activities{query}").json()
        return sum(cell["count"] + cell["by_matrix"] for cell in body["cells"])

    assert counted("") > counted("&since=2017") > counted("&since=2099") == 0


def test_a_cell_that_no_source_speaks_of_is_empty_in_the_sheet(client: Client) -> None:
    sheet = list(csv.DictReader(io.StringIO(client.get("/api/matrix?format=csv").text)))
    by_line = {row["line"]: row for row in sheet}
    assert (by_line["C2"]["9"], by_line["C11"]["3"]) == ("2", "")


def test_a_browser_gets_a_sheet_to_open_and_a_program_plain_csv(client: Client) -> None:
    path = "/api/activities?goal=9&format=csv"
    as_it_is = {"Accept-Encoding": "identity"}
    sheet, plain = client.get(path, BROWSER, headers=as_it_is), client.get(path)
    assert sheet.content == b"\xef\xbb\xbf" + plain.content
    assert sheet.headers["content-disposition"] == 'attachment; filename="activities.csv"'
    assert "content-disposition" not in plain.headers
    assert sheet.headers["etag"] != plain.headers["etag"]
    assert int(sheet.headers["content-length"]) == len(sheet.content)


def test_a_page_of_a_list_links_to_the_next(client: Client) -> None:
    for form in ("json", "csv", "ttl"):
        answer = client.get(f"/api/activities?limit=1&format={form}")
        assert re.fullmatch(
            r'</api/activities\?limit=1&format=\w+&offset=1>; rel="next"', answer.headers["link"]
        )
    assert "link" not in client.get("/api/activities?limit=1000").headers


@pytest.mark.parametrize(("tag", "lang"), [("zh-Hans", "zh"), ("fr-CA", "fr"), ("AR", "ar")])
def test_a_language_may_name_a_region_or_script(client: Client, tag: str, lang: str) -> None:
    assert client.get(f"/api/matrix/C2/9?lang={tag}").json()["lang"] == lang


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/activities", {"GET", "HEAD", "OPTIONS"}),
        ("/id/agency/itu", {"GET", "HEAD", "OPTIONS"}),
        ("/sparql", {"GET", "HEAD", "OPTIONS", "POST"}),
    ],
)
def test_every_method_of_a_path_is_told(client: Client, path: str, methods: set[str]) -> None:
    refused = client.request("PUT", path)
    assert refused.status_code == 405
    assert set(refused.headers["allow"].split(", ")) == methods
    assert set(refused.json()["valid_values"]) == methods
    options = client.request("OPTIONS", path)
    assert (options.status_code, options.content) == (204, b"")
    assert set(options.headers["allow"].split(", ")) == methods


def test_another_site_may_send_a_query(client: Client) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = client.request("OPTIONS", "/sparql", headers=asked)
    assert answer.status_code == 204
    assert "POST" in answer.headers["access-control-allow-methods"]


@pytest.mark.parametrize("path", ["/id/agency/nobody", "/vocab/none", "/graph/none", "/id/a%3Eb"])
def test_what_is_not_there_is_404_whatever_is_accepted(client: Client, path: str) -> None:
    assert client.get(path, "image/png").status_code == 404


def test_what_is_there_in_no_accepted_form_is_406(client: Client) -> None:
    for path in ("/id/agency/itu", "/graph/itu-council", "/def"):
        assert client.get(path, "image/png").status_code == 406


def test_who_asks_for_json_gets_json_ld(client: Client) -> None:
    thing = client.get("/id/agency/itu", "application/json")
    assert (thing.status_code, thing.headers["location"]) == (303, "/id/agency/itu.jsonld")
    graph = client.get("/graph/itu-council", "application/json")
    assert graph.headers["content-type"] == "application/json"
    assert len(list(parse(graph.content, format=RdfFormat.JSON_LD))) > 10


@pytest.mark.parametrize(
    "path",
    [
        "/api/activities?goal=%s",
        "/api/activities?agency=%s",
        "/api/activities?format=%s",
        "/api/activities?%s=1",
        "/api/matrix/%s/9",
        "/api/questions/documents/resolutions-cited?document=%s",
        "/id/agency/%s",
    ],
)
def test_a_long_value_is_not_sent_back_whole(client: Client, path: str) -> None:
    answer = client.get(path % ("x" * 50_000), "application/json")
    assert answer.status_code in (400, 404)
    assert len(answer.content) < 5_000


@pytest.mark.parametrize(
    "path",
    [
        "/id/agency/itu",
        "/id/activity/giga",
        "/id/document/itu-council-000/p/2-1",
        "/vocab/action-lines/c2",
        "/id/linkage/wsis-sdg-matrix/c2-9.c",
    ],
)
def test_a_description_begins_with_its_thing_and_tells_each_subject_once(
    client: Client, path: str
) -> None:
    subjects: list[str] = []
    for triple in parse(client.get(f"{path}.nt").content, format=RdfFormat.N_TRIPLES):
        if subjects[-1:] != [triple.subject.value]:
            subjects.append(triple.subject.value)
    assert subjects[0] == f"https://w3id.org/wsis-sdg{path}"
    assert len(subjects) == len(set(subjects))


@pytest.mark.parametrize(
    "path", ["/def.nt", "/graph/itu-council.nt", "/.well-known/void?format=nt"]
)
def test_a_graph_tells_each_subject_once(client: Client, path: str) -> None:
    subjects: list[str] = []
    for triple in parse(client.get(path).content, format=RdfFormat.N_TRIPLES):
        if subjects[-1:] != [triple.subject.value]:
            subjects.append(triple.subject.value)
    assert len(subjects) == len(set(subjects))


@pytest.mark.parametrize("path", ["/openapi.json", "/context.jsonld"])
def test_what_the_program_itself_says_need_not_be_read_again(client: Client, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


SUCCESSES = {"200", "201", "204"}


def operations(client: Client) -> list[tuple[str, str, dict[str, Any]]]:
    paths = client.get("/openapi.json").json()["paths"]
    return [(path, method, found) for path in paths for method, found in paths[path].items()]


def test_every_operation_is_described_with_its_forms(client: Client) -> None:
    assert client.get("/openapi.json").json()["openapi"].startswith("3.1.")
    for path, method, operation in operations(client):
        assert operation["summary"], path
        answers = operation["responses"]
        told = answers["200"]["content"] if method == "get" else set(answers) & SUCCESSES
        assert told, path
        assert all(parameter["description"] for parameter in operation["parameters"]), path
        in_path = {item["name"] for item in operation["parameters"] if item["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path)), path
        assert ("requestBody" in operation) == (method in ("post", "put")), path


def test_every_example_of_openapi_is_answered_in_the_forms_it_names(client: Client) -> None:
    for path, method, operation in operations(client):
        # The examples of questions name things of the bundled sources.
        if method != "get" or path.startswith("/api/questions/"):
            continue
        place, query = path, {}
        for parameter in operation["parameters"]:
            if parameter["in"] == "path":
                place = place.replace(f"{{{parameter['name']}}}", parameter.get("example", ""))
            elif "example" in parameter:
                query[parameter["name"]] = parameter["example"]
        answer = client.get(place, params=query)
        assert answer.status_code in (200, 303), (place, answer.text)
        if answer.status_code == 200:
            media_type = answer.headers["content-type"].partition(";")[0]
            assert media_type in operation["responses"]["200"]["content"], place


MORE = f"""
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wsis: <{BASE}def#>
GRAPH <{BASE}graph/vocabularies> {{
  <{BASE}vocab/itu-regions/africa> skos:inScheme <{BASE}vocab/itu-regions> ;
    skos:notation "africa" .
  <{AREA}/002> skos:inScheme <{AREA}Codes> ; skos:notation "002" .
  <{AREA}/014> skos:inScheme <{AREA}Codes> ; skos:notation "014" ; skos:broader <{AREA}/002> .
}}
GRAPH <{BASE}graph/itu-council> {{
  <{BASE}id/activity/giga> wsis:inRegion <{BASE}vocab/itu-regions/africa> .
}}
GRAPH <{BASE}graph/meta> {{
  <{BASE}dataset> a <{VOID}Dataset> ; <{VOID}subset> <{BASE}graph/itu-council> .
}}
"""


@pytest.fixture(scope="module")
def wider(loop: Loop) -> Client:
    """The tiny world with regions and the description of the whole data set."""
    return client_of(loop, SmallStore(world.store(MORE)))


@pytest.mark.parametrize("region", ["itu-regions/africa", f"{BASE}vocab/itu-regions/africa"])
def test_a_region_is_asked_for_with_its_scheme(wider: Client, region: str) -> None:
    assert activities(wider, f"region={region}") == {f"{BASE}id/activity/giga"}


@pytest.mark.parametrize("region", ["africa", "itu-regions/atlantis", "999", "> <", "C2"])
def test_an_unknown_region_is_answered_with_those_of_every_scheme(
    wider: Client, region: str
) -> None:
    answer = wider.get("/api/activities", params={"region": region})
    assert answer.status_code == 400
    assert answer.json()["where"] == "parameter region"
    assert answer.json()["valid_values"] == ["002", "itu-regions/africa"]


def test_the_description_of_the_data_says_where_to_query_it(wider: Client) -> None:
    found = Store()
    found.load(wider.get("/.well-known/void").content, format=RdfFormat.TURTLE)
    [told] = found.quads_for_pattern(None, NamedNode(VOID + "sparqlEndpoint"), None)
    assert told.subject == NamedNode(f"{BASE}dataset")
    assert told.object == NamedNode("http://here/sparql")


def test_every_number_of_a_question_is_in_the_list_of_competency_questions() -> None:
    listed = set(re.findall(r"\bCQ-\d+\b", (ROOT / "docs/competency-questions.md").read_text()))
    for question in CATALOGUE.values():
        assert set(question.answers) <= listed, question.name
