"""A memory of what was seen that does not grow."""


class Seen:
    """Remembers things in at most 32 MiB, however many; it takes a few new ones for old."""

    # B. H. Bloom, Space/time trade-offs in hash coding with allowable errors, 1970: two bits each.
    _LEAST, _MOST = 1 << 12, 1 << 25
    _EACH = 4

    def __init__(self, about: int = _MOST) -> None:
        """Make room for about so many things; for any number without."""
        wanted = 1 << (about * self._EACH).bit_length()
        size = min(max(wanted, self._LEAST), self._MOST)
        self._bits = bytearray(size)
        self._last = size - 1

    def copy(self) -> "Seen":
        """Return another that remembers the same, and learns for itself."""
        other = Seen(0)
        other._bits, other._last = self._bits[:], self._last
        return other

    def is_new(self, thing: bytes | str) -> bool:
        """Tell whether a thing surely was not seen before; from now on it was."""
        mark = hash(thing)
        bits = self._bits
        one, other = mark >> 3 & self._last, mark >> 34 & self._last
        bit, other_bit = 1 << (mark & 7), 1 << (mark >> 31 & 7)
        if bits[one] & bit and bits[other] & other_bit:
            return False
        bits[one] |= bit
        bits[other] |= other_bit
        return True
