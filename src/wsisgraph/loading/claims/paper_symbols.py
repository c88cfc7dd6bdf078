"""Whose paper a document is by its symbol: C25/8 is one of Council 2025."""

import re

from wsisgraph.terms import iris

_OF_GROUP = re.compile(r"/itu-cwgwsis(\d{1,3})-\d+$")
_OF_COUNCIL = re.compile(r"/itu-c(\d\d)-\d+(?:-(?:rev|add|corr)-\d+)*$")


def meeting_of(document: str) -> tuple[str, str]:
    """Return the body and the meeting whose paper a document is by its symbol; else nothing."""
    if (match := _OF_GROUP.search(document)) is not None:
        meeting = iris.individual("meeting", f"itu-cwg-wsis-{match[1]}")
        return iris.individual("body", "cwg-wsis-sdg"), meeting
    if (match := _OF_COUNCIL.search(document)) is not None:
        meeting = iris.individual("meeting", f"itu-council-20{match[1]}")
        return iris.individual("body", "itu-council"), meeting
    return "", ""
