"""What templates call, for several languages at once: see `terms.polyglot`."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup, escape

from wsisgraph.site import language
from wsisgraph.terms.polyglot import Differs, Polyglot, joined, merged, said, spread, sung

_ALIKE = frozenset({"href", "rows_of"})
"""What is made for each language and does the same in all; `href` where no address names one."""

_ARRANGING = frozenset({"in_order", "readable", "told_once"})
"""What takes a list and gives those of its members that are wanted, in their order."""

_WORDED = frozenset({"_", "gettext"})
"""What says a message of ours."""

_MOST = 2_000
"""Answers of one function that are kept."""

_LONGEST = 100
"""Signs of a text for which an answer is kept."""

_TEXTS = (str, Markup)

_FILLED = re.compile(r"%\((\w+)\)s")


def shared(globals_of: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the globals of templates for all languages, given those of each."""
    assert not globals_of[0]["lang_chosen"]
    found = {
        name: _shared(name, [globals_[name] for globals_ in globals_of]) for name in globals_of[0]
    }
    languages = [globals_["lang"] for globals_ in globals_of]
    return found | {name: _worded(languages, found[name]) for name in _WORDED & found.keys()}


def _worded(languages: Sequence[str], otherwise: Callable[..., Any]) -> Callable[..., Any]:
    """Return what says a message in all languages.

    What fills it stands between the words of each language as it is: markup that is the same in
    all of them stays so. Messages that have no words, or that languages fill in another order, are
    left to `otherwise`.
    """
    messages: dict[str, list[Any] | None] = {}
    fillings: dict[tuple[object, type], Any] = {}

    def called(english: str, /, **given: Any) -> Any:
        if not given:
            return otherwise(english)
        if english not in messages:
            messages[english] = _words(english, languages)
        words = messages[english]
        if words is None:
            return otherwise(english, **given)
        pieces = list(words)
        for at in range(1, len(pieces), 2):
            value = given[pieces[at]]
            kind = type(value)
            if kind is not Markup and not (kind is Polyglot and value.safe):
                value = _filling(value, kind)
            pieces[at] = value
        whole: Any = joined(pieces)
        return whole.as_markup() if type(whole) is Polyglot else Markup(whole)

    def _filling(value: Any, kind: type) -> Any:
        each = value.each if kind is Polyglot else None
        if each is not None:
            return said([_isolated(own, lang) for own, lang in zip(each, languages, strict=True)])
        key = value, kind
        if key not in fillings:
            if len(fillings) >= _MOST:
                fillings.clear()
            fillings[key] = said([_isolated(value, lang) for lang in languages])
        return fillings[key]

    return called


def _isolated(value: object, lang: str) -> Markup:
    return escape(language.isolated(value, lang))


def _words(english: str, languages: Sequence[str]) -> list[Any] | None:
    """Return the words of a message in all languages, and between them what they are filled with.

    None where not all languages name the same in the same order.
    """
    each = [_FILLED.split(language.translations(lang).gettext(english)) for lang in languages]
    names = each[0][1::2]
    if not names or any(words[1::2] != names for words in each):
        return None
    # Any other sign of a place to be filled is for others to understand.
    if any("%" in text.replace("%%", "") for words in each for text in words[::2]):
        return None
    pieces: list[Any] = list(each[0])
    for at in range(0, len(pieces), 2):
        pieces[at] = said([Markup(words[at].replace("%%", "%")) for words in each])
    return pieces


def _shared(name: str, each: Sequence[Any]) -> Any:
    if name in _ALIKE:
        return each[0]
    if name in _ARRANGING:
        return _arranging(each)
    if all(value is each[0] for value in each):
        return each[0]
    if name == "site":
        parts = {key: merged([vars(site)[key] for site in each]) for key in vars(each[0])}
        return SimpleNamespace(**parts)
    return _lifted(each) if callable(each[0]) else merged(each)


def _lifted(each: Sequence[Callable[..., Any]]) -> Callable[..., Any]:
    """Return what calls a function in each language, and gives as one what they return."""
    known: dict[tuple[Any, ...], Any] = {}

    def called(*args: Any, **given: Any) -> Any:
        # 1 and True are the same key, and so are a text and the same text as markup.
        values = (*args, *given.values())
        key = None
        if not any(type(value) in _TEXTS and len(value) > _LONGEST for value in values):
            key = (len(args), *given, *values, *map(type, values))
            try:
                if key in known:
                    return known[key]
            except (TypeError, Differs):
                key = None
        found = sung(each, args, given)
        if key is not None:
            if len(known) >= _MOST:
                known.clear()
            known[key] = found
        return found

    return called


def _arranging(each: Sequence[Callable[..., Iterable[Any]]]) -> Callable[..., list[Any]]:
    """Return what arranges a list as each language does.

    Where they do it differently, each place of the list has what each language puts there.
    """

    def called(items: Iterable[Any], *more: Any) -> list[Any]:
        some = list(items)
        if len(some) < 2:
            return some
        try:
            orders = [_places(function(some, *more), some) for function in each]
        except Differs:
            pass
        else:
            if all(order == orders[0] for order in orders):
                return [some[place] for place in orders[0]]
        shares = spread((some, more)) or ((some, more),) * len(each)
        lists = [list(function(own, *m)) for function, (own, m) in zip(each, shares, strict=True)]
        orders = [_places(found, own) for found, (own, _) in zip(lists, shares, strict=True)]
        if all(order == orders[0] for order in orders):
            return [some[place] for place in orders[0]]
        return list(merged(lists))

    return called


def _places(found: Iterable[Any], items: Sequence[Any]) -> list[int]:
    """Return where the items that were found stood."""
    # Of those that are one object it does not matter which it was.
    places = {id(item): place for place, item in enumerate(items)}
    return [places[id(item)] for item in found]
