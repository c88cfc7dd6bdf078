"""SSSOM tables: mappings between two vocabularies, with metadata in YAML above the rows.

Simple Standard for Sharing Ontological Mappings, https://mapping-commons.github.io/sssom/.
"""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Any

import yaml

from wsisgraph.loading.context import Context
from wsisgraph.loading.mapping import Column, Mapping
from wsisgraph.loading.reading import Table
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import PREFIXES

_SUBJECT, _OBJECT = "subject_id", "object_id"
_FIELDS = {
    _SUBJECT: "subject",
    _OBJECT: "object",
    "confidence": "confidence",
    "comment": "rationale",
    "author_id": "author",
    "record_id": "key",
    "other": "other",
}
# The slots of a mapping that say nothing which the graph keeps of a linkage (SSSOM 1.0).
_SLOTS = """subject_label subject_category subject_source subject_source_version subject_type
    subject_match_field subject_preprocessing object_label object_category object_source
    object_source_version object_type object_match_field object_preprocessing predicate_label
    predicate_type mapping_justification mapping_cardinality cardinality_scope mapping_provider
    mapping_source mapping_tool mapping_tool_id mapping_tool_version mapping_date publication_date
    review_date reviewer_id reviewer_label reviewer_agreement creator_id creator_label author_label
    license see_also issue_tracker_item match_string similarity_score similarity_measure
    curation_rule curation_rule_text predicate_id predicate_modifier"""
_OTHER_SLOTS = frozenset(_SLOTS.split())


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a set of mappings says of itself.

    Attributes:
        prefixes: IRIs by prefix, those of the table before the usual ones.
        title: of the set.
        authors: who made all its mappings: `author_id`, else `creator_id`, else their labels.
        date: `mapping_date` or `publication_date`, as printed.
    """

    prefixes: MappingOf[str, str] = field(default_factory=dict)
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""

    def expand(self, curie: str) -> str:
        """Return the IRI that a CURIE stands for, or the text as it is."""
        prefix, colon, local = curie.strip().partition(":")
        if colon and not local.startswith("//") and prefix in self.prefixes:
            return self.prefixes[prefix] + local
        return curie.strip()

    def unknown_prefix(self, curie: str) -> str:
        """Return the prefix of a CURIE that was not expanded; empty for an IRI or a bare code."""
        prefix, colon, local = curie.partition(":")
        is_curie = (
            bool(colon) and bool(local) and not local.startswith("//") and prefix.isidentifier()
        )
        return prefix if is_curie else ""


def is_sssom(table: Table) -> bool:
    """Tell whether a table has the columns of SSSOM."""
    return {_SUBJECT, _OBJECT} <= set(table.columns)


def mapping_of(table: Table) -> Mapping:
    """Return what the columns of an SSSOM table mean."""
    columns = {name: Column(field) for name, field in _FIELDS.items() if name in table.columns}
    if "author_id" not in columns and "author_label" in table.columns:
        columns["author_label"] = Column("author")
    columns |= {
        name: Column("ignore") for name in table.columns if name in _OTHER_SLOTS - columns.keys()
    }
    return Mapping(where="SSSOM", columns=columns)


def read_metadata(table: Table, context: Context) -> Metadata:
    """Return the metadata above an SSSOM table; a fault in them is reported."""
    usual = {**PREFIXES, "wsis_line": iris.vocab("action-lines") + "/"}
    text = _whole("\n".join(table.comments))
    try:
        data: Any = yaml.safe_load(text) if text.strip() else {}
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        context.problem(
            table.origin(1),
            f"the metadata above the table are not YAML ({reason})",
            "write each line as “#name: value”",
        )
        return Metadata(prefixes=usual)
    if not isinstance(data, dict):
        data = {}
    curies = data.get("curie_map")
    own = {str(k): str(v) for k, v in curies.items()} if isinstance(curies, dict) else {}
    return Metadata(
        prefixes={**usual, **own},
        title=_whole(str(data.get("mapping_set_title") or data.get("mapping_set_id") or "")),
        authors=_names(data),
        date=str(data.get("mapping_date") or data.get("publication_date") or ""),
    )


def _names(data: MappingOf[str, Any]) -> tuple[str, ...]:
    for slot in ("author_id", "creator_id", "author_label", "creator_label"):
        said = data.get(slot)
        if said:
            names = said if isinstance(said, list) else str(said).split("|")
            return tuple(name for each in names if (name := _whole(str(each)).strip()))
    return ()


def _whole(text: str) -> str:
    """Return a text with question marks for halves of characters."""
    return text.encode(errors="replace").decode()
