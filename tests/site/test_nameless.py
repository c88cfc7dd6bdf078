"""What has no name is called by what it says, and what has no language by its script."""

import re
from html import unescape

import httpx
import pytest
from tests.service import Service

from wsisgraph.api.pages import Term, Text, Value
from wsisgraph.site.markup import spoken_in
from wsisgraph.site.statements import between


def page(service: Service, path: str) -> str:
    answer = httpx.get(
        service.url + path, headers={"Accept": "text/html"}, follow_redirects=True, timeout=60
    )
    assert answer.status_code == 200
    return answer.text


def words(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", "", html)).split())


def heading(html: str) -> str:
    [found] = re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    return words(found)


@pytest.mark.parametrize(("lang", "kind"), [("en", "Linkage"), ("ar", "ارتباط"), ("zh", "关联")])
def test_a_linkage_is_called_by_its_line_and_goal_and_leads_to_its_cell(
    service: Service, lang: str, kind: str
) -> None:
    html = page(service, f"/id/linkage/wsis-sdg-matrix/c6-4?lang={lang}")
    assert heading(html) == f"{kind} C6 × 4"
    assert f"<title>{kind} C6 × 4 · " in html
    assert f'href="/m/C6/4?lang={lang}"' in html


def test_a_role_is_called_by_who_holds_which_where(service: Service) -> None:
    html = page(service, "/id/role/itu-c4-co-facilitator-itu-council-000-2-1-d?lang=en")
    assert heading(html) == "Role statement ITU · Co-facilitator · C4"


def test_a_passage_that_points_to_a_thing_is_told_with_its_document(service: Service) -> None:
    html = page(service, "/id/meeting/itu-council-2021?lang=en")
    incoming = words(html[html.index('id="incoming-title"') :])
    assert "Draft report on twenty years" in incoming
    assert "itu-council-002/p/" not in incoming


def test_the_query_of_a_question_keeps_its_lines_and_leads_to_the_answer(service: Service) -> None:
    html = page(service, "/id/question/roles/of-a-body?lang=en")
    assert 'href="/api/questions/roles/of-a-body?lang=en"' in html
    assert '<bdi class="lines">PREFIX' in html
    assert heading(html).startswith("Question ")
    assert "sh:" not in words(html[html.index("<main") : html.index("PREFIX")])


def test_what_a_source_prints_in_another_script_is_marked_with_its_language(
    service: Service,
) -> None:
    path = "/id/figure/internet-use-2005?lang="
    assert '<bdi lang="zh">2005年</bdi>' in page(service, f"{path}en")
    assert "<bdi>2005年</bdi>" in page(service, f"{path}zh")


@pytest.mark.parametrize(
    ("value", "lang", "spoken"),
    [
        ("2023年底", "", "zh"),
        ("الأمم المتحدة", "", "ar"),
        ("до 2025 года", "", "ru"),
        ("2023年", "ja", "ja"),
        ("A/RES/70/125", "", ""),
        ("à peu près 12 %", "", ""),
        ("", "", ""),
    ],
)
def test_the_script_tells_the_language_where_nothing_else_does(
    value: str, lang: str, spoken: str
) -> None:
    assert spoken_in(value, lang) == spoken


@pytest.mark.parametrize(
    ("value", "sign"),
    [("Read from the chart.", " "), ("Which?", " "), ("a report", ", "), ("", ", ")],
)
def test_no_comma_follows_a_full_stop(value: str, sign: str) -> None:
    assert between(Value(Term("literal", value), ()), "en") == sign


def test_a_comma_follows_a_name_that_ends_in_a_full_stop() -> None:
    named = Term("iri", "https://example.org/co.", label=Text("Example Inc.", "en"))
    assert between(Value(named, ()), "en") == ", "
