"""Who draws the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from wsisgraph.api.pages.asking import Coverage, Docs, Form, Notice, Problem, Results
from wsisgraph.api.pages.changes import Changes
from wsisgraph.api.pages.feeds import Feed
from wsisgraph.api.pages.lists import Activities, Roles
from wsisgraph.api.pages.matrix import CellPage, Home, TargetsPage, View
from wsisgraph.api.pages.pictures import PicturePage, PicturesPage
from wsisgraph.api.pages.report import Report, ReportsPage
from wsisgraph.api.pages.search import SearchPage
from wsisgraph.api.pages.things import Thing

if TYPE_CHECKING:
    from wsisgraph.api.manual import Catalogued, DatasetPage, Ontology, Shapes


class Pages(Protocol):
    """Draws pages. Every method gives a whole HTML document, without inline script or style (the
    CSP forbids both).
    """

    @property
    def files(self) -> Mapping[str, bytes]:
        """Style sheets, scripts and pictures by name, served under /assets/."""
        ...

    def prepare(self, languages: Iterable[str], *, static: bool = False) -> None:
        """Do what can be done before the first page of these languages is drawn."""
        ...

    def home(self, data: Home) -> str:
        """The first page."""
        ...

    def thing(self, data: Thing) -> str:
        """The page of one IRI."""
        ...

    def feed(self, data: Feed) -> str:
        """What changed, as an Atom document."""
        ...

    def activities(self, data: Activities) -> str:
        """The list of activities."""
        ...

    def targets(self, data: TargetsPage) -> str:
        """The matrix opened to targets."""
        ...

    def view(self, data: View) -> str:
        """The matrix by goal or by line."""
        ...

    def cell(self, data: CellPage) -> str:
        """The evidence behind one cell."""
        ...

    def roles(self, data: Roles) -> str:
        """The list of roles."""
        ...

    def search(self, data: SearchPage) -> str:
        """What a search found."""
        ...

    def picture(self, data: PicturePage) -> str:
        """The page of one picture."""
        ...

    def pictures(self, data: PicturesPage) -> str:
        """The list of all pictures."""
        ...

    def svg(self, data: PicturePage) -> str:
        """One picture as an SVG file."""
        ...

    def report(self, data: Report) -> str:
        """The yearly review of an action line."""
        ...

    def report_file(self, data: Report) -> str:
        """The yearly review as one file that needs no other."""
        ...

    def review_rows(self, data: Report, editor: str = "") -> list[list[str]]:
        """The yearly review as the rows of a sheet, their names first."""
        ...

    def reports(self, data: ReportsPage) -> str:
        """The list of yearly reviews."""
        ...

    def questions(self, data: Catalogued) -> str:
        """The catalogue of questions."""
        ...

    def results(self, data: Results) -> str:
        """The answer of a query or question."""
        ...

    def form(self, data: Form) -> str:
        """The SPARQL form."""
        ...

    def docs(self, data: Docs) -> str:
        """The interface, operation by operation."""
        ...

    def languages(self, data: Coverage) -> str:
        """What is said in which language, and what is unreviewed."""
        ...

    def ontology(self, data: Ontology) -> str:
        """The reference of the ontology."""
        ...

    def shapes(self, data: Shapes) -> str:
        """The reference of the shapes."""
        ...

    def dataset(self, data: DatasetPage) -> str:
        """The data set: licences, counts, files."""
        ...

    def changes(self, data: Changes) -> str:
        """The revisions, the newest first."""
        ...

    def needs_service(self, data: Notice) -> str:
        """What only a running service can do."""
        ...

    def problem(self, data: Problem) -> str:
        """What went wrong and how to mend it."""
        ...
