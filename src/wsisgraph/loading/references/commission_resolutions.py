"""Resolutions of regional commissions, whose numbers look like those of the General Assembly.

“At its seventy-eighth session, ESCAP adopted resolution 78/1”: that of the session which the
sentence names; and “resolution 72/10 of the Commission” is of the commission whose document it is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.resolution_numbers import named
from wsisgraph.loading.references.spans import SENTENCE_END, Span
from wsisgraph.loading.references.words import any_of

_COMMISSIONS = frozenset({"eca", "ece", "eclac", "escap", "escwa"})
_BY_FORM = "form of the number"
# No commission adopts more at one session; the General Assembly does.
_MOST = 40
_ASSEMBLY = (
    r"(?:general |генеральн\w+ )?(?:assembl\w+|asamblea|ассамбле\w+|\w*جمعيه|联合国大会|联大|大会)"
)
_ASSEMBLY_BEFORE = re.compile(
    rf"{_ASSEMBLY}(?: general\w*| العامه)?"
    r"(?: des nations unies| de las naciones unidas|'s)?[\s'的]{0,3}\Z"
)
_BEFORE = re.compile(r"[\s'第的]{0,3}")
_BEHIND = re.compile(rf"\s+(?:{any_of('of', without='zh')})?[\s']*(?:the |la |el |l')?(?:ال|لل|ل)?")

_ASSEMBLY_BEHIND = re.compile(rf"{_BEHIND.pattern}{_ASSEMBLY}")
_FAR = 60


def with_commissions(
    text: Folded, spans: Sequence[Span], meetings: Sequence[Span], commissions: Sequence[Span]
) -> list[Span]:
    """Return spans, resolutions among them as those of the commission that is told beside them.

    Args:
        text: of a passage.
        spans: all that it names so far.
        meetings: those among them that are meetings.
        commissions: where the document names its own commission as “the Commission”.
    """
    sessions = [one for one in meetings if one.details.get("body") in _COMMISSIONS]
    if not (sessions or commissions):
        return list(spans)
    return [
        _of(span, body) if (body := _whose(text.text, span, sessions, commissions)) else span
        for span in spans
    ]


def _whose(text: str, span: Span, sessions: Sequence[Span], commissions: Sequence[Span]) -> str:
    """Return the commission that is told beside a resolution; empty if none is."""
    if span.kind != "resolution" or span.details.get("told_by") != _BY_FORM:
        return ""
    if span.details.get("body") != "unga":
        return ""
    session, _, number = span.details["number"].partition("/")
    if _is_of_assembly(text, span):
        return ""
    for one in sessions if number.isdigit() and int(number) <= _MOST else ():
        is_its = one.details.get("number") == session and one.end <= span.start
        if is_its and SENTENCE_END.search(text, one.end, span.start) is None:
            return one.details["body"]
    for one in commissions:
        before = one.end <= span.start and _BEFORE.fullmatch(text, one.end, span.start)
        if before or (one.start >= span.end and _BEHIND.fullmatch(text, span.end, one.start)):
            return one.iri.rpartition("/")[2]
    return ""


def _is_of_assembly(text: str, span: Span) -> bool:
    """Tell whether the General Assembly is named right before a resolution, or behind it."""
    before = _ASSEMBLY_BEFORE.search(text, max(0, span.start - _FAR), span.start)
    return before is not None or _ASSEMBLY_BEHIND.match(text, span.end) is not None


def _of(span: Span, body: str) -> Span:
    """Return a resolution as one of a body."""
    number = span.details["number"]
    value, iri = named("resolution", body, number, "", "", revised=False)
    details = {**span.details, "body": body, "told_by": "session or commission beside it"}
    return replace(span, value=value, iri=iri, details=details, confidence=0.9)
