"""How much of a connection's time, size and number the service gives to strangers."""

import resource
from dataclasses import dataclass, replace

_KEPT_FOR_OURSELVES = 256
"""File descriptors that workers, spools and the data folder may need beside the connections."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the wire.

    Attributes:
        target: bytes of the address of a request.
        head: bytes of the whole head of a request.
        headers: headers of a request.
        chunk: bytes of a chunk of a body.
        head_seconds: time for a head, from its first byte, or from the beginning of a connection.
        idle_seconds: time between two requests of a connection.
        body_seconds: time that any body may take.
        body_rate: bytes a second that a body must bring where it takes longer.
        taking_seconds: time in which a client must take something of what was written to it.
        leaving_seconds: time that a client whose request was refused has to stop sending.
        connections: how many there may be; then the one that did nothing longest is closed.
        heads: bytes of all heads together that are not whole yet.
        untaken: bytes of all answers together that their clients do not take.
    """

    target: int = 128 << 10
    head: int = 160 << 10
    headers: int = 100
    chunk: int = 64 << 20
    head_seconds: float = 10.0
    idle_seconds: float = 30.0
    body_seconds: float = 20.0
    body_rate: int = 16 << 10
    taking_seconds: float = 60.0
    leaving_seconds: float = 5.0
    connections: int = 4096
    heads: int = 32 << 20
    untaken: int = 128 << 20


def as_descriptors_allow(limits: Limits) -> Limits:
    """Return the limits with no more connections than this process may have open files.

    The process is allowed as many as the system lets it have.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.connections + _KEPT_FOR_OURSELVES
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return replace(limits, connections=max(16, soft - _KEPT_FOR_OURSELVES))
