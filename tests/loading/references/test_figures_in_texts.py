"""Figures with unit and comparator, whatever parts thousands and decimals."""

import pytest
from tests.loading.references.finding import mentions


def figures(text: str) -> list[tuple[str, str]]:
    return [
        (each.value, each.details.get("comparator", ""))
        for each in mentions(text)
        if each.kind == "figure"
    ]


@pytest.mark.parametrize(
    ("text", "value", "comparator"),
    [
        ("more than 12,000 entries", "12000", "more-than"),
        ("plus de 12 000 entrées", "12000", "more-than"),
        ("más de 12.000 entradas", "12000", "more-than"),
        ("более 12 000 записей", "12000", "more-than"),
        ("أكثر من ١٢ ٠٠٠ مدخل", "12000", "more-than"),
        ("أكثر من 000 12 مدخل", "12000", "more-than"),
        ("نحو 000 640 تلميذ", "640000", "about"),
        ("بلغ عدد الكتب 000 000 3 كتاب", "3000000", ""),
        ("بلغ عدد الكتب 745 18 كتابا", "18745", ""),
        ("بلغ عدد الكتب 000 640 1 كتاب", "1640000", ""),
        ("بلغ عدد الكتب 125 000 000 كتاب", "125000000", ""),
        ("125 000 000 people use it", "125000000", ""),
        ("un prêt de 125 000 000 francs suisses", "125000000", ""),
        ("по 123 000 456 записям", "123000456", ""),
        ("about 20 may attend the course", "20", "about"),
        ("超过15 000个条目", "15000", "more-than"),
        ("120多份文件", "120", "more-than"),
        ("50 000多名", "50000", "more-than"),
        ("约20次讲习班", "20", "about"),
        ("some 90 countries", "90", "about"),
        ("fewer than 25 states", "25", "less-than"),
        ("более 20-ти стран", "20", "more-than"),
        ("at least 35 per cent", "35", "at-least"),
        ("67%", "67", ""),
        ("53,6 pour cent", "53.6", ""),
        ("26亿人", "2600000000", ""),
        ("近1.2万个项目", "12000", "nearly"),
        ("4.1 billion people", "4100000000", ""),
        ("2,5 млн человек", "2500000", ""),
        ("八十六（86）个国家", "86", ""),
        ("四分之三", "0.75", ""),
        ("百分之六十七", "67", ""),
        ("百分之六十七点五的人口", "67.5", ""),
        ("百分之12.5", "12.5", ""),
        ("two million people", "2000000", ""),
        ("more than half a million francs", "500000", "more-than"),
        ("two million five hundred thousand users", "2500000", ""),
        ("environ deux millions de personnes", "2000000", "about"),
        ("trois milliards d'habitants", "3000000000", ""),
        ("dos millones de personas", "2000000", ""),
        ("tres mil millones de personas", "3000000000", ""),
        ("dos mil quinientos participantes", "2500", ""),
        ("mil doscientas personas", "1200", ""),
        ("seiscientos veinte expertos", "620", ""),
        ("veinticinco países", "25", ""),
        ("ciento noventa y tres Estados", "193", ""),
        ("doscientos cincuenta mil alumnos", "250000", ""),
        ("el porcentaje rozaba el 79 %", "79", "nearly"),
        ("superó en marzo de 2024 las 14 500 entradas", "14500", "more-than"),
        ("rebasaron los 300 proyectos", "300", "more-than"),
        ("около двух миллионов человек", "2000000", "about"),
        ("مليوني شخص", "2000000", ""),
        ("خمسة ملايين مستخدم", "5000000", ""),
        ("5.4 bn people", "5400000000", ""),
        ("USD 1.2 million", "1200000", ""),
        ("two thirds of the members", "0.6667", ""),
        ("the number rose to sixty-one", "61", ""),
        ("fewer than ten members", "10", "less-than"),
        ("двухсот предприятий", "200", ""),
        ("一百二十万用户", "1200000", ""),
        ("soixante-dix-huit pays", "78", ""),
        ("a progressé de 1,4 point", "1.4", ""),
        ("un aumento de 1,4 puntos porcentuales", "1.4", ""),
        ("выросла на 1,4 процентного пункта", "1.4", ""),
        ("ارتفعت بمقدار 1,4 نقطة مئوية", "1.4", ""),
        ("提高了1.4个百分点", "1.4", ""),
        ("女性至少占35%", "35", "at-least"),
        ("al menos el 35 %", "35", "at-least"),
        ("почти на 18 %", "18", "nearly"),
        ("some CHF 380 000", "380000", "about"),
        ("three hundred and seventy-two schools", "372", ""),
        ("about one hundred and twelve observers", "112", "about"),
        ("nine thousand four hundred and six pupils", "9406", ""),
        ("a million and a half subscribers", "1500000", ""),
        ("it is estimated that 4.1 billion people", "4100000000", "about"),
        ("attendance exceeded 900 delegates", "900", "more-than"),
        ("a total not exceeding 300 delegates", "300", "less-than"),
        ("huit cent quarante élèves", "840", ""),
        ("près de trois cents maires", "300", "nearly"),
        ("deux millions et demi d'abonnés", "2500000", ""),
        ("plus du 40 %", "40", "more-than"),
        ("un nombre avoisinant 600 élèves", "600", "about"),
        ("alrededor del 12 % de los hogares", "12", "about"),
        ("un millón y medio de abonados", "1500000", ""),
        ("no superaron las 80 candidaturas", "80", "less-than"),
        ("cerca del 7 por ciento", "7", "nearly"),
        ("семьсот двенадцать школ", "712", ""),
        ("число школ превысило 900", "900", "more-than"),
        ("число школ не превышало 900", "900", "less-than"),
        ("число голосов перевалило за 40 000", "40000", "more-than"),
        ("مليار ونصف المليار نسمة", "1500000000", ""),
        ("يقدر عددهم بنحو 300 مشارك", "300", "about"),
        ("参会者突破6000人", "6000", "more-than"),
        ("估计有36亿人", "3600000000", "about"),
        ("覆盖了62%以上的家庭", "62", "more-than"),
        ("在第31和以后各次会议上有42个国家发言", "42", ""),
        ("占62%左右", "62", "about"),
        ("the collection passed the 8 000 mark", "8000", "more-than"),
        ("llega al menos al 41 %", "41", "at-least"),
        ("la proporción no llega al 9 %", "9", "less-than"),
        ("تجاوز عدد المتطوعين 700 متطوع", "700", "more-than"),
        ("وقارب عدد من زاروه أو تابعوه 700 متطوع", "700", "nearly"),
        ("لم يتجاوز عدد المتطوعين 700 متطوع", "700", "less-than"),
        ("ولم يتدنَّ عدد المتطوعين عن 700 متطوع", "700", "at-least"),
        ("في 60 مدينة ونيّف", "60", "more-than"),
        ("they passed the 40 texts", "40", ""),
        ("تجاوز الفريق الصعوبات في 40 مدينة", "40", ""),
        ("supera los 2000 millones", "2000000000", "more-than"),
        ("some 2010 million phones", "2010000000", "about"),
    ],
)
def test_a_figure_has_its_number_and_comparator(text: str, value: str, comparator: str) -> None:
    assert figures(text) == [(value, comparator)]


