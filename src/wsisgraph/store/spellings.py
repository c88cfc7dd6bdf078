"""Spellings: how literals were sent that the engine keeps by their value.

The engine takes "01"^^xsd:integer for "1", 1.0 for 1, 24:00:00 for 00:00:00 and xsd:int for
xsd:integer, and gives them back so. RDF tells such literals apart by their form (RDF 1.1 Concepts,
§3.3), and whoever fetches a graph wants what was sent. So it is noted here, beside the quads, for
literals that the engine changes and for no others; queries go on with values. Two spellings of one
value in one place are one quad to the engine: the latest is given back.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple

from wsisgraph.errors import StoreError
from wsisgraph.store import nquads
from wsisgraph.store.changes import OWN
from wsisgraph.store.record import Position

FILE = "spellings.nq"
"""The file of spellings in a checkpoint."""

_AS = f"{OWN}as:"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_CHANGED = frozenset(
    _XSD + name
    for name in [
        "integer",
        "decimal",
        "double",
        "float",
        "boolean",
        "dateTime",
        "dateTimeStamp",
        "date",
        "time",
        "duration",
        "dayTimeDuration",
        "yearMonthDuration",
        "gYear",
        "gYearMonth",
        "gMonthDay",
        "gMonth",
        "gDay",
        "int",
        "long",
        "short",
        "byte",
        "nonNegativeInteger",
        "nonPositiveInteger",
        "positiveInteger",
        "negativeInteger",
        "unsignedLong",
        "unsignedInt",
        "unsignedShort",
        "unsignedByte",
    ]
)

_DAY = r"\d{4}-\d\d-\d\d"
_UNCHANGED = {
    _XSD + name: re.compile(form)
    for name, form in {
        "integer": r"0|-?[1-9]\d{0,17}",
        "decimal": r"0|-?[1-9]\d{0,9}|-?(?:0|[1-9]\d{0,9})\.\d{0,5}[1-9]",
        "boolean": r"true|false",
        "date": _DAY,
        "dateTime": rf"{_DAY}T(?:[01]\d|2[0-3]):\d\d:\d\dZ?",
        "gYear": r"\d{4}",
    }.items()
}
"""The forms that most literals have, which the engine leaves as they are."""

# No value of these kinds has a quotation mark in it.
_MAYBE_CHANGED = re.compile(
    rb'"(?!(?:%b))[^"\n]*"\^\^<(?:%b)>'
    % (
        "|".join(
            f'(?:{form.pattern})"\\^\\^<{re.escape(name)}>' for name, form in _UNCHANGED.items()
        ).encode(),
        "|".join(map(re.escape, sorted(_CHANGED))).encode(),
    ),
    re.ASCII,
)


class Spellings:
    """The spellings of a dataset."""

    def __init__(self) -> None:
        self._store = Store()
        self._any = False

    def __bool__(self) -> bool:
        return self._any

    def note(self, added: Iterable[Quad]) -> None:
        """Take note of quads as they were sent."""
        changed = [quad for quad in added if is_changed(quad)]
        if changed:
            self.forget(changed)
            self._store.extend(map(_noted, changed))
            self._any = True

    def note_lines(self, added: bytes) -> None:
        """Take note of quads as they were sent, written as N-Quads."""
        lines: dict[bytes, None] = {}
        for match in _MAYBE_CHANGED.finditer(added):
            begin, end = added.rfind(b"\n", 0, match.start()) + 1, added.find(b"\n", match.end())
            lines[added[begin : end if end >= 0 else None]] = None
        if lines:
            self.note(nquads.read(b"\n".join(lines)))

    def forget(self, removed: Iterable[Quad]) -> None:
        """Take note that quads are gone, however they are spelt."""
        if self._any:
            for quad in removed:
                if _is_kept_by_value(quad):
                    for noted in self._of(quad):
                        self._store.remove(noted)

    def sent(self, quad: Quad, *, anywhere: bool = False) -> Quad:
        """Return a quad as it was sent.

        Args:
            quad: as the engine gives it.
            anywhere: as it was sent to any graph, which is how a merged graph came to it.
        """
        if self._any and _is_kept_by_value(quad):
            for noted in self._of(quad, anywhere=anywhere):
                term = _sent(noted).object
                return Quad(quad.subject, quad.predicate, term, quad.graph_name)
        return quad

    def _of(self, quad: Quad, *, anywhere: bool = False) -> list[Quad]:
        graph = None if anywhere else quad.graph_name
        found = self._store.quads_for_pattern(quad.subject, quad.predicate, None, graph)
        value = as_kept(quad).object
        return [noted for noted in found if as_kept(_sent(noted)).object == value]

    def save(self, folder: Path, position: Position) -> None:
        """Write them into a checkpoint.

        Raises:
            OSError: they cannot be written.
        """
        with (folder / FILE).open("wb") as file:
            file.write(f"# {position.sequence} {position.hash}\n".encode())
            self._store.dump(file, format=RdfFormat.N_QUADS)

    def load(self, folder: Path) -> Position | None:
        """Read those of a checkpoint; return its place in the journal.

        None tells that it has none, since it was made when none were noted.

        Raises:
            StoreError: the checkpoint cannot be read, or is there no more.
        """
        try:
            with (folder / FILE).open("rb") as file:
                _, sequence, hash_ = file.readline().decode().split()
                for quad in nquads.read(file):
                    self._store.add(quad)
                    self._any = True
            return Position(int(sequence), hash_)
        except FileNotFoundError:
            if folder.exists():
                return None
            raise _unreadable(folder) from None
        except (OSError, ValueError, SyntaxError) as error:
            raise _unreadable(folder) from error


def is_changed(quad: Quad) -> bool:
    """Tell whether the engine gives a quad back with another literal."""
    term = quad.object
    if not isinstance(term, Literal) or (datatype := term.datatype.value) not in _CHANGED:
        return False
    usual = _UNCHANGED.get(datatype)
    if usual is not None and usual.fullmatch(term.value):
        return False
    return as_kept(quad).object != term


def as_kept(quad: Quad) -> Quad:
    """Return a quad as the engine gives it back."""
    if not _is_kept_by_value(quad) and not isinstance(quad.object, Triple):
        return quad
    scratch = Store()
    scratch.add(quad)
    (kept,) = scratch
    return cast(Quad, kept)


def _is_kept_by_value(quad: Quad) -> bool:
    term = quad.object
    return isinstance(term, Literal) and term.datatype.value in _CHANGED


def _noted(quad: Quad) -> Quad:
    term = cast(Literal, quad.object)
    form = Literal(term.value, datatype=NamedNode(_AS + term.datatype.value))
    return Quad(quad.subject, quad.predicate, form, quad.graph_name)


def _sent(noted: Quad) -> Quad:
    form = cast(Literal, noted.object)
    datatype = NamedNode(form.datatype.value.removeprefix(_AS))
    term = Literal(form.value, datatype=datatype)
    return Quad(noted.subject, noted.predicate, term, noted.graph_name)


def _unreadable(folder: Path) -> StoreError:
    return StoreError("The checkpoint cannot be read", where=str(folder), mend="delete that folder")


def spelt(quads: Iterable[Quad], spellings: Spellings, *, anywhere: bool) -> Iterator[Quad]:
    """Give quads as they were sent; see `Spellings.sent`."""
    if not spellings:
        yield from quads
    else:
        for quad in quads:
            yield spellings.sent(quad, anywhere=anywhere)
