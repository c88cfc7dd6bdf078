"""Every command shown in README and docs is run, and prints what is shown."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import needs
from tests.docs import transcripts
from tests.project import ROOT
from tests.service import Service, copy_of, serving

from wsisgraph.access import Role, Tokens

DOCUMENTS = sorted(
    path
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    if transcripts.console_blocks(path)
)


def test_the_documents_that_show_commands_are_found() -> None:
    names = {path.name for path in DOCUMENTS}
    assert {"README.md", "first-answer.md"} <= names


@pytest.fixture(scope="module")
def service(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service of their own: some of the commands write."""
    with serving(copy_of(built_data, tmp_path_factory.mktemp("documents"))) as running:
        yield running


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_shows_is_what_is_printed(document: Path, service: Service) -> None:
    needs.program("curl", "apt install curl")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "WSISGRAPH_DATA": str(service.data),
        "TOKEN": Tokens(service.data).create(document.stem, Role.CONTRIBUTOR, "itu", None),
        "GRAPH": "https://w3id.org/wsis-sdg/graph/agency/itu/news",
    }
    printed: dict[str, str] = {}
    wrong: list[str] = []
    for block in transcripts.console_blocks(document):
        for step in transcripts.steps(block):
            output = transcripts.run(step.command, environment, ROOT, service.url)
            printed[step.command] = output
            if not transcripts.agrees(step.output, output):
                wrong.append(f"$ {step.command}\n--- shown\n{step.output}--- printed\n{output}")
    if transcripts.wants_update():
        text = document.read_text(encoding="utf-8")
        document.write_text(transcripts.updated(text, printed), encoding="utf-8")
    else:
        assert not wrong, "\n".join(wrong)
