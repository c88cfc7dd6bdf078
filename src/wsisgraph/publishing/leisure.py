"""The collector of cycles, which looks at its leisure while a site is built.

A build makes objects by the million and lets go of nearly all of them by itself. Python looks for
cycles among them after every few hundred, and among all that the program holds again and again: a
sixth of the time of a build goes into finding nothing. Here it looks seldom, never at what was
there before, and once after each portion of pages, when little is held.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (20_000, 10, 100)
"""Objects more than before until the youngest are looked at, then how often until older ones."""


@contextmanager
def seldom() -> Iterator[None]:
    """Have cycles looked for seldom until the end; what is there now is taken as lasting."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
