"""What a figure counts and measures, as the noun beside it says in each language."""

import pytest
from tests.loading.claims.found import short

from wsisgraph.loading.claims import claims
from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.references.labels import bundled_labels
from wsisgraph.loading.texts.model import Passage, Text


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(bundled_labels())


def told(
    finder: Finder, language: str, line: str, parts: tuple[str, ...] = ("unit", "measure")
) -> list[tuple[str, ...]]:
    """Return the value and the parts of each figure of a line."""
    passage = Passage("p1", "paragraph", line, 1, lines=(1,), language=language)
    text = Text("", "", "2024", language, (passage,))
    return [
        (claim.parts["value"], *(short(claim.parts.get(name, "")) for name in parts))
        for claim in claims(text, finder.find_all(text))
        if claim.kind == "figure"
    ]


PEOPLE = {
    "en": "The round table drew 72 ministers, 31 regulators and 45 youth representatives.",
    "fr": "La table ronde a réuni 72 ministres, 31 régulateurs et 45 représentants des jeunes.",
    "es": "La mesa redonda reunió a 72 ministros, 31 reguladores y 45 representantes de jóvenes.",
    "ru": "В круглом столе участвовали 72 министра, 31 наблюдатель и 45 представителей молодежи.",
    "ar": "ضمت المائدة المستديرة 72 وزيراً و31 مراقباً و45 ممثلاً من الشباب.",
    "zh": "圆桌会议汇聚了72位部长、31名观察员和45位青年代表。",
}


@pytest.mark.parametrize("language", PEOPLE)
def test_ministers_and_representatives_are_people_and_measure_nothing(
    finder: Finder, language: str
) -> None:
    assert told(finder, language, PEOPLE[language]) == [
        ("72", "person", ""),
        ("31", "person", ""),
        ("45", "person", ""),
    ]


SHARES = {
    "en": "In developing countries 61 per cent of meetings lasted for years.",
    "fr": "Dans les pays en développement, 61 % des réunions ont duré des années.",
    "es": "En los países en desarrollo, el 61 % de las reuniones duró años.",
    "ru": "В развивающихся странах 61% собраний длились годы.",
    "ar": "في البلدان النامية، استغرقت 61 في المائة من الاجتماعات سنوات.",
    "zh": "在发展中国家，61%的会议持续数年。",
}


@pytest.mark.parametrize("language", SHARES)
def test_a_percentage_counts_nothing(finder: Finder, language: str) -> None:
    assert told(finder, language, SHARES[language]) == [("61", "percent", "")]


MONEY = {
    "en": "The contributions brought in CHF 640 000 for meetings and documents.",
    "fr": "Les contributions ont apporté 640 000 CHF pour les réunions et documents.",
    "es": "Las contribuciones aportaron 640 000 CHF para reuniones y documentos.",
    "ru": "Вклады принесли 640 000 швейцарских франков на собрания и документы.",
    "ar": "جلبت المساهمات 640 000 فرنك سويسري للاجتماعات والوثائق.",
    "zh": "捐款共计640 000瑞士法郎，用于会议和文件。",
}


@pytest.mark.parametrize("language", MONEY)
def test_an_amount_of_money_counts_no_things(finder: Finder, language: str) -> None:
    assert [found[2] for found in told(finder, language, MONEY[language])] == [""]
    assert told(finder, language, MONEY[language])[0][1] not in ("document", "meeting", "person")


AMOUNTS = {
    "en": "It has USD 3 million, 20 000 Swiss francs, £400, 12 euros and 9 European members.",
    "fr": "Il a 3 millions de dollars, 20 000 francs suisses, £400, 12 euros et 9 amis européens.",
    "es": "Tiene 3 millones de dólares, 20 000 francos suizos, £400, 12 euros y 9 socios europeos.",
    "ru": "Есть 3 млн. долл. США, 20 тыс. швейцарских франков, £400, 12 евро и 9 европейцев.",
    "ar": "لديه 3 ملايين دولار، و20 ألف فرنك سويسري، و£400، و12 يورو، و9 أعضاء أوروبيين.",
    "zh": "现有300万美元、2万瑞士法郎、400英镑、12欧元和9个欧洲成员。",
}


@pytest.mark.parametrize("language", AMOUNTS)
def test_an_amount_of_money_is_in_its_currency(finder: Finder, language: str) -> None:
    found = [(value, unit) for value, unit, _ in told(finder, language, AMOUNTS[language])]
    assert found[:4] == [("3000000", "usd"), ("20000", "chf"), ("400", "gbp"), ("12", "eur")]
    assert found[4][0] == "9"
    assert found[4][1] not in ("usd", "chf", "gbp", "eur", "jpy")


