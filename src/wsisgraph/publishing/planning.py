"""Which pages a site has, and the plan of the last build where it holds."""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cached_property

from wsisgraph.errors import WsisgraphError
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.publishing.requests import Used
from wsisgraph.publishing.sheets import Kind, Sheet

_SWIFT = 1

_KEPT = ("activities", "thing")
"""Kinds whose pages depend on nothing but questions, and take long to find."""


@dataclass(frozen=True)
class Plan:
    """The pages of some kinds.

    Attributes:
        sheets: the pages, by kind.
        asked: the questions that told which there are.
    """

    sheets: Mapping[str, Sequence[Sheet]] = field(default_factory=dict)
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def things(self) -> frozenset[str]:
        """The IRIs that have a page of their own."""
        return frozenset(sheet.about[0] for sheet in self.sheets.get("thing", ()))

    def dump(self) -> bytes:
        """Return it as bytes, the same for the same pages."""
        told = {
            kind: [sorted(self.asked[kind]), list(map(astuple, sheets))]
            for kind, sheets in sorted(self.sheets.items())
        }
        return zlib.compress(json.dumps(told, ensure_ascii=False).encode(), _SWIFT)

    @classmethod
    def load(cls, body: bytes) -> "Plan":
        """Return what `dump` wrote.

        Raises:
            ValueError: it is something else.
        """
        try:
            told = json.loads(zlib.decompress(body))
            return cls(
                {kind: [_sheet(*parts) for parts in some] for kind, (_, some) in told.items()},
                {kind: asked for kind, (asked, _) in told.items()},
            )
        except (zlib.error, TypeError, AttributeError) as error:
            raise ValueError(str(error)) from error


def _sheet(
    kind: str,
    address: str,
    name: str,
    about: Sequence[str],
    forms: Sequence[str],
    *more: object,
) -> Sheet:
    return Sheet(kind, address, name, tuple(about), tuple(forms), *more)  # type: ignore[arg-type]


def planned(
    gathered: Gathered,
    kinds: Sequence[Kind],
    known: Callable[[str], Sequence[Sheet] | None] = lambda kind: None,
    before: Plan = Plan(),
) -> tuple[list[Sheet], Plan]:
    """Return every page of the site, and what to keep of this plan.

    Args:
        gathered: reads the revision.
        kinds: the kinds of pages.
        known: tells the pages of a kind, if they are those of the last build.
        before: the plan of that build.

    Raises:
        WsisgraphError: two of them would have the same file.
    """
    every: list[Sheet] = []
    sheets: dict[str, Sequence[Sheet]] = {}
    asked: dict[str, Sequence[str]] = {}
    for kind in kinds:
        used = Used()
        found = known(kind.name)
        if found is None:
            [found] = gathered.run([kind.sheets(gathered.reading("en", used))])
            questions: Sequence[str] = sorted({name for (name, _, _), _ in used.requests})
            # The processes that make the pages are not to be born with all that.
            gathered.forget()
        else:
            questions = before.asked[kind.name]
        every += found
        if kind.name in _KEPT:
            sheets[kind.name], asked[kind.name] = found, questions
    _apart(every)
    return every, Plan(sheets, asked)


def _apart(sheets: Sequence[Sheet]) -> None:
    names: dict[str, Sheet] = {}
    for sheet in sheets:
        if sheet.name in names:
            raise WsisgraphError(
                f"{sheet.address} and {names[sheet.name].address} would be one file",
                where=sheet.file,
                mend="give one of the things another IRI",
            )
        names[sheet.name] = sheet
