"""What normalisers give: places in the folded text of a passage, before they become mentions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
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
    iri: str = ""
    details: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    known: bool = True
    confidence: float = 1.0
    pattern: str = ""


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
