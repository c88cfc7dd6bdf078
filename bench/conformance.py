"""The W3C suites of SPARQL 1.1 against this service and the Oxigraph server, side by side.

    python bench/conformance.py [--only oxigraph|wsisgraph] [--grep WORD] [--suite DIR --url URL]

Both are started here, asked over HTTP by the very harness of `tests/conformance`, and stopped.
`--suite` runs any other folder of W3C manifests (SPARQL 1.0 or 1.2, the forms of RDF) instead of
the 548; `--url` is the address that stands for it on the web.
"""

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

_ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(_ROOT))

from tests.conformance import suite  # noqa: E402 — the checkout is no package
from tests.conformance.endpoint import Endpoint  # noqa: E402
from tests.conformance.manifests import Entry, Suite  # noqa: E402
from tests.conformance.running import run  # noqa: E402
from tests.conformance.serving import ours  # noqa: E402
from tests.needs import shared  # noqa: E402


@contextmanager
def oxigraph() -> Iterator[Endpoint]:
    """Run the Oxigraph server until the block ends."""
    program = Path(sys.executable).with_name("oxigraph")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                httpx.get(url)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield Endpoint(f"{url}/query", f"{url}/update", f"{url}/store")
    finally:
        process.kill()
        process.wait()


def failures(tests: Sequence[Entry], endpoint: Endpoint) -> dict[str, str]:
    """Return test → what went wrong, for those that fail."""
    failed: dict[str, str] = {}
    for test in tests:
        try:
            run(test, endpoint)
        except Exception as error:
            notes = " ".join(getattr(error, "__notes__", []))
            failed[test.id] = f"{type(error).__name__}: {error} {notes}".strip()
            endpoint.forget()
    return failed


def main() -> None:
    """Print how many tests each server passes, and which not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=("oxigraph", "wsisgraph"))
    parser.add_argument("--grep", default="", help="tests whose name holds this word")
    parser.add_argument("--suite", type=Path, help="another folder of manifests")
    parser.add_argument("--url", default="https://w3c.github.io/rdf-tests/")
    asked = parser.parse_args()
    if asked.suite is None:
        tests, group = suite.tests(shared()), suite.group
    else:
        tests, group = list(Suite(asked.suite.resolve(), asked.url).tests()), _folder
    tests = [test for test in tests if asked.grep in test.id]
    groups = Counter(group(test) for test in tests)
    by_id = {test.id: test for test in tests}
    table: dict[str, dict[str, str]] = {}
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        servers = {"oxigraph": oxigraph, "wsisgraph": lambda: ours(Path(folder) / "data")}
        for name, server in servers.items():
            if asked.only in (None, name):
                began = time.monotonic()
                with server() as endpoint:
                    table[name] = failures(tests, endpoint)
                print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    print(f"{'':22}{'tests':>7}" + "".join(f"{name:>12}" for name in table))
    for title, count in [*groups.items(), ("all", len(tests))]:
        passed = [
            count - sum(title in ("all", group(by_id[test])) for test in failed)
            for failed in table.values()
        ]
        print(f"{title:22}{count:>7}" + "".join(f"{number:>12}" for number in passed))
    for name, failed in table.items():
        print(f"\n{name} fails {len(failed)}:")
        for test_id, why in failed.items():
            print(f"  {test_id}: {why[:400]}")


def _folder(test: Entry) -> str:
    return test.folder


if __name__ == "__main__":
    main()
