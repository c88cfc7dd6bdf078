"""What documents say of pairs: how often they name them, and which roles they state."""

from collections.abc import Mapping

import pytest
from tests.loading.claims.weighing.weighed import scenes

from wsisgraph.loading.claims.weighing.known import Known, key_of_pair, known, names_of
from wsisgraph.loading.claims.weighing.pairs import pairs

_UNESCO_C3 = ("unesco", "c3", "line")
_THREE = Known(
    {"unesco c3": 4, "unesco :line": 9},
    {"unesco c3": {"": 3, "facilitator": 2, "partner": 1}, "unesco :line": {"": 6, "partner": 2}},
)


def _told(of: Known, role: str = "facilitator", own: Known | None = None) -> Mapping[str, float]:
    return dict(of.told(_UNESCO_C3, role, own))


def test_the_share_of_documents_that_state_a_role_is_told() -> None:
    assert _told(_THREE) == {
        "known pair documents": 4.0,
        "known pair": pytest.approx(3.3 / 5),
        "known pair role": pytest.approx(2.3 / 5),
        "known kind documents": 8.0,
        "known kind": pytest.approx(6.3 / 10),
        "known kind role": pytest.approx(0.3 / 10),
    }


def test_what_the_document_itself_says_does_not_count() -> None:
    own = Known({"unesco c3": 1, "unesco :line": 1}, {"unesco c3": {"": 1, "facilitator": 1}})
    told = _told(_THREE, own=own)
    assert told["known pair"] == pytest.approx(2.3 / 4)
    assert told["known pair role"] == pytest.approx(1.3 / 4)


def test_of_what_nobody_names_nothing_is_known() -> None:
    told = _told(Known())
    assert told["known pair documents"] == told["known kind documents"] == 0
    assert {told[name] for name in ("known pair", "known pair role", "known kind")} == {0.3}


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("[UNESCO|agency/unesco] facilitates [C3|action-lines/c3].", ("unesco", "c3", "line")),
        (
            "[ITU|agency/itu] hosts the [WSIS Forum 2024|edition/wsis-forum/2024].",
            ("itu", "wsis-forum", "event"),
        ),
    ],
)
def test_an_edition_is_known_as_its_series(line: str, key: tuple[str, str, str]) -> None:
    (whole,) = scenes(line)
    (pair,) = pairs(whole)
    assert key_of_pair(pair, whole.words) == key


def test_the_documents_that_teach_state_who_facilitates() -> None:
    mostly = known()
    of_line, _ = names_of(_UNESCO_C3)
    assert 0 < mostly.stated[of_line][""] <= mostly.named[of_line]
    assert min(mostly.named.values()) > 1
    for name, roles in mostly.stated.items():
        assert max(roles.values()) <= mostly.named[name]
