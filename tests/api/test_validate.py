"""POST /validate against the real service, over the bundled sources."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import RdfFormat, parse, serialize
from tests.conformance.shacl_suite import demanded
from tests.service import copy_of, serving

TOKEN = secrets.token_urlsafe(32)
SHAPES = "https://w3id.org/wsis-sdg/shapes#"

LINKAGE = """
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX wsis: <https://w3id.org/wsis-sdg/def#>
BASE <https://w3id.org/wsis-sdg/>

<id/linkage/mine/c2-9.c> a wsis:Linkage ;
    prov:hadPrimarySource <id/document/wsis-sdg-matrix-2015> ;
    wsis:actionLine <vocab/action-lines/c2> ;
    wsis:confidence 0.95 ;
    wsis:direction <vocab/directions/both> ;
    wsis:linksTo sdg:9.c ;
    wsis:statedIn <id/document/ict4sdg-app/p/c2-9> ;
    wsis:status <vocab/status/accepted> .
"""
THEIRS = """
PREFIX e: <http://example.org/>
PREFIX sh: <http://www.w3.org/ns/shacl#>

e:Shape a sh:NodeShape ; sh:targetSubjectsOf e:of ; sh:property e:Shape-of .
e:Shape-of a sh:PropertyShape ; sh:path e:of ; sh:maxCount 1 ; sh:severity sh:Warning ;
    sh:message "One is enough."@en , "Un seul suffit."@fr .
