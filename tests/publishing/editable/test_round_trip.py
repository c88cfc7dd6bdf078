"""What is exported for editors and comes back untouched changes nothing, whatever is in it."""

import itertools
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from tests.loading.editing.forms import edited, matrix, put
from tests.loading.editing.reading import read

from wsisgraph.loading.editing.cell_codes import shown
from wsisgraph.loading.editing.form import LANGUAGES, Form
from wsisgraph.publishing.editable import document, workbook
from wsisgraph.publishing.editable.gather import gather
from wsisgraph.store.local import LocalStore
from wsisgraph.store.protocol import Revision
from wsisgraph.store.snapshot import Snapshot
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import DCT, ORG, RDF, SCHEMA, SDGO, SKOS, WSIS, XSD

WRITE: Mapping[str, Callable[[Form], bytes]] = {"xlsx": workbook.write, "docx": document.write}
FORMS = [("matrix", "xlsx"), ("matrix", "docx"), ("roles", "xlsx"), ("roles", "docx")]
FORMS += [("labels", "xlsx"), ("activities", "xlsx")]
TARGETS = [code for goal in codes.GOALS for code in (goal, *codes.targets_of(goal))]

ODD = ["=1+1", "-x", "@a", "+b", "'=c", "''d", "_x0041_", " a  b\n\n c ", "a\r\nb", "\x01"]
ODD += ["مرحبا 9.c", "中", "<&>\"'"]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(ODD)
languages = st.sampled_from(LANGUAGES)
linkages = st.lists(
    st.tuples(
        st.sampled_from(codes.MATRIX_LINES),
        st.sampled_from(TARGETS),
        st.sampled_from(["a", "b"]),
        st.dictionaries(languages, texts, max_size=2),
    ),
    max_size=12,
)
dates = st.sampled_from(["", "2006", "2008-05", "2019-02-28"])
TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def held(*quads: tuple[str, str, str | Literal, str]) -> LocalStore:
    snapshot = Snapshot()
    snapshot.apply(
        added=[
            Quad(
                NamedNode(subject),
                NamedNode(predicate),
                value if isinstance(value, Literal) else NamedNode(value),
                NamedNode(iris.graph(graph)),
            )
            for subject, predicate, value, graph in quads
        ]
    )
    return LocalStore(snapshot, Revision(3, "3-0123456789ab"))


def comes_back_unchanged(what: str, kind: str, form: Form) -> None:
    data = WRITE[kind](form)
    with tempfile.TemporaryDirectory() as folder:
        found = read(what, data, Path(folder))
    assert [str(problem) for problem in found.problems] == []
    assert (found.facts, found.told) == ([], [])


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
@given(found=linkages, lang=languages, names=st.lists(texts, min_size=3, max_size=3))
@settings(max_examples=25, deadline=None)
def test_the_matrix_comes_back_as_it_went_out(
    kind: str, found: list[tuple[str, str, str, dict[str, str]]], lang: str, names: list[str]
) -> None:
    quads: list[tuple[str, str, str | Literal, str]] = []
    for line, code, source, said in found:
        linkage = iris.individual("linkage", f"{source}/{line.lower()}-{code}")
        concept = codes.action_line_iri(line)
        quads += [
            (linkage, RDF.type, WSIS.Linkage, source),
            (linkage, WSIS.status, iris.vocab("status", "accepted"), source),
            (linkage, WSIS.actionLine, concept, source),
            (linkage, WSIS.linksTo, iris.sdg(code), source),
            (concept, SKOS.notation, Literal(line), "vocabularies"),
            (iris.sdg(code), SKOS.notation, Literal(code), "vocabularies"),
            (iris.sdg(code), RDF.type, SDGO.Target, "vocabularies"),
            *(
                (linkage, DCT.description, Literal(text, language=language), source)
                for language, text in said.items()
            ),
        ]
    things = itertools.cycle([codes.action_line_iri("C2"), iris.sdg("9"), iris.sdg("9.c")])
    quads += [
        (thing, SKOS.prefLabel, Literal(name, language=lang), "vocabularies")
        for thing, name in zip(things, names, strict=False)
    ]
    comes_back_unchanged("matrix", kind, gather("matrix", held(*quads), lang))


