"""Words of offices, read from `offices.toml`, and the things of a sentence around them."""

import re
import tomllib
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from wsisgraph.loading.claims.lexicon import joint
from wsisgraph.loading.claims.masking import ANY_SIGN, SIGNS, Masked, class_of, normal
from wsisgraph.loading.references.anchors import Anchored, Late
from wsisgraph.loading.texts.model import Mention
from wsisgraph.terms import iris

_SIGN = re.compile(r"\{([a-z]+)\}")
_ELIDED = re.compile(r"\b[ld]'$")
_BARE = 16
COUNTRY = "country"
COORDINATES = {"lead-facilitator": "lead-coordinator"}
"""Of an event, what are called facilitators of lines: “coordonnatrice principale du Forum”."""
GROUP = "group"
_SERIES, _EVENT, _EDITION = "series", "event", "edition"
PLAN = "plan"
_OFFICERS = ("-secretary-general", "-director")
_PATTERNS = """
    links agent barred whose void others direct pair also passes parts again jointly moves gives
    succeeds taker begins ceased unreal wished negated column_since column_until along own more
    its again_line since_then former alone created when work capacity company given behalf at
    at_behind about about_behind column_in in_all of_first of_last relative pronouns
    which supposed back dropped
    more_behind until_then helps first_leads namely also_of so_too pending taken
"""
_SECRETARIAT = "itu-general-secretariat"
_ASSOCIATES = "itu-associates"
_HOLDING = frozenset((SIGNS["body"], SIGNS["person"]))
# Countries are hosts.
_COUNTRY = SIGNS["country"]
_HELD = frozenset(SIGNS[name] for name in ("event", "programme", "meeting"))
_SELF = re.compile(r"\b(?:itself|themselves|propi[oa]s?|elle-même|lui-même|сам[аои]?)(?: |$)|本身")
_CONTEXTS = ("line", "event", "programme", "meeting", "goal", "instrument")


@dataclass(frozen=True, slots=True)
class Item:
    """A thing of a sentence: who may hold a role, a role, or what it may be in.

    Attributes:
        start, end: in the masked text of the sentence.
        kind: `holder`, `role` or `context`.
        name: class of a context or holder; key of a role.
        form: of a role: `noun`, `verb`, `passive`, or `holds` of what has its holders behind it.
        mention: of a holder or context.
    """

    start: int
    end: int
    kind: str
    name: str
    form: str = ""
    mention: Mention | None = None

    @property
    def iri(self) -> str:
        """The IRI of what is named; empty for a role."""
        return self.mention.iri if self.mention else ""

    @property
    def said(self) -> str:
        """The words that name it."""
        return self.mention.said if self.mention else ""

    @property
    def officer(self) -> bool:
        """Whether it is somebody named by an office: the Secretary-General."""
        return self.iri.endswith(_OFFICERS)


