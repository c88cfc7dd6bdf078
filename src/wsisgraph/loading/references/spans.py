"""What normalisers give: places in the folded text of a passage, before they become mentions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SENTENCE_END = re.compile(r"[.。;；](?=\s|\Z|[\u3400-\u9fff])")
NOTHING: Mapping[str, str] = MappingProxyType({})


# The constructor is written out, since that of a dataclass would call for the empty details.
@dataclass(slots=True, init=False)
class Span:
    """A thing found in a folded text.

    Attributes:
        start, end: in the folded text.
        kind, iri, value, details, known, confidence, pattern: as in `Mention`.
    """

    start: int
    end: int
    kind: str
    value: str
    iri: str
    details: Mapping[str, str]
    known: bool
    confidence: float
    pattern: str

    def __init__(
        self,
        start: int,
        end: int,
        kind: str,
        value: str,
        iri: str = "",
        details: Mapping[str, str] = NOTHING,
        known: bool = True,
        confidence: float = 1.0,
        pattern: str = "",
    ) -> None:
        self.start, self.end, self.kind, self.value, self.iri = start, end, kind, value, iri
        self.details, self.known, self.confidence = details, known, confidence
        self.pattern = pattern


def taken(spans: list[Span], size: int) -> bytearray:
    """Return for each letter of a text whether one of the spans holds it."""
    marks = bytearray(size)
    for span in spans:
        hold(marks, span.start, span.end)
    return marks


def is_free(marks: bytearray, start: int, end: int) -> bool:
    """Tell whether no letter of a place is held."""
    return marks.find(1, start, end) < 0


def hold(marks: bytearray, start: int, end: int) -> None:
    """Mark a place as held."""
    marks[start:end] = b"\1" * (end - start)
