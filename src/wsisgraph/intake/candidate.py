"""What a load would put into the graphs of its source: a file of quads, and what is known of it.

It is looked through once, while it is loaded, piece by piece. What is counted on the way, and the
windows in which the file can be looked at again, spare asking the store for every quad.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from wsisgraph.graph.description import Statistics
from wsisgraph.terms.namespaces import RDF, XSD

WINDOW = 1 << 20
"""Bytes of quads that are looked at together: some thousand rows."""

# Windows that are loaded together: the engine would take gigabytes for all of a large file at once.
_WINDOWS = 8
# Lines on one subject that a window is made longer by.
_MOST_LINES = 2_000
_LINE = re.compile(rb"^<([^<>\\]*)> <([^<>\\]*)> ", re.MULTILINE)
_SUBJECT = re.compile(rb"<([^<>\\]*)> ")
_TYPE = RDF.type.encode()
_TYPED = re.compile(rb"^<[^<>\\]*> <%b> <([^<>\\]*)> " % _TYPE, re.MULTILINE)
_MAYBE_TYPED = re.compile(rb"> <%b> <([^<>\\]*)> " % _TYPE)
# Literals that the engine may give back as others, such as 01 as 1: rather too many.
_RESPELT = re.compile(
    rb'"(?!(?:0|-?[1-9]\d{0,17})"\^\^<%(xsd)binteger>|\d{4}"\^\^<%(xsd)bgYear>'
    rb'|\d{4}-\d\d"\^\^<%(xsd)bgYearMonth>|\d{4}-\d\d-\d\d"\^\^<%(xsd)bdate>'
    rb'|(?:true|false)"\^\^<%(xsd)bboolean>)[^"\n]*"\^\^<%(xsd)b(?!string>|anyURI>)'
    % {b"xsd": re.escape(XSD.iri).encode()}
)
# So many things that stand at several places are remembered.
_MOST_SCATTERED = 200_000


@dataclass(slots=True)
class Candidate:
    """Quads that are to be in the graphs of a source, in a file of N-Quads.

    Attributes:
        path: the file.
        quads: number of its lines.
        windows: its parts, from byte to byte; none cuts what follows on one subject.
        unsure: IRIs of things of which the store may say more than the window that speaks of them,
            or other than it.
        graph: the only graph of all quads; None when there are several.
        is_exact: whether the store holds exactly so many quads of them.
        properties: how often each stands, by IRI.
        classes: how many things each has, by IRI.
        things: how many things there are.
    """

    path: Path
    quads: int = 0
    windows: list[tuple[int, int]] = field(default_factory=list)
    unsure: Container[str] = frozenset()
    graph: str | None = None
    is_exact: bool = False
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    things: int = 0

    def read(self, window: tuple[int, int]) -> Iterator[Quad]:
        """Give the quads of a window."""
        start, stop = window
        with self.path.open("rb") as file:
            file.seek(start)
            # They were taken by the store already.
            yield from parse(file.read(stop - start), format=RdfFormat.N_QUADS, lenient=True)

    def statistics(self, graph: str) -> Statistics | None:
        """Return what is known of a graph; None for what must be asked of the store."""
        if not self.is_exact or graph != self.graph:
            return None
        return Statistics(self.quads, self.things, self.classes, self.properties)


class Filling:
    """Fills a store with what stands and what is to come."""

    def __init__(self, store: Store) -> None:
        """Begin.

        Args:
            store: an empty one.
        """
        self._store = store
        self._seen = _Seen()
        self._held = 0
        self._again: Counter[bytes] = Counter()
        self._respelt: set[bytes] = set()
        self._properties: Counter[bytes] = Counter()
        self._classes: Counter[bytes] = Counter()

    def keep(self, quads: Iterator[Quad]) -> None:
        """Put in quads of other graphs, which stand."""
        self._store.bulk_extend(self._marked(quads))

    def load(self, path: Path, graphs: list[str]) -> Candidate:
        """Put in a file of quads of the source's graphs, and return what is known of them.

        Raises:
            SyntaxError: it is no file of N-Quads.
        """
        found = Candidate(path)
        ends = [b" <%b> ." % graph.encode() for graph in graphs]
        in_graphs = dict.fromkeys(ends, 0)
        is_plain = True
        with path.open("rb") as file:
            for piece, windows in _pieces(file):
                self._store.bulk_load(piece, format=RdfFormat.N_QUADS)
                lines = piece.count(b"\n")
                for end in ends:
                    in_graphs[end] += piece.count(end + b"\n")
                start = windows[0][0]
                for first, last in windows:
                    is_plain &= self._take(piece[first - start : last - start], found)
                found.quads += lines
                found.windows += windows
        filled = [graph for graph, end in zip(graphs, ends, strict=True) if in_graphs[end]]
        if len(filled) == 1:
            found.graph = filled[0]
        found.is_exact = is_plain and len(self._store) == self._held + found.quads
        self._tell(found, is_plain=is_plain)
        return found

    def _marked(self, quads: Iterator[Quad]) -> Iterator[Quad]:
        last: object = None
        for quad in quads:
            self._held += 1
            subject = quad.subject
            if subject != last:
                last = subject
                if isinstance(subject, NamedNode):
                    self._seen.is_new(subject.value.encode())
            yield quad

    def _take(self, window: bytes, found: Candidate) -> bool:
        """Take note of what a window speaks of; False if it is spelt unlike what we write."""
        lines = _LINE.findall(window)
        properties = Counter(map(itemgetter(1), lines))
        self._properties += properties
        classes = _MAYBE_TYPED.findall(window)
        # A text that looks so is nearly never there.
        self._classes.update(
            classes if len(classes) == properties[_TYPE] else _TYPED.findall(window)
        )
        subjects = Counter(map(itemgetter(0), lines))
        for subject, number in subjects.items():
            if self._seen.is_new(subject):
                found.things += 1
            elif len(self._again) < _MOST_SCATTERED:
                self._again[subject] += number
        for match in _RESPELT.finditer(window):
            begin = window.rfind(b"\n", 0, match.start()) + 1
            if (subject_of := _SUBJECT.match(window, begin)) is not None:
                self._respelt.add(subject_of[1])
        return len(lines) == window.count(b"\n")

    def _tell(self, found: Candidate, *, is_plain: bool) -> None:
        found.properties = Counter({key.decode(): n for key, n in self._properties.items()})
        found.classes = Counter({key.decode(): n for key, n in self._classes.items()})
        too_many = len(self._again) >= _MOST_SCATTERED or len(self._respelt) >= _MOST_SCATTERED
        if too_many or not is_plain:
            found.unsure, found.is_exact = _Everything(), False
            return
        found.unsure = {subject.decode() for subject in (*self._again, *self._respelt)}
        if found.is_exact and found.graph is not None:
            graph = NamedNode(found.graph)
            for subject, number in self._again.items():
                # Where it was taken for one that came before, and none did.
                thing = NamedNode(subject.decode())
                quads = self._store.quads_for_pattern(thing, None, None, graph)
                found.things += sum(1 for _ in quads) == number


class _Everything:
    """Has any thing in it."""

    def __contains__(self, thing: object) -> bool:
        return True


class _Seen:
    """Remembers things in 32 MiB, however many they are; it takes a few new ones for old."""

    # B. H. Bloom, Space/time trade-offs in hash coding with allowable errors, 1970: two bits each.
    _BYTES = 1 << 25

    def __init__(self) -> None:
        self._bits = bytearray(self._BYTES)

    def is_new(self, thing: bytes) -> bool:
        """Tell whether a thing surely was not seen before; from now on it was."""
        mark = hash(thing)
        bits = self._bits
        one, other = mark >> 3 & self._BYTES - 1, mark >> 34 & self._BYTES - 1
        bit, other_bit = 1 << (mark & 7), 1 << (mark >> 31 & 7)
        if bits[one] & bit and bits[other] & other_bit:
            return False
        bits[one] |= bit
        bits[other] |= other_bit
        return True


def _pieces(file: IO[bytes]) -> Iterator[tuple[bytes, list[tuple[int, int]]]]:
    """Give a file in pieces of some windows, each with the places of its windows."""
    start = 0
    rest = b""
    while data := rest + file.read(_WINDOWS * WINDOW):
        is_last = len(data) - len(rest) < _WINDOWS * WINDOW
        windows: list[tuple[int, int]] = []
        place = 0
        while place < len(data):
            cut = _cut(data, place + WINDOW)
            if cut is None and not is_last:
                break
            windows.append((start + place, start + (cut or len(data))))
            place = cut or len(data)
        if windows:
            yield data[:place], windows
        start += place
        rest = data[place:]


def _cut(data: bytes, place: int) -> int | None:
    """Return where, after a place, the next subject begins; None if it is not in sight."""
    line = data.rfind(b"\n", 0, place) + 1
    end = data.find(b" ", line)
    if end < 0 or place >= len(data):
        return None
    subject = data[line : end + 1]
    for _ in range(_MOST_LINES):
        line = data.find(b"\n", line) + 1
        if not line or line == len(data):
            return None
        if not data.startswith(subject, line):
            return line
    return line
