"""What a passage takes over from the headings above it and from the sentence that leads to it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from wsisgraph.loading.claims.masking import class_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.texts.model import Mention
from wsisgraph.terms import iris

_ITEMS = ("bullet", "table-row")
_LEADING_NAMES = ("body", "person")
_ALL, _THEIRS = "/wsis-action-line-facilitators", "facilitator"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands above a passage.

    Attributes:
        subject: who is spoken of in the sentence that leads to the passage, or in its heading.
        lines: action lines of the innermost heading that names any.
        roles: roles that the leading sentence or heading names, as in “ITU as co-facilitator”.
        item: whether the passage is an item of a list that such a sentence opens.
        lead: the passage with the leading sentence.
        named: what the caption of a table names, else its heading, for its rows.
        topics: what the innermost heading names that names anything.
        before: the passage before, under the same headings.
    """

    subject: tuple[Mention, ...] = ()
    lines: tuple[Mention, ...] = ()
    roles: tuple[Mention, ...] = ()
    item: bool = False
    lead: Seen | None = field(default=None, repr=False)
    named: tuple[Mention, ...] = ()
    topics: tuple[Mention, ...] = ()
    before: Seen | None = field(default=None, repr=False)


def frames(seen: Sequence[Seen]) -> Iterator[Frame]:
    """Yield the frame of each passage of a document, in order."""
    by_locator = {one.passage.locator: one for one in seen}
    lead: Seen | None = None
    caption: Seen | None = None
    before: Seen | None = None
    for one in seen:
        passage = one.passage
        headings = [by_locator[name] for name in passage.section if name in by_locator]
        if passage.kind == "heading" or (lead is not None and not _leads(lead, one)):
            lead = None
        if not passage.row:
            caption = one
        frame = replace(_frame(headings, lead), before=before)
        yield replace(frame, named=_of_table(caption, headings)) if passage.row else frame
        before = None if passage.kind == "heading" else one
        if passage.kind != "heading" and _opens(one):
            lead = one


def _of_table(caption: Seen | None, headings: Sequence[Seen]) -> tuple[Mention, ...]:
    """Return what the words right above a table name, or the innermost heading if they do not."""
    for one in (caption, *reversed(headings)):
        if one is not None and (named := one.masked.mentions(0, len(one.masked.text))):
            return tuple(named)
    return ()


def _opens(one: Seen) -> bool:
    """Tell whether a passage leads to a list: “The lines are:”, “… the agencies below …”."""
    said = one.masked.text.rstrip()
    return said.endswith(":") or bool(one.lexicon.first("opens_list", said))


def _leads(lead: Seen, one: Seen) -> bool:
    """Tell whether a passage is still an item of the list that a sentence opens."""
    if one.passage.kind in _ITEMS:
        return True
    return bool(one.passage.number) and _form(one) != _form(lead)


def _form(one: Seen) -> str:
    """Return the form of a number: after “4.1 The partners were:” comes an item, but not “4.2”."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "1", one.passage.number))


def _frame(headings: Sequence[Seen], lead: Seen | None) -> Frame:
    lines: tuple[Mention, ...] = ()
    subject: tuple[Mention, ...] = ()
    roles: tuple[Mention, ...] = ()
    topics: tuple[Mention, ...] = ()
    for heading in headings:
        named = heading.masked.mentions(0, len(heading.masked.text))
        topics = tuple(named) or topics
        lines = tuple(m for m in named if class_of(m) == "line") or lines
        if heading_roles := roles_of(named):
            roles = heading_roles
            subject = tuple(m for m in named if _is_one(m, ("body",))) or subject
    if lead is not None:
        last = lead.masked.text.rfind(".", 0, -1) + 1
        named = lead.masked.mentions(last, len(lead.masked.text))
        bodies = [m for m in named if _is_one(m, _LEADING_NAMES)]
        subject = tuple(bodies[:1]) or subject
        roles = roles_of(named) or roles
    item = lead is not None or bool(roles)
    return Frame(subject, lines, roles, item, lead, topics=topics)


def roles_of(named: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return the words of roles; “the facilitators of the action lines” are one too."""
    found: list[Mention] = []
    for mention in named:
        if class_of(mention) == "role":
            found.append(mention)
        elif mention.iri.endswith(_ALL):
            found.append(
                replace(mention, kind="role", iri=iris.vocab("roles", _THEIRS), value=_THEIRS)
            )
    return tuple(found)


def _is_one(mention: Mention, classes: Sequence[str]) -> bool:
    return class_of(mention) in classes and not mention.iri.endswith(_ALL)
