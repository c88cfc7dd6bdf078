"""Pictures in a real browser: no label lies on another, and PNG comes without a server."""

from pathlib import Path
from typing import Any

import pytest
from tests.service import Service
from tests.site.pictures.conftest import Compose

from wsisgraph.api.pages import Page, PictureKind, PicturePage
from wsisgraph.site import Pages
from wsisgraph.site.language import NAMES

OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('text')].map(t => [t.getBBox().width > 0
    ? t.getBoundingClientRect() : null, t.textContent]).filter(([box]) => box);
  const found = [];
  const wide = document.documentElement.getBoundingClientRect();
  for (let one = 0; one < boxes.length; one++) {
    const [a, text] = boxes[one];
    if (a.left < wide.left - 1 || a.right > wide.right + 1) found.push([text, 'leaves the sheet']);
    for (let other = one + 1; other < boxes.length; other++) {
      const [b, more] = boxes[other];
      const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (x > 1.5 && y > 4.5) found.push([text, more]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("lang", NAMES)
def test_no_label_lies_on_another_or_leaves_the_sheet(
    browser: Any,
    compose: Compose,
    one_of_each: list[tuple[PictureKind, str]],
    tmp_path: Path,
    lang: str,
) -> None:
    pages = Pages()
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    found = []
    for kind, iri in one_of_each:
        picture = compose(kind, iri, lang).picture
        data = PicturePage(Page(lang=lang, path=picture.href, revision=""), picture)
        file = tmp_path / "picture.svg"
        file.write_text(pages.svg(data), encoding="utf-8")
        page.goto(file.as_uri())
        found += [(kind, iri, *pair) for pair in page.evaluate(OVERLAPS)]
    page.close()
    assert found == []


def test_the_browser_draws_a_png_under_the_policy_of_the_page(
    browser: Any, service: Service
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{service.url}/picture/roles-in/vocab/action-lines/c4")
    with page.expect_download() as waiting:
        page.locator("button[data-png]").click()
    download = waiting.value
    body = Path(download.path()).read_bytes()
    name = download.suggested_filename
    # Where the browser cannot, it says so.
    page.evaluate("() => { HTMLCanvasElement.prototype.toBlob = (told) => told(null); }")
    page.locator("button[data-png]").click()
    page.wait_for_function("document.querySelector('figcaption [role=status]').textContent")
    told = page.locator("figcaption [role=status]").inner_text()
    size = page.evaluate(
        "(({width, height}) => [width.baseVal.value, height.baseVal.value])"
        "(document.querySelector('svg.picture'))"
    )
    page.close()
    assert name == "picture-roles-in-vocab-action-lines-c4.png"
    assert body.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = (int.from_bytes(body[at : at + 4], "big") for at in (16, 20))
    # Twenty at each side, and room for the title and for where it is from.
    assert (wide, high) == ((size[0] + 40) * 3, (size[1] + 40 + 34 + 22) * 3)
    assert "PNG" in told
    assert complaints == []


def test_a_picture_scrolls_in_its_box_on_a_phone(browser: Any, service: Service) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{service.url}/picture/roles-in/vocab/action-lines/c4")
    whole = page.evaluate("document.documentElement.scrollWidth")
    inner = page.evaluate(
        "(({scrollWidth, clientWidth}) => [scrollWidth, clientWidth])"
        "(document.querySelector('.picture-box'))"
    )
    page.close()
    assert whole == 320
    assert inner[0] > inner[1]
