"""All mentions of a passage: names and references, brought into agreement."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from wsisgraph import content
from wsisgraph.loading.references.addresses import addresses
from wsisgraph.loading.references.called import Called, may_call
from wsisgraph.loading.references.commission_resolutions import with_commissions
from wsisgraph.loading.references.dates import dates
from wsisgraph.loading.references.figures import figures, in_currency
from wsisgraph.loading.references.fold import Folded, fold, folded
from wsisgraph.loading.references.goal_columns import Columns, columns, in_columns, table_of
from wsisgraph.loading.references.introduced import Introduced, introduced, with_introduced
from wsisgraph.loading.references.issuer import issuer
from wsisgraph.loading.references.labels import (
    Label,
    bundled_labels,
    names_files,
    turtle_labels,
)
from wsisgraph.loading.references.lines import goals, has_lettered, lines
from wsisgraph.loading.references.meeting_owners import (
    commission_above,
    own_commission,
    the_commission,
)
from wsisgraph.loading.references.meeting_rules import are_counted
from wsisgraph.loading.references.meetings import Meetings
from wsisgraph.loading.references.names import Name, Names, without_others
from wsisgraph.loading.references.officers import with_officers
from wsisgraph.loading.references.plan_targets import under_plan
from wsisgraph.loading.references.resolutions import Resolutions, key_of
from wsisgraph.loading.references.spans import NOTHING, Span, hold, is_free, taken
from wsisgraph.loading.references.symbols import symbols
from wsisgraph.loading.references.towns import without_towns
from wsisgraph.loading.references.triggers import Triggers
from wsisgraph.loading.references.views import views
from wsisgraph.loading.references.words import table
from wsisgraph.loading.references.yearless import yearless_dates
from wsisgraph.loading.seldom import seldom_collected
from wsisgraph.loading.texts.model import Mention, Passage, Text
from wsisgraph.terms.namespaces import SKOS

# Found by their own normaliser, which knows more spellings than the labels have.
# What is named after the body that made it, and groups named after the body they belong to.
_HOLDING = frozenset({"instrument", "programme", "document"})
_GROUPS = frozenset(table("groups")["inner"])
# Symbols of documents of the General Assembly and ECOSOC.
_HEADINGS = frozenset({"heading", "title"})
_HEAD = "header"
_YEAR = re.compile(r"20\d\d")
_YEAR_IN_SYMBOL = re.compile(r"(?<!\d)(20\d\d)(?!\d)|\bC(\d\d)/")
# Passages whose mentions are kept, since reports repeat sentences of one another.
_REMEMBERED = 20_000
_NOT_BY_NAME = frozenset({"line", "goal", "resolution", "decision"})


class Finder:
    """Finds what passages mention.

    One finder serves any number of texts, one after the other.
    """

    def __init__(self, labels: Iterable[Label] | None = None) -> None:
        """Learn names.

        Args:
            labels: of the things to find; those of the vocabularies and the bundled graph if None.
        """
        known = tuple(bundled_labels() if labels is None else labels)
        self._labels = tuple(label for label in known if _is_name(label))
        self._names = self._of_itu = Names(self._labels)
        self._of_un: Names | None = None
        self._iris = frozenset(label.iri for label in known if label.known)
        self._resolutions = Resolutions(_bodies_by_number(self._iris))
        self._meetings = Meetings(
            {fold(label.text): label.iri for label in known if label.kind == "meeting"}
        )
        self._indicators = _indicators()
        self._triggers = Triggers()
        self._introduced: Introduced = {}
        self._called = Called()
        self._commission = ""
        self._written = ""
        self._planned: frozenset[str] = frozenset()
        self._before: dict[
            tuple[str, tuple[str, ...], object], tuple[Folded | None, list[Span]]
        ] = {}

    @seldom_collected()
    def find_all(
        self, text: Text, failed: Callable[[Passage, Exception], None] | None = None
    ) -> dict[str, list[Mention]]:
        """Return the mentions of each passage of a text, by locator.

        What one passage leaves open, as “Resolution 30” may be, is closed by what others say.

        Args:
            text: to look through.
            failed: is told of a passage whose words nobody foresaw, which then has no mentions;
                without it, the error is raised.
        """
        self._begin(text.symbol, issuer(text))
        self._written = _year_of(text)
        self._planned = under_plan(text.passages)
        self._know(introduced(text.passages, self._names.find))
        # The bodies that a heading and those above it name, the nearest first.
        bodies: dict[str, tuple[str, ...]] = {}
        # Those of the lines at the head of the first page: “Sixty-sixth session” is theirs.
        masthead: tuple[str, ...] = ()
        found: list[tuple[Passage, list[tuple[Folded | None, list[Span]]]]] = []
        tables: dict[str, Columns] = {}
        for passage in text.passages:
            table_here = table_of(passage)
            if of := columns(passage):
                tables[table_here] = of
            above = (bodies[each] for each in reversed(passage.section) if each in bodies)
            is_head = passage.locator.startswith(_HEAD)
            headings = masthead if is_head else next(above, ())
            try:
                seen = self._seen(passage, headings, tables.get(table_here, ()))
            except Exception as error:
                if failed is None:
                    raise
                failed(passage, error)
                seen = []
            found.append((passage, seen))
            for _, spans in seen:
                self._called.remember(spans, is_title=passage.kind == "title")
            if passage.kind == "title" and not self._commission:
                self._of(commission_above(span for _, spans in seen for span in spans))
            if is_head or passage.kind in _HEADINGS:
                own = tuple(
                    span.details.get("body") or key_of(span.iri)
                    for _, spans in seen
                    for span in spans
                    if span.kind in ("body", "meeting")
                )
                named = tuple(dict.fromkeys((*own, *headings)))
                if is_head:
                    masthead = named
                else:
                    bodies[passage.locator] = named
        return {passage.locator: self._mentions(passage, seen) for passage, seen in found}

    def _seen(
        self, passage: Passage, headings: tuple[str, ...], of: Columns = ()
    ) -> list[tuple[Folded | None, list[Span]]]:
        """Return what each view of a passage names; no view where its places are the text's."""
        # Lines of page footers and their like say nothing.
        if passage.kind == "residue":
            return []
        of_plan, language = passage.locator in self._planned, passage.language
        if passage.changes:
            return [
                (view, self._remembered(self._spans(view, headings, of, language, of_plan=of_plan)))
                for view in views(passage)
            ]
        key = (
            passage.text,
            headings,
            (self._meetings.state(), self._called.state(), self._written, of, language, of_plan),
        )
        known = self._before.get(key)
        if known is None:
            view = folded(passage.text)
            spans = self._spans(view, headings, of, language, of_plan=of_plan)
            known = (view if view.places is not None else None, spans)
            if len(self._before) < _REMEMBERED:
                self._before[key] = known
        return [(known[0], self._remembered(known[1]))]

    def _remembered(self, spans: list[Span]) -> list[Span]:
        self._resolutions.remember(spans)
        self._meetings.remember(spans)
        return spans

    def find(self, passage: Passage, text: Text | None = None) -> list[Mention]:
        """Return the mentions of one passage, in order; `text` helps with what it leaves open."""
        if text is not None and passage in text.passages:
            return self.find_all(text)[passage.locator]
        self._begin()
        self._written = ""
        self._planned = frozenset()
        self._know({})
        return self._mentions(passage, self._seen(passage, ()))

    def _begin(self, symbol: str = "", whose: str = "itu") -> None:
        names = self._of_itu
        if whose == "un":
            names = self._of_un = self._of_un or Names([*_words_of_un(), *self._labels])
        if names is not self._names:
            self._names = names
            self._before.clear()
        self._of(own_commission(symbol))
        self._resolutions.begin()
        self._meetings.begin(symbol)
        self._called.begin()

    def _know(self, own: Introduced) -> None:
        """Take the abbreviations of a document; what was found without them is found anew."""
        if own != self._introduced:
            self._before.clear()
        self._introduced = own

    def _of(self, commission: str) -> None:
        """Take the commission whose document it is; empty if it is of none."""
        if commission != self._commission:
            self._before.clear()
        self._commission = commission

    def _spans(
        self,
        text: Folded,
        headings: Sequence[str],
        of: Columns = (),
        language: str = "",
        *,
        of_plan: bool = False,
    ) -> list[Span]:
        """Return what a passage names, overlapping only where both are named."""
        lowered = text.text
        spans = list(addresses(text))
        used = taken(spans, len(lowered))
        names = without_others(text, self._names.find(text), language)
        if self._introduced:
            names = with_introduced(text, names, self._introduced)
        if spans:
            names = [name for name in names if is_free(used, name.start, name.end)]
        has_digit = bool(text.numbers)
        if has_digit:
            names = [name for name in names if not _of_money(name, lowered)]
        names = without_towns(lowered, names)
        kinds = self._triggers.in_text(lowered)
        references: list[Span] = []
        if has_digit:
            han, alphabetic = "决" in kinds, "resolution" in kinds
            if han or alphabetic:
                references += self._resolutions.find(text, names, han=han, alphabetic=alphabetic)
            references += symbols(text)
            if references:
                references = _longest(references, used)
                for span in references:
                    hold(used, span.start, span.end)
                spans += references
                names = [name for name in names if is_free(used, name.start, name.end)]
        meetings: list[Span] = []
        if (
            has_digit
            or "次" in kinds
            or "meeting" in kinds
            or ("ordinal" in kinds and are_counted(names))
        ):
            found = self._meetings.find(text, names, headings, kinds=kinds)
            meetings = [span for span in found if is_free(used, span.start, span.end)]
        coded = list(lines(text, names))
        if has_digit and ("goal" in kinds or has_lettered(lowered)):
            coded += goals(text, self._indicators, of_plan=of_plan)
        if has_digit and of:
            coded += in_columns(text, of, self._indicators)
        coded = [span for span in coded if is_free(used, span.start, span.end)]
        spans += meetings
        spans += coded
        for span in (*meetings, *coded):
            hold(used, span.start, span.end)
        met = taken(meetings, len(lowered)) if meetings else None
        for start, end, label in (*names, *self._inner(text, names)):
            kind = label.kind
            # Goals and lines are told elsewhere, and a resolution only where its title is printed.
            if kind in _NOT_BY_NAME and kind != "resolution":
                continue
            if kind == "body" or met is None or met.find(0, start, end) >= 0:
                spans.append(_named(start, end, label))
            used[start:end] = b"\1" * (end - start)
        own = list(the_commission(text, self._commission, used)) if self._commission else []
        if references and (own or meetings):
            spans = with_commissions(text, spans, meetings, own)
        spans += own
        if self._called.state() and may_call().search(lowered) is not None:
            spans += self._called.find(text, spans, used, headings)
        if has_digit or "〇" in lowered or "○" in lowered:
            dated = list(
                dates(
                    text,
                    used,
                    worded="month" in kinds,
                    since="since" in kinds,
                    from_to="from to" in kinds,
                )
            )
            if "month" in kinds or "月" in lowered:
                dated += yearless_dates(text, used, dated, spans, self._written)
            spans += dated
        spans += figures(
            text,
            used,
            has_digit=has_digit,
            in_great_words="great number" in kinds,
            in_words="number" in kinds,
            in_small_words="small number" in kinds,
            in_fractions="fraction" in kinds,
        )
        return with_officers(text, spans, of_un=self._names is self._of_un)

    def _inner(self, text: Folded, names: Sequence[Name]) -> Iterator[Name]:
        """Yield bodies and countries named within longer names: ITU in “Constitution of ITU”."""
        for name in names:
            kind = name.label.kind
            if kind != "body" and kind not in _HOLDING:
                continue
            inside = self._names.within(text, name)
            if inside:
                is_holding = kind in _HOLDING or key_of(name.label.iri) in _GROUPS
                wanted = "body" if is_holding else "country"
                for inner in inside:
                    # Of “Member States of ITU” no group is named within, but ITU.
                    if inner.label.kind == wanted and key_of(inner.label.iri) in _GROUPS:
                        yield from self._inner(text, [inner])
                    elif inner.label.kind == wanted:
                        yield inner

    def _mentions(
        self, passage: Passage, seen: Sequence[tuple[Folded | None, list[Span]]]
    ) -> list[Mention]:
        found: dict[tuple[int, int, str, str], Mention] = {}
        text, known = passage.text, self._iris
        for view, spans in seen:
            for each in spans:
                if not each.iri:
                    each = self._resolutions.settled(each)
                start, end, kind, iri = each.start, each.end, each.kind, each.iri
                if view is not None:
                    start, end = view.original(start, end)
                mark = (start, end, kind, iri or each.value)
                if mark not in found:
                    is_known = iri in known if iri else each.known
                    found[mark] = Mention(
                        start, end, kind, iri, text[start:end], each.value, each.details, is_known,
                        each.confidence, each.pattern,
                    )  # fmt: skip
        return sorted(found.values(), key=_place) if found else []


