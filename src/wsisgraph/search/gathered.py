"""What is searched: things with their texts, read from tables that queries of ours gave.

The tables are the answers of `queries/api/search-*.rq` as CSV, so that nothing here needs an RDF
engine.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wsisgraph.search.analysis import LANGUAGES
from wsisgraph.terms import iris

TABLES = ("things", "texts", "lines", "goals")
"""Each is the answer of the question `api/search-…` of that name."""

FIELDS = ("label", "other", "code", "text")
SAID = "said"
"""What documents say word by word: only where the settings show it."""

_LONGEST = 20_000
"""Letters of one text that are searched."""

_APART = ("unconfirmed", "proposed", "rejected")


@dataclass(slots=True)
class Unit:
    """What is said of a thing in one language, and with which standing."""

    thing: int
    lang: str
    status: str
    tag: str
    """The language as it is written at the text; `lang` is the one whose words it is cut by."""
    labels: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Thing:
    """Something to be found, with what it belongs to."""

    iri: str
    kind: str
    weight: float
    within: str = ""
    locator: str = ""
    codes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Material:
    """Everything that is searched, things and units in the order of their IRIs."""

    things: list[Thing]
    units: list[Unit]


def read(folder: Path) -> Material:
    """Return what the tables of a folder hold."""
    csv.field_size_limit(sys.maxsize)
    places: dict[str, int] = {}
    things: list[Thing] = []
    for iri, kind, weight, within, locator in _rows(folder / "things.csv"):
        if iri not in places:
            # Rows come by weight: the first is the kind that counts.
            places[iri] = len(things)
            things.append(Thing(iri, kind, float(weight), within, locator))
    units = _units(folder / "texts.csv", places, things)
    for name in ("lines", "goals"):
        for iri, code in _rows(folder / f"{name}.csv"):
            if iri in places:
                getattr(things[places[iri]], name).append(code)
    return Material(things, units)


def _units(table: Path, places: dict[str, int], things: Sequence[Thing]) -> list[Unit]:
    units: dict[tuple[int, str, str], Unit] = {}
    common: dict[int, dict[str, list[str]]] = {}
    for iri, of, text, tag, graph in _rows(table):
        status = status_of(graph)
        at = places.get(iri)
        if at is None or not status or not text.strip():
            continue
        text = text[:_LONGEST]
        if of == "code" or not tag:
            if status == "accepted" or not things[at].codes:
                names = (
                    things[at].codes
                    if of == "code"
                    else common.setdefault(at, {}).setdefault(of, [])
                )
                if text not in names:
                    names.append(text)
            units.setdefault((at, "", status), Unit(at, "en", status, ""))
            continue
        lang = tag.partition("-")[0].lower()
        lang = lang if lang in LANGUAGES else LANGUAGES[0]
        unit = units.setdefault((at, tag, status), Unit(at, lang, status, tag))
        texts = {"label": unit.labels, "other": unit.others}.get(of, unit.texts)
        if text not in texts:
            texts.append(text)
    named = {(at, status) for at, tag, status in units if tag}
    found = []
    for (at, tag, status), unit in sorted(units.items()):
        if not tag and (at, status) in named:
            continue
        unit.others += [text for text in common.get(at, {}).get("other", ()) if text]
        unit.labels += [text for text in common.get(at, {}).get("label", ()) if not unit.labels]
        unit.texts += common.get(at, {}).get("text", ())
        found.append(unit)
    return found


def status_of(graph: str) -> str:
    """Return the standing of what a graph holds, "" where it is about the data themselves."""
    for status in _APART:
        if f"/graph/{status}/" in graph:
            return status
    return "accepted" if iris.is_accepted(graph) else ""


def _rows(table: Path) -> Iterator[list[str]]:
    with table.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows
