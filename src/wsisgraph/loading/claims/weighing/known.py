"""How often the documents that teach say which role somebody has in something.

A role is likelier of those who mostly have it: that UNESCO facilitates C3 is told again and again,
and a sentence that names both means it more often than one that names two who never met. What is
counted are documents, not facts: it is weighed beside the words, and tells nothing by itself.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from wsisgraph.loading.claims.office_words import Offices
from wsisgraph.loading.claims.weighing.pairs import Pair

ANY = ""
"""Stands for any role."""
_AT_FIRST = 0.3
"""The share that is taken for what no document names."""
_MANY = 8
"""More documents than that say no more."""

Key = tuple[str, str, str]
"""Who holds a role, what it is in, and the class of that."""


@dataclass(frozen=True, slots=True)
class Known:
    """What documents say of pairs.

    Attributes:
        named: how many documents name a pair, by its holder and what it may be in, and how many
            name the holder beside anything of a class, by the holder, a colon and the class.
        stated: how many of them say a role of it, by the key of the role, or any.
    """

    named: Mapping[str, int] = field(default_factory=dict)
    stated: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def told(self, key: Key, role: str, own: "Known | None" = None) -> Iterator[tuple[str, float]]:
        """Yield what is known of a pair and a role, as numbers with names.

        Args:
            key: the pair.
            role: the key of the role.
            own: what the document itself says, which does not count.
        """
        own = own or _NOTHING
        for name, of in zip(("pair", "kind"), names_of(key), strict=True):
            named = self.named.get(of, 0) - own.named.get(of, 0)
            yield f"known {name} documents", float(min(named, _MANY))
            for what, each in ((name, ANY), (f"{name} role", role)):
                stated = self._stated(of, each) - own._stated(of, each)
                yield f"known {what}", (stated + _AT_FIRST) / (named + 1)

    def _stated(self, name: str, role: str) -> int:
        return self.stated.get(name, {}).get(role, 0)


_NOTHING = Known()


def key_of_pair(pair: Pair, words: Offices) -> Key:
    """Return the key of a pair; an edition counts as its series, a meeting as its group."""
    context = words.group_of(pair.context.iri)
    return _short(pair.holder.iri), _short(context), pair.context.name


def names_of(key: Key) -> tuple[str, str]:
    """Return the names under which a pair is counted, and its holder with the class."""
    holder, context, kind = key
    return f"{holder} {context}", f"{holder} :{kind}"


def _short(iri: str) -> str:
    _, ours, rest = iri.partition("/id/")
    return rest.split("/")[1] if ours else iri.rpartition("/")[2]


@cache
def known() -> Known:
    """Return what the documents say that teach."""
    path = resources.files(__package__) / "known.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    return Known(
        {name: named for name, (named, _) in data.items()},
        {name: stated for name, (_, stated) in data.items() if stated},
    )