"""
TWO = "<http://example.org/a>\n  <http://example.org/of> 1 , 2 ."


@pytest.fixture(scope="module")
def client(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    data = copy_of(built_data, tmp_path_factory.mktemp("validate"))
    with (
        serving(data, environment={"WSISGRAPH_ADMIN_TOKEN": TOKEN}) as service,
        httpx.Client(base_url=service.url, timeout=30) as client,
    ):
        yield client


def by_ours(
    client: httpx.Client,
    data: str | bytes,
    media_type: str = "text/turtle",
    accept: str = "application/json",
    **more: Any,
) -> httpx.Response:
    headers = {"Content-Type": media_type, "Accept": accept, **more.pop("headers", {})}
    return client.post("/validate", content=data, headers=headers, **more)


def by_theirs(
    client: httpx.Client, data: str, shapes: str, accept: str = "application/json", **more: Any
) -> httpx.Response:
    files = {"data": ("d.ttl", data, "text/turtle"), "shapes": ("s.ttl", shapes, "text/turtle")}
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept": accept}
    return client.post("/validate", files=files, headers=headers, **more)


def findings(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    told: list[dict[str, Any]] = answer.json()["findings"]
    return told


# By our shapes.


def test_a_linkage_of_known_things_conforms_without_a_token(client: httpx.Client) -> None:
    answer = by_ours(client, LINKAGE)
    assert findings(answer) == []
    assert answer.json() == {
        "conforms": True,
        "checked": 1,
        "findings": [],
        "notes": [],
        "lang": "en",
    }
    assert answer.headers["cache-control"] == "no-store"
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("old", "new", "shape", "component"),
    [
        ("/p/c2-9>", "/p/c2-99>", "Statement-statedIn", "Class"),
        ("action-lines/c2", "directions/both", "Linkage-actionLine", "Class"),
        ("wsis:confidence 0.95", "wsis:confidence 2.0", "Linkage-confidence", "MaxInclusive"),
        ("wsis:linksTo sdg:9.c ;", "", "Linkage-linksTo", "MinCount"),
        ("vocab/status/accepted", "vocab/directions/both", "Statement-status", "Pattern"),
    ],
)
def test_a_broken_rule_is_found_with_line_and_mend(
    client: httpx.Client, old: str, new: str, shape: str, component: str
) -> None:
    assert old in LINKAGE
    (finding,) = findings(by_ours(client, LINKAGE.replace(old, new)))
    assert finding["shape"] == f"{SHAPES}{shape}"
    assert finding["component"] == f"{component}ConstraintComponent"
    assert finding["focus"] == "https://w3id.org/wsis-sdg/id/linkage/mine/c2-9.c"
    assert (finding["where"], finding["line"]) == ("line 7", 7)
    assert finding["severity"] == "Violation"
    assert finding["message"].endswith(".")
    assert finding["mend"][0].isupper()
    assert finding["mend"].endswith(".")


def test_the_stores_description_of_a_thing_does_not_mend_the_data(client: httpx.Client) -> None:
    """What the store holds of the very linkage is not added to what is said of it here."""
    told = (
        "<https://w3id.org/wsis-sdg/id/linkage/wsis-sdg-matrix/c2-9.c> a "
        "<https://w3id.org/wsis-sdg/def#Linkage> ."
    )
    missing = {finding["shape"].removeprefix(SHAPES) for finding in findings(by_ours(client, told))}
    assert {"Linkage-actionLine", "Linkage-linksTo", "Statement-statedIn"} <= missing


def test_long_names_are_no_long_query(client: httpx.Client) -> None:
    names = " , ".join(f"<urn:{index}:{'a' * 10_000}>" for index in range(200))
    linkage = f"<x:l> a <https://w3id.org/wsis-sdg/def#Linkage> ; <x:p> {names} ."
    assert by_ours(client, linkage).status_code == 200


def test_things_that_are_only_mentioned_are_not_checked(client: httpx.Client) -> None:
    told = f"{LINKAGE}\n<vocab/action-lines/c2> <http://www.w3.org/2004/02/skos/core#note> 'x' ."
    assert by_ours(client, told).json()["checked"] == 1


def test_data_that_none_of_our_shapes_is_about_say_that_nothing_was_checked(
    client: httpx.Client,
) -> None:
    told = by_ours(client, TWO).json()
    assert (told["conforms"], told["checked"]) == (True, 0)
    assert told["notes"][0].startswith("Nothing was checked")


FORMS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


@pytest.mark.parametrize("media_type", FORMS)
def test_every_format_of_rdf_is_read(client: httpx.Client, media_type: str) -> None:
    broken = LINKAGE.replace("wsis:confidence 0.95 ;", "")
    quads = parse(broken, format=RdfFormat.TURTLE)
    body = serialize((quad.triple for quad in quads), format=FORMS[media_type])
    assert body is not None
    (finding,) = findings(by_ours(client, body, media_type))
    assert finding["shape"] == f"{SHAPES}Linkage-confidence"
    assert finding["line"] is not None


def test_relative_iris_are_resolved_against_the_address(client: httpx.Client) -> None:
    told = "<thing> a <https://w3id.org/wsis-sdg/def#Body> ."
    focus = {finding["focus"] for finding in findings(by_ours(client, told))}
    assert focus == {str(client.base_url.join("/thing"))}


# By shapes that come with the data.


def test_data_are_checked_by_the_given_shapes_alone(client: httpx.Client) -> None:
    (finding,) = findings(by_theirs(client, f"{LINKAGE}\n{TWO}".replace("0.95", "7"), THEIRS))
    assert finding["focus"] == "http://example.org/a"
    assert finding["severity"] == "Warning"
    assert finding["message"] == "One is enough."
    assert finding["mend"] == "Leave at most 1 value of <http://example.org/of>."


def test_messages_come_in_the_language_asked_for(client: httpx.Client) -> None:
    (finding,) = findings(by_theirs(client, TWO, THEIRS, params={"lang": "fr"}))
    assert finding["message"] == "Un seul suffit."
    (finding,) = findings(by_theirs(client, TWO, THEIRS, params={"lang": "ru"}))
    assert finding["message"] == "One is enough."


def test_shapes_need_a_token_and_data_alone_in_a_form_none(client: httpx.Client) -> None:
    files = {"data": ("d.ttl", TWO, "text/turtle"), "shapes": ("s.ttl", THEIRS, "text/turtle")}
    answer = client.post("/validate", files=files)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    del files["shapes"]
    assert client.post("/validate", files=files).status_code == 200


@pytest.mark.parametrize(
    ("filename", "media_type", "status"),
    [
        ("d.ttl", "application/octet-stream", 200),
        ("d.nt", None, 200),
        (None, None, 200),
        ("d.docx", "application/octet-stream", 415),
        ("d.ttl", "application/pdf", 415),
    ],
)
def test_a_part_tells_its_form_by_media_type_or_file_name(
    client: httpx.Client, filename: str | None, media_type: str | None, status: int
) -> None:
    told = "<http://example.org/a> <http://example.org/of> <http://example.org/b> ."
    part: Any = (filename, told, media_type) if media_type else (filename, told)
    assert client.post("/validate", files={"data": part}).status_code == status


@pytest.mark.parametrize("names", [["shapes"], ["data", "data"], ["data", "rules"]])
def test_other_parts_are_refused(client: httpx.Client, names: list[str]) -> None:
    files = [(name, ("x.ttl", TWO, "text/turtle")) for name in names]
    answer = client.post("/validate", files=files)
    assert (answer.status_code, answer.json()["valid_values"]) == (400, ["data", "shapes"])


# The report.


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/html,*/*;q=0.8", "text/turtle"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/json", "application/json"),
    ],
)
def test_the_report_comes_as_rdf_or_as_words(
    client: httpx.Client, accept: str, media_type: str
) -> None:
    answer = by_theirs(client, TWO, THEIRS, accept=accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    if media_type == "application/json":
        assert answer.json()["conforms"] is False
        return
    graph = parse(answer.content, format=RdfFormat.from_media_type(media_type))
    turtle = serialize((quad.triple for quad in graph), format=RdfFormat.TURTLE) or b""
    assert demanded(turtle) == demanded(by_theirs(client, TWO, THEIRS, "text/turtle").content)


def test_the_report_is_one_of_shacl(client: httpx.Client) -> None:
    expected = b"""
        PREFIX e: <http://example.org/>
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        [] a sh:ValidationReport ; sh:conforms false ; sh:result [
            a sh:ValidationResult ; sh:focusNode e:a ; sh:resultPath e:of ;
            sh:resultSeverity sh:Warning ; sh:sourceShape e:Shape-of ;
            sh:sourceConstraintComponent sh:MaxCountConstraintComponent ] ."""
    answer = by_theirs(client, TWO, THEIRS, "text/turtle")
    assert demanded(answer.content) == demanded(expected)
    assert b"One is enough." in answer.content
    assert b"Un seul suffit." in answer.content


def test_format_beats_accept(client: httpx.Client) -> None:
    answer = by_ours(client, TWO, accept="application/json", params={"format": "nt"})
    assert answer.headers["content-type"] == "application/n-triples"


# What cannot be taken.


def problem(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["type"].endswith(f"/{kind}")
    assert told["detail"].endswith(".")
    return told


def test_unreadable_data_are_told_with_line_and_column(client: httpx.Client) -> None:
    told = problem(by_ours(client, "<x:a> <x:b>\n  oops ."), 400, "data-syntax")
    assert (told["line"], told["column"]) == (2, 3)
    assert told["where"] == "the data, line 2, column 3"


def test_unreadable_shapes_are_told_from_unreadable_data(client: httpx.Client) -> None:
    told = problem(by_theirs(client, TWO, "<x:a> <x:b"), 400, "data-syntax")
    assert told["where"].startswith("the shapes, line 1")
    assert told["detail"].startswith("The shapes are not Turtle")


@pytest.mark.parametrize(
    ("shapes", "detail"),
    [
        (
            "PREFIX sh: <http://www.w3.org/ns/shacl#> <x:s> a sh:PropertyShape .",
            "must include one `sh:path`",
        ),
        ("PREFIX sh: <http://www.w3.org/ns/shacl#> <x:s> sh:js [] .", "sh:js"),
    ],
)
def test_shapes_that_cannot_be_used_are_refused_with_a_sentence(
    client: httpx.Client, shapes: str, detail: str
) -> None:
    assert detail in problem(by_theirs(client, TWO, shapes), 400, "shapes-refused")["detail"]


def test_terms_of_rdf_1_2_are_refused(client: httpx.Client) -> None:
    told = by_ours(client, "<x:a> <x:b> <<( <x:a> <x:b> <x:c> )>> .")
    assert "RDF 1.1" in problem(told, 400, "data-syntax")["detail"]


def test_other_media_types_are_refused(client: httpx.Client) -> None:
    told = problem(by_ours(client, "a,b", "text/csv"), 415, "unsupported-media-type")
    assert "text/turtle" in told["valid_values"]
    assert client.post("/validate", content=b"").status_code == 415
    assert by_ours(client, "", "text/turtle; charset=latin-1").status_code == 415


def test_forms_that_a_report_has_not_are_refused(client: httpx.Client) -> None:
    problem(by_ours(client, TWO, accept="image/png"), 406, "not-acceptable")
    problem(by_ours(client, TWO, params={"format": "csv"}), 400, "bad-parameter")
    problem(by_ours(client, TWO, params={"shape": "x"}), 400, "bad-parameter")


def test_sixteen_mebibytes_are_the_most(client: httpx.Client) -> None:
    problem(by_ours(client, b" " * ((16 << 20) + 1)), 413, "body-too-large")


def test_it_is_asked_by_post_alone(client: httpx.Client) -> None:
    answer = client.get("/validate")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "OPTIONS, POST"


def test_the_interface_describes_what_may_be_sent(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()["paths"]["/validate"]["post"]
    assert set(described["requestBody"]["content"]) == {*FORMS, "multipart/form-data"}
    assert {"text/turtle", "application/json"} <= set(described["responses"]["200"]["content"])
