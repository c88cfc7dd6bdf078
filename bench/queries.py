"""What the clients of a load test ask: what a page, an analyst and an attacker would."""

import itertools

from tests.drills import bombs

_HEAD = """PREFIX wsis: <https://w3id.org/wsis-sdg/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX line: <https://w3id.org/wsis-sdg/vocab/action-lines/>
PREFIX sdg: <http://metadata.un.org/sdg/>
"""
_GOALS = [f"sdg:{goal}" for goal in range(1, 18)]
_LINES = [f"line:c{line}" for line in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11)]

_OF_A_GOAL = (
    "SELECT ?label {{ {goal} skos:prefLabel ?label }}",
    "SELECT ?line ?strength {{ ?l wsis:linksTo {goal} ; wsis:actionLine ?line "
    "OPTIONAL {{ ?l wsis:strength ?strength }} }}",
    "ASK {{ ?link wsis:linksTo {goal} }}",
    "SELECT ?target ?label {{ ?target skos:broader {goal} ; skos:prefLabel ?label "
    'FILTER(LANG(?label) = "en") }} ORDER BY ?target',
    "SELECT ?activity (COUNT(?link) AS ?links) {{ ?link wsis:activity ?activity ; "
    "wsis:linksTo/skos:broader* {goal} }} GROUP BY ?activity ORDER BY DESC(?links) LIMIT 20",
)
_OF_A_LINE = (
    "SELECT ?agency ?role {{ ?r wsis:roleIn {line} ; org:member ?agency ; org:role ?role }}",
    "SELECT ?l ?to {{ ?l wsis:actionLine {line} ; wsis:linksTo ?to }} LIMIT 100",
    "CONSTRUCT {{ {line} ?p ?o }} WHERE {{ {line} ?p ?o }}",
    "SELECT ?activity ?passage {{ ?link wsis:activity ?activity ; wsis:linksTo {line} ; "
    "wsis:statedIn ?passage }} ORDER BY ?activity LIMIT 50",
    "SELECT (COUNT(*) AS ?n) {{ ?l wsis:actionLine {line} }}",
)

QUERIES = [
    *(_HEAD + form.format(goal=goal) for form, goal in itertools.product(_OF_A_GOAL, _GOALS)),
    *(_HEAD + form.format(line=line) for form, line in itertools.product(_OF_A_LINE, _LINES)),
]
"""Small queries: points, short joins, short paths, small groups."""

WALKS = [
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)",
    "SELECT ?class (COUNT(*) AS ?n) { ?s a ?class } GROUP BY ?class",
    'SELECT ?s ?label { ?s ?p ?label FILTER(CONTAINS(LCASE(STR(?label)), "broadband")) } LIMIT 50',
]
"""Queries that walk over all data, as analysts ask now and then."""

LOAD_BOMBS = [
    bombs.PRODUCTS[name]
    for name in (
        "a count of a product",
        "every aggregate",
        "a product that nothing passes",
        "minus everything",
        "stars upon stars",
    )
] + [
    bombs.CLOSURES["both ways"],
    bombs.CLOSURES["star upon star upon star"],
    bombs.EXPRESSIONS["alternatives of everything"],
    bombs.EXPRESSIONS["such a thing, computed"],
]
"""Bombs of time, which every server can survive; those that end a server are in `hostile`."""


def service_call(canary: str) -> str:
    """Return a query that makes an unguarded server call an address."""
    return f"SELECT * {{ SERVICE SILENT <{canary}> {{ ?s ?p ?o }} }}"
