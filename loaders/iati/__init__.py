"""Activities of an IATI file with SDG tags, read as a table of entries (docs/how-to/load-iati.md).

What stands for what is IATI's own (iatistandard.org, version 2.03): the codelists SectorVocabulary
(7 goals, 8 targets, 9 indicators), TagVocabulary (2 goals, 3 targets), OrganisationRole (4
implementing) and ActivityDateType. What the columns mean then is told by `mappings/iati.toml`.
"""

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from pyoxigraph import Literal

from wsisgraph import content
from wsisgraph.errors import InputRefused, Problem
from wsisgraph.loading import Context, Fact, Lines, Origin
from wsisgraph.loading.entries import Profile, load_entries
from wsisgraph.terms.namespaces import DCT, SKOS

_PROFILE = Profile(known_from="un-bodies", constants={"kind": "project"})
_COLUMNS = (
    *("iati-identifier", "title", "description", "implementing", "others", "recipient-country"),
    *("activity-status", "start", "end", "sdg", "action-line"),
)
_SECTORS = {"7", "8", "9"}
_TAGS = {"2", "3"}
_LINES = "https://w3id.org/wsis-sdg/vocab/action-lines"
_IMPLEMENTING = "4"
# ActivityDateType: what is planned counts where nothing is told of what was.
_STARTS, _ENDS = ("2", "1"), ("4", "3")
_SHA256 = "https://schema.org/sha256"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact | Lines]:
    """Yield activities with their bodies and links; as `load_entries`.

    Raises:
        InputRefused: a file is no IATI activity file.
    """
    with tempfile.TemporaryDirectory(prefix="iati-") as folder:
        files: dict[str, Path] = {}
        for number, path in enumerate(inputs):
            table = Path(folder) / str(number) / f"{path.stem}.csv"
            table.parent.mkdir()
            table.write_bytes(_converted(path, context))
            files[str(table)] = path

        def rename(origin: Origin) -> Origin:
            path = files.get(origin.file)
            return origin if path is None else replace(origin, file=content.relative(path))

        inner = context.of_another(rename)
        for fact in load_entries([Path(name) for name in files], inner, _PROFILE):
            yield _of_file(fact, files)


def _converted(path: Path, context: Context) -> bytes:
    try:
        return context.apart(as_table, path.read_bytes())
    except ValueError as error:
        problem = Problem(path.name, str(error), _MEND)
        raise InputRefused("Nothing was loaded", [problem]) from error


def _of_file(fact: Fact | Lines, files: Mapping[str, Path]) -> Fact | Lines:
    """Return a fact as one of the file that was brought: the table made of it is nobody's."""
    path = files.get(fact.origin.file)
    if path is None:
        return fact
    origin = replace(fact.origin, file=content.relative(path))
    if isinstance(fact, Lines):
        return fact._replace(origin=origin)
    told = fact.object
    if isinstance(told, Literal):
        if fact.predicate == _SHA256:
            told = Literal(sha256(path.read_bytes()).hexdigest())
        elif fact.predicate in (SKOS.prefLabel, DCT.title):
            text = told.value.replace(f"{path.stem}.csv", path.name)
            told = Literal(text, language=told.language) if told.language else Literal(text)
    return fact._replace(object=told, origin=origin)


def as_table(data: bytes) -> bytes:
    """Return the activities of an IATI file as CSV, one a row.

    Raises:
        ValueError: it is no such file; says why.
    """
    _refuse_document_type(data)
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise ValueError(f"it is no XML ({error})") from error
    if root.tag != "iati-activities":
        raise ValueError(f"its first element is “{root.tag[:80]}”, not “iati-activities”")
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_COLUMNS)
    for activity in root.iter("iati-activity"):
        rows.writerow(_row(activity))
    return out.getvalue().encode()


def _row(activity: ElementTree.Element) -> list[str]:
    lang = activity.get(_LANG, "")
    bodies = [
        (each.get("role", ""), _said(each, lang)) for each in activity.iter("participating-org")
    ]
    implementing = [name for role, name in bodies if role == _IMPLEMENTING and name]
    reporting = [_said(each, lang) for each in activity.iter("reporting-org")]
    chosen = implementing or [name for name in reporting if name]
    others = [name for _, name in bodies if name and name not in chosen]
    countries = [each.get("code", "") for each in activity.iter("recipient-country")]
    status = activity.find("activity-status")
    dates = {
        each.get("type", ""): (each.get("iso-date") or "")[:10]
        for each in activity.iter("activity-date")
    }
    tags = list(activity.iter("tag"))
    goals = [
        *(e.get("code", "") for e in activity.iter("sector") if e.get("vocabulary") in _SECTORS),
        *(e.get("code", "") for e in tags if e.get("vocabulary") in _TAGS),
    ]
    lines = [
        each.get("code", "")
        for each in tags
        if each.get("vocabulary") == "99"
        and (each.get("vocabulary-uri") or "").rstrip("/") == _LINES
    ]
    return [
        "".join(activity.findtext("iati-identifier", "").split()),
        _said(activity.find("title"), lang),
        _said(activity.find("description"), lang),
        "|".join(dict.fromkeys(chosen)),
        "|".join(dict.fromkeys(others)),
        "; ".join(dict.fromkeys(filter(None, countries))),
        "" if status is None else status.get("code", ""),
        next((dates[type_] for type_ in _STARTS if dates.get(type_)), ""),
        next((dates[type_] for type_ in _ENDS if dates.get(type_)), ""),
        "; ".join(dict.fromkeys(_goal_or_target(code) for code in goals if code)),
        "; ".join(dict.fromkeys(filter(None, lines))),
    ]


def _goal_or_target(code: str) -> str:
    """Return a goal or target; of an indicator, whose code has three parts, its target."""
    return ".".join(code.strip().split(".")[:2])


def _said(element: ElementTree.Element | None, lang: str) -> str:
    """Return a text in the language of the activity where it has it, on one line."""
    if element is None:
        return ""
    told = [(each.get(_LANG, lang), " ".join("".join(each.itertext()).split())) for each in element]
    own = [text for given, text in told if given == lang and text]
    return next(iter([*own, *(text for _, text in told if text)]), "").replace("|", "/")


def _refuse_document_type(data: bytes) -> None:
    """Refuse a document type, in which entities could grow without end."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ValueError("it declares a document type (DTD)")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(f"it is no XML ({error})") from error


_MEND = "export it again as an IATI activity file, version 2"
