"""/metrics: figures of the running service, in the text format of Prometheus (0.0.4)."""

import asyncio
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.access import Role
from wsisgraph.api import problems
from wsisgraph.api.credentials import REALM, identify
from wsisgraph.api.front.visit import Visit
from wsisgraph.api.front.watch import BUCKETS, Watch
from wsisgraph.api.service import Service
from wsisgraph.store.metering import Census, Counted

_MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_PROXIES_SAY = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
_REASONS = {
    "QueryTimeout": "deadline",
    "QueryTooLarge": "memory",
    "QueryTooDeep": "nesting",
    "QueueFull": "too_many",
    "HungUp": "hung_up",
}

_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})

Sample = tuple[Mapping[str, object], float]


async def metrics(service: Service, request: Request) -> Response:
    """Answer /metrics.

    This machine may read it; from elsewhere, or through a proxy, it takes an administrator's token.

    Raises:
        HttpProblem: 401 or 403, it is somebody else.
    """
    visit: Visit = request.state.visit
    is_from_here = visit.address is not None and visit.address.is_loopback
    if not is_from_here or any(name in request.headers for name in _PROXIES_SAY):
        identity = await identify(service, request)
        if identity.role is not Role.ADMIN:
            raise problems.HttpProblem(
                problems.NOT_ALLOWED,
                f"The token “{identity.name}” is no administrator's",
                headers={"WWW-Authenticate": f'{REALM}, error="insufficient_scope"'},
            )
    memory = await asyncio.to_thread(memory_of_service)
    census = service.store.census() if isinstance(service.store, Counted) else Census()
    families = _families(service.watch, census, memory, service.store.revision.sequence)
    return Response("".join(families), headers={"Content-Type": _MEDIA_TYPE})


def memory_of_service() -> int:
    """Return the bytes of all processes of the service, what they share counted once."""
    return sum(_proportional(pid) for pid in _descendants(os.getpid()))


def _families(watch: Watch, census: Census, memory: int, sequence: int) -> Iterator[str]:
    yield _family(
        "requests_total",
        "counter",
        "Answered requests",
        [
            ({"method": method, "route": route, "status": status}, count)
            for (method, route, status), count in sorted(watch.requests.items())
        ],
    )
    yield _family(
        "refused_total",
        "counter",
        "Requests that were refused before they were read whole",
        [({"status": status}, count) for status, count in sorted(watch.refusals.items())],
    )
    yield _family(
        "unfair_total",
        "counter",
        "Requests of clients that had their share",
        [({"reason": reason}, count) for reason, count in sorted(watch.unfair.items())],
    )
    yield _latency(watch)
    yield _family("queries_running", "gauge", "Queries on workers", _one(census.running))
    yield _family("queries_heavy", "gauge", "Queries that computed long", _one(census.heavy))
    yield _family("queries_queued", "gauge", "Queries that wait for a worker", _one(census.queued))
    yield _family(
        "queries_ended_total",
        "counter",
        "Queries that were ended before their time",
        [
            ({"reason": _REASONS.get(name, "other")}, count)
            for name, count in sorted(census.ended.items())
        ],
    )
    for name, kind, text, value in (
        ("workers", "gauge", "Processes that answer queries", census.workers),
        ("workers_memory_bytes", "gauge", "What workers took beyond the data", census.taken),
        ("engine_seconds_total", "counter", "Time engines computed", watch.engine_seconds),
        ("requests_running", "gauge", "Requests that are being answered", watch.running),
        ("sent_bytes_total", "counter", "Bytes of the bodies of answers", watch.sent),
        ("connections", "gauge", "Open connections", watch.connections()),
        ("log_lines_lost_total", "counter", "Lines of the log nobody took", watch.lost_lines),
        ("memory_bytes", "gauge", "Memory of all processes, shared parts once", memory),
        ("revision", "gauge", "Number of the revision that is read", sequence),
        ("start_time_seconds", "gauge", "When the service began, since 1970", watch.began),
    ):
        yield _family(name, kind, text, _one(value))


def _latency(watch: Watch) -> str:
    name = "wsisgraph_request_seconds"
    lines = [f"# HELP {name} How long answers took\n# TYPE {name} histogram\n"]
    for route, latency in sorted(watch.latency.items()):
        total = 0
        for bound, count in zip((*BUCKETS, "+Inf"), latency.counts, strict=True):
            total += count
            lines.append(f"{name}_bucket{_labels({'route': route, 'le': bound})} {total}\n")
        lines.append(f"{name}_sum{_labels({'route': route})} {latency.seconds:.6f}\n")
        lines.append(f"{name}_count{_labels({'route': route})} {total}\n")
    return "".join(lines)


def _family(name: str, kind: str, text: str, samples: Iterable[Sample]) -> str:
    name = f"wsisgraph_{name}"
    lines = [f"# HELP {name} {text}\n# TYPE {name} {kind}\n"]
    # Labels of one name only: several causes may fall into one reason.
    sums: dict[str, float] = {}
    for labels, value in samples:
        key = _labels(labels)
        sums[key] = sums.get(key, 0) + value
    lines += [f"{name}{labels} {value:.12g}\n" for labels, value in sums.items()]
    return "".join(lines)


def _one(value: float) -> list[Sample]:
    return [({}, value)]


def _labels(labels: Mapping[str, object]) -> str:
    if not labels:
        return ""
    told = (f'{name}="{str(text).translate(_ESCAPED)}"' for name, text in labels.items())
    return "{" + ",".join(told) + "}"


def _descendants(pid: int) -> Iterator[int]:
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from _descendants(int(child))


def _proportional(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as told:
            for line in told:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) << 10
    except (OSError, ValueError):
        pass
    return 0
