"""In which encoding a text file is written, found by reading it once from end to end."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Origin
from wsisgraph.loading.reading.kinds import is_utf16

WINDOWS = "windows-1252"
_MARK = "wsisgraph-mark"

_CHUNK = 1 << 20
_HIGH = re.compile(rb"[\x80-\xff]+")
# Bytes that Windows-1252 does not use.
_NOT_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# Words of languages in the Latin alphabet have accents singly, or two in a row.
_LONG_RUN = 3
_GUESSES = ("windows-1251", "gb18030", "windows-1256")
_NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding as Python calls it.

    Attributes:
        name: for `open()`.
        has_faults: whether some bytes do not fit it; they come as lone surrogates.
        is_mixed: whether some lines are in UTF-8 and would be read as other letters.
    """

    name: str
    has_faults: bool = False
    is_mixed: bool = False

    @property
    def errors(self) -> str:
        """How `open()` is to take bytes that do not fit."""
        if not self.has_faults:
            return "strict"
        return _MARK if self.name.startswith(("utf-16", "utf-32")) else "surrogateescape"

    def meant(self, cell: str) -> str:
        """Return what a cell says that is in UTF-8 after all; empty if it is as it should be."""
        if not self.is_mixed or cell.isascii():
            return ""
        try:
            return cell.encode(self.name, "surrogateescape").decode()
        except UnicodeError:
            return ""


def find_encoding(path: Path, file: str, wanted: str, context: Context) -> Encoding | None:
    """Return the encoding of a text file, or None after reporting why it cannot be told.

    Without a mark, a text is UTF-8 if at least half of its lines with accents are valid as that,
    and else Windows-1252, which is told; lines in the other encoding are reported as they are read.
    `wanted` is what the person says it is; empty to find out.
    """
    origin = Origin(file)
    if wanted:
        try:
            return Encoding(codecs.lookup(wanted).name, has_faults=True)
        except LookupError:
            context.problem(
                origin,
                f"there is no encoding “{wanted}”",
                "write a name such as utf-8, windows-1251 or gb18030",
            )
            return None
    with path.open("rb") as stream:
        sample = stream.read(_CHUNK)
    if sample.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return Encoding("utf-32", has_faults=True)
    if (wide := is_utf16(sample)) is not None:
        if not sample.startswith((b"\xff\xfe", b"\xfe\xff")):
            context.notice(origin, "read as UTF-16, though it has no mark of that")
        return Encoding(wide, has_faults=True)
    good, bad, long_runs, runs, not_windows = _measure(path)
    if not bad:
        return Encoding("utf-8-sig")
    if sample.startswith(codecs.BOM_UTF8) or good >= bad:
        # Mostly UTF-8: the rows with other bytes are reported one by one.
        return Encoding("utf-8-sig", has_faults=True)
    if long_runs * 2 > runs:
        context.problem(
            origin,
            f"its letters are neither in UTF-8 nor in Windows-1252{_readings(sample)}",
            "save it as CSV UTF-8, or say the encoding: --set encoding=windows-1251, or gb18030, …",
        )
        return None
    context.notice(
        origin,
        "read as Windows-1252, since it is not valid UTF-8",
        "compare a few accents with the original; save it as CSV UTF-8 to be sure",
    )
    return Encoding("cp1252", has_faults=not_windows, is_mixed=good > 0)


def _readings(sample: bytes) -> str:
    """Return how the first line with other letters reads in the encodings that it may be in."""
    line = next((line for line in sample.splitlines() if not line.isascii()), b"")
    read: list[str] = []
    for name in _GUESSES:
        try:
            text = line.decode(name)
        except UnicodeDecodeError:
            continue
        if text.isprintable():
            read.append(f"“{text[:30]}” as {name}")
    return f"; it begins {', '.join(read)}" if read else ""


def display_name(encoding: str) -> str:
    """Return an encoding's name as people know it."""
    return _NAMES.get(encoding, WINDOWS if encoding == "cp1252" else encoding)


def _measure(path: Path) -> tuple[int, int, int, int, bool]:
    """Count lines with valid and invalid UTF-8, and what the invalid ones look like."""
    good = bad = long_runs = runs = 0
    not_windows = False
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            chunk += stream.readline(_CHUNK)
            if chunk.isascii():
                continue
            try:
                chunk.decode()
            except UnicodeDecodeError:
                for line in chunk.splitlines():
                    if line.isascii():
                        continue
                    try:
                        line.decode()
                        good += 1
                    except UnicodeDecodeError:
                        bad += 1
                        found = _HIGH.findall(line)
                        runs += len(found)
                        long_runs += sum(len(run) >= _LONG_RUN for run in found)
                        not_windows = not_windows or bool(_NOT_WINDOWS.search(line))
            else:
                good += 1 + chunk.count(b"\n")
    return good, bad, long_runs, runs, not_windows


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Stand in for what is half a character: a lone surrogate, which is reported with its row."""
    if isinstance(error, UnicodeDecodeError):
        return "\ud800", error.end
    raise error


codecs.register_error(_MARK, _mark)
