"""The closed lists of the vocabularies, by whatever name a table calls an entry of them."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from wsisgraph import content
from wsisgraph.loading.keys import plain
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import SKOS

MARKS = frozenset(
    {"x", "yes", "y", "true", "1", "✓", "✔", "●", "•", "■", "oui", "sí", "да", "是", "نعم"}
)
DENIALS = frozenset({"no", "n", "false", "0", "non", "нет", "否", "لا"})
"""What is written in a cell to say that its column holds, and that it does not."""
# What tables write for the strengths of the vocabulary, besides their names.
STRENGTHS = {"h": "strong", "high": "strong", "m": "medium", "l": "weak", "low": "weak"}
STRENGTHS |= {"3": "strong", "2": "medium", "primary": "strong", "secondary": "weak"}
STRENGTHS |= {"direct": "strong", "indirect": "weak", "s": "strong", "w": "weak"}

_NAMES = (SKOS.prefLabel, SKOS.altLabel, SKOS.notation)


@cache
def closed_list(scheme: str, prefix: str = "") -> Mapping[str, str]:
    """Return the keys of a list by the names of their entries, in all languages, as `plain` texts.

    A name that two entries share names neither. `prefix` is that of the entries' IRIs, where they
    are not ours.
    """
    path = content.folder("ontology") / "vocab" / f"{scheme}.ttl"
    prefix = prefix or iris.vocab(scheme) + "/"
    found: dict[str, str] = {}
    shared: set[str] = set()
    for triple in parse(path=str(path), format=RdfFormat.TURTLE):
        if not (isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal)):
            continue
        if triple.predicate.value not in _NAMES or not triple.subject.value.startswith(prefix):
            continue
        name, key = plain(triple.object.value), triple.subject.value.removeprefix(prefix)
        if found.setdefault(name, key) != key:
            shared.add(name)
    return MappingProxyType({name: key for name, key in found.items() if name not in shared})
