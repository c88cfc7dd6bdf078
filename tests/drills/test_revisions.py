"""Builds beside a running service: whole revisions, and nothing acknowledged is lost."""

import os
import signal
import threading
from pathlib import Path

import httpx
import pytest
from tests.project import Project
from tests.service import serving

CONFIDENCES = """PREFIX wsis: <https://w3id.org/wsis-sdg/def#>
SELECT DISTINCT ?confidence { ?l wsis:direction
<https://w3id.org/wsis-sdg/vocab/directions/both> ; wsis:confidence ?confidence }"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "checkout")
    done = made.run("build")
    assert done.returncode == 0, done.stderr
    return made


def confidences(url: str) -> tuple[str, ...]:
    answer = httpx.get(
        f"{url}/sparql",
        params={"query": CONFIDENCES},
        headers={"Accept": "text/csv", "Cache-Control": "no-cache"},
    )
    assert answer.status_code == 200
    return tuple(sorted(answer.text.split()[1:]))


def change(project: Project, old: str, new: str) -> None:
    """Change one figure that every linkage of two directions takes over."""
    project.replace("loaders/wsis_sdg_matrix/source.toml", f'"{old}"', f'"{new}"')


def test_a_build_shows_nobody_half_a_revision(project: Project) -> None:
    with serving(project.data) as service:
        seen: list[tuple[str, ...]] = [confidences(service.url)]
        done = threading.Event()

        def watch() -> None:
            while not done.is_set():
                seen.append(confidences(service.url))

        watchers = [threading.Thread(target=watch) for _ in range(2)]
        for watcher in watchers:
            watcher.start()
        change(project, "0.95", "0.91")
        try:
            built = project.run("build")
        finally:
            done.set()
            for watcher in watchers:
                watcher.join()
        assert built.returncode == 0, built.stderr
        # The build came back, so every reader sees what it wrote.
        assert confidences(service.url) == ("0.91",)
        assert set(seen) <= {("0.95",), ("0.91",)}
        assert len(seen) > 10


def test_kill_9_after_an_acknowledged_build_loses_nothing(project: Project) -> None:
    with serving(project.data) as service:
        change(project, "0.95", "0.93")
        assert project.run("build").returncode == 0
        revision = httpx.get(f"{service.url}/ready").json()["revision"]
        for child in children(service.process.pid):
            os.kill(child, signal.SIGKILL)
        service.process.kill()
        service.process.wait()
    with serving(project.data) as service:
        assert httpx.get(f"{service.url}/ready").json()["revision"] == revision
        assert confidences(service.url) == ("0.93",)


def test_a_refused_build_leaves_the_revision_serving(project: Project) -> None:
    with serving(project.data) as service:
        before = httpx.get(f"{service.url}/ready").json()["revision"]
        project.replace("loaders/wsis_sdg_matrix/facts/linkages.csv", "C1,10,", "C1,18,")
        assert project.run("build").returncode == 3
        assert httpx.get(f"{service.url}/ready").json()["revision"] == before


def children(pid: int) -> list[int]:
    """Return the processes below one, the deepest last."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *children(int(child))]
    return found
