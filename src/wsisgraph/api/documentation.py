"""The description of the interface, read from OpenAPI, as a page is given it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from wsisgraph.api.pages import Operation, Parameter
from wsisgraph.api.service import COMMON, PAGING

_COMMON = {**COMMON, **PAGING}
_METHODS = ("get", "post", "put", "delete")


def operations(openapi: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Return every operation of an OpenAPI document, in its order."""
    return tuple(
        _operation(method, path, described[method])
        for path, described in openapi["paths"].items()
        for method in _METHODS
        if method in described
    )


def _operation(method: str, path: str, described: Mapping[str, Any]) -> Operation:
    given = described.get("parameters", ())
    return Operation(
        method=method.upper(),
        path=path,
        summary=described.get("summary", ""),
        description=described.get("description", ""),
        parameters=tuple(
            Parameter(
                item["name"],
                item.get("description", ""),
                item.get("required", False),
                str(item.get("example", "")),
            )
            for item in given
        ),
        example=_example(path, given) if method == "get" else "",
    )


def _example(path: str, parameters: Any) -> str:
    """Return the path with its example values.

    "" where a required one has none, and where there are own parameters and none has an example:
    such an address may be refused.
    """
    values: dict[str, str] = {}
    for item in parameters:
        example = str(item.get("example", ""))
        if not example and item.get("required"):
            return ""
        if item["in"] == "path":
            path = path.replace(f"{{{item['name']}}}", quote(example, safe="/"))
        elif example:
            values[item["name"]] = example
    if not values and any(
        item["in"] == "query" and item["name"] not in _COMMON for item in parameters
    ):
        return ""
    return path + (f"?{urlencode(values)}" if values else "")
