"""Why a peer does not answer, as far as pages say it in the language of who reads them.

A reason is kept as the sentence in which it was told, which is English; most are one of a few.
"""

import re
from collections.abc import Mapping

KINDS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(f"(?:{pattern})(?:; .*)?", re.DOTALL)
    for kind, pattern in {
        "left-alone": (
            r"it answers (?P<status>\d{3}), and asks to be left alone until (?P<until>\S+)"
        ),
        "status": r"(?:asked how much it says, )?it answers (?P<status>\d{3})",
        "late": r"it did not answer in time|it takes too long|its answer takes too long to read",
        "away": r"it cannot be connected to\b.*",
        "unknown": r"the name (?P<name>\S+) is not known",
        "broken": r"the connection broke before the answer was whole\b.*",
        "page": r"it answers with a web page, not with data",
        "elsewhere": r"it sends on to another place, which is not followed",
        "cut": (
            r"it sends [\d,]+ of [\d,]+ rows: it cut its answer"
            r"|it says that it cut its answer\b.*"
        ),
        "large": r"its answer is larger than (?P<most>\d+) MiB",
    }.items()
}
"""How the usual reasons read, and perhaps how to mend it."""


def understood(reason: str) -> Mapping[str, str]:
    """Return of which kind a reason is, as `kind`, and its values; nothing for any other."""
    for kind, pattern in KINDS.items():
        if match := pattern.fullmatch(reason):
            return {"kind": kind, **match.groupdict()}
    return {}
