"""Whose Secretary-General is meant: that of the body of which the sentence speaks.

“The General Assembly invited the Secretary-General to …” means the one of the United Nations, in
documents of the Union too; that of UNCTAD is no one whom the graph knows.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.resolutions import key_of
from wsisgraph.loading.references.spans import Span
from wsisgraph.loading.references.words import any_of
from wsisgraph.terms import iris

_OURS, _THEIRS = "itu-secretary-general", "un-secretary-general"
_ORGANS = frozenset({"unga", "ecosoc", "unsc"})
_OF_UNION = re.compile(
    r"\b(?:itu|uit|мсэ|union|unión|союза)\b|国际电联|电联|الاتحاد|(?<!\w)للاتحاد", re.IGNORECASE
)
_END = re.compile(r"[.;؛!?]\s|[。；！？]")
# The bodies whose officers these are, or that act with them.
_SERVED = frozenset(
    {"itu", "itu-council", "itu-pp", "un", "unga", "ecosoc", "unsc", _OURS, _THEIRS}
)
_BESIDE = re.compile(r" ?|'s ")
_OF_ITS = re.compile(
    rf"\s*{any_of('of', without='zh')}\s*(?:the |la |le |el |l'|ال)?|\s+(?:ال|ل|لل)"
)
_BEHIND = 24
_SURE = 0.85


def with_officers(text: Folded, spans: Sequence[Span]) -> list[Span]:
    """Return spans with the Secretary-General of the United Nations where an organ of it acts.

    The organ must be named first in the sentence, and nothing of the Union before the officer.
    """
    found = [span for span in spans if not _is_of_another(text, spans, span)]
    for place, span in enumerate(found):
        if span.kind == "body" and key_of(span.iri) == _OURS and _is_theirs(text, found, span):
            iri = iris.individual("body", _THEIRS)
            told = "Secretary-General of the organ named before"
            found[place] = replace(span, iri=iri, confidence=_SURE, pattern=told)
    return found


def _is_of_another(text: Folded, spans: Sequence[Span], officer: Span) -> bool:
    """Tell whether the name of another body stands directly beside: UNCTAD Secretary-General."""
    if officer.kind != "body" or key_of(officer.iri) not in (_OURS, _THEIRS):
        return False
    for span in spans:
        if span.kind != "body" or key_of(span.iri) in _SERVED:
            continue
        if span.end <= officer.start and _BESIDE.fullmatch(text.text, span.end, officer.start):
            return True
        if span.start >= officer.end and _OF_ITS.fullmatch(text.text, officer.end, span.start):
            return True
    return False


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
