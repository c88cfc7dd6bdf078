"""Areas and countries of M49, and the region schemes that countries belong to.

Codes and hierarchy are curated in a table; ISO codes come from pycountry and names in the six
languages from CLDR (through babel), both installed and read at build. Which country belongs to
which region of ITU or of a UN regional commission is from memory, hence unconfirmed.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pycountry
from babel import Locale

from wsisgraph.loading import Context, Fact, Origin, Row, Term, literal, node, rows, turtle_facts
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, SKOS, WSIS

LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")

AREA_COLUMNS = ("code", "kind", "within", "name")
MEMBERSHIP_COLUMNS = ("country", "scheme", "region")

_CODE = re.compile(r"\d{3}")
_WORLD = "001"

# The UN's own class, scheme and properties of geographic areas (metadata.un.org/sdg/codes).
_AREA_CLASS = iris.SDG + "/codes/geoArea"
_AREA_SCHEME = iris.SDG + "/codes/geoAreaCodes"
_ISO2 = _AREA_CLASS + "#iso2code"
_ISO3 = _AREA_CLASS + "#iso3code"


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Yield areas with names and hierarchy, then memberships, in the order of the files.

    A file whose name begins with `memberships` has the columns of memberships, any other CSV those
    of areas. Bad rows are reported to the context: a code that M49, ISO or CLDR does not know, an
    area within one that is not given, an unknown scheme or region, a row given twice.
    """
    for path in inputs:
        if path.suffix == ".ttl":
            yield from turtle_facts(path, context)
        elif path.stem.startswith("memberships"):
            yield from _memberships(path, context)
        else:
            yield from _areas(path, context)


def _areas(path: Path, context: Context) -> Iterator[Fact]:
    table: dict[str, Row] = {}
    for row in rows(path, context, AREA_COLUMNS):
        if _CODE.fullmatch(row["code"]) is None:
            context.problem(row.origin, f"code is “{row['code']}”", "write three digits, as in 004")
        elif (first := table.setdefault(row["code"], row)) is not row:
            context.problem(
                row.origin,
                f"the area {row['code']} was already given at {first.origin}",
                "delete one of the two rows",
            )
    for row in table.values():
        yield from _area(row, table, context)


def _area(row: Row, table: dict[str, Row], context: Context) -> Iterator[Fact]:
    kind = context.value("kind", row["kind"], row.origin)
    if kind is None:
        return
    if row["within"] not in table and row["code"] != _WORLD:
        context.problem(
            row.origin,
            f"the area {row['code']} is within “{row['within']}”, which no row gives",
            "write the code of the smallest area around it, and give that area a row",
        )
        return
    country = pycountry.countries.get(numeric=row["code"]) if kind == "country" else None
    if kind == "country" and country is None:
        context.problem(
            row.origin, f"ISO 3166-1 has no country {row['code']}", "correct the code, or the kind"
        )
        return
    names = _names(country.alpha_2 if country else row["code"])
    if names is None:
        context.problem(
            row.origin, f"CLDR has no name of {row['code']}", "leave the area out, or correct it"
        )
        return
    context.count("countries" if country else "regions")
    said: list[tuple[str, Term]] = [
        (RDF.type, node(_AREA_CLASS)),
        (RDF.type, node(SKOS.Concept)),
        (SKOS.inScheme, node(_AREA_SCHEME)),
        (SKOS.notation, literal(row["code"])),
        *((SKOS.prefLabel, literal(name, language=lang)) for lang, name in names.items()),
    ]
    if row["name"] != names["en"]:
        said.append((SKOS.altLabel, literal(row["name"], language="en")))
    if row["within"]:
        said.append((SKOS.broader, node(iris.geo_area(row["within"]))))
    else:
        said.append((SKOS.topConceptOf, node(_AREA_SCHEME)))
    if country:
        said += [(_ISO2, literal(country.alpha_2)), (_ISO3, literal(country.alpha_3))]
    for predicate, term in said:
        yield Fact(iris.geo_area(row["code"]), predicate, term, row.origin)


def _names(territory: str) -> dict[str, str] | None:
    """Return CLDR's name of a territory in each language, or None if one is missing."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        name = Locale(language).territories.get(territory)
        if not name:
            return None
        names[language] = name
    return names


def _memberships(path: Path, context: Context) -> Iterator[Fact]:
    seen: dict[tuple[str, str], Origin] = {}
    for row in rows(path, context, MEMBERSHIP_COLUMNS):
        country = pycountry.countries.get(alpha_3=row["country"])
        if country is None:
            context.problem(
                row.origin,
                f"country is “{row['country']}”",
                "write the three letters of ISO 3166-1, as in KEN",
            )
            continue
        scheme = context.value("scheme", row["scheme"], row.origin)
        if scheme is None:
            continue
        region = context.value(scheme, row["region"], row.origin)
        if region is None:
            continue
        member, group = iris.geo_area(country.numeric), iris.vocab(scheme, region)
        first = seen.setdefault((member, group), row.origin)
        if first is not row.origin:
            context.problem(
                row.origin,
                f"{row['country']} in {scheme}/{region} was already given at {first}",
                "delete one of the two rows",
            )
            continue
        context.count(scheme)
        yield Fact(member, WSIS.inRegion, node(group), row.origin, "unconfirmed")