@pytest.mark.parametrize(("what", "kind"), [each for each in FORMS if each[0] != "matrix"])
@given(said=st.lists(texts, min_size=4, max_size=4), day=dates, lang=languages)
@settings(max_examples=25, deadline=None)
def test_roles_names_and_activities_come_back_as_they_went_out(
    what: str, kind: str, said: list[str], day: str, lang: str
) -> None:
    body, role, activity = iris.individual("agency", "x"), iris.individual("role", "y"), ""
    activity = iris.individual("activity", "z")
    name, other, note, text = (Literal(one, language=lang) for one in said)
    partner, scheme = iris.vocab("roles", "partner"), iris.vocab("roles").rstrip("/")
    quads: list[tuple[str, str, str | Literal, str]] = [
        (body, RDF.type, WSIS.Body, "a"),
        (body, SKOS.prefLabel, name, "a"),
        (partner, SKOS.inScheme, scheme, "vocabularies"),
        (partner, SKOS.prefLabel, other, "vocabularies"),
        (role, RDF.type, WSIS.RoleStatement, "a"),
        (role, WSIS.status, iris.vocab("status", "accepted"), "a"),
        (role, ORG.member, body, "a"),
        (role, ORG.role, partner, "a"),
        (role, WSIS.roleIn, body, "a"),
        (role, SKOS.editorialNote, note, "a"),
        (activity, RDF.type, WSIS.Activity, "a"),
        (activity, SKOS.prefLabel, name, "a"),
        (activity, WSIS.carriedOutBy, body, "a"),
        (activity, DCT.description, text, "a"),
    ]
    if day:
        value = Literal(day, datatype=NamedNode(TYPES[len(day)]))
        quads += [(role, WSIS.start, value, "a"), (activity, SCHEMA.startDate, value, "a")]
    comes_back_unchanged(what, kind, gather(what, held(*quads), lang))


LISTED = [code for code in TARGETS if code.partition(".")[0] in ("8", "9")]
cells = st.dictionaries(
    st.tuples(st.sampled_from(["C2", "C5"]), st.sampled_from(["8", "9"])),
    st.frozensets(st.sampled_from(LISTED), max_size=4),
)


def whole(said: frozenset[str], goal: str) -> frozenset[str]:
    """Return the codes of a cell that belong to its column; with targets goes the goal."""
    own = frozenset(code for code in said if code.partition(".")[0] == goal)
    return own | {goal} if own else own


@given(before=cells, after=cells, apart=st.sampled_from([", ", "; ", "\n", "、", " "]))
@settings(max_examples=25, deadline=None)
def test_what_was_edited_is_what_is_proposed(
    before: dict[tuple[str, str], frozenset[str]],
    after: dict[tuple[str, str], frozenset[str]],
    apart: str,
) -> None:
    was = {key: whole(said, key[1]) for key, said in before.items()}
    now = {key: whole(said, key[1]) for key, said in after.items()}
    known = {
        f"linkage/a/{line}-{code}".lower(): (line, code, "")
        for (line, _), said in was.items()
        for code in said
    }
    form = matrix({(line, goal): shown(said, goal) for (line, goal), said in was.items()}, known)
    values = {key: apart.join(sorted(said, reverse=True)) for key, said in now.items()}
    data = edited(workbook.write(form), put({**values}))
    with tempfile.TemporaryDirectory() as folder:
        found = read("matrix", data, Path(folder))
    assert [str(problem) for problem in found.problems] == []
    changed = [(key, was.get(key, frozenset()), said) for key, said in now.items()]
    assert found.linkages == {
        f"{line}-{code}".lower() for (line, _), old, new in changed for code in new - old
    }
    assert {key[0] for key in found.corrections()} == {
        f"linkage/a/{line}-{code}".lower() for (line, _), old, new in changed for code in old - new
    }
