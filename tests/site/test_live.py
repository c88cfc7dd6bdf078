"""Pages of the real service, over the bundled data, in a real browser."""

from typing import Any

import pytest
from tests.service import Service


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


TOLD_CELL_BY_CELL = """() => [...document.querySelectorAll('.stacked tr')].flatMap((row) => {
  const boxes = [...row.querySelectorAll(':is(th, td):not(:empty)')].map((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return [range.getBoundingClientRect(), cell.textContent.trim().slice(0, 40)];
  }).filter(([box]) => box.width > 1 && box.height > 1);
  const over = ([a], [b]) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => over(one, other))
    .map((other) => [one[1], other[1]]));
})"""
"""Pairs of cells whose words stand on each other."""


@pytest.mark.parametrize(
    "path",
    [
        "/id/document/itu-council-000",
        "/vocab/action-lines/c4",
        "/sdg/9",
        "/dataset",
        "/m/C2/9",
        "/id/instrument/wsis-10-statement",
    ],
)
def test_on_a_phone_nothing_is_cut_off_and_no_words_stand_on_others(
    browser: Any, service: Service, path: str
) -> None:
    context = browser.new_context(java_script_enabled=True)
    page = context.new_page()
    for width, lang in ((390, "en"), (320, "ar")):
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(f"{service.url}{path}?lang={lang}")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate(TOLD_CELL_BY_CELL) == []
    context.close()


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/", ".matrix .name bdi"),
        ("/id/resolution/itu-pp-140", ".tag"),
        ("/sdg/9", "h1 bdi:not(.code), th bdi:not(.code)"),
    ],
)
def test_names_of_five_thousand_signs_stay_in_their_place(
    browser: Any, service: Service, path: str, names: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(service.url + path)
    page.evaluate(
        """(names) => document.querySelectorAll(names).forEach((one) => {
             one.textContent = 'wide'.repeat(1250);
           })""",
        names,
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    # A name above a column stands on no other.
    heads = page.evaluate(
        """() => [...document.querySelectorAll('.home thead th[scope=col] .name')].map((one) => {
             const [name, head] = [one, one.closest('th')].map((e) => e.getBoundingClientRect());
             return name.left >= head.left - 2 && name.right <= head.right + 2;
           })"""
    )
    page.close()
    assert all(heads)
