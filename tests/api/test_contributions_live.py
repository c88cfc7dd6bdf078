"""Contributions to a real service: what an agency may do, and what nobody can do to others."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest
import rdflib
from openpyxl import load_workbook
from tests.service import Service, copy_of, serving

from wsisgraph import content
from wsisgraph.access import Role, Tokens
from wsisgraph.access.records import RecordFile
from wsisgraph.intake.templates import choices, write_template

BASE = "https://w3id.org/wsis-sdg/"
OWN = f"{BASE}graph/agency/unesco"
TURTLE = {"Content-Type": "text/turtle"}
UPDATE = {"Content-Type": "application/sparql-update"}
SHACL = rdflib.Namespace("http://www.w3.org/ns/shacl#")
ABOUT = "citation=UNESCO,+2024.+Projects.&contact=data@example.org"
PREFIXES = f"""
BASE <{BASE}>
PREFIX wsis: <{BASE}def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
"""
DESCRIBED = f"""
<{OWN}> dct:license <https://creativecommons.org/licenses/by/3.0/igo/> ;
    dct:bibliographicCitation "UNESCO, 2024." ; dcat:contactPoint <mailto:data@example.org> .
"""
TABLE = """Ref;Title;Organisation;Country;Links;Start
P-1;Village libraries;UNESCO;TANZANIA;C3;2014
P-2;Rain by text;Ministry of Rain (MOR);TANZANIA;2.4;2019
"""
MAPPING = """
[table]
key = ["Ref"]
[constants]
kind = "project"
[columns]
"Ref" = { field = "key" }
"Title" = { field = "title" }
"Organisation" = { field = "organisation" }
"Country" = { field = "country" }
"Links" = { field = "links" }
"Start" = { field = "start" }
"""


@pytest.fixture(scope="module")
def service(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(copy_of(built_data, tmp_path_factory.mktemp("contributions"))) as running:
        yield running


@pytest.fixture(scope="module")
def unesco(service: Service) -> Iterator[httpx.Client]:
    token = Tokens(service.data).create("desk", Role.CONTRIBUTOR, "unesco")
    with client(service, token) as made:
        yield made


def client(service: Service, token: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=service.url, headers=headers, timeout=60)


def contribute(
    by: httpx.Client, turtle: str, query: str = "", headers: dict[str, str] | None = None
) -> httpx.Response:
    sent = {**TURTLE, **(headers or {})}
    return by.post(f"/api/contributions?{query}", content=PREFIXES + turtle, headers=sent)


def ask(by: httpx.Client, query: str) -> bool:
    answer = by.get("/sparql", params={"query": PREFIXES + query})
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["boolean"])


def revision(by: httpx.Client) -> str:
    return str(by.get("/ready").json()["revision"])


def test_what_is_taken_is_read_at_once_and_stands_in_the_audit(unesco: httpx.Client) -> None:
    turtle = '<id/activity/unesco/one> dct:title "One" .'
    done = contribute(unesco, turtle, f"graph=first&{ABOUT}")
    assert done.status_code == 201, done.text
    told = done.json()
    assert (told["agency"], told["by"], told["graph"]) == ("unesco", "desk", f"{OWN}/first")
    assert ask(unesco, 'ASK { <id/activity/unesco/one> dct:title "One" }')
    licence = "<https://creativecommons.org/licenses/by/3.0/igo/>"
    assert ask(unesco, f"ASK {{ <{OWN}/first> dct:license {licence} }}")
    newest = unesco.get("/api/contributions?agency=unesco").json()["items"][0]
    assert newest["revision"] == told["revision"] == unesco.get(newest["entry"]).json()["revision"]
    assert (newest["by"], newest["added"], newest["removed"]) == ("desk", told["added"], 0)
    changes = unesco.get(newest["entry"]).json()["changes"]
    assert f"{BASE}id/activity/unesco/one" in {change["thing"] for change in changes}
    assert unesco.get("/api/contributions/1").status_code == 404
    again = contribute(unesco, turtle, f"graph=first&{ABOUT}")
    assert (again.status_code, again.json()["changed"]) == (200, False)


def test_a_graph_without_licence_citation_and_contact_is_refused(unesco: httpx.Client) -> None:
    before = revision(unesco)
    turtle = '<id/activity/unesco/two> dct:title "Two" .'
    refused = contribute(unesco, turtle, "graph=bare", {"Accept-Language": "fr"})
    assert refused.status_code == 422
    findings = refused.json()["findings"]
    assert {each["path"].rpartition("/")[2].rpartition("#")[2] for each in findings} == {
        *("license", "bibliographicCitation", "contactPoint")
    }
    licence = next(each["message"] for each in findings if each["path"].endswith("license"))
    assert licence.startswith("Nommez la licence")
    assert f"<{OWN}/bare> dct:license <https://creativecommons.org/licenses/by/3.0/igo/>" in licence
    for form, name in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
        answer = contribute(unesco, turtle, "graph=bare", {"Accept": form})
        assert answer.status_code == 422
        report = rdflib.Graph().parse(data=answer.text, format=name)
        assert set(report.objects(None, SHACL.focusNode)) == {rdflib.URIRef(f"{OWN}/bare")}
        assert len(set(report.subjects(rdflib.RDF.type, SHACL.ValidationResult))) == 3
        assert (None, SHACL.conforms, rdflib.Literal(False)) in report
    put = unesco.put(f"/graphs?graph={OWN}/bare", content=PREFIXES + turtle, headers=TURTLE)
    assert put.status_code == 422
    assert revision(unesco) == before


def test_a_rehearsal_tells_the_difference_and_changes_nothing(unesco: httpx.Client) -> None:
    assert contribute(unesco, DESCRIBED).status_code in (200, 201)
    before = revision(unesco)
    turtle = PREFIXES + '<id/activity/unesco/line> dct:title "a\u2028b" .'
    graph = f"/graphs?graph={OWN}&dry-run"
    insert = f'INSERT DATA {{ GRAPH <{OWN}> {{ <id/activity/unesco/line> dct:title "x" }} }}'
    rehearsals = [
        (unesco.post("/api/contributions?dry-run", content=turtle, headers=TURTLE), 1, 0),
        (unesco.post(graph, content=turtle, headers=TURTLE), 1, 0),
        (unesco.post("/update?dry-run=true", content=PREFIXES + insert, headers=UPDATE), 1, 0),
        (unesco.delete(graph), 0, 3),
    ]
    for answer, added, removed in rehearsals:
        assert answer.status_code == 200, answer.text
        told = answer.json()
        assert (told["dry_run"], told["added"], told["removed"]) == (True, added, removed)
        assert len(told["difference"]["added"]) == added
        assert len(told["difference"]["removed"]) == removed
        assert told["report"]["conforms"]
        assert "derive" in told["not_counted"]
    emptied = unesco.put(graph, content=turtle, headers=TURTLE)
    assert emptied.status_code == 422
    assert len(emptied.json()["difference"]["removed"]) == 3
    assert not emptied.json()["report"]["conforms"]
    elsewhere = unesco.delete(f"/graphs?graph={BASE}graph/itu-council&dry-run")
    assert elsewhere.status_code == 403
    assert unesco.delete(graph.replace("dry-run", "dry-run=maybe")).status_code == 400
    assert revision(unesco) == before


def test_a_table_is_read_by_its_mapping_in_names_of_the_agency(unesco: httpx.Client) -> None:
    files = {
        "data": ("projects.csv", TABLE.encode(), "text/csv"),
        "mapping": ("columns.toml", MAPPING.encode(), "application/toml"),
    }
    done = unesco.post(f"/api/contributions?graph=table&{ABOUT}", files=files)
    assert done.status_code == 201, done.text
    assert done.json()["table"]["taken"] == 2
    pattern = "?activity a wsis:Activity ; wsis:carriedOutBy ?body . FILTER(CONTAINS(STR(?body)"
    assert ask(unesco, f"ASK {{ GRAPH <{OWN}/table> {{ {pattern}, '/id/body/unesco/')) }} }}")
    again = unesco.post("/api/contributions?graph=table", files=files)
    assert (again.status_code, again.json()["changed"]) == (200, False), again.text
    fewer = {**files, "data": ("projects.csv", TABLE[: TABLE.index("P-2")].encode(), "text/csv")}
    assert unesco.post("/api/contributions?graph=table", files=fewer).json()["removed"] > 10
    bad = {**files, "data": ("projects.csv", TABLE.replace("C3", "C33").encode(), "text/csv")}
    refused = unesco.post("/api/contributions?graph=table", files=bad)
    assert refused.status_code == 422
    assert "projects.csv:2" in refused.json()["detail"]
    assert "C33" in refused.json()["detail"]


HIJACKS = [
    '<vocab/action-lines/c2> skos:prefLabel "Broken"@en',
    '<http://metadata.un.org/sdg/9> skos:prefLabel "Broken"@en',
    "<http://metadata.un.org/sdg/99> a skos:Concept",
    '<id/agency/itu> skos:altLabel "Broken"@en',
    '<id/agency/nobody-yet> skos:prefLabel "Broken"@en',
    '<id/activity/giga> dct:title "Broken"',
    '<id/activity/itu/mine> dct:title "Broken"',
    '<id/linkage/wsis-sdg-matrix/c2-9.c> wsis:status "Broken"',
    f'<{BASE}graph/itu-council> dct:title "Broken"',
    f'<{BASE}graph/agency/itu> dct:title "Broken"',
    f'<{BASE}graph/agency/unesco-x> dct:title "Broken"',
    '<id/activity/unesco/../giga> dct:title "Broken"',
    "wsis:Activity rdfs:subClassOf <urn:x>",
    "<urn:x> rdfs:subClassOf wsis:Activity",
    "<urn:x> a owl:Class",
    "<id/activity/unesco/same> owl:sameAs <id/activity/giga>",
    "<id/activity/unesco/same> owl:sameAs <id/agency/itu>",
    "<http://www.w3.org/2004/02/skos/core#prefLabel> dct:title 'Broken'",
]


@pytest.mark.parametrize("statement", HIJACKS)
def test_nobody_describes_what_is_not_theirs(unesco: httpx.Client, statement: str) -> None:
    before = revision(unesco)
    for answer in (
        contribute(unesco, f"{statement} .", ABOUT),
        unesco.put(
            f"/graphs?graph={OWN}/h",
            content=f"{PREFIXES} {statement} . {DESCRIBED}",
            headers=TURTLE,
        ),
        unesco.post(
            "/update",
            content=f"{PREFIXES} INSERT DATA {{ GRAPH <{OWN}/h> {{ {statement} }} }}",
            headers=UPDATE,
        ),
    ):
        assert answer.status_code == 403, (statement, answer.text)
        assert answer.json()["type"].endswith("/write-not-allowed")
    assert revision(unesco) == before


ELSEWHERE = [
    f"INSERT DATA {{ GRAPH <{BASE}graph/agency/itu> {{ <urn:x> <urn:p> 1 }} }}",
    f"INSERT DATA {{ GRAPH <{BASE}graph/agency/unescox> {{ <urn:x> <urn:p> 1 }} }}",
    f"INSERT DATA {{ GRAPH <{BASE}graph/meta> {{ <urn:x> <urn:p> 1 }} }}",
    f"INSERT DATA {{ GRAPH <{BASE}graph/inferred> {{ <urn:x> <urn:p> 1 }} }}",
    f"INSERT DATA {{ GRAPH <{OWN}/../itu> {{ <urn:x> <urn:p> 1 }} }}",
    f"INSERT DATA {{ GRAPH <{OWN}/%2e%2e/itu> {{ <urn:x> <urn:p> 1 }} }}",
    "INSERT DATA { <urn:x> <urn:p> 1 }",
    "DELETE WHERE { <id/activity/giga> ?p ?o }",
    "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o . ?s a wsis:ActivityLink } }",
    f"WITH <{BASE}graph/itu-council> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    f"MOVE <{BASE}graph/itu-council> TO <{OWN}/stolen>",
    f"COPY <{OWN}> TO <{BASE}graph/itu-council>",
    f"ADD <{OWN}> TO DEFAULT",
    f"CREATE GRAPH <{BASE}graph/agency/itu/mine>",
    "CLEAR ALL",
    "DROP NAMED",
    f"INSERT DATA {{ GRAPH <{OWN}> {{ <urn:x> <urn:p> 1 }} }} ; CLEAR NAMED",
    f"COPY <{BASE}graph/vocabularies> TO <{OWN}/vocabularies>",
]


@pytest.mark.parametrize("update", ELSEWHERE)
def test_no_update_reaches_the_graphs_of_others(unesco: httpx.Client, update: str) -> None:
    before = revision(unesco)
    refused = unesco.post("/update", content=PREFIXES + update, headers=UPDATE)
    assert refused.status_code == 403, (update, refused.text)
    assert revision(unesco) == before


@pytest.mark.parametrize(
    ("type_", "body"),
    [
        ("application/trig", f"<{BASE}graph/agency/itu> {{ <urn:x> <urn:p> 1 }}"),
        ("application/trig", f"<{OWN}> {{ <urn:x> <urn:p> 1 }} {{ <urn:y> <urn:p> 1 }}"),
        ("application/trig", f"_:g {{ <urn:x> <urn:p> 1 }} <{OWN}> {{ <urn:x> <urn:p> 1 }}"),
        ("application/n-quads", f"<urn:x> <urn:p> <urn:o> <{BASE}graph/itu-council> ."),
        (
            "application/ld+json",
            json.dumps({"@id": f"{BASE}graph/itu-council", "@graph": {"@id": "urn:x", "urn:p": 1}}),
        ),
    ],
)
def test_quads_lead_to_no_other_graph(unesco: httpx.Client, type_: str, body: str) -> None:
    before = revision(unesco)
    headers = {"Content-Type": type_}
    for address in ("/graphs", f"/graphs?graph={OWN}", f"/api/contributions?{ABOUT}"):
        refused = unesco.post(address, content=body, headers=headers)
        assert refused.status_code in (400, 403), (address, refused.text)
    assert revision(unesco) == before


@pytest.mark.parametrize(
    ("type_", "body"),
    [
        ("text/turtle", b"<urn:x> <urn:p> "),
        ("text/turtle", b"\xff\xfe\x00"),
        ("text/turtle", b"<urn:x> <urn:p> " + b"(" * 100_000),
        ("application/ld+json", b"[" * 100_000),
        ("text/csv", b"\x00\x01\x02" * 1000),
        ("text/csv", b""),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04junk"),
        ("application/json", b"{}"),
        ("multipart/form-data; boundary=x", b"--y"),
    ],
)
def test_what_is_malformed_is_refused_with_a_sentence(
    unesco: httpx.Client, type_: str, body: bytes
) -> None:
    before = revision(unesco)
    headers = {"Content-Type": type_}
    refused = unesco.post(f"/api/contributions?graph=bad&{ABOUT}", content=body, headers=headers)
    assert refused.status_code in (400, 413, 415, 422), (refused.status_code, refused.text)
    assert refused.json()["detail"]
    assert revision(unesco) == before


@pytest.mark.parametrize(
    "graph", ["../itu", "a/../../itu", "A", "x y", "a//b", f"{BASE}graph/meta"]
)
def test_a_graph_has_a_name_below_the_agencys(unesco: httpx.Client, graph: str) -> None:
    body, query = "<urn:x> <urn:p> 1 .", {"graph": graph}
    refused = unesco.post("/api/contributions", params=query, content=body, headers=TURTLE)
    assert refused.status_code == 400, refused.text


def test_no_agency_speaks_for_another(unesco: httpx.Client) -> None:
    assert contribute(unesco, "<urn:x> <urn:p> 1 .", f"agency=itu&{ABOUT}").status_code == 403


def test_readers_read_on_while_a_hostile_contributor_writes(unesco: httpx.Client) -> None:
    over = Event()
    seen: set[tuple[int, int]] = set()

    def read() -> None:
        with httpx.Client(base_url=str(unesco.base_url), timeout=60) as reader:
            while not over.is_set():
                answer = reader.get("/api/matrix/C2/9.c")
                seen.add((answer.status_code, answer.json()["count"]))

    reader = Thread(target=read)
    reader.start()
    try:
        for statement in HIJACKS[:6]:
            contribute(unesco, f"{statement} .", ABOUT)
        contribute(unesco, f"<urn:x> <urn:p> {'(' * 50_000}", ABOUT)
        contribute(unesco, '<id/activity/unesco/read> dct:title "R" .', f"graph=read&{ABOUT}")
    finally:
        over.set()
        reader.join()
    assert seen == {(200, 1)}


def test_an_unknown_and_an_ended_token_are_401(service: Service) -> None:
    tokens = Tokens(service.data)
    late = tokens.create("late", Role.CONTRIBUTOR, "unesco", expires=datetime.now(UTC).date())
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    with RecordFile(service.data).changing() as records:
        place = next(n for n, record in enumerate(records) if record.name == "late")
        records[place] = type(records[place])(
            **{
                slot: getattr(records[place], slot)
                for slot in type(records[place]).__dataclass_fields__
            }
            | {"expires": yesterday}
        )
    for token in (late, late[:-1], "nonsense"):
        with client(service, token) as somebody:
            refused = contribute(somebody, "<urn:x> <urn:p> 1 .", ABOUT)
            assert refused.status_code == 401
            assert "WWW-Authenticate" in refused.headers
    assert httpx.post(f"{service.url}/api/contributions", content=b"").status_code == 401


def test_quotas_are_429_with_a_sentence(service: Service) -> None:
    tokens = Tokens(service.data)
    few = tokens.create("few", Role.CONTRIBUTOR, "who", writes=2, statements=6)
    with client(service, few) as who:
        assert contribute(who, "<urn:who:1> <urn:p> 1 .", ABOUT).status_code == 201
        much = contribute(who, "<urn:who:1> <urn:p> 2, 3, 4 .")
        assert much.status_code == 429
        assert "6 statements" in much.json()["detail"]
        assert "Retry-After" not in much.headers
        assert contribute(who, "<urn:who:1> <urn:p> 2 .", "dry-run").status_code == 200
        assert contribute(who, "<urn:who:1> <urn:p> 2 .").status_code == 201
        often = contribute(who, "<urn:who:1> <urn:p> 3 .")
        assert often.status_code == 429
        assert 86_000 < int(often.headers["Retry-After"]) <= 86_400
        assert contribute(who, "<urn:who:1> <urn:p> 3 .", "dry-run").status_code == 200


def test_a_filled_template_and_an_iati_file_are_tables_too(
    unesco: httpx.Client, tmp_path: Path
) -> None:
    path = tmp_path / "activites.xlsx"
    write_template("activities", "fr", path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for column, text in (
        *((1, "A-1"), (2, "Des radios"), (3, "UNESCO"), (5, "Kenya")),
        *((6, choices("lines", "fr")[1]), (9, choices("goals", "fr")[0])),
    ):
        sheet.cell(2, column, text)
    book.save(path)
    type_ = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    files = {"data": (path.name, path.read_bytes(), type_)}
    done = unesco.post(f"/api/contributions?graph=template&{ABOUT}", files=files)
    assert done.status_code == 201, done.text
    assert done.json()["table"]["taken"] == 1
    assert ask(unesco, 'ASK { ?activity skos:prefLabel "Des radios"@fr }')
    xml = content.folder("loaders") / "iati" / "samples" / "activities.xml"
    sent = unesco.post(
        f"/api/contributions?graph=iati&source=iati&{ABOUT}",
        content=xml.read_bytes(),
        headers={"Content-Type": "application/xml"},
    )
    assert sent.status_code == 201, sent.text
    pattern = f"GRAPH <{OWN}/iati> {{ ?link wsis:linksTo <http://metadata.un.org/sdg/9.c> }}"
    assert ask(unesco, f"ASK {{ {pattern} }}")


def revert(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wsisgraph", "revert", *arguments],
        env={**os.environ, "WSISGRAPH_DATA": str(data)},
        capture_output=True,
        text=True,
    )


def test_one_contribution_is_undone_and_later_ones_stay(
    service: Service, unesco: httpx.Client
) -> None:
    first = contribute(unesco, '<id/activity/unesco/r1> dct:title "1" .', f"graph=undo&{ABOUT}")
    later = contribute(unesco, '<id/activity/unesco/r2> dct:title "2" .', "graph=undo")
    assert (first.status_code, later.status_code) == (201, 201)
    # The first one brought what the graph says of itself, which the later one needs.
    refused = revert(service.data, first.json()["revision"])
    assert refused.returncode == 3
    assert f"{OWN}/undo" in refused.stderr
    assert ask(unesco, "ASK { <id/activity/unesco/r1> ?p ?o }")
    third = contribute(unesco, '<id/activity/unesco/r3> dct:title "3" .', "graph=undo")
    done = revert(service.data, later.json()["revision"])
    assert done.returncode == 0, done.stderr
    assert not ask(unesco, "ASK { <id/activity/unesco/r2> ?p ?o }")
    assert ask(unesco, "ASK { <id/activity/unesco/r1> ?p ?o . <id/activity/unesco/r3> ?q ?x }")
    newest = unesco.get("/api/contributions?agency=unesco").json()["items"][:2]
    assert [each["revision"] for each in newest] == [
        done.stdout.strip(),
        third.json()["revision"],
    ]
    assert newest[0]["by"] == "wsisgraph revert"
    assert later.json()["revision"] in newest[0]["request"]


DOCUMENT = """
<id/document/unesco/letter> a wsis:Document ; dct:type <vocab/document-kinds/dataset> ;
    skos:prefLabel "A letter"@en , "信"@zh ; dct:title "A letter"@en ; dct:language "en" ;
    wsis:symbolNote "a letter without a symbol"@en .
