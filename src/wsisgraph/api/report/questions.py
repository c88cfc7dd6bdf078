"""By which query each question of the review is asked of the graph."""

from collections.abc import Mapping

from wsisgraph.api.reading import Reading

_ELSEWHERE = {
    "roles": "roles/in-line-on-date",
    "roles-then": "roles/line-through-the-years",
    # Nothing that is bundled answers these, so that they are no examples for others.
    "results": "api/report-results",
    "prizes": "api/report-prizes",
}
"""Questions that are asked by a query of another folder."""


def query_of(reading: Reading, key: str) -> str:
    """Return the name of the query that answers a question, "" where only a person can."""
    name = _ELSEWHERE.get(key, f"report/{key}")
    return name if name in reading.catalogue else ""


def values_of(reading: Reading, name: str, line: str, year: int) -> Mapping[str, str]:
    """Return what a query is asked with: of all that it could take, what it takes."""
    given = {"line": line, "year": str(year), "on": f"{year}-12-31", "lang": reading.lang}
    taken = reading.question(name).params
    return {key: value for key, value in given.items() if key in taken}
