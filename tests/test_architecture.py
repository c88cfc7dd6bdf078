"""The picture of the design, executed."""

import subprocess
import sys

from tests.project import ROOT

ENGINES = ("pyoxigraph", "rdflib", "pyshacl", "oxrdflib")


def test_packages_import_only_to_their_left() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as l; l()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_front_holds_no_rdf_engine() -> None:
    code = (
        "import sys, wsisgraph.cli, wsisgraph.cli.service, wsisgraph.cli.front, "
        "wsisgraph.api, wsisgraph.site, "
        "wsisgraph.store.embedded, wsisgraph.questions\n"
        f"print([name for name in {ENGINES!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
