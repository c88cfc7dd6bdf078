"""The names of things in the six languages, as the Turtle of `ontology/` has them.

Read for the sheet and the counts of coverage; written back in house form, so that a diff shows
the names that changed and nothing else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wsisgraph.loading.turtle import subject_lines
from wsisgraph.site.review import confirmed, unreviewed
from wsisgraph.terms.namespaces import RDFS, SKOS

_ESCAPES = {"\\": "\\\\", '"': '\\"'}


@dataclass(frozen=True, slots=True)
class Named:
    """One thing with its names: by `skos:prefLabel`, or `rdfs:label` for terms of the ontology."""

    iri: str
    file: Path
    names: Mapping[str, str]
    notes: tuple[str, ...] = ()
    """Its own editorial notes."""
    unreviewed: frozenset[str] = field(default=frozenset())


def read(folder: Path) -> list[Named]:
    """Return everything that has a name in the Turtle files of a folder, in their order."""
    files = {file: _Statements(file) for file in sorted(folder.rglob("*.ttl"))}
    # a scheme may stand in another file than its concepts
    notes = {iri: said for file in files.values() for iri, said in file.notes.items()}
    return [named for file in files.values() for named in file.named(notes)]


def rewritten(
    text: str, start: int, names: Mapping[str, str], languages: Iterable[str] = ()
) -> str:
    """Return a Turtle file in house form with the names of one subject replaced.

    Args:
        text: the file.
        start: the line on which the subject's block begins, from 1.
        names: all its names, by language.
        languages: those whose names are confirmed.

    Raises:
        ValueError: the block holds no names.
    """
    lines = text.split("\n")
    end = lines.index(".", start)
    block = lines[start:end]
    place = _statement(block, ("skos:prefLabel", "rdfs:label"))
    if place is None:
        raise ValueError("there is no name in this block")
    verb = block[place.start].split()[0]
    block[place.start : place.stop] = _told(verb, names)
    if languages := set(languages):
        old = _statement(block, ("skos:editorialNote",))
        if old is None:
            at = next(
                (
                    number
                    for number, line in enumerate(block)
                    if _begins(line) and line.split()[0] > "skos:editorialNote"
                ),
                len(block),
            )
            block[at:at] = _told("skos:editorialNote", {"en": confirmed("", languages)})
        else:
            for number in range(old.start, old.stop):
                note = re.search(r'"((?:[^"\\]|\\.)*)"@en', block[number])
                if note and ("unreviewed" in note[1] or old.stop - old.start == 1):
                    said = confirmed(note[1], languages)
                    block[number] = block[number].replace(note[1], said)
                    break
    return "\n".join([*lines[:start], *block, *lines[end:]])


class _Statements:
    """What a Turtle file says of names, notes and schemes."""

    def __init__(self, file: Path) -> None:
        from pyoxigraph import Literal, NamedNode, RdfFormat, parse

        self.file = file
        self.names: dict[str, dict[str, str]] = {}
        self.notes: dict[str, list[str]] = {}
        self.schemes: dict[str, list[str]] = {}
        for triple in parse(path=str(file), format=RdfFormat.TURTLE):
            subject = getattr(triple.subject, "value", "")
            predicate, said = triple.predicate.value, triple.object
            if predicate in (SKOS.prefLabel, RDFS.label) and isinstance(said, Literal):
                self.names.setdefault(subject, {})[said.language or ""] = said.value
            elif predicate == SKOS.editorialNote and isinstance(said, Literal):
                self.notes.setdefault(subject, []).append(said.value)
            elif predicate in (SKOS.inScheme, RDFS.isDefinedBy) and isinstance(said, NamedNode):
                self.schemes.setdefault(subject, []).append(said.value)

    def named(self, notes: Mapping[str, list[str]]) -> Iterator[Named]:
        """Yield what has a name here, in the order of the file."""
        for iri in subject_lines(self.file):
            if iri in self.names:
                own = tuple(self.notes.get(iri, ()))
                above = tuple(
                    n for scheme in self.schemes.get(iri, ()) for n in notes.get(scheme, ())
                )
                names = self.names[iri]
                yield Named(iri, self.file, names, own, unreviewed((*own, *above)) & set(names))


def _begins(line: str) -> bool:
    """Tell whether a line begins a predicate: house form indents these by four."""
    return line.startswith("    ") and not line.startswith("     ")


def _statement(block: list[str], verbs: tuple[str, ...]) -> range | None:
    """Return the lines of the first of these predicates in a block."""
    for number, line in enumerate(block):
        if _begins(line) and line.split()[0] in verbs:
            stop = number + 1
            while stop < len(block) and not _begins(block[stop]):
                stop += 1
            return range(number, stop)
    return None


def _told(verb: str, names: Mapping[str, str]) -> list[str]:
    """Return the lines of a predicate with its texts, in house form."""
    written = [
        '"' + "".join(_ESCAPES.get(letter, letter) for letter in names[lang]) + f'"@{lang}'
        for lang in sorted(names)
    ]
    if len(written) == 1:
        return [f"    {verb} {written[0]} ;"]
    return [
        f"    {verb}",
        *(f"        {name} ," for name in written[:-1]),
        f"        {written[-1]} ;",
    ]
