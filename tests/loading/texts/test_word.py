"""What stands in a Word document besides plain paragraphs."""

from pathlib import Path

import pytest
from tests.loading.texts.word_maker import (
    deleted,
    inserted,
    levels,
    lists,
    paragraph,
    styles,
    table,
    text,
    word,
)

from wsisgraph.loading.texts.model import Text
from wsisgraph.loading.texts.read import read_text

WORDS = (
    "The group met in the year, and it was good for all of us who were there on that day, and for"
    " those who were not."
)
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'


def field(code: str, *shown: str) -> str:
    begin, between, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{between}{''.join(shown)}{end}"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return tmp_path / "made.docx"


def read(path: Path, data: bytes) -> Text:
    path.write_bytes(data)
    return read_text(path, language="en")


def said(text: Text) -> list[tuple[str, str, str]]:
    return [(each.locator, each.kind, each.text) for each in text.passages]


def test_the_table_at_the_head_gives_symbol_and_date(made: Path) -> None:
    head = table(
        ("Council 2024 Geneva, 4-14 June 2024", ""),
        ("Agenda item: PL 1.4", "Document C24/34-E"),
        ("", "2 May 2024"),
        ("", "Original: English"),
    )
    found = read(made, word(head, paragraph("Report", style="Titel"), paragraph(WORDS)))
    assert (found.symbol, found.issued, found.title) == ("C24/34", "2024-05-02", "Report")
    assert [each.locator for each in found.passages][:2] == ["header", "header-2"]


def test_a_symbol_in_the_page_header_is_found(made: Path) -> None:
    assert read(made, word(paragraph(WORDS), header="- 2 - C24/34-E")).symbol == "C24/34"


def test_rows_of_tables_are_passages_with_their_cells(made: Path) -> None:
    rows = table(("Donor", "Sum"), ("Japan", "100"), ("", ""))
    found = read(made, word(paragraph("Money", style="H1"), paragraph(WORDS), rows))
    assert said(found)[2:] == [
        ("money-t1-r1", "table-row", "Donor\tSum"),
        ("money-t1-r2", "table-row", "Japan\t100"),
    ]
    assert found.passages[-1].row == ("Japan", "100")


def test_a_frame_of_one_cell_is_text(made: Path) -> None:
    frame = table((paragraph("Summary") + paragraph(WORDS),))
    found = read(made, word(paragraph("Report", style="Titel"), frame))
    assert said(found)[1:] == [("summary", "heading", "Summary"), ("summary-1", "paragraph", WORDS)]


def test_notes_follow_the_passage_that_they_hang_on(made: Path) -> None:
    found = read(made, word(paragraph(WORDS, NOTE, " Again."), notes={2: "In 2023."}))
    assert said(found) == [
        ("p1", "paragraph", f"{WORDS} Again."),
        ("p1-note-1", "note", "In 2023."),
    ]
    assert found.passages[1].number == "1"


def test_words_in_boxes_are_read_once_and_end_no_list(made: Path) -> None:
    inside = f"<w:txbxContent>{paragraph('Words in a box.')}</w:txbxContent>"
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = read(made, word(paragraph("a)\tone;", box), paragraph("b)\ttwo.")))
    assert [each.text for each in found.passages] == ["one;", "Words in a box.", "two."]
    assert found.passages[2].locator == "b"


def test_fields_give_what_they_show(made: Path) -> None:
    page = field("PAGE", text("7"))
    nested = field(f'HYPERLINK "x" {page}', text("www.itu.int"))
    assert read(made, word(paragraph("See ", nested, " now."))).passages[0].text == (
        "See www.itu.int now."
    )


def test_a_table_of_contents_is_residue(made: Path) -> None:
    contents = field('TOC \\o "1-3"', text("Work\t3"))
    found = read(made, word(paragraph(contents), paragraph("Work", style="H1"), paragraph(WORDS)))
    assert [each.kind for each in found.passages] == ["residue", "heading", "paragraph"]


