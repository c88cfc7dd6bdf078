"""What a test needs that a newcomer may lack; under WSISGRAPH_TEST_ALL=1 a skip is a failure."""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import NoReturn

import pytest

_ROOT = Path(__file__).resolve().parents[1]


def shared() -> Path:
    """Return the folder of real documents and suites beside the checkout."""
    folder = Path(os.environ.get("WSISGRAPH_SHARED") or _ROOT.parent / "shared")
    if not (folder / "sources").is_dir():
        missing(f"the folder of source documents is not at {folder}; set WSISGRAPH_SHARED")
    return folder


def browser() -> str:
    """Return the path of Chromium."""
    path = os.environ.get("WSISGRAPH_CHROMIUM") or shutil.which("chromium")
    if path is None:
        missing("Chromium is not installed (Debian: apt install chromium fonts-noto)")
    return path


def editor() -> None:
    """See that the query editor is among the files of the pages."""
    if not (_ROOT / "src/wsisgraph/site/assets/yasqe.js").is_file():
        missing("the query editor is not bundled (make editor, with npm)")


def program(name: str, install: str) -> str:
    """Return the path of a program; `install` says how to get it."""
    beside = Path(sys.executable).parent
    path = shutil.which(name) or shutil.which(name, path=str(beside))
    if path is None:
        missing(f"{name} is not installed ({install})")
    return path


FUSEKI = "jena-fuseki-server-5.6.0.jar"
"""The Fuseki that tests run; `.ci/run` fetches it from Maven Central."""


def fuseki() -> str:
    """Return the path of Fuseki's server, a file that Java runs.

    `WSISGRAPH_WITHOUT_FUSEKI=1`, which `.ci/run` sets where Maven Central cannot be reached, skips
    what needs it, also where everything else must run.
    """
    if os.environ.get("WSISGRAPH_WITHOUT_FUSEKI") == "1":
        pytest.skip("Maven Central could not be reached for Fuseki")
    cache = Path.home() / ".cache" / "wsisgraph-engines" / FUSEKI
    path = Path(os.environ.get("WSISGRAPH_FUSEKI") or cache)
    if not path.is_file():
        missing(f"{FUSEKI} is not at {path} (org.apache.jena:jena-fuseki-server; set its path)")
    return str(path)


def python_with(requirement: str) -> str:
    """Return a Python that has a package which is too heavy for the tests' own environment.

    It is installed into an environment of its own, once for each machine.
    """
    name = requirement.replace("=", "-").replace(".", "_")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder = Path(tempfile.gettempdir()) / f"wsisgraph-tests-{name}-{version}"
    python = folder / "bin" / "python"
    done = folder / "installed"
    if not done.is_file():
        venv.create(folder, with_pip=True, clear=True)
        ran = subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", requirement],
            capture_output=True,
            text=True,
        )
        if ran.returncode != 0:
            missing(f"{requirement} cannot be installed ({ran.stderr.strip()[-200:]})")
        done.touch()
    return str(python)


def missing(what: str) -> NoReturn:
    """Skip the test because `what`, or fail it where everything must run."""
    if os.environ.get("WSISGRAPH_TEST_ALL") == "1":
        pytest.fail(f"WSISGRAPH_TEST_ALL=1, but {what}", pytrace=False)
    pytest.skip(what)
