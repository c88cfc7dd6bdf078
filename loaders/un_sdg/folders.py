"""The folders that a person names: which is the taxonomy, which the texts, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wsisgraph.loading import Context, Origin

LANGUAGES = {"ar": "ar", "en": "en", "es": "es", "fr": "fr", "ru": "ru", "zh-Hans": "zh"}
"""Folders of the texts, and the language tags we write."""

_CORE = "sdg-kos-goals-targets-indicators.ttl"
_SERIES = "sdg-kos-series-*.ttl"
_SUBJECTS = "sdg-kos-subject-mappings.ttl"
_ONTOLOGY = "sdgs-ontology.ttl"
_TEXTS = ("global_goals.yml", "global_targets.yml", "global_indicators.yml")

# Where the files stand in their owners' repositories.
_BELOW = (".", "sdg-data", "translations")
_MOST_BYTES = 50_000_000


@dataclass(slots=True)
class Files:
    """What is there to read.

    Attributes:
        core: goals, targets and indicators.
        series: the series.
        subjects: links to thesauri.
        ontology: the classes of the taxonomy; its tiers are wanted.
        texts: files of texts, each with its language.
    """

    core: Path | None = None
    series: Path | None = None
    subjects: Path | None = None
    ontology: Path | None = None
    texts: list[tuple[str, Path]] = field(default_factory=list)


def find_files(inputs: Sequence[Path], context: Context) -> Files | None:
    """Return the files of the folders; None after reporting what is wrong with these."""
    files = Files()
    well = True
    for folder in inputs:
        if not folder.is_dir():
            _problem(context, folder, "it is no folder", "name the folder that holds the files")
            well = False
            continue
        found = [folder / name for name in _BELOW if (folder / name).is_dir()]
        taxonomy = next((place for place in found if any(place.glob("sdg-kos-*.ttl"))), None)
        texts = next((place for place in found if any(place.glob(f"*/{_TEXTS[0]}"))), None)
        if taxonomy is None and texts is None:
            _problem(
                context,
                folder,
                f"neither the United Nations' taxonomy ({_CORE} …) nor texts ({'en'}/{_TEXTS[0]}"
                " …) are in it",
                "name the folder that holds them: sdg-data of UNStats/LOD4Stats, or translations"
                " of open-sdg/sdg-translations",
            )
            well = False
        if taxonomy is not None:
            well = _take_taxonomy(taxonomy, files, context) and well
        if texts is not None:
            well = _take_texts(texts, files, context) and well
    if well and files.core is None:
        _problem(
            context,
            inputs[0] if inputs else Path("un-sdg"),
            "the taxonomy itself is missing",
            f"name the folder of {_CORE} as well",
        )
        well = False
    if well and not files.texts:
        context.notice(
            Origin(files.core.name if files.core else ""),
            "without the texts there is no wording in ar, ru and zh",
            "name the folder of open-sdg/sdg-translations as well",
        )
    return files if well else None


def _take_taxonomy(folder: Path, files: Files, context: Context) -> bool:
    if files.core is not None:
        _problem(context, folder, "the taxonomy is given twice", "name one folder")
        return False
    core = _needed(folder, _CORE, context)
    series = _needed(folder, _SERIES, context)
    subjects = _needed(folder, _SUBJECTS, context)
    files.core, files.series, files.subjects = core, series, subjects
    ontology = folder / _ONTOLOGY
    files.ontology = ontology if ontology.is_file() else None
    return None not in (core, series, subjects)


def _take_texts(folder: Path, files: Files, context: Context) -> bool:
    if files.texts:
        _problem(context, folder, "the texts are given twice", "name one folder")
        return False
    well = True
    for name, language in LANGUAGES.items():
        if not (folder / name).is_dir():
            context.unknown(
                Origin(f"{folder.name}/{name}"),
                f"there is no folder {name}: no text in {language}",
                "fetch it as well",
            )
            continue
        for part in _TEXTS:
            path = _needed(folder / name, part, context)
            well = well and path is not None
            if path is not None:
                files.texts.append((language, path))
    return well


def _needed(folder: Path, pattern: str, context: Context) -> Path | None:
    found = sorted(path for path in folder.glob(pattern) if path.is_file())
    if len(found) > 1:
        listed = ", ".join(path.name for path in found)
        _problem(context, folder, f"several files could be {pattern}: {listed}", "keep one")
        return None
    if not found:
        _problem(context, folder, f"{pattern} is missing", "fetch the folder again, whole")
        return None
    if found[0].stat().st_size > _MOST_BYTES:
        _problem(context, found[0], "it is larger than such a file can be", "fetch it again")
        return None
    return found[0]


def _problem(context: Context, path: Path, found: str, mend: str) -> None:
    context.problem(Origin(path.name or str(path)), found, mend)
