"""Themes: one file says what the site is called, looks like, and shows first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from tests.project import ROOT
from tests.site import sample

from wsisgraph.errors import InputRefused
from wsisgraph.site import Pages, theme_file
from wsisgraph.site.colours import NAMES, contrast, too_alike
from wsisgraph.site.engine import Engine
from wsisgraph.site.files import squeezed
from wsisgraph.site.language import NAMES as LANGUAGES
from wsisgraph.site.theme import Theme

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a theme file."""

    def written(text: str) -> Path:
        file = tmp_path / "theme.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return written


def refused(file: Path) -> list[str]:
    with pytest.raises(InputRefused) as caught:
        theme_file.read(file)
    return [str(problem) for problem in caught.value.problems]


def drawn(file: Path, lang: str = "en") -> str:
    return Pages(theme_file.read(file)).home(sample.home(lang))


# What is ours.


def test_our_own_theme_is_a_theme_file_that_says_everything() -> None:
    ours = theme_file.read()
    said = tomllib.loads(theme_file.OURS.read_text("utf-8"))
    assert theme_file.read(theme_file.OURS) == ours
    assert all(set(said["texts"][key]) == set(LANGUAGES) for key in ours.texts)
    assert set(ours.light) == set(ours.dark) == set(NAMES)
    assert ours.menu == theme_file.MENU
    assert ours.first_page == theme_file.FIRST_PAGE


def test_our_texts_differ_from_the_english_and_say_who_has_read_them() -> None:
    ours = theme_file.read()
    for texts in ours.texts.values():
        assert len(set(texts.values())) == len(LANGUAGES)
    assert ours.unreviewed == set(LANGUAGES) - {"en"}


def test_an_empty_theme_is_ours(write: Write) -> None:
    ours, empty = theme_file.read(), theme_file.read(write(""))
    assert empty == ours


# What a theme changes.


def test_texts_of_a_theme_stand_on_the_pages_in_their_languages(write: Write) -> None:
    file = write(
        'name = "Matriz"\n[texts.title]\nen = "Ours & yours"\nfr = "À nous"\n'
        '[texts.introduction]\nfr = "Bonjour."\n[texts.footer]\nen = ""\n'
    )
    english, french, chinese = (drawn(file, lang) for lang in ("en", "fr", "zh"))
    assert "<title>Ours &amp; yours · Matriz</title>" in english
    assert "<h1><bdi>À nous</bdi></h1>" in french
    assert '<p class="lede"><bdi>Bonjour.</bdi></p>' in french
    assert '<h1><bdi lang="en">Ours &amp; yours</bdi></h1>' in chinese, "marked as English"
    assert '<bdi lang="fr">Bonjour.</bdi>' in english
    assert "Not an official site" not in english
    assert "Cite this page: Matriz" in english


def test_hostile_texts_of_a_theme_are_shown_as_text(write: Write) -> None:
    html = drawn(write("name = '</title><script>alert(1)</script>'"))
    html5lib.HTMLParser(strict=True).parse(html)
    assert "<script>alert" not in html


def test_the_menu_and_the_first_page_hold_what_the_theme_names_in_its_order(write: Write) -> None:
    html = drawn(write('[order]\nmenu = ["lines", "matrix"]\nfirst-page = ["use", "matrix"]\n'))
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    menu = [
        link.get("href")
        for nav in tree.iter("nav")
        if nav.get("aria-label") == "Main"
        for link in nav.iter("a")
    ]
    assert menu == ["/lines", "/"]
    parts = [one.get("aria-labelledby") for one in tree.iter("section")]
    assert parts == ["use-title", "matrix-title"]


def test_lines_stand_in_the_order_of_the_theme_with_their_own_cells(write: Write) -> None:
    file = write('[order]\nlines = ["C11", "C2"]\n')
    pages, ours = Pages(theme_file.read(file)), Pages()
    plain, moved = (rows(one.home(sample.home())) for one in (ours, pages))
    assert [row[0] for row in moved[:3]] == ["C11", "C2", "C1"]
    assert sorted(moved) == sorted(plain)
    targets = rows(pages.targets(sample.targets()))
    assert [row[0] for row in targets] == ["C2", "C1"]
    assert "C2" in pages.view(sample.view("line"))


