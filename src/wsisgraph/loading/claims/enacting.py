"""Whose resolutions are whose: a body adopts and amends its own, and no others."""

from dataclasses import replace

from wsisgraph.loading.texts.model import Claim

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
_COUNCILS = ("ecosoc", "itu-council")
"""Bodies that are all called “the Council”."""

_YEAR = 4


def own(claim: Claim) -> Claim | None:
    """Return a claim as that of the body whose resolution it is about; None if that is another.

    “The Council at its 2019 session amended Resolution 1332”, which is one of the ITU Council.
    """
    whose, acting = _whose(claim)
    if not (whose and acting) or whose == acting:
        return claim
    who = claim.parts["meeting"]
    session = who.rpartition(f"/{acting}")[2].lstrip("-")
    by_year = not session or (session.isdigit() and len(session) == _YEAR)
    if whose not in _COUNCILS or acting not in _COUNCILS or not by_year:
        return None
    meeting = f"{who[: len(who) - len(session) - len(acting) - bool(session)]}{whose}"
    return replace(
        claim, parts={**claim.parts, "meeting": f"{meeting}-{session}" if session else meeting}
    )


def _whose(claim: Claim) -> tuple[str, str]:
    """Return whose resolution a claim is about, and who acts; empty where it is not known."""
    if claim.kind not in ENACTS or "/id/resolution/" not in claim.parts["target"]:
        return "", ""
    target = claim.parts["target"].partition("/id/resolution/")[2]
    who = claim.parts.get("meeting", "").rpartition("/")[2]
    whose = next((key for key, begins in _OWN.items() if target.startswith(begins)), "")
    acting = next((key for key in _OWN if who == key or who.startswith(f"{key}-")), "")
    return whose, acting