@dataclass(frozen=True, slots=True)
class Offices:
    """What `offices.toml` tells of a language.

    Attributes:
        verbs: words of roles that patterns do not know, by role and form.
        links: words that tell that someone holds what is named, anywhere in a frame.
        agent: words right before those by whom something is done.
        barred: words right before a role that make it another's than that of who comes before.
        whose: words right after a role that make it a role for who comes before.
        void: words right after a role that make it none: “facilitators' meeting”.
        others: verbs between holder and role that say something else.
        direct: what may stand between a holder and a role, if no link does.
        pair: what may stand between holder and context where the role was told before.
        also: words before one more holder.
        passes: words before the next holder of a role.
        parts: words and signs that begin another clause.
        again: words that stand for who was named last.
        jointly: words that make holders share a role.
        moves: those between whom a role moves: “from A to B”.
        gives, succeeds: verbs of passing on and of taking over.
        taker: words between a verb of taking over and who does so, where the verb comes first.
        dropped: a sentence that begins with a verb whose subject was named before it: “Preside …”.
        passive: how a verb of them begins that is turned around.
        begins, ceased: words that make a date the first, the last.
        unreal, negated: words that make a frame state nothing.
        wished: those of them that make even the words of a pattern state nothing.
        columns: what stands above those who have a role in the line of a row: “Lead agency”.
        column_since, column_until: words above a column of first days, of last days.
        inverted: whether who acts may stand after the verb.
        verb_last: whether what links may stand after all that it links.
        along: words right before those beside whom somebody does something.
        own: words right before a role that is of him of whom the sentence speaks.
        more: words before one more thing in which a role is, with a time of its own.
        more_behind: a time right behind one more thing, instead: “and C6 since 2008”.
        its: words right before a role in what was named before.
        again_line: words for the line that was named last: “of that line”.
        since_then: words for the time from the date on that was named last.
        until_then: words for the time up to the date that was named last.
        namely: words right before the names of those who were told of: “four agencies, namely”.
        so_too: words right before those of whom the same is told: “…, and so are”.
        also_of: words right before one more thing in which a role is.
        helps: words right before him who has a role that is the one of whoever helps him.
        first_leads: words before a list that say that of several the first has the lead.
        former: words for a role that somebody has no more.
        alone: denials that say who alone does something: “nobody but ITU”.
        created: words with the time from which there is a thing, not a role in it.
        when: a time and the words around it.
        capacity: words between a holder and a role of nobody else: “…, assisted by ITU as chair”.
        company: words before those who hold a role beside somebody: “alongside”, “as do”.
        at, at_behind: words right before or behind an event at which only a part of it was held.
        about, about_behind: words around a line that tell of a meeting or project about it.
        in_all: words that make a role one in all that was named: “in both cases”.
        relative: words between what is done and who does it, where these come last: “的是”.
        supposed: words that begin a sentence of what may be: “if UNESCO agrees, …”.
        back: how a verb ends whose object stands before it: “which UNESCO leads (it)”.
        pronouns: those that begin a clause of their own: a denial before them is of another.
        of_first, of_last: words for one of the things that were named: “in the second case”.
        pending: words of a cell that leave open whether somebody has what stands above it.
        taken: a line that was taken over from somebody at some time, as named groups.
        column_in: words above a column of the years in which something was held.
        behalf: words right before a role in whose name somebody else acts.
        given: words that tell who gave something to whom: “was assigned C6 by UNDP”.
        which: words right before a verb that has its holder behind it: “que préside le Japon”.
        work: words that add nothing between a verb and what the role is in: “leads work on C7”.
        contexts: classes of contexts by role; what is not listed is a role in nothing.
        groups: parts of the keys of bodies in which roles are held.
        plans: keys of instruments in which roles are held.
        meetings: the groups that meet, by the beginning of the keys of their meetings.
        series: parts of the keys of activities that are events.
        held: parts of the keys of groups that are events too.
        apart: keys of bodies that hold no role.
        beside: a body and the holders of a role that are others: “ITU and the facilitators”.
        own_time: the time behind a frame, and “and”: it is not of what follows.
        along_with: what stands between an office and somebody else: “the chair of UNGIS and UNDP”.
    """

    verbs: Anchored[tuple[str, str]]
    links: re.Pattern[str]
    agent: re.Pattern[str]
    barred: re.Pattern[str]
    whose: re.Pattern[str]
    void: re.Pattern[str]
    others: re.Pattern[str]
    direct: re.Pattern[str]
    pair: re.Pattern[str]
    also: re.Pattern[str]
    passes: re.Pattern[str]
    parts: re.Pattern[str]
    again: re.Pattern[str]
    jointly: re.Pattern[str]
    moves: re.Pattern[str]
    gives: re.Pattern[str]
    succeeds: re.Pattern[str]
    taker: re.Pattern[str]
    dropped: re.Pattern[str]
    passive: tuple[str, ...]
    begins: re.Pattern[str]
    ceased: re.Pattern[str]
    unreal: re.Pattern[str]
    wished: re.Pattern[str]
    negated: re.Pattern[str]
    columns: tuple[tuple[str, re.Pattern[str]], ...]
    column_since: re.Pattern[str]
    column_until: re.Pattern[str]
    along: re.Pattern[str]
    own: re.Pattern[str]
    more: re.Pattern[str]
    more_behind: re.Pattern[str]
    its: re.Pattern[str]
    again_line: re.Pattern[str]
    since_then: re.Pattern[str]
    until_then: re.Pattern[str]
    helps: re.Pattern[str]
    namely: re.Pattern[str]
    also_of: re.Pattern[str]
    so_too: re.Pattern[str]
    first_leads: re.Pattern[str]
    former: re.Pattern[str]
    alone: re.Pattern[str]
    created: re.Pattern[str]
    when: re.Pattern[str]
    work: re.Pattern[str]
    capacity: re.Pattern[str]
    company: re.Pattern[str]
    given: re.Pattern[str]
    behalf: re.Pattern[str]
    at: re.Pattern[str]
    at_behind: re.Pattern[str]
    about: re.Pattern[str]
    about_behind: re.Pattern[str]
    column_in: re.Pattern[str]
    pending: re.Pattern[str]
    taken: re.Pattern[str]
    in_all: re.Pattern[str]
    relative: re.Pattern[str]
    pronouns: re.Pattern[str]
    which: re.Pattern[str]
    supposed: re.Pattern[str]
    back: re.Pattern[str]
    of_first: re.Pattern[str]
    of_last: re.Pattern[str]
    inverted: bool
    verb_last: bool
    contexts: dict[str, frozenset[str]]
    groups: frozenset[str]
    plans: frozenset[str]
    series: frozenset[str]
    held: frozenset[str]
    meetings: dict[str, str]
    apart: frozenset[str]
    beside: re.Pattern[str]
    along_with: re.Pattern[str]
    own_time: re.Pattern[str]

    def may_tell(self, masked: Masked, *, spoken_of: bool = False) -> bool:
        """Tell whether a text has a word of a role and someone who may hold it.

        Args:
            masked: the text.
            spoken_of: whether someone is spoken of before it.
        """
        signs = masked.signs
        if spoken_of and SIGNS["role"] in signs:
            return True
        if _HOLDING.isdisjoint(signs) and not (_COUNTRY in signs and _HELD & signs):
            return False
        if SIGNS["role"] in signs or self.verbs.in_text(masked.text):
            return True
        return any(
            m is not None and m.iri.endswith((_SECRETARIAT, _ASSOCIATES)) for m in masked.named
        )

    def own_clauses(self, text: str, start: int, end: int) -> list[int]:
        """Return where the pronouns end that begin a clause of their own in a piece of a text."""
        return [match.end() for match in self.pronouns.finditer(text, start, end)]

    def fits(self, roles: Iterable[str], contexts: Sequence[Item]) -> bool:
        """Tell whether roles are ones in these contexts; no contexts fit nothing."""
        return bool(contexts) and all(
            context.name in known
            or (_SERIES in known and self.is_held(context))
            or (_EDITION in known and is_edition(context))
            for known in (self.contexts.get(role, frozenset()) for role in roles)
            for context in contexts
        )

    def is_held(self, context: Item) -> bool:
        """Tell whether a group or its meeting is an event: the Internet Governance Forum."""
        key = context.iri.rpartition("/")[2]
        return context.name in (GROUP, "meeting") and not self.held.isdisjoint(key.split("-"))

    def group_of(self, iri: str) -> str:
        """Return the group whose meeting a thing is; the thing itself if it is none."""
        key = iri.rpartition("/id/meeting/")[2]
        groups = (group for begin, group in self.meetings.items() if key.startswith(begin))
        return next((iris.individual(*group.split("/")) for group in groups), iri)

    def may_be_in(self, role: str, kind: str) -> bool:
        """Tell whether a role may be one in some things of a class."""
        known = self.contexts.get(role, frozenset())
        return kind in known or (kind == _EVENT and _EDITION in known)

    def in_any(self, role: str, classes: Set[str]) -> bool:
        """Tell whether a role may be one in things of some classes."""
        return not classes.isdisjoint(self.contexts.get(role, ()))


