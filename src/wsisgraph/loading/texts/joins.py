"""Suspicious joins: where plain text runs a deleted and an inserted piece together.

A redline that was saved as text says “2018年，迪拜2022年，布加勒斯特” and “2020-20232024-2027”.
What such a place states nobody can tell, so it is told to a person, who may have the Word file.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from wsisgraph.loading.texts.model import Passage

_YEAR = r"(?:19|20)\d\d"
_PATTERNS = (
    # 2020-20232024-2027, 20182022
    re.compile(rf"(?<!\d){_YEAR}(?:[-–—/]{_YEAR})?{_YEAR}(?:[-–—/]{_YEAR})?(?!\d)"),
    # （2018年，迪拜2022年，布加勒斯特
    re.compile(rf"{_YEAR}年，[^\W\d]{{1,10}}{_YEAR}年"),
    # (Rev. Dubai, 2018Bucharest, 2022), also with г. or عام
    re.compile(rf"{_YEAR}(?:\s?г\.)?[^\W\d_]{{3,}}(?:[ -][^\W\d_]+)?[,،]\s?{_YEAR}", re.IGNORECASE),
    # （修订版，2018年2022年
    re.compile(rf"{_YEAR}年{_YEAR}(?:[-–—]{_YEAR})?年"),
    # 2024年12月31日2026年3月31日; 理事会2025年会议全权代表大会
    re.compile(rf"{_YEAR}年\d{{1,2}}月(?:\d{{1,2}}日)?{_YEAR}年(?:\d{{1,2}}月)?"),
    re.compile(rf"{_YEAR}年会议(?:全权代表大会|理事会)"),
    # 31 December 202431 March 2026, also with de, года
    re.compile(
        rf"(?<!\d){_YEAR}(?:\s?г\.|\sгода)?\d{{1,2}} (?:de )?[^\W\d_]{{3,10}} (?:de )?{_YEAR}(?!\d)"
    ),
    # 2022年下届全权代表大会
    re.compile(rf"{_YEAR}年下(?:一)?届"),
)
# the 2022next plenipotentiary conference, the 2022 Plenipotentiary Conferencenext one
_NEXT = re.compile(r"(?:(?<=[^\W_])(?:next|prochaine?|próxim[ao])|(?<=\d)(?:следующ\w+|المقبل))\b")
_NEXTS = ("next", "prochain", "próxim", "следующ", "المقبل")
_YEARS = re.compile(
    rf"{_YEAR}\D{{0,16}}?{_YEAR}|{_YEAR}年下|{_YEAR}年[\d月]{{2,5}}[\d日]*{_YEAR}|"
    rf"{_YEAR}\d{{1,2}} \D{{3,18}}{_YEAR}|{_YEAR}(?:\s?г\.|\sгода)\d|{_YEAR}年会议[全理]"
)
_MEND = "load the Word file, in which the changes are marked; nothing is made of it"


def joins(passages: Iterable[Passage]) -> Iterator[tuple[int, str, str]]:
    """Yield line, finding and mend of each passage in which pieces seem to be run together.

    Passages whose changes are marked are left out: there it is no guess.
    """
    places, verbs = _glued("places"), _glued("verbs")
    passages = list(passages)
    # Few texts have any of these: all passages are asked at once.
    whole = "\n".join(passage.text for passage in passages)
    has_next = any(word in whole for word in _NEXTS)
    has_places = places.search(whole) is not None
    for passage in passages:
        if passage.changes or passage.kind == "residue":
            continue
        text = passage.text
        found: list[str] = []
        # Two years near one another are the beginning of every suspicion but that of “next”.
        may_be = text.count("20") + text.count("19") > 1 or "年下" in text or "年会议" in text
        if may_be and _YEARS.search(text) is not None:
            found = [m[0] for pattern in _PATTERNS for m in pattern.finditer(text)]
        if not found and has_next and any(word in text for word in _NEXTS):
            found = [text[max(0, m.start() - 20) : m.end()] for m in _NEXT.finditer(text)]
        if not found and has_places:
            found = [match[0] for match in places.finditer(text)]
        if not found and passage.kind == "paragraph":
            found = [match[0] for match in verbs.finditer(text)]
        if found:
            said = found[0] if len(found[0]) <= 60 else f"{found[0][:59]}…"
            line = passage.lines[0] if passage.lines else 0
            yield line, f"“{said}” seems to be a deleted and an inserted text run together", _MEND


@cache
def _glued(kind: str) -> re.Pattern[str]:
    """Return a pattern of two places, or of two verbs, with nothing between them."""
    data = tomllib.loads(Path(__file__).with_name("joins.toml").read_text(encoding="utf-8"))
    names = "|".join(map(re.escape, sorted(data[kind], key=len, reverse=True)))
    edge = r"\b" if kind == "verbs" else ""
    return re.compile(rf"{edge}(?:{names})(?:{names}){edge}")
