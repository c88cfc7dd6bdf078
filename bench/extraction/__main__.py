"""Print precision and recall of the loader of documents, per kind and language.

    python -m bench.extraction [--final [SET]] [--lang ar] [--only NAME]
                              [--errors DIR] [--speed]

Without `--final` the documents held back stay closed. With it their sets are scored one by one, or
only the one that is named.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.extraction.gold import HERE
from bench.extraction.markup import read_made
from bench.extraction.scoring import Report, compare
from bench.extraction.sources import HELD_BACK, OPEN, documents
from bench.extraction.system import System
from bench.extraction.tables import LANGUAGES, print_scores, write_errors
from bench.extraction.writers import plain

LARGE = 400_000
"""Bytes of the text that speed is measured on: a report of a hundred pages."""


def main() -> int:
    """Score the loader over all documents that may be opened."""
    parser = argparse.ArgumentParser(prog="python -m bench.extraction", description=__doc__)
    parser.add_argument(
        "--final",
        nargs="?",
        const="all",
        choices=("all", *HELD_BACK),
        help="those held back",
    )
    parser.add_argument("--lang", help="only documents of one language")
    parser.add_argument("--only", help="only the document of this name")
    parser.add_argument("--speed", action="store_true", help="measure speed as well")
    parser.add_argument("--errors", type=Path, help="a folder for the errors, one file a language")
    given = parser.parse_args()
    system = System()
    for of in {None: (OPEN,), "all": HELD_BACK}.get(given.final, (given.final,)):
        if given.final:
            print(f"\nHeld back: {of}\n")
        reports = score(system, of, given.lang, given.only)
        print_scores(reports)
        if given.errors:
            write_errors(reports, given.errors / of if given.final else given.errors)
    if given.speed:
        print_speed(system, given.lang)
    return 0


def score(system: System, of: str, lang: str | None, only: str | None) -> dict[str, list[Report]]:
    """The reports of the documents of a set, by language; a file that is not read finds nothing."""
    reports: dict[str, list[Report]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for gold, path in documents(Path(folder), of):
            if lang not in (None, gold.language) or only not in (None, gold.name):
                continue
            try:
                found = system.find(path)
            except Exception as fault:
                print(f"{gold.name}: {type(fault).__name__}: {fault}", file=sys.stderr)
                report = compare(gold, [])
            else:
                report = compare(gold, found.passages, found.joins)
            reports[gold.language].append(report)
    return reports


def varied(lines: list[str]) -> str:
    """The lines again and again, none the same as another: what was found once helps nobody."""
    text: list[str] = []
    size = 0
    while size < LARGE:
        for line in filter(None, lines):
            text.append(f"{line} ({len(text)})")
            size += len(text[-1].encode()) + 2
    return "\n\n".join(text)


def print_speed(system: System, language: str | None) -> None:
    """Megabytes of plain text a second of processor, by language."""
    print("\n| text | MB | structure MB/s | mentions MB/s | both MB/s |")
    print("| --- | --- | --- | --- | --- |")
    for chosen in LANGUAGES:
        if language not in (None, chosen):
            continue
        made = (read_made(each) for each in (HERE / "documents/open").glob(f"{chosen}-*.txt"))
        lines = "\n".join(plain(each) for each in made).splitlines()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "large.txt"
            path.write_text(varied(lines), encoding="utf-8")
            size, structure, mentions = system.time(path)
        rates = [size / 1e6 / seconds for seconds in (structure, mentions, structure + mentions)]
        print(f"| {chosen} | {size / 1e6:.2f} | {' | '.join(f'{rate:.2f}' for rate in rates)} |")


if __name__ == "__main__":
    sys.exit(main())
