"""What a text is made of: passages, and in them mentions and statements.

Readers of files make `Text`; mentions and statements are found in it, passage by passage. Places in
a passage are offsets of characters in `Passage.text`, which nobody changes after it was read.
Passages and mentions are not frozen only since that makes them in a third of the time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of a passage that the document marks as inserted or deleted.

    Attributes:
        start, end: the piece in `Passage.text`, which holds deleted and inserted text alike.
        kind: `inserted`, `deleted`, `moved-from` or `moved-to`.
        author, date: as the file says; empty where it does not.
    """

    start: int
    end: int
    kind: str
    author: str = ""
    date: str = ""


@dataclass(slots=True)
class Passage:
    """The smallest part of a document that a citation can point to.

    Attributes:
        locator: unique in the document and the same at the next load: printed numbers with hyphens
            (`2-1-3`, `3-a-iii`), else that of the section with an ordinal (`2-1-p2`).
        kind: key of the list `passage-kinds`.
        text: what it says, without the residue of conversion, spaces normalised.
        order: its place in the document, from 1.
        number: the number as printed or as the file's own numbering resolves to (`2.1.3`, `a)`).
        was: the number before the marked changes, where it was another.
        level: depth of a heading or list item, from 1; 0 for running text.
        section: locators of the headings above it, outermost first.
        lines: lines (text), paragraphs (.docx) or pages (.pdf) of the file that it was read from.
        language: of this passage.
        changes: what is marked as inserted or deleted; empty when the file marks none.
        row: cells of a row of a table, in order; empty for all else. `text` has them with tabs.
    """

    locator: str
    kind: str
    text: str
    order: int
    number: str = ""
    level: int = 0
    section: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    language: str = ""
    changes: tuple[Change, ...] = ()
    row: tuple[str, ...] = ()
    was: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A document, read.

    Attributes:
        title, symbol, issued: as printed (`issued` as xsd:date, gYearMonth or gYear); "" if not.
        language: of most of it.
        passages: in order; every non-empty line of the file is in exactly one.
        remarks: what a person should know, such as suspicious joins: place, finding, mend.
    """

    title: str
    symbol: str
    issued: str
    language: str
    passages: tuple[Passage, ...]
    remarks: tuple[tuple[int, str, str], ...] = ()


@dataclass(slots=True)
class Mention:
    """A thing that a passage names.

    Attributes:
        start, end: where, in `Passage.text`.
        kind: `resolution`, `decision`, `document`, `instrument`, `meeting`, `event`, `line`,
            `goal`, `target`, `indicator`, `body`, `person`, `programme`, `country`, `date`,
            `period`, `figure`, `address`.
        iri: the thing; empty for what has no IRI (dates, periods, figures, addresses).
        said: the words.
        value: its normal form: `A/RES/70/125`, `2018-11-16`, `2020/2023`, `15000`.
        details: what else was understood, such as `revised`, `place`, `year`, `number`, `unit`,
            `comparator`; see `references` for each kind.
        known: whether the vocabularies or the graph describe the thing already.
        confidence: 0 to 1.
        pattern: name of the pattern or label that found it.
    """

    start: int
    end: int
    kind: str
    iri: str
    said: str
    value: str
    details: Mapping[str, str] = field(default_factory=dict)
    known: bool = True
    confidence: float = 1.0
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that a passage makes about things that it, or its section, mentions.

    Attributes:
        kind: `role`, `submits`, `considers`, `cites`, `amends`, `replaces`, `adopts`, `clause`,
            `contributes`, `sponsors`, `under-line`, `serves`, `figure`, `meeting` (its dates).
        parts: IRI or literal by the name of the part (`body`, `role`, `context`, `start`, `end`,
            `force`, `addressee`, `due`, `donor`, `fund`, `event`, `tier`, `activity`, `target`, …).
        start, end: the words, in `Passage.text`.
        pattern: name of the pattern.
        confidence: 0 to 1.
        locator: of the passage.
    """

    kind: str
    parts: Mapping[str, str]
    start: int
    end: int
    pattern: str
    confidence: float
    locator: str = ""
