"""From the rows of a table to linkages; what cannot be understood is told with its place."""

import json
import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field

from wsisgraph.loading.context import Context
from wsisgraph.loading.keys import plain
from wsisgraph.loading.linkages.grid import Grid, cells, meant
from wsisgraph.loading.linkages.linkage import Link
from wsisgraph.loading.linkages.sssom import Metadata
from wsisgraph.loading.lists import STRENGTHS, closed_list
from wsisgraph.loading.mapping import Mapping
from wsisgraph.loading.mapping.places import NOTHING, Place
from wsisgraph.loading.mentions import mentioned
from wsisgraph.loading.reading import Table, proper_rows
from wsisgraph.loading.spellings import NOUGHT_LOST, nought_lost
from wsisgraph.loading.tally import Tally
from wsisgraph.terms import codes
from wsisgraph.terms.codes import Code

_NUMBER = re.compile(r"(?P<number>\d{1,3}(?:[.,]\d{1,6})?)\s*(?P<percent>%)?")
_DIRECTIONS = frozenset({"both", "forward", "reverse"})


@dataclass(frozen=True, slots=True)
class Question:
    """A row about a question of a study group, and the lines and goals it works for."""

    name: str
    row: int
    codes: tuple[Code, ...]
    rationale: str = ""
    title: str = ""
    group: str = ""


