"""Files for editors: what `wsisgraph export` writes for them, and what `load` does with theirs."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from wsisgraph.cli.messages import say
from wsisgraph.errors import WsisgraphError
from wsisgraph.settings import Settings

# The engine is imported where it is used: `wsisgraph serve` imports this module too.
if TYPE_CHECKING:
    from wsisgraph.intake import Report

FORMS = {
    "matrix": ("xlsx", "docx"),
    "roles": ("xlsx", "docx"),
    "labels": ("xlsx",),
    "activities": ("xlsx",),
}
"""What can be edited, and the kinds of file it is written as."""


def editable(what: str, kind: str, language: str, settings: Settings) -> bytes:
    """Return a part of the current revision as a file for editors.

    Raises:
        StoreUnavailable: nothing was built yet.
    """
    from wsisgraph.publishing.editable import document, gather, workbook
    from wsisgraph.store.local import open_local

    form = gather.gather(what, open_local(settings), language)
    return workbook.write(form) if kind == "xlsx" else document.write(form)


def write_marked(path: Path, report: "Report", settings: Settings) -> None:
    """Write a copy of an edited file with comments at what was not taken, and say where it is.

    Raises:
        WsisgraphError: it cannot be written.
    """
    from wsisgraph.intake.marking import marked

    data = marked(path, report, filtered=settings.sandbox)
    if data is None:
        return
    target = _beside(path)
    draft = target.with_name(f"{target.name}.new")
    try:
        draft.write_bytes(data)
        draft.replace(target)
    except OSError as error:
        raise WsisgraphError(
            f"The copy with comments cannot be written ({error.strerror})",
            where=str(target),
            mend="copy the file to a folder that you may write to",
        ) from error
    say(f"A copy with a comment at each cell that is not taken is {target}.")


def _beside(path: Path) -> Path:
    """Return the name of the copy, which is not that of the file."""
    stem = re.sub(r"\.commented\d*$", "", path.stem)
    names = (f"{stem}.commented{number or ''}{path.suffix}" for number in (0, 2))
    return next(target for name in names if (target := path.with_name(name)) != path)
