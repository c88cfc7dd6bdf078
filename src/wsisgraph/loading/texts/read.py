"""A file into a `Text`, whatever kind of file it is."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from wsisgraph.loading.seldom import seldom_collected
from wsisgraph.loading.texts import kinds
from wsisgraph.loading.texts.faults import Unreadable
from wsisgraph.loading.texts.front import front_of
from wsisgraph.loading.texts.joins import joins
from wsisgraph.loading.texts.language import LANGUAGES, Found, find_language, language_of, name_of
from wsisgraph.loading.texts.model import Passage, Text
from wsisgraph.loading.texts.outline import passages_of
from wsisgraph.loading.texts.packing import packed, unpacked

LARGEST = 64 << 20
"""Bytes of a file above which nobody reads it: a report with pictures has a tenth."""

LONGEST = 400_000
"""Letters of a paragraph above which it is none: that of a whole report in one line is shorter."""

Apart = Callable[[Callable[[bytes], bytes], bytes], bytes]
"""Runs a function on foreign bytes where it can do no harm, and returns what it returns."""

_MIXED = 0.15


def read_text(path: Path, *, language: str = "", apart: Apart | None = None) -> Text:
    """Return what a file of Word, PDF or plain text says, as passages.

    Args:
        path: of the file.
        language: of the text; "" to find out.
        apart: runs the reading of foreign bytes; without it, it runs here.

    Raises:
        Unreadable: the file cannot be read; says why, and how to mend it.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise Unreadable(
                f"it has {size >> 20:,} MiB, and no more than {LARGEST >> 20} are read",
                "save it without pictures, or in parts",
            )
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"it cannot be read ({error.strerror})", "see that it is there") from error
    read = kinds.reader_of(data)
    if apart is None:
        return text_of(read(data), language)
    return text_of(unpacked(apart(partial(packed, read), data)), language)


@seldom_collected()
def text_of(document: kinds.Document, language: str = "") -> Text:
    """Return the passages of a document that was read into blocks.

    Raises:
        Unreadable: there is no text in it, or it is in none of the six languages, or a paragraph
            is longer than any.
    """
    longest = max(document.blocks, key=lambda block: len(block.text), default=None)
    if longest is not None and len(longest.text) > LONGEST:
        line = f"line {longest.lines[0]}" if longest.lines else "a note"
        raise Unreadable(
            f"{line} has {len(longest.text):,} letters, and no paragraph of a document has so many",
            "save it with its line breaks",
        )
    passages, remarks = passages_of(document.blocks, says_headings=document.says_headings)
    content = [passage for passage in passages if passage.kind != "residue"]
    if not any(passage.text for passage in content):
        raise Unreadable("there is no text in it", document.mend_without_text)
    found = find_language(passage.text for passage in content)
    chosen = _language(found, language)
    remarks += _language_remarks(found, language, passages)
    if not any(passage.changes for passage in passages):
        remarks = sorted([*remarks, *joins(passages)])
    symbol, issued = front_of(passages, document.headers)
    title = next((_as_proposed(each) for each in passages if each.kind == "title"), "")
    return Text(
        title=title or document.title,
        symbol=symbol,
        issued=issued,
        language=chosen,
        passages=tuple(_in_language(passage, chosen) for passage in passages),
        remarks=tuple([*document.remarks, *remarks]),
    )


def _as_proposed(passage: Passage) -> str:
    """Return the text of a passage without what its marked changes take away."""
    parts, at = [], 0
    for change in passage.changes:
        if change.kind in ("deleted", "moved-from"):
            parts.append(passage.text[at : change.start])
            at = change.end
    return " ".join("".join([*parts, passage.text[at:]]).split())


def _in_language(passage: Passage, language: str) -> Passage:
    code, _ = language_of(passage.text) if len(passage.text) > 60 else ("", 0)
    own = code if code in LANGUAGES else language
    # Every field but this one stays; `replace` would take most of the time of a large text.
    return Passage(
        passage.locator, passage.kind, passage.text, passage.order, passage.number, passage.level,
        passage.section, passage.lines, own, passage.changes, passage.row, passage.was,
    )  # fmt: skip


def _language(found: Found, wanted: str) -> str:
    wanted = wanted.lower().partition("-")[0]
    if wanted:
        if wanted not in LANGUAGES:
            raise Unreadable(
                f"documents in {name_of(wanted)} are not understood",
                f"load an edition in one of {', '.join(LANGUAGES)}",
            )
        return wanted
    if found.foreign:
        raise Unreadable(
            f"it is in {found.foreign}, which is none of the languages that are understood",
            f"load an edition in one of {', '.join(LANGUAGES)}, or say --lang if it is in one",
        )
    if not found.language:
        raise Unreadable(
            "its language cannot be told", f"say --lang and one of {', '.join(LANGUAGES)}"
        )
    return found.language


def _language_remarks(
    found: Found, wanted: str, passages: list[Passage]
) -> list[tuple[int, str, str]]:
    told: list[tuple[int, str, str]] = []
    wanted = wanted.lower().partition("-")[0]
    first = passages[0].lines[0] if passages and passages[0].lines else 0
    read_as = found.foreign or (name_of(found.language) if found.language else "")
    if wanted and read_as and wanted != found.language:
        told.append(
            (
                first,
                f"it seems to be in {read_as}, and was read as {name_of(wanted)}, as --lang says",
                "leave --lang out if that is wrong",
            )
        )
    main = wanted or found.language
    for code, share in found.shares.items():
        if code == main or share < _MIXED or (wanted and code == found.language):
            continue
        lines = [
            passage.lines[0]
            for passage in passages
            if passage.lines and language_of(passage.text)[0] == code
        ]
        told.append(
            (
                lines[0] if lines else first,
                f"about {round(share * 100)} % of it is in {name_of(code)}, the rest in"
                f" {name_of(main)}",
                "load the languages as documents of their own",
            )
        )
    return told


__all__ = ["LARGEST", "Apart", "Unreadable", "read_text", "text_of"]
