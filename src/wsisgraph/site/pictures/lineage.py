"""The lineage of an instrument: its versions down a line of time, arrows for what each does."""

from collections.abc import Sequence
from typing import Protocol

from wsisgraph.site.pictures import legend
from wsisgraph.site.pictures.canvas import LINE, SMALL, Canvas, Drawing
from wsisgraph.site.pictures.measure import wrapped
from wsisgraph.site.pictures.words import Named, Words

_WIDTH = 760.0
_DATE, _STEM, _TEXT = 232.0, 254.0, 276.0


class What(Protocol):
    """The property that a relation has."""

    @property
    def value(self) -> str: ...


class Relation(Protocol):
    """What one text does to another."""

    @property
    def one(self) -> str: ...
    @property
    def what(self) -> What: ...
    @property
    def other(self) -> str: ...


class Version(Protocol):
    """A version, or another text."""

    @property
    def concept(self) -> Named: ...
    @property
    def date(self) -> str: ...
    @property
    def standing(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def by(self) -> Sequence[Named]: ...
    @property
    def own(self) -> bool: ...


class Lineage(Protocol):
    """Versions and relations."""

    @property
    def versions(self) -> Sequence[Version]: ...
    @property
    def relations(self) -> Sequence[Relation]: ...


def lineage(
    data: Lineage, about: Named | None, documents: Sequence[Named], words: Words, name: str
) -> Drawing:
    """Draw the versions of an instrument and what each does to another."""
    _ = words.said
    canvas = Canvas(_WIDTH, name=name, mirrored=words.mirrored)
    own = [version for version in data.versions if version.own]
    others = [version for version in data.versions if not version.own]
    places: dict[str, float] = {}
    y = 8.0
    for version in [*own, *others]:
        if version in others[:1]:
            y += 14
        places[version.concept.iri] = y + 14
        y += _high(version, words)
    first, last = places[own[0].concept.iri], places[own[-1].concept.iri]
    canvas.line(_STEM, first, _STEM, last, "p-a")
    for version in data.versions:
        _version(canvas, version, places[version.concept.iri], words)
    for at, relation in enumerate(data.relations):
        _relation(canvas, relation, places, at, words)
    signs: list[tuple[legend.Sign, str]] = [
        (lambda x, y: canvas.circle(x, y, 7, "p-solid"), _("adopted"))
    ]
    if any(version.standing == "proposed" for version in own):
        signs.append(
            (lambda x, y: canvas.circle(x, y, 7, "p-hollow"), _("proposed, never in force"))
        )
    if data.relations:

        def arrow(x: float, y: float) -> None:
            canvas.line(x - 12, y, x + 8, y, "p-a")
            canvas.arrow(x + 14, y, "p-solid", size=4)

        signs.append((arrow, _("what a source says that one text does to another")))
    y = legend.legend(canvas, y + 6, signs)
    y = canvas_note(
        canvas,
        y + 12,
        _(
            "Only versions that a document names are here; that one follows another in time "
            "does not say that it amends it."
        ),
    )
    y = legend.sources(canvas, y, documents, words)
    subject = words.name(about) if about is not None else ""
    return canvas.done(y, _("Versions of %(subject)s", subject=subject), _described(data, words))


def canvas_note(canvas: Canvas, y: float, text: str) -> float:
    """Write a remark over the whole width; returns where it ends."""
    return y + canvas.lines(0, y, text, canvas.width - 8, "p-s", most=4, size=SMALL)


def _adopters(version: Version, words: Words) -> str:
    _ = words.said
    by = words.listed(words.name(body) for body in version.by)
    if by and version.place:
        return _("adopted by %(bodies)s, %(place)s", bodies=by, place=version.place)
    if by:
        return _("adopted by %(bodies)s", bodies=by)
    if version.standing == "proposed":
        return _("proposed, never in force")
    return version.place


def _high(version: Version, words: Words) -> float:
    room = _WIDTH - _TEXT
    title = wrapped(words.name(version.concept), room, 13, 2, True)
    below = wrapped(_adopters(version, words), room, SMALL, 2)
    return max(1, len(title)) * LINE + len(below) * 15 + 18


def _version(canvas: Canvas, version: Version, y: float, words: Words) -> None:
    room = _WIDTH - _TEXT
    if version.own:
        kind = "p-hollow" if version.standing == "proposed" else "p-solid"
        canvas.circle(_STEM, y, 8, kind)
        if version.date:
            canvas.text(_DATE, y + 5, words.date(version.date), "p-t p-b", anchor="end")
    else:
        canvas.rect(_STEM - 7, y - 7, 14, 14, "p-box")
    high = canvas.lines(_TEXT, y + 5, words.name(version.concept), room, "p-t p-b")
    canvas.lines(_TEXT, y + 5 + high, _adopters(version, words), room, "p-s", size=SMALL, height=15)


def _relation(
    canvas: Canvas, relation: Relation, places: dict[str, float], at: int, words: Words
) -> None:
    """Draw an arc from one text to another, left of the dates, with its word beside it."""
    if relation.one not in places or relation.other not in places:
        return
    begin, end = places[relation.one], places[relation.other]
    side = 112.0
    canvas.curve((side, begin), side - 44 - 10 * (at % 3), (side, end), "p-curve")
    canvas.arrow(side + 8, end, "p-solid", size=4)
    middle = (begin + end) / 2
    canvas.lines(
        side - 42 - 8 * (at % 3),
        middle + 4,
        did(relation.what, words),
        68 - 8 * (at % 3),
        "p-s",
        anchor="end",
        size=SMALL,
        most=2,
        height=13,
        centred=True,
    )


def did(what: What, words: Words) -> str:
    """Return the word for what one text does to another."""
    _ = words.said
    return {
        "amends": _("amends"),
        "replaces": _("replaces"),
        "isReplacedBy": _("replaced by"),
        "approvedBy": _("approved by"),
        "notedBy": _("noted by"),
    }.get(what.value.rpartition("#")[2].rpartition("/")[2], what.value)


def _described(data: Lineage, words: Words) -> str:
    _ = words.said
    own = [version for version in data.versions if version.own]
    adopted = [version for version in own if version.standing != "proposed"]
    names = {version.concept.iri: words.name(version.concept) for version in data.versions}
    parts = [
        _(
            "Versions: %(versions)s, adopted among them: %(adopted)s.",
            versions=words.number(len(own)),
            adopted=words.number(len(adopted)),
        )
    ]
    parts += [
        f"{words.date(version.date)} – {words.name(version.concept)} ({_adopters(version, words)})."
        for version in own
    ]
    parts += [
        f"{names[relation.one]} {did(relation.what, words)} {names[relation.other]}."
        for relation in data.relations
    ]
    return words.sentences(parts)
