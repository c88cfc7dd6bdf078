"""Values that an editor writes into a cell: words, one of a list, dates."""

import difflib

from wsisgraph.errors import UnknownCode
from wsisgraph.loading.dates import BadDateError, parse_date
from wsisgraph.loading.editing.form import LONGEST, Column, canonical
from wsisgraph.loading.facts import Term, literal, node
from wsisgraph.terms import codes
from wsisgraph.terms.namespaces import XSD


class BadValueError(ValueError):
    """A text that is no value of its column.

    Attributes:
        found: what was found, as a sentence without a full stop.
        mend: how to mend it.
    """

    def __init__(self, found: str, mend: str) -> None:
        super().__init__(found)
        self.found, self.mend = found, mend


def values(text: str, column: Column) -> list[Term]:
    """Return the value that a cell holds; none for an empty one.

    Raises:
        BadValueError: it is no value of this column.
    """
    said = canonical(text)
    if not said:
        if column.is_needed:
            raise BadValueError(f"“{column.head}” is empty", "restore it, or write another value")
        return []
    if column.kind == "choice":
        return [_chosen(said, column)]
    if column.kind == "date":
        return [_date(said)]
    if len(said) > LONGEST:
        raise BadValueError(f"the text has {len(said):,} letters", "shorten it")
    return [literal(said, language=column.language) if column.language else literal(said)]


def before(text: str, column: Column) -> list[Term]:
    """Return the value that a cell held when it went out.

    Raises:
        BadValueError: it held none.
    """
    if column.kind == "text" and text:
        # As it stands in the graph, where spaces count.
        return [literal(text, language=column.language) if column.language else literal(text)]
    return values(text, column) if text else []


def _chosen(said: str, column: Column) -> Term:
    names = {canonical(name).casefold(): iri for name, iri in column.choices.items()}
    found = names.get(said.casefold()) or (said if said in column.choices.values() else "")
    if not found:
        try:
            code = codes.parse_code(said).iri
        except UnknownCode:
            code = None
        found = code if code is not None and code in column.choices.values() else ""
    if found:
        return node(found)
    near = difflib.get_close_matches(said, list(column.choices), n=3, cutoff=0.4)
    mend = f"did you mean {' or '.join(near)}? Choose" if near else "choose"
    raise BadValueError(
        f"“{said[:80]}” is none of the list of “{column.head}”", f"{mend} one of the list"
    )


def _date(said: str) -> Term:
    try:
        written = parse_date(said)
    except BadDateError as error:
        raise BadValueError(error.found, error.mend) from error
    return literal(written.text, datatype=f"{XSD.iri}{written.datatype}")
