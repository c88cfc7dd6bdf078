"""Resolutions and decisions, of whatever body, with their revision.

`70/125` is of the General Assembly and `2023/3` of ECOSOC by their form. Of the others the body is
told by its name beside the number, by the place and year of the revision, by the neighbours in a
list, by the same number elsewhere in the text, or by the graph; else the reference stays open.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from wsisgraph.loading.references.chinese_resolutions import Runs
from wsisgraph.loading.references.conferences import Version, conference, version_at
from wsisgraph.loading.references.day_runs import DAY
from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.months import months
from wsisgraph.loading.references.names import Name
from wsisgraph.loading.references.resolution_numbers import (
    OF_UNION,
    SESSIONS,
    YEARS,
    has_form,
    is_year,
    named,
    part_of,
    turned,
)
from wsisgraph.loading.references.spans import SENTENCE_END, Span
from wsisgraph.loading.references.symbols import document_iri, is_report
from wsisgraph.loading.references.words import any_of, bounded, group

_KINDS = {"resolution": "resolution", "decision": "decision"}
# With Cyrillic letters that look like Latin ones: Resolution А/70/1.
_NUMBER = (
    r"(?:[aesае]/(?:res/|dec/)?)?\d{1,4}(?: ?\([ivxl]{1,7}\)|/\d{1,4}[a-z]?|-\d{1,2}|"
    r"[ ]?[cс]/第?\d{1,3})?(?![\d/])"
)
_AND = rf"(?:\s*[,、;]\s*(?:{any_of('and')}\s*)?|\s*{any_of('and')}\s*)"
_KEYWORD = re.compile(
    bounded(
        rf"(?P<draft>{any_of('draft', without='zh')}\s)?"
        rf"(?:(?P<resolution>{any_of('resolution', without='zh')})|"
        rf"(?P<decision>{any_of('decision', without='zh')}))"
    )
)
_MANY = re.compile(bounded(any_of("resolutions")))
_FIRST = re.compile(rf"\s*(?:{any_of('number')}\s*)?(?:(?P<itu>itu-[rtd])\s)?(?P<number>{_NUMBER})")
_NEXT = re.compile(rf"{_AND}(?:{any_of('number')}\s*)?(?P<number>{_NUMBER})")
_GAP = re.compile(r"[^\d.;:()\n]{2,90}?(?=\d)")
_CHINESE = Runs(_NUMBER)
# The date of one between two of a list: resolutions 68/302 of 31 July 2014 and 70/125.
_DATED = re.compile(
    rf"[\s,]*(?:{any_of('of_date')})\s*\d{{1,2}}[^\d;.]{{3,30}}(?:19|20)\d\d(?:\s*(?:года|г\.))?(?=[\s,])"
)
_ENDS = re.compile(r"\s*(?:\Z|[(),.;:\"\]]|" + any_of("and", "of", "revised") + r"(?![a-z]))")
_GLUE = re.compile(
    r"(?:-(?P<met>\d\d)|\s(?P<year>(?:19|20)\d\d))?[\s'\"第的)]*(?P<inside>\([^()]{2,30}\))?[\s'\"第的)]*"
    r"(?:(?:de|del|du|for|in|от|за|لعام|at its)\s)?"
)
_GLUE_AFTER = re.compile(
    rf"\s*(?:{any_of('of', without='zh')})[\s']*(?:ال|ل|لل)?(?:the |la |el |l')?|\s+(?:ال|ل|لل)?"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BETWEEN = re.compile(rf"{_AND}(?:第|the |la |el )?")
# What follows a body instead of a number: “adopted by the Council on 7 June 2023”, “… in 2016”.
_DAY_OR_YEAR = re.compile(
    rf"(?:19|20)\d\d(?![\d/])|{DAY}(?:\s*(?:-|and|et|y|и|و)\s*{DAY})?[\s.]*(?:(?:de|of|del|من) )?"
    rf"{group(map(re.escape, months()))}"
)
_WITH_SESSIONS = frozenset({"ecosoc", "eca", "eclac", "escap", "escwa"})
# Beyond the thirtieth session of the General Assembly.
_LATE_SESSION = re.compile(r"\((?:xxx[ivx]|l|xl)")
# What a Chinese resolution is about stands before it: 关于…的第171号决议.
_ABOUT = re.compile(r"(?:关于|有关)[^,;。:()的]{0,40}\Z")
_ADOPTS = re.compile(r"(?:\([^()]{2,30}\))?(?:已|也|还)?(?:通过|批准|修订)?了?的?")
_JUST_AND = re.compile(rf"\s*{any_of('and')}\s*(?:the |la |el |l')?")
_BY_NAME = "name beside the number"

_ORGAN = re.compile(r"([aesае])/(?:res/|dec/)?")
_OF_UNESCO = re.compile(r"\d{1,2} ?[cс]")
_OF_ITU_R = re.compile(r"\d+-\d+")
_NUMBER_BEHIND = re.compile(r"-\d+\Z")
_ORGANS = {"a": "unga", "а": "unga", "e": "ecosoc", "е": "ecosoc", "s": "unsc"}
_NOT_ADOPTING = frozenset({"itu", "cwg-wsis-sdg", "cwg-internet", "un-secretary-general"})
# The Council counts its resolutions and decisions on; no conference has come that far.
_OF_COUNCIL = 1000
_DECISIONS_OF_COUNCIL = 300
# The last numbers that conferences have reached; a passage that names one of them may mean its.
_LAST_NUMBERS = {"itu-pp": 230, "itu-wtdc": 95, "itu-wtsa": 115}
_PERHAPS, _LISTED = "perhaps", "listed"
# Who is told of a resolution behind it, and adopts none.
_OFFICERS = re.compile(r"secretary-general|director|member|bureau|president|chair")


@dataclass(slots=True)
class _Found:
    start: int
    end: int
    kind: str
    number: str
    body: str = ""
    evidence: str = ""
    version: Version | None = None
    draft: bool = False
    list_of: int = 0
    bare_end: int = 0
    perhaps: str = ""
    listed: str = ""


class Resolutions:
    """Finds resolutions and decisions; remembers over a text whose a number is."""

    def __init__(self, known: Mapping[str, Sequence[str]]) -> None:
        """Take what the graph knows.

        Args:
            known: bodies by the number of a resolution, such as `140`: (`itu-pp`,).
        """
        self._known = known
        self._said: dict[str, str] = {}

    def begin(self) -> None:
        """Forget the last text."""
        self._said = {}

    def find(
        self, text: Folded, names: Sequence[Name], *, han: bool = True, alphabetic: bool = True
    ) -> list[Span]:
        """Return the resolutions and decisions of a passage.

        Args:
            text: of the passage.
            names: the things that it names.
            han: whether it has the Chinese words for them.
            alphabetic: whether it has the words of other languages.
        """
        found = [*(_chinese(text) if han else ())]
        if alphabetic:
            found += _alphabetic(text, names)
        found.sort(key=lambda one: one.start)
        found = _apart(found)
        for before, one in zip([None, *found], found, strict=False):
            if (
                before is not None
                and before.list_of == one.list_of
                and before.body in OF_UNION
                and one.number.isdigit()
            ):
                one.body, one.evidence = before.body, "neighbour in a list"
            _owner(one, text, names)
            if one.body in ("unga", "ecosoc") and one.version is not None:
                # The year behind it is a date, not that of a revision.
                one.end, one.version = min(one.end, one.bare_end or one.end), None
        _inherit(found, text)
        lists: dict[int, list[_Found]] = defaultdict(list)
        for one in found:
            if not one.body and one.kind == "resolution" and one.number.isdigit():
                one.perhaps = _conference(names, one, text.text)
                lists[one.list_of].append(one)
        for many in lists.values():
            if len(many) > 1:
                numbers = " ".join(one.number for one in many)
                # Of a list the conference has all numbers, or it is not its.
                perhaps = {one.perhaps for one in many}
                for one in many:
                    one.listed = numbers
                    one.perhaps = one.perhaps if len(perhaps) == 1 else ""
        return [span for one in found if (span := self._span(one)) is not None]

    def remember(self, spans: Sequence[Span]) -> None:
        """Take note of whose resolutions a passage names, for those that are left open."""
        for span in spans:
            if span.kind in _KINDS and "body" in span.details:
                self._said.setdefault(span.details["number"], span.details["body"])

    def settled(self, span: Span) -> Span:
        """Return a span once more, closed by what the text said later if it was left open."""
        if span.iri or span.kind not in _KINDS:
            return span
        number = span.details["number"]
        body, evidence = self._told(number)
        known = self._known.get(number, ())
        perhaps = span.details.get(_PERHAPS, "")
        # A list has one body: the graph does not tell it by the few numbers that it knows, and
        # where the numbers tell of two bodies, they tell nothing.
        told = [self._told(each)[0] for each in span.details.get(_LISTED, "").split()]
        unsure = evidence == "graph" and 2 * told.count("") > len(told)
        if unsure or len({*told} - {""}) > 1:
            body, known = "", (perhaps,)
        if not body and perhaps and (not known or perhaps in known):
            body, evidence = perhaps, "conference of the passage"
        if not body:
            return span
        year, place = span.details.get("year", ""), span.details.get("place", "")
        name = named(span.kind, body, number, year, place, revised="revised" in span.details)
        details = {**span.details, "body": body, "told_by": evidence}
        details.pop(_PERHAPS, None)
        details.pop(_LISTED, None)
        return replace(
            span, value=name[0], iri=name[1], details=details, confidence=0.85, known=True
        )

    def _told(self, number: str) -> tuple[str, str]:
        """Return whose a number is by what else the text or the graph says, and which of them."""
        if body := self._said.get(number, ""):
            return body, "elsewhere in the text"
        known = self._known.get(number, ())
        return (known[0], "graph") if len(known) == 1 else ("", "")

    def _span(self, one: _Found) -> Span | None:
        number = one.number
        details = {"number": number}
        if one.body:
            details |= {"body": one.body, "told_by": one.evidence}
        if one.body == "unga" and is_report(number):
            symbol = f"A/{number}"
            return Span(
                one.start,
                one.end,
                "document",
                symbol,
                document_iri(symbol),
                {"printed_as": one.kind, "symbol": symbol},
                pattern="report called a resolution",
            )
        year = place = ""
        if one.version is not None:
            year, place = one.version.year, one.version.place
            if one.version.revised:
                details["revised"] = "true"
            if one.version.joined:
                details["joined"] = "true"
            if year:
                details["year"] = year
            if place:
                details["place"] = place
        if one.draft:
            details["draft"] = "true"
        if not one.body:
            if one.perhaps:
                details[_PERHAPS] = one.perhaps
            if one.listed:
                details[_LISTED] = one.listed
            value = f"{one.kind.capitalize()} {number}"
            return Span(
                one.start, one.end, one.kind, value, "", details, False, 0.5, f"{one.kind}, open"
            )
        value, iri = named(one.kind, one.body, number, year, place, revised="revised" in details)
        return Span(
            one.start,
            one.end,
            one.kind,
            value,
            iri,
            details,
            True,
            0.95,
            f"{one.kind} by {one.evidence}",
        )


def _chinese(text: Folded) -> Iterator[_Found]:
    for run in _CHINESE.find(text.text):
        own, shared = version_at(text, run.end), version_at(text, run.list_end)
        end = own.end if own is not None else run.end
        letter, _ = part_of(text, run.number, run.number_end)
        one = _Found(run.start, end, run.kind, run.number + letter, list_of=run.list_end)
        one.version, one.bare_end = own or shared, run.end
        yield one


def _alphabetic(text: Folded, names: Sequence[Name]) -> Iterator[_Found]:
    lowered = text.text
    for keyword in _KEYWORD.finditer(lowered):
        kind = "resolution" if keyword["resolution"] else "decision"
        first = _FIRST.match(lowered, keyword.end())
        is_small = kind == "decision" and text.cased[keyword.start("decision")].islower()
        # In small letters only with a number of the United Nations: its decision 1992/218.
        if is_small and (first is None or not has_form(first["number"])):
            continue
        body = evidence = ""
        if first is None:
            body, place = _body_in_gap(text, keyword.end(), names)
            first = _FIRST.match(lowered, place) if body else None
            evidence = "name before the number"
        elif first["itu"]:
            body, evidence = first["itu"], "name before the number"
        if first is None:
            continue
        many = _MANY.match(lowered, keyword.start()) is not None
        start, end, number = keyword.start(), first.end(), first["number"]
        listed: list[_Found] = []
        while True:
            letter, end = part_of(text, number, end)
            number += letter
            version, bare_end = version_at(text, end), end
            end = version.end if version is not None else end
            listed.append(
                _Found(
                    start,
                    end,
                    kind,
                    number,
                    body,
                    evidence,
                    version,
                    bool(keyword["draft"]),
                    keyword.start(),
                    bare_end,
                )
            )
            dated = _DATED.match(lowered, end) if "/" in number else None
            following = _NEXT.match(lowered, dated.end() if dated is not None else end)
            if following is None or is_year(following["number"], number):
                break
            versioned = version_at(text, following.end()) is not None
            if not (many or versioned or "/" in following["number"]):
                break
            ends = "/" in following["number"] or _ENDS.match(lowered, following.end()) is not None
            if not (versioned or ends):
                break
            start, end, number = following.start("number"), following.end(), following["number"]
        # One revision behind several numbers is that of all: Resolutions 102 and 140 (…, 2010).
        for after, one in pairwise(reversed(listed)):
            if one.version is None and "/" not in one.number:
                one.version = after.version
        yield from listed


def _body_in_gap(text: Folded, start: int, names: Sequence[Name]) -> tuple[str, int]:
    """Return the body named between the word and the number: “résolution du Conseil 1332”."""
    gap = _GAP.match(text.text, start)
    if gap is None or _DAY_OR_YEAR.match(text.text, gap.end()) is not None:
        return "", start
    inside = [name for name in names if gap.start() <= name.start and name.end <= gap.end()]
    bodies = [name for name in inside if name.label.kind == "body"]
    if not bodies:
        return "", start
    left = len(gap[0]) - sum(name.end - name.start for name in inside)
    return (key_of(bodies[0].label.iri), gap.end()) if left <= 24 else ("", start)


@lru_cache(maxsize=50_000)
def key_of(iri: str) -> str:
    """Return the key of a body by its IRI: `itu-pp`."""
    return iri.rpartition("/")[2]


def _owner(one: _Found, text: Folded, names: Sequence[Name]) -> None:
    """Find out whose a resolution is, as far as its neighbourhood tells."""
    number = one.number
    if (organ := _ORGAN.match(number)) is not None:
        one.number = number = number[organ.end() :]
        one.body, one.evidence = _ORGANS[organ[1]], "symbol"
        return
    if one.body:
        one.number = turned(number)
        return
    beside, met = _beside(one, text, names)
    if met and one.version is None:
        one.version = Version(one.end, met, "", revised=False)
    if number.endswith(")"):
        # Until 1976 the session stood behind, as it does with regional commissions: 3038 (XXVII).
        one.number = number.replace(" ", "").upper()
        if beside in _WITH_SESSIONS:
            one.body, one.evidence = beside, _BY_NAME
        elif not _LATE_SESSION.search(number):
            one.body, one.evidence = "unga", "form of the number"
        return
    if "/" in number:
        one.number = number = turned(number)
        first = number.partition("/")[0]
        if beside in ("eca", "ece", "eclac", "escap", "escwa", "unhrc", "wha"):
            one.body, one.evidence = beside, _BY_NAME
        elif _OF_UNESCO.fullmatch(first):
            one.body, one.evidence = "unesco-general-conference", "form of the number"
            one.number = number.replace(" ", "").replace("с", "c").replace("第", "")
        elif int(first) in YEARS:
            one.body, one.evidence = "ecosoc", "form of the number"
        elif int(first) in SESSIONS:
            one.body, one.evidence = "unga", "form of the number"
        return
    if _OF_ITU_R.fullmatch(number):
        if beside in ("itu-r", "itu-ra", ""):
            one.body, one.evidence = "itu-r", "form of the number"
        return
    if beside and beside not in _NOT_ADOPTING:
        one.body, one.evidence = beside, _BY_NAME
        return
    if one.version is not None and one.version.body:
        one.body, one.evidence = one.version.body, "conference behind the number"
        return
    if one.version is not None and one.version.place:
        met = conference(one.version.place, one.version.year)
        if met:
            one.body, one.evidence = met, "place and year"
            return
    least = _OF_COUNCIL if one.kind == "resolution" else _DECISIONS_OF_COUNCIL
    if number.isdigit() and least <= int(number) < 1500:
        one.body, one.evidence = "itu-council", "number"


def _beside(one: _Found, text: Folded, names: Sequence[Name]) -> tuple[str, str]:
    """Return the body whose name stands directly before or behind, and the year of “WTSA-16”."""
    lowered = text.text
    kinds = ("body", "meeting")
    names = [name for name in names if not _OFFICERS.search(key_of(name.label.iri))]
    before = [name for name in names if name.end <= one.start and name.label.kind in kinds]
    for name in before[-2:][::-1]:
        glue = _GLUE.fullmatch(lowered, name.end, one.start)
        if glue is not None and one.start - name.end < 34:
            if "的" in glue[0] and (about := _ABOUT.search(lowered, 0, name.start)) is not None:
                # 大会通过了关于筹备WCIT的第171号决议: whose it is stands before the subject.
                before = [each for each in before if each.end <= about.start()]
                if before and _ADOPTS.fullmatch(lowered, before[-1].end, about.start()):
                    return _adopter(before[-1]), ""
                break
            met = f"20{glue['met']}" if glue["met"] else glue["year"] or ""
            if name.label.kind == "meeting":
                met = name.label.iri.rpartition("-")[2]
            # 全权代表大会（2010年，瓜达拉哈拉）第140号决议: the year of the conference.
            if glue["inside"] and (years := _YEAR.findall(glue["inside"])) and len(years) == 1:
                met = years[0]
                one.start = glue.start("inside")
            return _adopter(name), met
    for name in names:
        if name.start >= one.end and name.label.kind in kinds:
            if _GLUE_AFTER.fullmatch(lowered, one.end, name.start) is not None:
                if one.version is None and (behind := version_at(text, name.end)) is not None:
                    one.version, one.end = behind, behind.end
                return _adopter(name), ""
            break
    return "", ""


def _conference(names: Sequence[Name], one: _Found, text: str) -> str:
    """Return the one conference named in a sentence that has resolutions of such a number."""
    number = int(one.number)
    keys = {
        _adopter(name)
        for name in names
        if name.label.kind in ("body", "meeting")
        and SENTENCE_END.search(text, *sorted((name.end, one.start))) is None
    }
    able = [key for key in keys if number <= _LAST_NUMBERS.get(key, 0)]
    return able[0] if len(able) == 1 else ""


def _adopter(name: Name) -> str:
    key = key_of(name.label.iri)
    if name.label.kind == "meeting":
        return _NUMBER_BEHIND.sub("", key)
    return key


def _inherit(found: Sequence[_Found], text: Folded) -> None:
    """Give a reference without a body that of its neighbour in a list."""
    for before, one in pairwise(found):
        if one.body or not before.body or before.body in ("unga", "ecosoc"):
            continue
        between = text.text[before.end : one.start]
        listed = one.list_of == before.list_of or _BETWEEN.fullmatch(between)
        if listed and "/" not in one.number:
            one.body, one.evidence = before.body, "neighbour in a list"
    for one, after in zip(found[-2::-1], found[:0:-1], strict=False):
        if one.body or not after.body or "/" in one.number or after.body in ("unga", "ecosoc"):
            continue
        if one.list_of == after.list_of:
            one.body, one.evidence = after.body, "neighbour in a list"
        elif (
            one.version is None
            and after.evidence == _BY_NAME
            and _JUST_AND.fullmatch(text.text, one.end, after.start)
        ):
            # Decision 8 and Resolution 113 of the Conference (Marrakesh, 2002).
            one.body, one.evidence = after.body, "neighbour in a list"
            one.version = after.version and replace(after.version, end=one.end)


def _apart(found: list[_Found]) -> list[_Found]:
    kept: list[_Found] = []
    for one in found:
        if kept and one.start < kept[-1].end:
            continue
        kept.append(one)
    return kept
