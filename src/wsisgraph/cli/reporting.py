"""`wsisgraph report`: the yearly review of an action line, as a page and as a sheet to fill."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wsisgraph.cli.messages import say
from wsisgraph.cli.standing import settled
from wsisgraph.errors import WsisgraphError

# The engine is imported where it is used: `wsisgraph serve` imports this module too.
if TYPE_CHECKING:
    from wsisgraph.publishing.review_files import Reviewer


class Language(StrEnum):
    """Of the review."""

    ar = "ar"
    en = "en"
    es = "es"
    fr = "fr"
    ru = "ru"
    zh = "zh"


def report(
    line: Annotated[
        str, typer.Argument(help="The action line: C5.", show_default=False, metavar="[LINE]")
    ] = "",
    year: Annotated[
        int | None,
        typer.Option(min=2003, max=2100, help="The year; that of the data set without it."),
    ] = None,
    lang: Annotated[Language, typer.Option("--lang", help="Language of the review.")] = Language.en,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="HTML file to write; stdout without it and --sheet."),
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", help="XLSX file to write, to be filled and loaded.")
    ] = None,
    editor: Annotated[
        str,
        typer.Option(
            "--editor", metavar="NAME", help="Whose earlier entries the sheet has to change."
        ),
    ] = "",
    led_by: Annotated[
        str,
        typer.Option(
            "--led-by",
            metavar="AGENCY",
            help="Instead of one line: all that this body leads, into the folder --out.",
        ),
    ] = "",
) -> None:
    """Review an action line: what the sources say of it, cited, and what they do not, counted.

    Examples:

        wsisgraph report C5 --year 2025 --out c5.html

        wsisgraph report C5 --year 2025 --lang fr --sheet c5.xlsx

        wsisgraph report --led-by itu --year 2025 --out reviews
    """
    if bool(line) == bool(led_by):
        raise typer.BadParameter("name a line, as in wsisgraph report C5, or --led-by AGENCY")
    if sheet is not None and sheet.suffix.lower() != ".xlsx":
        raise typer.BadParameter("the name of a sheet ends in .xlsx")
    if led_by and (out is None or sheet is not None):
        raise typer.BadParameter("--led-by writes a file for each line into the folder --out")
    reviewer = _reviewer()
    of_year = year or reviewer.usual_year()
    if led_by:
        assert out is not None
        _all_led(reviewer, led_by, of_year, lang.value, out)
        return
    review = reviewer.compose(_line(line), of_year, lang.value)
    if out is not None:
        _write(out, reviewer.page(review).encode())
    if sheet is not None:
        _write(sheet, reviewer.workbook(review, editor))
    if out is None and sheet is None:
        sys.stdout.write(reviewer.page(review))
    say(
        f"{review.line.code}, {of_year}: the sources answer {review.answered} of {review.asked}"
        f" questions; to {len(review.silent)} of all there is no answer."
    )


def _reviewer() -> "Reviewer":
    from wsisgraph import content
    from wsisgraph.publishing.review_files import Reviewer
    from wsisgraph.questions import Catalogue
    from wsisgraph.site import Pages, theme_file
    from wsisgraph.store.local import open_local

    settings = settled()
    pages = Pages(theme_file.read(settings.theme))
    catalogue = Catalogue.load(content.folder("queries"))
    return Reviewer(open_local(settings), catalogue, settings, pages)


def _all_led(reviewer: "Reviewer", agency: str, year: int, lang: str, out: Path) -> None:
    from wsisgraph.questions import Parameter

    body = Parameter("agency", "iri", "Agency", classes=("wsis:Body",)).terms(agency)[1:-1]
    lines = reviewer.led_by(body, year)
    if not lines:
        raise WsisgraphError(
            f"No source says that “{agency}” leads a line in {year}",
            mend="look at the page /report, which lists who leads which line",
        )
    for iri in lines:
        page = reviewer.page(reviewer.compose(iri, year, lang))
        _write(out / f"{iri.rpartition('/')[2]}.html", page.encode())


def _line(text: str) -> str:
    from wsisgraph.errors import UnknownCode
    from wsisgraph.terms import codes

    code = codes.parse_code(text)
    if code.iri is None or code.kind != "action-line":
        raise UnknownCode(f"“{text}” is no action line", mend="give one such as C5 or C7-elea")
    return code.iri


def _write(path: Path, data: bytes) -> None:
    draft = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        raise WsisgraphError(
            f"The file cannot be written ({error.strerror})",
            where=str(path),
            mend="name a file in a folder that you may write to",
        ) from error
    say(f"Wrote {len(data):,} bytes to {path}.")
