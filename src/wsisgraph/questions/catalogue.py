"""Reading `queries/` and binding values to questions.

A file begins with `#+` lines, which together are YAML (the keys of grlc, the rest ours):

    summary   one line                          answers   numbers of competency questions
    question  {language: text}, at least en zh  params    {variable: {kind, class, label, …}}
    returns   the columns                       tags      words to find it by
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from wsisgraph.questions import scan
from wsisgraph.questions.description import describe
from wsisgraph.questions.errors import BadParameter, BrokenQuestion, UnknownQuestion
from wsisgraph.questions.parameters import Parameter, written


class _Yaml(yaml.CSafeLoader):
    """YAML in which only true and false are booleans: a parameter may well be called `on`."""


_Yaml.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Yaml.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))

_APART = frozenset({"api", "checks", "peers", "rules"})
_KEYS = frozenset({"summary", "answers", "question", "params", "returns", "tags", "contributed"})


@dataclass(frozen=True)
class Question:
    """One described query.

    Attributes:
        name: folder and file, `activities/by-agency-and-goal`.
        summary: one line of English.
        question: the question in words, by language; empty for queries that only we run.
        params: by name, in the order of the header.
        returns: the columns in order.
        tags: words to find it by.
        answers: the competency questions it answers.
        contributed: whether only what others contribute answers it: the bundled sources hold none.
        form: select, ask, construct or describe.
        text: the query as the file has it, without its header; it runs as it is.
    """

    name: str
    summary: str
    question: Mapping[str, str]
    params: Mapping[str, Parameter]
    returns: tuple[str, ...]
    tags: tuple[str, ...]
    answers: tuple[str, ...]
    contributed: bool
    form: str
    text: str
    _rows: tuple[scan.Values, ...] = field(repr=False)

    @property
    def public(self) -> bool:
        """Whether people ask it; queries of the api and of peers, rules and checks are ours."""
        return self.name.partition("/")[0] not in _APART

    def bind(self, values: Mapping[str, str | Sequence[str] | None]) -> str:
        """Return the query with the VALUES row of each parameter replaced by serialised terms.

        A parameter that is not given takes its default, or any value (UNDEF).

        Raises:
            BadParameter: a value that cannot be taken, a required one missing, an unknown name.
        """
        for name in values:
            if name not in self.params:
                raise BadParameter(
                    f"{self.name} has no parameter “{name}”",
                    parameter=name,
                    mend=f"use {', '.join(self.params)}" if self.params else "it takes none",
                    valid_values=tuple(self.params),
                )
        terms = {name: param.terms(values.get(name)) for name, param in self.params.items()}
        pieces: list[str] = []
        at = 0
        for row in self._rows:
            pieces += [self.text[at : row.start], " ", terms[row.variable]]
            at = row.end
        return "".join([*pieces, self.text[at:]])


class Catalogue(Mapping[str, Question]):
    """Every question by name; iterating gives the public ones in the order of their names."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._all = {question.name: question for question in questions}
        self._public = tuple(
            sorted(name for name, question in self._all.items() if question.public)
        )

    @classmethod
    def load(cls, folder: Path) -> "Catalogue":
        """Read every `<folder>/<name>.rq` below `folder`.

        Raises:
            BrokenQuestion: a header that cannot be read, or parameters without their VALUES.
        """
        return cls([read(path, folder) for path in sorted(folder.glob("*/*.rq"))])

    def __getitem__(self, name: str) -> Question:
        """Return a question, public or not.

        Raises:
            UnknownQuestion: there is none of that name; lists those there are.
        """
        if name not in self._all:
            raise self._unknown(name)
        return self._all[name]

    def published(self, name: str) -> Question:
        """Return a public question.

        Raises:
            UnknownQuestion: there is none; the queries that only we run are none to others.
        """
        if name not in self._public:
            raise self._unknown(name)
        return self._all[name]

    def _unknown(self, name: str) -> UnknownQuestion:
        near = difflib.get_close_matches(name, self._public, 3)
        perhaps = f"perhaps {' or '.join(near)} is meant; " if near else ""
        return UnknownQuestion(
            f"There is no question “{name}”",
            mend=f"{perhaps}they are listed at /api/questions and by `wsisgraph ask`",
            valid_values=self._public,
        )

    def __contains__(self, name: object) -> bool:
        return name in self._all

    def __iter__(self) -> Iterator[str]:
        return iter(self._public)

    def __len__(self) -> int:
        return len(self._public)

    def names(self, folder: str) -> list[str]:
        """Return the names in one folder, public or not, in order."""
        return sorted(name for name in self._all if name.startswith(f"{folder}/"))

    def describe(self, endpoint: str = "") -> str:
        """Return the public questions as N-Triples, in the form of sib-swiss/sparql-examples.

        `endpoint` is the address of the SPARQL service; "" leaves it out.
        """
        return describe(
            [
                (question.name, question.question, question.form, question.text, question.tags)
                for question in self.values()
            ],
            endpoint,
        )


