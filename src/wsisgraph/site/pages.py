"""Draws the pages: one method per kind of page, one template each.

The data classes belong to the api, which this package must not import; `HasPage` and the few
protocols beside it name what is read here, the templates read the rest and fail on a name that is
not there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment

from wsisgraph.site import coverage, review_sheet, theme_file
from wsisgraph.site.compiled import Compiled
from wsisgraph.site.environment import (
    TEMPLATES,
    Frame,
    choir,
    environment,
    own_templates,
    templates,
)
from wsisgraph.site.files import addresses, files
from wsisgraph.site.manual import HasPage, ManualPages
from wsisgraph.site.pictures.pages import PicturePages
from wsisgraph.site.review_sheet import HasReview
from wsisgraph.site.theme import Theme, in_order
from wsisgraph.terms.namespaces import RDF, SKOS, WSIS
from wsisgraph.terms.polyglot import said, several

_DRAWN_ELSEWHERE = frozenset({RDF.type, SKOS.prefLabel, SKOS.notation, WSIS.statedIn})
"""Predicates whose values stand in the head of a thing's page."""

_EXAMPLE = """\
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wsis: <https://w3id.org/wsis-sdg/def#>

SELECT ?line ?label ?confidence
WHERE {
  ?linkage wsis:linksTo <http://metadata.un.org/sdg/9> ;
           wsis:actionLine ?line ;
           wsis:confidence ?confidence .
  ?line skos:prefLabel ?label .
  FILTER (lang(?label) = "en")
}
ORDER BY DESC(?confidence) ?line
"""
"""The query in the first page's form: the lines that support goal 9."""


EDITOR = "yasqe.js"
"""The file that is there when the query editor was bundled (web/editor/bundle.py)."""


class Named(Protocol):
    """A term with its IRI or text."""

    @property
    def value(self) -> str: ...


class Source(Protocol):
    """A graph, or whatever else has an IRI."""

    @property
    def iri(self) -> str: ...


class Said(Protocol):
    """A value and who says so."""

    @property
    def term(self) -> Named: ...
    @property
    def graphs(self) -> Sequence[Source]: ...


class Predicate(Protocol):
    """A predicate with its values."""

    @property
    def predicate(self) -> Named: ...
    @property
    def values(self) -> Sequence[Said]: ...
    @property
    def total(self) -> int: ...


class Stated(Protocol):
    """A statement node."""

    @property
    def statement(self) -> Source: ...


class HasStatements(HasPage, Protocol):
    """What is read here of a thing."""

    @property
    def properties(self) -> Sequence[Predicate]: ...
    @property
    def incoming(self) -> Sequence[Predicate]: ...
    @property
    def statements(self) -> Sequence[Stated]: ...


class HasFilters(HasPage, Protocol):
    """What was asked of a list."""

    @property
    def filters(self) -> Sequence[tuple[str, str]]: ...


class Coded(Protocol):
    """A line or goal."""

    @property
    def code(self) -> str: ...


class HasConcept(Protocol):
    """A line or goal with what links it to another."""

    @property
    def concept(self) -> Coded: ...


class HasHeads(HasPage, Protocol):
    """The matrix by goal or by line."""

    @property
    def by(self) -> str: ...
    @property
    def heads(self) -> Sequence[tuple[Coded, Sequence[HasConcept]]]: ...


class HasNames(HasPage, Protocol):
    """Names of things, class by class."""

    @property
    def names(self) -> Sequence[coverage.Counts]: ...


class Role(Protocol):
    """What is read here of a role."""

    @property
    def start(self) -> str: ...
    @property
    def end(self) -> str: ...
    @property
    def certainty(self) -> str: ...


class HasRoles(HasFilters, Protocol):
    """A list of roles."""

    @property
    def roles(self) -> Sequence[Role]: ...


class Asked(Protocol):
    """A question of the catalogue."""

    @property
    def name(self) -> str: ...


class HasExamples(HasPage, Protocol):
    """The query form."""

    @property
    def examples(self) -> Sequence[Asked]: ...


