"""Things are found by their labels: in every script, as words of their own, the longest first."""

from pathlib import Path

import pytest
from tests.loading.references.finding import document, finder, found, key, passage

from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.references.labels import bundled_labels, turtle_labels
from wsisgraph.loading.texts.model import Text
from wsisgraph.loading.texts.plain import read_plain
from wsisgraph.loading.texts.read import text_of


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ITU and UNESCO met the WHO.", ["agency/itu", "agency/unesco", "agency/who"]),
        ("L'UIT et l'UNESCO", ["agency/itu", "agency/unesco"]),
        ("Они обратились к Международному союзу электросвязи.", ["agency/itu"]),
        ("представители Полномочной конференции", ["body/itu-pp"]),
        ("للاتحاد الدولي للاتصالات وباليونسكو", ["agency/itu", "agency/unesco"]),
        ("国际电联理事会和国际电联", ["body/itu-council", "agency/itu"]),
        (
            "the Human Rights Council and the Council of Europe",
            ["body/unhrc", "body/council-of-europe"],
        ),
        ("Les pays les moins avancés (PMA), et le PAM", ["agency/wfp"]),
        ("para los países menos adelantados (PMA) y los PMA sin litoral", []),
        ("el Programa Mundial de Alimentos (PMA)", ["agency/wfp"]),
        ("la FAO y el PMA", ["agency/fao", "agency/wfp"]),
        ("The WSIS Fund grew.", ["body/itu-wsis-trust-fund"]),
        (
            "Сессия Совета началась. Секретариатом Совета подготовлена записка.",
            ["body/itu-council"],
        ),
        ("Совет по итогам обсуждения принял отчет.", ["body/itu-council"]),
        ("Совет управляющих банка, Совет по туризму и Координационный Совет", []),
        ("Совет РСС одобрил план.", ["body/rcc"]),
        ("среди государств-членов МСЭ", ["body/itu-member-states", "agency/itu"]),
        ("Государствам – Членам МСЭ разослано", ["body/itu-member-states", "agency/itu"]),
        ("les États Membres de l'UIT", ["body/itu-member-states", "agency/itu"]),
        ("电影协会总理事会", []),
        ("大会在其第61/7号决议中重申", ["body/unga"]),
        ("根据大会2006年12月1日第61/7号决议", ["body/unga"]),
        ("与会者在大会上发言", []),
        ("a council of elders, the City Council", []),
        ("who said that it is in the itunes", []),
    ],
)
def test_bodies_are_found_by_name(text: str, keys: list[str]) -> None:
    assert found(text, "body") == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("发展中国家和其中国际组织", []),
        ("10月10日本组织在上海地区", []),
        ("القطاع المالي", []),
        ("the UAE and Oman", ["784", "512"]),
        ("от Латвийской Республики и Азербайджанской Республики", ["428", "031"]),
        ("Корея (Республика), Южная Корея", ["410"]),
        ("La reunión y la réunion", []),
        ("中国和阿曼（苏丹国）", ["156", "512"]),
        ("la République de Corée et la Côte d'Ivoire", ["410", "384"]),
        ("из Китая, Египта и Республики Казахстан", ["156", "818", "398"]),
        ("ومصر والسعودية والهند", ["818", "682", "356"]),
        ("Niger, Nigeria and Guinea-Bissau", ["562", "566", "624"]),
        ("взносы Польши, Японии, Камбоджи и Коста-Рики", ["616", "392", "116", "188"]),
        ("с Польшей, Шри-Ланкой и Брунеем", ["616", "144", "096"]),
        ("для Боснии и Герцеговины и Тринидада и Тобаго", ["070", "780"]),
        ("в Чад, Гвинее-Бисау, Папуа-Новой Гвинее и Бангладеше", ["148", "624", "598", "050"]),
        ("народы Соломоновых Островов", ["090"]),
        ("以英文、葡萄牙文、日本语和西班牙文印发", []),
        ("葡萄牙文件和西班牙文化部的书面意见", ["620", "724"]),
        ("日本文部科学省、中国文明办、德国语音公司的来信", ["392", "156", "276"]),
        ("法国语言学家和中国语委的来信", ["250", "156"]),
        ("日本语版、葡萄牙文本和西班牙语译文，会议以葡萄牙语主持", []),
        ("Comisión Económica para América Latina y el Caribe", []),
        ("l'Amérique latine, Latin America, América del Norte", []),
        ("aux Émirats arabes unis, du Japon et d’Italie", ["784", "392", "380"]),
        ("وللمغرب وباليابان والإمارات العربية المتحدة", ["504", "392", "784"]),
    ],
)
def test_countries_are_found_in_all_their_forms(text: str, keys: list[str]) -> None:
    assert [key.removeprefix("codes/geoArea/") for key in found(text, "country")] == keys