def read(path: Path, folder: Path) -> Question:
    """Read one file.

    Raises:
        BrokenQuestion: says which file, what is wrong and how to mend it.
    """
    place = f"{folder.name}/{path.relative_to(folder).as_posix()}"
    source = path.read_text(encoding="utf-8")
    try:
        header = _header(source)
        body = _body(source)
        rows = [row for row in scan.values(body)]
        params = _params(header.get("params") or {}, rows)
        words = header.get("question") or {}
        if not isinstance(words, dict):
            raise ValueError("question must give one text per language")
        name = path.relative_to(folder).with_suffix("").as_posix()
        found = Question(
            name=name,
            summary=str(header["summary"]),
            question=MappingProxyType({str(lang): str(text) for lang, text in words.items()}),
            params=MappingProxyType(params),
            returns=tuple(header.get("returns") or ()),
            tags=tuple(header.get("tags") or ()),
            answers=tuple(str(answer) for answer in header.get("answers") or ()),
            contributed=header.get("contributed") is True,
            form=scan.form(body),
            text=body,
            _rows=tuple(row for row in rows if row.variable in params),
        )
        _check(found)
    except ValueError as error:
        raise BrokenQuestion(
            str(error), where=place, mend="see the recipe “add a question” in CONTRIBUTING"
        ) from error
    return found


def _header(source: str) -> dict[str, Any]:
    lines = [line[2:] for line in source.splitlines() if line.startswith("#+")]
    try:
        header = yaml.load("\n".join(line.removeprefix(" ") for line in lines), _Yaml)
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or "unreadable"
        raise ValueError(f"the #+ header is not YAML: {problem}") from error
    if not isinstance(header, dict) or not header.get("summary"):
        raise ValueError("the #+ header has no summary")
    if unknown := sorted(set(header) - _KEYS):
        raise ValueError(f"the #+ header has the unknown key {unknown[0]}")
    return header


def _body(source: str) -> str:
    lines = source.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#+")).lstrip("\n")


def _params(header: Mapping[str, Any], rows: Sequence[scan.Values]) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for name, entry in header.items():
        own = [row for row in rows if row.variable == name]
        if not own:
            raise ValueError(f"parameter {name} has no VALUES ?{name} {{ … }} in the query")
        if any(row.depth == 0 for row in own):
            raise ValueError(f"the VALUES of {name} stands after the query, where it has no effect")
        if len({row.terms for row in own}) > 1:
            raise ValueError(f"the VALUES of {name} do not all give the same example")
        if any(":" in term and term[0] not in '<"' for term in own[0].terms):
            raise ValueError(f"the VALUES of {name} abbreviates its example; write the whole IRI")
        example = ", ".join(written(term) for term in own[0].terms)
        found[name] = Parameter.read(name, entry, example)
    return found


def _check(question: Question) -> None:
    if not question.form:
        raise ValueError("there is no SELECT, ASK, CONSTRUCT or DESCRIBE")
    if question.public and not {"en", "zh"} <= set(question.question):
        raise ValueError("question must be worded in en and zh at least")
    if missing := sorted(set(question.returns) - scan.variables(question.text)):
        raise ValueError(f"returns names {missing[0]}, which is no variable of the query")
