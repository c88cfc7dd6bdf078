"""Bodies called by the word for their kind, once a document has named them."""

import pytest
from tests.loading.references.finding import document, finder, key, passage

from wsisgraph.loading.texts.model import Text

GROUPS = [
    ("The Council Working Group on WSIS and SDGs met.", "The Group recommended a change."),
    ("Le Groupe de travail du Conseil sur le SMSI et les ODD s'est réuni.",
     "Le Groupe de travail a recommandé une révision."),
    ("El Grupo de Trabajo del Consejo sobre la CMSI y los ODS se reunió.",
     "El Grupo recomendó una revisión."),
    ("Рабочая группа Совета по ВВУИО и ЦУР провела собрание.", "Группа рекомендовала изменение."),
    ("اجتمع فريق العمل التابع للمجلس المعني بالقمة العالمية لمجتمع المعلومات وأهداف التنمية "
     "المستدامة (CWG-WSIS&SDG).", "وأوصى فريق العمل بمراجعة القرار."),
]  # fmt: skip


def _bodies(*texts: str) -> list[str]:
    last = document(*texts)[str(len(texts))]
    return [key(one).rpartition("/")[2] for one in last if one.kind == "body"]


def _titled(title: str, text: str) -> list[str]:
    passages = (passage(title, "1", "title"), passage(text, "2"))
    last = finder().find_all(Text(title, "", "", "ar", passages))["2"]
    return [key(one).rpartition("/")[2] for one in last if one.kind == "body"]


@pytest.mark.parametrize(("before", "text"), GROUPS)
def test_the_group_is_the_only_one_that_was_named(before: str, text: str) -> None:
    assert _bodies(before, text) == ["cwg-wsis-sdg"]
    assert _bodies(text) == []


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("The Assembly adopted resolution 70/1.", ["unga"]),
        ("L'Assemblée a adopté la résolution 70/1.", ["unga"]),
        ("La Asamblea aprobó la resolución 70/1.", ["unga"]),
        ("Ассамблея приняла резолюцию 70/1.", ["unga"]),
        ("The assembly of the parts took a week.", []),
    ],
)
def test_the_assembly_with_a_resolution_of_its_is_the_general_one(
    text: str, bodies: list[str]
) -> None:
    assert _bodies("ITU reports to the Economic and Social Council.", text) == bodies


@pytest.mark.parametrize(
    "text",
    [
        "The Group of 77 and China took the floor.",
        "the group recommended a change",
        "Группа экспертов рекомендовала изменение.",
        "Группа 77 рекомендовала изменение.",
        "Le Groupe de la Banque mondiale y a pris part.",
        "El Grupo de los 77 intervino.",
    ],
)
def test_a_longer_name_and_a_common_noun_are_no_group_named_before(text: str) -> None:
    assert "cwg-wsis-sdg" not in _bodies("The Council Working Group on WSIS and SDGs met.", text)


def test_of_two_groups_that_were_named_none_is_meant_for_sure() -> None:
    groups = "The Council Working Group on WSIS and SDGs, and UNGIS."
    assert _bodies(groups, "The Group recommended a change.") == []
    assert _bodies(groups, "The Working Group recommended it.") == ["cwg-wsis-sdg"]


def test_the_union_of_a_russian_text_is_the_one_that_it_named_first() -> None:
    itu = "Международный союз электросвязи (МСЭ) представил доклад."
    assert _bodies(itu, "Союз является ведущей организацией.") == ["itu"]
    assert _bodies(itu, "Союз журналистов обратился с просьбой.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Распался Советский Союз, и об этом знали все.",
        "Помощь Советскому Союзу, как и прежде, была оказана.",
        "Профессиональный союз и его члены бастовали. Союз, в который вошли школы, помог.",
        "Таможенный Союз принял решение. Союз также открыл бюро.",
    ],
)
def test_a_union_of_an_adjective_is_another_and_so_is_the_next(text: str) -> None:
    assert _bodies("Международный союз электросвязи (МСЭ) представил доклад.", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Этот Союз является ведущей организацией.",
        "Отчет, который Союз представил, был принят.",
        "Работу завершил с членом Союза, как и прежде, эксперт.",
    ],
)
def test_a_word_that_only_points_to_the_union_makes_it_no_other(text: str) -> None:
    assert _bodies("Международный союз электросвязи (МСЭ) представил доклад.", text) == ["itu"]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("وشكرت الجهة المنظمة الجميع. كانت الجريمة المنظمة موضوع الندوة.", []),
        ("ونوقشت القواعد المنظمة للسوق.", []),
        ("وتصدت الدول للجريمة المنظمة.", []),
        ("وعرضت المنظمة تقريرها.", ["fao"]),
        ("ودعا المؤتمر المنظمة أن تواصل العمل.", ["fao"]),
        ("والتزمت المنظمة بذلك، وقدم تقرير إلى المنظمة.", ["fao", "fao"]),
        ("وقدمت الدول مساهمات للمنظمة.", ["fao"]),
    ],
)
def test_an_arabic_adjective_is_no_organization(text: str, bodies: list[str]) -> None:
    assert _titled("تقرير منظمة الأغذية والزراعة", text) == bodies


@pytest.mark.parametrize(
    ("before", "text", "programmes"),
    [
        ("The WSIS Stocktaking goes on.", "The Stocktaking has many entries.", 1),
        ("L'Inventaire des activités du SMSI continue.", "Les entrées de l'Inventaire.", 1),
        ("El Inventario de la CMSI continúa.", "Se invita a alimentar el Inventario.", 1),
        ("L'Inventaire des activités du SMSI continue.", "L'inventaire du mobilier.", 0),
        ("Les Prix du SMSI existent.", "Les Prix Nobel aussi, et les prix montent.", 0),
        ("Los Premios de la CMSI existen.", "Los Premios fueron bien acogidos.", 1),
        ("The Council met.", "The Stocktaking has many entries, and the Prizes few.", 0),
    ],
)
def test_a_programme_is_called_by_its_noun_once_it_was_named(
    before: str, text: str, programmes: int
) -> None:
    last = document(before, text)["2"]
    assert [one.kind for one in last if one.kind == "programme"] == ["programme"] * programmes
