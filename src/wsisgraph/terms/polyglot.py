"""Texts that differ by language, so that what is the same in all languages is done once.

A page in six languages is the same page with other words. Where a `Polyglot` stands in the place
of a text, whoever composes or draws the page need not know: what is done alike for every language
is done once, and what is asked of the text is answered as long as the answer is the same for all
of them. Where it is not, or where nobody knows, `Differs` is raised, and the caller does that part
in each language alone. So a mistake costs time and never a wrong page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar, cast

from markupsafe import Markup

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Differs(Exception):
    """What was asked of a text has no answer that holds in all languages."""


class Polyglot:
    """A text in each of several languages, at least two of them different.

    Attributes:
        parts: the pieces of the text in their order: what all languages have, or a tuple with
            what each has.
        safe: it is markup, not to be escaped again.
    """

    __slots__ = ("_each", "parts", "safe")

    def __init__(self, parts: Sequence[str | tuple[str, ...]], *, safe: bool = False) -> None:
        self.parts = parts
        self.safe = safe
        self._each: tuple[str, ...] | None = None

    @property
    def each(self) -> tuple[str, ...]:
        """The whole text in each language."""
        if self._each is None:
            number = next(len(part) for part in self.parts if type(part) is tuple)
            kind = Markup if self.safe else str
            self._each = tuple(
                kind("".join([part if type(part) is str else part[at] for part in self.parts]))
                for at in range(number)
            )
        return self._each

    def map(self, function: Callable[[str], str]) -> Any:
        """Return what a function makes of the text in each language."""
        return merged([function(text) for text in self.each])

    def as_markup(self) -> Polyglot:
        """Return it as markup."""
        return self if self.safe else Polyglot(self.parts, safe=True)

    def _same(self, answers: Iterable[_T]) -> _T:
        first, *others = answers
        if any(other != first for other in others):
            raise Differs
        return first

    def __bool__(self) -> bool:
        return self._same(bool(text) for text in self.each)

    def __len__(self) -> int:
        return self._same(len(text) for text in self.each)

    def __eq__(self, other: object) -> bool:
        if type(other) is Polyglot:
            return self._same(one == two for one, two in zip(self.each, other.each, strict=True))
        if isinstance(other, str):
            return self._same(text == other for text in self.each)
        return NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other

    def _refused(self, *_: object) -> NoReturn:
        raise Differs

    # A key would be looked for among plain texts, and not be found in any language.
    __hash__ = __str__ = __format__ = __iter__ = __contains__ = __getitem__ = _refused
    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __mod__ = __mul__ = _refused

    def __getattr__(self, name: str) -> NoReturn:
        raise Differs


def said(each: Sequence[str]) -> str:
    """Return a text in each language as one: a `Polyglot`, which passes for a text."""
    first = each[0]
    if any(text != first for text in each):
        return cast(str, Polyglot([tuple(map(str, each))], safe=type(first) is Markup))
    return first


def several(text: str) -> tuple[str, ...]:
    """Return a text in each language, one text where it is the same in all."""
    value: object = text
    return value.each if type(value) is Polyglot else (text,)


def joined(pieces: Iterable[str]) -> str:
    """Return texts joined, of which some may be polyglot."""
    found = list(pieces)
    try:
        return "".join(found)
    except TypeError:
        pass
    parts: list[str | tuple[str, ...]] = []
    plain: list[str] = []
    for piece in cast("list[object]", found):
        if type(piece) is Polyglot:
            if plain:
                parts.append("".join(plain))
                plain = []
            parts += piece.parts
        else:
            plain.append(cast(str, piece))
    if plain:
        parts.append("".join(plain))
    return cast(str, Polyglot(parts))


def stripped(text: Polyglot) -> object:
    """Return a polyglot text without the space around it."""
    parts = list(text.parts)
    for at, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while parts:
            part = parts[at]
            if type(part) is str:
                short = strip(part)
                if short:
                    parts[at] = short
                    break
                del parts[at]
            else:
                each = tuple(strip(one) for one in part)
                if not all(each):
                    return text.map(lambda one: one.strip())
                parts[at] = each
                break
    return Polyglot(parts, safe=text.safe)


_ATOMS = frozenset({str, Markup, int, float, bool, type(None)})


_known_fields: dict[Any, tuple[str, ...] | None] = {}


def _fields(kind: Any) -> tuple[str, ...] | None:
    """Return the names of the fields of a dataclass, None for any other class."""
    if kind not in _known_fields:
        named = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None
        _known_fields[kind] = named
    return _known_fields[kind]


def spread(value: Any) -> Sequence[Any] | None:
    """Return a value as each language has it, None where all have the same."""
    kind = type(value)
    if kind in _ATOMS:
        return None
    if kind is Polyglot:
        each: Sequence[Any] = value.each
        return each
    if kind is tuple or kind is list:
        return _put(value, lambda parts: kind(parts))
    names = _fields(kind)
    if names is not None:
        return _put([getattr(value, name) for name in names], lambda parts: kind(*parts))
    if isinstance(value, tuple):
        return _put(value, lambda parts: kind(*parts))
    if isinstance(value, Mapping):
        keys = list(value)
        return _put(list(value.values()), lambda parts: dict(zip(keys, parts, strict=True)))
    return None


def _put(parts: Sequence[Any], together: Callable[[Iterable[Any]], Any]) -> Sequence[Any] | None:
    """Return what each language has of some parts, put together."""
    several = [None if type(part) in _ATOMS else spread(part) for part in parts]
    number = next((len(each) for each in several if each is not None), 0)
    if not number:
        return None
    return [
        together(
            [part if each is None else each[at] for part, each in zip(parts, several, strict=True)]
        )
        for at in range(number)
    ]


def merged(each: Sequence[Any]) -> Any:
    """Return as one what each language has.

    Raises:
        Differs: they differ by more than by texts.
    """
    first = each[0]
    if all(value is first for value in each):
        return first
    kind = type(first)
    if any(type(value) is not kind for value in each):
        raise Differs
    if kind is str or kind is Markup:
        return said(each)
    if kind is Polyglot:
        raise Differs
    if kind is tuple or kind is list:
        if any(len(value) != len(first) for value in each):
            raise Differs
        return kind([merged(items) for items in zip(*each, strict=True)])
    names = _fields(kind)
    if names is not None:
        return kind(*(merged([getattr(value, name) for value in each]) for name in names))
    if isinstance(first, tuple):
        return kind(*(merged(items) for items in zip(*each, strict=True)))
    if isinstance(first, Mapping):
        if any(list(value) != list(first) for value in each):
            raise Differs
        return {key: merged([value[key] for value in each]) for key in first}
    if any(value != first for value in each):
        raise Differs
    return first


def in_each(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """Have a function called in each language alone where an argument is polyglot itself.

    Texts within its other arguments stay as they are.
    """

    @wraps(function)
    def called(*args: _P.args, **given: _P.kwargs) -> _T:
        number = next((len(arg.each) for arg in args if type(arg) is Polyglot), 0)
        if not number:
            return function(*args, **given)
        alone: Callable[..., _T] = function
        found = []
        for at in range(number):
            own = [arg.each[at] if type(arg) is Polyglot else arg for arg in args]
            found.append(alone(*own, **given))
        return cast(_T, merged(found))

    return called


def sung(each: Sequence[Callable[..., Any]], args: Sequence[Any], given: Mapping[str, Any]) -> Any:
    """Return as one what the function of each language makes of its share of some arguments."""
    shares = spread((tuple(args), dict(given))) or ((args, given),) * len(each)
    return merged(
        [function(*own, **named) for function, (own, named) in zip(each, shares, strict=True)]
    )


_HOLE = "\ue000%d\ue001"
_HOLES = re.compile('"\ue000[0-9]+\ue001"')


def dumped(body: object, dump: Callable[..., str]) -> str:
    """Return what a function like `json.dumps` makes of a body in which texts may be polyglot.

    Raises:
        Differs: a text of the body reads like the marks that hold the place of others.
    """
    holes: list[Polyglot] = []

    def hole(value: object) -> str:
        if type(value) is not Polyglot:
            raise TypeError(value)
        holes.append(value)
        return _HOLE % (len(holes) - 1)

    text = dump(body, default=hole)
    if not holes:
        return text
    between = _HOLES.split(text)
    if len(between) != len(holes) + 1 or _HOLES.findall(text) != [
        f'"{_HOLE % at}"' for at in range(len(holes))
    ]:
        raise Differs
    parts: list[str | tuple[str, ...]] = [between[0]]
    for value, after in zip(holes, between[1:], strict=True):
        parts += (tuple(dump(each) for each in value.each), after)
    return cast(str, Polyglot(parts))
