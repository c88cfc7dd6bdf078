"""Load tables of entries: open, map, bring bodies together, and make the facts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from wsisgraph.errors import InputRefused
from wsisgraph.loading.context import Context
from wsisgraph.loading.documents import (
    document_facts,
    document_iri,
    edition_facts,
    series_facts,
)
from wsisgraph.loading.entries.bodies import Bodies
from wsisgraph.loading.entries.facts import EntryFacts
from wsisgraph.loading.entries.plan import Plan, make_plan
from wsisgraph.loading.entries.understand import Understanding
from wsisgraph.loading.facts import Fact, Lines, facts_of
from wsisgraph.loading.known_bodies import KnownBodies
from wsisgraph.loading.mapping.choose import choose_mapping, guess_text
from wsisgraph.loading.reading import Table, open_table
from wsisgraph.loading.tally import Tally


@dataclass(frozen=True, slots=True)
class Profile:
    """What a source of entries has in common, whatever table is loaded.

    Attributes:
        known_from: id of the source that describes the bodies this graph has.
        series: key of a series of prizes that a bundled source describes; empty for a list of none.
        series_names: what its editions are called by, by language.
        constants: values of fields for every row, unless the mapping gives others.
    """

    known_from: str
    series: str = ""
    series_names: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the tables of a load, opened and understood as far as its columns."""

    table: Table
    plan: Plan
    number: int
    tally: Tally
    understanding: Understanding


def load_entries(
    inputs: Sequence[Path],
    context: Context,
    profile: Profile,
    constants_of: Callable[[Path], Mapping[str, str]] = lambda path: {},
) -> Iterator[Fact | Lines]:
    """Yield the facts of each table: the document, then row by row.

    Whatever cannot be understood is reported to the context; a row with a fault gives no fact. The
    bodies of all tables are brought together before the first row.

    Args:
        inputs: the tables.
        context: takes the remarks.
        profile: what the tables have in common.
        constants_of: what else holds for every row of one table.

    Raises:
        InputRefused: the mapping file cannot be used.
    """
    parts: list[_Part] = []
    for number, path in enumerate(inputs, start=1):
        mapping = choose_mapping(path, "entries", context)
        if mapping is None:
            continue
        table = open_table(path, context, mapping.layout)
        if table is None:
            continue
        series = {"series": profile.series} if profile.series else {}
        common = {**series, **profile.constants, **constants_of(path)}
        constants = {**common, **mapping.constants, **_given(context)}
        plan = make_plan(table, replace(mapping, constants=constants), context)
        if plan is not None and _has_edition(table, plan, context):
            tally = Tally(table, context)
            known = KnownBodies(profile.known_from)
            understanding = Understanding(table, plan, tally, context, known)
            parts.append(_Part(table, plan, number, tally, understanding))
    bodies = _bodies(parts, context, profile)
    for part in parts:
        read = _load(part, bodies, context, profile)
        yield from read if context.takes_lines else facts_of(read)


def guess_entries(inputs: Sequence[Path], context: Context) -> str:
    """Return the text of a mapping file that fits the first of the tables.

    Raises:
        InputRefused: the table cannot be read.
    """
    text = guess_text(inputs[0], "entries", context)
    if text is None:
        raise InputRefused("The table cannot be read", context.problems)
    return text


def _load(
    part: _Part, bodies: Bodies, context: Context, profile: Profile
) -> Iterator[Fact | Lines]:
    table, tally = part.table, part.tally
    mapping = part.plan.mapping
    language = context.options.language or mapping.language or context.manifest.language
    iri = document_iri(context.manifest.id, part.number)
    issued = context.options.parameters.get("issued", mapping.issued)
    yield from document_facts(table, iri, title=mapping.title, issued=issued, language=language)
    series = mapping.constants.get("series", "")
    origin = table.origin(table.header_row or None)
    names = {"en": series, "zh": series}
    if series == profile.series:
        names = dict(profile.series_names)
    # The series of the profile is described with the bundled sources.
    if series and series != profile.series:
        yield from series_facts(series, names, "prize", iri, origin)
    make = EntryFacts(context.manifest.id, iri, series, language)
    editions: set[str] = set()
    for entry in part.understanding.entries():
        context.count("entries")
        if series and not entry.edition:
            tally.unknown(
                entry.row,
                "",
                "the row names no year of the prizes, and gives no nomination",
                "fill the column of the edition, or load with --set edition=2015",
                entry.key,
            )
        if series and entry.edition and entry.edition not in editions:
            editions.add(entry.edition)
            yield from edition_facts(series, names, entry.edition, origin)
        yield from make.facts(entry, bodies, table.origin(entry.row))
    tally.tell()


def _has_edition(table: Table, plan: Plan, context: Context) -> bool:
    """Tell whether a list of prizes says of which year they are; report it if not."""
    if "series" not in plan.constants or plan.first("edition") or "edition" in plan.constants:
        return True
    context.problem(
        table.origin(table.header_row or None),
        "no year of the prizes is given: there is no column of it, and no constant",
        "load it with --set edition=2015, with the year of the prizes",
    )
    return False


def _bodies(parts: Sequence[_Part], context: Context, profile: Profile) -> Bodies:
    """Read the tables once for their bodies; what is wrong with rows is told when they are read."""
    bodies = Bodies(profile.known_from)
    for part in parts:
        place = part.plan.first("organisation")
        bodies.begin(part.table, place.name if place else "")
        empty = True
        for row, country, names in part.understanding.bodies():
            bodies.take(row, country, names)
            empty = False
        if empty:
            context.notice(
                part.table.origin(part.table.header_row or None),
                "there is no row below the header; what an earlier export gave is retired",
                "see that the export is complete",
            )
    bodies.settle(context)
    return bodies


def _given(context: Context) -> dict[str, str]:
    """Return the constants that the person gave with the command (`--set edition=2015`)."""
    given = context.options.parameters.items()
    return {name: value for name, value in given if name not in ("issued", "encoding")}
