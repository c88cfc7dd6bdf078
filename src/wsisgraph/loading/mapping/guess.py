"""Propose what the columns of a table mean, from their headers and their values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from rapidfuzz import fuzz, process

from wsisgraph.loading.context import Context
from wsisgraph.loading.keys import plain
from wsisgraph.loading.mapping.evidence import TESTS, Evidence, date_order, weigh
from wsisgraph.loading.mapping.fields import fields_of
from wsisgraph.loading.mentions import mentioned
from wsisgraph.loading.reading import Table
from wsisgraph.terms.codes import Code

SAMPLE = 500

# Fields that one column at most can be.
_SINGLE = frozenset(
    {"key", "title", "organisation", "kind", "status", "start", "end", "stakeholder", "coverage"}
    | {"phase", "edition", "period", "line", "strength", "confidence", "direction", "question"}
)
# Fields that several columns can be, if their headers say so: a goal, and a target of it.
_BY_HEADER = frozenset({"object"})
# Fields that values alone can show, without a header that says so.
_SPEAKING = frozenset({"links", "country", "url", "stakeholder", "organisation", "line", "object"})
# A heading such as “country” or “category” is believed only if the values agree.
_WEAK_TESTS = frozenset({"organisation", "question"})
# Fields whose values have one form: where none has it, the header means something else.
_FORMAL = frozenset({"confidence", "strength", "direction"})
_YEARS = frozenset({"year", "annee", "ano", "год", "年份", "السنة"})
# A year or date of which a header says more is that of something else.
_WHENEVER = _YEARS | {"date", "fecha", "дата", "日期", "تاريخ", "years", "annees"}
_CAMEL = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")
_SMALL_WORDS = {
    "en": "the of for and to in with on by from",
    "es": "el los las del para en y una por con sobre",
    "fr": "le la les des du pour dans et une sur aux par avec",
}
_LANGUAGES = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
# Letters that one of them has and the others have not.
_LETTERS = {"es": "ñáíóú¿¡", "fr": "àèêëçîïôœùû"}
_SCRIPTS = (("ar", "\u0600-\u06ff"), ("ru", "\u0400-\u04ff"), ("zh", "\u4e00-\u9fff"))


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column may mean.

    Attributes:
        column: its name.
        field: name of the field; empty if nothing fits.
        confidence: from 0 to 1.
        reason: why, in words.
        evidence: what its values show.
    """

    column: str
    field: str
    confidence: float
    reason: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Guessed:
    """What a table may mean: its columns, the language of its texts, the order of its dates."""

    columns: tuple[Guess, ...]
    language: str
    dates: str
    rows: int


def guess_columns(table: Table, subject: str, context: Context) -> Guessed:
    """Return a guess for each column of a table, from its header and its first rows."""
    quiet = Context(context.manifest, tell=lambda remark: None)
    rows = [cells for _, cells in islice(table.rows(quiet), SAMPLE)]
    values = [[cells[index] for cells in rows] for index in range(len(table.columns))]
    weighed = [weigh(column, TESTS[subject]) for column in values]
    candidates = [
        (guess, index)
        for index, name in enumerate(table.columns)
        for guess in _candidates(name, weighed[index], subject)
    ]
    candidates.sort(key=lambda found: (-found[0].confidence, found[1], found[0].field))
    chosen: dict[int, Guess] = {}
    taken: set[str] = set()
    for guess, index in candidates:
        if index in chosen or (guess.field in _SINGLE and guess.field in taken):
            continue
        if guess.field in _BY_HEADER & taken and guess.reason.endswith("no header"):
            continue
        chosen[index] = guess
        taken.add(guess.field)
    if subject == "entries":
        _year_of_prizes(chosen, taken)
        _fall_back(table.columns, weighed, chosen, taken)
    columns = tuple(
        chosen.get(index, Guess(name, "", 0.0, "nothing is recognised", weighed[index]))
        for index, name in enumerate(table.columns)
    )
    dated = [at for at, guess in enumerate(columns) if guess.field in ("start", "end", "period")]
    texts = [
        value
        for at, guess in enumerate(columns)
        if guess.field in ("title", "description", "rationale")
        for value in values[at][:100]
    ]
    return Guessed(
        columns=columns,
        language=_language([*table.columns, *texts]),
        dates=date_order([value for at in dated for value in values[at]]),
        rows=len(rows),
    )


