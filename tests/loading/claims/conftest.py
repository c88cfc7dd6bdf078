import pytest

from wsisgraph.loading.claims.weighing import roles


@pytest.fixture(autouse=True)
def rules_alone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What rules tell is tested as they tell it; what gold documents teach has its own tests."""
    if "weighing" not in request.path.parts:
        monkeypatch.setattr(roles, "LIKELY", 2.0)
        monkeypatch.setattr(roles, "_SURE", 2.0)
        monkeypatch.setattr(roles, "DOUBTFUL", -1.0)
