"""A memory of what was seen that does not grow."""


class Seen:
    """Remembers things in 32 MiB, however many they are; it takes a few new ones for old."""

    # B. H. Bloom, Space/time trade-offs in hash coding with allowable errors, 1970: two bits each.
    _BYTES = 1 << 25

    def __init__(self) -> None:
        self._bits = bytearray(self._BYTES)

    def is_new(self, thing: bytes | str) -> bool:
        """Tell whether a thing surely was not seen before; from now on it was."""
        mark = hash(thing)
        bits = self._bits
        one, other = mark >> 3 & self._BYTES - 1, mark >> 34 & self._BYTES - 1
        bit, other_bit = 1 << (mark & 7), 1 << (mark >> 31 & 7)
        if bits[one] & bit and bits[other] & other_bit:
            return False
        bits[one] |= bit
        bits[other] |= other_bit
        return True
