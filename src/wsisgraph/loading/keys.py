"""Keys of what tables tell of: readable, stable from one load to the next, fit for an IRI."""

import hashlib
import re
import unicodedata
from array import array

_WORDS = re.compile(r"\w+")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Return a text in small letters without accents, with single spaces between its words."""
    if text.isascii():
        kept = text.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        kept = decomposed
        if marks := set(filter(unicodedata.combining, set(decomposed))):
            kept = "".join(ch for ch in decomposed if ch not in marks)
    if "&" in kept:
        kept = kept.replace("&", " and ")
    return " ".join(_WORDS.findall(kept))


def slug(text: str, length: int = 48) -> str:
    """Return a text as part of an IRI, cut between words; empty if it has no Latin letter."""
    found = _NOT_IN_SLUG.sub("-", plain(text)).strip("-")
    if len(found) <= length:
        return found
    return found[: length + 1].rpartition("-")[0] or found[:length]


def digest(*texts: str, length: int = 10) -> str:
    """Return a short hash of texts, the same for the same words in whatever capitals."""
    joined = "\x1f".join(plain(text) for text in texts)
    return hashlib.sha256(joined.encode(errors="surrogatepass")).hexdigest()[:length]


class SeenKeys:
    """Remembers millions of keys and the row of each, in about 20 bytes a key.

    It keeps 64 bits of a hash: among ten million keys, two are mistaken for one another once in
    three hundred thousand loads.
    """

    def __init__(self) -> None:
        self._hashes = array("Q", [0]) * 1024
        self._rows = array("I", [0]) * 1024
        self._count = 0

    def first_row(self, key: str, row: int) -> int | None:
        """Return the row in which `key` was seen before; None, and remember it, if it is new."""
        mark = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) or 1
        place = self._place(mark)
        if self._hashes[place]:
            return self._rows[place]
        self._hashes[place], self._rows[place] = mark, row
        self._count += 1
        if self._count * 3 > len(self._hashes) * 2:
            self._grow()
        return None

    def __len__(self) -> int:
        return self._count

    def _place(self, mark: int) -> int:
        last = len(self._hashes) - 1
        place = mark & last
        while (found := self._hashes[place]) and found != mark:
            place = (place + 1) & last
        return place

    def _grow(self) -> None:
        hashes, rows = self._hashes, self._rows
        self._hashes = array("Q", [0]) * (len(hashes) * 2)
        self._rows = array("I", [0]) * len(self._hashes)
        for mark, row in zip(hashes, rows, strict=True):
            if mark:
                place = self._place(mark)
                self._hashes[place], self._rows[place] = mark, row
