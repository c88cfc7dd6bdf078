"""Compare what was found in a document with its gold facts.

Mentions and statements are sets for each place, as they are in the graph: a body that a paragraph
names three times counts once. Places that the reader joined, or cut, are compared together. What a
passage cites is what it mentions, and is not scored twice.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from bench.extraction.gold import Gold, Place, Said, Stated

THINGS = ("resolution", "decision", "document", "instrument", "meeting", "event", "body")
"""Kinds whose keys say enough: which of them a thing is filed under is no error."""
ALWAYS_FINE = {
    "academia",
    "itu-academia",
    "itu-associates",
    "itu-bureau-directors",
    "itu-bureaux",
    "itu-council-working-groups",
    "itu-general-secretariat",
    "itu-member-states",
    "itu-members",
    "itu-sector-members",
    "itu-wsis-trust-fund",
    "un",
    "un-agencies",
    "un-regional-commissions",
    "undg",
    "wsis",
    "wsis-action-line-facilitators",
    "wsis-stakeholders",
}
"""Bodies named by a common noun, and the summit within other names: right, and not asked for."""
ISSUERS = {
    "ga": "unga",
    "itu-cwg-wsis": "cwg-wsis-sdg",
    "itu-r": "itu-ra",
    "unesco": "unesco-general-conference",
}


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A mention that the loader found: its kind, and a key to compare."""

    kind: str
    key: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A statement that the loader found, its parts as keys to compare."""

    kind: str
    parts: Mapping[str, frozenset[str]]
    pattern: str = ""

    def __str__(self) -> str:
        parts = " ".join(f"{name}={'|'.join(sorted(v))}" for name, v in self.parts.items())
        return f"{self.kind} {parts} ({self.pattern})"


@dataclass(slots=True)
class FoundPassage:
    """A passage that the loader made, and what it found there."""

    locator: str
    kind: str
    number: str
    text: str
    lines: tuple[int, ...]
    mentions: list[FoundMention] = field(default_factory=list)
    claims: list[FoundClaim] = field(default_factory=list)
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Score:
    """Right, wrong and missing facts of one kind."""

    right: int = 0
    wrong: int = 0
    missing: int = 0

    def __iadd__(self, other: "Score") -> "Score":
        self.right += other.right
        self.wrong += other.wrong
        self.missing += other.missing
        return self

    @property
    def precision(self) -> float | None:
        """Of what was found, the share that is right; None if nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Of what is there, the share that was found; None if nothing is there."""
        there = self.right + self.missing
        return self.right / there if there else None


@dataclass(slots=True)
class Report:
    """Scores by kind, and each error in a line."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    errors: list[str] = field(default_factory=list)

    def wrong(self, kind: str, where: str, what: str) -> None:
        """Note something found that is not there."""
        self.scores[kind].wrong += 1
        self.errors.append(f"{where}\twrong\t{kind}\t{what}")

    def missing(self, kind: str, where: str, what: str) -> None:
        """Note something there that was not found."""
        self.scores[kind].missing += 1
        self.errors.append(f"{where}\tmissing\t{kind}\t{what}")


def compare(
    gold: Gold, passages: Sequence[FoundPassage], joins: Iterable[int] | None = None
) -> Report:
    """Score what was found in a document; `joins` are the lines reported as suspicious joins."""
    report = Report()
    for places, found in units(gold, passages):
        where = f"{gold.name}:{','.join(place.key for place in places) or '-'}" + (
            f" [{' '.join(passage.locator for passage in found)}]"
        )
        _compare_mentions(places, found, where, report)
        _compare_claims(places, found, where, report)
        if not gold.by_line:
            _compare_structure(places, found, where, report)
    if joins is not None and any(place.line for place in gold.places):
        _compare_joins(gold, set(joins), report)
    return report


# Which places and passages belong together


def units(
    gold: Gold, passages: Sequence[FoundPassage]
) -> list[tuple[list[Place], list[FoundPassage]]]:
    """Places and the passages that hold them: sets that share no text with another."""
    parents: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while (parent := parents.setdefault(node, node)) != node:
            node = parent
        return node

    for place, number in _pairs(gold, passages):
        parents[root(("place", place))] = root(("passage", number))
    units: dict[tuple[str, int], tuple[list[Place], list[FoundPassage]]] = {}
    for number, place_ in enumerate(gold.places):
        units.setdefault(root(("place", number)), ([], []))[0].append(place_)
    for number, passage in enumerate(passages):
        units.setdefault(root(("passage", number)), ([], []))[1].append(passage)
    return list(units.values())


def _lines_held(gold: Gold, lines: tuple[int, ...]) -> list[int]:
    keys = {str(line) for line in lines}
    return [n for n, place in enumerate(gold.places) if place.key in keys]


