"""Pages with peers: what is ours and what is theirs is told apart, and what is missing is said."""

import re

import html5lib
import pytest
from tests import needs
from tests.federation.listed import World

pytestmark = pytest.mark.usefixtures("listed")

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def read(world: World, path: str, **asked: str):  # type: ignore[no-untyped-def]
    answer = world.page(path, **asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def words(element) -> str:  # type: ignore[no-untyped-def]
    return " ".join("".join(element.itertext()).split())


def cells_of(page) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Return what the cells of the matrix say, by line and goal."""
    found = {}
    for link in page.findall(".//table//td/a"):
        place, _, told = link.get("aria-label").partition(": ")
        found[place] = told
    return found


@pytest.mark.parametrize("measure", ["activities", "linkages"])
def test_a_page_counts_what_the_interface_counts(measure: str, world: World) -> None:
    told = world.get("/api/matrix", measure=measure, peers="all")
    page = cells_of(read(world, "/", measure=measure, peers="all"))
    brought = 0
    for cell in told["cells"]:
        if not cell["count"] and not cell.get("by_matrix"):
            continue
        said = page[f"{cell['row']} × {cell['column']}"]
        numbers = [int(number) for number in re.findall("[0-9]+", said)]
        wanted = [cell["count"]]
        wanted += [cell["by_matrix"]] if measure == "activities" else []
        wanted += [cell["by_peers"]] if cell["by_peers"] else []
        assert numbers == wanted
        brought += cell["by_peers"]
        assert ("peers" in said) is bool(cell["by_peers"])
    assert brought


def test_what_peers_bring_has_a_sign_and_not_a_colour_alone(world: World) -> None:
    page = read(world, "/", measure="activities", peers="all")
    marks = [words(mark) for mark in page.findall(".//td/a/small[@class='by-peers']")]
    assert marks
    assert all(re.fullmatch("◆[0-9]+", mark) for mark in marks)


def test_a_cell_leads_on_with_the_same_peers(world: World) -> None:
    page = read(world, "/", measure="activities", peers="escap", since="2021")
    [place] = [
        link.get("href")
        for link in page.findall(".//table//td/a")
        if link.get("aria-label").startswith("C2 × 9:")
    ]
    assert place == "/m/C2/9?since=2021&peers=escap"
    cell = words(read(world, place.partition("?")[0], peers="escap", since="2021"))
    assert "Asia-Pacific Information Superhighway" in cell
    assert "said by the peer escap on" in cell


def test_who_answered_when_stands_on_the_page(world: World) -> None:
    for path in ("/", "/m/C2/9", "/api/activities"):
        page = read(world, path, peers="all")
        [note] = page.findall(".//section[@class='answer peers']")
        said = words(note)
        assert all(name in said for name in ("escap", "unesco", "habitat"))
        assert said.count("answered on") == 3
        assert "not complete" not in said


@pytest.mark.parametrize("path", ["/", "/m/C2/9", "/api/activities"])
def test_what_is_missing_is_said_on_the_page(path: str, world: World) -> None:
    world.escap.manner = "unavailable"
    [note] = read(world, path, peers="all").findall(".//section[@class='answer peers']")
    assert "The numbers here are not complete." in words(note)
    assert "503" in words(note)
    world.escap.manner = ""
    read(world, path, peers="all")
    world.escap.manner = "dies"
    [note] = read(world, path, peers="all").findall(".//section[@class='answer peers']")
    assert "what they said last: escap" in words(note)
    assert "not complete" not in words(note)


def test_peers_are_chosen_by_a_form_without_script(world: World) -> None:
    before = len(world.escap.asked)
    page = read(world, "/", measure="activities", since="2021")
    # Nobody is asked until somebody chooses.
    assert len(world.escap.asked) == before
    [form] = [form for form in page.findall(".//form") if form.find(".//select[@id='f-peers']")]
    fields = {one.get("name"): one.get("value") for one in form.findall("input")}
    assert fields == {"measure": "activities", "since": "2021"}
    values = [option.get("value") for option in form.findall(".//option")]
    assert values == ["", "all", "escap", "habitat", "unesco"]
    chosen = read(world, form.get("action"), **fields, peers="unesco")
    assert "heard here 1" in words(chosen)


def test_nothing_leads_to_a_page_that_is_not_there(world: World) -> None:
    for path in ("/m/C2/9", "/m/C4/4", "/m/C1/4", "/api/activities"):
        page = read(world, path, peers="all")
        for link in page.findall(".//main//a"):
            href = link.get("href")
            if href.startswith(("/id/", "/graph/")):
                assert world.page(href).status_code in (200, 303), href


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_note_is_in_the_language_of_the_page(lang: str, world: World) -> None:
    world.unesco.manner = "unavailable"
    page = read(world, "/m/C2/9", peers="all", lang=lang)
    [note] = page.findall(".//section[@class='answer peers']")
    english = ("answered on", "does not answer", "not complete", "heard here")
    assert [word in words(note) for word in english] == [lang == "en"] * 4


def test_an_answer_with_peers_is_not_kept_by_others(world: World) -> None:
    answer = world.page("/", peers="all")
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    before = world.page("/").headers["etag"]
    world.peers.remove("habitat", purge=True)
    assert world.page("/").headers["etag"] != before


def test_without_peers_pages_say_nothing_of_them(world: World) -> None:
    for name in list(world.peers.all()):
        world.peers.remove(name, purge=True)
    for path in ("/", "/m/C2/9", "/api/activities"):
        body = world.page(path).text
        assert "f-peers" not in body
        assert "peers" not in re.sub("<[^>]*>", "", body)


def test_in_a_browser_without_script_peers_are_chosen_and_shown(world: World) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs.browser(), args=["--no-sandbox"])
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{world.url}/?measure=activities")
        page.select_option("#f-peers", "all")
        page.click("form.beside button")
        assert "peers=all" in page.url
        page.click("td a[aria-label^='C2 × 9:']")
        assert page.url == f"{world.url}/m/C2/9?peers=all"
        assert page.get_by_text("said by the peer unesco").count()
        browser.close()
