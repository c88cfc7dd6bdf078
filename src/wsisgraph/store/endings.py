"""Why a query or a write ended before its time, in words for whoever asked."""

import signal

from wsisgraph.errors import (
    DataTooLarge,
    QueryTimeout,
    QueryTooDeep,
    QueryTooLarge,
    QueueFull,
    StoreUnavailable,
    WsisgraphError,
)
from wsisgraph.store.jobs import Job

FOR_A_WRITE = 0.625
"""What one write may allocate, in shares of what a query may: what it brings in stays for longer,
in the readers of the revision before and in those of the next."""

_FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP)


def cause(status: int | None, job: Job | None) -> WsisgraphError:
    """Say in words how a worker died of what it did."""
    what = job.what if job else "query"
    if status == -signal.SIGSEGV:
        return QueryTooDeep(
            f"The {what} {_verb(what, 'nest')} or {_verb(what, 'chain')} more parts than the"
            " parser can bear",
            mend="write it flatter, or ask in several queries",
        )
    if job is not None and status in (-signal.SIGABRT, -signal.SIGBUS):
        return too_large(job)
    if status in _FROM_OUTSIDE:
        # Whom the pool itself ends, it asks no more how they ended.
        return StoreUnavailable(
            f"The process that worked on the {what} was ended from outside, as the system does"
            " when the machine has no memory left",
            mend="ask again in a moment",
        )
    return StoreUnavailable(
        f"The process that worked on the {what} ended unexpectedly (status {status})",
        mend="ask again in a moment",
    )


def too_large(job: Job) -> WsisgraphError:
    """The query or write needs more memory than one gets."""
    what = job.what
    share = "" if what == "query" else f"{FOR_A_WRITE * 100:g} % of "
    limit = f"{job.memory >> 20} MiB: {share}WSISGRAPH_QUERY_MEMORY"
    needs = f"The {what} {_verb(what, 'need')} more memory than one {{}} gets ({limit})"
    if what == "data":
        return DataTooLarge(needs.format("write"), mend="send them in parts, with POST")
    return QueryTooLarge(
        needs.format(what), mend="narrow it, or take out what sorts, groups or joins everything"
    )


def too_late(job: Job) -> QueryTimeout:
    """Its deadline passed while it ran."""
    if job.what == "data":
        return QueryTimeout(
            f"The data were not taken in after {job.seconds:g} seconds",
            mend="send them in parts, with POST",
        )
    return QueryTimeout(
        f"The {job.what} was not finished after {job.seconds:g} seconds",
        mend="narrow it, or ask for fewer things at once",
    )


def _verb(what: str, verb: str) -> str:
    return verb if what == "data" else f"{verb}s"


def never_began() -> QueueFull:
    """Its deadline passed while it waited for a worker."""
    return QueueFull("No worker was free before the deadline", mend="ask again in a moment")


def too_many_heavy(number: int) -> QueueFull:
    """There are too many long queries."""
    return QueueFull(
        f"{number} long queries are running or waiting already", mend="ask again in a moment"
    )


def too_much_together(limit: int) -> QueryTooLarge:
    """All together need more memory than they get, this one the most."""
    return QueryTooLarge(
        f"The running queries together need more than {limit >> 20} MiB, this one the most",
        mend="narrow it, or ask again when fewer others do",
    )


def answer_too_large(limit: int) -> QueryTooLarge:
    """No answer may be so large."""
    return QueryTooLarge(
        f"The answer is larger than {limit >> 20} MiB", mend="ask in several queries"
    )


def answers_too_large(limit: int) -> QueryTooLarge:
    """Too many bytes of answers wait to be fetched."""
    return QueryTooLarge(
        f"More than {limit >> 20} MiB of answers wait to be fetched by those who asked",
        mend="ask again in a moment, or for less at once",
    )


def closing() -> StoreUnavailable:
    """The service is being stopped."""
    return StoreUnavailable("The service is being stopped")


def lost() -> StoreUnavailable:
    """The parent of the workers died."""
    return StoreUnavailable(
        "The process that reads the data died and is being started again",
        mend="ask again in a moment",
    )
