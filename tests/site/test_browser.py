"""The pages in a real browser: nothing leaves the origin, nothing complains, nothing overflows."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from tests import needs
from tests.site.every_page import DRAWN, TYPES
from tests.site.every_page import draw as draw_page

from wsisgraph.api.assets import assets
from wsisgraph.api.service import HTML_HEADERS
from wsisgraph.site import Pages
from wsisgraph.site.language import NAMES

CSP = HTML_HEADERS["Content-Security-Policy"]
PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """A loopback server over the drawn pages, under the policy of the real one."""
    pages = Pages()

    async def draw(request: Request) -> Response:
        path = request.url.path
        if path not in DRAWN:
            return Response(status_code=404)
        drawn = draw_page(pages, path, request.query_params.get("lang", ""))
        return HTMLResponse(drawn, headers={"Content-Security-Policy": CSP})

    def nothing(request: Request) -> Response:
        """What the editor of the query page asks for."""
        return JSONResponse({"prefixes": {}, "pages": {}, "questions": {}, "terms": []})

    def no_row(request: Request) -> Response:
        return JSONResponse({"head": {"vars": []}, "results": {"bindings": []}})

    app = Starlette(
        routes=[
            Route("/assets/{name}", assets(pages.files)),
            Route("/editor.json", nothing),
            Route("/sparql", no_row, methods=["POST"]),
            Route("/{rest:path}", draw),
        ]
    )
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        deadline = time.monotonic() + 10
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def artefacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots are kept: WSISGRAPH_ARTEFACTS, or a temporary folder."""
    kept = os.environ.get("WSISGRAPH_ARTEFACTS")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def axe_source() -> str:
    """The axe-core script, from the package that ships it."""
    try:
        from axe_playwright_python.base import AXE_FILE_PATH
    except ImportError:
        needs.missing("axe-core is not installed (pip install axe-playwright-python)")
    return Path(AXE_FILE_PATH).read_text("utf-8")


@pytest.mark.parametrize("path", DRAWN)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "320"])
def test_a_page_stays_at_home_and_within_the_screen(  # type: ignore[no-untyped-def]
    browser, origin: str, artefacts: Path, path: str, size
) -> None:
    page = browser.new_page(viewport=size)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(origin + path)
    name = path.strip("/").replace("/", "_") or "home"
    page.screenshot(path=artefacts / f"{name}-{size['width']}.png", full_page=True)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert [url for url in asked if not url.startswith(origin)] == []
    assert complaints == []
    assert width <= size["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", DRAWN)
def test_axe_finds_nothing(  # type: ignore[no-untyped-def]
    browser, origin: str, axe_source: str, path: str, scheme: str
) -> None:
    # axe has to be injected, which the policy of the page rightly forbids to everyone else
    context = browser.new_context(viewport=DESK, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(origin + path)
    page.evaluate(axe_source)
    # another scheme has other colours, and nothing else
    rules = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}
    report = page.evaluate("(rules) => axe.run(document, rules)", rules)
    context.close()
    assert [
        (found["id"], node["html"], node["any"][0]["message"] if node["any"] else "")
        for found in report["violations"]
        for node in found["nodes"]
    ] == []


AXE = """(colours) => axe.run(document, {
  resultTypes: ["violations"],
  rules: {"target-size": {enabled: true}, "color-contrast": {enabled: colours}},
})"""
"""Colours do not depend on the language, and looking at them takes the longest."""


@pytest.mark.parametrize("lang", NAMES)
def test_every_type_of_page_in_every_language_is_accessible_and_fits_a_phone(  # type: ignore[no-untyped-def]
    browser, origin: str, axe_source: str, lang: str
) -> None:
    context = browser.new_context(viewport=PHONE, bypass_csp=True)
    page = context.new_page()
    complaints = []
    for path in TYPES:
        page.goto(f"{origin}{path}?lang={lang}")
        if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
            complaints.append((path, "is wider than the screen", width))
        page.evaluate(axe_source)
        complaints += [
            (path, found["id"], node["html"])
            for found in page.evaluate(AXE, False)["violations"]
            for node in found["nodes"]
        ]
    context.close()
    assert complaints == []