def _pairs(gold: Gold, passages: Sequence[FoundPassage]) -> Iterator[tuple[int, int]]:
    """Places and passages by number: each with the one most like it, if they share text at all."""
    if gold.by_line:
        lines: tuple[int, ...] = ()
        for number, passage in enumerate(passages):
            # A note printed within a line has none of its own.
            lines = passage.lines or lines
            yield from ((place, number) for place in _lines_held(gold, lines))
        return
    ours = [_grams(place.text) for place in gold.places]
    theirs = [_grams(passage.text) for passage in passages]
    for rows, columns, turned in ((ours, theirs, False), (theirs, ours, True)):
        for row, grams in enumerate(rows):
            column = max(
                range(len(columns)), key=lambda n: _nearness(grams, columns[n]), default=None
            )
            if column is not None and _share(grams, columns[column]) >= 0.6:
                yield (column, row) if turned else (row, column)


def _nearness(one: set[str], other: set[str]) -> tuple[bool, float]:
    """What holds all the words is nearer than what is as long and shares most of them."""
    shared = len(one & other)
    return bool(one) and shared == len(one), shared / max(1, len(one) + len(other))


def _grams(text: str) -> set[str]:
    bare = re.sub(r"\W+", "", text)
    return {bare[i : i + 4] for i in range(max(1, len(bare) - 3))} if bare else set()


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


# Mentions


def space_of(kind: str) -> str:
    """Kinds with one space share their keys."""
    return "thing" if kind in THINGS or kind == "programme" else kind


def normal(kind: str, key: str) -> str:
    """The key as it is compared: symbols without their hyphens, numbers without their zeros."""
    match kind:
        case "figure":
            try:
                return format(Decimal(key.replace(" ", "").replace(",", ".")).normalize(), "f")
            except InvalidOperation:
                return key
        case "address":
            return re.sub(r"^https?://|/$", "", key.strip()).lower()
        case "document":
            bare = re.sub(r"^itu-|[^a-z0-9]", "", key.lower())
            return re.sub(r"^c?wgwsis(sdg)?", "wgwsis", bare)
        case "decision":
            return key.replace("decision-", "")
    return key


def _compare_mentions(
    places: list[Place], found: list[FoundPassage], where: str, report: Report
) -> None:
    asked = [said for place in places for said in place.said if said.asked]
    fine = [said for place in places for said in place.said if not said.asked]
    mentions = {
        (space_of(each.kind), normal(each.kind, each.key)): each
        for passage in found
        for each in passage.mentions
        if each.kind != "person"
    }
    for (space, key), mention in list(mentions.items()):
        if space == "date" and "/" in key:
            # “From 2010 to 2018” is two dates or one period.
            mentions |= {("date", end): mention for end in key.split("/")}
    documents = {
        normal("document", key): mention
        for (space, key), mention in mentions.items()
        if space == "thing"
    }
    right: set[tuple[str, str]] = set()
    counted: set[tuple[str, tuple[str, ...]]] = set()
    for said in [*asked, *fine]:
        if said.asked and (said.kind, said.keys) in counted:
            continue
        counted.add((said.kind, said.keys))
        hit = _hit(said, mentions, documents)
        if hit is not None:
            right.add((space_of(hit.kind), normal(hit.kind, hit.key)))
        if not said.asked:
            continue
        if hit is not None:
            report.scores[said.kind].right += 1
        else:
            report.missing(said.kind, where, "|".join(said.keys))
    known = {key for said in [*asked, *fine] for key in said.keys}
    if any(place.style == "T" for place in places):
        return
    for identity, mention in mentions.items():
        if identity in right or (mention.key != identity[1] and identity[0] == "date"):
            continue
        if any(_same(mention, said) for said in [*asked, *fine]):
            continue
        if not _follows(mention, known):
            report.wrong(mention.kind, where, f"{mention.key} ({mention.words})")


def _hit(
    said: Said,
    mentions: Mapping[tuple[str, str], FoundMention],
    documents: Mapping[str, FoundMention],
) -> FoundMention | None:
    for key in said.keys:
        hit = mentions.get((space_of(said.kind), normal(said.kind, key)))
        if hit is None and said.kind == "document":
            hit = documents.get(normal("document", key))
        if hit is None and said.kind in ("decision", "country"):
            hit = mentions.get(("thing", key))
        if hit is None and key == "itu":
            # The name of a part of the Union, or of a text of its own, holds the Union's name.
            hit = next((each for each in mentions.values() if each.key.startswith("itu-")), None)
        if hit is not None:
            return hit
    return None


def _same(mention: FoundMention, said: Said) -> bool:
    return space_of(mention.kind) == space_of(said.kind) and any(
        normal(mention.kind, mention.key) == normal(said.kind, key)
        or normal("document", mention.key) == normal("document", key)
        for key in said.keys
    )


