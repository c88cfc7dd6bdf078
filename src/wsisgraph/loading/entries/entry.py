"""One row, understood: an entry of a stocktaking or prize list."""

from dataclasses import dataclass, field

from wsisgraph.loading.countries import Country
from wsisgraph.loading.dates import Written
from wsisgraph.terms.codes import Code


@dataclass(slots=True)
class Entry:
    """What one row says.

    Attributes:
        key: stable from one load to the next.
        row: number of the row.
        title: of the activity.
        organisations: names of the bodies that carry it out.
        partners: names of bodies that take part.
        countries: where; the first is the country of the bodies.
        codes: lines, goals and targets that the row names for it.
        lists: keys in closed lists, by field: stakeholder, kind, status, coverage, phase.
        texts: cells taken as they are: local name of the property, and the text.
        start: date of beginning.
        end: date of ending.
        edition: year of the prizes or stocktaking.
    """

    key: str
    row: int
    title: str
    organisations: list[str]
    partners: list[str] = field(default_factory=list)
    countries: tuple[Country, ...] = ()
    codes: tuple[Code, ...] = ()
    lists: dict[str, str] = field(default_factory=dict)
    texts: list[tuple[str, str]] = field(default_factory=list)
    description: str = ""
    place: str = ""
    url: str = ""
    keywords: tuple[str, ...] = ()
    start: Written | None = None
    end: Written | None = None
    edition: str = ""

    @property
    def country(self) -> str:
        """ISO 3166-1 code of the country of its bodies; empty when none or several are named."""
        return self.countries[0].iso2 if len(self.countries) == 1 else ""
