"""How an embedded store runs."""

import os
from dataclasses import dataclass

from wsisgraph.settings import Settings

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Options:
    """How an embedded store runs.

    Attributes:
        workers: processes for short queries; None means two a core, at least four.
        own_workers: processes for the service's own questions; 0 lets them wait with all others.
        query_timeout: seconds a query may take.
        query_memory: MiB a query may allocate beyond the data.
        sandbox: False lets readers run without seccomp.
        memory_quads: the most quads that readers hold in memory; with more, they read checkpoints
            on the disk. None: what `vitals.free` has room for.
        strict: True gives the plain dataset semantics instead of the merged default graph.
        derive: the rules, as `module:function` (see `rules.Derive`); None derives nothing.
        judge: the shapes that a write must keep, as `module:class` (see `judging.Judge`); None
            takes any.
    """

    workers: int | None = None
    own_workers: int = 0
    query_timeout: float = 10.0
    query_memory: int = 256
    sandbox: bool = True
    memory_quads: int | None = None
    strict: bool = False
    derive: str | None = None
    judge: str | None = None

    @classmethod
    def from_settings(
        cls, settings: Settings, *, derive: str | None = None, judge: str | None = None
    ) -> "Options":
        """Take them from the settings of the program."""
        return cls(
            workers=settings.workers,
            own_workers=max(2, os.cpu_count() or 1),
            query_timeout=settings.query_timeout,
            query_memory=settings.query_memory,
            sandbox=settings.sandbox,
            memory_quads=settings.memory_quads,
            strict=settings.default_graph == "strict",
            derive=derive,
            judge=judge,
        )
