"""What scores look like: a table for people, and a list of errors."""

from collections import defaultdict
from pathlib import Path

from bench.extraction.scoring import Report, Score

LANGUAGES = ("zh", "en", "fr", "es", "ru", "ar")
ORDER = (
    *("structure", "change", "join", "resolution", "decision", "document", "instrument"),
    *("meeting", "event", "line", "goal", "target", "indicator", "body", "person"),
    *("programme", "country", "date", "figure", "address"),
)


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
