"""Refusing individuals that no graph knows, with those that it does."""

from collections.abc import Sequence

from wsisgraph.api.reading import Reading, value
from wsisgraph.questions import BadParameter
from wsisgraph.questions.parameters import written
from wsisgraph.terms import iris

_MOST_LISTED = 200


async def check_known(reading: Reading, parameter: str, wanted: Sequence[str], class_: str) -> None:
    """Pass when some graph describes each of these IRIs.

    Raises:
        BadParameter: one is unknown; lists the members of `class_` ("wsis:Body"), if one is given.
    """
    if not wanted:
        return
    rows = await reading.rows("api/known", {"thing": list(wanted)})
    known = {value(row, "thing") for row in rows}
    for iri in wanted:
        if iri in known:
            continue
        valid: list[str] = []
        if class_:
            of_class = iris.DEF + class_.removeprefix("wsis:")
            members = await reading.rows("api/members", {"class": of_class})
            valid = [written(f"<{value(row, 'thing')}>") for row in members][:_MOST_LISTED]
        name = written(f"<{iri}>")
        raise BadParameter(
            f"Nothing is known of “{name}”",
            parameter=parameter,
            mend="use one of the valid values" if valid else "check its spelling",
            valid_values=valid,
        )
