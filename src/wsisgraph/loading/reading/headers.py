"""Which row names the columns, and whether its names will do."""

import unicodedata
from collections.abc import Collection, Sequence

from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Origin
from wsisgraph.loading.reading.limits import MAX_COLUMNS
from wsisgraph.loading.reading.table import NumberedRow, letter

_LONGEST_NAME = 60


def tidy(cell: str) -> str:
    """Return a name or value with single spaces, composed letters and no marks of order."""
    text = unicodedata.normalize("NFC", cell).replace("\ufeff", "").replace("\u200b", "")
    return " ".join(text.split())


def find_header(sample: Sequence[NumberedRow], known: Collection[str]) -> int | None:
    """Return the place in `sample` of the row that names the columns.

    `known` are names that are looked for: the row with most of them is the header. Without them
    it is the first row that fills most of the width of the table with different words.
    """
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in sample]
    if not any(filled):
        return None
    wanted = {tidy(name).casefold() for name in known}
    if wanted:
        hits = [len(wanted & {tidy(cell).casefold() for cell in cells}) for _, cells in sample]
        if max(hits) * 2 >= len(wanted):
            return hits.index(max(hits))
    # A title above a table fills a cell or two of its width.
    usual = max(set(filled), key=lambda width: (filled.count(width) * width, width))
    for place, (_, cells) in enumerate(sample):
        words = [tidy(cell).casefold() for cell in cells if cell.strip()]
        if len(words) >= max(usual * 0.6, 1) and len(set(words)) * 2 >= len(words):
            return place if len(set(words)) == len(words) else _below_groups(sample, place)
    return next(place for place, width in enumerate(filled) if width)


def _below_groups(sample: Sequence[NumberedRow], place: int) -> int:
    """Return the place of the header: of the row below one that names groups of columns, if it is.

    Names of groups stand several times; the names below them fill as many cells, each once.
    """
    if place + 1 >= len(sample):
        return place
    above, below = ([tidy(cell).casefold() for cell in sample[at][1]] for at in (place, place + 1))
    groups, words = [word for word in above if word], [word for word in below if word]
    are_groups = len(set(groups)) * 2 <= len(groups) + 1
    is_named = len(set(words)) == len(words) >= len(groups) and all(map(_is_name, words))
    return place + 1 if are_groups and is_named else place


def _is_name(word: str) -> bool:
    return any(map(str.isalpha, word)) and len(word) <= _LONGEST_NAME


def name_columns(cells: Sequence[str], origin: Origin, context: Context) -> tuple[str, ...] | None:
    """Return the names of the columns, or None after reporting why they cannot be used.

    A name that stands twice is a problem, since nobody can say which of the two is meant.
    """
    names = [tidy(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MAX_COLUMNS:
        context.problem(
            origin,
            f"the header has {len(names):,} columns, more than {MAX_COLUMNS:,}",
            "delete the columns that are not needed",
        )
        return None
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        if not name:
            continue
        first = seen.setdefault(name.casefold(), index)
        if first != index:
            context.problem(
                origin,
                f"the columns {letter(first)} and {letter(index)} are both called “{name[:80]}”",
                "give each column a name of its own",
            )
            return None
    return tuple(name or f"column {letter(index)}" for index, name in enumerate(names))
