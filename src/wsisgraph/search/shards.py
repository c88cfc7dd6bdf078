"""The index as small scripts, for pages that are files: `python -m wsisgraph.search.shards`.

A page from a disk may load a script and may not fetch data; so each file calls `wsisgraphSearch`
with its name and what it holds. A search loads the few files that it needs:

- `index`: what there is, and where each file of words and names begins;
- `things-N`: [path, code, within, locator] of each thing that has a page, `of`: type, lines, goals
  of all things (sets: the bit of each position);
- `names-N`: what is known as a whole, with the things that it means;
- `LANG/words-N`: for each word the form that is met most often, and thing, weight, thing, weight …
  (things as differences);
- `LANG/texts-N`: [language tag, names, other names, texts] of each thing.

They hold accepted texts only. `search-find.js` searches by them as `asking` does by the database; a
test holds the two together.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from wsisgraph.search.analysis import LANGUAGES, TABLE
from wsisgraph.search.asking import MOST_WORDS
from wsisgraph.search.gathered import Material, read
from wsisgraph.search.index import Index, build
from wsisgraph.search.index import names as names_of
from wsisgraph.terms.codes import ACTION_LINES, GOALS

COMMON = "common"
"""Instead of a language: what does not depend on one."""

PAGES = "pages.csv"
"""Beside the tables: which things have a page, and its path from the folder of its language."""

INDEX = "index.js"

_AT_ONCE = 50
"""Things in one file."""

_BYTES = 30_000
"""About what a file of words or names has."""

_ABREAST = min(os.cpu_count() or 1, 2)
"""Languages that are worked on at the same time: more would need memory, and nobody waits."""


class Files:
    """Writes the scripts into a folder; tells where those in order begin."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, body: object) -> None:
        """Write one script."""
        path = self._folder / f"{name}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"wsisgraphSearch({_json(name)},{_json(body)})\n", encoding="utf-8")

    def write_in_order(self, name: str, entries: Iterable[tuple[str, Any]]) -> list[str]:
        """Write entries into scripts of a fair size; returns the first entry of each."""
        first: list[str] = []
        body: dict[str, Any] = {}
        size = 0
        for key, entry in sorted(entries, key=lambda pair: _order(pair[0])):
            if not body:
                first.append(key)
            body[key] = entry
            size += len(_json(entry)) + len(key.encode()) + 6
            if size > _BYTES:
                self.write(f"{name}-{len(first) - 1}", body)
                body, size = {}, 0
        if body:
            self.write(f"{name}-{len(first) - 1}", body)
        return first


def write_common(material: Material, paths: dict[str, str], files: Files) -> dict[str, Any]:
    """Write what depends on no language; returns what the index tells of it."""
    places = _places(material, paths)
    by_iri = {thing.iri: at for at, thing in enumerate(material.things)}
    kinds = list(dict.fromkeys(thing.kind for thing in material.things))
    told = []
    for at, thing in enumerate(material.things):
        if at not in places:
            continue
        code = thing.codes[0] if thing.codes else ""
        within = places.get(by_iri.get(thing.within, -1), -1)
        told.append([paths[thing.iri], code, within, thing.locator])
    for number in range(0, len(told), _AT_ONCE):
        files.write(f"things-{number // _AT_ONCE}", told[number : number + _AT_ONCE])
    shown = [material.things[at] for at in places]
    files.write(
        "of",
        {
            "kinds": [kinds.index(thing.kind) for thing in shown],
            "lines": [_bits(thing.lines, ACTION_LINES) for thing in shown],
            "goals": [_bits(thing.goals, GOALS) for thing in shown],
        },
    )
    names = (
        (key, [places[at] for at in found if at in places])
        for key, found in names_of(material).items()
    )
    begins = files.write_in_order("names", ((key, found) for key, found in names if found))
    return {
        "table": TABLE,
        "kinds": kinds,
        "lines": ACTION_LINES,
        "goals": GOALS,
        "things": len(told),
        "each": _AT_ONCE,
        "words": MOST_WORDS,
        "names": begins,
        "languages": LANGUAGES,
    }


def write_language(index: Index, paths: dict[str, str], lang: str, files: Files) -> dict[str, Any]:
    """Write the words and texts of a language; returns what the index tells of them."""
    material = index.material
    places = _places(material, paths)
    texts: dict[int, dict[int, Any]] = {}
    shown: dict[int, int] = {}
    for at, unit in enumerate(material.units):
        if unit.lang == lang and unit.status == "accepted" and unit.thing in places:
            place = shown[at] = places[unit.thing]
            own = texts.setdefault(place // _AT_ONCE, {})
            own.setdefault(place, [unit.tag, unit.labels, unit.others, unit.texts])
    for number, own in sorted(texts.items()):
        files.write(f"{lang}/texts-{number}", own)
    begins = files.write_in_order(f"{lang}/words", _postings(index, lang, shown))
    return {"words": begins, "texts": sorted(texts)}


def _postings(index: Index, lang: str, shown: dict[int, int]) -> Iterator[tuple[str, Any]]:
    for term, postings in index.postings.get(lang, {}).items():
        best: dict[int, int] = {}
        for unit, weight in postings:
            if unit in shown:
                best[shown[unit]] = max(best.get(shown[unit], 0), weight)
        if best:
            told: list[Any] = [index.surfaces[lang][term]]
            last = 0
            for place, weight in sorted(best.items()):
                told += (place - last, weight)
                last = place
            yield term, told


def _places(material: Material, paths: dict[str, str]) -> dict[int, int]:
    """Return the place of each thing among those that have a page."""
    with_page = (at for at, thing in enumerate(material.things) if thing.iri in paths)
    return {at: place for place, at in enumerate(with_page)}


def _bits(codes: Sequence[str], among: Sequence[str]) -> int:
    return sum(1 << among.index(code) for code in set(codes) if code in among)


def _order(text: str) -> bytes:
    """Return what texts are ordered by, as a script compares them: by units of UTF-16."""
    return text.encode("utf-16-be", "surrogatepass")


def _json(body: object) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the scripts of some languages, each in a process of its own; `common` is one of them.

    Beside the tables lies then what the index tells of each, as `told-LANG.json`.
    """
    parser = argparse.ArgumentParser(prog="wsisgraph search files")
    parser.add_argument("tables", type=Path)
    parser.add_argument("into", type=Path)
    parser.add_argument("lang", nargs="+")
    given = parser.parse_args(arguments)
    if len(given.lang) > 1:
        with ThreadPoolExecutor(_ABREAST) as pool:
            made = list(pool.map(partial(_apart, given.tables, given.into), given.lang))
        return max(made)
    [lang] = given.lang
    with (given.tables / PAGES).open(newline="", encoding="utf-8") as file:
        paths = {iri: path for iri, path in csv.reader(file)}
    material = read(given.tables)
    files = Files(given.into)
    if lang == COMMON:
        told = write_common(material, paths, files)
    else:
        told = write_language(build(material, (lang,), with_names=False), paths, lang, files)
    (given.tables / f"told-{lang}.json").write_text(_json(told), encoding="utf-8")
    return 0


def _apart(tables: Path, into: Path, lang: str) -> int:
    command = (sys.executable, "-m", "wsisgraph.search.shards", str(tables), str(into), lang)
    return abs(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    sys.exit(main())
