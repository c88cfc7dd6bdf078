"""What a loader is given: its manifest, its options, and a place to tell what it found."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from wsisgraph.errors import Problem
from wsisgraph.loading.facts import Origin
from wsisgraph.loading.manifest import Manifest


class Kind(StrEnum):
    """What a remark is about."""

    PROBLEM = "problem"
    """Something was not taken."""
    UNKNOWN = "unknown"
    """A column or value that nobody knows: the rest was taken, and `--strict` refuses it."""
    NOTICE = "notice"
    """Something was taken, and is worth telling: a merged organisation, a fault of the source."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a loader, or the gate, has to tell about a place of a source.

    Attributes:
        kind: what it means for the load.
        origin: the place.
        found: what was found there, as a sentence without a full stop.
        mend: how to mend it; empty when there is nothing to do.
        record: key of the record concerned; empty for the row of `origin`, or the whole file.
    """

    kind: Kind
    origin: Origin
    found: str
    mend: str = ""
    record: str = ""

    def as_problem(self) -> Problem:
        """Return it as errors carry it."""
        return Problem(str(self.origin), self.found, self.mend)


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who loads wants.

    Attributes:
        strict: unknown columns and values are problems.
        language: language of the texts of the file; None for that of the manifest.
        mapping: a file that says what columns and values mean.
        parameters: further options of a source, by name (`--set NAME=VALUE`).
        with_texts: what the passages of a document say is to be stored too.
    """

    strict: bool = False
    language: str | None = None
    mapping: Path | None = None
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    with_texts: bool = False


def _here(function: Callable[[bytes], bytes], data: bytes) -> bytes:
    return function(data)


class Context:
    """Takes remarks and counts while a source is read.

    A loader tells of a bad row and goes on, so that one report names them all.

    Attributes:
        manifest: what the source says of itself. Its `id` is what graphs and IRIs are named after,
            which a person may have chosen (`--as ID`).
        options: what the person who loads wants.
        problems: what cannot be taken, unless remarks go to `tell`.
        notices: every other remark, unless remarks go to `tell`.
        counted: what was counted, by name.
        about: what a file says of itself, for the description of its graph: `title`, `publisher`
            (an IRI), `licence` (an IRI), `source-terms`, `citation` and `issued`, each instead of
            what the manifest says.
        layouts: how tables were opened, by the names of their files, so that whoever opens one
            again finds the same rows.
        mappings: by what mapping tables were read, as text, by the names of their files, so that
            rows which were not taken are read by the same one when they come back.
        apart: runs a function on foreign bytes where it can do no harm, which is here unless the
            gate says otherwise. What the function needs must have been imported before.
        takes_lines: whoever reads takes `Lines` beside facts, which are many times as fast.
    """

    def __init__(
        self,
        manifest: Manifest,
        options: Options | None = None,
        *,
        tell: Callable[[Remark], None] | None = None,
        takes_lines: bool = False,
    ) -> None:
        """Begin a reading.

        Args:
            manifest: of the source that is read.
            options: what the person wants; by default, what a build does.
            tell: takes each remark as it comes, and nothing is kept here.
            takes_lines: whether `Lines` are taken beside facts.
        """
        self.manifest = manifest
        self.options = options or Options()
        self.problems: list[Problem] = []
        self.notices: list[Remark] = []
        self.counted: Counter[str] = Counter()
        self.about: dict[str, str] = {}
        self.layouts: dict[str, dict[str, Any]] = {}
        self.mappings: dict[str, str] = {}
        self.takes_lines = takes_lines
        self.apart: Callable[[Callable[[bytes], bytes], bytes], bytes] = _here
        self._tell = tell or self._keep

    @property
    def language(self) -> str:
        """Language of the texts that are read."""
        return self.options.language or self.manifest.language

    def call_it(self, source_id: str) -> None:
        """Name the data set by what a file says, before the first fact of it is given."""
        self.manifest = replace(self.manifest, id=source_id)

    def problem(self, origin: Origin, found: str, mend: str, *, record: str = "") -> None:
        """Report something that cannot be taken: what was found there and how to mend it.

        With `record`, that whole record is not taken; without, the row or file of `origin`.
        """
        self._tell(Remark(Kind.PROBLEM, origin, found, mend, record))

    def unknown(self, origin: Origin, found: str, mend: str, *, record: str = "") -> None:
        """Report a column or value that nobody knows, beside which the rest can be taken.

        With `--strict` it is a problem.
        """
        kind = Kind.PROBLEM if self.options.strict else Kind.UNKNOWN
        self._tell(Remark(kind, origin, found, mend, record))

    def notice(self, origin: Origin, found: str, mend: str = "", *, record: str = "") -> None:
        """Tell of something that was taken, and that the person should know."""
        self._tell(Remark(Kind.NOTICE, origin, found, mend, record))

    def of_another(self, rename: Callable[[Origin], Origin]) -> "Context":
        """Return a context for a file that is made of the one that was brought.

        Args:
            rename: gives the place in the file that was brought.
        """

        def tell(remark: Remark) -> None:
            self._tell(replace(remark, origin=rename(remark.origin)))

        other = Context(self.manifest, self.options, tell=tell, takes_lines=self.takes_lines)
        other.counted, other.about, other.apart = self.counted, self.about, self.apart
        return other

    def count(self, name: str, number: int = 1) -> None:
        """Count something: the manifest may have an expectation of it (`[counts.NAME]`)."""
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

    def _keep(self, remark: Remark) -> None:
        if remark.kind is Kind.PROBLEM:
            self.problems.append(remark.as_problem())
        else:
            self.notices.append(remark)