<id/document/unesco/letter/p/1> a wsis:Passage ; dct:isPartOf <id/document/unesco/letter> ;
    wsis:locator "1" ; wsis:order 1 ; wsis:passageKind <vocab/passage-kinds/note> ;
    dct:abstract "Says what UNESCO holds."@en , "教科文组织的看法。"@zh .
"""
JOINT = """
<id/activity/unesco/joint> a wsis:Activity ; skos:prefLabel "Joint radios"@en , "联合电台"@zh ;
    dct:type <vocab/activity-kinds/project> ; wsis:carriedOutBy <id/agency/unesco> ;
    wsis:partner <id/agency/itu> ; wsis:statedIn <id/document/unesco/letter/p/1> .
<id/activity-link/unesco/joint/c9> a wsis:ActivityLink ; wsis:activity <id/activity/unesco/joint> ;
    wsis:basis <vocab/basis/asserted> ; wsis:linksTo <vocab/action-lines/c9> ;
    wsis:status <vocab/status/accepted> ; wsis:statedIn <id/document/unesco/letter/p/1> .
"""


def test_a_dispute_of_an_agency_shows_where_the_statement_does(unesco: httpx.Client) -> None:
    query = """SELECT ?link { ?link a wsis:ActivityLink ; wsis:activity <id/activity/giga> }
        ORDER BY ?link LIMIT 1"""
    rows = unesco.get("/sparql", params={"query": PREFIXES + query}).json()["results"]["bindings"]
    link = rows[0]["link"]["value"]
    dispute = f"""{DOCUMENT}
    <id/statement/unesco/not-so> a wsis:Statement ; wsis:disputes <{link}> ;
        wsis:about <id/activity/giga> ; wsis:status <vocab/status/accepted> ;
        wsis:statedIn <id/document/unesco/letter/p/1> ;
        dct:description "UNESCO does not hold it so."@en , "教科文组织不同意。"@zh ."""
    done = contribute(unesco, dispute, f"graph=disputes&{ABOUT}")
    assert done.status_code == 201, done.text
    asked = {"subject": f"{BASE}id/activity/giga", "lang": "en"}
    answer = unesco.get(
        "/api/questions/evidence/disputes", params=asked, headers={"Accept": "text/csv"}
    )
    assert link in answer.text
    assert "UNESCO does not hold it so." in answer.text
    place = link.replace(BASE, "/")
    assert "wsis:disputedBy" in unesco.get(f"{place}.ttl").text

    def page(address: str) -> str:
        asked = {"Accept": "text/html"}
        return unesco.get(address, headers=asked, follow_redirects=True).text

    assert "/id/statement/unesco/not-so" in page(place)
    assert "Contesté par" in page(f"{place}?lang=fr")
    activity = page("/id/activity/giga")
    assert "UNESCO does not hold it so." in activity
    assert "/graph/agency/unesco/disputes" in activity
    # The statement itself, and what it counts for, stay as they were.
    assert ask(unesco, f"ASK {{ <{link}> wsis:status <vocab/status/accepted> }}")


def test_a_joint_activity_counts_once_in_all_and_once_under_each(unesco: httpx.Client) -> None:
    def total(**asked: str) -> int:
        answer = unesco.get("/api/activities", params={"action_line": "C9", **asked})
        return int(answer.json()["total"])

    before = [total(), total(agency="itu"), total(agency="unesco"), total(agency="itu,unesco")]
    done = contribute(unesco, DOCUMENT + JOINT, f"graph=joint&{ABOUT}")
    assert done.status_code == 201, done.text
    after = [total(), total(agency="itu"), total(agency="unesco"), total(agency="itu,unesco")]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 1, 1]


def test_the_dataset_page_tells_the_rules_and_whose_each_graph_is(unesco: httpx.Client) -> None:
    assert contribute(unesco, '<id/activity/unesco/d> dct:title "D" .', f"graph=data&{ABOUT}")
    asked = {"Accept": "text/html"}
    page = unesco.get("/dataset", headers=asked).text
    entry = next(each for each in page.split("<article")[1:] if "/graph/agency/unesco/data" in each)
    for told in ("data@example.org", "UNESCO, 2024. Projects.", "licenses/by/3.0/igo"):
        assert told in entry
    for rule in ("Steward", "Change of terms", "Deprecation", "Exit"):
        assert rule in page
    assert "Règles de la maison" in unesco.get("/dataset?lang=fr", headers=asked).text
