"""Values as people write them: on the command line and in the cells of a sheet.

A reviewer writes what the list shows. What kind of value a property takes is learnt from the
values that it has already: nobody types a datatype.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Store

from wsisgraph.errors import UnknownCode
from wsisgraph.review.model import Value, place_of
from wsisgraph.terms import iris
from wsisgraph.terms.codes import parse_code
from wsisgraph.terms.namespaces import PREFIXES, RDF, RDFS, SKOS, WSIS, XSD

_ENOUGH = 400
"""So many uses tell what values a property takes."""

_MOST_PROPOSED = 12

_DATES = {
    XSD.gYear: re.compile(r"\d{4}"),
    XSD.gYearMonth: re.compile(r"\d{4}-(0[1-9]|1[0-2])"),
    XSD.date: re.compile(r"\d{4}-\d{2}-\d{2}"),
}
_PLAIN = {
    XSD.integer: re.compile(r"[+-]?\d+"),
    XSD.decimal: re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    XSD.boolean: re.compile(r"true|false"),
}
_RANGE_INCLUDES = "https://schema.org/rangeIncludes"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")

_PREFIXES = {**PREFIXES, "rdf": RDF.iri}

# Who decides says so by a verdict; what follows from others is not anybody's to say.
NOT_CORRECTED = (WSIS.status, RDF.type)


@dataclass(frozen=True, slots=True)
class Property:
    """A property, or its texts in one language.

    Attributes:
        iri: of the property.
        language: tag of the texts; empty for values without language.
    """

    iri: str
    language: str = ""

    def __str__(self) -> str:
        return f"{compact(self.iri)}@{self.language}" if self.language else compact(self.iri)

    def holds(self, value: object) -> bool:
        """Tell whether a value of the property is one of these."""
        language = value.language or "" if isinstance(value, Literal) else ""
        return language == self.language


class ValueRefused(Exception):
    """A value or property cannot be taken; arguments: what was found, and the mend."""


def compact(iri: str) -> str:
    """Return an IRI as short as it can be written: `vocab/roles/chair`, `org:role`."""
    for base in (iris.base_iri(), iris.VOCAB.removesuffix("vocab/")):
        rest = iri.removeprefix(base)
        if rest != iri and rest.startswith(("id/", "vocab/")):
            return rest
    for prefix, namespace in _PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def expand(text: str) -> str | None:
    """Return the IRI that `compact` wrote; None if it is none."""
    text = text.strip().removeprefix("<").removesuffix(">")
    if text.startswith("id/"):
        return iris.base_iri() + text
    if text.startswith("vocab/"):
        return iris.VOCAB + text.removeprefix("vocab/")
    prefix, colon, rest = text.partition(":")
    if colon and prefix in _PREFIXES:
        text = _PREFIXES[prefix] + rest
    try:
        return NamedNode(text).value
    except ValueError:
        return None


def write(value: Value) -> str:
    """Return a value as a cell shows it; line breaks are written out."""
    if isinstance(value, NamedNode):
        return compact(value.value)
    return value.value.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n")


class Reader:
    """Reads values, knowing those that the store has."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kinds: dict[Property, Counter[str]] = {}

    def property(self, text: str) -> Property:
        """Return the property of a name such as `org:role` or `dct:description@en`.

        Raises:
            ValueRefused: there is none of this name, or it cannot be corrected.
        """
        name, _, language = text.strip().partition("@")
        prefixes = ("wsis", *PREFIXES)
        tried = [name] if ":" in name else [f"{prefix}:{name}" for prefix in prefixes]
        used = (iri for one in tried if (iri := expand(one)) is not None and self._is_property(iri))
        if (iri := next(used, None)) is None:
            raise ValueRefused(
                f"no statement has a property “{name}”",
                "write it as the sheet does, for example org:role or wsis:end",
            )
        if iri in NOT_CORRECTED:
            raise ValueRefused(
                f"“{name}” is not corrected by hand",
                "accept or reject the statement"
                if iri == WSIS.status
                else "reject the statement, and add the right one to its source",
            )
        if language and not _LANGUAGE.fullmatch(language):
            raise ValueRefused(f"“{language}” is no language tag", "write @en, @zh …")
        return Property(iri, language)

    def value(self, prop: Property, text: str, like: Sequence[Value] = ()) -> Value:
        """Return the value that a cell shows.

        Args:
            prop: whose value it is.
            text: the cell, or one line of it.
            like: values that it replaces.

        Raises:
            ValueRefused: it is not a value of this property.
        """
        for value in like:
            if write(value) == text:
                return value
        plain = _unwritten(text)
        if prop.language:
            return Literal(plain, language=prop.language)
        kinds = Counter(_kind(value) for value in like) or self._kinds_of(prop)
        if not kinds or _IRI in kinds:
            found = self._thing(prop, text, like)
            if found is not None:
                return found
            if kinds:
                raise self._no_thing(prop, text, like)
        return _literal(prop, plain, kinds)

    def _thing(self, prop: Property, text: str, like: Sequence[Value]) -> NamedNode | None:
        iri = expand(text)
        if iri is not None and (self._is_described(iri) or self._leads_out(prop)):
            return NamedNode(iri)
        try:
            code = parse_code(text).iri
        except UnknownCode:
            code = None
        if code is not None and self._is_described(code):
            return NamedNode(code)
        named = {
            thing for name, thing in self._choices(prop, like) if name.casefold() == text.casefold()
        }
        return NamedNode(named.pop()) if len(named) == 1 else None

    def _no_thing(self, prop: Property, text: str, like: Sequence[Value]) -> ValueRefused:
        near = sorted({compact(thing) for _, thing in self._choices(prop, like)})
        mend = "write the IRI of a thing that is in the graph"
        if near:
            more = " …" if len(near) > _MOST_PROPOSED else ""
            mend = f"write one of {', '.join(near[:_MOST_PROPOSED])}{more}"
        return ValueRefused(f"nothing is called “{text}” that {prop} could name", mend)

    def _choices(self, prop: Property, like: Sequence[Value]) -> Iterable[tuple[str, str]]:
        """Yield names and codes of the things that stand in the lists of the present values."""
        samples = [v.value for v in like if isinstance(v, NamedNode)] or self._samples(prop)
        schemes = {
            quad.object
            for iri in samples[:_ENOUGH]
            for quad in self._store.quads_for_pattern(
                NamedNode(iri), NamedNode(SKOS.inScheme), None
            )
        }
        for scheme in schemes:
            for quad in self._store.quads_for_pattern(None, NamedNode(SKOS.inScheme), scheme):
                if isinstance(quad.subject, NamedNode):
                    yield from self._names(quad.subject)
        if not schemes:
            for iri in samples:
                yield from self._names(NamedNode(iri))

    def _names(self, thing: NamedNode) -> Iterable[tuple[str, str]]:
        for predicate in (SKOS.prefLabel, SKOS.notation):
            for quad in self._store.quads_for_pattern(thing, NamedNode(predicate), None):
                if isinstance(quad.object, Literal):
                    yield quad.object.value, thing.value

    def _samples(self, prop: Property) -> list[str]:
        quads = self._store.quads_for_pattern(None, NamedNode(prop.iri), None)
        found: dict[str, None] = {}
        for quad in quads:
            if isinstance(quad.object, NamedNode):
                found[quad.object.value] = None
        return list(found)

    def _kinds_of(self, prop: Property) -> Counter[str]:
        if prop not in self._kinds:
            kinds: Counter[str] = Counter()
            for quad in self._store.quads_for_pattern(None, NamedNode(prop.iri), None):
                if place_of(getattr(quad.graph_name, "value", "")) and prop.holds(quad.object):
                    kinds[_kind(quad.object)] += 1
                    if kinds.total() >= _ENOUGH:
                        break
            if not kinds:
                kinds.update(self._ranges(prop.iri))
            self._kinds[prop] = kinds
        return self._kinds[prop]

    def _is_property(self, iri: str) -> bool:
        """Tell whether an IRI is used as a property, or defined as one."""
        used = self._store.quads_for_pattern(None, NamedNode(iri), None)
        defined = self._store.quads_for_pattern(NamedNode(iri), NamedNode(RDFS.isDefinedBy), None)
        return next(used, None) is not None or next(defined, None) is not None

    def _ranges(self, iri: str) -> Iterable[str]:
        """Yield the kinds of values that a property is defined to take."""
        for predicate in (RDFS.range, _RANGE_INCLUDES):
            for quad in self._store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None):
                if isinstance(quad.object, NamedNode):
                    is_datatype = quad.object.value.startswith((XSD.iri, RDF.iri))
                    yield quad.object.value if is_datatype else _IRI

    def _leads_out(self, prop: Property) -> bool:
        """Tell whether a property names things that nothing here describes, such as pages."""
        samples = self._samples(prop)[:_ENOUGH]
        return bool(samples) and not any(map(self._is_described, samples))

    def _is_described(self, iri: str) -> bool:
        pattern = self._store.quads_for_pattern(NamedNode(iri), None, None)
        return next(pattern, None) is not None


