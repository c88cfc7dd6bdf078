"""The United Nations' SDG taxonomy: official wording, series, and links to other vocabularies.

Goals, targets and indicators are in the bundled vocabularies by code, under short names of ours.
From the user's own copy of the United Nations' files come the official wording (`dct:title`; for
indicators and series, which we do not name, the preferred label too), the short official names of
the goals (`skos:altLabel`), tiers and custodian agencies, the series, and the links to SDGIO,
Wikidata, the UNBIS thesaurus and EuroVoc. What the files have wrong is told, and not copied.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from wsisgraph.loading import Context, Fact

from .facts import Reading
from .folders import find_files
from .ours import read_ours
from .taxonomy import read_turtle
from .texts import read_texts
from .wording import from_files


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Yield what the folders say of goals, targets, indicators and series, in this order.

    One folder holds the taxonomy in Turtle; another, if given, the texts in six languages. A folder
    without them, a missing or a broken file is a problem, and then nothing is read; a code that is
    not ours is left out and told.
    """
    files = find_files(inputs, context)
    if files is None:
        return
    ours = read_ours()
    core, series, subjects = (
        read_turtle(path, context) if path is not None else None
        for path in (files.core, files.series, files.subjects)
    )
    tiers = read_turtle(files.ontology, context) if files.ontology is not None else None
    texts = [read_texts(path, language, context) for language, path in files.texts]
    if core is None or series is None or subjects is None:
        return
    if None in texts or (tiers is None and files.ontology is not None):
        return
    read = (text for file in texts if file is not None for text in file)
    worded = from_files(read, ours, context)
    yield from Reading(context, ours, core, series, subjects, tiers, worded).facts()
