"""The built site in a real browser, opened from a folder: no server, nothing from elsewhere."""

from typing import Any

from tests.publishing.conftest import Place


def test_opened_from_a_folder_pages_load_their_style_and_nothing_else(
    built: Place, browser: Any
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for name in ("index.html", "ar/id/agency/itu.html", "m/C2/9.html", "zh/service.html"):
        page.goto((built.site / name).as_uri())
        assert page.locator("h1").is_visible()
        revision = "getComputedStyle(document.querySelector('.revision'), '::before').content"
        assert page.evaluate(revision).startswith('"1-')
    assert said == []
    assert {url.partition(":")[0] for url in asked} == {"file"}


def test_from_a_folder_a_reader_walks_from_page_to_page_in_arabic(
    built: Place, browser: Any
) -> None:
    page = browser.new_page()
    page.goto((built.site / "id/agency/itu.html").as_uri())
    page.locator(".languages a[hreflang=ar]").click()
    assert page.url.endswith("/ar/id/agency/itu.html")
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator("a.brand").click()
    assert page.url.endswith("/ar/index.html")
    page.locator("table.matrix td a").first.click()
    assert "/ar/m/" in page.url
