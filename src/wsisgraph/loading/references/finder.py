"""All mentions of a passage: names and references, brought into agreement."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from wsisgraph import content
from wsisgraph.loading.references.addresses import addresses
from wsisgraph.loading.references.dates import dates
from wsisgraph.loading.references.figures import figures
from wsisgraph.loading.references.fold import Folded, fold
from wsisgraph.loading.references.labels import Label, bundled_labels
from wsisgraph.loading.references.lines import goals, lines
from wsisgraph.loading.references.meetings import Meetings
from wsisgraph.loading.references.names import Name, Names
from wsisgraph.loading.references.resolutions import Resolutions, key_of
from wsisgraph.loading.references.spans import Span, taken
from wsisgraph.loading.references.symbols import symbols
from wsisgraph.loading.references.views import views
from wsisgraph.loading.references.words import table
from wsisgraph.loading.texts.model import Mention, Passage, Text
from wsisgraph.terms.namespaces import SKOS

# Found by their own normaliser, which knows more spellings than the labels have.
# What is named after the body that made it, and groups named after the body they belong to.
_HOLDING = frozenset({"instrument", "programme", "document"})
_GROUPS = frozenset(table("groups")["inner"])
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
        self._names = Names(label for label in known if _is_name(label))
        self._iris = frozenset(label.iri for label in known if label.known)
        self._resolutions = Resolutions(_bodies_by_number(self._iris))
        self._meetings = Meetings(
            {fold(label.text): label.iri for label in known if label.kind == "meeting"}
        )
        self._indicators = _indicators()

    def find_all(self, text: Text) -> dict[str, list[Mention]]:
        """Return the mentions of each passage of a text, by locator.

        What one passage leaves open, as “Resolution 30” may be, is closed by what others say.
        """
        self._begin()
        bodies: dict[str, list[str]] = {}
        found: dict[str, list[tuple[Span, Folded]]] = {}
        for passage in text.passages:
            spans: list[tuple[Span, Folded]] = []
            # Lines of page footers and their like say nothing.
            for view in views(passage) if passage.kind != "residue" else ():
                headings = [
                    key for locator in passage.section[::-1] for key in bodies.get(locator, ())
                ]
                spans += ((span, view) for span in self._spans(view, headings))
            found[passage.locator] = spans
            bodies[passage.locator] = [
                span.details.get("body") or key_of(span.iri)
                for span, _ in spans
                if span.kind in ("body", "meeting")
            ]
        return {
            passage.locator: self._mentions(passage, found[passage.locator])
            for passage in text.passages
        }

    def find(self, passage: Passage, text: Text | None = None) -> list[Mention]:
        """Return the mentions of one passage, in order; `text` helps with what it leaves open."""
        if text is not None and passage in text.passages:
            return self.find_all(text)[passage.locator]
        self._begin()
        spans = [(span, view) for view in views(passage) for span in self._spans(view, ())]
        return self._mentions(passage, spans)

    def _begin(self) -> None:
        self._resolutions.begin()
        self._meetings.begin()

    def _spans(self, text: Folded, headings: Sequence[str]) -> list[Span]:
        web = list(addresses(text))
        used = taken(web, len(text.text))
        names = [name for name in self._names.find(text) if not any(used[name.start : name.end])]
        spans = web
        if any(sign.isdigit() for sign in text.text) or "第" in text.text or names:
            references = _longest(
                [
                    *self._resolutions.find(text, names),
                    *symbols(text),
                ],
                used,
            )
            spans += references
            used = taken(spans, len(text.text))
            free = [name for name in names if not any(used[name.start : name.end])]
            meetings = [
                span
                for span in self._meetings.find(text, free, headings)
                if not any(used[span.start : span.end])
            ]
            spans += meetings
            coded = [
                span
                for span in (*lines(text, free), *goals(text, self._indicators))
                if not any(used[span.start : span.end])
            ]
            spans += coded
            used = taken(spans, len(text.text))
            named = [
                _named(name)
                for name in free
                if name.label.kind not in _NOT_BY_NAME or _says_all(name)
            ]
            named += [_named(name) for name in self._inner(text, free)]
            spans += [
                span for span in named if not _is_inside(span, meetings) or span.kind == "body"
            ]
            held = bytearray(used)
            for span in named:
                held[span.start : span.end] = b"\1" * (span.end - span.start)
            spans += dates(text, held)
            spans += figures(text, held)
        return spans

    def _inner(self, text: Folded, names: Sequence[Name]) -> Iterator[Name]:
        """Yield bodies and countries named within longer names: ITU in “Constitution of ITU”."""
        for name in names:
            key = key_of(name.label.iri)
            kinds = ("body",) if name.label.kind in _HOLDING or key in _GROUPS else ("country",)
            if name.label.kind not in _HOLDING and name.label.kind != "body":
                continue
            for inner in self._names.within(text, name):
                if inner.label.kind in kinds:
                    yield inner

    def _mentions(self, passage: Passage, spans: Sequence[tuple[Span, Folded]]) -> list[Mention]:
        found: dict[tuple[int, int, str, str], Mention] = {}
        for span, view in spans:
            span = self._resolutions.settle((span,))[0]
            start, end = view.original(span.start, span.end)
            mention = Mention(
                start,
                end,
                span.kind,
                span.iri,
                passage.text[start:end],
                span.value,
                dict(span.details),
                span.iri in self._iris if span.iri else span.known,
                span.confidence,
                span.pattern,
            )
            found.setdefault((start, end, span.kind, span.iri or span.value), mention)
        return sorted(
            found.values(), key=lambda mention: (mention.start, -mention.end, mention.iri)
        )


def _is_name(label: Label) -> bool:
    if label.kind in ("resolution", "decision"):
        return not any(sign.isdigit() for sign in label.text) or "2030" in label.text
    return not (label.kind == "document" and "/" in label.text)


def _says_all(name: Name) -> bool:
    """Tell whether the name of a resolution is its title; goals and lines are told elsewhere."""
    return name.label.kind == "resolution"


def _named(name: Name) -> Span:
    label = name.label
    return Span(
        name.start,
        name.end,
        label.kind,
        label.text,
        label.iri,
        pattern=f"{label.form} {label.text}",
        known=label.known,
        confidence=0.95,
    )


def _longest(spans: list[Span], used: bytearray) -> list[Span]:
    """Return spans that do not overlap others nor what is used, the longer first."""
    kept: list[Span] = []
    marks = bytearray(used)
    for span in sorted(spans, key=lambda span: span.start - span.end):
        if not any(marks[span.start : span.end]):
            marks[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _is_inside(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)


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
