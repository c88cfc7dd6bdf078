"""What a loader is given: its manifest, and a place to report what it could not take."""

from collections import Counter

from wsisgraph.errors import Problem
from wsisgraph.loading.facts import Origin
from wsisgraph.loading.manifest import Manifest


class Context:
    """Collects problems and counts while a source is read.

    A loader reports a bad row and goes on, so that one report names them all.
    """

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.problems: list[Problem] = []
        self.counted: Counter[str] = Counter()

    def problem(self, origin: Origin, found: str, mend: str) -> None:
        """Report something that cannot be taken: what was found there and how to mend it."""
        self.problems.append(Problem(str(origin), found, mend))

    def count(self, name: str, number: int = 1) -> None:
        """Count something the manifest has an expectation of (`[counts.NAME]`)."""
        self.counted[name] += number

    def value(self, field: str, printed: str, origin: Origin) -> str | None:
        """Return our key for a printed spelling, by `[values.FIELD]` of the manifest.

        An unknown spelling is reported as a problem and gives None.
        """
        known = self.manifest.values.get(field, {})
        if printed in known:
            return known[printed]
        if printed in known.values():
            return printed
        self.problem(
            origin,
            f"{field} is “{printed}”",
            f"use one of {', '.join(known)}, or add the spelling to [values.{field}]"
            " in source.toml",
        )
        return None

    def unmet_counts(self) -> list[Problem]:
        """Return a problem for every count that differs from the manifest's expectation."""
        where = f"{self.manifest.id}/source.toml"
        return [
            Problem(
                where,
                f"expected {count.expected} {name} ({count.reason}), found {self.counted[name]}",
                f"restore the rows, or correct [counts.{name}] with the reason",
            )
            for name, count in self.manifest.counts.items()
            if self.counted[name] != count.expected
        ]
