"""Time lines of roles: who held which role when, as each source says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Protocol

from wsisgraph.site.pictures import legend
from wsisgraph.site.pictures.canvas import LINE, SMALL, Canvas, Drawing
from wsisgraph.site.pictures.measure import wrapped
from wsisgraph.site.pictures.words import Named, Words

_LABELS = 250.0
_WIDTH = 960.0
_UNDATED = 74.0
_LANE = 26.0
_RADIUS = 9.0
_END = 26.0
"""Room at the end of the axis for the arrows of what has no printed end."""


class Role(Protocol):
    """A statement of a role."""

    @property
    def who(self) -> Named: ...
    @property
    def role(self) -> Named: ...
    @property
    def start(self) -> str: ...
    @property
    def end(self) -> str: ...
    @property
    def year(self) -> str: ...
    @property
    def standing(self) -> str: ...
    @property
    def proposed(self) -> bool: ...
    @property
    def documents(self) -> Sequence[Named]: ...
    @property
    def disputed(self) -> bool: ...


class TimeLines(Protocol):
    """Statements of roles."""

    @property
    def roles(self) -> Sequence[Role]: ...


@dataclass(frozen=True, slots=True)
class _Mark:
    """Statements that look alike: one sign of the picture."""

    start: str
    end: str
    year: str
    standing: str
    proposed: bool
    number: int
    """Of its document, in the list of sources."""


@dataclass(slots=True)
class _Lane:
    """One role of one body."""

    role: Named
    marks: list[_Mark]
    rows: list[list[_Mark]] = field(default_factory=list)


@dataclass(slots=True)
class _Group:
    """A body with its roles."""

    who: Named
    lanes: list[_Lane]
    disputed: bool


class _Axis:
    """Years along the picture."""

    def __init__(self, roles: Sequence[Role]) -> None:
        years = [
            int(text[:4])
            for role in roles
            for text in (role.start, role.end, role.year)
            if text[:4].isdigit()
        ]
        self.first = min(years, default=2003)
        self.last = max(years, default=self.first) + 1
        self.undated = any(not (role.start or role.end or role.year) for role in roles)
        self.begin = _LABELS + (_UNDATED if self.undated else 0)
        self.each = (_WIDTH - _END - self.begin) / (self.last - self.first)

    def at(self, printed: str, *, after: bool = False) -> float:
        """Return the place of a date; of its end, if `after`: a year is as long as it is."""
        parts = [int(part) for part in printed[:10].split("-") if part.isdigit()]
        year = float(parts[0])
        if len(parts) > 1:
            year += (parts[1] - (0 if after and len(parts) == 2 else 1)) / 12
            year += (parts[2] / 365 if after else (parts[2] - 1) / 365) if len(parts) > 2 else 0
        elif after:
            year += 1
        return self.begin + (year - self.first) * self.each

    def years(self) -> range:
        """Return the years that have a name on the axis."""
        step = next(
            step for step in (1, 2, 5, 10, 20, 50, 100) if self.each * step >= 44 or step == 100
        )
        return range(-(-self.first // step) * step, self.last + 1, step)


def time_lines(
    data: TimeLines, about: Named | None, documents: Sequence[Named], words: Words, name: str
) -> Drawing:
    """Draw who held which role when; `documents` are numbered in their order."""
    _ = words.said
    canvas = Canvas(_WIDTH, name=name, mirrored=words.mirrored)
    numbers = {document.iri: at for at, document in enumerate(documents, 1)}
    axis = _Axis(data.roles)
    groups = _groups(data.roles, numbers, axis)
    top = 22.0
    bottom = _frame(canvas, axis, groups, top, words)
    y = top
    for group in groups:
        y = _group(canvas, axis, group, y, words)
    y = _legend(canvas, bottom + 8, data.roles, words)
    y = legend.sources(canvas, y, documents, words, numbered=True)
    subject = words.name(about) if about is not None else ""
    title = _("Roles over time: %(subject)s", subject=subject)
    return canvas.done(y, title, _described(data, groups, documents, axis, words))


def _groups(roles: Sequence[Role], numbers: dict[str, int], axis: _Axis) -> list[_Group]:
    by_who: dict[str, list[Role]] = {}
    for role in roles:
        by_who.setdefault(role.who.iri, []).append(role)
    found = []
    for own in by_who.values():
        own.sort(key=lambda role: role.role.iri)
        lanes = []
        for _, same in groupby(own, key=lambda role: role.role.iri):
            said = list(same)
            marks = dict.fromkeys(
                _Mark(
                    role.start,
                    role.end,
                    role.year,
                    role.standing,
                    role.proposed,
                    numbers[document.iri],
                )
                for role in said
                for document in role.documents
            )
            lane = _Lane(said[0].role, sorted(marks, key=_when))
            _pack(lane, axis)
            lanes.append(lane)
        lanes.sort(key=lambda lane: _when(lane.marks[0]))
        found.append(_Group(own[0].who, lanes, any(role.disputed for role in own)))
    found.sort(key=_rank)
    return found


def _rank(group: _Group) -> tuple[int, int, str]:
    """Return where a group stands: action lines in their order, then those with most to tell."""
    line = re.fullmatch(r"C([0-9]{1,2})(?:-[a-z]+)?", group.who.code)
    if line is not None:
        return 0, int(line[1]), group.who.code
    return 1, -sum(len(lane.marks) for lane in group.lanes), group.who.iri


def _when(mark: _Mark) -> tuple[str, int]:
    return mark.start or mark.year or mark.end or "~", mark.number


def _span(mark: _Mark, axis: _Axis) -> tuple[float, float, float]:
    """Return where a mark begins and ends, and where the number of its source stands."""
    said = axis.at(mark.year) + axis.each / 2 if mark.year else axis.begin - _UNDATED / 2
    if mark.start and mark.end:
        end = axis.at(mark.end, after=True)
        return axis.at(mark.start), end + 32, end + 17
    if mark.start:
        begin = axis.at(mark.start)
        return begin, _WIDTH, max(said, begin + _RADIUS)
    if mark.end:
        end = axis.at(mark.end, after=True)
        return axis.begin, end + 32, end + 17
    return said - 15, said + 15, said


def _pack(lane: _Lane, axis: _Axis) -> None:
    """Give each mark a row in which it touches no other."""
    ends: list[float] = []
    for mark in lane.marks:
        begin, end, _ = _span(mark, axis)
        row = next((at for at, taken in enumerate(ends) if taken <= begin), len(ends))
        if row == len(ends):
            ends.append(0)
            lane.rows.append([])
        ends[row] = end + 1
        lane.rows[row].append(mark)


def _high(lane: _Lane, words: Words) -> float:
    label = wrapped(words.name(lane.role), _LABELS - 34, SMALL + 1, 2)
    return max(len(lane.rows) * _LANE, len(label) * LINE + 6)


def _head(group: _Group, words: Words) -> float:
    return len(wrapped(words.name(group.who), _WIDTH - 20, 13, 1, True)) * LINE + 10


def _frame(
    canvas: Canvas, axis: _Axis, groups: Sequence[_Group], top: float, words: Words
) -> float:
    """Draw years and the lines below them; returns where the picture ends."""
    bottom = top + sum(
        _head(group, words) + sum(_high(lane, words) for lane in group.lanes) for group in groups
    )
    for year in axis.years():
        x = axis.at(str(year))
        canvas.line(x, top - 6, x, bottom, "p-l")
        canvas.text(x, top - 10, str(year), "p-s", anchor="middle")
    if axis.undated:
        canvas.text(
            axis.begin - _UNDATED / 2, top - 10, words.said("no date"), "p-s", anchor="middle"
        )
        canvas.line(axis.begin - 4, top - 6, axis.begin - 4, bottom, "p-a")
    canvas.line(0, bottom, _WIDTH, bottom, "p-a")
    return bottom


def _group(canvas: Canvas, axis: _Axis, group: _Group, y: float, words: Words) -> float:
    _ = words.said
    canvas.line(0, y, _WIDTH, y, "p-a")
    title = words.name(group.who)
    if group.disputed:
        disagreeing = _("sources disagree")
        title = f"{title} – {disagreeing}"
    head = _head(group, words)
    canvas.rect(0, y + 1, _WIDTH, head - 3, "p-band")
    canvas.lines(4, y + 17, title, _WIDTH - 20, "p-t p-b", most=1)
    y += head
    for lane in group.lanes:
        high = _high(lane, words)
        canvas.lines(18, y + high / 2 + 4, words.name(lane.role), _LABELS - 34, "p-t", centred=True)
        for at, row in enumerate(lane.rows):
            middle = y + (high - len(lane.rows) * _LANE) / 2 + (at + 0.5) * _LANE
            for mark in row:
                _mark(canvas, axis, mark, middle, words)
        y += high
        canvas.line(18, y, _WIDTH, y, "p-l")
    return y


def _mark(canvas: Canvas, axis: _Axis, mark: _Mark, y: float, words: Words) -> None:
    fill = "hatch" if mark.standing != "accepted" else ""
    kind = "p-edge" if fill else "p-bar"
    _begin, _end, badge = _span(mark, axis)
    if mark.start and mark.end:
        begin, end = axis.at(mark.start), axis.at(mark.end, after=True)
        canvas.rect(begin, y - 6, end - begin, 12, kind, fill=fill)
    elif mark.start:
        begin = axis.at(mark.start)
        canvas.rect(begin, y - 6, max(badge - begin, 3), 12, kind, fill=fill)
        canvas.line(max(badge, begin), y, _WIDTH - 9, y, "p-open")
        canvas.arrow(_WIDTH - 1, y, "p-solid")
    elif mark.end:
        end = axis.at(mark.end, after=True)
        canvas.line(axis.begin + 8, y, end, y, "p-open")
        canvas.arrow(axis.begin, y, "p-solid", back=True)
        canvas.rect(end - 3, y - 8, 3, 16, "p-solid")
    _badge(canvas, badge, y, words.number(mark.number), mark.standing, mark.proposed)


def _badge(canvas: Canvas, x: float, y: float, number: str, standing: str, proposed: bool) -> None:
    """Draw the number of a source; its shape tells the standing of what is said there."""
    if standing != "accepted":
        canvas.rect(x - 14, y - 10, 28, 20, "p-edge", fill="hatch")
        canvas.circle(x, y, 7, "p-paper")
        canvas.text(x, y + 4, number, "p-n", anchor="middle")
    elif proposed:
        canvas.circle(x, y, _RADIUS, "p-hollow")
        canvas.text(x, y + 4, number, "p-n", anchor="middle")
    else:
        canvas.circle(x, y, _RADIUS, "p-solid")
        canvas.text(x, y + 4, number, "p-n p-inverse", anchor="middle")


def _legend(canvas: Canvas, y: float, roles: Sequence[Role], words: Words) -> float:
    _ = words.said
    signs: list[tuple[legend.Sign, str]] = []
    if any(role.standing == "accepted" and not role.proposed for role in roles):
        signs.append(
            (
                lambda x, y: _badge(canvas, x, y, "1", "accepted", False),
                _("number of the source; alone, it stands at the year of which the source speaks"),
            )
        )
    if any(role.proposed for role in roles):
        signs.append(
            (
                lambda x, y: _badge(canvas, x, y, "1", "accepted", True),
                _("stated by a proposal that is not adopted"),
            )
        )
    if any(role.standing != "accepted" for role in roles):
        signs.append(
            (
                lambda x, y: _badge(canvas, x, y, "1", "unconfirmed", False),
                _("unconfirmed: no accepted source says so"),
            )
        )
    if any(role.start for role in roles):
        signs.append(
            (lambda x, y: canvas.rect(x - 13, y - 6, 26, 12, "p-bar"), _("from a printed start"))
        )
    if any(bool(role.start) != bool(role.end) for role in roles):

        def open_end(x: float, y: float) -> None:
            canvas.line(x - 13, y, x + 8, y, "p-open")
            canvas.arrow(x + 14, y, "p-solid")

        signs.append((open_end, _("this end is not printed: unknown, not open")))
    return legend.legend(canvas, y, signs)


def _described(
    data: TimeLines,
    groups: Sequence[_Group],
    documents: Sequence[Named],
    axis: _Axis,
    words: Words,
) -> str:
    _ = words.said
    unconfirmed = sum(role.standing != "accepted" for role in data.roles)
    parts = [
        _(
            "Statements: %(statements)s; documents: %(documents)s; years: %(first)s to %(last)s.",
            statements=words.number(len(data.roles)),
            documents=words.number(len(documents)),
            first=axis.first,
            last=axis.last - 1,
        )
    ]
    if unconfirmed:
        parts.append(_("Unconfirmed among them: %(count)s.", count=words.number(unconfirmed)))
    for group in groups:
        lanes = [
            _("%(name)s: %(value)s", name=words.name(lane.role), value=_times(lane, words))
            for lane in group.lanes
        ]
        told = "; ".join(lanes)
        parts.append(f"{words.name(group.who)} – {told}.")
        if group.disputed:
            parts.append(_("Sources disagree about %(subject)s.", subject=words.brief(group.who)))
    return words.sentences(parts)


def _times(lane: _Lane, words: Words) -> str:
    _ = words.said
    found = []
    for mark in lane.marks:
        if mark.start and mark.end:
            told = f"{words.date(mark.start)}–{words.date(mark.end)}"
        elif mark.start:
            told = _("since %(date)s, no end printed", date=words.date(mark.start))
        elif mark.end:
            told = _("until %(date)s, no start printed", date=words.date(mark.end))
        else:
            told = mark.year or _("no date")
        found.append(told)
    return words.listed(dict.fromkeys(found))