class Pages(PicturePages, ManualPages):
    """Draws whole HTML documents from plain data, all in `page.lang`.

    No page carries inline script or style, and none refers to another host except by links to
    follow, so that they work under `default-src 'none'; style-src 'self'; img-src 'self'`.
    """

    def __init__(self, theme: Theme | None = None) -> None:
        """Read the files that pages load; templates of ours are read by `prepare` or when drawn.

        Args:
            theme: how the pages look and what they say of the site; ours for None.

        Raises:
            InputRefused: a template of the theme is none; names file and line.
        """
        self._theme = theme or theme_file.read()
        self._loader = templates(self._theme)
        self._files = files(self._theme)
        self._addresses = addresses(self._files)
        self._compiled = Compiled(TEMPLATES)
        self._environments: dict[Frame, Environment] = {}

    def prepare(self, languages: Iterable[str], *, static: bool = False) -> None:
        """Compile all templates and read the words of these languages, for no page to wait."""
        names = own_templates().list_templates()
        each = tuple(languages)
        for frame in (
            Frame(lang, chosen, static)
            for lang in each
            for chosen in ((False,) if static else (False, True))
        ):
            drawing = self._environment(frame)
            for name in names:
                drawing.get_template(name)
        if static and len(each) > 1:
            drawing = self._environment(Frame(said(each), static=True))
            for name in names:
                drawing.get_template(name)

    @property
    def files(self) -> Mapping[str, bytes]:
        """Style sheets, scripts and pictures by name, to be served or laid under /assets/."""
        return self._files

    def home(self, data: HasFilters) -> str:
        """The first page: the matrix, search, questions."""
        asked = list(data.filters)
        heard = _heard(data)
        asked += heard
        both = [pair for pair in asked if pair[0] != "status"]
        both += [("measure", _measure(data)), ("status", "accepted,unconfirmed")]
        return self._draw(
            "home.html",
            data,
            narrowed=f"?{urlencode(asked)}" if asked else "",
            with_left_out=f"/?{urlencode(both)}",
            heard=urlencode(heard),
            kept=_kept(data),
        )

    def thing(self, data: HasStatements) -> str:
        """The page of one IRI."""
        return self._draw(
            "thing.html",
            data,
            main_graph=_main_graph(data.properties),
            hidden=_DRAWN_ELSEWHERE,
            incoming=_incoming(data),
        )

    def feed(self, data: HasPage) -> str:
        """What changed, as an Atom document."""
        return self._draw("feed.xml", data)

    def activities(self, data: HasFilters) -> str:
        """The list of activities, potential ones apart."""
        return self._draw(
            "activities.html", data, asked=defaultdict(str, data.filters), kept=_kept(data)
        )

    def roles(self, data: HasRoles) -> str:
        """The list of roles, the surest first."""
        return self._draw(
            "roles.html",
            data,
            asked=defaultdict(str, data.filters),
            roles=sorted(data.roles, key=_doubt),
        )

    def cell(self, data: HasFilters) -> str:
        """The evidence behind one cell."""
        heard = _heard(data)
        asked = [*data.filters, *heard]
        return self._draw(
            "cell.html",
            data,
            narrowed=f"?{urlencode(asked)}" if asked else "",
            heard=urlencode(heard),
            kept=_kept(data),
        )

    def targets(self, data: HasPage) -> str:
        """The matrix opened to targets."""
        return self._draw("targets.html", data)

    def view(self, data: HasHeads) -> str:
        """The matrix by goal or by line."""
        lines = self._theme.lines
        heads = [(head, in_order(opened, lines, "concept.code")) for head, opened in data.heads]
        if data.by == "line":
            concepts = {head.code: (head, opened) for head, opened in heads}
            heads = [concepts[head.code] for head in in_order([h for h, _ in heads], lines)]
        return self._draw("view.html", data, heads=heads)

    def search(self, data: HasPage) -> str:
        """What a search found."""
        return self._draw("search.html", data)

    def results(self, data: HasPage) -> str:
        """The answer of a query or of a question of the catalogue."""
        return self._draw("results.html", data)

    def report(self, data: HasPage) -> str:
        """The yearly review of an action line."""
        return self._draw("report.html", data)

    def report_file(self, data: HasPage) -> str:
        """The yearly review as one file that needs no other."""
        css = "\n".join(
            self._files[name].decode()
            for name in ("theme.css", "site.css", "page.css", "report.css")
        )
        # What would end the element stands in no style sheet but one that is meant to.
        return self._draw("report_file.html", data, css=css.replace("</", "<\\/"))

    def review_rows(self, data: HasReview, editor: str = "") -> list[list[str]]:
        """The yearly review as the rows of a sheet; see `review_sheet.rows`."""
        drawing = self._environment(Frame(data.page.lang, static=True))
        return review_sheet.rows(data, drawing.get_template("review_cells.html"), editor)

    def reports(self, data: HasPage) -> str:
        """The list of yearly reviews."""
        return self._draw("reports.html", data)

    def form(self, data: HasExamples) -> str:
        """The query form."""
        folders = _folders(data.examples)
        return self._draw("form.html", data, example_query=_EXAMPLE, folders=folders)

    def docs(self, data: HasPage) -> str:
        """The interface, operation by operation."""
        return self._draw("docs.html", data)

    def languages(self, data: HasNames) -> str:
        """What is said in which language, and what is unreviewed."""
        return self._draw(
            "languages.html",
            data,
            words=coverage.of_words(),
            theme=coverage.of_theme(self._theme),
            names_of_classes=coverage.of_names(data.names),
        )

    def needs_service(self, data: HasPage) -> str:
        """What only a running service can do."""
        return self._draw("needs_service.html", data)

    def problem(self, data: HasPage) -> str:
        """What went wrong and how to mend it."""
        return self._draw("problem.html", data)

    def _draw(self, template: str, data: HasPage, **more: object) -> str:
        page = data.page
        drawing = self._environment(Frame(page.lang, page.lang_chosen, page.static))
        bundled = EDITOR in self._files
        return drawing.get_template(template).render(data=data, page=page, bundled=bundled, **more)

    def _environment(self, frame: Frame) -> Environment:
        each = several(frame.lang)
        if len(each) > 1:
            frame = frame._replace(lang=" ".join(each))
        if frame not in self._environments:
            if len(each) > 1:
                voices = [self._environment(frame._replace(lang=lang)) for lang in each]
                made = choir(self._loader, self._compiled, voices)
            else:
                made = environment(
                    self._loader, self._compiled, frame, theme=self._theme, asset=self._addresses
                )
            self._environments[frame] = made
        return self._environments[frame]


