"""/assets/…: style sheets, scripts and pictures, from memory.

Pages name them with a checksum (`?v=`), so what is asked for in this way may be kept for ever.
"""

import hashlib
import mimetypes
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.problems import not_found
from wsisgraph.api.service import matches

_TEXTS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_FOR_EVER = "public, max-age=31536000, immutable"


def assets(files: Mapping[str, bytes]) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers /assets/{name} with these files."""
    kept = {name: (content, _media_type(name), _tag(content)) for name, content in files.items()}

    async def asset(request: Request) -> Response:
        """Answer one of the files.

        Raises:
            HttpProblem: 404, there is none of that name.
        """
        name = request.path_params["name"]
        if name not in kept:
            raise not_found(f"There is no file “{name}” here", mend="follow the links of a page")
        content, media_type, tag = kept[name]
        headers = {
            "ETag": tag,
            "Cache-Control": _FOR_EVER if "v" in request.query_params else "no-cache",
        }
        if matches(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        return Response(content, headers={**headers, "Content-Type": media_type})

    return asset


def _media_type(name: str) -> str:
    ending = name[name.rfind(".") :]
    return _TEXTS.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:16]}"'
