"""What the loader finds in a file, in the form in which it is compared."""

import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.extraction.scoring import FoundClaim, FoundMention, FoundPassage

from wsisgraph.loading.claims import claims
from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.texts.model import Claim, Mention, Passage, Text
from wsisgraph.loading.texts.read import read_text

KIND_OF_TYPE = {
    "activity": "programme",
    "agency": "body",
    "body": "body",
    "decision": "decision",
    "document": "document",
    "edition": "event",
    "event": "event",
    "instrument": "instrument",
    "meeting": "meeting",
    "person": "person",
    "programme": "programme",
    "resolution": "resolution",
    "series": "programme",
}
SDG = "http://metadata.un.org/sdg/"
OURS = re.compile(r"/id/([a-z-]+)/(.+)")
JOIN = re.compile(r"join|glued|run together", re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """What was found in a file.

    Attributes:
        joins: lines of suspicious joins.
    """

    passages: list[FoundPassage]
    joins: set[int]


class System:
    """The loader, with its names of things read once."""

    def __init__(self) -> None:
        self._finder = Finder()

    def time(self, path: Path) -> tuple[int, float, float]:
        """Bytes of a file, and seconds of a processor for its structure and for its mentions."""
        began = time.process_time()
        text = read_text(path)
        read = time.process_time()
        self._finder.find_all(text)
        return path.stat().st_size, read - began, time.process_time() - read

    def mentions(self, text: Text) -> dict[str, list[Mention]]:
        """What the passages of a text name, by locator."""
        return self._finder.find_all(text)

    def find(self, path: Path, language: str = "") -> Found:
        """What the loader finds in a file; the text's language is found out unless told."""
        text = read_text(path, language=language)
        mentions = self._finder.find_all(text)
        passages = {passage.locator: passage_found(passage) for passage in text.passages}
        for locator, found in mentions.items():
            passages[locator].mentions = [_mention(each) for each in found]
        try:
            for claim in claims(text, mentions):
                passages[claim.locator].claims.append(_claim(claim))
        except Exception as fault:
            print(f"{path.name}: statements: {type(fault).__name__}: {fault}", file=sys.stderr)
        return Found(
            list(passages.values()),
            {line for line, found, _ in text.remarks if line and JOIN.search(found)},
        )


def key_of(iri: str) -> str:
    """The part of an IRI that tells things apart: `itu-pp-140/2018`, `c7-ehea`, `9.c`, `756`."""
    if ours := OURS.search(iri):
        return ours[2]
    if iri.startswith(SDG):
        return iri.rpartition("/")[2]
    return iri.rpartition("/")[2] if "/vocab/" in iri else iri


def passage_found(passage: Passage) -> FoundPassage:
    """A passage in the form in which it is compared."""
    changes = tuple(
        (change.kind, passage.text[change.start : change.end]) for change in passage.changes
    )
    return FoundPassage(
        passage.locator,
        passage.kind,
        passage.number,
        passage.text,
        passage.lines,
        changes=changes,
    )


def _mention(mention: Mention) -> FoundMention:
    kind = {"period": "date", "address": "address"}.get(mention.kind, mention.kind)
    ours = OURS.search(mention.iri)
    if ours and kind != "decision":
        kind = KIND_OF_TYPE.get(ours[1], kind)
    key = key_of(mention.iri) if mention.iri else mention.value
    return FoundMention(kind, key, mention.said)


def _claim(claim: Claim) -> FoundClaim:
    parts = {
        name: frozenset(key_of(each) for each in value.split())
        if value.startswith("http")
        else frozenset((value,))
        for name, value in claim.parts.items()
    }
    return FoundClaim(claim.kind, parts, claim.pattern)
