"""What can be edited, by name."""

from collections.abc import Callable

from wsisgraph.loading.editing.form import Form
from wsisgraph.publishing.editable import matrix, records
from wsisgraph.store.local import LocalStore

_GATHER: dict[str, Callable[[LocalStore, str], Form]] = {
    "matrix": matrix.gather,
    "roles": records.roles,
    "labels": records.labels,
    "activities": records.activities,
}


def gather(what: str, held: LocalStore, language: str) -> Form:
    """Return a part of a revision as a form.

    Args:
        what: `matrix`, `roles`, `labels` or `activities`.
        held: the revision.
        language: of what can be read and edited.
    """
    return _GATHER[what](held, language)