@cache
def offices_of(language: str) -> Offices:
    """Return the words of offices of a language."""
    path = resources.files(__package__) / "offices.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return _read(data[language], data["common"])


def _read(said: dict[str, Any], common: dict[str, Any]) -> Offices:
    kinds = {"sign": ANY_SIGN, "time": f"[{SIGNS['date']}{SIGNS['period']}]"}
    kinds["holder"] = f"[{SIGNS['body']}{SIGNS['person']}]"

    def full(text: str) -> str:
        return _SIGN.sub(lambda match: kinds.get(match[1]) or SIGNS[match[1]], normal(text))

    kinds |= {name: full(text) for name, text in said.get("short", {}).items()}

    def one(name: str) -> re.Pattern[str]:
        return re.compile(full(said.get(name) or r"(?!)"), re.IGNORECASE)

    names = re.findall(r"\w+", _PATTERNS)
    return Offices(
        verbs=Anchored(
            ((role, form), Late(full(text), re.IGNORECASE)) for role, form, text in said["verbs"]
        ),
        **{name: one(name) for name in names},
        columns=tuple(
            (role, re.compile(full(text), re.IGNORECASE)) for role, text in said["columns"]
        ),
        passive=tuple(said.get("passive", ())),
        inverted=bool(said.get("inverted")),
        verb_last=bool(said.get("verb_last")),
        contexts={role: frozenset(classes) for role, classes in common["contexts"].items()},
        groups=frozenset(common["groups"]),
        plans=frozenset(common["plans"]),
        series=frozenset(common["series"]),
        held=frozenset(common["held"]),
        meetings=dict(common["meetings"]),
        apart=frozenset(common["apart"]),
        beside=re.compile(full(common["beside"]), re.IGNORECASE),
        along_with=re.compile(full(common["along_with"]), re.IGNORECASE),
        own_time=re.compile(full(common["own_time"]), re.IGNORECASE),
    )


