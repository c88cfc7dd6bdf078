"""The passages of a document as patterns see them."""

import re
from collections.abc import Mapping
from dataclasses import replace

from wsisgraph.loading.claims.chairs import is_record
from wsisgraph.loading.claims.lexicon import lexicon, titles
from wsisgraph.loading.claims.masking import Masked
from wsisgraph.loading.claims.pronouns import pronouns_of, resolved
from wsisgraph.loading.claims.seeing import Seen, is_director, is_group, see
from wsisgraph.loading.references.issuer import issuer
from wsisgraph.loading.texts.model import Mention, Passage, Text

_LATIN = {"en", "es", "fr"}
_FEW = 160
_NOTE = "-note-"
_BARE_FUND = "信托基金"
# What stands right before it where the words are not all of the name.
_OTHER_FUND = re.compile(
    "[\u4e00-\u9fff](?<![向为给对的该此本入由从在和与项个是于到至自新了上述])$"
)


def looked_at(text: Text, mentions: Mapping[str, list[Mention]]) -> list[Seen]:
    """Return the passages as patterns see them, but for those in a language without patterns."""
    whose = issuer(text)
    group: Mention | None = None
    fund: Mention | None = None
    funds: dict[str, Mention] = {}
    activity: Mention | None = None
    director: Mention | None = None
    above: Masked | None = None
    sitting: Mention | None = None
    seen: list[Seen] = []
    for passage in text.passages:
        named = _without_other_funds(passage.text, mentions.get(passage.locator, []))
        known = lexicon(_language(passage, text))
        own = next((m for m in reversed(named) if _is_fund(m)), None)
        fund = own or fund
        funds |= {passage.locator: own} if own else {}
        if known is not None:
            if passage.kind == "heading":
                director = None
            one = see(passage, named, known, whose, group, fund, director)
            told = (m for m in reversed(one.masked.named) if m is not None and is_director(m))
            director = next(told, director)
            if (words := pronouns_of(known.language)) is not None and not passage.row:
                one = replace(one, masked=resolved(one.masked, words, above))
                above = one.masked
            body, note, _ = passage.locator.rpartition(_NOTE)
            noted = funds.get(body) if note else None
            seen.append(replace(one, activity=activity, sitting=sitting, fund=noted))
        if passage.kind == "title":
            sitting = _reported(passage.text, named) or sitting
        group = next((m for m in reversed(named) if is_group(m)), group)
        if activities := {m.iri: m for m in named if "/id/activity/" in m.iri}:
            activity = next(iter(activities.values())) if len(activities) == 1 else None
        elif passage.kind == "heading":
            activity = None
    return seen


def _reported(title: str, named: list[Mention]) -> Mention | None:
    """Return the only meeting that a title names which says that a report follows."""
    meetings = {m.iri: m for m in named if m.kind == "meeting" and m.iri}
    if len(meetings) != 1 or not (titles().report.search(title) or is_record(title)):
        return None
    return next(iter(meetings.values()))


def _language(passage: Passage, text: Text) -> str:
    """Return the language of a passage; that of a few words is guessed, and so that of the text."""
    mine, whole = passage.language or text.language, text.language
    guessed = len(passage.text) < _FEW and {mine, whole} <= _LATIN
    return whole if guessed else mine


def _is_fund(mention: Mention) -> bool:
    return mention.kind == "body" and "fund" in mention.iri.rpartition("/")[2].split("-")


def _without_other_funds(text: str, named: list[Mention]) -> list[Mention]:
    """Return mentions without those of “the trust fund” where another fund is meant.

    “港口信托基金” is a fund for ports, and what is called so after it is that one.
    """
    kept: list[Mention] = []
    other = False
    for mention in named:
        if mention.said == _BARE_FUND:
            other = other or _OTHER_FUND.search(text[: mention.start]) is not None
            if other:
                continue
        elif _is_fund(mention):
            other = False
        kept.append(mention)
    return kept
