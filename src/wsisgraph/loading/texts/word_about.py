"""What a Word document says beside its text: headers of pages, and the title in its properties."""

from collections.abc import Iterator

from wsisgraph.loading.texts.blocks import joined
from wsisgraph.loading.texts.package import Package
from wsisgraph.loading.texts.word_numbers import W
from wsisgraph.loading.texts.word_runs import Runs


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
