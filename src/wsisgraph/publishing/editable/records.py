"""Roles, names and activities as forms: a row for each thing, a column for each property."""

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode

from wsisgraph.loading.editing.form import LANGUAGES, Column, Form, Table
from wsisgraph.loading.editing.proposals import short
from wsisgraph.loading.editing.records import ACTIVITIES, LABELS, NUMBER, ROLES
from wsisgraph.publishing.editable.things import Things, form
from wsisgraph.review.values import compact
from wsisgraph.site import editable, language
from wsisgraph.store.local import LocalStore
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import DCT, ORG, RDFS, SCHEMA, SKOS, WSIS


def roles(held: LocalStore, lang: str) -> Form:
    """Return the accepted statements of roles of a revision as a form."""
    things = Things(held.snapshot.store, lang)
    say = editable.speaker(lang)
    found = [role for role in things.of_class(WSIS.RoleStatement) if things.counts(role)]
    bodies = [*things.of_class(WSIS.Body), *things.of_class(WSIS.Person)]
    lists = {
        ORG.member: _names(things, [*bodies, *_used(things, found, ORG.member)]),
        ORG.role: _names(things, [*things.of_scheme("roles"), *_used(things, found, ORG.role)]),
        WSIS.roleIn: _names(
            things,
            [*map(codes.action_line_iri, codes.ACTION_LINES), *_used(things, found, WSIS.roleIn)],
        ),
    }
    columns = [
        Column(NUMBER, "№", kind="head", width=6),
        *(
            Column(
                key,
                say(editable.HEADS[key]),
                kind="choice",
                predicate=predicate,
                choices=lists[predicate],
                width=width,
                is_needed=True,
            )
            for key, predicate, width in (
                ("in", WSIS.roleIn, 46),
                ("role", ORG.role, 24),
                ("member", ORG.member, 46),
            )
        ),
        *(
            Column(key, say(editable.HEADS[key]), kind="date", predicate=predicate, width=12)
            for key, predicate in (
                ("start", WSIS.start),
                ("end", WSIS.end),
                ("as-of", WSIS.statedAsOf),
            )
        ),
        Column(
            "note",
            say(editable.HEADS["note"]),
            kind="text",
            predicate=SKOS.editorialNote,
            language=lang,
            width=50,
        ),
    ]
    return _form(ROLES, things, held, columns, _by_line(things, found))


def labels(held: LocalStore, lang: str) -> Form:
    """Return the names of all concepts, terms and bodies of a revision as a form."""
    things = Things(held.snapshot.store, lang)
    say = editable.speaker(lang)
    columns = [
        Column(NUMBER, "№", kind="head", width=6),
        Column("thing", say(editable.HEADS["thing"]), width=40),
        *(
            Column(
                each,
                language.NAMES[each],
                kind="text",
                predicate=SKOS.prefLabel,
                language=each,
                width=34,
                is_needed=True,
            )
            for each in LANGUAGES
        ),
    ]
    named = sorted({*things.named(), *things.of_class(WSIS.Body)})
    return _form(LABELS, things, held, columns, named)


def activities(held: LocalStore, lang: str) -> Form:
    """Return the accepted activities of a revision as a form."""
    things = Things(held.snapshot.store, lang)
    say = editable.speaker(lang)
    found = sorted(things.of_class(WSIS.Activity))
    states = _names(things, things.of_scheme("activity-status"))
    columns = [
        Column(NUMBER, "№", kind="head", width=6),
        Column(
            "name",
            say(editable.HEADS["name"]),
            kind="text",
            predicate=SKOS.prefLabel,
            language=lang,
            width=50,
            is_needed=True,
        ),
        Column("by", say(editable.HEADS["by"]), predicate=WSIS.carriedOutBy, width=40),
        Column(
            "text",
            say(editable.HEADS["description"]),
            kind="text",
            predicate=DCT.description,
            language=lang,
            width=70,
        ),
        Column(
            "start", say(editable.HEADS["start"]), kind="date", predicate=SCHEMA.startDate, width=12
        ),
        Column("end", say(editable.HEADS["end"]), kind="date", predicate=SCHEMA.endDate, width=12),
        Column(
            "state",
            say(editable.HEADS["state"]),
            kind="choice",
            predicate=WSIS.activityStatus,
            choices=states,
            width=14,
        ),
    ]
    return _form(ACTIVITIES, things, held, columns, found)


def _form(
    what: str, things: Things, held: LocalStore, columns: Sequence[Column], rows: Iterable[str]
) -> Form:
    title = editable.speaker(things.language)(editable.HEADS[what])
    cells = {
        short(thing): [_cell(things, thing, column, number) for column in columns]
        for number, thing in enumerate(rows, start=1)
    }
    table = Table(what, title, columns, cells)
    return form(what, held, things.language, [table])


def _cell(things: Things, thing: str, column: Column, number: int) -> str:
    if column.key == NUMBER:
        return str(number)
    if column.key == "thing":
        return compact(thing)
    if column.kind == "text":
        found = things.text(thing, column.predicate, column.language)
        if not found and column.predicate == SKOS.prefLabel:
            found = things.text(thing, RDFS.label, column.language)
        return found
    values = things.values(thing, column.predicate)
    if column.kind == "choice":
        named = {iri: name for name, iri in column.choices.items()}
        return next((named.get(value.value, "") for value in values), "")
    if column.kind == "shown":
        return "\n".join(
            things.name(value.value) for value in values if isinstance(value, NamedNode)
        )
    return next((value.value for value in values if isinstance(value, Literal)), "")


def _used(things: Things, found: Iterable[str], predicate: str) -> list[str]:
    return [used for thing in found if (used := things.node(thing, predicate))]


def _names(things: Things, listed: Iterable[str]) -> dict[str, str]:
    """Return a list to choose from: names, each of one thing alone, in the order of the names."""
    named: dict[str, str] = {}
    for iri in dict.fromkeys(listed):
        name = " ".join(things.name(iri).split())
        if iri.startswith(iris.vocab("action-lines")):
            name = f"{things.notation(iri)} {name}"
        if not name or name in named:
            name = f"{name} ({short(iri)})".strip()
        named[name] = iri
    return dict(sorted(named.items()))


def _by_line(things: Things, found: Iterable[str]) -> list[str]:
    places = {codes.action_line_iri(line): place for place, line in enumerate(codes.ACTION_LINES)}

    def order(role: str) -> tuple[int, str, str]:
        where = things.node(role, WSIS.roleIn)
        return places.get(where, len(places)), where, role

    return sorted(found, key=order)
