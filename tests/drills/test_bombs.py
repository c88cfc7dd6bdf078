"""Every bomb over HTTP against the real service, eight at once, while others ask small things."""

import json
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.drills import bombs
from tests.drills.watching import Answer, Watch, memory, send, stay
from tests.service import Service, copy_of, serving

DEADLINE = 1.0
GRACE = 1.0
AT_ONCE = 8
OTHERS_WITHIN = 0.5
MEBIBYTE = 1 << 20

ALL: Mapping[str, str | bytes] = {**bombs.COSTLY, **bombs.MALFORMED, **bombs.ODD}
assert len(ALL) == len(bombs.COSTLY) + len(bombs.MALFORMED) + len(bombs.ODD)


@dataclass(frozen=True)
class Attack:
    """All bombs were sent: what they got, what others saw, and what became of the service."""

    answers: Mapping[str, Answer]
    watch: Watch
    stayed: bool
    after: int


@pytest.fixture(scope="module")
def attacked(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attack]:
    data = copy_of(built_data, tmp_path_factory.mktemp("attacked"))
    with serving(data, environment={"WSISGRAPH_QUERY_TIMEOUT": str(DEADLINE)}) as service:
        pid = service.process.pid
        before = stay(pid)
        with Watch(service.url, pid) as watch, ThreadPoolExecutor(AT_ONCE) as pool:
            got = pool.map(lambda bomb: _ask(service, bomb), ALL.values())
            answers = dict(zip(ALL, got, strict=True))
        time.sleep(5)
        yield Attack(answers, watch, stay(pid) == before, memory(pid))


def _ask(service: Service, query: str | bytes) -> Answer:
    return send(f"{service.url}/sparql", query.encode() if isinstance(query, str) else query)


def told(answer: Answer) -> str:
    assert answer.media_type == "application/problem+json", answer.body[:200]
    return str(json.loads(answer.body)["detail"])


@pytest.mark.parametrize("name", bombs.COSTLY)
def test_a_costly_query_ends_in_an_error_at_the_deadline(attacked: Attack, name: str) -> None:
    answer = attacked.answers[name]
    assert answer.status == 503 or "more parts than the parser can bear" in told(answer)
    assert told(answer)
    assert answer.seconds < DEADLINE + GRACE


@pytest.mark.parametrize("name", bombs.MALFORMED)
def test_a_malformed_query_is_refused(attacked: Attack, name: str) -> None:
    answer = attacked.answers[name]
    # 503: on a busy machine a large one may take longer to refuse than the deadline allows.
    assert answer.status in {400, 413, 503}
    assert told(answer)
    assert answer.seconds < DEADLINE + GRACE


@pytest.mark.parametrize("name", bombs.ODD)
def test_an_odd_query_is_answered_whole_or_refused(attacked: Attack, name: str) -> None:
    answer = attacked.answers[name]
    if answer.status == 200:
        assert answer.media_type == "application/sparql-results+json"
        assert json.loads(answer.body)["head"]
    else:
        assert answer.status in {400, 403, 413, 422, 503}
        assert told(answer)
    assert answer.seconds < DEADLINE + GRACE


def test_others_were_answered_meanwhile(attacked: Attack) -> None:
    for took in (attacked.watch.small, attacked.watch.health):
        assert len(took) > 20
        # One in a hundred may meet a machine that is busy with other things.
        assert sorted(took)[-1 - len(took) // 100] < OTHERS_WITHIN
        assert max(took) < 2 * OTHERS_WITHIN


def test_the_service_took_no_more_memory_than_it_may(attacked: Attack) -> None:
    assert attacked.watch.peak - attacked.watch.idle < 600 * MEBIBYTE
    assert attacked.after - attacked.watch.idle < 100 * MEBIBYTE


def test_front_writer_and_parents_of_workers_are_the_same_as_before(attacked: Attack) -> None:
    assert attacked.stayed
