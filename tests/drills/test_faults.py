"""A disk that answers EIO, and a clock that jumps, under the real service."""

import errno
import json
from pathlib import Path

import pytest
from tests.drills.test_full_disk import update, writer_of
from tests.drills.test_kill import ENVIRONMENT, held, insert
from tests.service import serving

from wsisgraph.store import journal
from wsisgraph.store.folder import DataFolder

HERE = Path(__file__).parent / "faults"
_YEAR = 365 * 86_400


def faulty(faults: Path) -> dict[str, str]:
    """The environment of a service whose disk and clock fail when told."""
    faults.mkdir()
    told = {"PYTHONPATH": str(HERE), "WSISGRAPH_DRILL_FAULTS": str(faults)}
    return {**ENVIRONMENT, **told}


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_disk_that_fails_refuses_writes_and_keeps_the_rest(tmp_path: Path, call: str) -> None:
    """Of a write that was refused, nothing is there: not to readers, nor after kill -9."""
    faults, data = tmp_path / "faults", tmp_path / "data"
    folder = DataFolder(data)
    with serving(data, "--empty", environment=faulty(faults)) as service:
        assert update(service, insert(1)).status == 204
        writer = writer_of(service)
        (faults / call).write_text(str(errno.EIO))
        for number in (2, 3):
            refused = update(service, insert(number))
            assert refused.status == 503
            told = json.loads(refused.body)
            assert "cannot be written" in told["detail"]
            assert held(service.url) == (3, {1})
        (faults / call).unlink()
        assert update(service, insert(4)).status == 204
        assert held(service.url) == (6, {1, 4})
        assert writer_of(service) == writer
    assert journal.verify(folder.journal).records == 2
    with serving(data, "--empty", environment=ENVIRONMENT) as service:
        assert held(service.url) == (6, {1, 4})


def test_a_clock_that_jumps_loses_and_disorders_nothing(tmp_path: Path) -> None:
    faults, data = tmp_path / "faults", tmp_path / "data"
    folder = DataFolder(data)
    with serving(data, "--empty", environment=faulty(faults)) as service:
        for number, seconds in enumerate((0, -_YEAR, _YEAR, -3600, 0), start=1):
            (faults / "clock").write_text(str(seconds))
            assert update(service, insert(number)).status == 204
            assert held(service.url) == (3 * number, set(range(1, number + 1)))
    times = [record.time for record in journal.JournalReader(folder.journal).read()]
    assert times == sorted(times)
    assert len(set(times)) >= 2, "the clock was not moved"
    assert int(times[-1][:4]) > int(times[0][:4])
    with serving(data, "--empty", environment=ENVIRONMENT) as service:
        assert held(service.url) == (15, {1, 2, 3, 4, 5})
        assert update(service, insert(6)).status == 204
