"""`source.toml`: who published a source, its terms, what to expect of it, odd spellings."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from wsisgraph import content
from wsisgraph.errors import InputRefused, Problem


@dataclass(frozen=True, slots=True)
class Count:
    """An expected count and the reason for the figure."""

    expected: int
    reason: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a source says of itself; the field names are those of `source.toml`.

    Attributes:
        id: source id with hyphens; names the graph.
        folder: where the source lives.
        publisher: IRI relative to the base (`id/agency/itu`) or absolute.
        licence: IRI of the licence of our curated facts.
        source_terms: one sentence on the terms of the source itself.
        issued: date of the source, as printed there (year, month or day).
        inputs: files of the folder that a build loads, `*` allowed. None for a source whose files
            people bring (`wsisgraph load`).
        accepts: kinds of file that people may bring, as endings without a dot; `folder` for one.
        counts: expected counts by name.
        values: printed spelling to our key, by field.
        separate: whether each file is a data set of its own, which is named by what is in it.
        largest: bytes of a file above which it is refused unread; 0 for no limit.
        edited: whether its files are exports of ours that came back: a copy of one says what is
            wrong, at the cells where it is.
    """

    id: str
    folder: Path
    title: str
    publisher: str
    licence: str
    source_terms: str
    citation: str
    issued: str
    language: str
    inputs: tuple[str, ...]
    counts: Mapping[str, Count] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    accepts: tuple[str, ...] = ()
    separate: bool = False
    largest: int = 0
    edited: bool = False

    @property
    def is_bundled(self) -> bool:
        """Whether a build reads it; the others are read when somebody loads a file."""
        return bool(self.inputs)

    @property
    def input_paths(self) -> list[Path]:
        """The bundled input files, in the order of the manifest; `*` is expanded by name."""
        return [path for name in self.inputs for path in sorted(self.folder.glob(name))]


_TEXTS = ("id", "title", "publisher", "licence", "source-terms", "citation", "issued", "language")
DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
"""A year, month or day as `issued` has it."""


def read_manifest(folder: Path) -> Manifest:
    """Read `source.toml` of a source's folder.

    Raises:
        InputRefused: it is missing, is not TOML, or a field is missing or of the wrong kind; names
            file and field.
    """
    path = folder / "source.toml"
    where = content.relative(path)
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputRefused(
            "A source cannot be read",
            [Problem(where, str(error), "see “Add a source” in CONTRIBUTING.md")],
        ) from error
    problems = [
        Problem(where, f"the field “{name}” is missing or empty", f'add {name} = "…"')
        for name in _TEXTS
        if not isinstance(data.get(name), str) or not data[name].strip()
    ]
    if isinstance(issued := data.get("issued"), str) and issued and not DATE.fullmatch(issued):
        problems.append(
            Problem(where, f"“issued” is “{issued}”", "write YYYY, YYYY-MM or YYYY-MM-DD")
        )
    counts = data.get("counts", {})
    problems.extend(
        Problem(where, f"[counts.{name}] is not complete", "give expected = 12 and the reason")
        for name, count in counts.items()
        if not (isinstance(count.get("expected"), int) and count.get("reason"))
    )
    inputs = data.get("inputs", [])
    if not isinstance(inputs, list):
        problems.append(Problem(where, "“inputs” is not a list", 'write inputs = ["facts/x.csv"]'))
        inputs = []
    problems.extend(
        Problem(where, f"the input {name} does not exist", "correct the name or add the file")
        for name in inputs
        if not any(folder.glob(name))
    )
    accepts = data.get("accepts", [])
    if not (isinstance(accepts, list) and all(isinstance(kind, str) for kind in accepts)):
        problems.append(
            Problem(where, "“accepts” is not a list of names", 'write accepts = ["csv", "xlsx"]')
        )
    if problems:
        raise InputRefused("A source's manifest is not complete", problems)
    return Manifest(
        id=data["id"],
        folder=folder,
        title=data["title"],
        publisher=data["publisher"],
        licence=data["licence"],
        source_terms=data["source-terms"],
        citation=data["citation"],
        issued=data["issued"],
        language=data["language"],
        inputs=tuple(inputs),
        counts=MappingProxyType(
            {name: Count(count["expected"], count["reason"]) for name, count in counts.items()}
        ),
        values=MappingProxyType(data.get("values", {})),
        accepts=tuple(accepts),
        separate=data.get("separate") is True,
        largest=int(data.get("largest-mib", 0)) << 20,
        edited=data.get("edited") is True,
    )
