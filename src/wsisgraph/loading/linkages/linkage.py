"""One linkage of a table, understood."""

from dataclasses import dataclass

from wsisgraph.terms.codes import Code


@dataclass(frozen=True, slots=True)
class Link:
    """That a line serves a goal or target, as one row or cell says it.

    Attributes:
        line: the action line.
        object: the goal or target.
        row: number of the row.
        column: name of the column, for a cell of a grid; empty for a row.
        strength: key in the list of strengths; empty where nothing is graded.
        confidence: decimal from 0 to 1.
        direction: `forward`, `reverse` or `both`.
        rationale: why, in the words of the table.
        author: who says so, as printed; empty for the author of the whole table.
    """

    line: Code
    object: Code
    row: int
    column: str = ""
    strength: str = ""
    confidence: str = "1.0"
    direction: str = "forward"
    rationale: str = ""
    author: str = ""

    @property
    def cell(self) -> str:
        """The key of the linkage, e.g. `c2-9.c`."""
        return f"{self.line.notation}-{self.object.notation}".lower()
