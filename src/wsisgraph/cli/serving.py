"""`wsisgraph serve`: its options; what it runs is `service`."""

from pathlib import Path
from typing import Annotated

import typer


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Serve a store that may hold no triple at all.")
    ] = False,
    theme: Annotated[
        Path | None, typer.Option(help="File that says how the pages look.", show_default=False)
    ] = None,
) -> None:
    """Serve the graph: SPARQL, API and pages, at http://127.0.0.1:8000 by default.

    Examples:

        wsisgraph serve

        WSISGRAPH_PORT=8080 WSISGRAPH_QUERY_TIMEOUT=5 wsisgraph serve

        wsisgraph serve --theme my-theme.toml
    """
    # Only this command needs the pages and the API, which take half a second to import.
    from wsisgraph.cli import service

    service.run(host, port, theme, empty=empty)
