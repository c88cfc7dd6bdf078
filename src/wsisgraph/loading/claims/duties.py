"""What a clause asks: who must act, what comes of it, for whom, how, when and how often."""

from collections.abc import Mapping, Sequence

from wsisgraph.loading.claims.finding import find, value_of
from wsisgraph.loading.claims.lexicon import Lexicon
from wsisgraph.loading.claims.masking import Masked, class_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.texts.model import Mention
from wsisgraph.terms import iris

ASKS = (
    "instructs",
    "requests",
    "invites",
    "encourages",
    "calls-upon",
    "recommends",
    "resolves",
    "decides",
    "entrusts",
)
"""Forces whose clauses ask somebody to act."""

_LISTED = (("recurrence", "recurrence"), ("product", "products"))
_MOST_PRODUCTS = 4
SEVERAL = " "
"""Between the values of a part that has several."""


def duty(seen: Seen, force: str, addressees: Sequence[Mention], start: int) -> Mapping[str, str]:
    """Return the parts of the duty that a clause imposes; nothing where it asks nothing.

    Args:
        seen: the passage.
        force: of the clause.
        addressees: whom the clause speaks to.
        start: of what is asked, in the masked text.

    Returns:
        Among `bearer`, `due`, `recurrence`, `product`, `recipient`, `channel` and `condition`
        what is printed. Several values of a part are parted by spaces.
    """
    if force not in ASKS:
        return {}
    masked = seen.masked.piece(start, len(seen.masked.text))
    lexicon = seen.lexicon
    bearers = tuple(m.iri for m in addressees) or _subject(masked, lexicon)
    parts = {"bearer": SEVERAL.join(dict.fromkeys(bearers))} if bearers else {}
    found = _parts(masked, lexicon, set(bearers))
    for name in ("recipient", "channel"):
        if found.get(name):
            parts[name] = SEVERAL.join(m.iri for m in found[name])
    due = next((m.value.partition("/")[2] or m.value for m in found.get("due", ())), "")
    due = due or next((_year(m) for m in found.get("recipient", ()) if _year(m)), "")
    if due:
        parts["due"] = due
    for name, words in _LISTED:
        keys = lexicon.all(words, masked.text)
        if keys:
            kept = keys[:1] if name == "recurrence" else keys[:_MOST_PRODUCTS]
            parts[name] = SEVERAL.join(iris.vocab(words, key) for key in kept)
    if due and "recurrence" not in parts:
        parts["recurrence"] = iris.vocab("recurrence", "once")
    if conditions := lexicon.all("conditions", masked.text):
        parts["condition"] = SEVERAL.join(conditions)
    return parts


def _subject(masked: Masked, lexicon: Lexicon) -> tuple[str, ...]:
    """Return who acts in a clause that speaks to nobody: “that ITU should …”."""
    found = next(iter(find(masked, lexicon.patterns, ("bearer",))), None)
    if found is None:
        return ()
    return tuple(m.iri for m in found.parts.get("bearer", ()) if class_of(m) == "body")


def _parts(masked: Masked, lexicon: Lexicon, bearers: set[str]) -> dict[str, tuple[Mention, ...]]:
    parts: dict[str, tuple[Mention, ...]] = {}
    for found in find(masked, lexicon.patterns, ("duty",)):
        for name, mentions in found.parts.items():
            kept = [m for m in mentions if name == "due" or (m.iri and m.iri not in bearers)]
            seen = {value_of(m) for m in parts.get(name, ())}
            parts[name] = (
                *parts.get(name, ()),
                *(m for m in kept if value_of(m) not in seen),
            )
    return parts


def _year(mention: Mention) -> str:
    if class_of(mention) not in ("event", "meeting"):
        return ""
    return mention.details.get("year", "") or mention.details.get("start", "")[:4]
