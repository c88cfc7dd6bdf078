"""The matrix: at a glance, its views, its cells."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal
from urllib.parse import urlencode

from wsisgraph.api import cells, home, matrix, views
from wsisgraph.api.filters import fields
from wsisgraph.api.links import cell
from wsisgraph.api.pages import Page, Pages
from wsisgraph.api.reading import Reading
from wsisgraph.publishing.heard import beside
from wsisgraph.publishing.sheets import Plain, Sheet, file_name
from wsisgraph.terms import codes


class Matrices(Plain):
    """The matrix at a glance: of linkages, of activities, and of those of one agency or region."""

    name = "matrix"

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return the first page, and one for each agency and region that can be chosen."""
        of_activities = ("measure", "activities")
        found = [
            Sheet(self.name, "/", "index", dated=True),
            Sheet(self.name, f"/?{urlencode([of_activities])}", "matrix/activities", of_activities),
        ]
        for field in await fields(reading, {}, ("agency", "region")):
            for choice in field.choices:
                given = (field.name, choice.value)
                key = choice.value.removeprefix("id/agency/").removeprefix("id/").replace("/", "-")
                name = file_name(f"matrix/{field.name}/{key}")
                found.append(Sheet(self.name, f"/?{urlencode([given])}", name, given))
        return found

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return the matrix."""
        given = {sheet.about[0]: sheet.about[1]} if sheet.about else {}
        heard = reading.heard
        data = await home.home_page(heard, page, given)
        return pages.home(replace(data, beside=beside(heard)))


class Views(Plain):
    """The matrix by goal, by line, and opened to all targets."""

    name = "view"

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return the three views."""
        paths = ("/goals", "/lines", "/matrix/targets")
        return [Sheet(self.name, path, file_name(path)) for path in paths]

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return one view."""
        if sheet.address == "/matrix/targets":
            return pages.targets(await views.targets_page(reading, page))
        by: Literal["goal", "line"] = "goal" if sheet.address == "/goals" else "line"
        return pages.view(await views.view_page(reading, page, by))


class Cells(Plain):
    """The evidence behind a cell: of each line and goal, and of each target that is linked."""

    name = "cell"

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return the cells."""
        linked = await matrix.read_targets(reading.heard)
        places = [(line, goal) for line in codes.MATRIX_LINES for goal in codes.GOALS]
        places += [(item.row, item.column) for item in linked.cells if item.count]
        return [Sheet(self.name, cell(*place), file_name(cell(*place)), place) for place in places]

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return the page of a cell."""
        row, column = sheet.about
        heard = reading.heard
        data = await cells.cell_page(heard, page, (row, column), {})
        return pages.cell(replace(data, beside=beside(heard)))
