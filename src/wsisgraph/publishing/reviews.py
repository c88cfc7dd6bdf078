"""Yearly reviews: one of each line for the year of the data set, and the list of them."""

from collections.abc import Sequence

from wsisgraph.api import report
from wsisgraph.api.pages import Page, Pages
from wsisgraph.api.reading import Reading
from wsisgraph.publishing.sheets import Plain, Sheet, file_name
from wsisgraph.terms import codes


class Reviews(Plain):
    """A page for each line, and one that lists them."""

    name = "report"

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return the pages; every line has one, whatever is known of it."""
        paths = [report.address(line) for line in codes.ACTION_LINES]
        return [
            Sheet(self.name, report.PATH, file_name(report.PATH)),
            *(
                Sheet(self.name, path, file_name(path), (codes.action_line_iri(line),))
                for line, path in zip(codes.ACTION_LINES, paths, strict=True)
            ),
        ]

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return the review of a line, or the list."""
        year = await report.usual_year(reading)
        if not sheet.about:
            return pages.reports(await report.lines_page(reading, page, year))
        return pages.report(await report.compose(reading, page, sheet.about[0], year))