def test_the_keyboard_begins_at_the_content_and_is_seen_wherever_it_goes(  # type: ignore[no-untyped-def]
    browser, origin: str
) -> None:
    page = browser.new_page(viewport=DESK)
    for path in TYPES:
        page.goto(origin + path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip", path
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main", path
        unseen = page.evaluate(
            """() => [...document.querySelectorAll(
                 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
               )].filter((one) => {
                 one.focus({focusVisible: true});
                 // Of an editor the whole field is outlined, not the input in it that nobody sees.
                 const style = getComputedStyle(one.closest('.CodeMirror') ?? one);
                 return one === document.activeElement
                   && (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2);
               }).map((one) => one.outerHTML.slice(0, 100))"""
        )
        assert unseen == [], path
    page.close()


def test_dark_mode_is_kept_as_a_picture_and_is_dark(  # type: ignore[no-untyped-def]
    browser, origin: str, artefacts: Path
) -> None:
    context = browser.new_context(viewport=DESK, color_scheme="dark")
    page = context.new_page()
    page.goto(origin + "/")
    page.screenshot(path=artefacts / "home-dark.png", full_page=True)
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    context.close()
    assert colour == "rgb(16, 26, 34)"


def test_the_keyboard_reaches_the_content_first_and_then_every_cell(  # type: ignore[no-untyped-def]
    browser, origin: str
) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(origin + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator(".matrix tbody a").first.focus()
    reached = set()
    for _ in range(400):
        href = page.evaluate(
            "document.activeElement.closest('.matrix')"
            " && document.activeElement.getAttribute('href')"
        )
        if href is None:
            break
        reached.add(href)
        page.keyboard.press("Tab")
    cells = page.evaluate(
        "[...document.querySelectorAll('.matrix td a')].map(a => a.getAttribute('href'))"
    )
    page.close()
    assert set(cells) <= reached


def test_a_focused_cell_is_not_hidden_by_the_sticky_heads(  # type: ignore[no-untyped-def]
    browser, origin: str
) -> None:
    page = browser.new_page(viewport={"width": 700, "height": 700})
    page.goto(origin + "/")
    hidden = page.evaluate(
        """() => [...document.querySelectorAll('.matrix td a')].reverse().filter(a => {
             a.focus();
             const box = a.getBoundingClientRect();
             const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
             return !a.contains(top);
           }).map(a => a.getAttribute('href'))"""
    )
    page.close()
    assert hidden == []


def test_heads_stay_when_the_matrix_is_scrolled(browser, origin: str) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport=PHONE)
    page.goto(origin + "/")
    left = page.evaluate(
        """() => {
             const box = document.querySelector('.home .scroll');
             box.scrollLeft = 300;
             return document.querySelector('.matrix tbody th').getBoundingClientRect().left
                    - box.getBoundingClientRect().left;
           }"""
    )
    page.close()
    assert abs(left) < 1


def test_a_text_in_another_language_than_the_page_is_seen_to_be(  # type: ignore[no-untyped-def]
    browser, origin: str
) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(origin + "/id/agency/itu?lang=fr")
    mark = "getComputedStyle(document.querySelector('h1 bdi[lang]'), '::after').content"
    told = page.evaluate(mark)
    page.close()
    assert told.endswith('en"')


def test_the_glance_page_prints_its_matrix_on_one_sheet(  # type: ignore[no-untyped-def]
    browser, origin: str, artefacts: Path
) -> None:
    page = browser.new_page()
    page.goto(origin + "/")
    pdf = page.pdf(prefer_css_page_size=True, path=artefacts / "home.pdf")
    page.close()
    # A3 landscape is 1191 × 842 points; the whole page is one such sheet
    assert pdf.count(b"/MediaBox [0 0 1190") + pdf.count(b"/MediaBox [0 0 1191") == 1
    assert pdf.count(b"/MediaBox") == 1


def test_codes_stand_at_the_edge_and_the_revision_in_its_own_order_in_arabic(  # type: ignore[no-untyped-def]
    browser, origin: str
) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(origin + "/?lang=ar")
    edges = page.evaluate(
        """() => [...document.querySelectorAll('.matrix tbody th a > .code')]
             .map(code => Math.round(code.getBoundingClientRect().right))"""
    )
    revision = page.locator(".cite-page bdi[dir=ltr]").inner_text()
    page.close()
    assert len(set(edges)) == 1
    assert revision


def test_paper_is_no_small_screen(browser, origin: str) -> None:  # type: ignore[no-untyped-def]
    # rules about width are judged against a narrow sheet while the matrix prints on a wide one
    page = browser.new_page(viewport=PHONE)
    page.goto(origin + "/")
    width = "document.querySelector('.matrix tbody .name').getBoundingClientRect().width"
    on_phone = page.evaluate(width)
    page.emulate_media(media="print")
    on_paper = page.evaluate(width)
    page.close()
    assert on_phone <= 1
    assert on_paper > 50


def test_a_long_list_shows_its_beginning_until_one_asks_for_all_and_all_of_it_on_paper(  # type: ignore[no-untyped-def]
    browser, origin: str
) -> None:
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    page.goto(origin + "/id/agency/itu/long")

    def shown() -> int:
        return sum(row.is_visible() for row in page.locator(".cut tbody tr").all())

    beginning = shown()
    page.keyboard.press("Tab")
    page.get_by_label("Show all: 14").focus()
    page.keyboard.press("Space")
    everything = shown()
    page.keyboard.press("Space")
    page.emulate_media(media="print")
    on_paper = shown()
    label = page.locator(".all").first.is_visible()
    context.close()
    assert (beginning, everything, on_paper, label) == (10, 14, 14, False)


def test_links_to_press_are_at_least_24_pixels(browser, origin: str) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport=PHONE)
    page.goto(origin + "/")
    small = page.evaluate(
        """() => [...document.querySelectorAll('.matrix a, nav a, button, input[type=search]')]
             .map(a => [a.textContent || a.name, a.getBoundingClientRect()])
             .filter(([, box]) => box.width < 24 || box.height < 24)
             .map(([name]) => name)"""
    )
    page.close()
    assert small == []


