"""Whose paper a document is by its symbol: C25/8 is one of Council 2025."""

import re

from wsisgraph.terms import iris

_OF_GROUP = re.compile(r"/itu-cwgwsis(\d{1,3})-(?:inf-|td-|dt-)?\d+$")
_OF_COUNCIL = re.compile(r"/itu-c(\d\d)-(?:inf-|dt-|dl-)?\d+(?:-(?:rev|add|corr)-\d+)*$")


def meeting_of(document: str) -> tuple[str, str]:
    """Return the body and the meeting whose paper a document is by its symbol; else nothing."""
    if (match := _OF_GROUP.search(document)) is not None:
        meeting = iris.individual("meeting", f"itu-cwg-wsis-{match[1]}")
        return iris.individual("body", "cwg-wsis-sdg"), meeting
    if (match := _OF_COUNCIL.search(document)) is not None:
        meeting = iris.individual("meeting", f"itu-council-20{match[1]}")
        return iris.individual("body", "itu-council"), meeting
    return "", ""


def is_of_its_author(body: str, document: str) -> bool:
    """Tell whether a paper is one of the very body that is said to submit it.

    “Documents C07/21 and C08/50 of the Council” are papers for it, and not by it.
    """
    return bool(body) and meeting_of(document)[0] == body


def comes_after(document: str, meeting: str) -> bool:
    """Tell whether a paper is one of a later meeting, which none before it can have considered."""
    own, number = meeting_of(document)[1].rpartition("-")[::2]
    other, earlier = meeting.rpartition("-")[::2]
    alike = bool(own) and own == other and earlier.isdigit()
    return alike and int(number) > int(earlier)
