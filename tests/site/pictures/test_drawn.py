"""Pictures as SVG: well-formed, mirrored, alike each time, and with hostile labels as text."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from tests.site.pictures.conftest import Compose

from wsisgraph.api.pages import Page, Picture, PictureKind, PicturePage, Text, TimeLines
from wsisgraph.site import Pages
from wsisgraph.site.language import NAMES
from wsisgraph.site.pictures import draw, framed
from wsisgraph.site.pictures.measure import width, wrapped
from wsisgraph.site.pictures.network import spread

C6 = "https://w3id.org/wsis-sdg/vocab/action-lines/c6"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "]]></text><script>alert(1)</script>&amp;\x00\x08\u202e\ud800 " + "W" * 900


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages()


def file_of(pages: Pages, picture: Picture, lang: str = "en") -> str:
    return pages.svg(PicturePage(Page(lang=lang, path=picture.href, revision=""), picture))


@pytest.mark.parametrize("lang", NAMES)
def test_every_picture_is_a_well_formed_file_that_tells_what_it_shows(
    pages: Pages,
    compose: Compose,
    every: list[tuple[PictureKind, str]],
    one_of_each: list[tuple[PictureKind, str]],
    lang: str,
) -> None:
    for kind, iri in every if lang == "ar" else one_of_each:
        root = ElementTree.fromstring(file_of(pages, compose(kind, iri, lang).picture, lang))
        title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert title.text
        assert told is not None
        assert told.text
        assert re.search("[0-9]", told.text), (kind, iri)
        # What a variable or an address outside would be is not understood by every program.
        style = root.find(f"{SVG}style")
        assert style is not None
        assert "var(" not in (style.text or "")
        assert "http" not in (style.text or "")


def test_a_picture_needs_no_script_and_no_style_of_its_own_in_a_page(
    compose: Compose, every: list[tuple[PictureKind, str]]
) -> None:
    for kind, iri in every:
        svg = framed(draw(compose(kind, iri).picture, "en", "p"), "p")
        assert not re.search(r"<(script|style|foreignObject|image|use)|\son\w+=|style=", svg)
        names = re.findall(r'\bid="([^"]+)"', svg)
        assert len(names) == len(set(names))
        assert all(name.startswith("p-") for name in names)
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(names)


def test_arabic_is_mirrored_and_says_the_same(compose: Compose) -> None:
    def circles(lang: str) -> list[tuple[float, float]]:
        drawing = draw(compose("network", "", lang).picture, lang, "p")
        found = re.findall(r'<circle class="p-node" cx="([\d.]+)" cy="([\d.]+)"', drawing.body)
        return [(float(x), float(y)) for x, y in found[:17]]

    drawing = draw(compose("network").picture, "en", "p")
    assert circles("ar") == [(round(drawing.width - x, 1), y) for x, y in circles("en")]


def test_the_network_is_the_same_each_time_and_none_of_its_signs_touch() -> None:
    lines = tuple(f"l{at}" for at in range(18))
    goals = tuple(f"g{at}" for at in range(17))
    links = tuple(
        (line, goal, 1 + (a * b) % 7)
        for a, line in enumerate(lines)
        for b, goal in enumerate(goals)
        if (a * 5 + b * 3) % 4
    )
    first = spread(lines + goals, links)
    assert first == spread(lines + goals, tuple(links))
    places = list(first.values())
    for at, (x, y) in enumerate(places):
        for other_x, other_y in places[at + 1 :]:
            assert abs(x - other_x) > 60 or abs(y - other_y) > 38


def test_what_is_linked_by_nothing_has_a_place_as_well() -> None:
    assert set(spread(("a", "b", "c"), (("a", "b", 2),))) == {"a", "b", "c"}


def test_open_ends_and_unconfirmed_statements_look_otherwise(compose: Compose) -> None:
    picture = compose("roles-in", C6).picture
    body = draw(picture, "en", "p").body
    assert isinstance(picture.drawn, TimeLines)
    opened = {
        (role.start, role.end, role.year, role.role.iri, role.who.iri, role.documents)
        for role in picture.drawn.roles
        if bool(role.start) != bool(role.end)
    }
    # One in the legend.
    assert body.count('class="p-open"') == len(opened) + 1
    assert body.count("url(#p-hatch)") == 1 + sum(
        role.standing != "accepted" for role in picture.drawn.roles
    )
    confirmed = replace(
        picture,
        drawn=TimeLines(tuple(role for role in picture.drawn.roles if role.standing == "accepted")),
    )
    assert "hatch" not in draw(confirmed, "en", "p").body


def test_hostile_labels_are_text_and_keep_the_file_well_formed(
    pages: Pages, compose: Compose, one_of_each: list[tuple[PictureKind, str]]
) -> None:
    def spoilt(value: object) -> object:
        if isinstance(value, Text):
            return Text(HOSTILE, value.lang)
        if isinstance(value, tuple):
            return tuple(spoilt(item) for item in value)
        if hasattr(value, "__dataclass_fields__"):
            return replace(
                value,  # type: ignore[type-var]
                **{
                    name: spoilt(getattr(value, name))
                    for name in value.__dataclass_fields__  # type: ignore[attr-defined]
                },
            )
        return value

    for kind, iri in one_of_each:
        picture = compose(kind, iri).picture
        bad = replace(picture, drawn=spoilt(picture.drawn), about=spoilt(picture.about))
        text = file_of(pages, bad)
        root = ElementTree.fromstring(text)
        assert root.find(f".//{SVG}script") is None
        shown = "".join(root.itertext())
        assert "<script>" in shown, kind
        assert "\u202e" not in shown
        wide = float(str(root.get("width")))
        for one in root.iter(f"{SVG}text"):
            size = 11 if "p-s" in str(one.get("class")) else 13
            assert width(one.text or "", size) <= wide


def test_lines_are_no_wider_than_their_room_in_any_script() -> None:
    for text in (
        "International Telecommunication Union",
        "الاتحاد الدولي للاتصالات والهيئات الأخرى",
        "国际电信联盟与信息社会世界峰会成果落实行动方面",
        "Международный союз электросвязи",
        "x" * 400,
    ):
        for room in (40.0, 90.0, 200.0):
            lines = wrapped(text, room, 13, 3)
            assert 1 <= len(lines) <= 3
            assert all(width(line, 13) <= room for line in lines), (text, lines)
            if lines[-1][-1] != "…":
                assert "".join(lines).replace(" ", "") == text.replace(" ", "")
