"""Bodies: UN organs and agencies, the bodies of ITU, and others that the documents name.

One row of the table is one body: its names in the six languages, its kind, the body it is part
of, and the same body elsewhere. A language whose name nobody looked up is listed in `from_memory`.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from wsisgraph.loading import Context, Fact, Origin, Row, Term, literal, node, rows
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, ORG, RDF, SKOS, WSIS

LANGUAGES = {
    "en": "English",
    "ar": "Arabic",
    "es": "Spanish",
    "fr": "French",
    "ru": "Russian",
    "zh": "Chinese",
}

COLUMNS = (
    *("type", "key", "kind", "acronym", "within", "exact_match"),
    *LANGUAGES,
    *("alternatives_en", "alternatives_zh", "from_memory", "note"),
)

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_BODY = re.compile(rf"(agency|body)/({_KEY.pattern})")


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Yield each body's facts, in the order of the rows.

    Bad rows are reported to the context: a key that cannot be part of an IRI or is given twice, an
    unknown type or kind, a missing English name, an unknown language.
    """
    seen: dict[str, Origin] = {}
    for path in inputs:
        for row in rows(path, context, COLUMNS):
            context.count("bodies")
            body = _iri(row, context)
            kind = context.value("kind", row["kind"], row.origin)
            said = _said(row, context)
            if body is None or kind is None or said is None:
                continue
            first = seen.setdefault(body, row.origin)
            if first is not row.origin:
                context.problem(
                    row.origin,
                    f"the body {row['type']}/{row['key']} was already given at {first}",
                    "delete one of the two rows, or give one another key",
                )
                continue
            yield Fact(body, RDF.type, node(WSIS.Body), row.origin)
            yield Fact(body, DCT.type, node(iris.vocab("body-kinds", kind)), row.origin)
            for predicate, term in said:
                yield Fact(body, predicate, term, row.origin)


def _iri(row: Row, context: Context) -> str | None:
    kind = context.value("type", row["type"], row.origin)
    if _KEY.fullmatch(row["key"]) is None:
        context.problem(
            row.origin,
            f"key is “{row['key']}”",
            "use small letters a-z, digits and hyphens, as in “un-habitat”",
        )
        return None
    return iris.individual(kind, row["key"]) if kind else None


def _said(row: Row, context: Context) -> list[tuple[str, Term]] | None:
    """Return names and relations of the body, or None after reporting what is wrong with them."""
    if not row["en"]:
        context.problem(row.origin, "the English name is missing", "fill the column “en”")
        return None
    said: list[tuple[str, Term]] = [
        (SKOS.prefLabel, literal(row[language], language=language))
        for language in LANGUAGES
        if row[language]
    ]
    for language in ("en", "zh"):
        said += [
            (SKOS.altLabel, literal(name, language=language))
            for name in _several(row[f"alternatives_{language}"])
        ]
    if row["acronym"]:
        said.append((SKOS.notation, literal(row["acronym"])))
    said += [(SKOS.exactMatch, node(iri)) for iri in row["exact_match"].split()]
    if row["within"]:
        whole = _BODY.fullmatch(row["within"])
        if whole is None:
            context.problem(
                row.origin,
                f"within is “{row['within']}”",
                "write type and key of the whole, as in “agency/itu”",
            )
            return None
        said.append((ORG.subOrganizationOf, node(iris.individual(whole[1], whole[2]))))
    note = _note(row, context)
    if note is None:
        return None
    if note:
        said.append((SKOS.editorialNote, literal(note, language="en")))
    return said


def _note(row: Row, context: Context) -> str | None:
    """Return the note of the row, with the languages whose names are from memory."""
    from_memory = row["from_memory"].split()
    unknown = [language for language in from_memory if language not in LANGUAGES]
    if unknown:
        context.problem(
            row.origin,
            f"from_memory has “{' '.join(unknown)}”",
            f"list languages out of {' '.join(LANGUAGES)}, with spaces between",
        )
        return None
    notes = [row["note"]] if row["note"] else []
    if from_memory:
        names = [LANGUAGES[language] for language in from_memory]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        notes.append(f"Names from memory, unreviewed: {listed}.")
    return " ".join(notes)


def _several(cell: str) -> list[str]:
    return [name.strip() for name in cell.split("|") if name.strip()]
