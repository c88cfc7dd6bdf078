"""Symbols of documents, each in one normal form however it is printed.

United Nations: A/RES/70/125, E/CN.16/2007/CRP.2 (symbols of UN documents, ST/CS/SER.B/5). ITU: its
short forms C11/33, CWGWSIS34/2, CL-15/46 and the long ones of its document system,
S19-CWGWSIS34-C-0002: sector and year, meeting, C for contribution, number.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.spans import Span
from wsisgraph.loading.references.words import any_of
from wsisgraph.terms import iris

# The General Assembly adopts fewer resolutions than this in one session; A/70/684 is a report.
_MOST_RESOLUTIONS = 400
_REVISION = (
    r"(?: ?\(?(?P<rev>rev|add|corr|r(?=\d)|пересм|пepecm)\.? ?(?P<rev_number>\d{0,2})\)?(?![a-z]))?"
)
_END = r"(?![a-z0-9/]|-\d|\.\d)"
_LANGUAGE = r"(?:[-/][efsracx](?![a-z0-9]))?"

_UN = re.compile(
    r"(?<![a-z0-9/.-])(?P<un>(?:[aes]|st|td|ld|dp|lc|ece|eca|escap|escwa|unep|e/escwa|e/escap|e/eca|e/ece)/"
    r"(?:(?:res|dec|prst|hrc|cn\.\d+|conf\.\d+|ac\.\d+|c\.\d+|crp|inf|b|sr|sg|es-\d+|s-\d+|eca|ece|escap|escwa|lc|cm|"
    r"[a-z]{2,8}\.\d{1,3}|cicts?ti?)/)*"
    r"(?:\d{1,4}[a-z]?|(?:g|l|r|w|ts|pub)\.\d{2,4})(?:/(?:\d{1,4}|(?:res|crp|inf|add|rev|corr|misc|mp)(?:\.?/?\d+)?|l\.\d+|cn\.\d+|conf\.\d+|"
    r"(?:sr|pv)\.\d+(?:-\d{1,2})?))*)" + r"(?P<council_year> ?\(\d{4}\))?" + _REVISION + _END
)
# The other symbol of a document of two organs: A/71/67*-E/2016/51*.
_BESIDE = re.compile(
    r"\*{0,3}\s?-\s?(?P<other>(?:a/\d{2}/\d{1,4}|e/(?:cn\.\d+/)?\d{4}/\d{1,4}))" + _END
)
_COUNCIL = re.compile(
    r"(?<![a-z0-9/.-])c(?:[ -]?|(?:19|20)(?=\d\d/))(?P<year>\d\d)/"
    r"(?:(?P<series>inf|dt|td|dl|add|ir|adm|pl)/)?(?P<number>\d{1,4})"
    + _REVISION
    + _LANGUAGE
    + r"(?![\d/])"
)
# Of both phases of the Summit: WSIS-03/GENEVA/DOC/4-E.
_SUMMIT = re.compile(
    r"(?<![a-z0-9/.-])(?P<name>wsis-(?:03/geneva|05/tunis)/(?:doc|contr|inf))/"
    r"(?P<number>\d{1,3})" + _REVISION + _LANGUAGE + r"(?![\d/])"
)
# With a hyphen it is one only behind the word: Documents C19-50.
_HYPHENED = re.compile(
    rf"{any_of('document', without='zh')}[^;:()]{{0,40}}?(?<![a-z0-9/.-])"
    r"(?P<symbol>c(?P<year>\d\d)-(?P<number>\d{1,3}))(?![\d/-])"
)
_LONG = re.compile(
    r"(?<![a-z0-9/.-])(?P<sector>[sdtr])(?P<year>\d\d)-(?P<meeting>[a-z]+(?:\d+)?(?:\.[a-z0-9]+)?)-"
    r"(?:(?P<kind>[a-z]{1,4})-)?(?P<number>\d{3,4})(?:!(?P<part>[a-z0-9]+))?" + _LANGUAGE
)
_GROUP = re.compile(
    r"(?<![a-z0-9/.-])(?P<name>(?:cwg|wg|ceg|ewg)-?(?P<topic>wsis|internet|fhr|cop|sfp|lang|itrs?)"
    r"(?: ?& ?sdgs?)?)[-/ ]?(?P<meeting>\d{1,2})[/-](?:(?P<series>inf|dt|adm)/)?(?P<number>\d{1,3})"
    + _REVISION
    + r"(?![\d/])"
)
_LETTER = re.compile(
    r"(?<![a-z0-9/.-])(?P<name>cl|dm)[- ](?P<year>\d\d)/(?P<number>\d{1,4})(?![\d/])"
)
_PROPOSAL = re.compile(
    r"(?<![a-z0-9/.-])(?P<name>[a-z]{3,4}(?:/[a-z]{3})*)/(?P<document>\d{1,3}(?:a\d{1,3}(?:-[a-z]\d)?)?)/"
    r"(?P<number>\d{1,3})(?![\d/])"
)
_CONFERENCE = re.compile(
    r"(?<![a-z0-9/.-])(?P<name>rpm-[a-z]{3}|tdag|tsag|rag|wtdc|wtsa|pp|wrc|ra|wcit|wtpf|sg\d+(?:rgq)?)-?(?P<year>\d\d)"
    r"(?:-(?P<meeting>\d{1,2}))?/(?:(?P<series>inf|dt|add|adm|temp)/)?(?P<number>\d{1,4})"
    + _REVISION
    + _LANGUAGE
    + r"(?![\d/])"
)
_PUBLICATION = re.compile(
    r"(?<![a-z0-9/.-])(?P<name>[dtrs]-[a-z]{2,6}-[a-z0-9._]+(?:-[a-z0-9._]+)*-\d{4}(?:-pdf-[a-z])?)(?![a-z0-9])"
)
# Of UNESCO's General Conference and Executive Board, with Cyrillic letters as well: 35 C/46.
_UNESCO = re.compile(
    r"(?<![a-z0-9/.,-])(?P<session>\d{2,3}) ?(?P<organ>c|ex|с|ех)/"
    r"(?P<series>inf\.?)?(?P<number>\d{1,3})" + _REVISION + r"(?![\d/])"
)
_STANDARD = re.compile(
    r"(?<![a-z0-9/.-])(?P<name>itu-[tr])[ ](?P<series>[a-z]{1,2})\.(?P<number>\d{1,5}(?:\.\d+)?)"
    r"(?:-\d{1,2})?(?![a-z0-9])"
)
_MORE = re.compile(
    rf"\s*(?:号)?\s*(?:,|、|;|{any_of('and')})\s*"
    r"(?:(?P<again>\d{1,2})[/-])?(?P<number>\d{1,4})(?![\d/.-])"
)
_MANY_BEFORE = re.compile(rf"{any_of('documents')}[ ]\Z")
_MANY_AFTER = re.compile(r"\s*号?文件")
_ADDENDUM_BEFORE = re.compile(rf"{any_of('addendum')}\s*\Z")
_ADDENDUM_AFTER = re.compile(rf"[ ]?\(?{any_of('addendum_after')}")
_YEAR_HYPHEN = re.compile(r"c\d\d-\d")
_CYRILLIC = re.compile(r"[а-я]")
_ALIKE = str.maketrans("асеткмнорхвАСЕТКМНОРХВ", "acetkmhopxbACETKMHOPXB")
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
# What may be printed in small letters, and what is no letter.
_NO_CAPITALS = re.compile(r"r[eé]v|add|corr|пересм|пepecm|[^a-z]", re.IGNORECASE)
_OF_GROUP = re.compile(r"cwg([a-z]+?)(\d+)")
_OF_CONFERENCE = re.compile(r"(pp|wtdc|wtsa|wrc|ra)(\d\d)?")
# What a symbol must have: a slash behind a word with a Latin letter, or a number between hyphens.
_SLASHED = re.compile(r"[a-zаесвх](?:[\d.&() -]|[a-z](?=[\w.&-]{0,12}/)){0,14}/[a-z\d]")
_HYPHENS = re.compile(
    r"[a-z]\d\d-|(?:wsis|sdgs?|internet|fhr|cop)-?\d{1,2}-\d|[dtrs]-[a-z]{2,6}-[a-z\d]|"
    r"itu-[tr] [a-z]{1,2}\."
)


def symbols(text: Folded) -> Iterator[Span]:
    """Yield the symbols of a text; those of resolutions as resolutions."""
    lowered = text.text
    slashed = "/" in lowered and _SLASHED.search(lowered) is not None
    hyphened = "-" in lowered and _HYPHENS.search(lowered) is not None
    if not (slashed or hyphened):
        return
    if _CYRILLIC.search(lowered) is not None:
        # Letters that look like Latin ones are typed for them: С19/50, А/RES/73/218.
        text = Folded(lowered.translate(_ALIKE), text.cased.translate(_ALIKE), text.places)
        lowered = text.text
    for match in _UN.finditer(lowered) if slashed else ():
        if _in_capitals(text, match):
            yield _united_nations(match, text)
    for match in _HYPHENED.finditer(lowered) if hyphened and _YEAR_HYPHEN.search(lowered) else ():
        value = f"C{match['year']}/{int(match['number'])}"
        iri, said = document_iri("itu-" + value), {"symbol": value}
        yield Span(*match.span("symbol"), "document", value, iri, said, pattern="symbol")
    for pattern, make, signs in _OF_ITU:
        if not ((slashed and "/" in signs) or (hyphened and "-" in signs)):
            continue
        for match in pattern.finditer(lowered):
            if not _in_capitals(text, match):
                continue
            value, key = make(match)
            yield from _with_others(text, match, value, key)


@lru_cache(maxsize=4_000)
def document_iri(key: str) -> str:
    """Return the IRI of a document by its symbol, in small letters with hyphens."""
    return iris.individual("document", _NOT_IN_KEY.sub("-", key.lower()).strip("-"))


def _in_capitals(text: Folded, match: re.Match[str]) -> bool:
    said = text.cased[match.start() : match.end()]
    letters = _NO_CAPITALS.sub("", said)
    return letters.isupper()


def _united_nations(match: re.Match[str], text: Folded) -> Span:
    # The folded text, whose digits are European whatever the print has.
    symbol = text.text[match.start("un") : match.end("un")].upper()
    start, end = match.span()
    parts = symbol.split("/")
    if len(parts) == 4 and parts[1] == "RES" and parts[0] in "AE":
        return resolution_of_un(start, end, parts[0], f"{parts[2]}/{parts[3]}")
    if parts[0] == "S" and parts[1] == "RES" and len(parts) == 3:
        iri = iris.individual("resolution", f"unsc-{parts[2].lower()}")
        return Span(start, end, "resolution", symbol, iri, {"body": "unsc"}, pattern="symbol")
    symbol += _revision(match)
    said = {"symbol": symbol}
    if (beside := _BESIDE.match(text.text, end)) is not None:
        said["other_symbol"], end = beside["other"].upper(), beside.end()
    return Span(start, end, "document", symbol, document_iri(symbol), said, pattern="symbol")


def resolution_of_un(start: int, end: int, organ: str, number: str) -> Span:
    """Return a resolution of the General Assembly (A) or ECOSOC (E) by its number."""
    body = "ga" if organ == "A" else "ecosoc"
    return Span(
        start,
        end,
        "resolution",
        f"{organ}/RES/{number}",
        iris.individual("resolution", f"{body}-{number.lower().replace('/', '-')}"),
        {"body": "unga" if organ == "A" else "ecosoc", "number": number},
        pattern="symbol",
    )


def is_report(number: str) -> bool:
    """Tell whether 70/684 is a document, since no session adopts that many resolutions."""
    last = number.rpartition("/")[2]
    return last.isdigit() and int(last) > _MOST_RESOLUTIONS


def _revision(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if not groups.get("rev"):
        return ""
    kind = _kind_of(groups["rev"])
    return f"/{kind}.{groups['rev_number'] or 1}"


def _council(match: re.Match[str]) -> tuple[str, str]:
    series = f"{match['series'].upper()}/" if match["series"] else ""
    value = f"C{match['year']}/{series}{int(match['number'])}"
    return value + _printed_revision(match), "itu-" + value + _key_revision(match)


def _summit(match: re.Match[str]) -> tuple[str, str]:
    value = f"{match['name'].upper()}/{int(match['number'])}"
    return value + _printed_revision(match), value + _key_revision(match)


def _long(match: re.Match[str]) -> tuple[str, str]:
    meeting, number = match["meeting"], int(match["number"])
    kind = match["kind"] or "c"
    series = "" if kind in ("c", "r") else f"{kind.upper()}/"
    year = match["year"]
    if meeting == "cl" and match["sector"] == "s":
        return f"C{year}/{series}{number}", f"itu-c{year}/{series}{number}"
    if (group := _OF_GROUP.fullmatch(meeting)) is not None:
        return _of_group(group[1], group[2], f"{series}{number}", f"CWG{group[1].upper()}")
    if (conference := _OF_CONFERENCE.fullmatch(meeting)) is not None:
        name = f"{conference[1].upper()}{conference[2] or year}"
        return f"{name}/{series}{number}", f"itu-{name}/{series}{number}"
    value = match[0].upper()
    return value, "itu-" + value


def _group(match: re.Match[str]) -> tuple[str, str]:
    series = f"{match['series'].upper()}/" if match["series"] else ""
    name = match["name"].upper()
    short = "CWG" + match["topic"].upper() if name.startswith("C") else "WG-WSIS-"
    number = f"{series}{int(match['number'])}"
    value, key = _of_group(match["topic"], match["meeting"], number, short)
    return value + _printed_revision(match), key + _key_revision(match)


def _of_group(topic: str, meeting: str, number: str, short: str) -> tuple[str, str]:
    key = "wg-wsis-" if short.startswith("WG") else f"itu-cwg{topic}"
    return f"{short}{int(meeting)}/{number}", f"{key}{int(meeting)}-{number}"


def _unesco(match: re.Match[str]) -> tuple[str, str]:
    organ = match["organ"].translate(_ALIKE).upper()
    series = "INF." if match["series"] else ""
    value = f"{match['session']} {organ}/{series}{int(match['number'])}"
    return value, "unesco-" + value


def _letter(match: re.Match[str]) -> tuple[str, str]:
    value = f"{match['name'].upper()}-{match['year']}/{int(match['number'])}"
    return value, "itu-" + value


def _proposal(match: re.Match[str]) -> tuple[str, str]:
    value = match[0].upper()
    return value, value


def _conference(match: re.Match[str]) -> tuple[str, str]:
    series = f"{match['series'].upper()}/" if match["series"] else ""
    meeting = f"-{match['meeting']}" if match["meeting"] else ""
    hyphen = "-" if match["name"] in ("tdag", "tsag", "rag") else ""
    value = (
        f"{match['name'].upper()}{hyphen}{match['year']}{meeting}/{series}{int(match['number'])}"
    )
    key = f"itu-{match['name']}{match['year']}{meeting}/{series}{int(match['number'])}"
    return value + _printed_revision(match), key + _key_revision(match)


def _publication(match: re.Match[str]) -> tuple[str, str]:
    value = match["name"].upper()
    return value, value


def _standard(match: re.Match[str]) -> tuple[str, str]:
    value = f"{match['name'].upper()} {match['series'].upper()}.{match['number']}"
    return value, value


def _printed_revision(match: re.Match[str]) -> str:
    if not match["rev"]:
        return ""
    return f"({_kind_of(match['rev'])}.{match['rev_number'] or 1})"


def _kind_of(printed: str) -> str:
    """Return Rev, Add or Corr; R1 and Пересм.1 are revisions as well."""
    return "Rev" if printed[0] in "rпp" else printed.capitalize()


def _key_revision(match: re.Match[str]) -> str:
    if not match["rev"]:
        return ""
    return f"-{_kind_of(match['rev']).lower()}-{match['rev_number'] or 1}"


# Patterns with the signs of which a symbol has one.
_OF_ITU = (
    (_COUNCIL, _council, "/"),
    (_SUMMIT, _summit, "/"),
    (_LONG, _long, "-"),
    (_GROUP, _group, "/-"),
    (_LETTER, _letter, "/"),
    (_UNESCO, _unesco, "/"),
    (_CONFERENCE, _conference, "/"),
    (_PROPOSAL, _proposal, "/"),
    (_PUBLICATION, _publication, "-"),
    (_STANDARD, _standard, "-"),
)


def _with_others(text: Folded, match: re.Match[str], value: str, key: str) -> Iterator[Span]:
    """Yield a document, its addendum, and those of which only the number is printed behind it."""
    lowered, (start, end) = text.text, match.span()
    said = {"symbol": value}
    yield Span(start, end, "document", value, document_iri(key), said, pattern="symbol")
    if (before := _ADDENDUM_BEFORE.search(lowered, max(0, start - 60), start)) is not None:
        yield _addendum(before.start(), end, value, key)
    elif (after := _ADDENDUM_AFTER.match(lowered, end)) is not None:
        yield _addendum(start, after.end(), value, key)
    if "number" not in match.re.groupindex or match.re in (_STANDARD, _PROPOSAL):
        return
    many = _MANY_BEFORE.search(lowered, max(0, start - 30), start) is not None
    stem, sign, _ = value.rpartition("/")
    key_stem = (
        key[: len(key) - len(str(int(match["number"])))] if not match.groupdict().get("rev") else ""
    )
    found: list[Span] = []
    place = end
    while sign and key_stem and (more := _MORE.match(lowered, place)) is not None:
        number = int(more["number"])
        if more["again"] and more["again"] != match.groupdict().get("meeting"):
            break
        place = more.end()
        found.append(
            Span(
                more.start("number"),
                place,
                "document",
                f"{stem}/{number}",
                document_iri(f"{key_stem}{number}"),
                {"symbol": f"{stem}/{number}"},
                pattern="symbol in a list",
                confidence=0.9,
            )
        )
    if found and (many or _MANY_AFTER.match(lowered, place) is not None):
        yield from found


def _addendum(start: int, end: int, value: str, key: str) -> Span:
    said = f"{value} (Addendum)"
    details = {"addendum": "true", "document": document_iri(key), "symbol": said}
    iri = document_iri(f"{key}-addendum")
    return Span(start, end, "document", said, iri, details, pattern="addendum")
