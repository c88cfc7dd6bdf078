"""Whose Secretary-General is meant: that of the body of which the sentence speaks.

“The General Assembly invited the Secretary-General to …” means the one of the United Nations, in
documents of the Union too; that of UNCTAD is no one whom the graph knows.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.resolutions import key_of
from wsisgraph.loading.references.spans import Span
from wsisgraph.loading.references.words import any_of
from wsisgraph.terms import iris

_OURS, _THEIRS = "itu-secretary-general", "un-secretary-general"
_DEPUTY = "itu-deputy-secretary-general"
# How the Under-Secretaries-General of the United Nations are called too, of whom there are many.
_ADJUNCT = re.compile(r"general[e]? (?:adjunt[oa]|adjointe?)\Z")
_UNDER = re.compile(
    r",? (?:de|del|des|du|para|encargad[oa]|aux?|a la|a l'|pour|chargee?|d'|onu|nations|naciones)"
    r"\b(?! (?:l[ae] |l')?(?:uit|union)\b)"
)
_OFFICE = "itu-general-secretariat"
_FEMININE = re.compile("[Ss]ecretaria [Gg]eneral")
_OFFICERS = (_OURS, _THEIRS)
_ORGANS = frozenset({"unga", "ecosoc", "unsc"})
_OF_UNION = re.compile(
    r"\b(?:itu|uit|мсэ|union|unión|союза)\b|国际电联|电联|الاتحاد|(?<!\w)للاتحاد", re.IGNORECASE
)
_END = re.compile(r"[.;؛!?]\s|[。；！？]")
# The bodies whose officers these are, or that act with them.
_SERVED = frozenset(
    {"itu", "itu-council", "itu-pp", "un", "unga", "ecosoc", "unsc", _OURS, _THEIRS}
)
_BESIDE = re.compile(r"(?:'s)? \Z")
_OF_ITS = re.compile(
    rf"\s*{any_of('of', without='zh')}\s*(?:the |la |le |el |l'|ال)?|\s+(?:ال|لل|ل)?"
)
_BEHIND = 24
_SURE = 0.85


def with_officers(text: Folded, spans: list[Span], *, of_un: bool = False) -> list[Span]:
    """Return spans with the Secretary-General of the United Nations where an organ of it acts.

    The organ must be named first in the sentence, and nothing of the Union before the officer.

    Args:
        text: of the passage.
        spans: that are named in it.
        of_un: whether it is in a document of the United Nations.
    """
    if any(span.iri.endswith(_DEPUTY) for span in spans):
        spans = [span for span in spans if not _is_under(text, span, of_un=of_un)]
    if any(span.iri.endswith(_OFFICE) for span in spans):
        spans = [_by_accent(text, span) for span in spans]
    if not any([span.iri.endswith(_OFFICERS) for span in spans]):
        return spans
    others = [s for s in spans if s.kind == "body" and key_of(s.iri) not in _SERVED]
    ends, starts = {s.end for s in others}, {s.start for s in others}
    found = [s for s in spans if not (_is_officer(s) and _is_of_another(text, s, starts, ends))]
    for place, span in enumerate(found):
        if span.kind == "body" and key_of(span.iri) == _OURS and _is_theirs(text, found, span):
            iri = iris.individual("body", _THEIRS)
            told = "Secretary-General of the organ named before"
            found[place] = replace(span, iri=iri, confidence=_SURE, pattern=told)
    return found


def _is_under(text: Folded, span: Span, *, of_un: bool) -> bool:
    """Tell whether “Secretario General Adjunto” is an Under-Secretary-General, who is not ours."""
    if span.kind != "body" or key_of(span.iri) != _DEPUTY:
        return False
    if not _ADJUNCT.search(text.text, span.start, span.end):
        return False
    own = _OF_UNION.search(text.text, span.start, span.end) is not None
    return not own and (of_un or _UNDER.match(text.text, span.end) is not None)


def _by_accent(text: Folded, span: Span) -> Span:
    """Return “Secretaria General”, an officer, where folding made it one with her office."""
    if span.kind != "body" or key_of(span.iri) != _OFFICE:
        return span
    if _FEMININE.search(text.cased, span.start, span.end) is None:
        return span
    return replace(span, iri=iris.individual("body", _OURS), pattern="office without its accent")


def _is_officer(span: Span) -> bool:
    return span.kind == "body" and key_of(span.iri) in _OFFICERS


def _is_of_another(text: Folded, officer: Span, starts: Set[int], ends: Set[int]) -> bool:
    """Tell whether the name of another body stands directly beside: UNCTAD Secretary-General."""
    before = _BESIDE.search(text.text, max(0, officer.start - 3), officer.start)
    if officer.start in ends or (before is not None and before.start() in ends):
        return True
    behind = _OF_ITS.match(text.text, officer.end)
    # Longer articles are taken first, and Arabic ones may be a part of the name.
    return behind is not None and bool({behind.end(), behind.end() - 1, behind.end() - 2} & starts)


def _is_theirs(text: Folded, spans: Sequence[Span], officer: Span) -> bool:
    begin = max((m.end() for m in _END.finditer(text.text, 0, officer.start)), default=0)
    if _OF_UNION.search(text.text, begin, officer.end + _BEHIND):
        return False
    before = [
        span.details.get("body") or key_of(span.iri)
        for span in sorted(spans, key=lambda one: one.start)
        if begin <= span.start and span.end <= officer.start and span.kind in ("body", "meeting")
    ]
    return bool(before) and before[0] in _ORGANS and not any(b.startswith("itu") for b in before)
