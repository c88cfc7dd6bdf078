"""What the pages of a site were made of lies in parts, the same however the site was built."""

from array import array

import pytest

from wsisgraph.publishing.archive import AT_ONCE, Archive, numbered, packed
from wsisgraph.publishing.memory import Memory
from wsisgraph.publishing.requests import Request
from wsisgraph.publishing.sheets import Sheet

SHEETS = [Sheet("cell", f"/cell/{at}", f"cell/{at}") for at in range(AT_ONCE + 5)]
SHEETS += [Sheet("thing", f"/thing/{at}", f"thing/{at}") for at in range(3 * AT_ONCE)]
NUMBERS = numbered(SHEETS)


def memory(sheets: list[Sheet]) -> Memory:
    """Return what these pages use: a question each, and a name that all share."""
    found = Memory()
    for sheet in sheets:
        request: Request = (("api/describe", (("", "thing"),), ("accepted",)), (sheet.address,))
        one = Memory({request: "1"}, {"https://example.org/a": "2"}, {sheet.address: "page"})
        one.sheets[sheet.name] = [array("I", [0])] * 3
        found.take(one)
    return found


def archive(*portions: list[Sheet]) -> Archive:
    made = [packed(memory(portion), NUMBERS) for portion in portions]
    return Archive().updated(NUMBERS, (), made)


def test_a_part_tells_of_pages_of_one_kind_and_of_few() -> None:
    parts: dict[int, list[Sheet]] = {}
    for sheet in SHEETS:
        parts.setdefault(NUMBERS[sheet.name], []).append(sheet)
    assert list(parts) == list(range(5))
    assert all(len({sheet.kind for sheet in part}) == 1 for part in parts.values())
    assert max(map(len, parts.values())) == AT_ONCE


def test_the_bytes_do_not_depend_on_how_pages_were_shared_out() -> None:
    whole = archive(SHEETS).dump()
    assert archive(SHEETS[100:], SHEETS[:100]).dump() == whole
    assert archive(SHEETS[::2], SHEETS[1::2]).dump() == whole


def test_pages_that_are_kept_stand_beside_those_that_were_made() -> None:
    whole = archive(SHEETS)
    made = SHEETS[3:90:7]
    kept = [sheet.name for sheet in SHEETS if sheet not in made]
    again = whole.updated(NUMBERS, kept, [packed(memory(made), NUMBERS)])
    assert again.dump() == whole.dump()


def test_pages_that_are_gone_are_told_of_no_more() -> None:
    less = SHEETS[:40] + SHEETS[50:]
    kept = [sheet.name for sheet in less]
    again = archive(SHEETS).updated(numbered(less), kept, [])
    assert sorted(name for part in again.memories() for name in part.sheets) == sorted(kept)
    now = numbered(less)
    assert again.dump() == Archive().updated(now, (), [packed(memory(less), now)]).dump()


def test_a_file_that_was_cut_off_is_refused() -> None:
    body = archive(SHEETS).dump()
    assert Archive.load(body).dump() == body
    for end in (len(body) - 1, 4):
        with pytest.raises(ValueError, match="it ends within"):
            Archive.load(body[:end])
    damaged = Archive.load(body[:20] + b"\0\0\0\0" + body[24:])
    with pytest.raises(ValueError, match="decompressing"):
        list(damaged.memories())
