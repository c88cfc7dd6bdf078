"""The Secretary-General is that of the body of which a sentence speaks."""

import pytest
from tests.loading.references.finding import found

from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.references.labels import bundled_labels
from wsisgraph.loading.texts.model import Passage, Text

THEIRS, OURS = "un-secretary-general", "itu-secretary-general"
ASKED = {
    "en": "In 2031 the United Nations General Assembly asked the Secretary-General for a study.",
    "fr": "En 2031, l'Assemblée générale des Nations Unies a chargé le Secrétaire général d'agir.",
    "es": "En 2031 la Asamblea General de las Naciones Unidas pidió al Secretario General obrar.",
    "ru": "В 2031 году Генеральная Ассамблея ООН поручила Генеральному секретарю дать обзор.",
    "ar": "وفي 2031 طلبت الجمعية العامة للأمم المتحدة إلى الأمين العام إعداد دراسة.",
    "zh": "2031年，联合国大会请秘书长编写一份研究报告。",
}


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(bundled_labels())


def officers(finder: Finder, language: str, text: str) -> set[str]:
    passage = Passage("p1", "paragraph", text, 1, lines=(1,), language=language)
    found = finder.find_all(Text("", "", "2031", language, (passage,)))["p1"]
    keys = {mention.iri.rpartition("/")[2] for mention in found}
    return keys & {THEIRS, OURS}


@pytest.mark.parametrize("language", ASKED)
def test_one_of_whom_an_organ_asks_is_that_of_the_organ(finder: Finder, language: str) -> None:
    assert officers(finder, language, ASKED[language]) == {THEIRS}


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        ("La Secretaria General Adjunta de la UIT presidió.", True),
        ("Habló el Secretario General Adjunto ante el Consejo.", True),
        ("Habló el Vicesecretario General.", True),
        ("Le Secrétaire général adjoint de l'UIT a parlé.", True),
        ("Habló el Secretario General Adjunto de Asuntos Económicos.", False),
        ("Le Secrétaire général adjoint aux affaires économiques a parlé.", False),
    ],
)
def test_the_deputy_is_no_under_secretary_general(text: str, is_ours: bool) -> None:
    assert found(text, "body")[:1] == ["body/itu-deputy-secretary-general"] * is_ours


@pytest.mark.parametrize(
    "text",
    [
        "The Council asked the Secretary-General for a study of the General Assembly's wishes.",
        "The General Assembly met. The Secretary-General reported to the Council.",
        "The General Assembly invited ITU and its Secretary-General to take part.",
        "The General Assembly invited the Secretary-General of ITU to take part.",
    ],
)
def test_otherwise_it_is_ours(finder: Finder, text: str) -> None:
    assert officers(finder, "en", text) == {OURS}
