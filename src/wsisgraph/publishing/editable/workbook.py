"""A form as an Excel workbook: a sheet for each table, its identifiers in hidden rows and columns.

The first column of a sheet and its first row hold the identifiers of rows and columns; they move
along when rows are sorted or inserted. What each cell said when it went out is in a sheet that
spreadsheets do not list (ECMA-376 part 1, 18.18.68, `veryHidden`).
"""

import io
import re
from collections.abc import Sequence
from typing import Any
from unicodedata import east_asian_width

from wsisgraph.loading.editing.form import MARK, Form, Table, escaped, packed
from wsisgraph.loading.editing.matrix import MATRIX
from wsisgraph.loading.editing.workbook import ABOUT, FORM, HEAD
from wsisgraph.site import editable

# A text such as “_x0041_” would be read as the letter that has this number.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_CHUNK = 30_000
_TOP = 4
_MOST_CHOICES = 5_000
_LINE, _HIGHEST = 13.5, 400.0


def write(form: Form) -> bytes:
    """Return a form as a workbook."""
    from openpyxl import Workbook

    book: Any = Workbook()
    book.remove(book.active)
    book.properties.title = form.title
    book.properties.creator = f"wsisgraph {form.version}"
    for table in form.tables:
        _table(book.create_sheet(_title(table.title)), table, form)
    _choices(book, form)
    _notes(
        book.create_sheet(_title(editable.speaker(form.language)(editable.HEADS["notes"]))), form
    )
    _hidden(book.create_sheet(MARK), form)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _table(sheet: Any, table: Table, form: Form) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin", color="B5BBC2")
    border = Border(left=line, right=line, top=line, bottom=line)
    head = PatternFill("solid", start_color="DCE6F1")
    shown = PatternFill("solid", start_color="F4F4F4")
    bold, plain = (Font(name="Calibri", size=10, bold=is_bold) for is_bold in (True, False))
    is_rtl = form.language == "ar"
    side = "right" if is_rtl else "left"
    # Codes keep their own direction, as “9.c, 9.a” does.
    words, coded = (
        Alignment(wrap_text=True, vertical="top", horizontal=side, readingOrder=order)
        for order in (2 if is_rtl else 1, 1)
    )
    sheet.append([f"{MARK}:{table.key}", *(column.key for column in table.columns)])
    sheet.append([HEAD, *(_safe(column.head) for column in table.columns)])
    sheet.append([ABOUT, *(_safe(column.about) for column in table.columns)])
    for key, cells in table.rows.items():
        sheet.append([key, *map(_safe, cells)])
    for number, row in enumerate(sheet.iter_rows(), start=1):
        for place, cell in enumerate(row):
            if cell.value is not None:
                cell.data_type = "s"
            # As text, so that 9.10 stays what it is, and no cell turns into a date.
            cell.number_format = "@"
            if place == 0 or number == 1:
                continue
            column = table.columns[place - 1]
            is_code = number >= _TOP and column.kind in ("head", "codes", "date")
            cell.alignment, cell.border = (coded if is_code else words), border
            cell.font = bold if number < _TOP or column.kind == "head" else plain
            if number < _TOP:
                cell.fill = head
            elif not column.is_edited:
                cell.fill = shown
    for place, column in enumerate(table.columns, start=2):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        # Rows that an editor adds are text as well.
        sheet.column_dimensions[get_column_letter(place)].number_format = "@"
    heads = [[column.head for column in table.columns], [column.about for column in table.columns]]
    for number, cells in enumerate((*heads, *table.rows.values()), start=2):
        sheet.row_dimensions[number].height = _height(cells, table)
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].hidden = True
    if not any(column.about for column in table.columns):
        sheet.row_dimensions[3].hidden = True
    fixed = sum(column.kind == "head" for column in table.columns)
    sheet.freeze_panes = f"{get_column_letter(fixed + 2)}{_TOP}"
    if table.key != MATRIX:
        end = f"{get_column_letter(len(table.columns) + 1)}{max(_TOP, sheet.max_row)}"
        # With the hidden column, which is to move along when rows are sorted.
        sheet.auto_filter.ref = f"A3:{end}"
    _page(sheet, form, fixed)


def _height(cells: Sequence[str], table: Table) -> float:
    """Return the height of a row in points, so that its texts can be read without opening it."""
    lines = max(
        sum(1 + _breadth(line) // max(column.width - 1, 1) for line in cell.split("\n"))
        for cell, column in zip(cells, table.columns, strict=True)
    )
    return min(_LINE * lines + 3, _HIGHEST)


def _breadth(text: str) -> int:
    """Return the room that a line takes, in letters."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _page(sheet: Any, form: Form, heads: int) -> None:
    """Set how a sheet is shown and printed."""
    from openpyxl.utils import get_column_letter

    say = editable.speaker(form.language)
    sheet.sheet_view.rightToLeft = form.language == "ar"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "2:3"
    sheet.print_title_cols = f"B:{get_column_letter(heads + 1)}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddHeader.center.text = _plain(f"{form.title} – {sheet.title}")
    told = say(editable.FOOTER) % {
        "revision": form.revision,
        "date": form.date,
        "version": form.version,
    }
    sheet.oddFooter.left.text = _plain(told)
    sheet.oddFooter.right.text = _plain(say(editable.PAGE)) % {"number": "&P", "total": "&N"}


def _choices(book: Any, form: Form) -> None:
    """Offer what may stand in a cell, in a list to choose from."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists: Any = None
    for sheet, table in zip(book.worksheets, form.tables, strict=False):
        for place, column in enumerate(table.columns, start=2):
            if not column.choices:
                continue
            if lists is None:
                lists = book.create_sheet(f"{MARK}-lists")
                lists.sheet_state = "veryHidden"
            at = lists.max_column + 1 if lists.max_row > 1 or lists["A1"].value else 1
            for row, name in enumerate(list(column.choices)[:_MOST_CHOICES], start=1):
                lists.cell(row, at, _safe(name)).data_type = "s"
            where = get_column_letter(at)
            last = min(len(column.choices), _MOST_CHOICES)
            formula = f"'{lists.title}'!${where}$1:${where}${last}"
            choice = DataValidation(
                type="list", formula1=formula, allow_blank=True, showErrorMessage=False
            )
            sheet.add_data_validation(choice)
            letter = get_column_letter(place)
            choice.add(f"{letter}{_TOP}:{letter}{max(_TOP, sheet.max_row) + 500}")


def _notes(sheet: Any, form: Form) -> None:
    from openpyxl.styles import Alignment, Font

    told = [form.title, *form.notes]
    side = "right" if form.language == "ar" else "left"
    for number, text in enumerate(told, start=1):
        cell = sheet.cell(number, 1, _safe(text))
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=side)
        cell.font = Font(bold=number == 1)
    sheet.column_dimensions["A"].width = 100
    sheet.sheet_view.rightToLeft = form.language == "ar"


def _hidden(sheet: Any, form: Form) -> None:
    text = packed(form)
    sheet.append([FORM])
    for start in range(0, len(text), _CHUNK):
        sheet.append([f":{text[start : start + _CHUNK]}"])
    sheet.sheet_state = "veryHidden"


def _title(text: str) -> str:
    return _NO_TITLE.sub(" ", text)[:_LONGEST_TITLE].strip() or "-"


def _safe(text: str) -> str | None:
    return _ESCAPE.sub("_x005F_", escaped(text)) or None


def _plain(text: str) -> str:
    """Return a text of a header or footer, in which an ampersand begins a code."""
    return text.replace("&", "&&")