def test_a_label_in_turtle_teaches_a_spelling(tmp_path: Path) -> None:
    sentence = "Ils ont remercié la Bande des Quatorze, et Les Amis du Sommet."
    assert found(sentence, "body") == []
    turtle = tmp_path / "names.ttl"
    turtle.write_text(
        """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        <id/agency/itu> skos:altLabel "Amis du Sommet"@fr .
        <id/body/cstd> skos:prefLabel "Bande des Quatorze"@fr .""",
        encoding="utf-8",
    )
    finder = Finder([*bundled_labels(), *turtle_labels(turtle)])
    taught = finder.find(passage(sentence))
    assert [mention.iri.rpartition("/id/")[2] for mention in taught] == ["body/cstd", "agency/itu"]


def test_what_the_graph_does_not_describe_is_told_apart() -> None:
    known = {
        mention.iri.rpartition("/")[2]: mention.known for mention in _mentions("UN Women, ITU")
    }
    assert known == {"un-women": False, "itu": True}


def test_a_body_within_a_longer_name_is_named_too() -> None:
    assert found("the ITU Member States", "body") == ["body/itu-member-states", "agency/itu"]


def _mentions(text: str) -> list:  # type: ignore[type-arg]
    return Finder().find(passage(text))


def test_in_a_document_of_the_united_nations_its_own_officers_are_meant() -> None:
    text = "The Secretary-General reports to the Assembly."
    assert _keys(text, "C19/5") == ["body/itu-secretary-general"]
    assert _keys(text, "A/74/62") == ["body/un-secretary-general", "body/unga"]


def _keys(text: str, symbol: str) -> list[str]:
    return [key(mention) for mention in document(text, symbol=symbol)["1"]]


_REPORTS = {
    "en": "General Assembly|The Secretary-General answers the Council and the Assembly.",
    "fr": "Assemblée générale|Le Secrétaire général répond au Conseil et à l’Assemblée.",
    "es": "Asamblea General|El Secretario General responde al Consejo y a la Asamblea.",
    "ru": "Генеральная Ассамблея|Генеральный секретарь отвечает Совету и Ассамблее.",
    "ar": "الجمعية العامة|ويرد الأمين العام على المجلس وعلى الجمعية.",
    "zh": "大会|秘书长答复理事会和大会。",
}


@pytest.mark.parametrize("language", _REPORTS)
@pytest.mark.parametrize("masthead", ["A/84/67–E/2029/51", ""])
def test_the_head_of_a_report_tells_whose_officers_are_meant(language: str, masthead: str) -> None:
    organ, sentence = _REPORTS[language].split("|")
    lines = [masthead, organ, "", f"1. {sentence}", f"2. {sentence}"]
    text = text_of(read_plain("\n".join(lines).encode()), language)
    named = [key(each) for each in finder().find_all(text)[text.passages[-1].locator]]
    assert named == ["body/un-secretary-general", "body/ecosoc", "body/unga"]


def test_below_the_head_of_the_union_its_own_officers_are_meant() -> None:
    lines = ["Council 2031", "United Nations", "The Secretary-General answers the Council."]
    named = document(*lines)["3"]
    assert [key(each) for each in named] == ["body/itu-secretary-general", "body/itu-council"]


COMMISSION = (
    "The Commission met twice.",
    "La Comisión se reunió dos veces.",
    "委员会举行了两次会议。",
)


@pytest.mark.parametrize("text", COMMISSION)
def test_the_commission_is_the_one_whose_document_it_is(text: str) -> None:
    found = [key(each) for each in document(text, symbol="E/CN.16/2023/2")["1"]]
    assert "body/cstd" in found
    other = [key(each) for each in document(text, symbol="C23/33")["1"]]
    assert "body/cstd" not in other


def test_the_commission_is_the_one_that_the_title_begins_with() -> None:
    title = passage("Comisión de Ciencia y Tecnología para el Desarrollo", "t", "title")
    said = passage("La Comisión y la Comisión de la Verdad se reunieron.", "p")
    found = finder().find_all(Text("", "", "", "es", (title, said)))["p"]
    assert [(key(each), each.said) for each in found] == [("body/cstd", "Comisión")]


def test_the_united_nations_are_shortened_in_names() -> None:
    text = "The UN Conference on Trade and Development and the UN Development Programme were there."
    assert [key(each) for each in document(text)["1"]] == ["agency/unctad", "agency/undp"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ونظر المجلس في الأمر، ودعا الاتحاد إلى جلسة.", ["body/itu-council", "agency/itu"]),
        ("ونظر المجلس الحالي في الأمر.", ["body/itu-council"]),
        ("ونظر المجلس الإداري في الأمر، ثم المجلس الأعلى للإعلام.", []),
        ("ودعا الاتحاد العربي للنشر والمجلس الوطني إلى جلسة.", []),
    ],
)
def test_the_council_of_others_is_not_that_of_the_union_in_arabic(
    text: str, keys: list[str]
) -> None:
    assert [key(each) for each in document(text)["1"]] == keys
