from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from wsisgraph import content
from wsisgraph.questions import BadParameter, BrokenQuestion, Catalogue, Question, UnknownQuestion
from wsisgraph.questions.catalogue import read

CATALOGUE = Catalogue.load(content.folder("queries"))
EVERY_FILE = sorted(
    path.relative_to(content.folder("queries")).with_suffix("").as_posix()
    for path in content.folder("queries").glob("*/*.rq")
)

HEADER = """#+ summary: Anything
#+ question: {en: "What?", zh: "什么？"}
#+ params:
#+   line: {kind: code, class: "wsis:ActionLine", label: Line, required: true}
"""
LINE = "VALUES ?line { <https://w3id.org/wsis-sdg/vocab/action-lines/c2> }"


def question(tmp_path: Path, text: str) -> Question:
    folder = tmp_path / "queries"
    (folder / "any").mkdir(parents=True)
    path = folder / "any" / "thing.rq"
    path.write_text(text, encoding="utf-8")
    return read(path, folder)


def test_the_first_ten_questions_are_there() -> None:
    assert {
        "activities/by-agency-and-goal",
        "activities/goals-of-activity",
        "activities/under-line",
        "documents/passages-with-facts",
        "documents/resolutions-cited",
        "figures/about-subject",
        "matrix/lines-for-target",
        "matrix/targets-under-line",
        "roles/contradictions",
        "roles/in-line-on-date",
    } <= set(CATALOGUE)


def test_iterating_hides_the_queries_that_only_we_run() -> None:
    assert "rules/line-serves" in CATALOGUE
    assert "rules/line-serves" not in list(CATALOGUE)
    assert len(CATALOGUE) == len(list(CATALOGUE))


@pytest.mark.parametrize("name", EVERY_FILE)
def test_every_file_runs_unchanged_in_a_sparql_editor(name: str) -> None:
    Store().query(CATALOGUE[name].text)


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_the_columns_of_a_question_are_those_it_announces(name: str) -> None:
    found = Store().query(CATALOGUE[name].text)
    assert tuple(variable.value for variable in found.variables) == CATALOGUE[name].returns


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_a_question_is_worded_in_six_languages(name: str) -> None:
    assert set(CATALOGUE[name].question) == {"ar", "en", "es", "fr", "ru", "zh"}


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_the_example_of_a_file_bound_again_gives_the_same_query(name: str) -> None:
    asked = CATALOGUE[name]
    values = {key: param.example for key, param in asked.params.items() if param.example}
    abbreviated = asked.bind(values).replace("<http://www.w3.org/2001/XMLSchema#date>", "xsd:date")
    assert abbreviated.split() == asked.text.split()


def test_binding_replaces_the_row_and_nothing_else(tmp_path: Path) -> None:
    asked = question(
        tmp_path,
        HEADER + f'SELECT * WHERE {{ {LINE} # VALUES ?line {{ <x> }}\n ?s ?p "VALUES ?line {{" }}',
    )
    bound = asked.bind({"line": "c 5"})
    assert bound == asked.text.replace(
        "<https://w3id.org/wsis-sdg/vocab/action-lines/c2>",
        "<https://w3id.org/wsis-sdg/vocab/action-lines/c5>",
    )


def test_several_codes_become_several_rows() -> None:
    bound = CATALOGUE["matrix/lines-for-target"].bind({"target": "9.1, 9.A"})
    assert "{ <http://metadata.un.org/sdg/9.1> <http://metadata.un.org/sdg/9.a> }" in bound


def test_an_optional_parameter_that_is_not_given_means_any() -> None:
    bound = CATALOGUE["roles/in-line-on-date"].bind({})
    assert "VALUES ?on { UNDEF }" in bound
    assert "VALUES ?line { UNDEF }" in bound


def test_a_default_stands_in_for_what_is_not_given() -> None:
    bound = CATALOGUE["roles/in-line-on-date"].bind({"lang": ""})
    assert 'VALUES ?lang { "en" }' in bound
    assert "vocab/status/accepted>" in bound


def test_an_empty_sequence_allows_nothing() -> None:
    bound = CATALOGUE["roles/in-line-on-date"].bind({"line": []})
    assert not list(Store().query(bound))
    assert "UNDEF" not in bound[bound.index("VALUES ?line") :].split("}")[0]


