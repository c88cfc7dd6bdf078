"""What kind of file it is, by its first bytes; the ending only tells what its owner believes."""

from pathlib import Path

from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Origin
from wsisgraph.loading.reading.limits import MAX_TEXT_FILE, MEBIBYTE

ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
}
# First bytes of files that are no tables, or not in a form that is read here.
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "an old Excel file (.xls) or a workbook with a password",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip file",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
    b"{\\rtf": "an RTF text",
}
_MARKUP = (b"<!doctype", b"<html", b"<?xml")
_MEND = "save it as CSV UTF-8 or as an Excel workbook (.xlsx), and load that file"
_SAMPLE = 65_536
# Bytes that stand in no text, but for a few by accident.
_CONTROLS = (*range(9), *range(14, 32))


def kind_of(path: Path, file: str, context: Context) -> str | None:
    """Return `csv`, `xlsx`, `jsonl` or `json`, or None after reporting why it is none of them."""
    origin = Origin(file)
    try:
        if path.is_dir():
            context.problem(origin, "it is a folder", "name the file with the table")
            return None
        size = path.stat().st_size
        with path.open("rb") as stream:
            sample = stream.read(_SAMPLE)
    except OSError as error:
        reason = (error.strerror or "error").lower()
        context.problem(origin, f"it cannot be read ({reason})", "check its name and its rights")
        return None
    if not sample.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        found = "it is empty" if not sample.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n") else "binary data"
        context.problem(origin, found, "name a file that holds a table with a header")
        return None
    if size > MAX_TEXT_FILE:
        context.problem(
            origin,
            f"it has {size // MEBIBYTE:,} MiB, more than {MAX_TEXT_FILE // MEBIBYTE:,}",
            "split it, with the header in each part",
        )
        return None
    found_kind, what = _by_content(sample)
    if found_kind is None:
        context.problem(origin, f"it is {what}, not a table", _MEND)
        return None
    expected = ENDINGS.get(path.suffix.lower())
    if found_kind == "text":
        if expected == "xlsx":
            context.problem(
                origin, "it is called a workbook, and is a text file", "rename it to end in .csv"
            )
            return None
        found_kind = _text_kind(sample, expected)
    elif expected is not None and expected != found_kind:
        context.notice(
            origin, f"it ends in {path.suffix} and is a workbook", "rename it to end in .xlsx"
        )
    return found_kind


def _by_content(sample: bytes) -> tuple[str | None, str]:
    if sample.startswith(b"PK"):
        return "xlsx", ""
    for magic, what in _OTHERS.items():
        if sample.startswith(magic):
            return None, what
    if sample.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return None, "a web page or XML"
    # Text in UTF-16 has a zero in every other byte.
    controls = sum(sample.count(byte) for byte in _CONTROLS)
    if controls > max(len(sample) // 20, 8) and not is_utf16(sample):
        return None, "binary data"
    return "text", ""


def is_utf16(sample: bytes) -> str | None:
    """Return `utf-16-le` or `utf-16-be` if the zeros of a sample stand as in such a text."""
    if sample.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if sample.startswith(b"\xfe\xff"):
        return "utf-16-be"
    half = max(len(sample) // 2, 1)
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.3 and even < half * 0.02:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.02:
        return "utf-16-be"
    return None


def _text_kind(sample: bytes, expected: str | None) -> str:
    wide = is_utf16(sample)
    text = sample.decode(wide or "latin-1", errors="replace").lstrip("ï»¿\ufeff \t\r\n")
    if expected in ("json", "jsonl") and not text.startswith(("[", "{")):
        return expected
    if text.startswith("[") and expected in ("json", "jsonl", None):
        return "json"
    if text.startswith("{") and (expected != "csv" or '":' in text):
        return "json" if expected == "json" else "jsonl"
    return "csv"
