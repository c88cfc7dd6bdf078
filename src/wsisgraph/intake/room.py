"""Whether the machine has the room that a load would take once it is committed."""

import shutil

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.settings import Settings
from wsisgraph.store import capacity
from wsisgraph.store.vitals import free as available

FOLLOWS = 0.8
"""Quads that follow from a quad, about: from 2.9 million of a list of projects 2.2 million do."""

BYTES_A_QUAD = 1024
"""What a quad takes in readers that hold the data in memory, with what follows from it, for the
moment in which there are two of them; a reader holds 600 bytes a quad.

The writer takes a few hundred megabytes however many there are, as long as the rules can be run on
parts of what is new (`graph.patterns`).
"""

_GIB = 1 << 30


def check(added: int, where: str, settings: Settings) -> None:
    """Refuse to commit what this machine could not hold, before it is tried.

    Reading and checking go through the disk and take no more memory for more rows. What is served
    lies in memory only as far as the settings want it there; more than that lies on the disk. Where
    the system does not tell what is free, nothing is refused.

    Raises:
        InputRefused: `added` quads need more memory, or more disk, than is free.
    """
    whole = int(added * (1 + FOLLOWS))
    if whole <= capacity.memory_quads(settings.memory_quads):
        _compare(
            added,
            where,
            needed=added * BYTES_A_QUAD,
            free=available(),
            what="memory",
            mend="load a part of it, load it on a machine with more memory, or have it lie on the"
            " disk (WSISGRAPH_MEMORY_QUADS)",
        )
    _compare(
        added,
        where,
        needed=whole * capacity.DISK_OF_A_QUAD,
        free=_disk(settings),
        what="disk",
        mend="load a part of it, or set WSISGRAPH_DATA to a folder on a larger disk",
    )


def _compare(
    added: int, where: str, *, needed: int, free: int | None, what: str, mend: str
) -> None:
    if free is None or needed <= free:
        return
    raise InputRefused(
        "Nothing was loaded",
        [
            Problem(
                where,
                f"it would add {added:,} statements, which need about {needed / _GIB:,.1f} GiB of"
                f" {what}; {free / _GIB:,.1f} GiB are free here",
                mend,
            )
        ],
    )


def _disk(settings: Settings) -> int | None:
    try:
        return shutil.disk_usage(settings.data).free
    except OSError:
        return None
