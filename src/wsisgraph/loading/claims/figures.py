"""Figures: a number with what it counts, in which unit, and when."""

from collections.abc import Iterator

from wsisgraph.loading.claims.lexicon import Lexicon
from wsisgraph.loading.claims.masking import Masked, class_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import bounds
from wsisgraph.loading.texts.model import Claim, Mention
from wsisgraph.terms import iris

_NEAR = 48
_KNOWN, _UNKNOWN = 0.9, 0.75
_OPTIONAL = ("comparator", "unit", "measure", "period", "area", "kind")


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
    near = _near(sentence, place)
    parts = {"value": mention.value, "printed": mention.said}
    found = {
        "comparator": _listed("comparators", mention.details.get("comparator", "exactly")),
        "unit": _listed("units", _unit(lexicon, mention, near)),
        "measure": _listed("measures", lexicon.first("measures", near)),
        "kind": _listed("figure-kinds", lexicon.first("figure_kinds", near) or "measured"),
        **_time(sentence, place),
        "area": _area(sentence),
    }
    parts |= {name: value for name, value in found.items() if value}
    sure = _KNOWN if "measure" in parts else _UNKNOWN
    name = f"{lexicon.language}-figure"
    return Claim("figure", parts, mention.start, mention.end, name, sure)


def _unit(lexicon: Lexicon, mention: Mention, near: str) -> str:
    if mention.details.get("unit") == "percent" or "%" in mention.said:
        return "percent"
    return lexicon.first("units", near)


def _near(sentence: Masked, place: int) -> str:
    """Return the words beside a figure: those after it first, as far as the next figure."""
    after = sentence.text[place + 1 : place + 1 + _NEAR]
    before = sentence.text[max(0, place - _NEAR) : place]
    for position, other in enumerate(sentence.named[place + 1 : place + 1 + _NEAR]):
        if other is not None and class_of(other) == "figure":
            after = after[:position]
            break
    return f"{after} \ue0ff {before}"


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
