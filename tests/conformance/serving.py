"""Our own service as the suites want it: empty, with the plain semantics of a dataset."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conformance.endpoint import Endpoint
from tests.service import serving


@contextmanager
def ours(data: Path) -> Iterator[Endpoint]:
    """Run `wsisgraph serve --empty` over a new data folder until the block ends."""
    token = secrets.token_urlsafe(32)
    environment = {
        "WSISGRAPH_DEFAULT_GRAPH": "strict",
        "WSISGRAPH_ADMIN_TOKEN": token,
        "WSISGRAPH_FAIR_USE": "off",
    }
    with serving(data, "--empty", environment=environment) as service:
        yield Endpoint(
            f"{service.url}/sparql",
            f"{service.url}/update",
            f"{service.url}/graphs",
            headers={"Authorization": f"Bearer {token}"},
            refuses_remote=True,
        )
