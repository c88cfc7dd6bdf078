"""Whether the machine has the memory that a load would take once it is committed."""

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.store.vitals import free as available

BYTES_A_QUAD = 1024
"""What a quad takes in the readers, with what follows from it.

Reckoned from a load of 100,000 rows: 2.9 million quads, from which 2.2 million follow; a reader
holds 500 bytes a quad. The writer takes a few hundred megabytes however many there are, as long as
the rules can be run on parts of what is new (`graph.patterns`).
"""

_GIB = 1 << 30


def check(added: int, where: str) -> None:
    """Refuse to commit what this machine could not hold, before it is tried.

    Reading and checking go through the disk and take no more for more rows; the graph that is
    served lies in memory. Where the system does not tell what is free, nothing is refused.

    Raises:
        InputRefused: `added` quads need more memory than is free.
    """
    free = available()
    needed = added * BYTES_A_QUAD
    if free is None or needed <= free:
        return
    raise InputRefused(
        "Nothing was loaded",
        [
            Problem(
                where,
                f"it would add {added:,} statements, which need about {needed / _GIB:,.1f} GiB of"
                f" memory; {free / _GIB:,.1f} GiB are free here",
                "load a part of it, or load it on a machine with more memory",
            )
        ],
    )
