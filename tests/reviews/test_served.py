"""Reviews as the service answers them."""

import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests import needs
from tests.service import Service

from wsisgraph.terms import codes


def get(service: Service, path: str) -> tuple[int, str]:
    request = urllib.request.Request(service.url + path, headers={"Accept": "text/html"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_review_is_served_in_the_language_that_is_asked_for(service: Service) -> None:
    status, page = get(service, "/report/c5?year=2024&lang=fr")
    assert status == 200
    assert "Examen annuel de" in page
    status, same = get(service, "/report/C5?year=2024&lang=ar")
    assert status == 200
    assert 'dir="rtl"' in same


def test_the_year_is_that_of_the_data_set_unless_another_is_asked_for(service: Service) -> None:
    _, page = get(service, "/report/c2")
    year = re.search(r"<title>Yearly review of C2, (\d{4}) ·", page)
    assert year is not None
    _, other = get(service, "/report/c2?year=2014")
    assert "<title>Yearly review of C2, 2014 ·" in other


def test_the_list_tells_who_leads_each_line(service: Service) -> None:
    _, every = get(service, "/report")
    assert every.count('<th scope="row">') == len(codes.ACTION_LINES)
    _, led = get(service, "/report?agency=itu&year=2024")
    assert re.findall(r'<th scope="row"><a href="/report/(c[\w-]+)', led) == [
        "c2",
        "c4",
        "c5",
        "c6",
    ]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/report/c12", 404),
        ("/report/9.c", 404),
        ("/report/%3Cscript%3E", 404),
        ("/report/c5?year=next", 400),
        ("/report/c5?year=1812", 400),
        ("/report?agency=atlantis", 400),
        ("/report/c5?month=3", 400),
    ],
)
def test_what_is_no_review_is_told_so(service: Service, path: str, status: int) -> None:
    found, page = get(service, path)
    assert found == status
    assert "<script>" not in page


def test_the_page_of_a_line_leads_to_its_review(service: Service) -> None:
    _, page = get(service, "/vocab/action-lines/c5")
    assert 'href="/report/c5"' in page


def test_every_printed_page_is_a4_and_says_which_review_it_is_of(
    service: Service, tmp_path: Path
) -> None:
    from playwright.sync_api import sync_playwright
    from pypdfium2 import PdfDocument

    path = needs.browser()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            for lang in ("en", "ar"):
                page = browser.new_page()
                page.goto(f"{service.url}/report/c5?year=2024&lang={lang}")
                file = tmp_path / f"{lang}.pdf"
                page.pdf(path=file, prefer_css_page_size=True)
                # Nothing sticks out of the sheet of paper.
                page.emulate_media(media="print")
                page.set_viewport_size({"width": 680, "height": 1000})
                assert page.evaluate("document.documentElement.scrollWidth") <= 680
        finally:
            browser.close()
    with PdfDocument(tmp_path / "en.pdf") as printed:
        assert len(printed) > 5
        for each in printed:
            assert tuple(round(size) for size in each.get_size()) == (595, 842)
            assert "Yearly review of C5, 2024" in each.get_textpage().get_text_range()
    with PdfDocument(tmp_path / "ar.pdf") as printed:
        assert len(printed) > 5
