"""Six languages: catalogues complete and up to date, numbers, dates, order, direction, fallback."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po
from markupsafe import Markup
from tests.site import sample, sample_manual
from tests.site.every_page import DRAWN

from wsisgraph.api import negotiation
from wsisgraph.api.pages import Page, Text
from wsisgraph.cli.languages import documented
from wsisgraph.site import Pages, catalogues, language, locales

OTHERS = [lang for lang in language.NAMES if lang != language.SOURCE]

FORMATS = {"CSV", "HTML", "JSON", "JSON-LD", "N-Quads", "N-Triples", "RDF/XML", "TSV", "TriG"} | {
    "Turtle",
    "XML",
}
"""Names that are the same in every language."""


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages()


@pytest.fixture(scope="module")
def interface() -> Catalog:
    return catalogues.interface()


# --- catalogues


def test_the_pages_and_the_api_speak_the_same_languages() -> None:
    assert set(language.NAMES) == set(negotiation.LANGUAGES)


def test_the_catalogues_hold_the_words_of_the_pages_and_no_others(interface: Catalog) -> None:
    words = {message.id for message in catalogues.messages(interface)}
    held = {
        lang: {message.id for message in catalogues.messages(catalogues.read("site", lang))}
        for lang in OTHERS
    }
    with (language.LOCALE / "site.pot").open("rb") as file:
        held["template"] = {message.id for message in catalogues.messages(read_po(file))}
    differing = {lang: found ^ words for lang, found in held.items() if found != words}
    assert differing == {}, "run make catalogues, then translate what is new"


def test_a_catalogue_is_written_the_same_on_any_day(interface: Catalog) -> None:
    once = catalogues.updated("site", interface)
    assert once == catalogues.updated("site", interface)
    assert not any(b"Date" in line for data in once.values() for line in data.splitlines()[:20])


@pytest.mark.parametrize("lang", OTHERS)
def test_no_word_of_the_pages_is_missing_in_a_language(interface: Catalog, lang: str) -> None:
    ours = catalogues.read("site", lang)
    missing = [
        message.id
        for message in catalogues.messages(interface)
        if (found := ours.get(message.id)) is None or not catalogues.is_translated(found)
    ]
    assert missing == []


@pytest.mark.parametrize("domain", language.DOMAINS)
@pytest.mark.parametrize("lang", OTHERS)
def test_translations_keep_placeholders_and_plurals_and_differ_from_the_english(
    lang: str, domain: str
) -> None:
    assert catalogues.faults(catalogues.read(domain, lang), lang) == []


@pytest.mark.parametrize("lang", OTHERS)
def test_names_of_formats_stay_as_they_are(lang: str) -> None:
    for name in FORMATS:
        assert language.translated(name, lang) == name


@pytest.mark.parametrize("lang", OTHERS)
def test_what_nobody_of_the_language_has_read_is_marked(lang: str) -> None:
    """Whoever reads a message takes its flag away; the head of the file says so."""
    head = language.catalogue_file(lang).read_text(encoding="utf-8")
    assert "Take the flag `unreviewed` off a message that you have read" in head
    assert any(
        catalogues.UNREVIEWED in message.flags
        for message in catalogues.messages(catalogues.read("site", lang))
    )


def translated(*, english: str | tuple[str, str], ours: str | tuple[str, ...]) -> list[str]:
    catalogue = Catalog(locale="ru")
    catalogue.add(english, ours)
    return catalogues.faults(catalogue, "ru")


@pytest.mark.parametrize(
    ("english", "ours", "fault"),
    [
        ("Source", "Source", "the same as the English"),
        ("%(a)s of %(b)s", "%(a)s", "does not keep"),
        ("%(a)s", "%(a)s и %(b)s", "does not keep"),
        ('<a href="/x">see</a>', '<a href="/y">см.</a>', "does not keep"),
        (("one", "%(num)s lines"), ("%(num)s строка", "%(num)s строки", ""), "plural form"),
        (("one", "%(num)s lines"), ("%(num)s строка", "%(n)s строки", "%(num)s строк"), "keep"),
    ],
)
def test_a_wrong_translation_is_found(
    english: str | tuple[str, str], ours: str | tuple[str, ...], fault: str
) -> None:
    found = translated(english=english, ours=ours)
    assert len(found) == 1
    assert fault in found[0]


def test_a_right_translation_is_left_alone() -> None:
    assert translated(english="%(a)s of %(b)s", ours="%(a)s из %(b)s") == []
    forms = ("%(num)s строка", "%(num)s строки", "%(num)s строк")
    assert translated(english=("one row", "%(num)s rows"), ours=forms) == []


def test_the_english_of_the_api_is_known_to_the_catalogues() -> None:
    """Most of it: what was added since is shown as English until somebody translates it."""
    known = {
        message.id
        for message in catalogues.messages(catalogues.read("documentation", "fr"))
        if catalogues.is_translated(message)
    }
    wanted = {message.id for message in catalogues.messages(catalogues.documentation(documented()))}
    assert len(wanted & known) > 0.8 * len(wanted)


def test_catalogues_need_no_compiling() -> None:
    assert list(language.LOCALE.rglob("*.mo")) == []
    assert language.spoken("zh") == "zh"


@pytest.mark.parametrize(
    ("lang", "count", "said"),
    [
        ("ru", 1, "1 строка"),
        ("ru", 2, "2 строки"),
        ("ru", 5, "5 строк"),
        ("ru", 21, "21 строка"),
        ("ar", 0, "لا توجد صفوف"),
        ("ar", 2, "صفان"),
        ("ar", 3, "3 صفوف"),
        ("ar", 11, "11 صفاً"),
        ("ar", 100, "100 صف"),
        ("fr", 0, "0 ligne"),
        ("es", 1, "una fila"),
        ("zh", 7, "7行"),
    ],
)
def test_counts_take_the_plural_of_their_language(lang: str, count: int, said: str) -> None:
    _, ngettext = language.callables(lang)
    assert ngettext("one row", "%(num)s rows", count) == said


# --- numbers, dates, order


@pytest.mark.parametrize(
    ("value", "lang", "written"),
    [
        (15000, "en", "15,000"),
        (15000, "fr", "15\u202f000"),
        (15000, "ru", "15\u00a0000"),
        (15000, "es", "15.000"),
        (15000, "ar", "15,000"),
        ("0.95", "fr", "0,95"),
        ("0.950", "en", "0.950"),
        ("-3.5", "es", "-3,5"),
        ("about 5", "fr", "about 5"),
        ("1e9", "fr", "1e9"),
        ("٣", "ar", "٣"),
        ("9" * 4000, "fr", "9" * 4000),
        ("", "ru", ""),
    ],
)
def test_numbers_are_written_as_the_language_does(
    value: int | str, lang: str, written: str
) -> None:
    assert locales.number(value, lang) == written


@pytest.mark.parametrize(
    ("printed", "lang", "written"),
    [
        ("2017-05-09", "en", "9 May 2017"),
        ("2017-05-09", "fr", "9 mai 2017"),
        ("2017-05-09", "es", "9 de mayo de 2017"),
        ("2017-05-09", "ru", "9 мая 2017\u202fг."),
        ("2017-05-09", "zh", "2017年5月9日"),
        ("2017-05-09", "ar", "9 مايو 2017"),
        ("2017-05", "fr", "mai 2017"),
        ("2017-05-01", "fr", "1er mai 2017"),
        ("2017-05-11", "fr", "11 mai 2017"),
        ("2017", "ru", "2017"),
    ],
)
def test_dates_are_written_as_the_language_does_and_no_more_exactly(
    printed: str, lang: str, written: str
) -> None:
    assert locales.date(printed, lang) == f'<time datetime="{printed}">{written}</time>'


@pytest.mark.parametrize(
    "printed", ["", "spring 2017", "2017-13", "2017-02-30", "0000", "12-05-2017", "<b>2017</b>"]
)
def test_what_is_no_date_is_shown_as_it_is(printed: str) -> None:
    assert locales.date(printed, "fr") == Markup("{}").format(printed)


def test_a_number_of_the_graph_keeps_its_exact_form_for_machines() -> None:
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    assert locales.literal("1234.50", decimal, "fr") == (
        '<data value="1234.50">1\u202f234,50</data>'
    )
    assert locales.literal("1234.50", "", "fr") == "1234.50", "a string is no number"


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("es", ["nube", "Ñandú", "ñu", "oasis", "ocho"]),
        ("ru", ["еда", "ёж", "ель", "игра", "икра", "йод", "кот"]),
        ("fr", ["cote", "coté", "côte", "côté", "éclat", "été", "Zoé", "zoo"]),
        ("ar", ["أخلاق", "بناء", "تعاون", "وسائط"]),
        ("zh", ["9", "10", "ITU", "安全", "北京", "国际", "数字", "中国"]),
        ("en", ["C2", "C10", "e-business", "e-government", "Media"]),
    ],
)
def test_names_are_in_the_order_of_the_language(lang: str, names: list[str]) -> None:
    shuffled = sorted(names, key=lambda name: name[::-1])
    assert [name for name in locales.in_order(shuffled, str, lang)] == names


# --- pages


class Elements(HTMLParser):
    """Collects the text of each element with its tag and the language it is marked with."""

    VOID = frozenset({"meta", "link", "input", "br", "img"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            inherited = self.open[-1][1] if self.open else ""
            self.open.append((tag, dict(attrs).get("lang") or inherited))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open:
            self.texts.append((self.open[-1][1], data.strip()))


DATA: dict[str, Callable[[], object]] = {
    "home": sample.home,
    "activities": sample.activities,
    "roles": sample.roles,
    "cell": sample.cell,
    "thing": sample.thing,
    "questions": sample.questions,
    "form": sample.form,
    "problem": sample.problem,
    "ontology": sample_manual.ontology,
    "shapes": sample_manual.shapes,
    "dataset": sample_manual.dataset,
}


def drawn(pages: Pages, name: str, lang: str) -> str:
    """Draw a sample page in another language."""
    data = DATA[name]()
    page: Page = replace(data.page, lang=lang)  # type: ignore[attr-defined]
    return str(getattr(pages, name)(replace(data, page=page)))  # type: ignore[type-var]


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("name", DATA)
def test_no_english_of_the_interface_is_left_on_a_page(
    pages: Pages, interface: Catalog, name: str, lang: str
) -> None:
    whole = {
        message.id
        for message in catalogues.messages(interface)
        if isinstance(message.id, str) and message.id not in FORMATS and "%" not in message.id
    }
    ours = catalogues.read("site", lang)
    alike = {message.id for message in ours if catalogues.ALIKE in message.flags}
    shown = Elements(drawn(pages, name, lang)).texts
    assert [text for marked, text in shown if marked == lang and text in whole - alike] == []


@pytest.mark.parametrize("lang", OTHERS)
def test_labels_that_fall_back_to_english_say_so(pages: Pages, lang: str) -> None:
    html = drawn(pages, "roles", lang)
    assert f'<html lang="{lang}"' in html
    assert '<bdi lang="en">' in html
    title = "International Telecommunication Union"
    assert {marked for marked, text in Elements(drawn(pages, "thing", lang)).texts if text == title}


def test_english_of_the_api_without_translation_says_that_it_is_english(pages: Pages) -> None:
    problem = replace(sample.problem(), detail="“18” is no goal that anybody knows.")
    html = pages.problem(replace(problem, page=sample.page("/x", "ru")))
    assert '<bdi lang="en">“18” is no goal that anybody knows.</bdi>' in html
    assert "Такого кода нет" in pages.problem(
        replace(problem, title="There is no such code", page=sample.page("/x", "ru"))
    )


@pytest.mark.parametrize("lang", language.NAMES)
def test_only_arabic_runs_from_right_to_left(pages: Pages, lang: str) -> None:
    html = drawn(pages, "home", lang)
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in html


def test_codes_are_isolated_on_arabic_pages(pages: Pages) -> None:
    html = drawn(pages, "cell", "ar")
    assert '<bdi class="code" dir="ltr">9.c</bdi>' in html
    activities = replace(
        sample.activities("ar"), filters=(("target", "9.c"),), asserted=(), by_matrix=()
    )
    title = re.search("<title>(.*?)</title>", pages.activities(activities), re.DOTALL)
    assert title is not None
    assert "\u20689.c\u2069" in title[1], "in a title no tag may stand"


def test_fixed_arabic_words_isolate_the_codes_in_them() -> None:
    bare = re.compile(r"(?<!\u2066)(?<![\w.])(?:\d+\.[a-c]|C\d+)\b(?!\u2069)")
    for message in catalogues.messages(catalogues.read("site", "ar")):
        for form in [message.string] if isinstance(message.string, str) else message.string:
            assert not bare.search(form.replace("\u2066C7 e-gov\u2069", "")), form


@pytest.mark.parametrize("path", DRAWN)
def test_each_page_names_its_other_languages_and_a_default(pages: Pages, path: str) -> None:
    alternates = re.findall(
        r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', DRAWN[path](pages)
    )
    assert [lang for lang, _ in alternates] == [*language.NAMES, "x-default"]
    assert "lang=" not in alternates[-1][1], "without a choice the reader's browser decides"


def test_the_switch_of_languages_keeps_the_page_and_its_filters(pages: Pages) -> None:
    html = pages.activities(sample.activities("fr"))
    links = re.findall(r'<a href="([^"]+)" hreflang="(\w+)" lang="(\w+)"', html)
    assert {shown for _, _, shown in links} == set(language.NAMES)
    for href, lang, shown in links:
        assert lang == shown
        assert href == f"/api/activities?agency=itu&amp;goal=9&amp;lang={lang}"


def test_hostile_values_in_translated_messages_are_shown_as_text(pages: Pages) -> None:
    evil = '<script>alert(1)</script>" onmouseover="x'
    data = replace(sample.activities("ar"), filters=(("agency", evil), ("goal", evil)))
    html = pages.activities(data)
    assert "<script>alert" not in html
    thing = replace(sample.thing("ar"), label=Text(evil, "en"))
    assert "<script>alert" not in pages.thing(thing)
