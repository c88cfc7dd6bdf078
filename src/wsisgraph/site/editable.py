"""Words of the files that editors change in a spreadsheet or word processor."""

from collections.abc import Callable

from wsisgraph.site import language
from wsisgraph.site.words import _

TITLES = {
    "matrix": _("Action lines and Sustainable Development Goals"),
    "roles": _("Roles of bodies in the action lines"),
    "labels": _("Names in six languages"),
    "activities": _("Activities"),
}
"""What a file is called."""

HEADS = {
    "matrix": _("Matrix"),
    "roles": _("Roles"),
    "labels": _("Names"),
    "activities": _("Activities"),
    "texts": _("Rationales"),
    "notes": _("How to edit"),
    "line": _("Action line"),
    "goal": _("Goal %(code)s"),
    "code": _("Goal or target"),
    "name": _("Name"),
    "source": _("Source"),
    "text": _("Rationale"),
    "english": _("Rationale in English"),
    "in": _("Role in"),
    "role": _("Role"),
    "member": _("Body"),
    "start": _("Start"),
    "end": _("End"),
    "as-of": _("Stated as of"),
    "note": _("Note"),
    "thing": _("Identifier"),
    "by": _("Carried out by"),
    "description": _("Description"),
    "state": _("Status"),
}
"""Names of tables and columns."""

NOTES = {
    "matrix": (
        _("Write targets into a cell as in 9.1, 9.a; only the goal, 9, where no target is meant."),
        _("A target that is added is proposed; one that is deleted is proposed to be dropped."),
        _("Rationales stand in the second table. A new row there names a line and a target."),
    ),
    "roles": (
        _("Dates are written as 2019, 2019-02 or 2019-02-28, as exact as the source has them."),
        _("A new row proposes a role; a row that is deleted is proposed to be dropped."),
    ),
    "activities": (
        _("Dates are written as 2019, 2019-02 or 2019-02-28, as exact as the source has them."),
    ),
    "": (
        _("Rows may be sorted or moved as a whole. Keep what is hidden: by it, cells are known."),
        _("Send the file back when it is done. Nothing counts before it was reviewed."),
    ),
}
"""How a file is edited; those under "" hold for every one."""

FOOTER = _("Revision %(revision)s of %(date)s, wsisgraph %(version)s")
PAGE = _("Page %(number)s of %(total)s")


def speaker(lang: str) -> Callable[[str], str]:
    """Return what says a word in a language."""
    return language.translations(lang).gettext
