"""The patterns of a language, read from `patterns/<language>.toml`.

A pattern is a regular expression over the masked text (see `masking`) with these shorthands:

- `<holder:bodies>`: a named part; after the colon a class, or a list of it, as in `LISTS`.
- `{body}`: the sign of a class; `{sign}`, of any; `{here}`, beside dates, the place of the date.
- `<the>`: one of the words of the table `[words]` of the file.
- `<..>`: up to sixty characters that do not end the clause; `<..20>`: up to twenty.
- `<~>`, `<~20>`: the same, without any sign.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from wsisgraph.loading.claims.masking import ANY_SIGN, SIGNS, normal
from wsisgraph.loading.references.anchors import Anchored, Late

LANGUAGES = ("en", "zh", "fr", "es", "ru", "ar")

LISTS = {
    "bodies": ("body",),
    "addressees": ("body", "meeting"),
    "holders": ("body", "person"),
    "persons": ("person",),
    "bearers": ("body",),
    "givers": ("body", "country"),
    "countries": ("country",),
    "lines": ("line",),
    "goals": ("goal",),
    "roles": ("role",),
    "meetings": ("meeting", "event"),
    "events": ("event", "meeting", "programme"),
    "instruments": ("instrument",),
    "documents": ("document",),
    "papers": ("document", "instrument"),
    "programmes": ("programme",),
    "dates": ("date", "period"),
    "recipients": ("body", "event", "meeting"),
    "channels": ("body", "event", "programme", "instrument"),
    "things": ("line", "event", "programme", "body", "instrument", "meeting"),
}
"""Names of lists: one or more of these classes, with the words that join them."""

_JOINTS = {"addressees": "and", "roles": "role_joint"}
_ALIKE = ("things", "recipients", "channels")
"""Lists whose members are all of one class: “of C2 and C5”, not “of C2, and UNESCO”."""

_SHORT = re.compile(
    r"<(?:(?P<part>\w+):(?P<kind>\w+)|(?P<word>[a-z_]+)|\.\.(?P<far>\d*)|~(?P<near>\d*))>"
)
_TOKENS = re.compile(r"\\.|\[[^\]]*\]|<\w+:(?P<kind>\w+)>|[()|]")
_SIGN = re.compile(r"\{([a-z]+)\}")
_NUMBER = r"^\d{1,2}(?:\.\d{1,3})+\.? (?=\D)"
_FAR = 60
_WIDE = ":spread>"
_TOLD_ASIDE = f"[{SIGNS['figure']}{SIGNS['date']}{SIGNS['period']}]"
_OTHERS = {"here": "\ue0ff", "sign": ANY_SIGN}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of one statement.

    Attributes:
        name: unique, with the language first.
        kind: of the claims that it makes.
        match: over the masked text of a sentence.
        confidence: 0 to 1.
        fixed: parts that the pattern gives itself.
        needs: sets of signs; a sentence without a sign of each is not looked at.
        wide: whether it may go beyond a semicolon, to the end of the sentence.
        inherits: parts that come from the heading or from the sentence before, if the match has
            none.
    """

    name: str
    kind: str
    match: Late
    confidence: float
    fixed: Mapping[str, str] = field(default_factory=dict)
    inherits: tuple[str, ...] = ()
    wide: bool = False
    needs: tuple[frozenset[str], ...] = ()