COUNTRIES = {
    "en": "The 38 countries launched networks, and 900 participants came from 95 countries.",
    "fr": "Les 38 pays ont ouvert des réseaux, et 900 participants sont venus de 95 pays.",
    "es": "Los 38 países abrieron redes, y acudieron 900 participantes de 95 países.",
    "ru": "Все 38 стран открыли сети, и прибыли 900 участников из 95 стран.",
    "ar": "أطلق 38 بلداً شبكات جديدة، وحضر 900 مشارك من 95 بلداً.",
    "zh": "共有38个国家开通网络；与会者900人。来自95个国家的900名与会者到会。",
}


@pytest.mark.parametrize("language", COUNTRIES)
def test_only_countries_whose_people_came_have_participants(finder: Finder, language: str) -> None:
    found = {(value, measure) for value, _, measure in told(finder, language, COUNTRIES[language])}
    assert found == {
        ("38", ""),
        ("900", "event-participants"),
        ("95", "countries-with-participants"),
    }


CAME = {
    "38名专家出席了第三次会议。": ("38", "person", "event-participants"),
    "来自各地的72名代表参加了本届年会。": ("72", "person", "event-participants"),
    "31名学员参加了三次研讨会。": ("31", "person", "learners"),
    "秘书处召集了15次会议。": ("15", "meeting", "meetings-held"),
}


@pytest.mark.parametrize("line", CAME)
def test_who_came_to_a_meeting_is_no_number_of_meetings(finder: Finder, line: str) -> None:
    assert told(finder, "zh", line)[0] == CAME[line]


NOUNS = {
    "en": "The secretariat tabled 12 documents at its meeting.",
    "fr": "Le secrétariat a présenté 12 documents à sa réunion.",
    "es": "La secretaría presentó 12 documentos en su reunión.",
    "ru": "Секретариат представил 12 документов собранию.",
    "ar": "قدمت الأمانة 12 وثيقة إلى الاجتماع.",
    "zh": "秘书处提交了12份文件，供会议参考。",
}


@pytest.mark.parametrize("language", NOUNS)
def test_the_noun_beside_the_number_is_what_it_counts(finder: Finder, language: str) -> None:
    assert told(finder, language, NOUNS[language]) == [("12", "document", "documents-submitted")]


NUMBERS_OF = {
    "en": "The number of participants reached 1 450.",
    "fr": "Le nombre de participants a atteint 1 450.",
    "es": "El número de participantes llegó a 1 450.",
    "ru": "Число участников достигло 1 450.",
    "ar": "وبلغ عدد المشاركين 1 450.",
    "zh": "与会者人数达到1 450。",
}


@pytest.mark.parametrize("language", NUMBERS_OF)
def test_a_number_of_things_is_told_before_it(finder: Finder, language: str) -> None:
    assert [found[2] for found in told(finder, language, NUMBERS_OF[language])] == [
        "event-participants"
    ]


EXPECTED = {
    "en": "Attendance is expected to be 400 delegates; 300 delegates came last time.",
    "fr": "La participation devrait atteindre 400 délégués ; 300 délégués sont venus avant.",
    "es": "Se prevé una asistencia de 400 delegados; la última vez acudieron 300 delegados.",
    "ru": "Ожидается участие 400 делегатов; в прошлый раз прибыло 300 делегатов.",
    "ar": "من المتوقع أن يحضر 400 مندوب؛ وحضر في المرة السابقة 300 مندوب.",
    "zh": "预期将有400名代表出席；上次有300名。",
}


@pytest.mark.parametrize("language", EXPECTED)
def test_what_is_expected_is_not_measured(finder: Finder, language: str) -> None:
    found = told(finder, language, EXPECTED[language], ("kind",))
    assert found == [("400", "estimate"), ("300", "measured")]


AS_EXPECTED = {
    "More delegates than expected came to the fair: 450 delegates.": "en",
    "As expected, 450 delegates came to the fair.": "en",
    "Comme prévu, 450 délégués sont venus à la foire.": "fr",
    "Plus de monde que prévu est venu : 450 délégués.": "fr",
    "Según lo previsto, 450 delegados acudieron a la feria.": "es",
    "Гостей прибыло больше, чем ожидалось: 450 делегатов.": "ru",
    "Как и ожидалось, прибыло 450 делегатов.": "ru",
    "حضر المعرض أكثر من المتوقع: 450 مندوبا.": "ar",
    "人数超出预期，有450名代表到会。": "zh",
    "如预期，有450名代表到会。": "zh",
}


@pytest.mark.parametrize("line", AS_EXPECTED)
def test_what_came_as_or_beyond_what_was_expected_is_measured(finder: Finder, line: str) -> None:
    assert told(finder, AS_EXPECTED[line], line, ("kind",)) == [("450", "measured")]
