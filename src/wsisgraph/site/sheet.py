"""The sheet of names: what an editor confirms or corrects outside, and what comes back.

One row for each thing of `ontology/`, one column for each language. Coming back, a sheet is taken
whole or not at all; each fault names its row and column.
"""

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from wsisgraph.errors import InputRefused, Problem, WsisgraphError
from wsisgraph.loading.turtle import subject_lines
from wsisgraph.site import names as turtle
from wsisgraph.site.language import NAMES, SOURCE
from wsisgraph.site.names import Named

LANGUAGES = (SOURCE, *(lang for lang in NAMES if lang != SOURCE))
COLUMNS = ("iri", "file", *LANGUAGES, "unreviewed", "confirmed")
_NEEDED = ("iri", *LANGUAGES)
_LONGEST = 300
_SHEET = "names"
_ALL = "all"

Row = tuple[int, Mapping[str, str]]


def rows(things: Iterable[Named], folder: Path) -> list[list[str]]:
    """Return the sheet, its head first; `confirmed` is left for the editor."""
    return [
        list(COLUMNS),
        *(
            [
                thing.iri,
                thing.file.relative_to(folder).as_posix(),
                *(thing.names.get(lang, "") for lang in LANGUAGES),
                " ".join(lang for lang in LANGUAGES if lang in thing.unreviewed),
                "",
            ]
            for thing in things
        ),
    ]


def write(table: Sequence[Sequence[str]], file: Path) -> None:
    """Write a sheet as CSV (UTF-8, with the mark by which Excel knows it) or XLSX, by its name.

    Raises:
        WsisgraphError: the file cannot be written, or its name ends otherwise.
    """
    kind = _kind(file)
    try:
        if kind == ".csv":
            with file.open("w", encoding="utf-8-sig", newline="") as out:
                csv.writer(out).writerows(table)
        else:
            from openpyxl import Workbook

            book = Workbook(write_only=True)
            sheet = book.create_sheet(_SHEET)
            sheet.freeze_panes = "C2"
            for line in table:
                sheet.append(list(line))
            book.save(file)
    except OSError as error:
        raise WsisgraphError(
            f"The sheet cannot be written ({error.strerror})",
            where=str(file),
            mend="name a file in a folder that you may write to",
        ) from error


def read(file: Path) -> list[Row]:
    """Return the rows of a sheet below its head, each with its number, by the name of the column.

    Raises:
        WsisgraphError: the file cannot be read, or is no sheet.
        InputRefused: columns are missing, unknown or there twice.
    """
    kind = _kind(file)
    try:
        table = _csv(file) if kind == ".csv" else _xlsx(file)
    except OSError as error:
        raise WsisgraphError(
            f"The sheet cannot be read ({error.strerror})", where=str(file)
        ) from error
    head = [cell.strip().lower() for cell in table[0]] if table else []
    while head and not head[-1]:
        head.pop()
    problems = [
        Problem(f"{file.name}, row 1, column {name or number}", found, mend)
        for number, name in enumerate(head, start=1)
        for found, mend in _faults_of_column(name, head)
    ]
    problems += [
        Problem(f"{file.name}, row 1", f"there is no column {name}", "export the sheet again")
        for name in _NEEDED
        if name not in head
    ]
    if problems:
        raise InputRefused(
            "The sheet is not the one that is exported; nothing was changed", problems
        )
    return [
        (number, dict(zip(head, (*line, *[""] * len(head)), strict=False)))
        for number, line in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in line)
    ]


def taken(sheet: Sequence[Row], things: Sequence[Named], name: str) -> dict[Path, str]:
    """Return the files that a sheet changes, with their new text.

    A name that differs is taken and counts as confirmed; so do those whose languages stand in the
    column `confirmed`.

    Raises:
        InputRefused: with every fault of every row; then nothing may be written.
    """
    known = {thing.iri: thing for thing in things}
    problems: list[Problem] = []
    changes: dict[Path, list[tuple[Named, dict[str, str], set[str]]]] = defaultdict(list)
    rows_of: dict[str, int] = {}
    for number, row in sheet:
        iri = row["iri"].strip()
        thing = known.get(iri)
        at = f"{name}, row {number}"
        if thing is None or iri in rows_of:
            found = (
                f"<{iri}> stands in row {rows_of[iri]} too"
                if iri in rows_of
                else f"nothing named <{iri}> stands in the ontology"
            )
            mend = "leave one row for each" if iri in rows_of else "copy the IRI from the export"
            problems.append(Problem(f"{at}, column iri", found, mend))
            continue
        rows_of[iri] = number
        given = {lang: _tidy(row[lang]) for lang in LANGUAGES}
        languages, faults = _languages(row.get("confirmed", ""), thing, given, at)
        faults += [
            Problem(f"{at}, column {lang}", found, mend)
            for lang in LANGUAGES
            for found, mend in _faults_of_name(given[lang], thing.names.get(lang, ""))
        ]
        problems += faults
        told = {**thing.names, **{lang: text for lang, text in given.items() if text}}
        changed = {lang for lang in told if told[lang] != thing.names.get(lang)}
        if not faults and (changed or languages):
            changes[thing.file].append((thing, told, changed | languages))
    problems += _twins(things, changes, rows_of, name)
    if problems:
        raise InputRefused("The sheet was refused; nothing was changed", problems)
    return {file: _rewritten(file, of_file) for file, of_file in changes.items()}