@pytest.mark.parametrize(
    "text",
    [
        "from 45.2 to 46.6 per cent",
        "de 45,2 à 46,6 %",
        "del 45,2 al 46,6 por ciento",
        "с 45,2 до 46,6 процента",
        "من 45,2 إلى 46,6 في المائة",
        "从45.2%升至46.6%",
    ],
)
def test_of_two_percentages_with_one_sign_both_are_figures_and_no_limits(text: str) -> None:
    assert figures(text) == [("45.2", ""), ("46.6", "")]


@pytest.mark.parametrize(
    "text",
    [
        "paragraph 67",
        "《突尼斯议程》第120段",
        "根据《公约》第31和42款以及第7、8条",
        "77国集团和各区域集团",
        "2 The group met.",
        "2\tThe group met.",
        "tel. +41 22 730 5111",
        "5G and IPv6",
        "16:45时",
        "数百万人",
        "第三十九次会议",
        "1112",
        "Annex 2, Table 3",
        "resolves 5",
        "en deux mille dix-sept",
        "dos mil diecinueve",
        "la reunión del 5 al 7 de agosto",
        "в две тысячи девятнадцатом году",
        "عام ألفين وتسعة عشر",
        "similar millions",
        "the hundred and fifth paragraph",
        "dans la deux cent troisième séance",
        "протокол 47-го заседания комитета",
        "на 12-м совещании и в ходе 31-й сессии",
        "согласно правилу 14.2 каждый раз",
        "Реш. 312 о публикациях",
        "تجتمع اللجنة في 14 كانون الأول/ديسمبر",
        "التسجيل مفتوح حتى 9 أيار",
        "until 9 de mayo",
        "open until 20 May for all",
        "OPEN UNTIL 20 MAY FOR ALL",
    ],
)
def test_numbers_that_count_nothing_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_two_numbers_in_arabic_are_not_one() -> None:
    assert figures("قدم 120 خبيرا 12 ورقة") == [("120", ""), ("12", "")]
    assert figures("12 400 من 140 بلدا") == [("12400", ""), ("140", "")]


