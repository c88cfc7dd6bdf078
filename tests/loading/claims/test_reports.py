"""What the report of a meeting tells of that meeting, which only its title names."""

from pathlib import Path

import pytest
from tests.loading.claims.found import short

from wsisgraph.loading.claims import claims
from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.references.labels import bundled_labels
from wsisgraph.loading.texts.read import read_text

ES = """Grupo de Trabajo del Consejo sobre la CMSI y los ODS
Informe de la 42ª reunión

El Grupo se reunió en Ginebra los días 7 y 8 de octubre de 2024.

Se examinaron los documentos siguientes:

- CWG-WSIS&SDG-42/4, de Suiza
- CWG-WSIS&SDG-42/6, del Japón
"""
EN = """Council Working Group on WSIS and the SDGs
Report of the 42nd meeting

The Group met in Geneva on 7 and 8 October 2024.
"""
FR = """Groupe de travail du Conseil sur le SMSI et les ODD
Rapport de la 42e réunion

Le Groupe s'est réuni à Genève les 7 et 8 octobre 2024.
"""
HELD = "itu-cwg-wsis-42 2024-10-07 2024-10-08"


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(bundled_labels())


def told(finder: Finder, path: Path, language: str, text: str, kind: str, parts: str) -> set[str]:
    path.write_text(text, encoding="utf-8")
    read = read_text(path, language=language)
    found = [claim for claim in claims(read, finder.find_all(read)) if claim.kind == kind]
    return {" ".join(short(claim.parts.get(p, "")) for p in parts.split()) for claim in found}


@pytest.mark.parametrize(("language", "text"), [("es", ES), ("en", EN), ("fr", FR)])
def test_the_group_met_on_the_days_of_the_meeting_that_is_reported(
    finder: Finder, tmp_path: Path, language: str, text: str
) -> None:
    held = told(finder, tmp_path / "r.txt", language, text, "meeting", "meeting start end")
    assert held == {HELD}


def test_the_papers_of_a_list_were_before_the_meeting_that_is_reported(
    finder: Finder, tmp_path: Path
) -> None:
    had = told(finder, tmp_path / "r.txt", "es", ES, "considers", "meeting document")
    assert had == {f"itu-cwg-wsis-42 itu-cwgwsis42-{number}" for number in (4, 6)}


def test_a_contribution_to_a_meeting_is_no_report_of_it(finder: Finder, tmp_path: Path) -> None:
    text = ES.replace("Informe de la 42ª reunión", "Contribución a la 42ª reunión")
    held = told(finder, tmp_path / "r.txt", "es", text, "meeting", "meeting start end")
    assert held == set()