def replace(files: Mapping[Path, str]) -> None:
    """Write files all or none, as far as a file system allows: drafts first, then renames.

    Raises:
        WsisgraphError: a draft cannot be written; no file was changed.
    """
    drafts = {file: file.with_name(file.name + ".new") for file in files}
    try:
        for file, draft in drafts.items():
            draft.write_text(files[file], encoding="utf-8")
    except OSError as error:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
        raise WsisgraphError(
            f"The names cannot be written ({error.strerror})", where=str(error.filename)
        ) from error
    for file, draft in drafts.items():
        draft.replace(file)


def _kind(file: Path) -> str:
    kind = file.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise WsisgraphError(
            "The sheet is neither CSV nor XLSX by its name",
            where=str(file),
            mend="name a file that ends in .csv or .xlsx",
        )
    return kind


def _csv(file: Path) -> list[list[str]]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WsisgraphError(
            "The sheet is not UTF-8", where=str(file), mend="save it as “CSV UTF-8”"
        ) from error
    # where the comma is a decimal sign, spreadsheets separate by semicolons
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise WsisgraphError(f"The sheet is not CSV ({error})", where=str(file)) from error


def _xlsx(file: Path) -> list[list[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise WsisgraphError("The sheet is not XLSX", where=str(file)) from error
    sheet = book[_SHEET] if _SHEET in book.sheetnames else book.worksheets[0]
    table = [
        ["" if cell is None else str(cell) for cell in line]
        for line in sheet.iter_rows(values_only=True)
    ]
    book.close()
    return table


def _faults_of_column(name: str, head: Sequence[str]) -> Iterator[tuple[str, str]]:
    if name not in COLUMNS:
        yield f"no column is called “{name}”", f"the columns are {', '.join(COLUMNS)}"
    elif head.count(name) > 1:
        yield "the column is there twice", "leave one"


def _faults_of_name(text: str, before: str) -> Iterator[tuple[str, str]]:
    if before and not text:
        yield f"the name is gone; it was “{before}”", "write the new name, or the old one"
    if len(text) > _LONGEST:
        yield f"{len(text)} characters", f"a name has {_LONGEST} at most"
    hidden = [letter for letter in text if unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs")]
    # the two joiners belong to the spelling of some languages
    if strange := [letter for letter in hidden if letter not in "\u200c\u200d"]:
        yield f"an invisible character, U+{ord(strange[0]):04X}", "type the name anew"


def _languages(
    said: str, thing: Named, given: Mapping[str, str], at: str
) -> tuple[set[str], list[Problem]]:
    """Return the languages an editor confirms, and what is wrong with what was written there."""
    words = said.replace(",", " ").replace(";", " ").lower().split()
    if words == [_ALL]:
        return {lang for lang in LANGUAGES if lang in thing.unreviewed}, []
    problems = [
        Problem(
            f"{at}, column confirmed",
            f"“{word}” is no language" + (" that this row has a name in" if word in NAMES else ""),
            f"write some of {' '.join(LANGUAGES)}, or all",
        )
        for word in words
        if not given.get(word)
    ]
    return {word for word in words if word in thing.unreviewed}, problems


def _twins(
    things: Sequence[Named],
    changes: Mapping[Path, Sequence[tuple[Named, dict[str, str], set[str]]]],
    rows_of: Mapping[str, int],
    name: str,
) -> Iterator[Problem]:
    """Yield what would bear the same name as its neighbour: readers could not tell the two."""
    for file, changed in changes.items():
        told = {thing.iri: dict(thing.names) for thing in things if thing.file == file}
        before = {iri: dict(names) for iri, names in told.items()}
        told.update({thing.iri: names for thing, names, _ in changed})
        bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
        for iri, names in told.items():
            for lang, text in names.items():
                bearers[lang, text].append(iri)
        for thing, names, _ in changed:
            for lang, text in names.items():
                others = [iri for iri in bearers[lang, text] if iri != thing.iri]
                if others and before[thing.iri].get(lang) != text:
                    yield Problem(
                        f"{name}, row {rows_of[thing.iri]}, column {lang}",
                        f"“{text}” is the name of <{others[0]}> too",
                        "give names that differ",
                    )


def _rewritten(file: Path, changed: Sequence[tuple[Named, dict[str, str], set[str]]]) -> str:
    text = file.read_text(encoding="utf-8")
    starts = subject_lines(file)
    # from the end, so that the lines above stay where they are
    for thing, names, languages in sorted(changed, key=lambda one: -starts[one[0].iri]):
        text = turtle.rewritten(text, starts[thing.iri], names, languages - {SOURCE})
    return text


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
