"""Write a guessed mapping as a file that a person can check and edit."""

import json
from collections.abc import Iterator

from wsisgraph.loading.mapping.fields import fields_of
from wsisgraph.loading.mapping.guess import Guess, Guessed
from wsisgraph.loading.mapping.mapping import Mapping
from wsisgraph.loading.reading import Table

# Below this a guess is written as a comment, to be taken by hand.
SURE_ENOUGH = 0.5
_ALWAYS = {"entries": {"kind": "project"}, "linkages": {}}


def mapping_text(table: Table, guessed: Guessed, subject: str) -> str:
    """Return the text of a mapping file, with the confidence and the reason of each column."""
    return "\n".join(_lines(table, guessed, subject)) + "\n"


def text_of(mapping: Mapping) -> str:
    """Return the text of a mapping for other tables with the same columns: without a layout."""
    lines = ["[table]"]
    for name in ("language", "dates", "title", "issued"):
        if said := getattr(mapping, name):
            lines.append(f"{name} = {_quoted(said)}")
    if mapping.key:
        lines.append(f"key = [{', '.join(map(_quoted, mapping.key))}]")
    parts = {"constants": mapping.constants}
    parts |= {f"values.{field}": values for field, values in mapping.values.items()}
    for part, values in parts.items():
        if values:
            lines += ["", f"[{part}]"]
            lines += [f"{_quoted(name)} = {_quoted(value)}" for name, value in values.items()]
    for name, column in mapping.columns.items():
        lines += ["", f"[columns.{_quoted(name)}]", f"field = {_quoted(column.field)}"]
        if column.separator:
            lines.append(f"separator = {_quoted(column.separator)}")
    return "\n".join(lines) + "\n"


def taken(guess: Guess) -> bool:
    """Tell whether a guess is sure enough to be used."""
    return bool(guess.field) and guess.confidence >= SURE_ENOUGH


def _lines(table: Table, guessed: Guessed, subject: str) -> Iterator[str]:
    yield f"# What the columns of {_comment(table.path.name)} mean: a proposal from its headers and"
    yield f"# {guessed.rows} rows. Check each column, edit, and load the file with --mapping."
    yield "# The number behind a field is how sure the guess is, from 0 to 1."
    yield "# Fields:"
    for field in fields_of(subject).values():
        yield f"#   {field.name}: {field.help}"
    yield ""
    yield "[table]"
    yield f"language = {_quoted(guessed.language)}"
    if table.header_row > 1:
        yield f"header-row = {table.header_row}"
    if table.sheet:
        yield f"sheet = {_quoted(table.sheet)}"
    if guessed.dates:
        yield f"dates = {_quoted(guessed.dates)}"
    if subject == "entries":
        yield from _key(guessed)
    constants = {
        name: value
        for name, value in _ALWAYS[subject].items()
        if not any(taken(guess) and guess.field == name for guess in guessed.columns)
    }
    if constants:
        yield ""
        yield "# What holds for every row."
        yield "[constants]"
        for name, value in constants.items():
            yield f"{name} = {_quoted(value)}"
    for guess in guessed.columns:
        yield ""
        yield from _column(guess)
    yield ""
    yield "# What odd values mean: printed value, and what it stands for."
    yield "# [values.country]"
    yield '# "TFYR" = "MK"'


def _key(guessed: Guessed) -> Iterator[str]:
    """Propose what identifies an entry from one export to the next."""
    by_field = {guess.field: guess for guess in reversed(guessed.columns) if taken(guess)}
    identifier = by_field.get("key")
    if identifier is not None and identifier.evidence.is_unique:
        yield "# The identifier of the entry in the system that it comes from."
        yield f"key = [{_quoted(identifier.column)}]"
        return
    yield "# An entry is known again by its title. Where columns identify it better, name them:"
    yield '# key = ["…", "…"]'


def _column(guess: Guess) -> Iterator[str]:
    examples = ", ".join(f"“{_comment(text)[:40]}”" for text in guess.evidence.examples)
    if examples:
        yield f"# {examples}"
    mark = "" if taken(guess) else "# "
    field = guess.field or "ignore"
    yield f"{mark}[columns.{_quoted(guess.column)}]"
    yield f"{mark}field = {_quoted(field)}  # {guess.confidence:.2f}: {_comment(guess.reason)}"


def _quoted(text: str) -> str:
    """Return a text as a basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    """Return a text that cannot end a comment."""
    return "".join(ch if ch.isprintable() else " " for ch in text)
