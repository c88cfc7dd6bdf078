"""Plain text with the layout of pages: its tables, wrapped paragraphs, notes and page feet."""

from wsisgraph.loading.texts.model import Text
from wsisgraph.loading.texts.plain import read_plain
from wsisgraph.loading.texts.read import text_of

FIRST = """\
                              C31/45-E

Agenda item: PL 1.3                            Document C31/45-E
                                               6 May 2031
                    Report by the Secretary-General
1        Introduction
1.1      In line with the decision of the conference, the secretariat reports each year on what
         it did for the outcomes of the Summit, together with the other bodies of the system
         and with its members in all regions1.
1.2      The table below tells what was discussed at the meetings that were held in the year.
                  Table 1: Meetings
Line              Body            What was discussed                        Date
C2                ITU             Infrastructure in rural areas, the        3 March 2031
                                  cost of equipment, and how schools
                                  can be connected
C4                ITU, UNDP       Skills of teachers                        14 April 2031
The following paragraph has no number, and says that all of the partners were thanked by the
chair for their work.



1
       See the summary of the second meeting, paragraph 14.
                              Page 1"""
SECOND = """\
                              C31/45-E

2        Gifts
2.1      Gifts came from governments and from companies, and are told here in thousands.
Donor                       Year     Amount
Government of Kenya           2026     10.0
Company Japan                 2027    147.1
Company Samoa                 2030     43.9
                              Page 2"""
THIRD = """\
                              C31/45-E

Annex 1
The annex names the partners.
                              Page 3"""


def read() -> Text:
    return text_of(read_plain("\n\f".join((FIRST, SECOND, THIRD)).encode()), "en")


def test_a_text_with_the_layout_of_pages_is_read_as_pages_are() -> None:
    text = read()
    assert (text.symbol, text.issued) == ("C31/45", "2031-05-06")
    body = [(p.number, p.text) for p in text.passages if p.kind in ("paragraph", "heading")]
    assert body == [
        ("1", "Introduction"),
        (
            "1.1",
            "In line with the decision of the conference, the secretariat reports each year on what"
            " it did for the outcomes of the Summit, together with the other bodies of the system"
            " and with its members in all regions.",
        ),
        ("1.2", "The table below tells what was discussed at the meetings that were held in the"
                " year."),
        ("", "Table 1: Meetings"),
        (
            "",
            "The following paragraph has no number, and says that all of the partners were thanked"
            " by the chair for their work.",
        ),
        ("2", "Gifts"),
        ("2.1", "Gifts came from governments and from companies, and are told here in thousands."),
        ("", "Annex 1"),
        ("", "The annex names the partners."),
    ]  # fmt: skip


def test_its_tables_have_their_cells() -> None:
    assert [each.row for each in read().passages if each.row] == [
        ("Line", "Body", "What was discussed", "Date"),
        (
            "C2",
            "ITU",
            "Infrastructure in rural areas, the cost of equipment, and how schools can be"
            " connected",
            "3 March 2031",
        ),
        ("C4", "ITU, UNDP", "Skills of teachers", "14 April 2031"),
        ("Donor", "Year", "Amount"),
        ("Government of Kenya", "2026", "10.0"),
        ("Company Japan", "2027", "147.1"),
        ("Company Samoa", "2030", "43.9"),
    ]


def test_notes_and_the_feet_of_pages_are_told() -> None:
    passages = read().passages
    notes = [(each.number, each.text) for each in passages if each.kind == "note" and each.number]
    assert notes == [("1", "See the summary of the second meeting, paragraph 14.")]
    residue = [each.text for each in passages if each.kind == "residue"]
    assert sorted(residue) == ["C31/45-E"] * 3 + ["Page 1", "Page 2", "Page 3"]


def test_every_line_is_in_one_passage() -> None:
    lines = "\n\n".join((FIRST, SECOND, THIRD)).split("\n")
    told = [number for each in read().passages for number in each.lines]
    assert sorted(told) == [number for number, line in enumerate(lines, 1) if line.strip()]
