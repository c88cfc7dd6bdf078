"""What a reviewer asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wsisgraph.review.docket import Item, short
from wsisgraph.review.model import Value, Verdict
from wsisgraph.review.values import Property

Wanted = Mapping[Property, Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Request:
    """What a reviewer asks for.

    Attributes:
        item: the statement as it stands.
        verdict: what shall be decided.
        note: the reason; may be empty.
        values: for a correction: the values that properties shall have.
        where: place to name when it cannot be done, e.g. a row of a sheet.
    """

    item: Item
    verdict: Verdict
    note: str = ""
    values: Wanted = field(default_factory=dict)
    where: str = ""

    @property
    def place(self) -> str:
        """Where to look when it cannot be done."""
        return self.where or short(self.item.target.iri)
