"""A passage as readers of a redline see it: once as it was, once as it is proposed."""

from collections.abc import Iterator

from wsisgraph.loading.references.fold import Folded, folded
from wsisgraph.loading.references.spans import hold
from wsisgraph.loading.texts.model import Passage

_NEW = frozenset({"inserted", "moved-to"})
_OLD = frozenset({"deleted", "moved-from"})


def views(passage: Passage) -> Iterator[Folded]:
    """Yield the text of a passage folded: one, or without what was inserted and what was deleted.

    Places of all are in `Passage.text`.
    """
    kinds = {change.kind for change in passage.changes}
    if not kinds & (_NEW | _OLD):
        yield folded(passage.text)
        return
    yield _without(passage, _OLD)
    yield _without(passage, _NEW)


def _without(passage: Passage, kinds: frozenset[str]) -> Folded:
    gone = bytearray(len(passage.text))
    for change in passage.changes:
        if change.kind in kinds:
            hold(gone, change.start, min(change.end, len(gone)))
    places = [place for place, is_gone in enumerate(gone) if not is_gone]
    view = folded("".join(passage.text[place] for place in places))
    inner = view.places
    kept = places if inner is None else [places[place] for place in inner]
    return Folded(view.text, view.cased, kept)
