"""Reading for many pages at once: each question is asked once for all that want to know.

A page is composed by a coroutine, the same that the running service uses. Here a coroutine that
asks for something not known yet stops; when all have stopped, the questions are asked together,
each once for all the things that it was asked about, and all go on. What is known stays known, so
that a page in another language finds nearly everything there.
"""

import types
from collections import defaultdict
from collections.abc import (
    Awaitable,
    Callable,
    Collection,
    Coroutine,
    Generator,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from wsisgraph.api.pages import Concept, PeerTold
from wsisgraph.api.reading import (
    NAMELESS,
    Named,
    Reading,
    Row,
    Values,
    named,
    read_graphs,
    titles,
)
from wsisgraph.publishing.requests import Asked, Fixed, Key, Request, Used, digest
from wsisgraph.publishing.rows import rows
from wsisgraph.publishing.spoken import Texts
from wsisgraph.questions import Catalogue
from wsisgraph.questions.texts import ENGLISH, Textless, textless
from wsisgraph.questions.together import Together, together
from wsisgraph.settings import Settings
from wsisgraph.store.local import Graph, LocalStore
from wsisgraph.terms.polyglot import merged, several

if TYPE_CHECKING:
    from wsisgraph.publishing.dataset import Downloads

_T = TypeVar("_T")

_KEYS = {"api/cell": "object"}
"""The parameter by which answers are told apart, where it is not the first."""

_SHARED = frozenset({"lang", "status", "basis", "property", "class"})
"""Parameters that many askers have in common."""


GRAPHS = frozenset({"api/describe-graph", "api/graph-contents"})
"""Questions whose answer is a graph."""

NAMES: Asked = ("api/labels", (("", "thing"),), ("accepted",))
"""What is asked for the names of an IRI."""


_MOST_NAMED = 8_000
"""Things whose names are kept when the answers are let go."""


class _Waiting:
    """What a coroutine gives up its turn with."""


_WAITING = _Waiting()


@types.coroutine
def _wait() -> Generator[_Waiting, None, None]:
    yield _WAITING


@dataclass(slots=True)
class _Made:
    """What was made for all languages at once, and what was asked for it."""

    used: Used = field(default_factory=Used)
    done: bool = False
    given_up: bool = False
    result: Any = None


class Gathered:
    """All that is known of one revision, and what is asked for.

    Attributes:
        store: the revision.
        catalogue: the questions.
        digests: the checksum of each answer.
        downloads: the files to take away, where they were made; see `dataset.downloads`.
        beside: what is asked elsewhere than of the store, by name, with what tells the checksum of
            such an answer.
        texts: what is put into answers in each language.
        heard: the same revision with what peers say; None where none is heard.
        ours: of what is heard, the same without peers; None for the revision itself.
        peers: those that are heard.
    """

    def __init__(self, store: LocalStore, catalogue: Catalogue, settings: Settings) -> None:
        self.store = store
        self.catalogue = catalogue
        self.settings = settings
        self.digests: dict[Request, str] = {}
        self.downloads: Downloads | None = None
        self.beside: dict[str, Callable[[Key], str]] = {}
        self.texts = Texts(store)
        self.heard: Gathered | None = None
        self.ours: Gathered | None = None
        self.peers: Mapping[str, PeerTold] = {}
        self._textless: dict[str, Textless | None] = {}
        self._answers: dict[Asked, dict[Key, Sequence[Row]]] = defaultdict(dict)
        self._names: dict[str, Named] = {}
        self._wanted: dict[Asked, dict[Key, None]] = defaultdict(dict)
        self._nameless: dict[str, None] = {}
        self._questions: dict[tuple[str, str], Together] = {}
        self._titles: dict[str, str] | None = None
        self._concepts: dict[str, dict[str, Concept]] = defaultdict(dict)
        self._made: dict[Hashable, _Made] = {}

    def hear(self, store: LocalStore, peers: Mapping[str, PeerTold]) -> None:
        """Hear peers beside the revision.

        Args:
            store: the revision with what they say.
            peers: who they are.
        """
        self.heard = Gathered(store, self.catalogue, self.settings)
        self.heard.ours, self.heard.peers = self, peers

    def reading(self, lang: str, used: Used | None = None) -> "SharedReading":
        """Begin to read for one page; what it asks for is noted in `used`."""
        return SharedReading(self, lang, Used() if used is None else used)

    def run(self, coroutines: Iterable[Coroutine[Any, Any, _T]]) -> Iterator[_T]:
        """Carry these on together to their ends; yields what they return, in no order."""
        going = list(coroutines)
        while going:
            stopped = []
            for coroutine in going:
                try:
                    coroutine.send(None)
                except StopIteration as ended:
                    yield ended.value
                else:
                    stopped.append(coroutine)
            self._ask()
            if self.heard is not None:
                self.heard._ask()
            going = stopped

    def refresh(self, requests: Iterable[Request]) -> None:
        """Ask for these, so that `digests` has them."""
        for asked, key in requests:
            if asked == NAMES:
                self._nameless[key[0]] = None
            elif asked[0] in self.beside:
                self.digests[asked, key] = self.beside[asked[0]](key)
            elif asked[0] in GRAPHS:
                self.graph(asked[0], dict(asked[1]), asked[2])
            else:
                self._wanted[asked][key] = None
        self._ask()

    def forget(self, *, digests: bool = True) -> None:
        """Let go of the answers about single things; what is known of all stays.

        So do names, until there are many: most pages name the same few hundred things.

        Args:
            digests: whether to let go of the checksums too.
        """
        if self.heard is not None:
            self.heard.forget()
        if digests:
            self.digests.clear()
        self.downloads = None
        self._made.clear()
        for asked, known in self._answers.items():
            if () in known:
                self._answers[asked] = {(): known[()]}
                bare, graphs = self.textless(asked[0]), self.graphs(asked[2])
                self.digests[asked, ()] = self._digest(known[()], bare, graphs)
            else:
                known.clear()
        if len(self._names) > _MOST_NAMED:
            self._names.clear()
            self._concepts.clear()

    def textless(self, name: str) -> Textless | None:
        """Return a question as it is asked once for all languages, None where it cannot be."""
        if name not in self._textless:
            self._textless[name] = textless(self.catalogue[name])
        return self._textless[name]

    def titles(self) -> Mapping[str, str]:
        """Return every named graph with its title."""
        if self._titles is None:
            text = self.catalogue["api/graphs"].bind({})
            self._titles = titles(self._rows(text))
        return self._titles

    def graph(
        self, name: str, values: Values, statuses: Sequence[str], used: Used | None = None
    ) -> Graph:
        """Return the triples of a CONSTRUCT query of the catalogue."""
        fixed = tuple(sorted((key, str(found)) for key, found in values.items()))
        request: Request = ((name, fixed, tuple(statuses)), ())
        graph = self.store.graph(self.catalogue[name].bind(values), self.graphs(statuses))
        self.digests[request] = digest(graph.triples)
        if used is not None:
            used.requests.add(request)
        return graph

    async def rows(
        self, name: str, values: Values, statuses: Sequence[str], used: Used
    ) -> Sequence[Row]:
        """Return the solutions of a question; see `Reading.rows`."""
        request = self._told_apart(name, values, statuses)
        used.requests.add(request)
        asked, key = request
        known = self._answers[asked]
        if key not in known:
            self._wanted[asked][key] = None
            while key not in known:
                await _wait()
        return known[key]

    async def named(self, wanted: Iterable[str]) -> Mapping[str, Named]:
        """Return the names of these IRIs in all languages."""
        missing = [iri for iri in wanted if iri not in self._names]
        if missing:
            self._nameless.update(dict.fromkeys(missing))
            while any(iri not in self._names for iri in missing):
                await _wait()
        return self._names

    def name_digest(self, iri: str) -> str:
        """Return the checksum of the names of an IRI; "" for what no query can name."""
        return digest(self._names[iri]) if iri in self._names else ""

    def _told_apart(self, name: str, values: Values, statuses: Sequence[str]) -> Request:
        question = self.catalogue[name]
        given = {parameter: found for parameter, found in values.items() if found is not None}
        key = _KEYS.get(name, "")
        if key not in given:
            key = next(
                (
                    parameter
                    for parameter in question.params
                    if parameter in given and parameter not in _SHARED
                ),
                "",
            )
        of_key: Key = ()
        if key:
            found = given.pop(key)
            of_key = (found,) if isinstance(found, str) else tuple(found or ())
        fixed: Fixed = tuple(
            (parameter, found if isinstance(found, str) else tuple(found))
            for parameter, found in sorted(given.items())
            if found is not None
        )
        return (name, (*fixed, ("", key)), tuple(statuses)), of_key

    def _ask(self) -> None:
        """Ask for all that is wanted."""
        wanted, self._wanted = self._wanted, defaultdict(dict)
        for asked, keys in wanted.items():
            self._answer(asked, list(keys))
        nameless, self._nameless = self._nameless, {}
        if nameless:
            text = self._together("api/labels", "thing").bind(nameless, {})
            found = named(self._rows(text))
            self._names.update((iri, found.get(iri, NAMELESS)) for iri in nameless)

    def _answer(self, asked: Asked, keys: Sequence[Key]) -> None:
        name, fixed, statuses = asked
        values: dict[str, Any] = {parameter: found for parameter, found in fixed if parameter}
        key = str(dict(fixed)[""])
        graphs = self.graphs(statuses)
        bare = self.textless(name)
        if not key:
            question = bare.question if bare else self.catalogue[name]
            whole = list(self._rows(question.bind(values), graphs))
            self._answers[asked][()] = whole
            self.digests[asked, ()] = self._digest(whole, bare, graphs)
            return
        asking = self._together(name, key)
        known = self._answers[asked]
        single = dict.fromkeys(value for wanted in keys for value in wanted)
        by_value: dict[str, list[tuple[int, Row]]] = {value: [] for value in single}
        for at, row in enumerate(self._rows(asking.bind(single, values), graphs)):
            by_value[row[asking.key].value].append((at, row))
        for wanted in keys:
            if len(wanted) == 1:
                found = [row for _, row in by_value[wanted[0]]]
            else:
                # In the order in which they were found, as if these alone had been asked for.
                placed = sorted(
                    (pair for value in dict.fromkeys(wanted) for pair in by_value[value]),
                    key=lambda pair: pair[0],
                )
                found = [row for _, row in placed]
            known[wanted] = found[: asking.limit]
            self.digests[asked, wanted] = self._digest(known[wanted], bare, graphs)

    def _digest(self, found: Sequence[Row], bare: Textless | None, graphs: tuple[str, ...]) -> str:
        """Return the checksum of an answer, with its texts in all languages."""
        if bare is None:
            return digest(found)
        return digest([(row, self.texts.told(row, bare, graphs)) for row in found])

    def _rows(self, text: str, graphs: Sequence[str] = ()) -> Iterator[Row]:
        return rows(self.store.solutions(text, graphs))

    def _together(self, name: str, key: str) -> Together:
        if (name, key) not in self._questions:
            bare = self.textless(name)
            self._questions[name, key] = together(
                bare.question if bare else self.catalogue[name], key
            )
        return self._questions[name, key]

    def graphs(self, statuses: Sequence[str]) -> tuple[str, ...]:
        """Return the graphs that are read for these standings; () for the merged one."""
        if tuple(statuses) == ("accepted",) and self.settings.default_graph == "accepted":
            return ()
        return read_graphs(self.titles(), statuses)


class SharedReading(Reading):
    """A reading that shares what is known with those of all other pages."""

    def __init__(self, gathered: Gathered, lang: str, used: Used) -> None:
        self.revision = gathered.store.revision
        self.lang = lang
        self.issued = ""
        self.missing_labels = set()
        self._catalogue = gathered.catalogue
        self._settings = gathered.settings
        self.gathered = gathered
        self.peers = gathered.peers
        self._languages = several(lang)
        self._known = gathered._concepts[" ".join(self._languages)]
        self._used = used

    @property
    def addresses(self) -> dict[str, str]:
        """Where the page links to; see `Used`."""
        return self._used.addresses

    def note(self, request: Request, found: str) -> None:
        """Note the checksum of an answer that the page got from elsewhere."""
        self._used.requests.add(request)
        self.gathered.digests[request] = found

    @property
    def heard(self) -> "SharedReading":
        """The same with what peers say; what it asks for is not remembered."""
        heard = self.gathered.heard
        return self if heard is None else heard.reading(self.lang)

    @property
    def alone(self) -> "SharedReading":
        """The same without what peers say."""
        ours = self.gathered.ours
        return self if ours is None else ours.reading(self.lang)

    def place(self, iri: str) -> str:
        """Return the path of a page, "" for what has a name of ours and only peers speak of."""
        path, ours = super().place(iri), self.gathered.ours
        if ours is None or not path.startswith("/") or ours.store.describes(iri):
            return path
        return ""

    async def rows(
        self, name: str, values: Values | None = None, *, statuses: Sequence[str] = ("accepted",)
    ) -> Sequence[Row]:
        """Return the solutions of a query of the catalogue."""
        given = dict(values or {})
        bare = self.gathered.textless(name)
        if bare is not None:
            lang = given.pop("lang", None) or ENGLISH
            found = await self.gathered.rows(name, given, statuses, self._used)
            languages = self._languages if lang is self.lang else (str(lang),)
            return self.gathered.texts.into(found, bare, languages, self.gathered.graphs(statuses))
        if len(self._languages) == 1 or given.get("lang") != self.lang:
            return await self.gathered.rows(name, given, statuses, self._used)
        each = await self.together(
            *(
                self.gathered.rows(name, {**given, "lang": lang}, statuses, self._used)
                for lang in self._languages
            )
        )
        whole: Sequence[Row] = merged(each)
        return whole

    async def together(self, *awaited: Coroutine[Any, Any, Any]) -> list[Any]:
        """Return what does not depend on each other, in order."""
        results: list[Any] = [None] * len(awaited)
        going = dict(enumerate(awaited))
        try:
            while going:
                for at, coroutine in list(going.items()):
                    try:
                        coroutine.send(None)
                    except StopIteration as ended:
                        results[at] = ended.value
                        del going[at]
                if going:
                    await _wait()
        finally:
            # Where one failed the others are not wanted any more.
            for coroutine in going.values():
                coroutine.close()
        return results

    async def once(self, key: Hashable, make: Callable[[Reading], Awaitable[_T]]) -> _T:
        """Return what `make` makes, which the first page that wants it does for all."""
        made = self.gathered._made.get(key)
        if made is None:
            made = self.gathered._made[key] = _Made()
            try:
                made.result = await make(self.gathered.reading(self._languages[0], made.used))
            except BaseException:
                # Also where the page that began it was given up: another one begins again.
                made.given_up = True
                del self.gathered._made[key]
                raise
            made.done = True
        while not made.done:
            if made.given_up:
                return await self.once(key, make)
            await _wait()
        self._used.requests |= made.used.requests
        result: _T = made.result
        return result

    async def graphs(self) -> Mapping[str, str]:
        """Return every named graph with its title ("" for none)."""
        return self.gathered.titles()

    async def concepts(
        self, wanted: Iterable[str], *, nameless: Collection[str] = ()
    ) -> dict[str, Concept]:
        """Return code and label of these IRIs, in our language or else in English."""
        known = self._known
        asked = sorted(set(wanted))
        self._used.names.update(asked)
        unknown = [iri for iri in asked if iri not in known]
        if unknown:
            web = [iri for iri in unknown if iri.startswith(("http://", "https://"))]
            names = await self.gathered.named(web)
            for iri in unknown:
                known[iri] = self._concept(iri, names.get(iri, NAMELESS))
        return {iri: known[iri] for iri in asked}

    async def ask(
        self, text: str, formats: Sequence[str], *, statuses: Sequence[str] = ("accepted",)
    ) -> bytes:
        """Return the solutions of a query as JSON.

        Raises:
            NotImplementedError: always; what a page shows is asked for by the name of a question.
        """
        raise NotImplementedError("pages of files ask by name")
