"""What `wsisgraph review` lists: the docket is opened for what is asked, and shown as lines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wsisgraph.cli.standing import settled
from wsisgraph.errors import WsisgraphError

# The engine is imported where it is used: the front process of `serve` must never hold it.
if TYPE_CHECKING:
    from wsisgraph.review.docket import Docket, Filter
    from wsisgraph.review.lines import Line


def open_docket_for(
    statuses: Sequence[str] | None,
    sources: Sequence[str] | None,
    classes: Sequence[str] | None,
    documents: Sequence[str] | None,
) -> "tuple[Docket, Filter]":
    """Open the docket and see to it that what is asked for can be there."""
    from wsisgraph.review.docket import WAITING, Filter, full
    from wsisgraph.review.office import open_docket
    from wsisgraph.review.values import expand
    from wsisgraph.terms import iris

    docket, _ = open_docket(settled())
    known = docket.sources()
    for source in sources or ():
        if source not in known:
            raise WsisgraphError(
                f"There is no source “{source}” in the graph", mend=f"use one of {', '.join(known)}"
            )
    kinds = [expand(name) if ":" in name else iris.DEF + name for name in classes or ()]
    for name, kind in zip(classes or (), kinds, strict=True):
        if kind is None or not docket.has_class(kind):
            raise WsisgraphError(
                f"Nothing in the graph is a “{name}”",
                mend=f"use one of {', '.join(docket.classes())}",
            )
    papers = [full(f"document/{key}" if "/" not in key else key) for key in documents or ()]
    for name, paper in zip(documents or (), papers, strict=True):
        if not docket.is_described(paper):
            raise WsisgraphError(
                f"There is no document “{name}” in the graph",
                mend="wsisgraph coverage lists the documents",
            )
    return docket, Filter(
        statuses=[str(status) for status in statuses] if statuses else WAITING,
        sources=list(sources or ()),
        classes=[kind for kind in kinds if kind is not None],
        documents=papers,
    )


def lines_of(docket: "Docket", wanted: "Filter", lang: str) -> "list[Line]":
    """Return what a list shows of each statement that is wanted, in a language."""
    from wsisgraph.review.lines import lines
    from wsisgraph.review.words import Words

    return list(lines(docket, docket.items(wanted), Words(docket.store, lang)))


def sheet_of(shown: "Sequence[Line]", kind: str) -> bytes:
    """Return a list as a sheet, of the kind that its ending says."""
    from wsisgraph.review import sheets

    rows = sheets.table(shown)
    return sheets.as_csv(rows) if kind == ".csv" else sheets.as_xlsx(rows)