class Patterns:
    """The patterns of a language, in the order in which they are tried."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._all = tuple(enumerate(patterns))
        self._anchored = Anchored((number, pattern.match) for number, pattern in self._all)
        self._fitting: dict[object, dict[int, Pattern]] = {}

    def possible(self, text: str) -> frozenset[int]:
        """Return the numbers of the patterns of which a text has a word that they need."""
        return frozenset(number for number, _ in self._anchored.in_text(text))

    def fitting(
        self, kinds: tuple[str, ...], signs: frozenset[str], *, wide: bool | None = None
    ) -> dict[int, Pattern]:
        """Return the patterns of some kinds that a sentence with these signs may match, by number.

        Args:
            kinds: of claims.
            signs: of a sentence.
            wide: only those that are, or are not.
        """
        key = (kinds, signs, wide)
        known = self._fitting.get(key)
        if known is None:
            known = self._fitting[key] = {
                number: pattern
                for number, pattern in self._all
                if pattern.kind in kinds
                and wide in (None, pattern.wide)
                and not any(signs.isdisjoint(need) for need in pattern.needs)
            }
        return known


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of a language.

    Attributes:
        patterns: in the order in which they are tried.
        absorbed: what adds nothing beside a sign.
        words: lists of words that stand for a key, in order of preference, by the name of the list.
        dated: a donor's own time, right after it: “Japan in 2019”.
        addressed: whom a verb of a clause speaks to, right after it, as the part `who`.
        titles, title: words beside the names of people, as a regular expression.
    """

    language: str
    patterns: Patterns
    absorbed: tuple[re.Pattern[str], ...]
    words: Mapping[str, Anchored[str]]
    titles: str
    title: re.Pattern[str]
    addressed: re.Pattern[str]
    dated: re.Pattern[str]

    def first(self, name: str, text: str) -> str:
        """Return the key of the first entry of a list that a text has; empty without one."""
        may = self.words[name].in_text(text)
        return next((key for key, match in may if match.search(text)), "")

    def all(self, name: str, text: str) -> list[str]:
        """Return the keys of a list that a text has, each once."""
        may = self.words[name].in_text(text)
        return list(dict.fromkeys(key for key, match in may if match.search(text)))


@cache
def lexicon(language: str) -> Lexicon | None:
    """Return what is known of a language; None for one without patterns."""
    if language not in LANGUAGES:
        return None
    data, common = (_file(name) for name in (language, "common"))
    return _read(language, {**data, "pattern": [*data["pattern"], *common["pattern"]]})


@dataclass(frozen=True, slots=True)
class Titles:
    """What tells that a line is the title of a resolution.

    Attributes:
        before: words that may stand before the name of the resolution, and no others.
        after: what, right after the name, shows that the line is no title.
        annex: the beginning of an annex.
        report: words by which a title says that a report of a meeting follows.
    """

    before: frozenset[str]
    after: re.Pattern[str]
    annex: re.Pattern[str]
    report: re.Pattern[str]


@cache
def titles() -> Titles:
    """Return what tells that a line is the title of a resolution, in all languages."""
    said = _file("common")["title"]
    names = ("after", "annex", "report")
    after, annex, report = (re.compile(said[name], re.IGNORECASE) for name in names)
    return Titles(frozenset(said["before"].split()), after, annex, report)


@cache
def joint() -> re.Pattern[str]:
    """Return what joins the members of a list, in all languages."""
    return re.compile(_file("common")["list"]["joint"], re.IGNORECASE)


@cache
def about_figures() -> Mapping[str, re.Pattern[str]]:
    """Return what stands beside a figure, in all languages.

    `counts` is a noun right behind it that it counts; `of` may stand before such a noun, `beside`
    between, and it goes no further than `end`; behind a noun that `compound` follows, another is
    counted; `number_of` tells before a figure of what it is the number.
    """
    said = _file("common")["figure"]
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in said.items()}


