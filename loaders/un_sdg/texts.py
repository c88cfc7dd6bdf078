"""Texts as they are printed, and what of them can be taken."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

from wsisgraph.loading import Context, Origin

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_KEY = re.compile(
    r"(?P<goal>\d{1,2})(?:-(?P<target>\d{1,2}|[a-z])(?:-(?P<indicator>\d{1,2}))?)?-"
    r"(?P<part>title|short)"
)
# The mark of a footnote that went with the text: a digit at the end of a word (but km2, CO2).
_FOOTNOTE = re.compile(r"(?<=[^\W\d_A-Z]{4})\d$|(?<=[\u4e00-\u9fff]) \d$| ?\(\d\)$")
_SPACES = re.compile(r"[ \t\r\n]+")
_JOINERS = "\u200c\u200d"
_KASHIDA = "\u0640"
_LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its place.

    Attributes:
        language: its language.
        value: the text, clean.
        origin: where it stands.
        faults: what was wrong with it as printed: `spaces` or `footnote`.
    """

    language: str
    value: str
    origin: Origin
    faults: tuple[str, ...] = ()


def clean(language: str, printed: str, origin: Origin) -> Text:
    """Return a text without what no reader sees, and without the mark of a footnote."""
    faults: list[str] = []
    composed = unicodedata.normalize("NFC", printed)
    visible = "".join(
        character
        for character in composed
        if character in _JOINERS
        or (unicodedata.category(character) not in ("Cf", "Cc") and character != _KASHIDA)
        or character in "\t\r\n"
    )
    text = _SPACES.sub(" ", visible).strip()
    if text != composed:
        faults.append("spaces")
    if (without := _FOOTNOTE.sub("", text)) != text:
        text = without.strip()
        faults.append("footnote")
    return Text(language, text, origin, tuple(faults))


def read_texts(path: Path, language: str, context: Context) -> list[tuple[str, str, Text]] | None:
    """Return (code, `title` or `short`, text) of a file of texts, in its order.

    None after reporting that it is none. The file is flat, and read without building anything of
    what it may hold besides: a nested value, an alias or a key that is no code is reported, and so
    is a key that comes twice.
    """
    file = f"{path.parent.name}/{path.name}"
    found: list[tuple[str, str, Text]] = []
    seen: dict[str, int] = {}
    well = True
    key = ""
    depth = 0
    try:
        with path.open("rb") as stream:
            for event in yaml.parse(stream, Loader=Loader):
                line = event.start_mark.line + 1 if event.start_mark is not None else None
                origin = Origin(file, line)
                match event:
                    case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                        depth += 1
                        if depth > 1 or isinstance(event, yaml.SequenceStartEvent):
                            context.problem(
                                origin, "it is no list of texts", "fetch the file again"
                            )
                            return None
                    case yaml.MappingEndEvent():
                        depth -= 1
                    case yaml.AliasEvent():
                        context.problem(origin, "a text refers to another", "fetch the file again")
                        return None
                    case yaml.ScalarEvent() if not depth:
                        context.problem(origin, "it is no list of texts", "fetch the file again")
                        return None
                    case yaml.ScalarEvent() if not key:
                        key = event.value
                        if key in seen:
                            context.problem(
                                origin,
                                f"the key “{key}” came at line {seen[key]} already",
                                "keep the right one",
                            )
                            well = False
                        seen[key] = origin.line or 0
                    case yaml.ScalarEvent():
                        read = _text(key, event.value, language, origin, context)
                        key = ""
                        if read is not None:
                            found.append(read)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or getattr(error, "strerror", None) or str(error)
        context.problem(
            Origin(file, mark.line + 1 if mark is not None else None),
            f"it is not YAML: {why}",
            "fetch the file again",
        )
        return None
    if not seen:
        context.problem(Origin(file), "there is no text in it", "fetch the file again")
        return None
    return found if well else None


def _text(
    key: str, printed: str, language: str, origin: Origin, context: Context
) -> tuple[str, str, Text] | None:
    match = _KEY.fullmatch(key)
    if match is None:
        context.unknown(origin, f"“{key[:60]}” is the key of no code", "write it as 9-c-1-title")
        return None
    parts = (match["goal"], match["target"], match["indicator"])
    code = ".".join(part.lstrip("0") for part in parts if part)
    text = clean(language, printed, origin)
    if not text.value or len(text.value) > _LONGEST:
        context.unknown(
            origin,
            f"the text of {code} has {len(text.value):,} characters",
            "fetch the file again",
        )
        return None
    return code, match["part"], text


def tell_faults(texts: list[Text], context: Context) -> None:
    """Tell which texts were taken otherwise than printed: marks one by one, spaces by file."""
    spaced = Counter(text.origin.file for text in texts if "spaces" in text.faults)
    first = {text.origin.file: text.origin for text in reversed(texts) if "spaces" in text.faults}
    for text in texts:
        if "footnote" in text.faults:
            context.notice(
                text.origin, "the mark of a footnote stands at the end; taken without it"
            )
    for file, number in spaced.items():
        others = f", as do {number - 1} more of this file" if number > 1 else ""
        context.notice(
            first[file], f"the text has spaces or hidden characters too many{others}; taken without"
        )
