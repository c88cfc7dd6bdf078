"""The United Nations' taxonomy: every text and link, none of its faults, and no folder too odd."""

import re
import shutil
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml
from pyoxigraph import Literal, NamedNode, Store
from tests import needs

from wsisgraph.graph.assemble import assemble, own_sources, read_shapes
from wsisgraph.graph.checker import Checker
from wsisgraph.loading import Context, Fact, Kind, Options, Source
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import DCT, SDGO, SKOS

LANGUAGES = {"ar": "ar", "en": "en", "es": "es", "fr": "fr", "ru": "ru", "zh-Hans": "zh"}
Read = tuple[list[Fact], Context]


@pytest.fixture(scope="module")
def source(sources: dict[str, Source]) -> Source:
    return sources["un-sdg"]


@pytest.fixture(scope="module")
def folders() -> list[Path]:
    return [needs.shared() / "sources" / name for name in ("un-sdg-lod", "open-sdg-translations")]


@pytest.fixture(scope="module")
def real(source: Source, folders: list[Path]) -> Read:
    return source.read(folders)


@pytest.fixture
def samples(source: Source, tmp_path: Path) -> list[Path]:
    """The made-up folders, to be changed."""
    shutil.copytree(source.manifest.folder / "samples", tmp_path / "samples")
    return [tmp_path / "samples" / name for name in ("taxonomy", "texts")]


def values(facts: list[Fact], subject: str, predicate: str) -> dict[str, str]:
    """Return the texts of a thing by language."""
    found = [f.object for f in facts if f.subject == subject and f.predicate == predicate]
    return {o.language or "": o.value for o in found if isinstance(o, Literal)}


def told(context: Context) -> list[str]:
    return [f"{remark.origin}: {remark.found}" for remark in context.notices]


def test_the_real_files_are_read_whole_even_strictly(source: Source, folders: list[Path]) -> None:
    _, context = source.read(folders, Options(strict=True))
    assert context.problems == []
    things = {"goals": 17, "targets": 169, "indicators": 232, "series": 394}
    assert context.counted == {**things, "codes": 244, "shared": 9}


def test_every_thing_has_its_wording_and_no_language_two(real: Read) -> None:
    by: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for fact in real[0]:
        if isinstance(fact.object, Literal) and fact.object.language:
            by[fact.subject, fact.predicate][fact.object.language] += 1
    titles = {subject: set(found) for (subject, p), found in by.items() if p == DCT.title}
    six = set(LANGUAGES.values())
    # Indicator 17.6.1 of 2019 was dropped: the texts of today do not have it.
    assert {s for s, found in titles.items() if found not in (six, {"en"})} == {iris.sdg("C170601")}
    assert sum(found == six for found in titles.values()) == 17 + 169 + 231
    assert sum(found == {"en"} for found in titles.values()) == 394
    once = {SKOS.prefLabel, DCT.title}
    assert {n for (_, p), found in by.items() if p in once for n in found.values()} == {1}


def test_each_text_is_that_of_the_file_but_for_spaces_and_marks(
    real: Read, folders: list[Path]
) -> None:
    def letters(text: str) -> str:
        return re.sub(r"[^\w]|[\d_]|\u0640", "", text)

    titles: dict[tuple[str, str], str] = {}
    for fact in real[0]:
        if fact.predicate == DCT.title and isinstance(fact.object, Literal):
            titles[fact.subject, fact.object.language or ""] = fact.object.value
    wrong = []
    for folder, language in LANGUAGES.items():
        file = folders[1] / folder / "global_targets.yml"
        for key, text in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            subject = iris.sdg(key.removesuffix("-title").replace("-", "."))
            if letters(titles[subject, language]) != letters(unicodedata.normalize("NFC", text)):
                wrong.append((subject, language))
    assert wrong == []


def test_a_renumbered_indicator_has_one_iri_and_the_text_of_both_numbers(real: Read) -> None:
    facts, context = real
    broadband = values(facts, iris.sdg("C170602"), DCT.title)
    assert set(broadband) == set(LANGUAGES.values())
    assert not broadband["zh"].endswith("5")
    assert values(facts, iris.sdg("C170602"), SKOS.prefLabel) == broadband
    assert any("C170601 is printed 17.6.1 here" in line for line in told(context))
    assert not any(fact.predicate == SKOS.notation and "C17" in fact.subject for fact in facts)


def test_the_links_of_the_file_are_there(real: Read) -> None:
    hosts = Counter(
        re.split(r"[\d_]", fact.object.value)[0]
        for fact in real[0]
        if fact.predicate in (SKOS.exactMatch, DCT.subject) and isinstance(fact.object, NamedNode)
    )
    assert hosts["http://metadata.un.org/thesaurus/"] == 931
    assert sum(n for host, n in hosts.items() if "eurovoc" in host) == 545
    assert hosts["http://www.wikidata.org/entity/Q"] == 17
    # 418 in the file, three of which are of other targets.
    assert hosts["http://purl.unep.org/sdg/SDGIO"] == 415


