"""Putting the layers around the app."""

from collections.abc import Callable

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.front.compression import Compression
from wsisgraph.api.front.entrance import Entrance
from wsisgraph.api.front.fair_use import Allowance, FairUse, Shares
from wsisgraph.api.front.intake import Intake
from wsisgraph.api.hangup import Hangup
from wsisgraph.api.service import Service


def surround(
    app: FastAPI,
    service: Service,
    refuse: Callable[[Request, Exception], Response],
) -> None:
    """Put the layers around an app, the innermost first.

    Args:
        app: the app.
        service: what its handlers work with.
        refuse: makes the answer to an error.
    """
    app.add_middleware(Compression)
    app.add_middleware(Intake)
    if service.settings.is_fair:
        app.add_middleware(FairUse, shares=Shares(Allowance(), service.watch))
    app.add_middleware(Hangup)
    app.add_middleware(Entrance, service=service, refuse=refuse)
