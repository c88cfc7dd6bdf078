"""`wsisgraph ask` and `wsisgraph query`: questions and SPARQL, answered on stdout."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from wsisgraph import content
from wsisgraph.cli.standing import settled
from wsisgraph.errors import StoreUnavailable, WsisgraphError
from wsisgraph.settings import Settings
from wsisgraph.store.client import open_reader
from wsisgraph.store.folder import DataFolder
from wsisgraph.terms.namespaces import PREFIXES

# Imported where it is used: each command imports this module.
if TYPE_CHECKING:
    from wsisgraph.questions import Catalogue


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


class GraphFormat(StrEnum):
    """How any answer to a query is printed: rows or a graph."""

    table = "table"
    json = "json"
    csv = "csv"
    tsv = "tsv"
    xml = "xml"
    turtle = "turtle"
    ntriples = "ntriples"
    jsonld = "jsonld"
    rdfxml = "rdfxml"


_ROWS = ("json", "csv", "tsv", "xml")
_GRAPHS = ("turtle", "ntriples", "jsonld", "rdfxml")


def ask(
    name: Annotated[
        str | None, typer.Argument(metavar="FOLDER/NAME", help="The question; without it: a list.")
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter of the question."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print the rows.")] = (
        Format.table
    ),
) -> None:
    """Ask one of the questions; `wsisgraph ask` alone lists them.

    Examples:

        wsisgraph ask activities/by-agency-and-goal -p agency=itu -p goal=9

        wsisgraph ask roles/in-line-on-date -p line=C6 -p on=2007-01-01 --format csv
    """
    from wsisgraph.questions import Catalogue

    catalogue = Catalogue.load(content.folder("queries"))
    if name is None:
        _list(catalogue)
        return
    question = catalogue[name]
    sparql = question.bind(_values(param or []))
    answer = run_query(sparql, ("json",) if format_ is not Format.csv else ("csv",), own=True)
    if format_ is Format.table:
        _print_table(json.loads(answer), question.summary)
    else:
        _write(answer)


def query(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A SPARQL query; - reads stdin.")],
    format_: Annotated[
        GraphFormat, typer.Option("--format", help="How to print the answer.")
    ] = GraphFormat.table,
) -> None:
    """Answer a SPARQL query from a file or from stdin.

    Examples:

        wsisgraph query queries/matrix/lines-for-target.rq

        echo 'SELECT (COUNT(*) AS ?triples) { ?s ?p ?o }' | wsisgraph query -
    """
    sparql = _read(file)
    if format_ is GraphFormat.table:
        answer = run_query(sparql, ("json", "turtle"))
        if answer.lstrip()[:1] == b"{":
            _print_table(json.loads(answer), "")
            return
    else:
        rest = _ROWS if format_.value in _ROWS else _GRAPHS
        answer = run_query(sparql, (format_.value, *(_GRAPHS if rest is _ROWS else _ROWS)))
    _write(answer)


def run_query(sparql: str, formats: Sequence[str], *, own: bool = False) -> bytes:
    """Answer a query from the data folder, or the SPARQL server that holds the data.

    Args:
        sparql: the query.
        formats: the first that fits it is taken.
        own: whether it is one of our questions. Those that the server answers wrongly are
            answered from the data folder, as the service does it.

    Raises:
        StoreUnavailable: nothing was built yet, or the server is not there.
    """
    settings = Settings.from_environment()
    if not settings.store and DataFolder(settings.data).revision() is None:
        raise StoreUnavailable(
            "There is no graph to ask yet",
            where=str(settings.data),
            mend="run wsisgraph build, or set WSISGRAPH_DATA to the folder that holds the graph",
        )
    with open_reader(settings) as reader:
        if not own or reader.trusted or not settings.store_update:
            found = reader.query(sparql, formats=formats, graph_prefixes=PREFIXES, own=own)
            return found.content
    beside = replace(settled(), store="", store_update="", store_graphs="")
    with open_reader(beside) as reader:
        return reader.query(sparql, formats=formats, graph_prefixes=PREFIXES).content


def _values(printed: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for item in printed:
        name, equals, value = item.partition("=")
        if not equals:
            raise WsisgraphError(
                f"--param is “{item}”", mend="write it as name=value, e.g. --param goal=9"
            )
        values[name.strip()] = value.strip()
    return values


def _read(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WsisgraphError(
            f"The query cannot be read ({error})", where=file, mend="give a text file, or - "
        ) from error


def _list(catalogue: "Catalogue") -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("question", no_wrap=True)
    table.add_column("what it answers")
    table.add_column("parameters")
    for name in catalogue:
        question = catalogue[name]
        table.add_row(name, question.summary, " ".join(question.params))
    stdout().print(table)


def _print_table(answer: Mapping[str, Any], title: str) -> None:
    if "boolean" in answer:
        print("yes" if answer["boolean"] else "no")
        return
    columns: list[str] = answer["head"]["vars"]
    rows = answer["results"]["bindings"]
    table = Table(title=title or None, title_justify="left", caption=f"{len(rows)} rows")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(
            *(Text(_short(row[name]["value"]) if name in row else "") for name in columns)
        )
    stdout().print(table)


def _short(value: str) -> str:
    """Leave out the base that all our IRIs share, for the eye only."""
    return value.removeprefix("https://w3id.org/wsis-sdg/")


def stdout() -> Console:
    """Return a console for results."""
    # A pipe has no width of its own; a table cut at 80 columns would lose letters.
    return Console(width=None if sys.stdout.isatty() else 200)


def _write(answer: bytes) -> None:
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
