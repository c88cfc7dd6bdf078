"""The index over a handful of texts made up here."""

import csv
from pathlib import Path

import pytest

from wsisgraph.search import database, gathered, index
from wsisgraph.search.asking import Asked, Found, TooSlow, ask
from wsisgraph.search.snippet import snippet

OURS = "https://w3id.org/wsis-sdg/graph/ours"
DOUBT = "https://w3id.org/wsis-sdg/graph/unconfirmed/ours"
META = "https://w3id.org/wsis-sdg/graph/meta"

THINGS = [
    ("http://metadata.un.org/sdg/9", "goal", "1.6", "", ""),
    ("urn:act/one", "activity", "1.45", "", ""),
    ("urn:act/two", "activity", "1.45", "", ""),
    ("urn:act/doubt", "activity", "1.45", "", ""),
    ("urn:doc", "document", "1.25", "", ""),
    ("urn:doc/p/1", "passage", "0.7", "urn:doc", "1"),
    ("urn:line", "action-line", "1.7", "", ""),
    ("urn:res", "instrument", "1.2", "", ""),
]
TEXTS = [
    ("http://metadata.un.org/sdg/9", "code", "9", "", OURS),
    ("http://metadata.un.org/sdg/9", "label", "Industry", "en", OURS),
    ("http://metadata.un.org/sdg/9", "label", "الصناعة", "ar", OURS),
    ("urn:act/one", "label", "School connectivity", "en", OURS),
    ("urn:act/one", "label", "Connexion des écoles", "fr", OURS),
    ("urn:act/one", "text", "Connects every school to broadband.", "en", OURS),
    ("urn:act/two", "label", "Broadband maps", "en", OURS),
    ("urn:act/two", "text", "<b>Maps</b> & \u202eschools", "en", OURS),
    ("urn:act/doubt", "label", "Satellite school", "en", DOUBT),
    ("urn:act/doubt", "text", "Secret of the metadata school", "en", META),
    ("urn:doc", "label", "Report of 2019", "en", OURS),
    ("urn:doc", "code", "C19/13", "", OURS),
    ("urn:doc/p/1", "text", "Says that schools need broadband and electricity.", "en", OURS),
    ("urn:doc/p/1", "text", "学校需要网络安全。", "zh", OURS),
    ("urn:line", "code", "C7-ehea", "", OURS),
    ("urn:line", "label", "E-health", "en", OURS),
    ("urn:res", "label", "Resolution on the review", "en", OURS),
    ("urn:res", "code", "A/RES/70/125", "", OURS),
]
LINES = [("urn:act/one", "C2"), ("urn:act/one", "C7"), ("urn:line", "C7"), ("urn:line", "C7-ehea")]
GOALS = [("urn:act/one", "9"), ("urn:act/two", "9"), ("http://metadata.un.org/sdg/9", "9")]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    tables = {
        "things": (("thing", "kind", "weight", "within", "locator"), THINGS),
        "texts": (("thing", "field", "text", "lang", "graph"), TEXTS),
        "lines": (("thing", "code"), LINES),
        "goals": (("thing", "code"), GOALS),
    }
    for name, (head, rows) in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([head, *rows])
    database.write(index.build(gathered.read(folder)), folder / "index")
    return folder / "index"


def iris(found: Found) -> list[str]:
    return [hit.iri for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "lang", "first"),
    [
        ("school", "en", "urn:act/one"),
        ("SCHOOLS connect", "en", "urn:act/one"),
        ("école", "fr", "urn:act/one"),
        ("ecoles", "fr", "urn:act/one"),
        ("صناعة", "ar", "http://metadata.un.org/sdg/9"),
        ("网络", "zh", "urn:doc/p/1"),
        ("安全", "zh", "urn:doc/p/1"),
        ("ЦУР 9", "ru", "http://metadata.un.org/sdg/9"),
        ("SDG 9", "en", "http://metadata.un.org/sdg/9"),
        ("可持续发展目标9", "zh", "http://metadata.un.org/sdg/9"),
        ("c7 e-health", "en", "urn:line"),
        ("e health", "en", "urn:line"),
        ("A/RES/70/125", "ru", "urn:res"),
        ("a/res/70/125", "en", "urn:res"),
        ("C19/13", "fr", "urn:doc"),
        ("broadb", "en", "urn:act/two"),
    ],
)
def test_what_is_meant_stands_first(path: Path, text: str, lang: str, first: str) -> None:
    assert iris(ask(path, Asked(text, lang)))[0] == first


