"""The yearly review as files: a page that needs no other, and a workbook to be filled."""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from wsisgraph.api import report
from wsisgraph.api.pages import Page, Pages, Report
from wsisgraph.intake.sheets import safe
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.questions import Catalogue
from wsisgraph.settings import DEFAULT_BASE, Settings
from wsisgraph.store.local import LocalStore
from wsisgraph.terms import iris

_LINK = re.compile(r' href="(/[^"]*)"')
_WIDTHS = (3, 18, 34, 60, 50, 50, 13, 22, 40)
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_CELL = 32_767
_FILLED = 6
"""The first column that whoever reviews the line fills, from 1."""

_FIRST_DAY = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Nothing else than what a sheet says may tell two of them apart."""


class Reviewer:
    """Composes reviews of one revision, without a service."""

    def __init__(
        self, store: LocalStore, catalogue: Catalogue, settings: Settings, pages: Pages
    ) -> None:
        self._gathered = Gathered(store, catalogue, settings)
        self._settings = settings
        self._pages = pages
        self._revision = store.revision.id

    def usual_year(self) -> int:
        """Return the year of the data set."""
        [year] = self._gathered.run([report.usual_year(self._gathered.reading("en"))])
        return year

    def led_by(self, agency: str, year: int) -> list[str]:
        """Return the IRIs of the lines that a body leads in a year, as the sources state it."""
        reading = self._gathered.reading("en")
        [found] = self._gathered.run([report.leads_of(reading, year, agency=agency)])
        return list(found)

    def compose(self, line: str, year: int, lang: str) -> Report:
        """Return the review of a line, by its IRI."""
        path = report.address(line.rpartition("/")[2])
        page = Page(lang=lang, path=path, revision=self._revision)
        [found] = self._gathered.run(
            [report.compose(self._gathered.reading(lang), page, line, year)]
        )
        return found

    def page(self, review: Report) -> str:
        """Return a review as an HTML file, whose links lead to the service or to IRIs of things."""
        service = self._settings.public_url.rstrip("/") if self._settings.public_url else ""
        drawn = self._pages.report_file(review)
        return _LINK.sub(lambda found: _leading(found[1], service), drawn)

    def workbook(self, review: Report, editor: str = "") -> bytes:
        """Return a review as a workbook to be filled; the entries of `editor` can be changed."""
        return workbook(self._pages.review_rows(review, editor), review.page.lang)


def workbook(rows: Sequence[Sequence[str]], lang: str) -> bytes:
    """Return the rows of a review as a workbook: all cells text, none a formula.

    The row with the names of the columns and the column with the identifiers are hidden.
    """
    # Imported where it is used: a service that only shows reviews needs none of it.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.creator = "wsisgraph"
    book.properties.created = book.properties.modified = _FIRST_DAY
    sheet = book.active
    assert sheet is not None
    sheet.title = "review"
    sheet.sheet_view.rightToLeft = lang == "ar"
    wrapped = Alignment(wrap_text=True, vertical="top")
    bold, own = Font(bold=True), PatternFill("solid", fgColor="FFF6DC")
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            cell.value = _UNPRINTABLE.sub("�", safe(text))[:_LONGEST_CELL]
            cell.data_type = "s"
            cell.number_format = "@"
            cell.alignment = wrapped
            if number <= 2:
                cell.font = bold
            elif place >= _FILLED:
                cell.fill = own
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = "D3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "2:2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _leading(path: str, service: str) -> str:
    """Return the attribute of a link that leads from a file to where its thing is described."""
    if service:
        return f' href="{service}{path}"'
    if path.startswith("/sdg"):
        return f' href="{iris.SDG}{path.removeprefix("/sdg")}"'
    if path.startswith(("/id/", "/vocab/", "/graph/", "/def")):
        return f' href="{DEFAULT_BASE}{path[1:]}"'
    return ""