@pytest.mark.parametrize(
    "fault",
    [
        "12.3 has 2 preferred labels in en; “By 2030,d” was not copied",
        "12.3 has 2 preferred labels in fr",
        "C200304 has 3 preferred labels in fr",
        "C200303 has 2 preferred labels in es",
        "8.1 has 2 matches of SDGIO; <http://purl.unep.org/sdg/SDGIO_00000140> seems to be of 8.10",
        "16.1 has 2 matches of SDGIO",
        "17.1 has 2 matches of SDGIO",
        "the short text of 9 in zh has a known slip",
        "the short text of 17 in zh has a known slip",
        "the official text of 17.13 in fr has a known slip",
        "the series are said to be in <http://data.un.org/kos/sdg>",
        "the custodian “WTO,ITC” of C171001 is taken as WTO and ITC",
        "newer than the taxonomy, which alone gives permanent codes: 10.4.2, 10.7.3",
    ],
)
def test_a_fault_of_the_files_is_told_with_its_place_and_not_copied(real: Read, fault: str) -> None:
    lines = [line for line in told(real[1]) if fault in line]
    assert len(lines) == 1
    assert re.match(r"[\w/.-]+\.(ttl|yml)(:\d+)?: ", lines[0])


def test_what_is_wrong_is_nowhere_in_the_facts(real: Read) -> None:
    texts = [fact.object.value for fact in real[0] if isinstance(fact.object, Literal)]
    assert "By 2030,d" not in texts
    short = {lang for n in ("9", "17") for lang in values(real[0], iris.sdg(n), SKOS.altLabel)}
    assert short == {"ar", "en", "es", "fr", "ru"}
    assert not [text for text in texts if text != text.strip() or "  " in text or "\u00ad" in text]
    subjects = [
        f for f in real[0] if f.object == NamedNode("http://purl.unep.org/sdg/SDGIO_00000140")
    ]
    assert subjects == []


def test_without_the_texts_there_are_three_languages_and_this_is_told(
    source: Source, folders: list[Path]
) -> None:
    facts, context = source.read(folders[:1])
    assert set(values(facts, iris.sdg("9.c"), DCT.title)) == {"en", "es", "fr"}
    assert any("no wording in ar, ru and zh" in line for line in told(context))
    assert "fr" not in values(facts, iris.sdg("17.13"), DCT.title)


def test_the_facts_keep_every_must_beside_the_vocabularies(real: Read) -> None:
    store: Store = assemble(own_sources().values()).store
    store.extend(fact.quad("un-sdg") for fact in real[0])
    touched = {fact.subject for fact in real[0]}
    findings = Checker(read_shapes()[1]).check(store, touched)
    assert [f for f in findings if f.severity == "Violation"] == []


def test_every_goal_target_and_indicator_of_ours_is_worded(real: Read) -> None:
    worded = {fact.subject for fact in real[0] if fact.predicate == DCT.title}
    for goal in codes.GOALS:
        assert iris.sdg(goal) in worded
        assert {iris.sdg(code) for code in codes.targets_of(goal)} <= worded


def test_a_series_is_described_whole(real: Read) -> None:
    series = iris.sdg("IT_MOB_OWN")
    said = {fact.predicate for fact in real[0] if fact.subject == series}
    assert {SKOS.broader, SKOS.inScheme, SKOS.notation, SKOS.prefLabel, DCT.title} <= said
    kinds = {fact.object for fact in real[0] if fact.subject == series and "type" in fact.predicate}
    assert kinds == {NamedNode(SDGO.Series), NamedNode(SKOS.Concept)}


def test_a_thing_is_one_record_at_one_place(real: Read) -> None:
    places: dict[str, set[str]] = defaultdict(set)
    order: list[str] = []
    for fact in real[0]:
        places[fact.record].add(str(fact.origin))
        if order[-1:] != [fact.record]:
            order.append(fact.record)
    assert {len(found) for found in places.values()} == {1}
    assert len(order) == len(set(order))


def problems(source: Source, inputs: list[Path], *, strict: bool = False) -> list[str]:
    facts, context = source.read(inputs, Options(strict=strict))
    found = [str(problem) for problem in context.problems]
    assert strict or not (found and facts)
    return found


def test_a_folder_without_the_files_is_named(source: Source, tmp_path: Path) -> None:
    (problem,) = problems(source, [tmp_path])
    assert tmp_path.name in problem
    assert "sdg-kos-goals-targets-indicators.ttl" in problem


def test_a_file_in_place_of_a_folder_is_refused(source: Source, samples: list[Path]) -> None:
    (problem, *_) = problems(source, [samples[0] / "sdgs-ontology.ttl"])
    assert "it is no folder" in problem


def test_texts_alone_are_not_enough(source: Source, samples: list[Path]) -> None:
    (problem,) = problems(source, samples[1:])
    assert "the taxonomy itself is missing" in problem