def _place(mention: Mention) -> tuple[int, int, str]:
    return mention.start, -mention.end, mention.iri


def _words_of_un() -> Iterator[Label]:
    """Yield what general words mean in a document of the United Nations: the Secretary-General."""
    for path in names_files("un"):
        for label in turtle_labels(path):
            yield label._replace(rank=-1)


def _is_name(label: Label) -> bool:
    if label.kind in ("resolution", "decision"):
        return not any(sign.isdigit() for sign in label.text) or "2030" in label.text
    return not (label.kind == "document" and "/" in label.text)


def _year_of(text: Text) -> str:
    """Return the year in which a document was issued, as it says or as its symbol tells."""
    if _YEAR.match(text.issued):
        return text.issued[:4]
    if (year := _YEAR_IN_SYMBOL.search(text.symbol)) is not None:
        return year[1] or f"20{year[2]}"
    return ""


def _of_money(name: Name, text: str) -> bool:
    return name.label.kind == "country" and in_currency(text, name.start, name.end)


def _named(start: int, end: int, label: Label) -> Span:
    iri, kind, text, _, form, _, known = label
    return Span(start, end, kind, text, iri, NOTHING, known, 0.95, f"{form} {text}")


def _longest(spans: list[Span], used: bytearray) -> list[Span]:
    """Return spans that do not overlap others nor what is used, the longer first."""
    kept: list[Span] = []
    marks = bytearray(used)
    for span in sorted(spans, key=lambda span: span.start - span.end):
        if "addendum" in span.details:
            # The document that it adds to is named as well.
            kept.append(span)
        elif is_free(marks, span.start, span.end):
            hold(marks, span.start, span.end)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _bodies_by_number(known: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """Return whose resolutions the graph knows, by number."""
    found: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(known):
        if "/id/resolution/" in iri and iri.count("/") == 6:
            body, _, number = key_of(iri).rpartition("-")
            if number.isdigit() and body.startswith("itu-"):
                found[number].append(body)
    return found


def _indicators() -> dict[str, str]:
    """Return the indicators by their numbers, since some have several."""
    path = content.folder("ontology") / "vocab" / "sdg-indicators.ttl"
    return {
        triple.object.value: triple.subject.value
        for triple in parse(path=str(path), format=RdfFormat.TURTLE)
        if triple.predicate.value == SKOS.notation
        and isinstance(triple.object, Literal)
        and isinstance(triple.subject, NamedNode)
    }