def rows(html: str) -> list[list[str]]:
    """Return each row of the matrix: the code of its line, then its cells."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    table = next(one for one in tree.iter("table") if "matrix" in one.get("class"))
    return [
        [
            next(row.iter("bdi")).text or "",
            *("".join(cell.itertext()) for cell in row.findall("td")),
        ]
        for row in table.findall("tbody/tr")
    ]


def test_links_of_a_theme_stand_at_the_foot(write: Write) -> None:
    file = write(
        '[[links]]\naddress = "mailto:wsis@example.org"\nen = "Contact"\nfr = "Écrire"\n'
        '[[links]]\naddress = "https://example.org/imprint?a=1&b=2"\nen = "Imprint"\n'
    )
    assert '<a href="mailto:wsis@example.org"><bdi>Contact</bdi></a>' in drawn(file)
    french = drawn(file, "fr")
    assert "<bdi>Écrire</bdi>" in french
    assert (
        '<a href="https://example.org/imprint?a=1&amp;b=2"><bdi lang="en">Imprint</bdi></a>'
        in french
    )


def test_colours_and_logo_of_a_theme_go_out_as_files(write: Write, tmp_path: Path) -> None:
    (tmp_path / "sign.PNG").write_bytes(b"picture")
    file = write('logo = "sign.PNG"\n[colours.light]\nlink = "#036"\n[colours.dark]\nn1 = "#000"\n')
    pages = Pages(theme_file.read(file))
    style = pages.files["theme.css"].decode()
    light, dark = style.split("@media")
    assert "--link:#036" in light
    assert "--link:#036" not in dark
    assert "--n1:#000" in dark
    assert pages.files["logo.png"] == b"picture"
    html = pages.home(sample.home())
    assert re.search(r'<img src="/assets/logo\.png\?v=[0-9a-f]{12}"', html)
    assert html.index("/assets/theme.css") < html.index("/assets/site.css")


def test_every_colour_that_a_style_sheet_uses_is_one_of_the_theme(write: Write) -> None:
    files = Pages().files
    used = {
        name
        for file, content in files.items()
        if file.endswith(".css")
        for name in re.findall(r"var\(--([a-z0-9-]+)\)", content.decode())
    }
    assert used - {"serif", "sans", "mono", "goal"} == set(NAMES)


# What is refused.


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('nmae = "x"', "nmae", "perhaps “name” is meant"),
        ('name = ""', "name", "is no name"),
        ("name = 5", "name", "is no name"),
        ('logo = "none.svg"', "logo", "is not there"),
        ('logo = "theme.toml"', "logo", "is no picture"),
        ('address = "wsis.example.org"', "address", "is no web address"),
        ('address = "javascript:alert(1)"', "address", "is no web address"),
        ('service = "https://"', "service", "is no web address"),
        ('[[links]]\naddress = "javascript:x"\nen = "x"', "links 1.address", "no address"),
        ('[[links]]\naddress = "https://example.org"', "links 1", "no name"),
        ('links = "x"', "links", "is no list of links"),
        ('[texts.titel]\nen = "x"', "texts.titel", "perhaps “title” is meant"),
        ('[texts.title]\nde = "x"', "texts.title.de", "valid: ar, en, es, fr, ru, zh"),
        ("[texts.title]\nen = 1", "texts.title.en", "is no text"),
        ('[texts]\ntitle = "x"', "texts.title", "names no language"),
        ('texts = "x"', "texts", "is no table"),
        ('[order]\nmenu = ["goal"]', "order.menu", "perhaps “goals” is meant; valid: matrix,"),
        ('[order]\nmenu = ["api", "api"]', "order.menu", "stands there twice"),
        ('[order]\nmenu = "api"', "order.menu", "is no list"),
        ('[order]\nlines = ["C12"]', "order.lines", "there is no “C12”"),
        ('unreviewed = ["xx"]', "unreviewed", "valid: ar, en"),
        ('[colours.light]\nlink = "blue"', "colours.light.link", "write it as"),
        ('[colours.light]\nlnik = "#000"', "colours.light.lnik", "perhaps “link” is meant"),
        ('[colours.night]\nink = "#000"', "colours.night", "valid: goals, light, dark"),
        ('[colours]\ngoals = ["#000"]', "colours.goals", "17"),
        ('[colours.light]\nsoft = "#999"', "colours.light.soft", "has a contrast of 2.84 to 1"),
        ('[colours.dark]\nfocus = "#222"', "colours.dark.focus", "at least 3 to 1 (WCAG 2.2 AA)"),
    ],
)
def test_what_no_theme_may_say_is_refused_with_file_and_key(
    write: Write, text: str, place: str, said: str
) -> None:
    file = write(text)
    faults = refused(file)
    assert any(fault.startswith(f"{file}: {place}: ") and said in fault for fault in faults), faults


def test_all_faults_are_named_at_once(write: Write) -> None:
    faults = refused(write('name = ""\naddress = "x"\n[colours.light]\nink = "#fff"\n'))
    assert len(faults) == 2 + 4, "ink stands on four grounds"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"name = ", "is not TOML"), (b'name = "\xff"', "is not UTF-8")],
)
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "theme.toml"
    file.write_bytes(content)
    assert said in refused(file)[0]
    assert "No such file" in refused(tmp_path / "none.toml")[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_held_between_all_that_stands_together(scheme: str) -> None:
    palette = dict(getattr(theme_file.read(), scheme))
    assert list(too_alike(palette)) == []
    for name in ("ink", "soft", "link", "potential", "warn", "on-deep", "n-ink", "n5-ink", "mark"):
        grounds = [
            pair.ground
            for ground in palette
            for pair in too_alike({**palette, name: palette[ground]})
            if pair.front == name
        ]
        assert grounds, f"{name} may be anything"


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777", "#fff") == pytest.approx(4.48, abs=0.005)


def test_texts_that_nobody_has_read_are_counted_among_the_languages(write: Write) -> None:
    file = write('unreviewed = ["fr"]\n[texts.title]\nen = "One"\nfr = "Un"\n')
    html = Pages(theme_file.read(file)).languages(sample.languages())
    row = html.split("Texts of the theme")[1].split("</tr>")[0]
    cells = [re.sub(r"<[^>]+>", " ", cell).split() for cell in row.split("<td>")[1:]]
    told = dict(zip(LANGUAGES, cells, strict=True))
    assert told["en"] == ["4"]
    assert told["fr"] == ["4", "4", "unreviewed"]
    assert told["zh"] == ["3", "1", "missing"]


# Templates.


def with_templates(write: Write, **templates: str) -> Theme:
    file = write('name = "Themed"')
    for name, text in templates.items():
        template = file.parent / "templates" / f"{name.replace('__', '/')}.html"
        template.parent.mkdir(parents=True, exist_ok=True)
        template.write_text(text, encoding="utf-8")
    return theme_file.read(file)


def test_a_template_beside_the_theme_wins_over_ours(write: Write) -> None:
    theme = with_templates(write, home__ask="<p>{{ _('Linkages') }} {{ data.counts|length }}</p>\n")
    html = Pages(theme).home(sample.home("fr"))
    assert "<p>Liens 6</p>" in html
    assert 'id="ask-title"' not in html
    assert 'id="matrix-title"' in html


def test_a_template_can_extend_ours_and_change_a_block(write: Write) -> None:
    theme = with_templates(
        write,
        base='{% extends "ours/base.html" %}\n'
        "{% block brand %}<p>{{ site.name }}</p>{{ super() }}{% endblock %}",
    )
    for html in (Pages(theme).home(sample.home()), Pages(theme).cell(sample.cell())):
        assert "<p>Themed</p><a class=" in html


def test_a_template_that_is_none_is_refused_with_file_and_line(write: Write) -> None:
    theme = with_templates(write, base="<p>\n{% blok main %}\n", view="{{ unclosed")
    with pytest.raises(InputRefused) as caught:
        Pages(theme)
    one, other = map(str, caught.value.problems)
    assert "base.html:2: " in one
    assert "blok" in one
    assert "view.html:1: " in other


def test_a_filter_that_is_not_there_is_refused_before_a_page_is_drawn(write: Write) -> None:
    theme = with_templates(write, view="<p>\n{{ data|sorted_by_colour }}")
    with pytest.raises(InputRefused) as caught:
        Pages(theme)
    [problem] = map(str, caught.value.problems)
    assert "view.html:2: " in problem
    assert "sorted_by_colour" in problem


def test_nothing_is_compiled_for_the_first_page_once_pages_are_prepared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = Pages()
    wanted = pages.home(sample.home("fr"))
    pages = Pages()
    pages.prepare(["fr"])
    monkeypatch.setattr(Engine, "_generate", None)
    assert pages.home(sample.home("fr")) == wanted


# Style sheets.


def test_a_style_sheet_keeps_its_meaning_when_squeezed() -> None:
    css = """
    /* what is not kept: "texts" */
    @media (min-width: 1rem) and (print) {
      a:hover, b > c  d { content: "  ; kept { "; --x: 1px ; }
    }
    """
    assert squeezed(css) == (
        '@media (min-width: 1rem) and (print){a:hover,b > c d{content:"  ; kept { ";--x:1px}}'
    )


# What docs/theming.md says.

DOC = (ROOT / "docs" / "theming.md").read_text("utf-8")


def examples(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", DOC, re.DOTALL)


def test_the_theme_of_the_documentation_can_be_used(write: Write, tmp_path: Path) -> None:
    (tmp_path / "sign.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    [example] = examples("toml")
    theme = theme_file.read(write(example))
    assert theme.lines == ("C2", "C5", "C7-ehea")
    assert theme.light["link"] == "#7a1f5c"


def test_the_template_of_the_documentation_can_be_used(write: Write) -> None:
    [example] = examples("jinja")
    html = Pages(with_templates(write, base=example)).home(sample.home())
    assert '<p class="wrap">A trial of the secretariat</p><header' in html


def test_the_refusal_of_the_documentation_is_that_of_the_program(write: Write) -> None:
    [example] = examples("text")
    [fault] = [
        fault for fault in refused(write('[colours.light]\nsoft = "#999"')) if "on paper" in fault
    ]
    assert fault.partition(": ")[2] in example


def test_every_key_of_a_theme_is_documented() -> None:
    said = tomllib.loads(theme_file.OURS.read_text("utf-8"))
    keys = {key for key, value in said.items() if not isinstance(value, dict)} | {
        f"{table}.{key}" for table in ("texts", "order", "colours") for key in said[table]
    }
    rows = [line.split("|")[1] for line in DOC.splitlines() if line.startswith("| `")]
    documented = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert keys <= documented
    assert set(NAMES) - {"n2", "n3", "n4"} <= documented
    for names in (theme_file.MENU, theme_file.FIRST_PAGE):
        assert f"{', '.join(f'`{name}`' for name in names)} |" in DOC


def test_every_block_that_is_documented_is_there() -> None:
    for name, cell in re.findall(r"^\| `(\w+\.html)`[^|]*\| (.*) \|$", DOC, re.MULTILINE):
        folder = ROOT / "src/wsisgraph/site/templates"
        text = (folder / name).read_text("utf-8")
        for told in re.findall(r"`([^`]+)`", re.sub(r"\([^)]*\)", "", cell)):
            if told.endswith(".html"):
                assert (folder / told).is_file()
            else:
                assert f"{{% block {told} %}}" in text, (name, told)