def test_hidden_words_are_not_read(made: Path) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    assert "secret" not in read(made, word(paragraph(WORDS, hidden))).passages[0].text


def test_changes_stand_at_their_places(made: Path) -> None:
    changed = paragraph("asks the ", deleted("Director"), inserted("Secretary-General"), " to act.")
    (passage,) = read(made, word(changed)).passages
    assert passage.text == "asks the DirectorSecretary-General to act."
    assert [(each.kind, passage.text[each.start : each.end]) for each in passage.changes] == [
        ("deleted", "Director"),
        ("inserted", "Secretary-General"),
    ]
    assert passage.changes[1].author == "A"


def test_what_was_inserted_and_struck_out_again_is_in_neither_text(made: Path) -> None:
    twice = f'<w:ins w:author="A">{deleted("gone", "B")}</w:ins>'
    assert read(made, word(paragraph(WORDS, twice))).passages[0].text == WORDS


def test_a_typed_number_that_was_changed_is_the_new_one_and_remembers_the_old(made: Path) -> None:
    changed = paragraph(deleted("11"), inserted("12"), "\tto act as it did.")
    (passage,) = read(made, word(changed)).passages
    assert (passage.locator, passage.number, passage.was) == ("12", "12", "11")
    assert passage.text == "to act as it did."
    assert passage.changes == ()


def test_deleted_items_count_in_the_old_text_and_inserted_ones_in_the_new(made: Path) -> None:
    items = [
        paragraph("stays;", number=(1, 0)),
        paragraph(deleted("goes;"), number=(1, 0)),
        paragraph(inserted("comes;"), number=(1, 0)),
        paragraph(inserted("comes too;"), number=(1, 0)),
        paragraph("stays as well.", number=(1, 0)),
    ]
    numbering = levels(("lowerLetter", "%1)")) + lists((1, 0))
    found = read(made, word(*items, numbering=numbering))
    assert [(each.locator, each.number, each.was) for each in found.passages] == [
        ("a", "a)", ""),
        ("b-deleted", "b)", ""),
        ("b", "b)", ""),
        ("c", "c)", ""),
        ("d", "d)", "c)"),
    ]


STRUCK = '<w:rPr><w:del w:id="9" w:author="A"/></w:rPr>'
"""The properties of a paragraph whose mark is deleted."""


def test_a_paragraph_whose_mark_is_deleted_is_one_with_the_next(made: Path) -> None:
    items = [
        paragraph("to report to the Council", deleted(";"), number=(1, 0), properties=STRUCK),
        paragraph(deleted("to publish"), inserted(" and"), " the results;", number=(1, 0)),
        paragraph("to act.", number=(1, 0)),
    ]
    numbering = levels(("lowerLetter", "%1)")) + lists((1, 0))
    found = read(made, word(*items, numbering=numbering)).passages
    assert [(each.number, each.was) for each in found] == [("a)", "b)"), ("b)", "c)")]
    (first, _) = found
    new = "".join(
        sign
        for place, sign in enumerate(first.text)
        if not any(c.start <= place < c.end for c in first.changes if c.kind == "deleted")
    )
    assert new == "to report to the Council and the results;"
    assert len(first.lines) == 2


def test_a_deleted_mark_before_a_table_or_at_the_end_loses_nothing(made: Path) -> None:
    first = paragraph("Before the table", properties=STRUCK)
    last = paragraph("At the end", properties=STRUCK)
    long = f"{WORDS} {WORDS} {WORDS}"
    found = read(made, word(paragraph(long), first, table(("A", "B"), ("C", "D")), last)).passages
    texts = [each.text for each in found]
    assert texts == [long, "Before the table", "A\tB", "C\tD", "At the end"]


def test_a_paragraph_that_is_deleted_with_its_mark_stands_by_itself(made: Path) -> None:
    found = read(made, word(paragraph(deleted("Gone."), properties=STRUCK), paragraph(WORDS)))
    assert [each.text for each in found.passages] == ["Gone.", WORDS]


