"""What meetings do with papers, and whose papers are, where no known order of words tells it.

A clause tells it by what stands in it: one meeting, papers and a word of consideration; a
resolution, whoever adopts it and a word of adoption; one group of authors, one of papers and a word
of giving, which is a verb or the name of what they give. The words are in `proceedings.toml`, and
what makes a clause state nothing in `vetoes.toml`.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import product

from wsisgraph.loading.claims.enacting import COUNCILS
from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.office_words import joins, offices_of
from wsisgraph.loading.claims.paper_symbols import meeting_of
from wsisgraph.loading.claims.papers_done import manners_in
from wsisgraph.loading.claims.proceeding_words import GOES_ON, MANNERS, Words, words_of
from wsisgraph.loading.claims.seeing import Seen, is_group
from wsisgraph.loading.claims.vetoes import Vetoes, vetoes_of
from wsisgraph.loading.texts.model import Claim, Mention
from wsisgraph.terms import iris

_AUTHORS = ("body", "country")
_SURE = 0.7
_AROUND, _NEAR, _FAR = 50, 70, 160
_BEHIND, _PASSIVE = 24, 6
_SYMBOL, _UNION = "symbol", "itu"
_VERB_FIRST = ("ar",)
_TIMES, _WHO = ("date", "period"), ("body", "meeting")
_TEXT_OF = re.compile(rf"{SIGNS['instrument']} ?\((?:[^()]{{0,20}})$")
_TOWN = re.compile(r"\b(?:in|at|en|à|в|во) [A-ZÀ-ÞА-Я][\w'’ -]{1,24} ?\($")
ENACTING = ("unga", "ecosoc", "itu-council", "itu-pp", "itu-wtdc", "itu-wtsa", "itu-ra")
"""Whose resolutions are adopted by themselves, by the key of the body."""


def proceedings(seen: Seen, told: Sequence[Claim]) -> Iterator[Claim]:
    """Yield what the clauses of a passage tell of papers that `told` says nothing of.

    Args:
        seen: the passage.
        told: what is known of it.
    """
    if {SIGNS["document"], SIGNS["instrument"]}.isdisjoint(seen.masked.signs):
        return
    words, vetoes = words_of(seen.lexicon.language), vetoes_of(seen.lexicon.language)
    known = {
        kind: {claim.parts.get(part, "") for claim in told if claim.kind == kind}
        for kind, part in (("considers", "document"), ("submits", "document"), ("adopts", "target"))
    }
    # “It revised Resolution 140 and adopted the Agenda”: what is amended there is not adopted.
    known["adopts"] |= {claim.parts["target"] for claim in told if claim.kind == "amends"}
    before: set[str] = set()
    reported = {seen.sitting.iri} if seen.sitting is not None else set()
    for sentence in seen.masked.sentences():
        for clause in vetoes.clauses(sentence):
            if SIGNS["document"] in clause.signs:
                here = before
                if not here and words.sat.search(clause.text):
                    here = reported or _of_papers(clause)
                yield from _considered(seen, clause, words, vetoes, known["considers"], here)
                yield from _submitted(seen, clause, words, vetoes, known["submits"])
            if SIGNS["instrument"] in clause.signs:
                yield from _adopted(seen, clause, words, vetoes, known["adopts"])
        named = (m for m in sentence.named if m is not None and class_of(m) == "meeting")
        before |= {mention.iri for mention in named if mention.iri}


def _considered(
    seen: Seen, clause: Masked, words: Words, vetoes: Vetoes, known: Set[str], before: Set[str]
) -> Iterator[Claim]:
    """Yield the papers of a clause with which its only meeting does something.

    Where it names none, it is the only one of the sentences `before` it.
    """
    manner = manner_of(clause, words)
    if vetoes.undone(clause.text):
        return
    if not manner:
        # Whatever a meeting does with a paper that nobody gives there, it considers it.
        spoken_of = (words.gives, words.cited)
        if any(said.search(clause.text) for said in spoken_of) or vetoes.bar(clause.text):
            return
        manner = "considered"
    meetings: Set[str] = meetings_of(clause, words, vetoes)
    alone = not any(m is not None and (_deliberates(m) or _sat(m)) for m in clause.named)
    if not meetings and alone and manner_of(clause, words):
        meetings = before
    if not meetings:
        yield from _of_symbols(seen, clause, words, known)
    if len(meetings) != 1:
        return
    (meeting,) = meetings
    manners = manners_in(seen.lexicon.language, clause)
    for place, paper in enumerate(clause.named):
        if paper is None or not is_paper(paper) or paper.iri in known:
            continue
        ahead = clause.text[max(0, place - _AROUND) : place]
        # “It revised Resolution 1332 (5)”: the paper has its text.
        if _TEXT_OF.search(ahead) or words.defers(seen, clause, place):
            continue
        told = manner_of(clause, words) and not seen.passage.row
        if not told and meeting_of(paper.iri)[1] not in ("", meeting):
            # An item of an agenda: “World Radiocommunication Conference (WRC-19) | C17/27”.
            continue
        parts = {"meeting": meeting, "document": paper.iri}
        parts["manner"] = manners.get(paper.iri, manner)
        yield _claim(seen, "considers", parts, paper, paper)


def _of_symbols(seen: Seen, clause: Masked, words: Words, known: Set[str]) -> Iterator[Claim]:
    """Yield the papers of a body that it had before it; their symbols tell at which meeting.

    “The Council, which in 2015 had before it C15/34, …”, “At the first of them 5 was discussed”.
    """
    said = [match for name in MANNERS if (match := getattr(words, name).search(clause.text))]
    if not said:
        return
    verb = min(said, key=lambda match: match.start())
    them = words.of_them.search(clause.text) is not None
    manners = manners_in(seen.lexicon.language, clause)
    for place in range(0 if them else verb.end(), len(clause.text)):
        paper = clause.named[place]
        if paper is None or not is_paper(paper) or paper.iri in known:
            continue
        body, meeting = meeting_of(paper.iri)
        # Where the verb comes first, whoever acts stands behind it.
        until = place if seen.lexicon.language in _VERB_FIRST else verb.start()
        acting = any(one.iri == body for one in clause.mentions(0, until))
        # “The meeting considered 5”: of which meeting of a group it is, its symbol tells.
        of_group = body.rpartition("/")[2] not in COUNCILS
        acting = acting or (of_group and words.sat.search(clause.text, 0, until) is not None)
        if meeting and (them or acting) and not words.defers(seen, clause, place):
            manner = manners.get(paper.iri) or manner_of(clause, words)
            parts = {"meeting": meeting, "document": paper.iri, "manner": manner}
            yield _claim(seen, "considers", parts, paper, paper)


def meetings_of(clause: Masked, words: Words, vetoes: Vetoes) -> set[str]:
    """Return the meetings of a clause that may do something."""
    return {
        mention.iri
        for place, mention in enumerate(clause.named)
        if mention is not None
        and class_of(mention) == "meeting"
        and mention.iri
        and not words.apart.search(clause.text[max(0, place - _AROUND) : place])
        and not words.behind.match(clause.text[place + 1 :])
        and not vetoes.unreal.search(clause.text[max(0, place - _AROUND) : place + 1])
    }


def _of_papers(clause: Masked) -> set[str]:
    """Return the meeting of a group of which all papers of a clause are, by their symbols.

    “The meeting considered CWG-WSIS&SDG-43/7”; papers of a Council other meetings have as well.
    """
    told = {
        meeting_of(paper.iri) for paper in clause.named if paper is not None and is_paper(paper)
    }
    if len(told) != 1:
        return set()
    body, meeting = told.pop()
    return {meeting} if meeting and body.rpartition("/")[2] not in ENACTING else set()


def _sat(mention: Mention) -> bool:
    return class_of(mention) == "meeting"


def is_paper(mention: Mention) -> bool:
    """Tell whether something is a paper: it has a symbol."""
    return class_of(mention) == "document" and mention.pattern == _SYMBOL and bool(mention.iri)


def _deliberates(mention: Mention) -> bool:
    """Tell whether somebody considers papers, and does not submit them."""
    return is_group(mention) or mention.iri.rpartition("/")[2] in ENACTING


def manner_of(clause: Masked, words: Words) -> str:
    """Return what a clause says was done with papers; empty where it says nothing."""
    said = {name: getattr(words, name).search(clause.text) for name in MANNERS}
    return next((name for name, match in said.items() if match is not None), "")


def _adopted(
    seen: Seen, clause: Masked, words: Words, vetoes: Vetoes, known: Set[str]
) -> Iterator[Claim]:
    """Yield the resolution beside a word of adoption: by whom is named, else by its own body."""
    if vetoes.bar(clause.text):
        return
    for match in words.adopts.finditer(clause.text):
        offices = offices_of(seen.lexicon.language)
        verb_first = seen.lexicon.language in _VERB_FIRST
        target = _target(clause, match, verb_first=verb_first)
        noun = words.adoption.fullmatch(match.group()) is not None
        if noun and target is not None and target.start < clause.starts[match.start()]:
            # “Resolution 70/125 calls for the adoption of strategies”.
            continue
        if offices.verb_last and target is not None and target.start < clause.starts[match.start()]:
            # “第56/183号决议批准”: it is the resolution that approves.
            said = clause.text[max(0, match.start() - _PASSIVE) : match.start()]
            target = target if words.passive.search(said) else None
        if target is None or "/id/resolution/" not in target.iri or target.iri in known:
            continue
        body = target.details.get("body", "")
        ahead = clause.text[match.end() : max(match.end(), clause.named.index(target))]
        told_of = words.alters.search(ahead) or seen.lexicon.first("beyond", ahead)
        if body not in ENACTING or told_of:
            # “It agreed on amendments to Resolution 1332”, “on a plan pursuant to Resolution 140”.
            continue
        own = iris.individual("body", body)
        acting = [
            m
            for m in clause.named
            if m is not None and (m.iri == own or (class_of(m) == "meeting" and _sits(m, body)))
        ]
        others = [m for m in clause.named if m is not None and _enacts(m)]
        if others and not acting:
            continue
        meeting = next((m for m in acting if class_of(m) == "meeting"), None)
        who = meeting.iri if meeting is not None else own
        yield _claim(seen, "adopts", {"meeting": who, "target": target.iri}, target, target)
        return


def _enacts(mention: Mention) -> bool:
    """Tell whether something adopts resolutions: a body, or a council at a session of its."""
    if class_of(mention) == "meeting":
        return any(_sits(mention, body) for body in COUNCILS)
    return mention.iri.rpartition("/")[2] in ENACTING


def _sits(meeting: Mention, body: str) -> bool:
    return meeting.iri.rpartition("/")[2].startswith(f"{body}-")


def _target(clause: Masked, match: re.Match[str], *, verb_first: bool) -> Mention | None:
    """Return the resolution of which a word tells, the nearer of those behind and before it.

    Only who adopts it, and when, stands between: behind the word only where it comes first, as in
    “adopted, on 5 May, 80/173” and “was adopted by the Council”.
    """
    found: list[tuple[int, Mention]] = []
    for places, passed in (
        (range(match.end(), len(clause.text)), _TIMES if not verb_first else (*_TIMES, *_WHO)),
        (range(match.start() - 1, -1, -1), (*_TIMES, *_WHO)),
    ):
        for place in places:
            mention = clause.named[place]
            if mention is None or class_of(mention) in passed:
                continue
            away = place - match.end() if place >= match.end() else match.start() - place
            if place >= match.end() and GOES_ON.match(clause.text, match.end()):
                # “5 was approved and Resolution 30 was revised”.
                break
            if class_of(mention) == "instrument" and away <= _NEAR:
                found.append((away, mention))
            break
    return min(found, key=lambda one: one[0], default=(0, None))[1]


@dataclass(frozen=True, slots=True)
class _Group:
    """Authors or papers that stand together in a clause."""

    start: int
    end: int
    members: tuple[Mention, ...]


def _submitted(
    seen: Seen, clause: Masked, words: Words, vetoes: Vetoes, known: Set[str]
) -> Iterator[Claim]:
    """Yield whose papers are: those of the authors of a clause, who give them.

    Of several authors each has the papers beside it, all before or all behind them.
    """
    offices = offices_of(seen.lexicon.language)
    papers = [
        group
        for group in _together(clause, ("document",), frozenset(), offices.company)
        if not _TEXT_OF.search(clause.text[max(0, group.start - _AROUND) : group.start])
    ]
    apart = offices.apart | set(ENACTING)
    authors = [
        group
        for group in _together(clause, _AUTHORS, apart, offices.company, words.along)
        if words.to.search(clause.text[max(0, group.start - _AROUND) : group.start]) is None
        and not _is_place(clause, group)
    ]
    if len(papers) != len(authors) or not papers or vetoes.undone(clause.text):
        return
    order = [one.start < other.start for one, other in zip(authors, papers, strict=True)]
    pairs = list(zip(authors, papers, strict=True))
    ends = [max(one.end, other.end) for one, other in pairs]
    starts = [min(one.start, other.start) for one, other in pairs]
    if len(set(order)) != 1 or any(e > s for e, s in zip(ends, starts[1:], strict=False)):
        return
    for number, (author, paper) in enumerate(pairs):
        if not known.isdisjoint(member.iri for member in paper.members):
            continue
        first, last = sorted((author, paper), key=lambda group: group.start)
        begin = max(ends[number - 1] if number else 0, author.start - _AROUND)
        between = clause.text[first.end : last.start]
        before = clause.spoken(begin, author.start)
        if len(between) > _FAR:
            continue
        until = starts[number + 1] if number + 1 < len(starts) else len(clause.text)
        behind = clause.text[last.end : min(last.end + _BEHIND, until)]
        if _gives(author, paper, (before, between, behind), words):
            for one, other in product(author.members, paper.members):
                if is_paper(other):
                    parts = {"body": one.iri, "document": other.iri}
                    yield _claim(seen, "submits", parts, one, other)


def _is_place(clause: Masked, group: _Group) -> bool:
    """Tell whether a country only says where a town is: “was held in Bishkek (Kyrgyzstan)”."""
    ahead = clause.text[max(0, group.start - _AROUND) : group.start]
    return _TOWN.search(ahead) is not None and clause.text.startswith(")", group.end)


def _gives(author: _Group, paper: _Group, around: tuple[str, str, str], words: Words) -> bool:
    before, between, behind = around
    ahead = author.start < paper.start
    if ahead and words.about.search(between):
        return False
    union = any(one.iri.rpartition("/")[2] == _UNION for one in author.members)
    theirs = words.theirs.match(between if ahead else behind)
    if not union and (words.paper.search(before) or theirs):
        return True
    said = before + between if ahead else before + between + behind
    if ahead and not union and words.within.search(between) and not words.cited.search(said):
        # “Senegal asked for more of them in 5”.
        return True
    if words.speaks.search(said):
        return False
    # “Japan tabled 5”, “5 was tabled by Japan”, “5, of which Japan is the author”; where the verb
    # comes first or last “tabled Japan 5”, “Japan in 5 tabled”.
    return any(words.gives.search(text) for text in (said, behind if words.last else ""))


def _together(
    clause: Masked, classes: Sequence[str], apart: Set[str], *company: re.Pattern[str]
) -> list[_Group]:
    """Return the things of some classes in a clause, those in one list together.

    So stand “A together with B”, joined by words of `company`.
    """
    found: list[_Group] = []
    for place, mention in enumerate(clause.named):
        if mention is None or class_of(mention) not in classes or not mention.iri:
            continue
        if mention.iri.rpartition("/")[2] in apart or is_group(mention):
            continue
        between = clause.text[found[-1].end : place] if found else ""
        if found and (joins(between) or any(one.fullmatch(between.strip()) for one in company)):
            last = found.pop()
            found.append(_Group(last.start, place + 1, (*last.members, mention)))
        else:
            found.append(_Group(place, place + 1, (mention,)))
    return found


def _claim(seen: Seen, kind: str, parts: dict[str, str], one: Mention, other: Mention) -> Claim:
    start, end = min(one.start, other.start), max(one.end, other.end)
    return Claim(kind, parts, start, end, f"{seen.lexicon.language}-{kind}-together", _SURE)
