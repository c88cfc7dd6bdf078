"""The matrix as a form: lines down, goals across, and a table of linkages with their rationales."""

from collections import defaultdict

from wsisgraph.loading.editing.cell_codes import shown
from wsisgraph.loading.editing.form import Column, Form, Table
from wsisgraph.loading.editing.matrix import CODE, LINE, MATRIX, TEXT, TEXTS
from wsisgraph.loading.editing.proposals import short
from wsisgraph.publishing.editable.things import Things, form
from wsisgraph.site import editable
from wsisgraph.store.local import LocalStore
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import DCT, WSIS

_ORDER = {
    code: place
    for place, code in enumerate(
        code for goal in codes.GOALS for code in (goal, *codes.targets_of(goal))
    )
}
_LINES = {line: place for place, line in enumerate(codes.MATRIX_LINES)}


def gather(held: LocalStore, language: str) -> Form:
    """Return the accepted linkages of a revision as a form."""
    things = Things(held.snapshot.store, language)
    say = editable.speaker(language)
    linkages = _linkages(things)
    cells: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line, code, _, _ in linkages:
        cells[line, code.partition(".")[0]].add(code)
    matrix = Table(
        MATRIX,
        say(editable.HEADS["matrix"]),
        [
            Column(LINE, say(editable.HEADS["line"]), kind="head", width=9),
            Column("name", say(editable.HEADS["name"]), width=30),
            *(
                Column(
                    goal,
                    say(editable.HEADS["goal"]) % {"code": goal},
                    things.name(iris.sdg(goal)),
                    "codes",
                    width=13,
                )
                for goal in codes.GOALS
            ),
        ],
        {
            line: [
                line,
                things.name(codes.action_line_iri(line)),
                *(shown(frozenset(cells[line, goal]), goal) for goal in codes.GOALS),
            ]
            for line in codes.MATRIX_LINES
        },
    )
    return form("matrix", held, language, [matrix, _texts(things, linkages)])


def _linkages(things: Things) -> list[tuple[str, str, str, str]]:
    """Return line, goal or target, IRI and source of each linkage, in the order of the matrix."""
    found: list[tuple[str, str, str, str]] = []
    for linkage, source in things.of_class(WSIS.Linkage).items():
        line = things.notation(things.node(linkage, WSIS.actionLine))
        code = things.notation(things.node(linkage, WSIS.linksTo))
        if line in _LINES and code in _ORDER and things.counts(linkage):
            found.append((line, code, linkage, source))
    return sorted(found, key=lambda each: (_LINES[each[0]], _ORDER[each[1]], each[2]))


def _texts(things: Things, linkages: list[tuple[str, str, str, str]]) -> Table:
    say = editable.speaker(things.language)
    heads = editable.HEADS
    is_english = things.language == "en"
    columns = [
        Column(LINE, say(heads["line"]), kind="head", width=10),
        Column(CODE, say(heads["code"]), kind="head", width=10),
        Column("name", say(heads["name"]), width=44),
        Column(
            TEXT,
            say(heads["text"]),
            kind="text",
            predicate=DCT.description,
            language=things.language,
            width=60,
        ),
    ]
    if not is_english:
        columns.append(Column("english", say(heads["english"]), width=44))
    columns.append(Column("source", say(heads["source"]), width=22))
    rows: dict[str, list[str]] = {}
    for line, code, linkage, source in linkages:
        rows[short(linkage)] = [
            line,
            code,
            things.name(iris.sdg(code)),
            things.text(linkage, DCT.description, things.language),
            *([] if is_english else [things.text(linkage, DCT.description, "en")]),
            source,
        ]
    return Table(TEXTS, say(heads["texts"]), columns, rows, is_needed=False)
