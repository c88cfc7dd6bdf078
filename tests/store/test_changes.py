"""What a writer refuses is told in another process as it was said in its own."""

import pytest

from wsisgraph import errors
from wsisgraph.store.changes import as_message, revived


@pytest.mark.parametrize(
    "error",
    [
        errors.ChangeRefused("No graph", where="line 3", mend="name one"),
        errors.StoreLocked("Another process writes", where="data", mend="wait"),
        errors.InputRefused(
            "The rules cannot be run",
            [errors.Problem("queries/rules/x.rq", "not SPARQL", "mend the query")],
        ),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_crosses_a_process_whole(error: errors.WsisgraphError) -> None:
    told = revived(as_message(error))
    assert type(told) is type(error)
    assert str(told) == str(error)
