"""The form that narrows a list or the matrix: its fields, what they take, what was asked."""

from collections.abc import Mapping, Sequence

from wsisgraph.api import problems
from wsisgraph.api.pages import Choice, Concept, Field, Text
from wsisgraph.api.reading import Reading, Row, value
from wsisgraph.questions.parameters import written
from wsisgraph.terms import codes, iris
from wsisgraph.terms.polyglot import in_each, merged, several, spread

STATUSES = ("accepted", "unconfirmed", "proposed", "rejected")
BASES = ("asserted", "roadmap", "matrix")


async def fields(
    reading: Reading, given: Mapping[str, str], names: Sequence[str]
) -> tuple[Field, ...]:
    """Return the fields of these parameters in their order, with the values that were asked.

    A closed list has its choices; what is open (a country, a date) is written.
    """
    lists = {
        "agency": await _agencies(reading) if "agency" in names else (),
        "region": await _regions(reading) if "region" in names else (),
        "action_line": await _lines(reading) if "action_line" in names else (),
        "goal": await _goals(reading) if "goal" in names else (),
        "source": await _source_choices(reading) if "source" in names else (),
        "basis": tuple(Choice(key, Text(key)) for key in BASES),
        "status": tuple(Choice(key, Text(key)) for key in STATUSES),
    }
    found = []
    for name in names:
        asked = given.get(name, "")
        choices = lists.get(name, ())
        known = {value for choice in choices for value in several(choice.value)}
        if choices and asked and asked not in known:
            # Several values, or another spelling: what was asked stays a choice.
            choices = (*choices, Choice(asked, Text(asked)))
        found.append(Field(name, name, "string", False, asked, choices))
    return tuple(found)


async def _agencies(reading: Reading) -> tuple[Choice, ...]:
    rows = await reading.rows("api/agencies")
    concepts = await reading.concepts(value(row, "agency") for row in rows)
    found = []
    for iri, concept in concepts.items():
        found.append(Choice(agency_key(iri), Text(concept.code) if concept.code else concept.label))
    each = spread(found) or [found]
    ordered: list[Choice] = merged([sorted(choices, key=_by_label) for choices in each])
    return tuple(ordered)


def _by_label(choice: Choice) -> str:
    return choice.label.value.casefold()


def agency_key(iri: str) -> str:
    """Return an agency as it is asked for: its key, or what is left of its IRI."""
    return written(f"<{iri}>").removeprefix(iris.base_iri())


async def _regions(reading: Reading) -> tuple[Choice, ...]:
    rows = await reading.rows("api/regions")
    wanted = {value(row, name) for row in rows for name in ("scheme", "region")}
    concepts = await reading.concepts(wanted)
    return tuple(
        Choice(
            region_key(row),
            concepts[value(row, "region")].label,
            concepts[value(row, "scheme")].label,
        )
        for row in rows
    )


async def sources(reading: Reading, given: str) -> tuple[str, ...]:
    """Return the graphs of the sources that a parameter names, those of every standing.

    Raises:
        HttpProblem: 400, a source that states nothing of activities; says which do.
    """
    known = await _graphs_of_sources(reading)
    found: list[str] = []
    for part in filter(None, (part.strip() for part in given.split(","))):
        name = source_key(part)
        if name not in known:
            raise problems.bad_parameter(
                "source",
                f"No source “{part}” says anything of activities",
                valid_values=tuple(known),
            )
        found += known[name]
    return tuple(found)


async def _graphs_of_sources(reading: Reading) -> dict[str, list[str]]:
    """Return the graphs of each source that states what activities serve."""
    found: dict[str, list[str]] = {}
    for row in await reading.rows("api/sources", statuses=STATUSES):
        found.setdefault(source_key(value(row, "graph")), []).append(value(row, "graph"))
    return dict(sorted(found.items()))


def source_key(graph: str) -> str:
    """Return the key of a source: `itu-council`, of any of its graphs or of the key itself."""
    name = graph.rpartition("/graph/")[2]
    status, slash, rest = name.partition("/")
    return rest if slash and status in STATUSES else name


async def _source_choices(reading: Reading) -> tuple[Choice, ...]:
    titles = await reading.graphs()
    return tuple(
        Choice(key, Text(next(filter(None, map(titles.get, graphs)), key)))
        for key, graphs in (await _graphs_of_sources(reading)).items()
    )


async def _lines(reading: Reading) -> tuple[Choice, ...]:
    keys = {codes.action_line_iri(line): line for line in codes.ACTION_LINES}
    concepts = await reading.concepts(keys)
    return tuple(Choice(line, _coded(line, concepts[iri])) for iri, line in keys.items())


async def _goals(reading: Reading) -> tuple[Choice, ...]:
    keys = {iris.sdg(goal): goal for goal in codes.GOALS}
    concepts = await reading.concepts(keys)
    return tuple(Choice(goal, _coded(goal, concepts[iri])) for iri, goal in keys.items())


def _coded(code: str, concept: Concept) -> Text:
    return Text(_after(code, concept.label.value), concept.label.lang)


@in_each
def _after(code: str, name: str) -> str:
    return f"{code} {name}"


def region_key(row: Row) -> str:
    """Return a region as it is asked for: itu-regions/africa, or the code of M49 alone."""
    scheme = value(row, "scheme")
    if not scheme.startswith(iris.VOCAB):
        return value(row, "code")
    return f"{scheme.removeprefix(iris.VOCAB)}/{value(row, 'code')}"
