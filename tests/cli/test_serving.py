"""`wsisgraph serve` ends in order, however it is told to."""

import signal
from pathlib import Path

import pytest
from tests.service import copy_of, serving


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM], ids=lambda told: told.name)
def test_a_service_that_is_told_to_stop_is_done(
    built_data: Path, tmp_path: Path, ending: signal.Signals
) -> None:
    data = copy_of(built_data, tmp_path)
    with serving(data) as running:
        running.process.send_signal(ending)
        assert running.process.wait(15) == 0
    # The writer's socket is taken away by the writer itself, when it ends in order.
    assert not list(data.glob("*.sock"))
