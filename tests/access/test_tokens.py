"""Tokens are shown once, hashed at rest, and end at once."""

import json
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wsisgraph.access import Identity, Role, Tokens
from wsisgraph.errors import TokenRefused

TODAY = datetime.now(UTC).date()


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path)


def test_a_token_says_who_holds_it(tokens: Tokens) -> None:
    token = tokens.create("desk", Role.CONTRIBUTOR, "itu")
    assert tokens.identify(token) == Identity("desk", Role.CONTRIBUTOR, "itu")


def test_another_token_says_nothing(tokens: Tokens) -> None:
    token = tokens.create("desk", Role.CURATOR)
    other = token[:-1] + ("A" if token[-1] != "A" else "B")
    for wrong in (other, token[:-1], token + "A", "", "desk", "\x00", "\udcff", "é" * 10_000):
        assert tokens.identify(wrong) is None, wrong


def test_the_file_holds_no_token_and_is_for_its_owner_alone(tokens: Tokens, tmp_path: Path) -> None:
    made = [tokens.create("a", Role.ADMIN), tokens.rotate("a"), tokens.create("b", Role.ADMIN)]
    file = tmp_path / "tokens.json"
    kept = file.read_text()
    for token in made:
        assert token.rpartition("_")[2] not in kept
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    salts = [record["salt"] for record in json.loads(kept)["tokens"]]
    assert len(set(salts)) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["tokens.json"]


def test_a_running_server_follows_what_commands_do(tokens: Tokens, tmp_path: Path) -> None:
    command = Tokens(tmp_path)
    first = command.create("desk", Role.CURATOR)
    assert tokens.identify(first) is not None
    second = command.rotate("desk")
    assert tokens.identify(first) is None
    assert tokens.identify(second) is not None
    command.revoke("desk")
    assert tokens.identify(second) is None


def test_the_admin_token_of_the_settings_is_in_no_file(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path, "a long enough secret")
    assert tokens.identify("a long enough secret") == Identity("admin", Role.ADMIN)
    assert tokens.identify("a long enough secre") is None
    assert list(tmp_path.iterdir()) == []
    assert Tokens(tmp_path, None).identify("") is None
    assert Tokens(tmp_path, "").identify("") is None


def test_a_token_is_good_through_its_last_day(tokens: Tokens, tmp_path: Path) -> None:
    token = tokens.create("desk", Role.CURATOR, expires=TODAY)
    assert tokens.identify(token) is not None
    file = tmp_path / "tokens.json"
    yesterday = (TODAY - timedelta(1)).isoformat()
    file.write_text(file.read_text().replace(f'"expires": "{TODAY}"', f'"expires": "{yesterday}"'))
    assert tokens.identify(token) is None
    # A new token for the same person is no way around the end, unless it is given another one.
    with pytest.raises(TokenRefused, match="is over"):
        tokens.rotate("desk")
    assert tokens.identify(tokens.rotate("desk", TODAY)) is not None


def test_quotas_are_those_of_the_role_unless_the_token_has_others(tokens: Tokens) -> None:
    usual = tokens.identify(tokens.create("usual", Role.CONTRIBUTOR, "itu"))
    few = tokens.create("few", Role.CONTRIBUTOR, "itu", writes=2, statements=100)
    assert usual is not None
    assert usual.bounds is not None
    assert (usual.most_writes, usual.bounds.statements) == (1_000, 1_000_000)
    for token in (few, tokens.rotate("few")):
        held = tokens.identify(token)
        assert held is None or held.most_writes == 2
        assert held is None or (held.bounds and held.bounds.statements == 100)
    curator = tokens.identify(tokens.create("anna", Role.CURATOR))
    assert curator is not None
    assert (curator.most_writes, curator.bounds) == (None, None)
    for quotas in ({"writes": 0}, {"statements": -1}):
        with pytest.raises(TokenRefused, match="no quota"):
            tokens.create("none", Role.CONTRIBUTOR, "itu", **quotas)
    with pytest.raises(TokenRefused, match="contributors"):
        tokens.create("none", Role.ADMIN, writes=5)


def test_tokens_made_before_there_were_quotas_are_still_good(
    tokens: Tokens, tmp_path: Path
) -> None:
    token = tokens.create("desk", Role.CONTRIBUTOR, "itu")
    file = tmp_path / "tokens.json"
    kept = json.loads(file.read_text())
    for record in kept["tokens"]:
        del record["writes"], record["statements"]
    file.write_text(json.dumps(kept))
    assert tokens.identify(token) == Identity("desk", Role.CONTRIBUTOR, "itu")


def test_a_damaged_file_lets_nobody_in_but_the_administrator(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path, "from the settings")
    token = tokens.create("desk", Role.ADMIN)
    assert tokens.identify(token) is not None
    (tmp_path / "tokens.json").write_text("{}")
    assert tokens.identify(token) is None
    assert tokens.identify("from the settings") is not None
    with pytest.raises(TokenRefused, match="damaged"):
        tokens.list()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("", Role.ADMIN), "cannot name a token"),
        (("a b", Role.ADMIN), "cannot name a token"),
        (("a\n", Role.ADMIN), "cannot name a token"),
        (("taken", Role.ADMIN), "There is a token “taken” already"),
        (("new", Role.CONTRIBUTOR), "name it with --agency"),
        (("new", Role.CONTRIBUTOR, "../x"), "no key of an agency"),
        (("new", Role.ADMIN, None, TODAY - timedelta(1)), "is over"),
    ],
)
def test_what_does_not_fit_makes_no_token(
    tokens: Tokens, arguments: tuple[str, Role], says: str
) -> None:
    tokens.create("taken", Role.ADMIN)
    with pytest.raises(TokenRefused, match=says):
        tokens.create(*arguments)
    assert [listed.identity.name for listed in tokens.list()] == ["taken"]


def test_an_unknown_name_is_neither_rotated_nor_revoked(tokens: Tokens) -> None:
    for change in (tokens.rotate, tokens.revoke):
        with pytest.raises(TokenRefused, match="There is no token “nobody”"):
            change("nobody")


def test_two_commands_at_once_lose_nothing(tmp_path: Path) -> None:
    threads = [
        threading.Thread(target=lambda n=n: Tokens(tmp_path).create(f"n{n}", Role.CURATOR))
        for n in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Tokens(tmp_path).list()) == 12