def _file(name: str) -> dict[str, Any]:
    path = resources.files(__package__) / "patterns" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _read(language: str, data: Mapping[str, Any]) -> Lexicon:
    words: dict[str, str] = {name: str(said) for name, said in data["words"].items()}
    words.setdefault("role_joint", words["joint"])

    def late(text: str) -> Late:
        return Late(_full(normal(text), words), re.IGNORECASE)

    def compiled(text: str) -> re.Pattern[str]:
        return re.compile(_full(normal(text), words), re.IGNORECASE)

    patterns = Patterns(
        Pattern(
            f"{language}-{entry['name']}",
            entry["kind"],
            late(entry["match"]),
            float(entry.get("confidence", 0.9)),
            dict(entry.get("set", {})),
            tuple(entry.get("inherits", ())),
            _WIDE in entry["match"],
            _needs(entry["match"]),
        )
        for entry in data["pattern"]
    )
    lists = {
        name: Anchored((key, late(said)) for key, said in entries)
        for name, entries in data["lists"].items()
    }
    title = f"(?:{data['titles']})(?![^\\W\u4e00-\u9fff])"
    beside = (
        f"(?:{title}[ ,、]{{0,2}})+(?={{person}})",
        f"(?<={{person}})(?:[ ,、]{{0,2}}{title})+",
    )
    absorbed = tuple(compiled(said) for said in (*beside, *data.get("absorbed", ())))
    times = f"[{SIGNS['date']}{SIGNS['period']}]"
    return Lexicon(
        language,
        patterns,
        absorbed,
        lists,
        data["titles"],
        re.compile(data["titles"]),
        compiled(data["addressed"]),
        compiled(f"(?:{words['dated']}){times}"),
    )


def _needs(match: str) -> tuple[frozenset[str], ...]:
    """Return the signs that a pattern cannot do without: those outside of all parentheses."""
    depth, alternatives = 0, False
    needed: list[frozenset[str]] = []
    for found in _TOKENS.finditer(match):
        token = found.group()
        if token == "(":
            depth += 1
        elif token == ")":
            depth -= 1
        elif depth == 0 and token == "|":
            alternatives = True
        elif depth == 0 and found["kind"]:
            kind = found["kind"]
            names = LISTS.get(kind, ("line",) if kind == "spread" else (kind,))
            needed.append(frozenset(SIGNS[name] for name in names))
    return () if alternatives else tuple(dict.fromkeys(needed))


def _full(text: str, words: Mapping[str, str]) -> str:
    """Return a pattern with its shorthands written out."""

    def one(match: re.Match[str]) -> str:
        if match["part"]:
            return f"(?P<{match['part']}>{_listed(match['kind'], words)})"
        if match["word"]:
            said = _full(normal(words[match["word"]]), words)
            return f"(?:{said})"
        if match["far"] is not None:
            return f"[^.;。;]{{0,{match['far'] or _FAR}}}?"
        return f"[^.;。;{ANY_SIGN[1:-1]}]{{0,{match['near'] or _FAR}}}?"

    return _SIGN.sub(lambda m: _OTHERS.get(m[1]) or SIGNS[m[1]], _SHORT.sub(one, text))


def _listed(kind: str, words: Mapping[str, str]) -> str:
    if kind in SIGNS:
        return SIGNS[kind]
    if kind == "spread":
        # All lines that are named up to the end of the sentence, whatever stands between them.
        return f"[^。]*{SIGNS['line']}"
    joint = _full(normal(words[_JOINTS.get(kind, "joint")]), words)
    if kind == "givers":
        # “Japan (CHF 50 000), Switzerland (2012) and Intel”.
        times = f"[{SIGNS['date']}{SIGNS['period']}]"
        dated = _full(normal(words["dated"]), words)
        joint = f"(?:{joint})(?:{_full(normal(words.get('from', '')), words)})?"
        aside = f"(?: ?\\([^()]{{0,20}}{_TOLD_ASIDE}[^()]{{0,20}}\\)|(?:{dated}){times})?"
        signs = "[" + "".join(SIGNS[name] for name in LISTS[kind]) + "]"
        return f"{signs}{aside}(?:(?:{joint}){signs}{aside}){{0,24}}"
    if kind in _ALIKE:
        # A role is seldom one in several bodies: “chair of UNGIS, UNESCO being vice-chair”.
        alike = (
            SIGNS[name] if (kind, name) == ("things", "body") else _repeated(SIGNS[name], joint)
            for name in LISTS[kind]
        )
        return f"(?:{'|'.join(alike)})"
    return _repeated("[" + "".join(SIGNS[name] for name in LISTS[kind]) + "]", joint)


def _repeated(signs: str, joint: str) -> str:
    return f"{signs}(?:(?:{joint}){signs}){{0,24}}"
