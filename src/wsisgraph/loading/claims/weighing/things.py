"""Those who may hold a role, and what one may be in, as a passage names them."""

from collections.abc import Sequence
from dataclasses import dataclass

from wsisgraph.loading.texts.model import Mention

ABOVE = -1
"""The place of what a passage takes over from the sentence that leads to it, or its heading."""
BEFORE = -2
"""The place of what only the passage before names."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Somebody or something that a passage names.

    Attributes:
        place: of its sign in the masked text; `ABOVE` or `BEFORE` if the passage takes it over.
        sentence: the number of the sentence that names it.
        name: its class: `body`, `person`, `country`, or that of what a role is in.
    """

    place: int
    sentence: int
    name: str
    mention: Mention

    @property
    def iri(self) -> str:
        """The IRI of what is named."""
        return self.mention.iri


def others(things: Sequence[Thing], than: Thing) -> list[Thing]:
    """Return the things that are not the same as one."""
    return [one for one in things if one.iri != than.iri]
