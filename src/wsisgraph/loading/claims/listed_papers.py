"""Papers of a list that a sentence opens: “Contributions examined at the 28th meeting: 5; 6 …”.

That sentence names a meeting and what it did with papers, and no paper; each item has one.
"""

from collections.abc import Iterator, Sequence

from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import SIGNS
from wsisgraph.loading.claims.proceeding_words import words_of
from wsisgraph.loading.claims.proceedings import is_paper, manner_of, meetings_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.vetoes import vetoes_of
from wsisgraph.loading.texts.model import Claim

_SURE = 0.75
_PAPER = SIGNS["document"]


def listed_papers(seen: Seen, frame: Frame, told: Sequence[Claim]) -> Iterator[Claim]:
    """Yield the paper of an item with what the meeting of the sentence before the list did.

    Args:
        seen: the item.
        frame: what stands above it.
        told: what is known of papers in it.
    """
    lead = frame.lead
    if lead is None or lead is seen or lead.lexicon is not seen.lexicon:
        return
    papers = [one for one in seen.masked.named if one is not None and is_paper(one)]
    if not papers or any(claim.kind == "considers" for claim in told):
        return
    language = lead.lexicon.language
    words, vetoes = words_of(language), vetoes_of(language)
    if words.deferred.search(seen.masked.text) or vetoes.denies(seen.masked.text):
        # “Document 8: time did not allow it to be taken up”.
        return
    *_, said = lead.masked.sentences()
    manner = manner_of(said, words)
    meetings = meetings_of(said, words, vetoes)
    # “For consideration by the 43rd meeting were submitted:” does not say that it came to that.
    given = words.gives.search(said.text) is not None or vetoes.undone(said.text)
    if not manner or len(meetings) != 1 or _PAPER in said.signs or given:
        return
    (meeting,) = meetings
    paper = papers[0]
    parts = {"meeting": meeting, "document": paper.iri, "manner": manner}
    yield Claim("considers", parts, paper.start, paper.end, f"{language}-considers-listed", _SURE)
