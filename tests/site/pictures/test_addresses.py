"""Pictures as the service answers them."""

import httpx
import pytest
from tests.service import Service

C4 = "/picture/roles-in/vocab/action-lines/c4"


@pytest.fixture
def client(service: Service) -> httpx.Client:
    return httpx.Client(base_url=service.url, headers={"Accept": "text/html"})


def test_the_list_leads_to_pictures_that_are_there(client: httpx.Client) -> None:
    body = client.get("/picture").text
    addresses = [
        part.partition('"')[0] for part in body.split('href="')[1:] if part.startswith("/picture/")
    ]
    assert len(addresses) > 40
    for kind in ("roles-in", "roles-of", "lineage", "governance", "flow", "network", "figures"):
        some = next(one for one in addresses if one.startswith(f"/picture/{kind}"))
        assert client.get(some).status_code == 200


def test_a_picture_is_a_page_an_svg_and_a_table(client: httpx.Client) -> None:
    page, svg, table = client.get(C4), client.get(C4 + ".svg"), client.get(C4 + ".csv")
    assert 'role="img"' in page.text
    assert svg.headers["content-type"] == "image/svg+xml"
    assert "script-src" not in svg.headers["content-security-policy"]
    assert table.headers["content-type"].startswith("text/csv")
    asked = client.get(C4, headers={"Accept": "image/svg+xml"})
    assert asked.text == svg.text
    assert client.get(C4, params={"format": "csv"}).content == table.content


def test_it_speaks_the_language_asked_for(client: httpx.Client) -> None:
    svg = client.get(C4 + ".svg", params={"lang": "ar"}).text
    assert 'xml:lang="ar"' in svg
    assert 'text-anchor="end">\u2067' in svg
    assert "الأدوار عبر الزمن" in svg


@pytest.mark.parametrize(
    "path",
    [
        "/picture/nothing",
        "/picture/roles-in",
        "/picture/roles-in/",
        "/picture/roles-in/vocab/action-lines/c99",
        "/picture/lineage/id/agency/itu",
        "/picture/network/vocab/action-lines/c4",
        "/picture/regions/vocab/status",
        "/picture/flow/%3E%20%7B",
        C4 + ".png",
        "/picture/network.svg.svg",
    ],
)
def test_what_is_no_picture_is_not_found(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "script" not in answer.text.lower() or "<script>" not in answer.text


def test_pictures_stand_on_the_pages_of_what_they_are_about(client: httpx.Client) -> None:
    for path, many in {
        "/vocab/action-lines/c4.html": 2,
        "/id/agency/undp.html": 1,
        "/id/body/ungis.html": 1,
        "/id/resolution/itu-pp-140.html": 1,
        "/id/document/itu-council-002.html": 1,
        "/vocab/measures/internet-use-share.html": 1,
        "/vocab/itu-regions.html": 1,
        "/id/figure/internet-use-2023.html": 1,
        "/id/passage/none.html": 0,
    }.items():
        assert client.get(path).text.count('class="pictured"') == many, path
