"""What passages are called: locators from printed numbers, shared keys and ordinals."""

from collections.abc import Sequence

from wsisgraph.loading.texts import sections
from wsisgraph.loading.texts.blocks import shortened, tidy
from wsisgraph.loading.texts.line_kinds import ends
from wsisgraph.loading.texts.model import Change, Passage
from wsisgraph.loading.texts.nodes import Node, is_gone, said
from wsisgraph.loading.texts.numbers import letters, roman


def named(nodes: Sequence[Node], root: Node) -> list[Passage]:
    """Return the passages, each with its locator."""
    taken: set[str] = set()
    passages: list[Passage] = []
    tables: dict[tuple[Node, int], int] = {}
    for order, node in enumerate(nodes, start=1):
        wanted = locator = _wanted(node, root, tables)
        number = 1
        while locator in taken:
            number += 1
            locator = f"{wanted}-{number}"
        taken.add(locator)
        node.locator = locator
        passages.append(_passage(node, order))
    return passages


def _wanted(node: Node, root: Node, tables: dict[tuple[Node, int], int]) -> str:
    parent = node.parent or root
    if node.role in ("title", "header"):
        return node.role
    if node.role == "before":
        return f"note-{root.next('before')}"
    if node.role == "residue":
        return f"residue-{root.next('residue')}"
    if node.role == "note":
        return _under(parent, f"note-{parent.next('note')}")
    if node.role == "row":
        place = (parent, node.block.table)
        if place not in tables:
            tables[place] = parent.next("table")
        ordinal = tables[place]
        return _under(parent, f"t{ordinal}-r{parent.next(f'row {ordinal}')}")
    if node.role == "bullet":
        return _under(parent, letters(parent.next("bullet")))
    if node.key:
        return _under(parent, node.key)
    if node.values:
        # The number of what was deleted is that of the old text.
        return _under(parent, _segment(node, parent) + "-deleted" * is_gone(node.block))
    if node.role == "heading":
        key = sections.section_key(tidy(said(node.block, node.start)).rstrip(" :："))
        return _under(parent, key or f"section-{parent.next('section')}")
    # Paragraphs of a section are numbered from 1, those that carry on an item from 2.
    number = parent.next("paragraph") + (parent.role != "heading" and parent is not root)
    is_plain = parent.role == "heading" and not parent.has_numbers
    return _under(parent, f"{number}" if is_plain else f"p{number}")


def _passage(node: Node, order: int) -> Passage:
    block = node.block
    text, changes = shortened(block, node.start)
    cells = tuple(map(tidy, block.row))
    if cells and (not changes or block.text == "\t".join(cells)):
        text, changes = "\t".join(cells), block.changes
    lines = list(block.lines)
    for more in node.more:
        added, its_changes = shortened(more, 0)
        start = len(text) + 1
        text = f"{text} {added}" if text else added
        changes += tuple(
            Change(c.start + start, c.end + start, c.kind, c.author, c.date) for c in its_changes
        )
        lines += more.lines
    above = node.parent
    if above is not None and above.role != "root":
        # What it stands under was named before.
        own = (above.locator,) if above.role == "heading" else ()
        node.section, node.level = above.section + own, above.level + 1
    is_deep = node.role in ("heading", "item", "bullet")
    return Passage(
        locator=node.locator,
        kind=_kind(node),
        text=text,
        order=order,
        number=node.printed or block.number,
        level=node.level + 1 if is_deep else 0,
        section=node.section,
        lines=tuple(dict.fromkeys(lines)),
        changes=changes,
        row=cells,
        was=node.was,
    )


def _kind(node: Node) -> str:
    role = node.role
    if role == "item":
        above = node.parent.role if node.parent else ""
        is_nested = above == "item" and not node.style.startswith("decimal")
        is_short = len(node.values) > 2 and not ends(tidy(node.block.text))
        return "bullet" if is_nested or is_short or above == "paragraph" else "paragraph"
    return {"row": "table-row", "header": "note", "before": "note"}.get(role, role)


def _segment(node: Node, parent: Node) -> str:
    values = node.values
    kind = node.style.rstrip(").'")
    if kind == "decimal":
        if (
            parent.style == "decimal"
            and len(parent.values) < len(values)
            and values[: len(parent.values)] == parent.values
        ):
            values = values[len(parent.values) :]
        segment = "-".join(map(str, values))
    elif kind in ("letter", "capital"):
        segment = letters(values[-1])
    elif kind.endswith("roman"):
        segment = roman(values[-1])
    else:
        segment = str(values[-1])
    later = {2: "-bis", 3: "-ter", 4: "-quater", 5: "-quinquies"}.get(node.later, "")
    return segment + later


def _under(parent: Node, segment: str) -> str:
    return f"{parent.locator}-{segment}" if parent.locator else segment