@pytest.mark.parametrize(
    "name",
    [
        "taxonomy/sdg-kos-goals-targets-indicators.ttl",
        "taxonomy/sdg-kos-subject-mappings.ttl",
        "taxonomy/sdg-kos-series-2000-Q1-G-01.ttl",
        "texts/ru/global_targets.yml",
    ],
)
def test_a_missing_file_is_named(source: Source, samples: list[Path], name: str) -> None:
    (samples[0].parent / name).unlink()
    (problem,) = problems(source, samples)
    assert "is missing; fetch the folder again" in problem
    assert Path(name).name.replace("2000-Q1-G-01", "*") in problem


def test_a_missing_language_is_told_and_strictly_refused(
    source: Source, samples: list[Path]
) -> None:
    shutil.rmtree(samples[1] / "ar")
    facts, context = source.read(samples)
    assert "ar" not in values(facts, iris.sdg("9"), DCT.title)
    assert any("no text in ar" in line for line in told(context))
    assert any("no text in ar" in line for line in problems(source, samples, strict=True))


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        (
            "taxonomy/sdg-kos-subject-mappings.ttl",
            "<x:a> <x:b>\n<x:c> .\n\n!",
            ":4: it is not Turtle",
        ),
        ("taxonomy/sdg-kos-subject-mappings.ttl", "\x00\x00", ":1: it is not Turtle"),
        ("taxonomy/sdgs-ontology.ttl", "<x:a> .", ":1: it is not Turtle"),
        ("texts/en/global_goals.yml", "9-title: a\n  b: [\n", "global_goals.yml:2: it is not YAML"),
        ("texts/en/global_goals.yml", "9-title: [a]\n", "global_goals.yml:1: it is no list"),
        ("texts/en/global_goals.yml", "- a\n", "global_goals.yml:1: it is no list of texts"),
        ("texts/en/global_goals.yml", "just words\n", "global_goals.yml:1: it is no list"),
        ("texts/en/global_goals.yml", "", "global_goals.yml: there is no text"),
        ("texts/en/global_goals.yml", "9-title: &a b\n10-title: *a\n", ":2: a text refers to"),
        ("texts/en/global_goals.yml", "9-title: a\n9-title: b\n", ":2: the key “9-title” came at"),
        ("texts/en/global_goals.yml", "[" * 100_000, "it is no list of texts"),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    source: Source, samples: list[Path], name: str, text: str, place: str
) -> None:
    (samples[0].parent / name).write_text(text, encoding="utf-8")
    found = problems(source, samples)
    assert any(place in problem for problem in found), found


def test_bytes_that_are_no_text_are_refused(source: Source, samples: list[Path]) -> None:
    for name in ("taxonomy/sdg-kos-subject-mappings.ttl", "texts/en/global_goals.yml"):
        (samples[0].parent / name).write_bytes(b"9-title: \xff\xfe\xfa\n")
    assert len(problems(source, samples)) == 2


def test_a_key_of_no_code_is_unknown(source: Source, samples: list[Path]) -> None:
    file = samples[1] / "en" / "global_goals.yml"
    file.write_text("9-title: Nine\nnine: Nine\n18-title: Eighteen\n", encoding="utf-8")
    _, context = source.read(samples)
    unknown = [
        r.found for r in context.notices if r.kind is Kind.UNKNOWN and "yml" in r.origin.file
    ]
    assert unknown == [
        "“nine” is the key of no code",
        "there is no 18; its text was left out",
    ]


def test_the_taxonomy_given_twice_is_refused(source: Source, samples: list[Path]) -> None:
    (problem,) = problems(source, [samples[0], *samples])
    assert "given twice" in problem


def test_a_file_that_lost_things_is_noticed(source: Source, samples: list[Path]) -> None:
    _, context = source.read(samples)
    lines = told(context)
    assert any("series: 2 are in it, 394 are expected" in line for line in lines)
    assert any("codes: 2 are in it, 244 are expected" in line for line in lines)
    assert any("167 of our 169 targets are missing: 1.1, 1.2" in line for line in lines)


def test_a_slip_in_a_code_is_told_and_the_code_stays_ours(
    source: Source, samples: list[Path]
) -> None:
    facts, context = source.read(samples)
    lines = told(context)
    assert any("17.7 has the code 17.70 here" in line for line in lines)
    assert any("“Target 17.8” is not what its codes say" in line for line in lines)
    assert not [f for f in facts if f.subject == iris.sdg("17.7") and f.predicate == SKOS.notation]


def test_a_language_tag_with_a_country_is_read_and_a_foreign_one_left_out(
    source: Source, samples: list[Path]
) -> None:
    facts, context = source.read(samples)
    assert values(facts, iris.sdg("17.7"), DCT.title) == {"en": "Sample words of target 17.7"}
    assert any("has the language tag “de”; it was left out" in line for line in told(context))