def test_numbers_in_cells_are_not_one_number() -> None:
    assert figures("states\t12 350\t110 participants") == [("12350", ""), ("110", "")]


@pytest.mark.parametrize(
    "text",
    [
        "The hall opened from 08.20 to 11.45 hours",
        "La sala abrió de las 08.20 a las 11.45 horas",
        "La sala abrió a las 15 horas",
        "La salle a ouvert de 08.20 à 11.45 heures",
        "Зал открыт с 9 ч. 20 м. до 11 час. 45 мин.",
        "فتحت القاعة الساعة 11.45 صباحا",
        "В этом году отмечается 40-летие школы",
    ],
)
def test_a_time_of_the_day_and_an_anniversary_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_hours_that_are_counted_are_a_figure() -> None:
    assert figures("Дети провели за играми 25 часов и 30 раз пели") == [("25", ""), ("30", "")]
    assert figures("las 12,50 millones de personas") == [("12500000", "")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They made 70 proposals, of which 14 were kept.", ["70", "14"]),
        ("They made 70 proposals; 14 of them were kept.", ["70", "14"]),
        ("The book, of which 2019 was the year, has a first part, of which 1 is new.", []),
        ("Ils ont fait 70 propositions, dont 14 ont été retenues et 9 d'entre elles lues.",
         ["70", "14", "9"]),
        ("Hicieron 70 propuestas, de las cuales 14 fueron aceptadas.", ["70", "14"]),
        ("Они внесли 70 предложений, из которых 14 были приняты.", ["70", "14"]),
    ],
)  # fmt: skip
def test_a_part_of_what_was_counted_is_a_figure(text: str, values: list[str]) -> None:
    assert [value for value, _ in figures(text)] == values


@pytest.mark.parametrize(
    ("text", "is_usd"),
    [
        ("The school paid $ 45 000.", True),
        ("The school paid US$ 45 000.", True),
        ("The school paid USD$ 45 000.", True),
        ("L'école a payé 45 000 dollars américains.", True),
        ("L'école a payé 45 000 dollars courants.", True),
        ("L'école a payé 45 000 $ canadiens et bien plus.", False),
        ("La escuela pagó 45 000 dólares estadounidenses.", True),
        ("La escuela pagó 45 000 dólares.", True),
        ("Школа заплатила 45 000 долл. США.", True),
        ("دفعت المدرسة 45 000 دولار أمريكي.", True),
        ("The school paid A$ 45 000.", False),
        ("The school paid AUS$ 45 000.", False),
        ("A escola pagou R$ 45 000.", False),
        ("L'école a payé CAD$ 45 000.", False),
        ("L'école a payé 45 000 $ CA.", False),
        ("L'école a payé 45 000 dollars canadiens.", False),
        ("L'école a payé 45 000 dollars de Hong Kong.", False),
        ("La escuela pagó 45 000 dólares australianos.", False),
        ("Школа заплатила 45 000 долларов Канады.", False),
        ("دفعت المدرسة 45 000 دولار كندي.", False),
    ],
)
def test_a_dollar_is_that_of_the_united_states_unless_told_otherwise(
    text: str, is_usd: bool
) -> None:
    units = [each.details.get("unit") for each in mentions(text) if each.kind == "figure"]
    assert len(units) == 1
    assert (units[0] == "usd") is is_usd