@dataclass(slots=True)
class Rows:
    """Reads the rows of one table of linkages.

    Attributes:
        table: the table.
        mapping: what its columns and values mean.
        places: the columns of each field.
        metadata: of an SSSOM table; prefixes for its identifiers.
        tally: takes what many rows share.
        context: takes faults.
    """

    table: Table
    mapping: Mapping
    places: MappingOf[str, tuple[Place, ...]]
    metadata: Metadata
    tally: Tally
    context: Context
    _first: dict[tuple[str, str], int] = field(default_factory=dict)

    def links(self) -> Iterator[Link]:
        """Yield the linkages of a list, row by row; a row with a fault gives none."""
        for row, cells_ in proper_rows(self.table, self.context, one_cell_is_a_row=self._alone):
            yield from self._distinct(self._row(row, cells_))

    def grid(self, grid: Grid) -> Iterator[Link]:
        """Yield the linkages of a matrix, cell by cell; a row with a fault gives none."""
        for row, cells_ in proper_rows(self.table, self.context, one_cell_is_a_row=True):
            yield from self._distinct(self._grid_row(grid, row, cells_))

    def questions(self) -> Iterator[Question]:
        """Yield the questions of a table of study groups, row by row."""
        (name, *_) = self.places["question"]
        for row, cells_ in proper_rows(self.table, self.context):
            printed = " ".join(cells_[name.index].split())
            if not printed:
                self._problem(row, name.name, "no question is named", "give its number and name")
                continue
            lines = self._codes(row, cells_, "line")
            objects = self._codes(row, cells_, "object")
            if lines is None or objects is None:
                continue
            title, group = self._text("title", cells_), self._text("group", cells_)
            rationale = self._text("rationale", cells_)
            codes_ = tuple(dict.fromkeys((*lines, *objects)))
            yield Question(printed, row, codes_, rationale, title, group)

    @property
    def _alone(self) -> bool:
        """Whether a row with one cell may be whole, since constants give the rest."""
        return not {"line", "object"}.isdisjoint(self.mapping.constants)

    def _distinct(self, links: list[Link]) -> Iterator[Link]:
        """Yield linkages that no earlier row has given."""
        for link in links:
            first = self._first.setdefault((link.cell, plain(link.author)), link.row)
            if first == link.row:
                yield link
            else:
                self._problem(
                    link.row,
                    link.column,
                    f"{link.line.notation} with {link.object.notation} was already given in row"
                    f" {first}",
                    "delete one of the two rows",
                    link.cell,
                )

    def _row(self, row: int, cells_: list[str]) -> list[Link]:
        if self._is_negative(row, cells_):
            return []
        # Both are looked at, so that one report names every fault of the row.
        sides, confidence = self._sides(row, cells_), self._confidence(row, cells_)
        if sides is None or confidence is None:
            return []
        lines, objects, direction = sides
        other = self._other(cells_)
        strength = self._strength(row, cells_)
        if not strength and (said := other.get("strength")) in closed_list("strength").values():
            strength = said or ""
        if (said := other.get("direction")) in _DIRECTIONS:
            direction = said or direction
        direction = self._direction(row, cells_) or direction
        rationale, author = self._text("rationale", cells_), self._text("author", cells_)
        return [
            Link(line, object_, row, "", strength, confidence, direction, rationale, author)
            for line in lines
            for object_ in objects
        ]

    def _sides(
        self, row: int, cells_: list[str]
    ) -> tuple[tuple[Code, ...], tuple[Code, ...], str] | None:
        """Return the lines, the goals or targets, and from which side the table leads to which."""
        if "subject" in self.places:
            # In SSSOM either side may be the line.
            subject = self._codes(row, cells_, "subject")
            object_ = self._codes(row, cells_, "object")
            if subject is None or object_ is None:
                return None
            if subject and object_ and object_[0].kind == "action-line":
                subject, object_ = object_, subject
                direction = "reverse"
            else:
                direction = "forward"
            lines, objects = subject, object_
            names = self.places["subject"][0].name, self.places["object"][0].name
        else:
            lines_, objects_ = self._codes(row, cells_, "line"), self._codes(row, cells_, "object")
            if lines_ is None or objects_ is None:
                return None
            lines, objects = lines_, objects_
            first, second = self.places.get("line"), self.places.get("object")
            leads = bool(first and second and second[0].index < first[0].index)
            direction = "reverse" if leads else "forward"
            names = first[0].name if first else "", second[0].name if second else ""
        good = True
        for code in lines:
            good &= self._is_row_of_matrix(row, names[0], code)
        for code in objects:
            if code.kind == "action-line":
                good = self._problem(
                    row,
                    names[1],
                    f"{code.notation} is an action line, where a goal or target belongs",
                    "write a goal as 9, a target as 9.c",
                )
        if not lines or not objects:
            empty = names[1] if lines else names[0]
            good = self._problem(
                row,
                empty,
                "no goal or target is named" if lines else "no action line is named",
                "write codes such as C2 in one column, 9 or 9.c in the other; write a code again"
                " in each row that it holds for",
            )
        return (lines, objects, direction) if good else None

    def _is_row_of_matrix(self, row: int, column: str, code: Code) -> bool:
        if code.kind != "action-line":
            return self._problem(
                row,
                column,
                f"{code.notation} is a {code.kind}, where an action line belongs",
                "write an action line as C2 or C7-ehea",
            )
        if code.notation == "C7":
            parts = ", ".join(line for line in codes.MATRIX_LINES if line.startswith("C7-"))
            return self._problem(
                row, column, "C7 as a whole is no row of the matrix", f"name its part: {parts}"
            )
        return True

    def _codes(self, row: int, cells_: list[str], field_: str) -> tuple[Code, ...] | None:
        """Return the codes of a field; None after reporting one that is none."""
        found: dict[Code, None] = {}
        for place in self.places.get(field_, ()):
            printed = cells_[place.index].strip()
            if printed.casefold() in NOTHING:
                continue
            meant_ = self.metadata.expand(self.mapping.values.get(field_, {}).get(printed, printed))
            if "subject" in self.places and (prefix := self.metadata.unknown_prefix(meant_)):
                self._problem(
                    row,
                    place.name,
                    f"“{printed[:60]}” has the prefix “{prefix}”, which is not in the curie_map",
                    "add the prefix to the metadata above the table, or write the whole IRI",
                )
                return None
            seen = mentioned(meant_)
            if seen.wrong or not seen.codes:
                self._problem(row, place.name, seen.remark, seen.mend)
                return None
            if seen.remark:
                self.tally.notice(row, place.name, seen.remark, seen.mend)
            if self.table.kind == "xlsx" and printed in NOUGHT_LOST:
                self.tally.notice(row, place.name, *nought_lost(printed))
            for code in seen.codes:
                found[self._of_target(row, place.name, code)] = None
        if len(self.places.get(field_, ())) > 1:
            # Beside a column of targets, one of goals says to which goal each belongs.
            of_targets = {
                code.notation.partition(".")[0] for code in found if code.kind == "target"
            }
            found = {
                code: None
                for code in found
                if code.kind != "goal" or code.notation not in of_targets
            }
        constant = self.mapping.constants.get(field_)
        if not found and constant:
            found.update(dict.fromkeys(mentioned(constant).codes))
        return tuple(found)

    def _of_target(self, row: int, column: str, code: Code) -> Code:
        if code.kind != "indicator" or code.iri is not None:
            return code
        target = codes.parse_code(code.notation.rpartition(".")[0])
        self.tally.notice(
            row, column, f"the indicator {code.notation} is taken for its target {target.notation}"
        )
        return target

    def _confidence(self, row: int, cells_: list[str]) -> str | None:
        for place in self.places.get("confidence", ()):
            printed = cells_[place.index].strip()
            if printed.casefold() in NOTHING:
                continue
            match = _NUMBER.fullmatch(printed)
            if match is not None:
                number = float(match["number"].replace(",", "."))
                number = number / 100 if match["percent"] else number
                if number <= 1:
                    return f"{number:.6f}".rstrip("0").removesuffix(".") or "0"
            self._problem(
                row,
                place.name,
                f"the confidence is “{printed[:40]}”",
                "write a number from 0 to 1, as in 0.9, or a percentage",
            )
            return None
        return self.mapping.constants.get("confidence", "1.0")

    def _strength(self, row: int, cells_: list[str]) -> str:
        for place in self.places.get("strength", ()):
            printed = cells_[place.index].strip()
            if printed.casefold() in NOTHING:
                continue
            said = self.mapping.values.get("strength", {}).get(printed, printed)
            known = closed_list("strength").get(plain(said)) or STRENGTHS.get(plain(said))
            if known:
                return known
            self.tally.unknown(
                row,
                place.name,
                f"“{printed[:40]}” is no strength that is known",
                "write strong, medium or weak, or give the mapping [values.strength]",
                "",
            )
        return self.mapping.constants.get("strength", "")

    def _other(self, cells_: list[str]) -> dict[str, str]:
        """Return the strength and direction that SSSOM has no column for, as we write them."""
        for place in self.places.get("other", ()):
            try:
                said = json.loads(cells_[place.index] or "{}")
            except (ValueError, RecursionError):
                return {}
            if isinstance(said, dict):
                return {name: str(said[name]) for name in ("strength", "direction") if name in said}
        return {}

    def _direction(self, row: int, cells_: list[str]) -> str:
        for place in self.places.get("direction", ()):
            printed = cells_[place.index].strip().casefold()
            said = self.mapping.values.get("direction", {}).get(printed, printed)
            known = said if said in _DIRECTIONS else closed_list("directions").get(plain(said), "")
            if known:
                return known
            if printed not in NOTHING:
                self.tally.unknown(
                    row,
                    place.name,
                    f"“{printed[:40]}” is no direction that is known",
                    "write both, forward or reverse",
                    "",
                )
        return self.mapping.constants.get("direction", "")

    def _text(self, field_: str, cells_: list[str]) -> str:
        texts = [cells_[place.index].strip() for place in self.places.get(field_, ())]
        return "\n".join(text for text in texts if text.casefold() not in NOTHING)

    def _is_negative(self, row: int, cells_: list[str]) -> bool:
        """Tell whether an SSSOM row says that there is no linkage."""
        if "predicate_modifier" not in self.table.columns:
            return False
        at = self.table.columns.index("predicate_modifier")
        if cells_[at].strip().casefold() != "not":
            return False
        self.tally.notice(
            row, "predicate_modifier", "the row denies a linkage, and gives none", "nothing to do"
        )
        return True

    def _grid_row(self, grid: Grid, row: int, cells_: list[str]) -> list[Link]:
        head = self.table.columns[grid.head]
        seen = mentioned(cells_[grid.head].strip())
        if len(seen.codes) != 1:
            if any(meant(cell) != (False, "") for _, _, cell in cells(grid, cells_)):
                found = seen.remark or f"“{cells_[grid.head][:60]}” names {len(seen.codes)} codes"
                self._problem(row, head, found, seen.mend or "write one code")
            else:
                printed = cells_[grid.head].strip()[:60]
                self.tally.unknown(
                    row,
                    head,
                    f"“{printed}” names no action line, goal or target, and no cell of the row"
                    " links",
                    "delete the row, or write the code of what it is about",
                    "",
                )
            return []
        own = seen.codes[0]
        links: list[Link] = []
        for index, code, cell in cells(grid, cells_):
            said = meant(self.mapping.values.get("strength", {}).get(cell.strip(), cell))
            column = self.table.columns[index]
            if said is None:
                self.tally.unknown(
                    row,
                    column,
                    f"“{cell.strip()[:40]}” is no mark that is known",
                    "write x, or strong, medium, weak; leave the cell empty for no linkage",
                    "",
                )
            elif said[0]:
                line, object_ = (own, code) if grid.lines_in_rows else (code, own)
                if self._is_row_of_matrix(row, head, line) and object_.kind != "action-line":
                    links.append(Link(line, object_, row, column, said[1], direction="both"))
        return links

    def _problem(self, row: int, column: str, found: str, mend: str, record: str = "") -> bool:
        self.context.problem(self.table.origin(row, column), found, mend, record=record)
        return False