def _follows(mention: FoundMention, known: set[str]) -> bool:
    """Whether what was found is part of something right: the year, place or body of a session."""
    key = mention.key
    if key in ALWAYS_FINE or key.startswith("government-of"):
        return True
    for other in known:
        if mention.kind == "date" and re.search(rf"(?<!\d){re.escape(key)}(?!\d)", other):
            return True
        if key == "itu" and other.startswith(("itu-", "cwg")):
            return True
        if other.startswith(f"{key}-") or other.startswith(f"{key}/"):
            return True
        head = re.match(r"[a-z]+(?:-[a-z]+)*", other)
        if head and ISSUERS.get(head[0]) == key:
            return True
        year = re.fullmatch(r"(itu-[a-z]+)-\d+/(\d{4})", other)
        if year and key == f"{year[1]}-{year[2]}":
            return True
    return False


# Statements


def _compare_claims(
    places: list[Place], found: list[FoundPassage], where: str, report: Report
) -> None:
    gold = [each for place in places for each in place.stated]
    claims = [claim for passage in found for claim in passage.claims]
    explained: set[int] = set()
    for stated in gold:
        hits = [n for n, claim in enumerate(claims) if agrees(claim, stated)]
        explained.update(hits)
        if not stated.asked:
            continue
        if hits:
            report.scores[f"~{stated.kind}"].right += 1
        else:
            report.missing(f"~{stated.kind}", where, str(stated))
    figures = {
        normal("figure", key)
        for place in places
        for said in place.said
        if said.kind == "figure"
        for key in said.keys
    }
    for number, claim in enumerate(claims):
        if number in explained:
            continue
        if claim.kind == "figure" and figures & {
            normal("figure", value) for value in claim.parts.get("value", frozenset())
        }:
            asked = [each for each in gold if each.kind == "figure" and each.asked]
            if not any(_about(claim, each) for each in asked):
                continue
        if claim.kind != "cites":
            report.wrong(f"~{claim.kind}", where, str(claim))


def _about(claim: FoundClaim, stated: Stated) -> bool:
    """Whether a figure found is that of a gold one, with another comparator perhaps."""
    return agrees(
        claim, Stated("figure", tuple(part for part in stated.parts if part[0] == "value"))
    )


def agrees(claim: FoundClaim, stated: Stated) -> bool:
    """Whether a statement found has every part of the gold one; a version is its instrument too."""
    if claim.kind != stated.kind:
        return False
    for name, values in stated.parts:
        kind = {"document": "document", "value": "figure"}.get(name, "")
        found = {normal(kind, value) for value in claim.parts.get(name, frozenset())}
        right = {normal(kind, value) for value in values}
        if name == "target":
            found |= {value.partition("/")[0] for value in found}
        if not found & right:
            return False
    return True


# Structure


STRUCTURE = {
    "T": {"title", "heading", "paragraph", "note"},
    "H1": {"heading"},
    "C": {"heading", "paragraph"},
    "|": {"table-row"},
    "note": {"note"},
    "B": {"bullet"},
    "A": {"paragraph", "bullet"},
}


def _compare_structure(
    places: list[Place], found: list[FoundPassage], where: str, report: Report
) -> None:
    """A passage is right if it holds one place, wholly, with its number and its kind."""
    titles = len(found) == 1 and all(place.style == "T" for place in places)
    for place in places:
        if not place.text.strip():
            continue
        alone = len(places) == len(found) == 1
        letterhead = place.style == "|" and all(each.kind == "note" for each in found)
        if (
            (titles and found[0].kind == "title")
            or (alone and _well_read(place, found[0]))
            or (found and len(places) == 1 and letterhead)
        ):
            report.scores["structure"].right += 1
        else:
            said = "; ".join(f"{p.kind} {p.number!r}" for p in found)
            report.missing("structure", where, f"{place.style} {place.number!r}, found {said}")
    if not places and any(each.kind != "residue" and each.text.strip() for each in found):
        report.wrong("structure", where, found[0].text[:40])
    old = {change for place in places for change in place.changes}
    new = {change for passage in found for change in passage.changes}
    report.scores["change"].right += len(old & new)
    for kind, text in sorted(old - new):
        report.missing("change", where, f"{kind} {text}")
    for kind, text in sorted(new - old):
        report.wrong("change", where, f"{kind} {text}")


def _well_read(place: Place, passage: FoundPassage) -> bool:
    if passage.kind not in STRUCTURE.get(place.style, {"paragraph", "note"}):
        return False
    bare = re.sub(r"\s+", "", place.text)
    printed = re.sub(r"\s+", "", passage.text)
    gone = [text for kind, text in place.changes if kind == "deleted"] == [place.text]
    number = "" if gone or place.style in ("B", "note") else place.number.strip(".)")
    return bare == printed and (not number or passage.number.strip(".)") == number)


def _compare_joins(gold: Gold, joins: set[int], report: Report) -> None:
    there = {place.line for place in gold.places if place.joined}
    report.scores["join"].right += len(there & joins)
    for line in sorted(there - joins):
        report.missing("join", f"{gold.name}:{line}", "a join that is not reported")
    may = {place.line for place in gold.places if place.joined is None}
    for line in sorted(joins - there - may):
        report.wrong("join", f"{gold.name}:{line}", "no join")
