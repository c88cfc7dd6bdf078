"""Asking a question once for many values of a parameter, and telling the answers apart.

A page asks a question about one thing. To make a thousand pages it is asked once, about a thousand
things: the VALUES row takes them all, and each solution is given to the thing that it is about.
That is the same answer as long as the parameter is among the columns; where it is not, it is put
there. An aggregate groups by it as well, a LIMIT becomes a cut of each answer, and the order, which
must not depend on what else was asked, is completed by all columns.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from wsisgraph.questions import scan
from wsisgraph.questions.catalogue import Question

_ENDS = re.compile(r"\b(?:LIMIT|OFFSET|VALUES)\b|\Z")
_LIMIT = re.compile(r"\s*\bLIMIT\s+(\d+)")
_ALIAS = re.compile(r"\bAS\s+[?$](\w+)\s*\)")
_VARIABLE = re.compile(r"[?$](\w+)")
_SELECT = re.compile(r"SELECT(?:\s+(?:DISTINCT|REDUCED))?")


@dataclass(frozen=True, slots=True)
class Together:
    """A question put for many values of one parameter.

    Attributes:
        question: the question, its text changed.
        key: the parameter, which is a column of the answer.
        limit: how many solutions the answer for one value has at most; None for all.
    """

    question: Question
    key: str
    limit: int | None

    def bind(self, keys: Iterable[str], values: Mapping[str, str | Sequence[str] | None]) -> str:
        """Return the query for these values of the key, with the other parameters bound."""
        return self.question.bind({**values, self.key: list(keys)})


def together(question: Question, key: str) -> Together:
    """Return a question as it is asked for many values of `key`.

    Raises:
        ValueError: it is no SELECT query of the plain form that our files have, or has no such
            parameter.
    """
    if question.form != "select" or key not in question.params:
        raise ValueError(f"{question.name} cannot be asked for many values of “{key}”")
    begin, end = _group(question.text)
    select, after = question.text[:begin], question.text[end:]
    limit = _LIMIT.search(after)
    if limit is not None:
        after = after[: limit.start()] + after[limit.end() :]
    columns = _columns(select)
    if key not in columns:
        select = _SELECT.sub(lambda found: f"{found.group()} ?{key}", select, count=1)
        columns = [key, *columns]
    after = _ordered(_grouped(after, key), columns)
    text = select + question.text[begin:end] + after
    rows = tuple(row for row in scan.values(text) if row.variable in question.params)
    changed = replace(question, text=text, _rows=rows)
    return Together(changed, key, int(limit[1]) if limit else None)


def _group(text: str) -> tuple[int, int]:
    """Return where the outermost braces of a query begin and end."""
    places = [(token.start, token.end) for token in scan.tokens(text) if token.text in ("{", "}")]
    return places[0][0], places[-1][1]


def _columns(select: str) -> list[str]:
    """Return the columns that stand between SELECT and the braces."""
    named = select[select.rindex("SELECT") :]
    aliases = _ALIAS.findall(named)
    plain = re.sub(r"\((?:[^()]|\([^()]*\))*\)", " ", named)
    return [*_VARIABLE.findall(plain), *aliases]


def _grouped(after: str, key: str) -> str:
    """Return the clauses after the braces, grouping by the key where they group."""
    begin = after.find("GROUP BY")
    if begin < 0:
        return after
    at = begin + len("GROUP BY")
    end = after.find("ORDER BY", at)
    if key in _VARIABLE.findall(after[at : end if end >= 0 else len(after)]):
        return after
    return f"{after[:at]} ?{key}{after[at:]}"


def _ordered(after: str, columns: Sequence[str]) -> str:
    """Return the clauses after the braces, with an order that leaves nothing to chance."""
    begin = after.find("ORDER BY")
    if begin < 0:
        return f"{after.rstrip()}\nORDER BY {_listed(columns)}\n"
    ends = _ENDS.search(after, begin)
    end = ends.start() if ends else len(after)
    order = after[begin:end].rstrip()
    plain = re.sub(r"\((?:[^()]|\([^()]*\))*\)", " ", order)
    missing = [column for column in columns if column not in _VARIABLE.findall(plain)]
    return f"{after[:begin]}{order} {_listed(missing)}\n{after[end:]}"


def _listed(columns: Sequence[str]) -> str:
    return " ".join(f"?{column}" for column in columns)