def test_a_redline_in_word_is_no_suspicious_join(made: Path) -> None:
    joined = paragraph("In (Rev. Dubai, ", deleted("2018"), inserted("2022"), ") it was good.")
    assert read(made, word(joined)).remarks == ()


def test_files_outside_are_told_and_not_fetched(made: Path) -> None:
    template = (
        '<Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/attachedTemplate" Target="http://example.org/t.dotm" TargetMode="External"/>'
    )
    ((_, told, _),) = read(made, word(paragraph(WORDS), relations=template)).remarks
    assert "http://example.org/t.dotm" in told


ITU = styles(
    ("ResNo", "Res_No", ""),
    ("Restitle", "Res_title", ""),
    ("Call", "Call", ""),
    ("H1", "heading 1", ""),
)


def test_a_resolution_within_a_document_is_a_section_of_its_own(made: Path) -> None:
    found = read(
        made,
        word(
            paragraph("Proposal", style="H1"),
            paragraph(WORDS),
            paragraph("RESOLUTION 140 (REV. BUCHAREST, 2022)", style="ResNo"),
            paragraph("The part of the Union in the outcomes", style="Restitle"),
            paragraph("recalling", style="Call"),
            paragraph("a)\tits Resolution 73;"),
            paragraph("instructs the Secretary-General", style="Call"),
            paragraph("1\tto act."),
            style=ITU,
        ),
    )
    assert [each.locator for each in found.passages][1:] == [
        *("proposal-1", "resolution-140", "resolution-140-recalling"),
        *("resolution-140-recalling-a", "resolution-140-instructs-sg"),
        "resolution-140-instructs-sg-1",
    ]
    assert found.passages[2].text.endswith("2022) The part of the Union in the outcomes")


def test_words_in_a_box_within_a_cell_are_read_once(made: Path) -> None:
    inside = f"<w:txbxContent>{paragraph('In the box')}</w:txbxContent>"
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = read(made, word(paragraph(WORDS), table(("A", "B"), (paragraph("one", box), "two"))))
    assert [each.text for each in found.passages[1:]] == ["A\tB", "one\ttwo", "In the box"]


def test_a_cell_over_two_columns_keeps_the_others_below_their_heads(made: Path) -> None:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("wide")}</w:tc>'
    rows = table(("A", "B", "C")).replace("</w:tbl>", "")
    rows += f"<w:tr>{wide}<w:tc>{paragraph('last')}</w:tc></w:tr></w:tbl>"
    found = read(made, word(paragraph(WORDS), rows))
    assert found.passages[-1].row == ("wide", "", "last")


def test_cells_put_in_or_taken_out_are_changes(made: Path) -> None:
    cells = "".join(
        f'<w:tc><w:tcPr><w:cell{kind} w:id="1" w:author="A"/></w:tcPr>{paragraph(words)}</w:tc>'
        for kind, words in (("Del", "old"), ("Ins", "new"))
    )
    rows = table(("A", "B")).replace("</w:tbl>", f"<w:tr>{cells}</w:tr></w:tbl>")
    last = read(made, word(paragraph(WORDS), rows)).passages[-1]
    assert last.text == "old\tnew"
    assert [(last.text[c.start : c.end], c.kind) for c in last.changes] == [
        ("old", "deleted"),
        ("new", "inserted"),
    ]


def test_an_empty_cell_of_a_changed_row_stays_one(made: Path) -> None:
    changed = table(("A", "B", "C"), ("one", paragraph(), "three")).replace(
        "<w:tr>", '<w:tr><w:trPr><w:ins w:id="1" w:author="A"/></w:trPr>'
    )
    last = read(made, word(paragraph(WORDS), changed)).passages[-1]
    assert (last.text, last.row) == ("one\t\tthree", ("one", "", "three"))


