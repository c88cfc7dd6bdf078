"""Figures: a number with what it counts, in which unit, and when."""

import re
from collections.abc import Iterator

from wsisgraph.loading.claims.lexicon import Lexicon, about_figures
from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import bounds
from wsisgraph.loading.references.figures import is_money
from wsisgraph.loading.texts.model import Claim, Mention
from wsisgraph.terms import iris

_NEAR = 48
_KNOWN, _UNKNOWN = 0.9, 0.75
_HERE = " \ue0ff "
_SHARE, _FROM_COUNTRIES = "internet-use-share", "countries-with-participants"
_SUBMITTED, _CONSIDERED = "documents-submitted", "documents-considered"
_PEOPLE = ("人", "名", "位")
_COME = ("person", "stakeholder")
_ENTERED = ("entry", "submission")
_STOCKTAKING = "/id/activity/wsis-stocktaking"


def figures(seen: Seen) -> Iterator[Claim]:
    """Yield the figures of a passage."""
    if seen.passage.kind in ("heading", "title", "residue"):
        return
    for sentence in seen.masked.sentences():
        for place, mention in enumerate(sentence.named):
            if mention is None or class_of(mention) != "figure" or not mention.value:
                continue
            yield _claim(seen, sentence, place, mention)


def _claim(seen: Seen, sentence: Masked, place: int, mention: Mention) -> Claim:
    lexicon = seen.lexicon
    after, before = _beside(sentence, place)
    counted = _counted(after)
    unit = _unit(lexicon, mention, counted)
    measure = _measure(lexicon, mention, unit, counted, before)
    if measure == _FROM_COUNTRIES and not _have_people(lexicon, sentence, place, before):
        measure = ""
    if unit in _ENTERED and not measure and _names_stocktaking(sentence):
        unit, measure = "entry", "stocktaking-entries"
    near = f"{after}{_HERE}{before}"
    parts = {"value": mention.value, "printed": mention.said}
    found = {
        "comparator": _listed("comparators", mention.details.get("comparator", "exactly")),
        "unit": _listed("units", unit),
        "measure": _listed("measures", measure),
        "kind": _listed("figure-kinds", lexicon.first("figure_kinds", near) or "measured"),
        **_time(sentence, place),
        "area": _area(sentence),
    }
    parts |= {name: value for name, value in found.items() if value}
    sure = _KNOWN if "measure" in parts else _UNKNOWN
    name = f"{lexicon.language}-figure"
    return Claim("figure", parts, mention.start, mention.end, name, sure)


def _counted(after: str) -> str:
    """Return the words behind a figure that are what it counts, up to the next clause or “of”."""
    words = about_figures()
    start = of.end() if (of := words["of"].match(after)) else 0
    end = words["end"].search(after, start)
    return f" {after[start : end.start() if end else None].lstrip()}"


def _unit(lexicon: Lexicon, mention: Mention, counted: str) -> str:
    if mention.details.get("unit") == "percent" or "%" in mention.said:
        return "percent"
    if _is_money(mention):
        return mention.details["unit"]
    if mention.details.get("unit") in _PEOPLE:
        return "person"
    return lexicon.first("units", counted)


def _is_money(mention: Mention) -> bool:
    return is_money(mention.details.get("unit", ""))


def _measure(lexicon: Lexicon, mention: Mention, unit: str, counted: str, before: str) -> str:
    """Return what is measured, as the noun says that a figure counts.

    “Ministers” before or behind it are none, nor does a percentage count anything; without a noun
    of its own, it is the number of what is told right before: “the number of participants was 90”.
    """
    if _is_money(mention):
        return ""
    if unit == "percent":
        near = f"{before}{_HERE}{counted}"
        return _SHARE if _SHARE in lexicon.all("measures", near) else ""
    key = _of_noun(lexicon, counted)
    if key == _SUBMITTED and _CONSIDERED in lexicon.all("measures", f"{before}{_HERE}{counted}"):
        return _CONSIDERED
    words = about_figures()
    if key or words["counts"].match(counted):
        return key
    if (told := words["number_of"].search(before)) is None:
        return ""
    return _of_noun(lexicon, _counted(told["noun"] or told["chinese"]), last=not told["noun"])


def _of_noun(lexicon: Lexicon, counted: str, *, last: bool = False) -> str:
    """Return what a noun, with the words beside it, measures; `last`: it is the last of them."""
    for key, pattern in lexicon.words["measures"].in_text(counted):
        for match in pattern.finditer(counted):
            if _is_head(counted, match) and (not last or match.end() == len(counted)):
                return key
    return ""


def _is_head(counted: str, match: re.Match[str]) -> bool:
    """Tell whether a word is the noun that is counted, not one that goes with it."""
    words = about_figures()
    return (
        words["beside"].fullmatch(counted, 0, match.start()) is not None
        and words["compound"].match(counted, match.end()) is None
    )


def _have_people(lexicon: Lexicon, sentence: Masked, place: int, before: str) -> bool:
    """Tell whether it is people who are from the countries that a figure counts."""
    behind = sentence.text[place + 1 : place + 1 + _NEAR] if lexicon.language == "zh" else ""
    return any(
        key in _COME and match.search(near.lstrip())
        for near in (before, behind.partition(SIGNS["figure"])[2])
        for key, match in lexicon.words["units"].in_text(near)
    )


def _names_stocktaking(sentence: Masked) -> bool:
    return any(m is not None and m.iri.endswith(_STOCKTAKING) for m in sentence.named)


def _beside(sentence: Masked, place: int) -> tuple[str, str]:
    """Return the words after a figure and before it, as far as the next figures."""
    after = sentence.text[place + 1 : place + 1 + _NEAR]
    before = sentence.text[max(0, place - _NEAR) : place]
    figure = SIGNS["figure"]
    return after.partition(figure)[0], before.rpartition(figure)[2]


def _time(sentence: Masked, place: int) -> dict[str, str]:
    """Return the time of a figure: that of the date nearest to it in its sentence."""
    dates = [
        (abs(position - place), mention)
        for position, mention in enumerate(sentence.named)
        if mention is not None and class_of(mention) in ("date", "period")
    ]
    if not dates:
        return {}
    nearest = min(dates, key=lambda found: found[0])[1]
    first, last = bounds(nearest)
    return {"period": nearest.said, "start": first, "end": last}


def _area(sentence: Masked) -> str:
    countries = {m.iri for m in sentence.named if m is not None and class_of(m) == "country"}
    return countries.pop() if len(countries) == 1 else ""


def _listed(scheme: str, key: str) -> str:
    return iris.vocab(scheme, key) if key else ""
