"""What templates call, for several languages at once: see `terms.polyglot`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from wsisgraph.terms.polyglot import Differs, merged, spread, sung

_ALIKE = frozenset({"href", "rows_of"})
"""What is made for each language and does the same in all; `href` where no address names one."""

_ARRANGING = frozenset({"in_order", "readable", "told_once"})
"""What takes a list and gives those of its members that are wanted, in their order."""

_MOST = 5_000
"""Answers of one function that are kept."""


def shared(globals_of: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the globals of templates for all languages, given those of each."""
    assert not globals_of[0]["lang_chosen"]
    return {
        name: _shared(name, [globals_[name] for globals_ in globals_of]) for name in globals_of[0]
    }


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
        key = None
        if not given:
            # 1 and True are the same key, and so are a text and the same text as markup.
            key = (*args, *map(type, args))
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
