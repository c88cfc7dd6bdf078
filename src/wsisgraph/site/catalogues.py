"""The catalogues as files: what is extracted into them, and what a finished one must hold.

Two catalogues for each language. `site` is the interface, extracted from the templates and
`words`; it must be complete. `documentation` is English that others wrote (summaries of questions
and routes, titles of problems); what it lacks is shown marked as English.

A message nobody of its language has read carries the flag `unreviewed`; one that is rightly the
same as the English carries `alike`.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po

from wsisgraph.site import language

UNREVIEWED = "unreviewed"
ALIKE = "alike"

_SITE = Path(__file__).parent
# Lines of the head that say when and by which program, or nothing.
_LEFT_OUT = (
    *("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Report-Msgid-Bugs-To"),
    *("Project-Id-Version", "Last-Translator", "Language-Team"),
)
_HEAD = """\
# {language}: the words of wsisgraph's pages.
# Ours, in the usage of the United Nations; not made or checked by its translators.
# Take the flag `unreviewed` off a message that you have read and found right, and keep `alike`
# on one that is rightly the same as the English. See docs/translating.md.
#"""


def interface() -> Catalog:
    """Return the template of the catalogue `site`, extracted from the package."""
    # what extracts is heavy, and pages that only count messages do without it
    from babel.messages.extract import extract_from_dir
    from babel.messages.frontend import parse_mapping_cfg

    with (language.LOCALE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found: dict[tuple[str, ...] | str, set[str]] = {}
    for file_name, _, message, _, _ in extract_from_dir(_SITE, methods, options):
        found.setdefault(message, set()).add(Path(file_name).as_posix())
    template = _empty()
    for message in sorted(found, key=lambda said: said if isinstance(said, str) else said[0]):
        template.add(message, locations=[(name, 0) for name in sorted(found[message])])
    return template


def documentation(texts: Iterable[str]) -> Catalog:
    """Return the template of the catalogue `documentation`, of the English texts given."""
    template = _empty()
    for piece in sorted({piece for text in texts for piece in language.pieces(text) if piece}):
        message = template.add(piece)
        # these texts are shown as they are: a % in one is no placeholder
        message.flags.discard("python-format")
    return template


def read(domain: str, lang: str) -> Catalog:
    """Return a catalogue of a language as its file has it; an empty one when there is none."""
    file = language.catalogue_file(lang, domain)
    if not file.is_file():
        return _empty(lang)
    with file.open("rb") as source:
        return read_po(source, locale=lang)


def updated(domain: str, template: Catalog) -> dict[Path, bytes]:
    """Return the files of a domain as they should be: template and one for each language.

    Translations are kept where the English is the same; messages that are gone are dropped.
    """
    files = {language.LOCALE / f"{domain}.pot": _written(template, "Template")}
    for lang in language.NAMES:
        if lang != language.SOURCE:
            catalogue = read(domain, lang)
            catalogue.update(template, no_fuzzy_matching=True)
            name = str(Locale.parse(lang).english_name)
            files[language.catalogue_file(lang, domain)] = _written(catalogue, name)
    return files


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages of a catalogue without its head."""
    return (message for message in catalogue if message.id)


def is_translated(message: Message) -> bool:
    """Tell whether a message has all its forms."""
    return bool(message.string) and all(_forms(message.string))


def faults(catalogue: Catalog, lang: str) -> list[str]:
    """Return what is wrong with the translations that a catalogue has, a sentence each."""
    found = []
    for message in messages(catalogue):
        if not is_translated(message):
            if any(_forms(message.string)):
                found.append(f"{lang}: a plural form is missing of {message.id!r}")
            continue
        english, ours = _forms(message.id), _forms(message.string)
        if isinstance(message.id, tuple) and len(ours) != catalogue.num_plurals:
            found.append(f"{lang}: {message.id!r} needs {catalogue.num_plurals} plural forms")
        if message.id == message.string and ALIKE not in message.flags:
            found.append(f"{lang}: {message.id!r} is the same as the English and not marked so")
        named = "python-format" in message.flags
        for form in ours:
            # a form for one or for two may say the number in words
            allowed = [_kept(some, named) for some in english]
            if _kept(form, named) not in allowed and not (
                len(ours) > 1 and _kept(form, named) == allowed[-1] - {"%(num)s"}
            ):
                found.append(f"{lang}: {form!r} does not keep the placeholders of {message.id!r}")
    return found


def _kept(text: str, placeholders: bool) -> frozenset[str]:
    """Return what a translation must keep: placeholders, tags and addresses."""
    kept = set(re.findall(r"<[^>]+>", text))
    return frozenset(kept | set(re.findall(r"%\(\w+\)s", text)) if placeholders else kept)


def _forms(said: object) -> tuple[str, ...]:
    if isinstance(said, str):
        return (said,)
    return tuple(str(form) for form in said) if isinstance(said, tuple | list) else ()


def _empty(lang: str | None = None) -> Catalog:
    return Catalog(locale=lang, project="wsisgraph", copyright_holder="", fuzzy=False)


def _written(catalogue: Catalog, name: str) -> bytes:
    """Return a catalogue as a file that is the same for the same messages, on any day."""
    catalogue.header_comment = _HEAD.format(language=name)
    catalogue.fuzzy = False
    out = BytesIO()
    write_po(
        out, catalogue, width=100, include_lineno=False, ignore_obsolete=True, sort_output=True
    )
    lines = out.getvalue().decode().splitlines(keepends=True)
    left_out = tuple(f'"{name}:' for name in _LEFT_OUT)
    return "".join(line for line in lines if not line.startswith(left_out)).encode()
