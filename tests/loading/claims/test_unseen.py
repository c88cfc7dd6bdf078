"""What documents that nobody had seen say, in the languages in which it was missed."""

import pytest
from tests.loading.claims.found import said, short

from wsisgraph.loading.claims import claims
from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.references.labels import bundled_labels
from wsisgraph.loading.texts.model import Claim, Passage, Text

NESTED = {
    "en": ("resolves", "1 to instruct the Secretary-General to submit a report;"),
    "fr": ("décide", "1 de charger le Secrétaire général de soumettre un rapport;"),
    "es": ("resuelve", "1 encargar al Secretario General que presente un informe;"),
    "ru": ("решает", "1 поручить Генеральному секретарю представить отчет;"),
    "ar": ("يقرر", "1 أن يكلف الأمين العام بتقديم تقرير؛"),
    "zh": ("做出决议", "1 责成秘书长提交报告；"),
}
INVITED = {
    "en": "The Group invited the Secretariat to publish them by 30 June 2023.",
    "fr": "Le Groupe a invité le Secrétariat à les publier avant le 30 juin 2023.",
    "es": "El Grupo invitó a la Secretaría a publicarlas antes del 30 de junio de 2023.",
    "ru": "Группа предложила Секретариату опубликовать их до 30 июня 2023 года.",
    "ar": "دعا الفريق الأمانة إلى نشرها قبل 30 يونيو 2023.",
    "zh": "该组请秘书处在2023年6月30日前予以公布。",
}
GIFTS = {
    "en": "Japan contributed to the WSIS Fund-in-Trust.",
    "fr": "Le Japon a contribué au Fonds d'affectation spéciale du SMSI.",
    "es": "Japón contribuyó al Fondo Fiduciario para la CMSI.",
    "ru": "Япония внесла взносы в Целевой фонд для ВВУИО.",
    "ar": "وساهمت اليابان في الصندوق الاستئماني للقمة.",
    "zh": "日本向信托基金提供了捐款。",
}
MINISTERS = {
    "en": "It drew 3,000 participants from 150 countries, including over 70 ministers.",
    "fr": "Il a réuni 3 000 participants de 150 pays, dont plus de 70 ministres.",
    "es": "Congregó a 3 000 participantes de 150 países, entre ellos 70 ministros.",
    "ru": "Он собрал 3 000 участников из 150 стран, включая 70 министров.",
    "ar": "جمع 3 000 مشارك من 150 بلداً، منهم 70 وزيراً.",
    "zh": "会议吸引了来自150个国家的3000名与会者，其中包括70位部长。",
}


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(bundled_labels())


def found(finder: Finder, language: str, kind: str, *lines: str) -> list[Claim]:
    passages = tuple(
        Passage(f"p{order}", "paragraph", line, order, lines=(order,), language=language)
        for order, line in enumerate(lines, 1)
    )
    text = Text("", "", "2024", language, passages)
    return [claim for claim in claims(text, finder.find_all(text)) if claim.kind == kind]


@pytest.mark.parametrize("language", NESTED)
def test_a_resolution_to_instruct_somebody_speaks_to_them(language: str) -> None:
    parts = "force addressee bearer"
    assert said(*NESTED[language], kind="clause", parts=parts, language=language) == {
        "resolves itu-secretary-general itu-secretary-general"
    }


@pytest.mark.parametrize("language", INVITED)
def test_the_secretariat_is_asked_and_not_whoever_asks_it(finder: Finder, language: str) -> None:
    lines = ("CWG-WSIS&SDG.", INVITED[language])
    (clause,) = found(finder, language, "clause", *lines)
    assert short(clause.parts["addressee"]) == "itu-general-secretariat"
    assert clause.parts["due"] == "2023-06-30"


@pytest.mark.parametrize("language", GIFTS)
def test_the_trust_fund_has_other_names(finder: Finder, language: str) -> None:
    (gift,) = found(finder, language, "contributes", GIFTS[language])
    assert short(gift.parts["fund"]) == "itu-wsis-trust-fund"


@pytest.mark.parametrize("language", MINISTERS)
def test_ministers_are_no_participants_of_their_own(finder: Finder, language: str) -> None:
    measured = {
        figure.parts["value"]: short(figure.parts.get("measure", ""))
        for figure in found(finder, language, "figure", MINISTERS[language])
    }
    assert measured == {
        "3000": "event-participants",
        "150": "countries-with-participants",
        "70": "",
    }


def test_subscribers_of_stocktaking_are_no_entries_of_it(finder: Finder) -> None:
    line = "WSIS Stocktaking has over 14 000 entries and over 200,000 subscribers."
    entries, subscribers = found(finder, "en", "figure", line)
    assert short(entries.parts["measure"]) == "stocktaking-entries"
    assert "measure" not in subscribers.parts


def test_projects_in_the_database_of_stocktaking_are_its_entries(finder: Finder) -> None:
    line = "截至2018年2月，WSIS清点数据库已收录12 000多个项目，注册用户达四十万。"
    entries, users = found(finder, "zh", "figure", line)
    assert short(entries.parts["measure"]) == "stocktaking-entries"
    assert "measure" not in users.parts


def test_in_arabic_too_the_council_is_invited(finder: Finder) -> None:
    line = "والمجلس مدعو إلى الإحاطة علماً بهذا التقرير."
    (clause,) = found(finder, "ar", "clause", line)
    assert short(clause.parts["addressee"]) == "itu-council"


GIGA = {
    "en": "The Giga initiative, implemented by ITU and UNICEF, contributes to SDG 4 under "
    "Action Line C2.",
    "fr": "Giga, mise en œuvre par l'UIT et l'UNICEF, contribue à l'ODD 4 au titre de la grande "
    "orientation C2.",
    "es": "Giga, ejecutada por la UIT y el UNICEF, contribuye al ODS 4 en el marco de la Línea de "
    "Acción C2.",
    "ru": "Giga, осуществляемая МСЭ и ЮНИСЕФ, способствует достижению ЦУР 4 в рамках Направления "
    "деятельности C2.",
    "ar": "Giga، التي ينفذها الاتحاد واليونيسف، تسهم في الهدف 4 في إطار خط العمل جيم2.",
    "zh": "Giga项目由国际电联和儿基会共同实施，在行动方面C2项下有助于实现可持续发展目标4。",
}


@pytest.mark.parametrize("language", GIGA)
def test_one_sentence_tells_who_carries_out_an_activity_for_what_goal_under_which_line(
    finder: Finder, language: str
) -> None:
    line = GIGA[language]
    roles = found(finder, language, "role", line)
    assert {(short(role.parts["body"]), short(role.parts["role"])) for role in roles} == {
        ("itu", "implementer"),
        ("unicef", "implementer"),
    }
    (link,) = found(finder, language, "under-line", line)
    assert (short(link.parts["activity"]), short(link.parts["line"])) == ("giga", "c2")
    (served,) = found(finder, language, "serves", line)
    assert short(served.parts["target"]) == "4"
