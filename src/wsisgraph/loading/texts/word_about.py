"""What a Word document says beside its text: headers of pages, and the title in its properties."""

from collections.abc import Iterator, Sequence

from wsisgraph.loading.texts.blocks import Block, joined
from wsisgraph.loading.texts.package import Package
from wsisgraph.loading.texts.word_numbers import W
from wsisgraph.loading.texts.word_runs import Runs

# Lines of a title, and headings below it.
_MOST_LINES, _FEWEST_BELOW = 2, 2


def headers(package: Package) -> Iterator[str]:
    """Yield the paragraphs of the headers of pages."""
    for kind, target, outside in package.relations(package.main).values():
        if kind == "header" and not outside and (tree := package.tree(target)) is not None:
            runs = Runs()
            for paragraph in tree.iter(f"{W}p"):
                text = joined(runs.read(paragraph)[0])[0]
                if text:
                    yield text


def core_title(package: Package) -> str:
    """Return the title that the properties of a document say; "" if they say none."""
    for kind, target, outside in package.relations("").values():
        if kind == "core-properties" and not outside:
            tree = package.tree(target)
            title = (
                tree.find("{http://purl.org/dc/elements/1.1/}title") if tree is not None else None
            )
            return (title.text or "").strip() if title is not None else ""
    return ""


def mark_title(blocks: Sequence[Block]) -> None:
    """Make the only headings of the highest level the title, where they stand first, as in HTML."""
    headings = [block for block in blocks if block.heading]
    if not headings or any(block.kind == "title" for block in blocks):
        return
    highest = min(block.heading for block in headings)
    first = [block for block in headings if block.heading == highest]
    are_first = headings[: len(first)] == first and not any(block.number for block in first)
    if are_first and len(first) <= _MOST_LINES and len(headings) - len(first) >= _FEWEST_BELOW:
        for block in first:
            block.kind, block.heading = "title", 0
