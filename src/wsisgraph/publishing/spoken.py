"""The texts of answers in each language, where a question was asked once without them.

See `questions.texts` for what is taken out of a question. Here its solutions get back just the
texts that the whole question would have found in a language, or in several at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from wsisgraph.api.reading import Node, Row
from wsisgraph.questions.texts import ENGLISH, Textless, Told
from wsisgraph.store.local import LocalStore
from wsisgraph.terms.polyglot import merged

_MOST = 5_000
"""Things of which the texts are kept."""

_By = Mapping[str, tuple[str, ...]]
"""The texts of a thing by language, each once and in their order."""


@dataclass(slots=True)
class Texts:
    """Finds texts, and puts them into solutions."""

    store: LocalStore
    _known: dict[tuple[str, tuple[str, ...], tuple[str, ...]], _By] = field(default_factory=dict)
    _nodes: dict[tuple[object, ...], list[Node] | None] = field(default_factory=dict)

    def into(
        self,
        rows: Sequence[Row],
        textless: Textless,
        languages: Sequence[str],
        graphs: tuple[str, ...],
    ) -> Sequence[Row]:
        """Return solutions with their texts, as one for several languages.

        Raises:
            Differs: the languages have not the same number of solutions, or of columns.
        """
        if not textless.added:
            found = [self._alike(row, textless, languages, graphs) for row in rows]
            if None not in found:
                return [row for row in found if row is not None]
        each = [list(self._in(rows, textless, lang, graphs)) for lang in languages]
        whole: Sequence[Row] = each[0] if len(each) == 1 else merged(each)
        return whole

    def told(self, row: Row, textless: Textless, graphs: tuple[str, ...]) -> list[_By]:
        """Return all that can be put into a solution, in any language."""
        return [
            self._of(row[told.subject].value, told.properties, graphs)
            for told in textless.told
            if told.subject in row
        ]

    def _alike(
        self,
        row: Row,
        textless: Textless,
        languages: Sequence[str],
        graphs: tuple[str, ...],
    ) -> Row | None:
        """Return one solution for all languages; None where not all have one text each, or none."""
        whole = dict(row)
        for told in textless.told:
            if told.subject not in row:
                continue
            iri = row[told.subject].value
            key = iri, told.properties, told.or_english, languages, graphs
            if key not in self._nodes:
                self._make_room()
                self._nodes[key] = self._node(iri, told, languages, graphs)
            node = self._nodes[key]
            if node is None:
                return None
            if node:
                whole[told.column] = node[0]
        return whole

    def _node(
        self, iri: str, told: Told, languages: Sequence[str], graphs: tuple[str, ...]
    ) -> list[Node] | None:
        """Return the one text of a thing, [] for none; None where languages differ in that."""
        by = self._of(iri, told.properties, graphs)
        each = [_chosen(by, told, lang) for lang in languages]
        number = len(each[0])
        if number > 1 or any(len(nodes) != number for nodes in each):
            return None
        return [merged([nodes[0] for nodes in each])] if number else []

    def _in(
        self, rows: Sequence[Row], textless: Textless, lang: str, graphs: tuple[str, ...]
    ) -> Iterator[Row]:
        """Give the solutions in one language: one for each text where there are several."""
        known: set[frozenset[tuple[str, Node]]] = set()
        for row in rows:
            bare = {name: node for name, node in row.items() if name not in textless.added}
            texts = [
                [
                    {told.column: node}
                    for node in _chosen(
                        self._of(row[told.subject].value, told.properties, graphs), told, lang
                    )
                ]
                or [{}]
                for told in textless.told
                if told.subject in row
            ]
            for some in product(*texts):
                whole = dict(bare)
                for text in some:
                    whole |= text
                # Without the columns that were added two solutions may be one.
                name = frozenset(whole.items())
                if name not in known:
                    known.add(name)
                    yield whole

    def _of(self, iri: str, properties: tuple[str, ...], graphs: tuple[str, ...]) -> _By:
        key = iri, properties, graphs
        found = self._known.get(key)
        if found is None:
            self._make_room()
            by: dict[str, set[str]] = {}
            # What is no address of the web has no text either; a blank node is none.
            for property in properties if iri.startswith(("http://", "https://")) else ():
                for language, text in self.store.texts(iri, property, graphs):
                    by.setdefault(language, set()).add(text)
            found = {language: tuple(sorted(by[language])) for language in sorted(by)}
            self._known[key] = found
        return found

    def _make_room(self) -> None:
        if len(self._known) + len(self._nodes) >= _MOST:
            self._known.clear()
            self._nodes.clear()


def _chosen(by: _By, told: Told, lang: str) -> list[Node]:
    """Return the texts of a column in a language, or else the English ones."""
    for wanted in (lang, ENGLISH) if told.or_english else (lang,):
        if wanted in by:
            return [Node("literal", text, wanted) for text in by[wanted]]
    return []
