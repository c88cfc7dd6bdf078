"""Plain text: what conversions leave in it, lines broken at a width, older encodings."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wsisgraph.loading.texts.faults import Unreadable
from wsisgraph.loading.texts.joins import joins
from wsisgraph.loading.texts.model import Passage, Text
from wsisgraph.loading.texts.outline import passages_of
from wsisgraph.loading.texts.plain import blocks_of_lines, read_plain
from wsisgraph.loading.texts.read import read_text

SENTENCE = "The group met twice in the year, and it was good for all of the members."

SPECIMENS = (
    *("", " ", "\t", "\ufeff", "____", "3/12", "•", "12", "一", SENTENCE, "Summary"),
    *("1\tIntroduction", "1.1\tIt met.", "2.1.3 It met again.", "7bis\tto act", "1112\tto act"),
    *("a) to act;", "i)\tto act;", "ae)\tthe same", "（一）采取行动；", "五、结论", "第三章 引言"),
    *("ب) أن يعمل", "• one", "- two", "Annex 2", "附件2", "责成秘书长", "resolves"),
    *("http://www.itu.int", "[bookmark: x]", "[footnoteRef:1] [1: \tA note.]", "It [unclosed"),
    *("MOD\tEUR/44A15/1", "Report by the Secretary-General", "5 May 2031", "2018年，迪拜2022年，"),
)
LINES = st.sampled_from(SPECIMENS)


def said(*lines: str) -> list[tuple[str, str, str]]:
    passages, _ = passages_of(blocks_of_lines(lines))
    return [(each.locator, each.kind, each.text) for each in passages]


@given(st.lists(LINES | st.text(max_size=60), max_size=40))
@settings(max_examples=150, deadline=None)
def test_every_line_that_says_something_is_in_exactly_one_passage(lines: list[str]) -> None:
    split = "\n".join(lines).split("\n")
    passages, _ = passages_of(blocks_of_lines(split))
    covered = sorted(line for passage in passages for line in passage.lines)
    shown = [number for number, line in enumerate(split, 1) if any(map(str.isalnum, line))]
    assert len(covered) == len(set(covered))
    assert set(shown) <= set(covered)
    locators = [passage.locator for passage in passages]
    assert len(locators) == len(set(locators))
    assert [passage.order for passage in passages] == list(range(1, len(passages) + 1))
    assert passages_of(blocks_of_lines(split))[0] == passages


def test_what_a_conversion_left_is_gone() -> None:
    assert said("[bookmark: _Toc1]The Council met.[bookmark: lt_2]") == [
        ("p1", "paragraph", "The Council met.")
    ]
    found = said("It met.[footnoteRef:1]1 [1: 1\tIn 2023 [in Geneva].] Again.", "See above.")
    assert found[:2] == [("p1", "paragraph", "It met. Again."), ("p1-note-1", "note", found[1][2])]
    assert found[1][2] == "In 2023 [in Geneva]."


def test_rules_and_feet_of_pages_are_residue() -> None:
    found = said(SENTENCE, "______________", "• http://www.itu.int/council •")
    assert [kind for _, kind, _ in found] == ["paragraph", "residue", "residue"]
    feet = ("- 3 -", "Page 2 of 6", "Página 2 de 6", "стр. 2 из 6", "الصفحة 2 من 6", "第2页，共6页")
    for foot in (*feet, "2 sur 6", "3/12", "C31/8-E\t2"):
        assert [kind for _, kind, _ in said(SENTENCE, foot, SENTENCE)][1] == "residue", foot
    assert said(SENTENCE, "Resolution 140", SENTENCE)[1][1] != "residue"


def test_an_address_alone_belongs_to_the_sentence_before_it() -> None:
    assert said("See below:", "https://www.itu.int/x", SENTENCE)[0][2] == (
        "See below: https://www.itu.int/x"
    )


def test_lines_that_were_broken_at_a_width_are_joined() -> None:
    broken = [
        "The group met twice in the year that is reported, and it was good for",
        "all of the members who were there on the days of the two meetings, and",
        "also for those who could not come, since they were told of everything",
        "that was said there. The second meeting was longer than the first one,",
        "which had been short.",
        "",
    ]
    found = said(*broken * 4)
    assert len(found) == 4
    assert found[0][2].startswith("The group met twice")
    assert found[0][2].endswith("which had been short.")


def test_loose_words_of_a_chart_are_put_together_where_fonts_changed() -> None:
    loose = [
        x
        for word in ("•", "2003", "年", ":", "《原则宣言》", "•", "2005", "年", ":", "《议程》")
        for x in (word, "")
    ]
    assert [text for _, _, text in said(*loose * 3)][:2] == [
        "2003年:《原则宣言》",
        "2005年:《议程》",
    ]


_TEXT = [line for number in range(1, 8) for line in (f"1.{number}\t{SENTENCE}", "")]


def test_rows_of_two_short_cells_with_blank_lines_between_are_a_table() -> None:
    rows = ["Partner\tLevel", "", "United Arab Emirates\tPlatinum", "", "Japan\tGold", ""]
    found = said("1\tSupport", "", *_TEXT, *rows, f"1.8\t{SENTENCE}")
    assert [(kind, text) for _, kind, text in found if "\t" in text] == [
        ("table-row", row) for row in rows if row
    ]


@pytest.mark.parametrize(
    "lines",
    [
        # Two of them, numbers, bullets, sentences, and the head of a document.
        [*_TEXT, "Japan\tGold", "", "Kenya\tSilver", ""],
        [*_TEXT, "a)\tJapan", "", "b)\tKenya", "", "c)\tPeru", ""],
        [*_TEXT, "2\tJapan", "", "3\tKenya", "", "4\tPeru", ""],
        [*_TEXT, *[f"Japan\t{SENTENCE} {SENTENCE}", ""] * 3],
        ["Agenda item: 3\tDocument C24/1", "", "Council\t1 May 2024", "", "Geneva\tEnglish"],
    ],
)
def test_other_lines_of_two_cells_are_none(lines: list[str]) -> None:
    assert "table-row" not in {kind for _, kind, _ in said("1\tSupport", "", *lines)}


@pytest.mark.parametrize("question", ["What was done?", "做了什么？", "¿Qué se hizo?", "ماذا تم؟"])
def test_a_question_with_answers_below_it_is_a_heading(question: str) -> None:
    lines = [f"1\t{question}", f"1.1\t{SENTENCE}", f"2\t{question}", f"3\t{question}"]
    assert [kind for _, kind, _ in said(*lines)] == ["heading"] + ["paragraph"] * 3


def test_sections_of_resolutions_have_the_same_locators_in_every_language() -> None:
    french = said("charge le Secrétaire général", "1\td'agir;", "2\tde rendre compte.")
    chinese = said("责成秘书长", "1\t采取行动；", "2\t提交报告。")
    assert [locator for locator, _, _ in french] == [locator for locator, _, _ in chinese]
    assert [locator for locator, _, _ in french] == [
        "instructs-sg", "instructs-sg-1", "instructs-sg-2",
    ]  # fmt: skip


def test_numbers_of_which_one_was_deleted_and_one_inserted_are_the_new_ones_and_told() -> None:
    lines = ["resolves", *(f"{number}\tto act;" for number in (1, 2, 3, "34", 5))]
    passages, remarks = passages_of(blocks_of_lines(lines))
    assert [each.locator for each in passages][3:] == ["resolves-3", "resolves-4", "resolves-5"]
    assert ["34" in found for _, found, _ in remarks] == [True]


@pytest.mark.parametrize(
    "words",
    [
        "第140号决议（2018年，迪拜2022年，布加勒斯特，修订版）",
        "the strategic plan for 2020-20232024-2027",
        "Resolution 140 (Rev. Dubai, 2018Bucharest, 2022)",
        "Резолюция 140 (Пересм. Дубай, 2018 г.Бухарест, 2022 г.)",
        "القرار 140 (المراجَع في دبي، 2018بوخارست، 2022)",
        "《布宜诺斯艾利斯基加利行动计划》",
        "提交2022年下届全权代表大会",
        "2020-2023年2024-2027年战略规划",
        "在2024年12月31日2026年3月31日之前提交",
        "向理事会2025年会议全权代表大会提交",
        "to report by 31 December 202431 March 2026",
        "informe antes del 31 de diciembre de 20241 de marzo de 2026",
        "до 31 декабря 2024 года31 марта 2026 года",
        "to encouragepromote the use of the code",
        "de poursuivrerenforcer l'assistance",
        "продолжитьукреплять сотрудничество",
    ],
)
def test_a_redline_that_was_saved_as_text_is_told_and_not_believed(words: str) -> None:
    ((line, found, _),) = joins([Passage("p1", "paragraph", words, 1, lines=(7,))])
    assert line == 7
    assert "run together" in found


@pytest.mark.parametrize(
    "words",
    [
        "第140号决议（2018年，迪拜，修订版）和第71号决议（2022年，布加勒斯特，修订版）",
        "the strategic plans for 2020-2023 and 2024-2027",
        "Geneva, 2003 and Tunis, 2005",
        "in 2023, the group met; in 2024 too",
        "Document C20232/4",
        "截至2024年12月31日，2026年3月31日",
        "理事会2025年会议，全权代表大会",
        "from 31 December 2024 to 31 March 2026",
        "to support and promote; supporters continue",
    ],
)
def test_whole_sentences_are_not_suspected(words: str) -> None:
    assert not list(joins([Passage("p1", "paragraph", words, 1)]))


def load(path: Path, data: bytes, language: str = "") -> Text:
    path.write_bytes(data)
    return read_text(path, language=language)


@pytest.mark.parametrize(
    ("encoding", "sentence"),
    [
        ("utf-16", SENTENCE),
        ("utf-8-sig", SENTENCE),
        ("gb18030", "工作组在这一年举行了两次会议，会议对所有的成员都是有益的。"),
        ("cp1251", "Группа собралась два раза в год, и это было хорошо для всех членов на месте."),
        ("cp1256", "اجتمع الفريق مرتين في السنة، وكان ذلك جيدا لجميع الأعضاء من كل البلدان."),
        ("cp1252", "Le groupe s'est réuni deux fois dans l'année, et cela a été bon à tous."),
    ],
)
def test_texts_of_older_encodings_are_read(tmp_path: Path, encoding: str, sentence: str) -> None:
    text = load(tmp_path / "a.txt", f"{sentence}\n{sentence}".encode(encoding))
    assert {each.text for each in text.passages} == {sentence}
    assert bool(text.remarks) == (not encoding.startswith("utf"))


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        (SENTENCE, "en"),
        ("Le groupe s'est réuni deux fois dans l'année pour tous les membres.", "fr"),
        ("El grupo se reunió dos veces en el año para todos los miembros.", "es"),
        ("Группа собралась два раза в течение года для всех членов.", "ru"),
        ("اجتمع الفريق مرتين في السنة من أجل جميع الأعضاء.", "ar"),
        ("工作组在这一年举行了两次会议，所有成员都出席了会议。", "zh"),
    ],
)
def test_the_language_is_found(tmp_path: Path, sentence: str, language: str) -> None:
    text = load(tmp_path / "a.txt", sentence.encode())
    assert (text.language, text.remarks) == (language, ())


def test_a_short_paragraph_with_words_of_a_sister_language_is_in_that_of_the_document(
    tmp_path: Path,
) -> None:
    short = "Que la Comisión examine que se ha de pedir que la UIT presente un informe."
    spanish = "El grupo se reunió dos veces en el año para todos los miembros."
    text = load(tmp_path / "a.txt", f"{spanish}\n{short}\n{spanish}\n".encode())
    assert ({each.language for each in text.passages}, text.remarks) == ({"es"}, ())
    french = "Le groupe s'est réuni deux fois dans l'année pour tous les membres de l'Union."
    text = load(tmp_path / "a.txt", "\n".join([spanish] * 8 + [french]).encode())
    assert [each.language for each in text.passages][-1] == "fr"


def test_a_text_in_another_language_is_refused_by_name(tmp_path: Path) -> None:
    german = "Die Gruppe hat sich zweimal getroffen, und das war für alle gut, die dabei waren."
    with pytest.raises(Unreadable, match="German"):
        load(tmp_path / "a.txt", german.encode())
    assert load(tmp_path / "a.txt", german.encode(), "fr").remarks


def test_two_languages_in_one_text_are_told(tmp_path: Path) -> None:
    french = "Le groupe s'est réuni deux fois dans l'année pour tous les membres de l'Union."
    text = load(tmp_path / "a.txt", f"{SENTENCE}\n{SENTENCE}\n{french}\n".encode())
    assert text.language == "en"
    assert [(line, "French" in found) for line, found, _ in text.remarks] == [(3, True)]


def test_a_text_beyond_measure_is_refused() -> None:
    with pytest.raises(Unreadable, match="MiB of text"):
        read_plain(b"a" * ((16 << 20) + 1))


def test_in_arabic_the_first_part_of_a_number_may_stand_last() -> None:
    lines = [
        "1\tمقدمة",
        "1.1\tاجتمع الفريق.",
        "2.1\tواجتمع مرة أخرى.",
        "2\tخاتمة",
        "1.2\tانتهى العمل.",
    ]
    assert [locator for locator, _, _ in said(*lines)] == ["1", "1-1", "1-2", "2", "2-1"]
    quoted = said("أ )\tما يلي:", "'1'\tالأول؛", "'2'\tالثاني.")
    assert [locator for locator, _, _ in quoted] == ["a", "a-i", "a-ii"]


def test_who_publishes_is_no_part_of_the_title() -> None:
    head = (
        "United Nations\tA/RES/70/125",
        "General Assembly",
        "1 February 2016",
        "Seventieth session",
    )
    assert [locator for locator, _, _ in said(*head, "Resolution on the Summit", SENTENCE)] == [
        *("header", "header-2", "header-3", "header-4"),
        *("title", "p1"),
    ]


def test_the_head_of_a_council_document_is_no_part_of_its_title(tmp_path: Path) -> None:
    head = (
        "Council 2031\nGeneva, 11-21 July 2031\nAgenda item: PL 1.2\tDocument C31/8-E\n"
        "Revision 1 to Document C31/8-E\nEnglish only\n\t12 May 2031\n\tOriginal: English\n\n"
    )
    title = "Report by the Secretary-General\nITU ROLE IN THE 2030 AGENDA\n"
    text = load(tmp_path / "a.txt", f"{head}{title}Purpose\n{SENTENCE}\n".encode())
    assert text.title == "Report by the Secretary-General ITU ROLE IN THE 2030 AGENDA"
    assert (text.symbol, text.issued) == ("C31/8", "2031-05-12")


def test_whose_meeting_it_is_for_is_no_part_of_the_title(tmp_path: Path) -> None:
    lines = (
        *("Council Working Group on WSIS", "Fortieth meeting – Geneva, 17-18 January 2031"),
        *("Document CWG-WSIS-40/5-E", "10 December 2030", "English only"),
        *("Contribution by Ruritania", "Work in the year", f"1\t{SENTENCE}"),
    )
    text = load(tmp_path / "a.txt", "\n".join(lines).encode())
    assert text.title == "Contribution by Ruritania Work in the year"
    assert (text.symbol, text.issued) == ("CWG-WSIS-40/5", "2030-12-10")


@pytest.mark.parametrize(
    ("lines", "locators"),
    [
        (
            ("5\tThe Council:", "resolves", "1\tto act;", "2\tto invite all,", "instructs"),
            ("5", "5-resolves", "5-resolves-1", "5-resolves-2"),
        ),
        (("5\t理事会，", "做出决议", "1\t责成秘书长；"), ("5", "5-resolves", "5-resolves-1")),
        (("5\tLe Conseil,", "décide", "1\td'agir;"), ("5", "5-resolves", "5-resolves-1")),
        (("5. Совет,", "решает", "1.\tдействовать;"), ("5", "5-resolves", "5-resolves-1")),
        (("5\tThe Council resolves:", "1\tto act;", "2\tto tell."), ("5", "5-1", "5-2")),
    ],
)
@pytest.mark.parametrize("before", ["4\tWork\n4.1\tIt met.", "4\tIt met, and that was good."])
def test_a_number_before_whoever_decides_begins_a_section(
    lines: tuple[str, ...], locators: tuple[str, ...], before: str
) -> None:
    found = said("3\tHistory", "3.1\tIt began.", *before.split("\n"), *lines, "6\tIt ended.")
    told = [locator for locator, _, _ in found]
    assert told[told.index("5") :][: len(locators)] == list(locators)
    assert told[-1] == "6"


def test_a_clause_that_ends_with_a_comma_begins_no_section() -> None:
    found = said("resolves", "1\tto act,", "instructs the Secretary-General", "to tell.")
    assert [(locator, kind) for locator, kind, _ in found] == [
        *(("resolves", "heading"), ("resolves-1", "paragraph")),
        *(("instructs-sg", "heading"), ("instructs-sg-1", "paragraph")),
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ("encarga al Comité de Coordinación", "que lo mantenga,", "invita a los Estados Miembros"),
        ("charge le Comité de coordination", "de la tenir à jour,", "invite les États Membres"),
        ("asks the Coordination Committee", "to keep it,", "invites Member States"),
    ],
)
def test_the_last_clause_of_a_list_begins_no_section(heads: tuple[str, str, str]) -> None:
    first, clause, last = heads
    found = said("resolves", "to go on,", first, "1\tthat;", f"2\t{clause}", last, "this.")
    assert [kind for _, kind, text in found if text == clause] == ["paragraph"]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("charge la Secrétaire générale", "instructs-sg"),
        ("encarga a la Secretaria General", "instructs-sg"),
        ("encarga a la Directora de la Oficina de Radiocomunicaciones", "instructs-br"),
        ("charge la Directrice du Bureau des radiocommunications", "instructs-br"),
        ("acuerda", "decides"),
    ],
)
def test_a_woman_in_office_is_turned_to_as_a_man_is(heading: str, key: str) -> None:
    found = said("resolves", "to go on,", heading, "1\tthis;", "2\tthat.")
    assert [locator for locator, _, text in found if text == heading] == [key]


@pytest.mark.parametrize(
    "clause",
    [
        "Taking note of the report of the Secretary-General (A/86/64),",
        "Prenant acte du rapport du Secrétaire général (A/86/64),",
        "Tomando nota del informe del Secretario General (A/86/64),",
        "принимая к сведению доклад Генерального секретаря (A/86/64),",
        "注意到秘书长的报告（A/86/64），",
    ],
)
def test_a_clause_that_cites_and_ends_with_a_comma_begins_no_section(clause: str) -> None:
    found = said(clause, "1. Invites all to act;", "2. Decides to meet again.")
    assert [kind for _, kind, _ in found] == ["paragraph"] * 3
    assert [locator for locator, _, _ in found][1:] == ["1", "2"]


@pytest.mark.parametrize(
    "foot", [("31st plenary meeting", "22 July 2031"), ("2031年7月22日", "第31次全体会议")]
)
def test_the_meeting_and_the_day_at_the_foot_begin_no_section(foot: tuple[str, str]) -> None:
    found = said("resolves", "1\tto act.", *foot)
    assert [kind for _, kind, _ in found][2:] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("said_there", "symbol"),
    [
        ("Report on the work\n1\tThe group considered Document C31/70.", ""),
        ("Report on the work\nIt follows Document C31/70 of 5 May 2031.\n1\tWork", ""),
        ("Report on Document C31/70\n1\tIt was considered on 5 May 2031.", ""),
        ("Document C31/70-E\nReport on Document C31/69\n1\tWork", "C31/70"),
        ("Report on the work\nDocument C31/70-E\n1\tDocument C31/69 was considered.", "C31/70"),
        ("Symbol: C31/70\nReport on the work\n1\tWork", "C31/70"),
    ],
)
def test_only_the_head_of_a_document_says_its_symbol_and_date(
    tmp_path: Path, said_there: str, symbol: str
) -> None:
    text = load(tmp_path / "a.txt", f"{said_there}\n2\t{SENTENCE}\n".encode())
    assert (text.symbol, text.issued) == (symbol, "")


def test_a_number_may_stand_before_an_ordinal_or_a_year() -> None:
    lines = ["1 Работа", "1.1 Группа работала.", "1.2 35-е собрание состоялось.", "1.4 Это было."]
    assert [locator for locator, _, _ in said(*lines)] == ["1", "1-1", "1-2", "1-4"]
    years = ["1. It met.", "2. 2031 was good.", "3) 35th meetings are rare."]
    assert [text for _, _, text in said(*years[:2])] == ["It met.", "2031 was good."]
    assert said("It met.", "14 000 entries were kept there.")[1][0] == "p2"


def test_a_section_stands_beside_its_like_and_not_in_its_last_subsection() -> None:
    found = said(
        *("1\tBackground", "1.1\tMandate", "ITU reports every year.", "1.2\tScope"),
        *("All of it is meant.", "2\tRoles", "2.1\tFacilitation", "ITU facilitates C5."),
    )
    headings = [locator for locator, kind, _ in found if kind == "heading"]
    assert headings == ["1", "1-1", "1-2", "2", "2-1"]


@pytest.mark.parametrize(
    ("lines", "symbol"),
    [
        (("Plenipotentiary Conference (PP-34)", "Document 42-E"), "PP34/42"),
        (("Conférence de plénipotentiaires (PP- 34)", "Document 62(Rev.1)-F"), "PP34/62(Rev.1)"),
        (
            ("Conferencia de Plenipotenciarios (PP-34)", "Addéndum 1 al Documento 67-S"),
            "PP34/67(Add.1)",
        ),
        (("Полномочная конференция (ПК-34)", "Документ 11-R (Rev. 2)"), "PP34/11(Rev.2)"),
        (("مؤتمر المندوبين المفوضين (PP-34)", "الوثيقة 42-A"), "PP34/42"),
        (("全权代表大会（PP-34）", "文件 42-C"), "PP34/42"),
        (("A report", "Document 42-E"), ""),
    ],
)
def test_a_number_of_a_conference_becomes_a_symbol(
    tmp_path: Path, lines: tuple[str, ...], symbol: str
) -> None:
    path = tmp_path / "made.txt"
    path.write_text("\n".join((*lines, "5 May 2034", "Report", "1 One", "A sentence.")), "utf-8")
    assert read_text(path, language="en").symbol == symbol