@pytest.mark.parametrize(
    ("written", "iri"),
    [
        ("itu", "https://w3id.org/wsis-sdg/id/agency/itu"),
        ("UN-Habitat", "https://w3id.org/wsis-sdg/id/agency/un-habitat"),
        ("id/body/itu-pp", "https://w3id.org/wsis-sdg/id/body/itu-pp"),
        ("/id/body/itu-pp", "https://w3id.org/wsis-sdg/id/body/itu-pp"),
        ("https://example.org/a", "https://example.org/a"),
    ],
)
def test_an_agency_is_a_key_a_path_or_an_iri(written: str, iri: str) -> None:
    asked = CATALOGUE["activities/by-agency-and-goal"]
    assert f"VALUES ?agency {{ <{iri}> }}" in asked.bind({"agency": written, "goal": "9"})


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("roles/in-line-on-date", "line", "C99"),
        ("roles/in-line-on-date", "line", "9"),
        ("roles/in-line-on-date", "on", "2007-02-30"),
        ("roles/in-line-on-date", "on", "2007"),
        ("roles/in-line-on-date", "on", '2007-01-01" } DROP ALL #'),
        ("roles/in-line-on-date", "lang", "de"),
        ("roles/in-line-on-date", "status", "true"),
        ("roles/in-line-on-date", "agency", "itu> } DROP ALL #"),
        ("roles/in-line-on-date", "agency", "https://a.b/c> } DROP ALL #"),
        ("roles/in-line-on-date", "agency", "https://a.b/c\\u003e"),
        ("matrix/lines-for-target", "target", "C2"),
        ("matrix/lines-for-target", "target", "9.z"),
        ("matrix/lines-for-target", "target", ""),
        ("figures/about-subject", "subject", "nothing of the kind"),
        ("figures/about-subject", "colour", "red"),
    ],
)
def test_a_value_that_cannot_be_taken_is_refused_by_name(
    name: str, parameter: str, value: str
) -> None:
    with pytest.raises(BadParameter) as caught:
        CATALOGUE[name].bind({parameter: value})
    assert caught.value.parameter == parameter
    assert caught.value.where == f"parameter {parameter}"
    assert caught.value.mend


def test_the_error_lists_the_valid_lines() -> None:
    with pytest.raises(BadParameter) as caught:
        CATALOGUE["activities/under-line"].bind({"line": "C12"})
    assert "C7-ehea" in caught.value.valid_values


NASTY = ['"', "\\", '" } #', "\n", "'''", "\\u0022", "}", "<", "\u2028", "é\U0001f600", "?x"]


@pytest.mark.parametrize("nasty", NASTY)
def test_a_text_comes_out_as_it_went_in(tmp_path: Path, nasty: str) -> None:
    header = "#+ summary: Echo\n#+ question: {en: a, zh: b}\n"
    header += "#+ params:\n#+   word: {kind: string, label: Word}\n"
    asked = question(tmp_path, header + 'SELECT ?word WHERE { VALUES ?word { "a" } }')
    [row] = list(Store().query(asked.bind({"word": nasty})))
    assert row["word"].value == nasty


def test_a_control_character_is_refused(tmp_path: Path) -> None:
    header = "#+ summary: Echo\n#+ question: {en: a, zh: b}\n"
    header += "#+ params:\n#+   word: {kind: string, label: Word}\n"
    asked = question(tmp_path, header + 'SELECT ?word WHERE { VALUES ?word { "a" } }')
    with pytest.raises(BadParameter, match="control character"):
        asked.bind({"word": "a\x00b"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT * WHERE {}", "no summary"),
        ("#+ summary: [\nSELECT * WHERE {}", "not YAML"),
        ("#+ summary: a\n#+ colour: red\nSELECT * WHERE {}", "unknown key colour"),
        ("#+ summary: a\nSELECT * WHERE {}", "en and zh"),
        (HEADER + "SELECT * WHERE { }", "has no VALUES"),
        (HEADER + f"SELECT * WHERE {{ ?s ?p ?line }} {LINE}", "after the query"),
        (
            HEADER + f"SELECT * WHERE {{ {LINE} {LINE.replace('c2', 'c3')} }}",
            "do not all give the same",
        ),
        (HEADER + "SELECT * WHERE { VALUES ?line { x:c2 } }", "whole IRI"),
        (HEADER.replace("code", "colour") + f"SELECT * WHERE {{ {LINE} }}", "needs a kind"),
        (HEADER + f"#+ returns: [b]\nSELECT ?a WHERE {{ {LINE} ?a ?p ?line }}", "returns names b"),
        (HEADER + f"# {LINE}\n{{ {LINE} }}", "no SELECT"),
    ],
)
def test_a_broken_file_says_what_is_wrong_and_where(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(BrokenQuestion, match=found) as caught:
        question(tmp_path, text)
    assert caught.value.where == "queries/any/thing.rq"


def test_an_unknown_question_names_those_there_are() -> None:
    with pytest.raises(UnknownQuestion) as caught:
        CATALOGUE["activities/by-colour"]
    assert "activities/under-line" in caught.value.valid_values


def test_the_catalogue_describes_itself_as_sparql_executables() -> None:
    store = Store()
    store.load(CATALOGUE.describe("http://localhost/sparql").encode(), format=RdfFormat.N_TRIPLES)
    rows = store.query(
        """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX schema: <https://schema.org/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?text WHERE {
          ?question a sh:SPARQLExecutable , sh:SPARQLSelectExecutable ;
                    sh:select ?text ; rdfs:comment ?words ; schema:keywords "activities" ;
                    schema:target <http://localhost/sparql> ;
                    sh:prefixes/sh:declare/sh:prefix "wsis" .
          FILTER(LANG(?words) = "zh") }"""
    )
    texts = {row["text"].value for row in rows}
    assert CATALOGUE["activities/under-line"].text in texts
    assert len(texts) == sum("activities" in question.tags for question in CATALOGUE.values())


def test_the_description_does_not_change_between_runs() -> None:
    again = Catalogue.load(content.folder("queries"))
    assert again.describe() == CATALOGUE.describe()