def _folders(questions: Iterable[Asked]) -> list[tuple[str, list[Asked]]]:
    """Return questions by the folder they are in, which the first part of their names tells."""
    found: dict[str, list[Asked]] = defaultdict(list)
    for question in questions:
        found[question.name.partition("/")[0]].append(question)
    return list(found.items())


def _heard(data: HasPage) -> list[tuple[str, str]]:
    """Return the parameter by which the pages that this one leads to hear the same peers."""
    asked = str(getattr(getattr(data, "beside", None), "asked", ""))
    return [("peers", asked)] if asked and not data.page.static else []


def _kept(data: HasPage) -> list[tuple[str, str]]:
    """Return what was asked for besides peers, which stays when others are chosen."""
    asked = parse_qsl(data.page.path.partition("?")[2])
    lang = [("lang", data.page.lang)] if data.page.lang_chosen else []
    return [pair for pair in asked if pair[0] not in ("peers", "offset", "lang")] + lang


def _measure(data: HasPage) -> str:
    return str(getattr(getattr(data, "matrix", None), "measure", "linkages"))


def _main_graph(properties: Iterable[Predicate]) -> Source | None:
    """Return the graph that says most of a thing; pages name only the others beside a value."""
    graphs = {
        graph.iri: graph for group in properties for value in group.values for graph in value.graphs
    }
    counts = Counter(
        graph.iri for group in properties for value in group.values for graph in value.graphs
    )
    return min(graphs.values(), key=lambda graph: (-counts[graph.iri], graph.iri), default=None)


def _incoming(thing: HasStatements) -> list[tuple[Named, list[Said], int]]:
    """Return what points to a thing: predicate, values, how many more there are.

    Statement nodes that the page shows in full are not listed again.
    """
    told = {stated.statement.iri for stated in thing.statements}
    found = [
        (
            group.predicate,
            [value for value in group.values if value.term.value not in told],
            group.total - len(group.values),
        )
        for group in thing.incoming
    ]
    # Where all that is listed is shown in full, so is the rest that was not listed.
    return [(predicate, values, more) for predicate, values, more in found if values]


def _doubt(role: Role) -> tuple[int, bool]:
    """Rank a role: certain ones first, and among the possible those with a printed date."""
    certainties = ("certain", "possible", "last-stated")
    known = role.certainty in certainties
    return certainties.index(role.certainty) if known else 0, not (role.start or role.end)
