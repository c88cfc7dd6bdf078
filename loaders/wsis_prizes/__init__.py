"""Nominations for the WSIS Prizes: each is an activity, put forward for the edition of a year."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from wsisgraph.loading import Context, Fact, Lines, Origin
from wsisgraph.loading.entries import Profile, guess_entries, load_entries

_YEAR = re.compile(r"(?<!\d)20[12]\d(?!\d)")
_PROFILE = Profile(
    known_from="un-bodies",
    series="wsis-prizes",
    series_names={"en": "WSIS Prizes", "zh": "WSIS奖"},
    constants={"kind": "project", "phase": "nominee"},
)


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact | Lines]:
    """Yield activities, nominations and rows of each list.

    The year of the edition comes from a column, from `--set edition=2015`, or from the file's name,
    which is told.
    """

    def of_file(path: Path) -> dict[str, str]:
        years = set(_YEAR.findall(path.name))
        if len(years) != 1 or "edition" in context.options.parameters:
            return {}
        year = years.pop()
        context.notice(
            Origin(str(path)),
            f"its rows without a year are taken for the edition of {year}, as in the name of the"
            " file",
            "give another year with --set edition=2016",
        )
        return {"edition": year}

    return load_entries(inputs, context, _PROFILE, of_file)


def guess(inputs: Sequence[Path], context: Context) -> str:
    """Return the text of a mapping file for the first of the lists; as `guess_entries`."""
    return guess_entries(inputs, context)
