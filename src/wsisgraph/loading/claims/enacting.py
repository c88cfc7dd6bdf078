"""Whose resolutions are whose: a body adopts and amends its own, and no others."""

import re
from collections.abc import Iterable
from dataclasses import replace

from wsisgraph.loading.claims.masking import normal
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.texts.model import Claim, Mention
from wsisgraph.terms import iris

_OWN = {
    "unga": "ga-",
    "ecosoc": "ecosoc-",
    "itu-council": "itu-council-",
    "itu-pp": "itu-pp-",
    "itu-wtdc": "itu-wtdc-",
    "itu-wtsa": "itu-wtsa-",
    "itu-ra": "itu-r-",
}
"""How the resolutions of a body begin."""

ENACTS = ("adopts", "amends")
COUNCILS = ("ecosoc", "itu-council")
"""Bodies that are all called “the Council”."""

_COUNCIL = re.compile("council|conseil|consejo|совет|理事会|مجلس", re.IGNORECASE)
_BY_NAME = re.compile(
    r"\b(?:itu|uit|мсэ|ecosoc|экосос)|\bunion|\bunión|союз|[eé]conomi|económi|social|социальн|电联|"
    "电信|联盟|经社|经济|社会|الاتحاد|للاتحاد|الاقتصادي|الاجتماعي",
    re.IGNORECASE,
)
"""What has the name of a council of its own: “the ITU Council”, “Совет МСЭ”."""

_YEAR = 4
# Resolutions that have the number or year of their session, and the meetings so counted.
_OF_SESSION = re.compile(r"/id/resolution/(?:ga|ecosoc|escap|escwa|eca|ece)-(?P<session>\d+)-")
_SESSION = re.compile(r".*/id/meeting/(?P<body>unga|ecosoc|escap|escwa|eca|ece)-(?P<session>\d+)")


def at_its_session(claim: Claim) -> Claim:
    """Return a claim about a resolution as that of the body alone, if the session is another.

    “It adopted resolution 73/218, in which it asks for a report at its seventy-fourth session”.
    """
    resolution = _OF_SESSION.search(claim.parts.get("target", ""))
    met = _SESSION.fullmatch(claim.parts.get("meeting", ""))
    if claim.kind != "adopts" or resolution is None or met is None:
        return claim
    by_year = len(resolution["session"]) == _YEAR
    if by_year != (len(met["session"]) == _YEAR) or resolution["session"] == met["session"]:
        return claim
    return replace(claim, parts={**claim.parts, "meeting": iris.individual("body", met["body"])})


def own(claim: Claim, *passages: Seen | None) -> Claim | None:
    """Return a claim as that of the body whose resolution it is about; None if that is another.

    “The Council at its 2019 session amended Resolution 1332”, which is one of the ITU Council: so
    where it reads no more than “the Council”, never where a council has its own name.

    Args:
        claim: that a body or its meeting adopted or amended something.
        passages: in which the body is named.
    """
    whose, acting = _whose(claim)
    if not (whose and acting) or whose == acting:
        return claim
    who = claim.parts["meeting"]
    session = who.rpartition(f"/{acting}")[2].lstrip("-")
    by_year = not session or (session.isdigit() and len(session) == _YEAR)
    if whose not in COUNCILS or acting not in COUNCILS or not by_year:
        return None
    if not _is_bare(who, acting, (one for one in passages if one is not None)):
        return None
    meeting = f"{who[: len(who) - len(session) - len(acting) - bool(session)]}{whose}"
    return replace(
        claim, parts={**claim.parts, "meeting": f"{meeting}-{session}" if session else meeting}
    )


def _is_bare(who: str, acting: str, passages: Iterable[Seen]) -> bool:
    """Tell whether passages call a meeting or its council “the Council”, and by no other name."""
    said = [
        normal(mention.said)
        for one in passages
        for mention in (*one.masked.named, one.sitting)
        if mention is not None and _is_of(mention, who, acting)
    ]
    return bool(said) and all(_COUNCIL.search(one) and not _BY_NAME.search(one) for one in said)


def _is_of(mention: Mention, who: str, acting: str) -> bool:
    return mention.iri == who or mention.iri.endswith(f"/body/{acting}")


def owner(claim: Claim) -> str:
    """Return the key of the body whose resolution a claim is about; empty if it is not known."""
    return _whose(claim)[0]


def is_of_others(claim: Claim) -> bool:
    """Tell whether a body is said to do what only another does: a group adopts no resolution."""
    whose, acting = _whose(claim)
    return bool(whose) and not acting and "/id/meeting/" not in claim.parts.get("meeting", "")


def _whose(claim: Claim) -> tuple[str, str]:
    """Return whose resolution a claim is about, and who acts; empty where it is not known."""
    if claim.kind not in ENACTS or "/id/resolution/" not in claim.parts["target"]:
        return "", ""
    target = claim.parts["target"].partition("/id/resolution/")[2]
    who = claim.parts.get("meeting", "").rpartition("/")[2]
    whose = next((key for key, begins in _OWN.items() if target.startswith(begins)), "")
    acting = next((key for key in _OWN if who == key or who.startswith(f"{key}-")), "")
    return whose, acting
