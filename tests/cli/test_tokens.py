"""`wsisgraph tokens`, and a running service that follows it."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from tests.service import serving

GRAPH = "https://w3id.org/wsis-sdg/graph/agency/itu"
UPDATE = f"""INSERT DATA {{ GRAPH <{GRAPH}> {{
    <x:s> <x:p> <x:o> .
    <{GRAPH}> <http://purl.org/dc/terms/license>
            <https://creativecommons.org/licenses/by/3.0/igo/> ;
        <http://purl.org/dc/terms/bibliographicCitation> "ITU, 2024. A test." ;
        <http://www.w3.org/ns/dcat#contactPoint> <mailto:data@example.org> .
}} }}"""


def tokens(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wsisgraph", "tokens", *arguments],
        env={**os.environ, "WSISGRAPH_DATA": str(data)},
        capture_output=True,
        text=True,
    )


def update(url: str, token: str) -> httpx.Response:
    return httpx.post(
        f"{url}/update",
        content=UPDATE,
        headers={"Content-Type": "application/sparql-update", "Authorization": f"Bearer {token}"},
        timeout=30,
    )


def test_create_and_rotate_print_only_the_token(tmp_path: Path) -> None:
    made = tokens(tmp_path, "create", "--name", "desk", "--role", "contributor", "--agency", "itu")
    again = tokens(tmp_path, "rotate", "--name", "desk")
    for done in (made, again):
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.count("\n") == 1
        assert done.stdout.startswith("wsis_")
    assert made.stdout != again.stdout


def test_list_shows_everything_but_the_token(tmp_path: Path) -> None:
    arguments = ("--role", "contributor", "--agency", "itu", "--expires", "2999-12-31")
    token = tokens(tmp_path, "create", "--name", "desk", *arguments).stdout.strip()
    tokens(tmp_path, "create", "--name", "anna", "--role", "curator")
    listed = tokens(tmp_path, "list").stdout
    rows = [line.split("\t") for line in listed.splitlines()]
    assert rows[0] == [
        *("name", "role", "agency", "created", "expires", "writes a day", "statements")
    ]
    assert [row[:3] for row in rows[1:]] == [
        ["anna", "curator", ""],
        ["desk", "contributor", "itu"],
    ]
    assert rows[2][4] == "2999-12-31"
    assert token not in listed


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("create", "--name", "x", "--role", "contributor"), "--agency"),
        (("create", "--name", "x", "--role", "king"), "king"),
        (("create", "--name", "x", "--role", "admin", "--expires", "tomorrow"), "tomorrow"),
        (("create", "--name", "x", "--role", "admin", "--expires", "2001-01-01"), "is over"),
        (("rotate", "--name", "nobody"), "There is no token “nobody”"),
        (("revoke", "--name", "nobody"), "There is no token “nobody”"),
    ],
)
def test_what_cannot_be_done_is_said_and_is_usage(
    tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = tokens(tmp_path, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr


def test_a_running_service_sees_new_and_ended_tokens_at_once(tmp_path: Path) -> None:
    with serving(
        tmp_path, "--empty", environment={"WSISGRAPH_ADMIN_TOKEN": "the-first-of-all-tokens"}
    ) as service:
        assert update(service.url, "the-first-of-all-tokens").status_code in (200, 204)
        first = tokens(
            tmp_path, "create", "--name", "d", "--role", "contributor", "--agency", "itu"
        ).stdout.strip()
        assert update(service.url, first).status_code in (200, 204)
        second = tokens(tmp_path, "rotate", "--name", "d").stdout.strip()
        ended = update(service.url, first)
        assert ended.status_code == 401
        assert ended.headers["www-authenticate"] == (
            'Bearer realm="wsisgraph", error="invalid_token"'
        )
        assert first not in ended.text
        assert update(service.url, second).status_code in (200, 204)
        tokens(tmp_path, "revoke", "--name", "d")
        assert update(service.url, second).status_code == 401


def test_a_service_keeps_the_admin_token_out_of_its_processes(tmp_path: Path) -> None:
    secret = "the-first-of-all-tokens"
    with serving(tmp_path, "--empty", environment={"WSISGRAPH_ADMIN_TOKEN": secret}) as service:
        parent = service.process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        assert children
        for child in children:
            assert secret.encode() not in Path(f"/proc/{child}/environ").read_bytes()