def thing(place: int, mention: Mention, words: Offices) -> Item | None:
    """Return what a mention is in a sentence about offices; None if it is nothing there."""
    kind = class_of(mention)
    if kind == "role":
        return Item(place, place + 1, "role", mention.value, "noun")
    if kind == "person":
        return Item(place, place + 1, "holder", kind, mention=mention)
    key = mention.iri.rpartition("/")[2]
    if kind == "instrument" and key in words.plans:
        return Item(place, place + 1, "context", PLAN, mention=mention)
    if kind == "programme" and words.series.intersection(key.split("-")):
        return Item(place, place + 1, "context", "series", mention=mention)
    if kind in _CONTEXTS:
        return Item(place, place + 1, "context", kind, mention=mention)
    if kind != "body":
        return None
    if key == _SECRETARIAT and len(mention.said) <= _BARE and "总" not in mention.said:
        # “The secretariat” alone: that of the body of which the sentence speaks.
        return Item(place, place + 1, "role", "secretariat", "noun")
    if key == _ASSOCIATES:
        # “asociados” alone are partners of what is named next.
        return Item(place, place + 1, "role", "partner", "noun")
    if key in words.apart:
        return None
    if "/id/body/" in mention.iri and words.groups.intersection(key.split("-")):
        return Item(place, place + 1, "context", GROUP, mention=mention)
    return Item(place, place + 1, "holder", kind, mention=mention)


def things(named: Iterable[Mention | None], words: Offices) -> list[Item]:
    """Return who may hold a role and what it may be in, of some mentions."""
    return [
        item
        for place, mention in enumerate(named)
        if mention is not None and (item := thing(place, mention, words)) is not None
    ]


def is_edition(context: Item) -> bool:
    """Tell whether something is one event of its kind, by its year: the Forum of 2023."""
    key = context.iri.rpartition("/")[2]
    return context.name == _EVENT and key[-1:].isdigit()


def joins(text: str) -> bool:
    """Tell whether a text joins two members of a list."""
    bare = _SELF.sub("", _ELIDED.sub("", text))
    return bool(bare.strip()) and joint().fullmatch(bare) is not None
