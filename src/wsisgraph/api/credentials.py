"""Who asks: a bearer token in the header Authorization (RFC 6750), and nowhere else."""

from starlette.requests import Request

from wsisgraph.access import Identity
from wsisgraph.api import problems
from wsisgraph.api.service import Service

REALM = 'Bearer realm="wsisgraph"'


async def identify(service: Service, request: Request) -> Identity:
    """Return whose token came with the request.

    Raises:
        HttpProblem: 401, none came, or one that nobody has.
    """
    given = request.headers.getlist("authorization")
    if not given:
        raise problems.HttpProblem(
            problems.UNAUTHORIZED,
            "This needs a token, and none was sent",
            where="header Authorization",
            headers={"WWW-Authenticate": REALM},
        )
    token = bearer(given)
    if token is None:
        raise problems.HttpProblem(
            problems.UNAUTHORIZED,
            "What was sent is no bearer token",
            where="header Authorization",
            headers={"WWW-Authenticate": f'{REALM}, error="invalid_request"'},
        )
    identity = service.tokens.identify(token)
    if identity is None:
        raise problems.HttpProblem(
            problems.UNAUTHORIZED,
            "The token is not known, or has ended",
            where="header Authorization",
            mend="ask whoever runs this service for another one",
            headers={"WWW-Authenticate": f'{REALM}, error="invalid_token"'},
        )
    return identity


def bearer(given: list[str]) -> str | None:
    """Return the token of the only Authorization header, None where there is no such."""
    if len(given) != 1:
        return None
    scheme, _, token = given[0].strip().partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and token else None
