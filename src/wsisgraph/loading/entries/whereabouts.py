"""Where an activity is carried out: countries, regions, a place; columns that are exchanged."""

from wsisgraph.loading import countries
from wsisgraph.loading.entries.columns import Columns
from wsisgraph.loading.entries.entry import Entry


def take_where(columns: Columns, entry: Entry, cells: list[str]) -> None:
    """Give an entry its countries and place; what is no country is told."""
    found: dict[countries.Country, None] = {}
    for place in columns.plan.places.get("country", ()):
        printed = columns.cell(place, entry.row, cells)
        if printed:
            found.update(dict.fromkeys(_country(columns, entry, place.name, printed)))
    if not found and (constant := columns.plan.constants.get("country")):
        found.update(dict.fromkeys(countries.place(constant).countries))
    entry.countries = tuple(found)
    entry.place = columns.text_of("place", entry.row, cells) or entry.place


def _country(
    columns: Columns, entry: Entry, column: str, printed: str
) -> tuple[countries.Country, ...]:
    place = countries.place(columns.meant("country", printed))
    if place.reach:
        entry.lists.setdefault("coverage", place.reach)
        if place.group:
            columns.tally.notice(
                entry.row,
                column,
                f"“{printed[:60]}” is a group of countries: the activity is taken for regional",
                "name its countries, so that it is found by them",
            )
            entry.place = printed
    elif place.guessed:
        columns.tally.notice(
            entry.row, column, f"“{printed[:60]}” is taken for {place.guessed}", "correct it"
        )
    for region in place.regions:
        columns.tally.notice(
            entry.row,
            column,
            f"“{printed[:60]}” is no country: the activity is taken to lie in the region {region}",
            "name its countries, so that it is found by them",
        )
    for missed in place.missed:
        _unknown(columns, entry, column, missed, f" in “{printed[:60]}”", printed)
    if not place.countries and not place.reach:
        why = f"; {place.unclear}" if place.unclear else ""
        _unknown(columns, entry, column, printed, why, printed)
    return place.countries


def _unknown(
    columns: Columns, entry: Entry, column: str, name: str, why: str, printed: str
) -> None:
    columns.tally.unknown(
        entry.row,
        column,
        f"“{name[:60]}” is no country or area of M49{why}",
        "correct it, or say in the mapping which country it is:"
        f' [values.country] "{printed[:60]}" = "…", with a code such as KE',
        entry.key,
    )


def is_exchanged(columns: Columns, entry: Entry, cells: list[str]) -> bool:
    """Tell whether organisation and country stand in each other's columns, and report it."""
    country, body = columns.plan.first("country"), columns.plan.first("organisation")
    if country is None or body is None or not entry.organisations:
        return False
    # Most countries are known, and are looked up here for the row anyhow.
    printed = columns.cell(country, entry.row, cells)
    if not printed or countries.place(columns.meant("country", printed)).is_known:
        return False
    if not all(map(countries.named, entry.organisations)):
        return False
    columns.problem(
        entry.row,
        "organisation",
        f"it names a country, and “{country.name}” names none: the two seem exchanged",
        f"exchange the two cells, or the headers “{body.name}” and “{country.name}” if all are",
        entry.key,
    )
    return True
