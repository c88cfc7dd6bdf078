"""`wsisgraph export`: the current revision, the same bytes as the service gives away, or a part."""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from wsisgraph.cli.editing import FORMS, editable
from wsisgraph.cli.messages import say
from wsisgraph.cli.standing import settled
from wsisgraph.errors import GraphNotFound, StoreUnavailable, WsisgraphError
from wsisgraph.terms import iris

if TYPE_CHECKING:
    from wsisgraph.graph.files import Sorted


class What(StrEnum):
    """What can be exported."""

    dataset = "dataset"
    matrix = "matrix"
    roles = "roles"
    labels = "labels"
    activities = "activities"


class Format(StrEnum):
    """Formats of what is exported."""

    nquads = "nquads"
    trig = "trig"
    jsonld = "jsonld"
    turtle = "turtle"
    sssom = "sssom"
    xlsx = "xlsx"
    docx = "docx"


class Language(StrEnum):
    """In which things are named."""

    ar = "ar"
    en = "en"
    es = "es"
    fr = "fr"
    ru = "ru"
    zh = "zh"


_FORMS = {"nquads": "nq", "trig": "trig", "jsonld": "jsonld"}


def export(
    what: Annotated[What, typer.Argument(help="What to export.")] = What.dataset,
    format_: Annotated[
        Format,
        typer.Option(
            "--format",
            help="N-Quads are canonical; Turtle tells one graph, --graph; SSSOM tells the matrix;"
            " XLSX and DOCX are for editors, and come back with wsisgraph load.",
        ),
    ] = Format.nquads,
    graph: Annotated[
        str, typer.Option("--graph", help="One graph, by the end of its name: itu-council.")
    ] = "",
    lang: Annotated[
        Language, typer.Option("--lang", help="Language of a file for editors.")
    ] = Language.en,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; stdout without it.")
    ] = None,
) -> None:
    """Write the current revision to stdout or a file: all named graphs, one, or the matrix.

    Examples:

        wsisgraph export dataset --format nquads > wsisgraph.nq

        wsisgraph export dataset --format trig --out wsisgraph.trig

        wsisgraph export dataset --graph itu-council --format turtle

        wsisgraph export matrix --format sssom > linkages.sssom.tsv

        wsisgraph export matrix --format xlsx --lang fr --out matrix.xlsx
    """
    from wsisgraph.graph.files import Sorted
    from wsisgraph.store.client import read_dataset

    settings = settled()
    if format_ in (Format.xlsx, Format.docx):
        _check_editable(what, format_, graph)
        data = editable(what.value, format_.value, lang.value, settings)
        _save(out, lambda file: file.write(data))
        return
    if what.value in FORMS and what is not What.matrix:
        raise typer.BadParameter(f"{what.value} are written with --format xlsx")
    if (format_ is Format.turtle) != bool(graph):
        raise typer.BadParameter(
            "Turtle tells the statements of one graph: give both --format turtle and --graph, or"
            " neither"
        )
    if (format_ is Format.sssom) != (what is What.matrix):
        raise typer.BadParameter(
            "the matrix is written as SSSOM, and nothing else is: wsisgraph export matrix"
            " --format sssom; for editors as xlsx and docx"
        )
    quads = read_dataset(settings)
    if quads is None:
        raise StoreUnavailable(
            "There is nothing to export",
            where=str(settings.data),
            mend="run wsisgraph build, or set WSISGRAPH_DATA to the folder that holds the graph",
        )
    with Sorted(quads) as ordered:
        _save(out, lambda file: _write(ordered, format_, graph, file))


def _check_editable(what: What, format_: Format, graph: str) -> None:
    kinds = FORMS.get(what.value, ())
    if graph:
        raise typer.BadParameter("--graph is for Turtle")
    if format_.value not in kinds:
        known = ", ".join(f"{name} ({', '.join(forms)})" for name, forms in FORMS.items())
        raise typer.BadParameter(f"{what.value} is not written as {format_.value}; known: {known}")


def _save(out: Path | None, write: Callable[[BinaryIO], object]) -> None:
    """Write to stdout, or to a file that is there as a whole or not at all."""
    if out is None:
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    draft = out.with_name(out.name + ".new")
    try:
        with draft.open("wb") as file:
            write(file)
            size = file.tell()
        draft.replace(out)
    except OSError as error:
        raise WsisgraphError(
            f"The file cannot be written ({error.strerror})",
            where=str(out),
            mend="name a file in a folder that you may write to",
        ) from error
    say(f"Wrote {size:,} bytes to {out}.")


def _write(quads: "Sorted", format_: Format, graph: str, out: BinaryIO) -> None:
    from wsisgraph.graph.files import write, write_graph
    from wsisgraph.graph.sssom import sssom

    if format_ is Format.sssom:
        out.write(sssom(quad for _, statements in quads.graphs() for quad in statements))
        return
    if not graph:
        write(quads, _FORMS[format_], out)
        return
    wanted = graph if ":" in graph else iris.graph(graph)
    for name, statements in quads.graphs():
        if name == wanted:
            write_graph(statements, out)
            return
    raise GraphNotFound("There is no such graph", where=wanted, mend="the page /dataset lists them")
