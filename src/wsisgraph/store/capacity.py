"""How much data fits where: what a quad takes in memory and on disk, and which of them holds it.

The figures are measured by `bench/capacity.py`; `docs/how-to/outgrow-one-machine.md` has them.
"""

from wsisgraph.store import vitals

MEMORY_OF_A_QUAD = 640
"""Bytes that readers hold for a quad in memory, the merged default graph included."""

DISK_OF_A_QUAD = 700
"""Bytes of disk for a quad: in the journal, in the store, and merged."""

CACHE = 192 << 20
"""Bytes that a worker may hold of what it read from the disk: the engine's caches (32 MiB of the
indexes, 128 MiB of terms) and what tells it where to look. What a query may allocate comes on top.
"""

MOST_IN_MEMORY = 5_000_000
"""Quads that readers hold in memory at most where nobody says: reading them takes 12 µs each, and a
service that starts again has to do it before it answers anybody."""

_SHARE = 2
_WHERE_NOBODY_TELLS = 2_000_000


def memory_quads(setting: int | None) -> int:
    """Return the most quads that readers are to hold in memory.

    Args:
        setting: what the settings say; None for what half of the free memory has room for, since
            for a moment there are two revisions, and at most `MOST_IN_MEMORY`.
    """
    if setting is not None:
        return setting
    free = vitals.free()
    room = _WHERE_NOBODY_TELLS if free is None else free // _SHARE // MEMORY_OF_A_QUAD
    return min(room, MOST_IN_MEMORY)
