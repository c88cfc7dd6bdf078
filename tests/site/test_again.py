"""A page of the real service, opened a second time in the same browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests import needs
from tests.service import Service


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    executable = needs.browser()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        needs.missing("playwright is not installed (pip install playwright; no browser download)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def test_a_page_that_the_browser_knows_already_is_styled_as_the_first_time(
    browser: Any, service: Service
) -> None:
    # What is not modified comes from the browser's own store, under the headers of the 304.
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    for path in ("/", "/id/agency/itu"):
        seen = []
        for _ in range(2):
            page = context.new_page()
            page.on("console", lambda message: complaints.append(message.text))
            page.goto(service.url + path)
            seen.append(
                page.evaluate(
                    """() => [document.styleSheets.length,
                         getComputedStyle(document.querySelector('.skip')).position,
                         document.querySelector('.brand img').naturalWidth > 0]"""
                )
            )
            page.close()
        assert seen[0] == seen[1], path
        assert seen[0][1] == "absolute", path
    context.close()
    assert complaints == []