def _candidates(name: str, evidence: Evidence, subject: str) -> list[Guess]:
    """Return every field that a column may be, with the confidence of each."""
    found: list[Guess] = []
    if subject == "entries" and evidence.marks == 1.0 and (code := code_of_column(name)):
        reason = f"the header names {code.notation}, and the cells are marks"
        return [Guess(name, "links", 0.9, reason, evidence)]
    for field in fields_of(subject):
        header, how = _header_says(name, field, subject)
        share = evidence.shares.get(field)
        tested = f"{int(share * 100)}% of {evidence.filled} values fit" if share is not None else ""
        if share is None or field in _WEAK_TESTS:
            if header:
                found.append(Guess(name, field, round(header * 0.9, 2), how, evidence))
                continue
            if share is None:
                continue
        if header and evidence.filled and not share and field in _FORMAL:
            continue
        if header and evidence.filled:
            score = header * (0.4 + 0.6 * min(share * 1.25, 1.0))
            if header == 1.0 and evidence.numbers < 0.5:
                # Words that nobody knows are told one by one when the table is read.
                score = max(score, 0.5)
            found.append(Guess(name, field, round(score, 2), f"{how}; {tested}", evidence))
        elif header:
            found.append(Guess(name, field, 0.5, f"{how}; no value to try", evidence))
        elif (
            field in _SPEAKING
            and share >= 0.8
            and evidence.distinct > 1
            # Amounts look like goals and targets; in a table of linkages, numbers are nothing else.
            and (evidence.figures if subject == "entries" else evidence.numbers) < 0.5
        ):
            score = 0.6 * share
            found.append(Guess(name, field, round(score, 2), f"{tested}; no header", evidence))
    return [guess for guess in found if guess.confidence >= 0.35]


def _header_says(name: str, field: str, subject: str) -> tuple[float, str]:
    """Return how surely a header names a field, and how it does."""
    header = normal_header(name)
    words = _words(subject).get(field, frozenset())
    if header in words:
        return 1.0, "the header says so"
    if not header:
        return 0.0, ""
    inside = [word for word in words if " " in word and f" {word} " in f" {header} "]
    if inside:
        return 0.9, f"the header has “{max(inside, key=len)}” in it"
    best = process.extractOne(header, words, scorer=fuzz.ratio, score_cutoff=85)
    if best is not None and len(header) > 4:
        return 0.8, f"the header is much like “{best[0]}”"
    parts = header.split()
    single = [word for word in words if word in parts and len(word) > 3 and word not in _WHENEVER]
    if single and len(parts) <= 4:
        return 0.6, f"the header has the word “{max(single, key=len)}”"
    return 0.0, ""


@cache
def _words(subject: str) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(normal_header(word) for word in field.words)
        for name, field in fields_of(subject).items()
    }


@lru_cache(maxsize=1_000)
def code_of_column(name: str) -> Code | None:
    """Return the one line, goal or target that the name of a column names."""
    found = mentioned(name)
    return found.codes[0] if len(found.codes) == 1 and not found.remark else None


def is_header(name: str, subject: str) -> bool:
    """Tell whether a text is a name by which a column of some field is known."""
    normal = normal_header(name)
    return any(normal in words for words in _words(subject).values())


def normal_header(name: str) -> str:
    """Return a header in small letters, without accents, underscores and humps of a camel."""
    return plain(_CAMEL.sub(" ", name).replace("_", " "))


def _year_of_prizes(chosen: dict[int, Guess], taken: set[str]) -> None:
    """Take the column “Year” of a list of prizes for that of the prizes, not of the activity."""
    if "phase" not in taken or "edition" in taken:
        return
    for index, guess in chosen.items():
        is_year = normal_header(guess.column) in _YEARS and guess.field == "start"
        if is_year and guess.evidence.shares.get("edition", 0) >= 0.8:
            reason = "beside a column of prizes, a year is that of the prizes"
            chosen[index] = Guess(guess.column, "edition", 0.8, reason, guess.evidence)
            taken.add("edition")
            return


def _fall_back(
    names: Sequence[str], weighed: Sequence[Evidence], chosen: dict[int, Guess], taken: set[str]
) -> None:
    """Guess title and description by how the values look, when no header names them."""
    free = [at for at in range(len(names)) if at not in chosen and weighed[at].filled]
    if "title" not in taken:
        named = [at for at in free if 8 <= weighed[at].length <= 160]
        best = max(named, key=lambda at: (weighed[at].distinct, -at), default=None)
        if best is not None and weighed[best].distinct * 2 > weighed[best].filled:
            reason = "short texts, most of them different, and no header says title"
            chosen[best] = Guess(names[best], "title", 0.4, reason, weighed[best])
            free.remove(best)
    if "description" not in taken:
        long = [at for at in free if weighed[at].length > 160]
        if long:
            best = max(long, key=lambda at: weighed[at].length)
            chosen[best] = Guess(names[best], "description", 0.4, "long texts", weighed[best])


def _language(texts: Sequence[str]) -> str:
    """Return the language of texts by their script and their small words."""
    whole = " ".join(texts)
    letters = max(sum(ch.isalpha() for ch in whole), 1)
    for language, script in _SCRIPTS:
        if len(re.findall(f"[{script}]", whole)) * 2 > letters:
            return language
    words = plain(whole).split()
    counts = {
        language: sum(word in small for word in words) for language, small in _LANGUAGES.items()
    }
    for language, letters_of in _LETTERS.items():
        counts[language] += sum(whole.casefold().count(letter) for letter in letters_of)
    best = max(sorted(counts), key=lambda language: counts[language])
    return best if counts[best] else "en"
