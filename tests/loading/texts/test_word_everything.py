"""Documents put together by chance: every word of them is in exactly one passage."""

import random
from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from tests.loading.texts.word_maker import (
    deleted,
    inserted,
    levels,
    lists,
    paragraph,
    text,
    word,
)

from wsisgraph.loading.texts.read import read_text

NUMBERING = levels(("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)")) + levels(
    ("upperRoman", "%1"), ("bullet", "•"), abstract=1
)
ENGLISH = " of the group in the year and for those who were there on that day"


class _Maker:
    """Makes blocks of a document, each with words of its own."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.ordinals = count()
        self.made: list[str] = []
        self.notes: dict[int, str] = {}

    def word(self) -> str:
        ordinal = next(self.ordinals)
        made = "".join(chr(ord("a") + int(digit)) for digit in f"{ordinal:04}")
        self.made.append(f"q{made}x")
        return self.made[-1]

    def run(self, depth: int) -> str:
        said = f"{self.word()} "
        kind = self.random.randrange(12)
        if kind == 0:
            return inserted(said)
        if kind == 1:
            return deleted(said)
        if kind == 2:
            return f'<w:hyperlink r:id="rId5">{text(said)}</w:hyperlink>'
        if kind == 3:
            return f'<w:fldSimple w:instr=" REF y ">{text(said)}</w:fldSimple>'
        if kind == 4:
            return f"<w:sdt><w:sdtContent>{text(said)}</w:sdtContent></w:sdt>"
        if kind == 5:
            number = len(self.notes) + 2
            self.notes[number] = self.word()
            return text(said) + f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'
        if kind == 6 and depth < 3:
            return text(said) + self.box(depth + 1)
        if kind == 7:
            return f'<w:moveTo w:id="3">{text(said)}</w:moveTo>'
        return text(said)

    def box(self, depth: int) -> str:
        inside = "".join(self.block(depth) for _ in range(self.random.randint(1, 2)))
        content = f"<w:txbxContent>{inside}</w:txbxContent>"
        return (
            "<w:r><mc:AlternateContent>"
            f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>'
            f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        )

    def paragraph(self, depth: int) -> str:
        runs = [self.run(depth) for _ in range(self.random.randint(1, 4))]
        if self.random.random() < 0.4:
            runs.append(text(ENGLISH + self.random.choice(("", ".", ";", ":"))))
        number = (self.random.choice((1, 2)), self.random.randrange(3))
        gone = '<w:rPr><w:del w:id="8" w:author="A"/></w:rPr>'
        return paragraph(
            *runs,
            style=self.random.choice(("", "", "", "H1", "H2")),
            number=number if self.random.random() < 0.4 else None,
            properties=gone if self.random.random() < 0.1 else "",
        )

    def table(self, depth: int) -> str:
        columns = self.random.randint(1, 3)
        rows = []
        for _ in range(self.random.randint(1, 3)):
            change = self.random.choice(("", "", '<w:ins w:id="6"/>', '<w:del w:id="6"/>'))
            wide = self.random.choice(("", '<w:gridSpan w:val="2"/>'))
            cells = "".join(
                f"<w:tc><w:tcPr>{wide}</w:tcPr>{self.block(depth + 1)}</w:tc>"
                for _ in range(columns)
            )
            rows.append(f"<w:tr><w:trPr>{change}</w:trPr>{cells}</w:tr>")
        return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"

    def block(self, depth: int = 0) -> str:
        kind = self.random.randrange(8)
        if kind == 0 and depth < 3:
            return self.table(depth)
        if kind == 1 and depth < 3:
            inside = self.block(depth + 1) + self.block(depth + 1)
            return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
        return self.paragraph(depth)


@pytest.mark.parametrize("seed", range(16))
def test_every_word_of_a_document_is_in_exactly_one_passage(tmp_path: Path, seed: int) -> None:
    maker = _Maker(seed)
    body = [paragraph(text("Report" + ENGLISH), style="Titel")]
    body += [maker.block() for _ in range(14)]
    path = tmp_path / "made.docx"
    data = word(
        *body, numbering=NUMBERING + lists((1, 0), (2, 1)), notes=maker.notes,
    )  # fmt: skip
    path.write_bytes(data)
    passages = read_text(path, language="en").passages
    found = Counter(each for passage in passages for each in passage.text.split())
    assert {made: found[made] for made in maker.made if found[made] != 1} == {}
    assert len({passage.locator for passage in passages}) == len(passages)
    for passage in passages:
        assert not passage.row or passage.text == "\t".join(passage.row)
        assert all(0 <= one.start < one.end <= len(passage.text) for one in passage.changes)
