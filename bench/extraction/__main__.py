"""Print precision and recall of the loader of documents, per kind and language.

    python -m bench.extraction [--final] [--lang ar] [--only NAME] [--errors DIR]
                              [--speed]

Without `--final` the documents held back stay closed.
"""

import argparse
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench.extraction.gold import COUNCIL, HERE, Gold, council_gold, made_gold
from bench.extraction.markup import read_made
from bench.extraction.scoring import Report, Score, compare
from bench.extraction.system import System
from bench.extraction.writers import plain, write_made

LANGUAGES = ("zh", "en", "fr", "es", "ru", "ar")
SHARED = Path(os.environ.get("WSISGRAPH_SHARED", HERE.parents[1].parent / "shared"))
LARGE = 400_000
"""Bytes of the text that speed is measured on: a report of a hundred pages."""
ORDER = (
    *("structure", "change", "join", "resolution", "decision", "document", "instrument"),
    *("meeting", "event", "line", "goal", "target", "indicator", "body", "person"),
    *("programme", "country", "date", "figure", "address"),
)


def main() -> int:
    """Score the loader over all documents that may be opened."""
    parser = argparse.ArgumentParser(prog="python -m bench.extraction", description=__doc__)
    parser.add_argument("--final", action="store_true", help="only the documents held back")
    parser.add_argument("--lang", help="only documents of one language")
    parser.add_argument("--only", help="only the document of this name")
    parser.add_argument("--speed", action="store_true", help="measure speed as well")
    parser.add_argument("--errors", type=Path, help="a folder for the errors, one file a language")
    given = parser.parse_args()
    system = System()
    reports: dict[str, list[Report]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for gold, path in documents(Path(folder), final=given.final):
            if given.lang not in (None, gold.language) or given.only not in (None, gold.name):
                continue
            try:
                found = system.find(path)
            except Exception as fault:
                print(f"{gold.name}: {type(fault).__name__}: {fault}", file=sys.stderr)
                report = compare(gold, [])
            else:
                report = compare(gold, found.passages, found.joins)
            reports[gold.language].append(report)
    print_scores(reports)
    if given.speed:
        print_speed(system, given.lang)
    if given.errors:
        write_errors(reports, given.errors)
    return 0


def documents(folder: Path, *, final: bool) -> Iterator[tuple[Gold, Path]]:
    """Each document with its gold facts: the Council's and ours, or those held back."""
    if not final:
        for gold in sorted(COUNCIL.glob("*.jsonl")):
            for path in sorted((SHARED / "sources" / "itu-council").glob(f"{gold.stem}_*.txt")):
                yield council_gold(gold), path
    for source in sorted((HERE / "documents" / ("final" if final else "open")).glob("*.txt")):
        made = read_made(source)
        yield made_gold(made), write_made(made, folder)


def print_scores(reports: dict[str, list[Report]]) -> None:
    """A table: a row for each kind, and for each language precision and recall."""
    languages = [language for language in LANGUAGES if reports.get(language)]
    totals = {language: total(reports[language]) for language in languages}
    kinds = sorted(
        {kind for scores in totals.values() for kind in scores},
        key=lambda kind: (kind.startswith("~"), ORDER.index(kind) if kind in ORDER else 99, kind),
    )
    print(f"| kind | {' | '.join(languages)} |")
    print(f"| --- |{' --- |' * len(languages)}")
    for kind in kinds:
        cells = [cell(totals[language].get(kind, Score())) for language in languages]
        print(f"| {kind.replace('~', 'states: ')} | {' | '.join(cells)} |")


def print_speed(system: System, language: str | None) -> None:
    """Megabytes of plain text a second of processor, by language."""
    print("\n| text | MB | structure MB/s | mentions MB/s | both MB/s |")
    print("| --- | --- | --- | --- | --- |")
    for chosen in LANGUAGES:
        if language not in (None, chosen):
            continue
        made = (read_made(each) for each in (HERE / "documents/open").glob(f"{chosen}-*.txt"))
        text = "\n".join(plain(each) for each in made)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "large.txt"
            path.write_text(text * (LARGE // len(text.encode())), encoding="utf-8")
            size, structure, mentions = system.time(path)
        rates = [size / 1e6 / seconds for seconds in (structure, mentions, structure + mentions)]
        print(f"| {chosen} | {size / 1e6:.2f} | {' | '.join(f'{rate:.2f}' for rate in rates)} |")


def total(reports: list[Report]) -> dict[str, Score]:
    """The scores of several documents together."""
    scores: dict[str, Score] = defaultdict(Score)
    for report in reports:
        for kind, score in report.scores.items():
            scores[kind] += score
    return scores


def cell(score: Score) -> str:
    """Precision / recall (facts there), or a dash."""
    shares = ["–" if share is None else f"{share:.3f}" for share in (score.precision, score.recall)]
    there = score.right + score.missing
    return f"{' / '.join(shares)} ({there})" if there or score.wrong else "–"


def write_errors(reports: dict[str, list[Report]], folder: Path) -> None:
    """One file for each language, an error a line."""
    folder.mkdir(parents=True, exist_ok=True)
    for language, of_language in reports.items():
        lines = [line for report in of_language for line in report.errors]
        (folder / f"{language}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
