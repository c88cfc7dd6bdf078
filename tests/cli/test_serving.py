"""`wsisgraph serve` ends in order, however it is told to."""

import signal
from pathlib import Path

import pytest
from tests.service import serving


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM], ids=lambda told: told.name)
def test_a_service_that_is_told_to_stop_is_done(built_data: Path, ending: signal.Signals) -> None:
    with serving(built_data) as running:
        running.process.send_signal(ending)
        assert running.process.wait(15) == 0
    # The writer's socket is taken away by the writer itself, when it ends in order.
    assert not list(built_data.glob("*.sock"))
