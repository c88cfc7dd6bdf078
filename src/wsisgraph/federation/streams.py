"""What a peer's description or feed leads to, and what its members say; runs in the sandbox.

A feed is a Linked Data Event Stream (https://w3id.org/ldes/specification): nodes of TREE
(https://treecg.github.io/specification/) that hold members and lead to other nodes. A member is a
version of a thing, or else the thing itself. Another instance of ours gives a member for each
revision, with what that changed as RDF Patch. A description is VoID: it names dumps.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from wsisgraph.errors import DataSyntaxError
from wsisgraph.store import parsing
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, VOID

_LDES, _TREE = "https://w3id.org/ldes#", "https://w3id.org/tree#"
_DCAT, _ACTIVITY = "http://www.w3.org/ns/dcat#", "https://www.w3.org/ns/activitystreams#"
_PATCH = "application/rdf-patch"
_READ = (".nt", ".ttl", ".nq", ".trig", ".jsonld", ".rdf", ".xml", ".csv", ".xlsx")
"""The dumps that are read, the one that is read fastest first."""
_GONE = frozenset({f"{_ACTIVITY}Delete", f"{_ACTIVITY}Tombstone", f"{_LDES}DeletedMember"})
_ROW = re.compile(rb"(?P<mark>[AD]) (?P<quad>.*)\n?")
_NUMBER = re.compile(rb"H id <.*?(\d+)> \.\n?")
_GRAPH = re.compile(rb"(?:^|\s)<([^<>\s]*)> \.\s*$")

Document = tuple[str, bytes]
"""The format of a document, and its bytes."""


def led(document: Document, base: str) -> dict[str, Any]:
    """Return where a document leads.

    Returns:
        `nodes` of the feed that it names, `members` that stand in it, `patches` as pairs of number
        and address, `dumps`; and whether it is a `feed`.

    Raises:
        DataSyntaxError: it cannot be read.
    """
    if document[0] not in parsing.FORMATS:
        return {"feed": False, "nodes": [], "members": 0, "patches": [], "dumps": []}
    values = _values(_quads([document], base))
    nodes = [*_all(values, f"{_TREE}view"), *_all(values, f"{_TREE}node")]
    patches = [
        (int(number[0]), address)
        for subject, told in values.items()
        if any(iri.endswith(f"/{_PATCH}") for iri in told.get(f"{_DCAT}mediaType", ()))
        and (number := re.findall(r"(\d+)\.rdfp$", subject))
        for address in told.get(f"{_DCAT}downloadURL", ())
    ]
    is_stream = any(f"{_LDES}EventStream" in told.get(RDF.type, ()) for told in values.values())
    members = _all(values, f"{_TREE}member")
    return {
        "feed": bool(nodes or members) and (is_stream or bool(members)),
        "nodes": sorted(set(nodes)),
        "members": len(members),
        "patches": sorted(set(patches)),
        "dumps": _dumps(values),
    }


def members(documents: Sequence[Document], base: str) -> tuple[dict[str, int], bytes]:
    """Return as N-Triples what the newest member of each thing says, under the thing's own name.

    Raises:
        DataSyntaxError: a document cannot be read.
    """
    # Each once, in the order in which it came: blank nodes are numbered by that.
    quads = dict.fromkeys(
        (quad.subject, quad.predicate, quad.object) for quad in _quads(documents, base)
    )
    by_subject: dict[Any, list[tuple[Any, Any]]] = defaultdict(list)
    for subject, predicate, value in quads:
        by_subject[subject].append((predicate, value))
    version_of, timestamp = DCT.isVersionOf, ""
    found: list[NamedNode] = []
    for told in by_subject.values():
        for predicate, value in told:
            if not isinstance(value, NamedNode):
                continue
            if predicate.value == f"{_TREE}member":
                found.append(value)
            elif predicate.value == f"{_LDES}versionOfPath":
                version_of = value.value
            elif predicate.value == f"{_LDES}timestampPath":
                timestamp = value.value
    newest: dict[Any, tuple[str, str, NamedNode]] = {}
    for member in sorted(set(found), key=lambda one: one.value):
        told = by_subject.get(member, [])
        thing = next((v for p, v in told if p.value == version_of), member)
        when = max((v.value for p, v in told if p.value == timestamp), default="")
        newest[thing] = max(newest.get(thing, ("", "", member)), (when, member.value, member))
    out: list[Triple] = []
    gone = 0
    for thing, (_, _, member) in newest.items():
        told = by_subject.get(member, [])
        if any(getattr(v, "value", "") in _GONE for p, v in told if p.value == RDF.type):
            gone += 1
            continue
        out += _of_member(member, thing, {version_of, timestamp}, by_subject)
    lines = serialize(out, format=RdfFormat.N_TRIPLES) or b""
    return {"members": len(set(found)), "things": len(newest) - gone, "gone": gone}, lines


def patched(held: bytes, patches: Sequence[bytes], after: int) -> tuple[dict[str, int], bytes]:
    """Return N-Quads after some patches.

    Args:
        held: the quads before, a line each.
        patches: RDF Patches, each of the revision that follows the one before.
        after: the revision that is held.

    Raises:
        DataSyntaxError: a patch is missing, not whole, or not one that follows.
    """
    lines = set(held.splitlines())
    for patch in patches:
        rows = patch.splitlines()
        number = next((int(m[1]) for row in rows if (m := _NUMBER.fullmatch(row))), 0)
        if number != after + 1 or not rows or rows[-1].rstrip() != b"TC .":
            raise DataSyntaxError(
                f"after revision {after} it sends a patch of revision {number or 'none'}",
                mend="harvest all of it: --anew",
            )
        after = number
        for row in rows:
            if (found := _ROW.fullmatch(row)) is not None:
                (lines.add if found["mark"] == b"A" else lines.discard)(found["quad"])
    return {"after": after}, b"".join(line + b"\n" for line in sorted(lines))


def accepted(nquads: bytes) -> bytes:
    """Return N-Quads without the graphs that an instance of ours keeps apart.

    What is proposed or unconfirmed there, and what it has of others, is nothing that it states.
    """
    return b"".join(line for line in nquads.splitlines(keepends=True) if not _is_apart(line))


def _is_apart(line: bytes) -> bool:
    found = _GRAPH.search(line)
    name = found[1].decode("utf-8", "replace").partition("/graph/")[2] if found else ""
    return bool(name) and not iris.is_accepted(f"{iris.base_iri()}graph/{name}")


def _dumps(values: Mapping[str, Mapping[str, Sequence[str]]]) -> list[str]:
    """Return the dumps of the sets that are part of no other, each in one form."""
    parts = {part for told in values.values() for part in told.get(VOID.subset, ())}
    named = {
        address: str(subject)
        for subject, told in values.items()
        for address in told.get(VOID.dataDump, ())
    }
    whole = [address for address, subject in named.items() if subject not in parts]
    best: dict[str, tuple[int, str]] = {}
    for address in whole or list(named):
        stem, dot, ending = address.rpartition(".")
        if dot + ending.lower() in _READ:
            rank = _READ.index(dot + ending.lower()), address
            best[stem] = min(best.get(stem, rank), rank)
    return sorted(address for _, address in best.values())


def _of_member(
    member: Any,
    thing: Any,
    left_out: Iterable[str],
    by_subject: Mapping[Any, Sequence[tuple[Any, Any]]],
) -> Iterator[Triple]:
    """Give what a member says, of itself and of what only it names, under the thing's name."""
    left, seen, todo = frozenset(left_out), {member}, [member]
    while todo:
        subject = todo.pop()
        named = thing if subject == member else subject
        for predicate, value in by_subject.get(subject, ()):
            if subject == member and predicate.value in left:
                continue
            yield Triple(named, predicate, thing if value == member else value)
            inside = isinstance(value, BlankNode) or (
                isinstance(value, NamedNode) and value.value.startswith(f"{member.value}#")
            )
            if inside and value not in seen:
                seen.add(value)
                todo.append(value)


def _quads(documents: Iterable[Document], base: str) -> Iterator[Quad]:
    for format, body in documents:
        for quad in parsing.read(io.BytesIO(body), format, base):
            if not isinstance(quad.subject, Triple) and not isinstance(quad.object, Triple):
                yield quad


def _values(quads: Iterable[Quad]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        value = quad.object
        if isinstance(value, NamedNode) or (
            isinstance(value, Literal) and quad.predicate.value == VOID.dataDump
        ):
            found[str(getattr(quad.subject, "value", ""))][quad.predicate.value].append(value.value)
    return found


def _all(values: Mapping[str, Mapping[str, Sequence[str]]], name: str) -> list[str]:
    return [value for told in values.values() for value in told.get(name, ())]
