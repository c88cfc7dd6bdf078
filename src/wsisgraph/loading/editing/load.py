"""Load a file that an editor sends back."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from wsisgraph import content
from wsisgraph.loading.context import Context, Kind
from wsisgraph.loading.editing import matrix, records
from wsisgraph.loading.editing.compare import Compared, compared
from wsisgraph.loading.editing.form import Form, FormError, unpacked
from wsisgraph.loading.editing.grid import Returned
from wsisgraph.loading.editing.proposals import Proposals
from wsisgraph.loading.editing.returned import read_returned
from wsisgraph.loading.facts import Fact, Origin
from wsisgraph.loading.keys import digest, slug
from wsisgraph.loading.texts.faults import Unreadable

Propose = Callable[[Sequence[Compared], Proposals, Context], Iterator[Fact]]

_PROPOSE: dict[str, Propose] = {
    "matrix": matrix.proposed,
    "roles": records.proposed,
    "labels": records.proposed,
    "activities": records.proposed,
}
_LARGEST = 64 << 20


def load_edited(inputs: Sequence[Path], context: Context, what: str) -> Iterator[Fact]:
    """Yield what an editor proposes in a file that was exported, and then edited.

    What was changed is told cell by cell. `--editor NAME` names who edited it.

    Args:
        inputs: the file.
        context: takes what is to be told.
        what: `matrix`, `roles`, `labels` or `activities`.
    """
    if len(inputs) > 1:
        for path in inputs[1:]:
            found = "each file of an editor is loaded by a command of its own"
            context.problem(Origin(content.relative(path)), found, "load the files one by one")
        return
    (path,) = inputs
    file = content.relative(path)
    returned = _read(path, file, context)
    if returned is None:
        return
    form = _form(returned, what, file, context)
    if form is None:
        return
    editor = " ".join(context.options.parameters.get("editor", "").split()) or "not named"
    if context.manifest.id == what:
        # A later state of the same export takes the place of the earlier one.
        number = form.revision.partition("-")[0]
        name = slug(editor, 40) or f"editor-{digest(editor, length=6)}"
        context.call_it(f"{what}-{name}-r{number}")
    tables = list(compared(form, returned.grids, file))
    for table in tables:
        for remark in table.remarks:
            tell = context.problem if remark.kind is Kind.PROBLEM else context.unknown
            tell(remark.origin, remark.found, remark.mend, record=remark.record)
    if any(
        remark.kind is Kind.PROBLEM and remark.origin.line is None
        for table in tables
        for remark in table.remarks
    ):
        return
    proposals = Proposals(context.manifest.id, editor, form, path)
    try:
        facts = list(_PROPOSE[what](tables, proposals, context))
    except FormError as error:
        context.problem(Origin(file), str(error), _AGAIN)
        return
    if facts:
        context.about["title"] = f"{form.title or what}: {editor}"
        yield from proposals.file()
        yield from facts


_AGAIN = "export it again, and carry your changes over"


def _read(path: Path, file: str, context: Context) -> Returned | None:
    if path.stat().st_size > _LARGEST:
        context.problem(Origin(file), f"it has more than {_LARGEST >> 20} MiB", _AGAIN)
        return None
    try:
        return read_returned(path.read_bytes(), file, context.apart)
    except Unreadable as error:
        context.problem(Origin(file), error.found, error.mend)
        return None


def _form(returned: Returned, what: str, file: str, context: Context) -> Form | None:
    if not returned.form:
        context.problem(
            Origin(file),
            "its hidden identifiers are gone: what it was exported from cannot be told",
            f"write wsisgraph export {what} --format xlsx, and carry your changes over",
        )
        return None
    try:
        form = unpacked(returned.form)
    except FormError as error:
        context.problem(Origin(file), str(error), _AGAIN)
        return None
    if form.what != what:
        found = f"it is an export of {form.what}, and not of {what}"
        context.problem(Origin(file), found, f"write wsisgraph load {form.what} FILE")
        return None
    return form
