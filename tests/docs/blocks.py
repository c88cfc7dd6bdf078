"""Reading the fenced blocks of our Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```(\w+)(?: \{(\w+)=([^}]+)\})?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what to do with it (`create`, `append`) and to which file."""

    language: str
    verb: str | None
    file: str | None
    text: str


def blocks(markdown: str) -> list[Block]:
    """Return the fenced blocks in order."""
    return [Block(m[1], m[2], m[3], m[4]) for m in _FENCE.finditer(markdown)]


def sections(path: Path) -> Iterator[tuple[str, list[Block]]]:
    """Yield each second-level heading with the blocks below it."""
    parts = _HEADING.split(path.read_text(encoding="utf-8"))
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        yield title, blocks(body)
