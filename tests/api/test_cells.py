"""What meets in a cell of the matrix: how much it is, and where the rest of it is listed."""

import pytest
from tests.api.conftest import Client

from wsisgraph.api import cells
from wsisgraph.terms import codes

LISTED = ("asserted", "matrix")


def iris_of(found: dict[str, list[dict[str, dict[str, str]]]], *lists: str) -> list[str]:
    return [item["activity"]["iri"] for name in lists for item in found[name]]


def test_a_cell_tells_how_many_activities_meet_in_it_and_where_the_others_are_listed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = 0
    for line in codes.MATRIX_LINES:
        for goal in ("4", "9", "9.c"):
            address = f"/api/matrix/{line}/{goal}"
            whole = client.get(address).json()["activities"]
            assert whole["next"] is None
            assert whole["total"] == len(iris_of(whole, *LISTED))
            assert whole["stated"] == len(whole["asserted"])
            with monkeypatch.context() as patch:
                patch.setattr(cells, "_MOST_ACTIVITIES", 0)
                first = client.get(address).json()["activities"]
            assert (first["total"], first["stated"]) == (whole["total"], whole["stated"])
            shown = iris_of(first, *LISTED)
            if whole["total"]:
                cut += 1
                rest = client.get(first["next"].replace("limit=0&", "limit=100&")).json()
                shown += [item["activity"]["iri"] for item in rest["items"]]
            assert sorted(shown) == sorted(iris_of(whole, *LISTED)), address
    assert cut