def test_a_number_that_was_put_in_counts_in_the_new_text_only(made: Path) -> None:
    put_in = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins w:id="5"/></w:numPr>'
    found = read(
        made,
        word(
            paragraph("one", number=(1, 0)),
            paragraph("two", properties=put_in),
            paragraph("three", number=(1, 0)),
            numbering=levels(("decimal", "%1.")) + lists((1, 0)),
        ),
    )
    assert [(each.number, each.was) for each in found.passages] == [
        ("1.", ""),
        ("2.", ""),
        ("3.", "2."),
    ]


def test_a_field_that_is_not_closed_swallows_nothing(made: Path) -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    )
    found = read(made, word(paragraph("before ", begin, "behind."), paragraph("below.")))
    assert [each.text for each in found.passages] == ["before behind.", "below."]


def test_a_file_enclosed_in_another_format_is_told(made: Path) -> None:
    found = read(made, word(paragraph(WORDS), '<w:altChunk r:id="rId7"/>'))
    assert any("encloses 1 file" in remark for _, remark, _ in found.remarks)


def test_a_deleted_mark_at_the_end_of_a_box_loses_nothing(made: Path) -> None:
    gone = '<w:rPr><w:del w:id="8" w:author="A"/></w:rPr>'
    box = (
        "<w:r><w:pict><v:textbox><w:txbxContent>"
        f"{paragraph('In the box', properties=gone)}</w:txbxContent></v:textbox></w:pict></w:r>"
    )
    found = read(made, word(paragraph("beside.", box), paragraph("below.")))
    assert [each.text for each in found.passages] == ["beside.", "In the box", "below."]


def test_an_item_that_carries_on_the_numbers_of_headings_stands_beside_them(made: Path) -> None:
    numbering = levels(("decimal", "%1."), ("decimal", "%1.%2")) + lists((1, 0))
    items = (("One", 0), ("one of it", 1), ("another of it", 1), ("Two", 0))
    body = [paragraph(words, number=(1, level)) for words, level in items]
    found = read(made, word(paragraph("Report", style="Titel"), *body, numbering=numbering))
    assert [each.locator for each in found.passages[1:]] == ["1", "1-1", "1-2", "2"]


def test_the_title_of_a_redline_is_the_proposed_one(made: Path) -> None:
    title = paragraph("RESOLUTION 7 (REV. ", deleted("ROME, 2031"), inserted("OSLO, 2033"), ")")
    found = read(made, word(title, paragraph(WORDS)))
    assert found.title == "RESOLUTION 7 (REV. OSLO, 2033)"


@pytest.mark.parametrize("number", ["c", "iii"])
def test_the_last_item_before_a_verb_is_no_heading(made: Path, number: str) -> None:
    body = ("recalling", f"{number})\tthe declaration of principles,", "resolves", f"1\t{WORDS}")
    found = read(made, word(paragraph("Report", style="Titel"), *map(paragraph, body)))
    assert [each.kind for each in found.passages[1:]] == [
        "heading",
        "paragraph",
        "heading",
        "paragraph",
    ]


def test_the_only_headings_of_the_highest_level_are_the_title(made: Path) -> None:
    body = [
        paragraph("Report of the group", style="H1"),
        paragraph("On the outcomes of the Summit", style="H1"),
        paragraph("Gifts", style="H2"),
        paragraph(WORDS),
        paragraph("Next steps", style="H2"),
        paragraph(WORDS),
    ]
    text = read(made, word(*body))
    assert text.title == "Report of the group On the outcomes of the Summit"
    assert [each.text for each in text.passages if each.kind == "heading"] == [
        "Gifts",
        "Next steps",
    ]


def test_headings_of_the_highest_level_all_over_a_text_are_no_title(made: Path) -> None:
    body = [paragraph("Gifts", style="H1"), paragraph(WORDS), paragraph("Steps", style="H1")]
    text = read(made, word(*body, paragraph(WORDS)))
    assert [each.kind for each in text.passages] == ["heading", "paragraph"] * 2
