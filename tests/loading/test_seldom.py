"""While texts are read, garbage is looked for less often; then as before."""

import gc

import pytest

from wsisgraph.loading.seldom import seldom_collected


def test_garbage_is_looked_for_less_often_until_the_end() -> None:
    before = gc.get_threshold()
    with seldom_collected():
        inside = gc.get_threshold()
        with seldom_collected():
            assert gc.get_threshold() == inside
        assert gc.get_threshold() == inside
    assert inside[0] > before[0]
    assert gc.get_threshold() == before


def test_an_error_ends_it_too() -> None:
    before = gc.get_threshold()
    with pytest.raises(KeyError), seldom_collected():
        raise KeyError
    assert gc.get_threshold() == before


def test_what_is_switched_off_stays_so() -> None:
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with seldom_collected():
            assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)