def test_arrow_keys_walk_the_matrix_past_what_is_silent(browser, origin: str) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport=DESK)
    page.goto(origin + "/matrix/targets")
    page.locator(".matrix tbody a").first.focus()
    at = "document.activeElement.getAttribute('href')"
    walked = [page.evaluate(at)]
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Home", "End", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        walked.append(page.evaluate(at))
    page.close()
    assert walked == [
        "/vocab/action-lines/c1",
        "/m/C1/1.a",
        "/m/C1/9.a",
        "/m/C2/9.a",
        "/vocab/action-lines/c2",
        "/m/C2/9.a",
        "/m/C1/9.a",
        "/sdg/9.a",
    ]


def test_arrow_keys_follow_the_direction_of_the_page(browser, origin: str) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport=DESK)
    page.goto(origin + "/ar")
    page.locator(".matrix tbody tr").nth(1).locator("a").first.focus()
    page.keyboard.press("ArrowLeft")
    href = page.evaluate("document.activeElement.getAttribute('href')")
    page.close()
    assert href.startswith("/m/C2/")


def test_the_matrix_needs_no_script(browser, origin: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    page.goto(origin + "/")
    shown = page.locator(".matrix td a").count()
    hint = page.locator(".keys").is_visible()
    context.close()
    assert shown > 100
    assert not hint


def test_a_line_prints_on_a4_with_its_heads_repeated(browser, origin: str) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page()
    page.goto(origin + "/vocab/action-lines/c2")
    page.emulate_media(media="print")
    heads = page.evaluate(
        "[...document.querySelectorAll('thead')].map(head => getComputedStyle(head).display)"
    )
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    assert set(heads) == {"table-header-group"}
    assert b"/MediaBox [0 0 594" in pdf or b"/MediaBox [0 0 595" in pdf
    assert b"/MediaBox [0 0 119" not in pdf


def test_on_paper_closed_parts_are_their_headings_and_open_ones_are_whole(  # type: ignore[no-untyped-def]
    browser, origin: str
) -> None:
    page = browser.new_page()
    page.goto(origin + "/id/agency/itu/wide")
    page.emulate_media(media="print")
    part = page.locator("details.part").first
    heights = []
    for _ in range(2):
        heights.append(part.bounding_box()["height"])
        part.evaluate("one => one.open = true")
    told = page.locator(".on-paper").is_visible()
    hidden = page.locator(".on-page").is_visible()
    page.close()
    assert heights[0] < 60 < heights[1]
    assert (told, hidden) == (True, False)


def test_a_short_locator_stays_on_one_line_and_a_hostile_one_on_the_screen(  # type: ignore[no-untyped-def]
    browser, origin: str
) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(origin + "/id/agency/itu/wide")
    lines = page.evaluate(
        """() => [...document.querySelectorAll('.locator')].filter(one => one.offsetParent)
             .map(one => one.getClientRects().length)"""
    )
    width = page.evaluate(
        """() => {
             const one = document.querySelector('.locator');
             one.classList.add('long');
             one.firstChild.textContent = 'long-'.repeat(1000);
             return document.documentElement.scrollWidth;
           }"""
    )
    page.close()
    assert set(lines) == {1}
    assert width <= PHONE["width"]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_on_a_phone_a_row_with_its_sources_needs_no_scrolling_sideways(  # type: ignore[no-untyped-def]
    browser, origin: str, lang: str
) -> None:
    page = browser.new_page(viewport=PHONE)
    seen = []
    for path in ("/id/agency/itu/long", "/api/roles", "/m/C2/9"):
        page.goto(f"{origin}{path}?lang={lang}")
        seen += page.evaluate(
            """(width) => [...document.querySelectorAll('.stacked tbody :is(th, td)')]
                 .filter(one => one.offsetParent)
                 .map(one => [one, one.getBoundingClientRect()])
                 .map(([one, box]) => box.left >= 0 && box.right <= width
                      && (one.matches('th') || !one.textContent.trim() || !!one.dataset.head))""",
            PHONE["width"],
        )
    page.close()
    assert len(seen) > 10
    assert all(seen)


def test_arrow_keys_are_told_of_where_there_are_keys(browser, origin: str) -> None:  # type: ignore[no-untyped-def]
    told = []
    for touch in (False, True):
        context = browser.new_context(viewport=PHONE, has_touch=touch, is_mobile=touch)
        page = context.new_page()
        page.goto(origin + "/")
        told.append(page.locator(".keys").is_visible())
        context.close()
    assert told == [True, False]


def test_forced_colours_keep_the_frames_that_tell_cells_apart(browser, origin: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(viewport=DESK, forced_colors="active")
    page = context.new_page()
    page.goto(origin + "/activities")
    frames = page.evaluate(
        """() => ['.matrix .p a', '.matrix td:not(.p) a'].map(
             one => getComputedStyle(document.querySelector(one)).borderTopStyle)"""
    )
    context.close()
    assert frames == ["dashed", "solid"]


def test_nothing_moves_for_who_wants_no_motion(browser, origin: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    page.goto(origin + "/")
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(one => {
             const style = getComputedStyle(one);
             return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
           }).length"""
    )
    context.close()
    assert moving == 0
