"""Figures: a number with what it counts, in which unit, and when."""

from collections.abc import Iterator

from wsisgraph.loading.claims.lexicon import Lexicon, counts
from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import bounds
from wsisgraph.loading.texts.model import Claim, Mention
from wsisgraph.terms import iris

_NEAR = 48
_KNOWN, _UNKNOWN = 0.9, 0.75
_HERE = " \ue0ff "
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
    unit = _unit(lexicon, mention, after)
    measure = _measure(lexicon, after, before)
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


def _unit(lexicon: Lexicon, mention: Mention, after: str) -> str:
    if mention.details.get("unit") == "percent" or "%" in mention.said:
        return "percent"
    return lexicon.first("units", after)


def _measure(lexicon: Lexicon, after: str, before: str) -> str:
    """Return what is measured: what the words after a figure say, else those before it.

    A figure that counts something of its own, as “70 ministers” does, measures nothing else.
    """
    near = f"{after}{_HERE}{before}"
    for key, pattern in lexicon.words["measures"].in_text(near):
        if any(match.start() <= len(after) + 1 for match in pattern.finditer(near)):
            return key
    return "" if counts().match(after) else lexicon.first("measures", before)


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