def test_a_text_of_another_language_is_found_only_where_all_are_searched(path: Path) -> None:
    found = ask(path, Asked("écoles", "en"))
    assert (found.total, found.elsewhere) == (0, 1)
    found = ask(path, Asked("écoles", "en", languages=("all",)))
    assert iris(found) == ["urn:act/one"]
    assert found.hits[0].tag == "fr"


def test_what_is_unconfirmed_is_left_out_and_counted(path: Path) -> None:
    found = ask(path, Asked("satellite"))
    assert (found.total, found.left_out) == (0, 1)
    found = ask(path, Asked("satellite", statuses=("accepted", "unconfirmed")))
    assert [(hit.iri, hit.status) for hit in found.hits] == [("urn:act/doubt", "unconfirmed")]


def test_what_is_said_about_the_data_is_not_searched(path: Path) -> None:
    every = ("accepted", "unconfirmed", "proposed", "rejected")
    assert not ask(path, Asked("metadata", statuses=every)).total


def test_a_facet_tells_what_choosing_it_would_give(path: Path) -> None:
    asked = Asked("broadband school")
    found = ask(path, asked)
    assert found.facets["type"] == {"activity": 2, "passage": 1}
    for kind, count in found.facets["type"].items():
        assert ask(path, Asked(asked.text, kinds=(kind,))).total == count
    for line, count in found.facets["line"].items():
        assert ask(path, Asked(asked.text, lines=(line,))).total == count
    for goal, count in found.facets["goal"].items():
        assert ask(path, Asked(asked.text, goals=(goal,))).total == count
    for lang, count in found.facets["language"].items():
        assert ask(path, Asked(asked.text, languages=(lang,))).total == count


def test_where_no_text_holds_all_words_those_that_hold_some_are_found(path: Path) -> None:
    found = ask(path, Asked("broadband unicorns"))
    assert not found.every
    assert found.total == 3


@pytest.mark.parametrize(
    ("text", "meant"), [("brodband", "broadband"), ("xyzzyx", ""), ("shcool maps", "school maps")]
)
def test_a_slip_is_mended_by_a_suggestion(path: Path, text: str, meant: str) -> None:
    assert ask(path, Asked(text)).suggestion == meant


@pytest.mark.parametrize(
    ("text", "wordless"),
    [("the of", True), ("qwertyuiop", False), ("the qwertyuiop", False), ("broadband", False)],
)
def test_words_that_nobody_wrote_are_no_words_that_everybody_writes(
    path: Path, text: str, wordless: bool
) -> None:
    found = ask(path, Asked(text))
    assert found.wordless is wordless


def test_pages_of_results_are_the_whole_in_order(path: Path) -> None:
    whole = iris(ask(path, Asked("broadband")))
    parts = [iris(ask(path, Asked("broadband", offset=at, limit=1))) for at in range(len(whole))]
    assert [iri for part in parts for iri in part] == whole


@pytest.mark.parametrize(
    "text",
    [
        "",
        "'",
        '"; DROP TABLE unit; --',
        "school* NEAR/2 (maps OR",
        "%' OR 1=1",
        "\u202eschool\u202c",
        "a" * 300,
        "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467",
        "的" * 300,
        "{}<>[]:^*~",
    ],
)
def test_nothing_that_is_asked_breaks_the_search(path: Path, text: str) -> None:
    assert ask(path, Asked(text)).total <= len(THINGS)


def test_of_many_words_the_first_are_looked_for(path: Path) -> None:
    found = ask(path, Asked(" ".join(f"word{at}" for at in range(1000))))
    assert found.unread == 1000 - 16


def test_a_search_ends_at_its_deadline(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wsisgraph.search.asking._CHECK", 1)
    with pytest.raises(TooSlow):
        ask(path, Asked("school broadband"), patience=-1)


def test_the_same_tables_make_the_same_index(path: Path) -> None:
    again = path.with_name("again")
    database.write(index.build(gathered.read(path.parent)), again)
    assert again.read_bytes() == path.read_bytes()


def test_a_snippet_shows_the_words_in_a_long_text() -> None:
    text = "Beginning. " + "filler " * 100 + "a school with broadband " + "filler " * 100
    pieces = snippet([text], {"school", "broadband"}, "en")
    assert [piece.text for piece in pieces if piece.hit] == ["school", "broadband"]
    assert len("".join(piece.text for piece in pieces)) < 260
