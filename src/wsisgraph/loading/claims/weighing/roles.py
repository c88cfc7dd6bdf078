"""Roles weighed by what gold documents teach: those that rules found, and those that they miss.

Each pair of a passage is given a chance that the one has a role in the other. What rules found at
hardly any chance is left out. What they missed is told if it is likely, and if it is likely, too,
that the word of a role beside the pair tells which; its confidence is the product of both.
"""

from collections.abc import Iterator, Sequence

from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import Masked
from wsisgraph.loading.claims.office_frames import Held
from wsisgraph.loading.claims.office_rows import Cell
from wsisgraph.loading.claims.office_times import time_of
from wsisgraph.loading.claims.office_words import Item
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import Span
from wsisgraph.loading.claims.weighing.choices import are_named, choices
from wsisgraph.loading.claims.weighing.features import features
from wsisgraph.loading.claims.weighing.pairs import Pair, Scene, pairs, scene
from wsisgraph.loading.claims.weighing.trees import trees
from wsisgraph.loading.texts.model import Claim
from wsisgraph.terms import iris

LIKELY = 0.7
"""How likely a role must be to be told: at less, a reviewer would refuse too much."""
DOUBTFUL = 0.2
"""A role that a rule found is left out if it is no likelier than that."""
_TAUGHT = ("line", "group", "event", "series")
"""Classes of what roles are in of which gold documents tell often enough that one may doubt."""
_ONE_ALONE = (
    {"sole-facilitator", "lead-facilitator"},
    {"chair", "rotating-chair"},
    {"secretariat"},
    {"host"},
)
"""Roles that one has: if somebody else was found in them, another is hardly likely."""
_SURE = 0.85


def weighed(
    seen: Seen,
    frame: Frame,
    found: Sequence[Claim],
    cells: Sequence[Cell] = (),
    rows: Sequence[Claim] = (),
) -> Iterator[Claim]:
    """Yield the roles of a passage that rules found, without what is doubtful, and more.

    Args:
        seen: the passage.
        frame: what stands above it.
        found: the roles that were found in it.
        cells: of a row of a table.
        rows: roles that the columns of a table told, which are not doubted.
    """
    whole = scene(seen, frame, cells)
    taught = trees("pairs")
    said = {mark for one in (*found, *rows) for mark in _marks(whole, one)}
    listed = frame.item or bool(seen.passage.row)
    chances = [
        (pair, taught.chance(features(whole, pair)))
        for pair in pairs(whole)
        # Where no word tells a role, running text is seldom sure of any.
        if listed or _mark(whole, pair) in said or are_named(whole, pair)
    ]
    doubtful = {
        _mark(whole, pair)
        for pair, chance in chances
        if chance < DOUBTFUL and pair.context.name in _TAUGHT
    }
    known = [one for one in found if _marks(whole, one).isdisjoint(doubtful)]
    yield from known
    for pair, chance in chances:
        if chance < LIKELY or _mark(whole, pair) in said:
            continue
        ranked = [(trees("choices").chance(told), name) for name, told in choices(whole, pair)]
        best, name = max(ranked, default=(0.0, ""))
        least = _SURE if _is_taken(whole, pair, name, (*known, *rows)) else LIKELY
        if chance * best >= least:
            yield _claim(whole, pair, name, chance * best)


def _mark(whole: Scene, pair: Pair) -> tuple[str, str]:
    """Return what makes a pair and a claim one; a meeting counts as its group, as rules tell it."""
    return pair.holder.iri, whole.words.group_of(pair.context.iri)


def _marks(whole: Scene, claim: Claim) -> set[tuple[str, str]]:
    context = whole.words.group_of(claim.parts.get("context", ""))
    return {(body, context) for body in claim.parts["body"].split()}


def _is_taken(whole: Scene, pair: Pair, role: str, known: Sequence[Claim]) -> bool:
    """Tell whether a role that one has alone was found with somebody else."""
    alike = next((names for names in _ONE_ALONE if role in names), None)
    context = _mark(whole, pair)[1]
    return alike is not None and any(
        claim.parts["role"].rpartition("/")[2] in alike
        and any(its == context for _, its in _marks(whole, claim))
        for claim in known
    )


def _claim(whole: Scene, pair: Pair, role: str, chance: float) -> Claim:
    time = _time(whole, pair, role)
    parts = {
        "body": pair.holder.iri,
        "role": iris.vocab("roles", role),
        "context": whole.words.group_of(pair.context.iri),
    }
    parts |= {"start": time.start} if time.start else {}
    parts |= {"end": time.end} if time.end else {}
    masked = whole.seen.masked
    start, end = masked.place(max(pair.first, 0), pair.last + 1)
    name = f"{whole.seen.lexicon.language}-role-weighed"
    return Claim("role", parts, start, end, name, round(chance, 2))


def _time(whole: Scene, pair: Pair, role: str) -> Span:
    """Return the time that the sentence of a pair gives for it."""
    if pair.first < 0 or pair.holder.sentence != pair.context.sentence:
        return Span()
    first, last = (whole.bounds[pair.holder.sentence + n] for n in (0, 1))
    sentence: Masked = whole.seen.masked.piece(first, min(last, len(whole.text)))
    # A piece begins without the spaces before it.
    shift = whole.text.find(sentence.text, first)
    held = Held(
        (Item(pair.holder.place - shift, pair.holder.place - shift + 1, "holder", ""),),
        (role,),
        (),
        pair.first - shift,
        pair.last - shift + 1,
        0,
        len(sentence.text),
    )
    return time_of(whole.seen, sentence, held, [], whole.words)