_IRI = "IRI"


def _kind(value: object) -> str:
    return value.datatype.value if isinstance(value, Literal) else _IRI


def _literal(prop: Property, text: str, kinds: Counter[str]) -> Literal:
    """Return a literal of the datatype that fits and is most used."""
    if set(kinds) & set(_DATES):
        for datatype, form in _DATES.items():
            if form.fullmatch(text) and _is_day(datatype, text):
                return Literal(text, datatype=NamedNode(datatype))
    for datatype, _ in kinds.most_common():
        if datatype in (XSD.string, RDF.langString):
            return Literal(text)
        plain = _PLAIN.get(datatype)
        if datatype not in _DATES and (plain is None or plain.fullmatch(text)):
            return Literal(text, datatype=NamedNode(datatype))
    if not kinds:
        return Literal(text)
    raise ValueRefused(f"“{text}” is no value of {prop}", _form(kinds))


def _is_day(datatype: str, text: str) -> bool:
    if datatype != XSD.date:
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _form(kinds: Counter[str]) -> str:
    if set(kinds) & set(_DATES):
        return "write a year, month or day that exists, such as 2008, 2008-05 or 2008-05-31"
    names = ", ".join(sorted(kind.rpartition("#")[2] for kind in kinds))
    return f"write a value of the kind {names}"


def _unwritten(text: str) -> str:
    escapes = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}
    return re.sub(r"\\[\\nr]", lambda match: escapes[match[0]], text)
