"""Which text is the official one, where a source has several or a faulty one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal
from rapidfuzz import fuzz

from wsisgraph.loading import Context
from wsisgraph.terms.namespaces import SKOS

from .folders import LANGUAGES
from .ours import Ours
from .taxonomy import Node, Turtle
from .texts import Text, clean

OFFICIAL, SHORT = "official", "short"

Texts = dict[tuple[str, str], dict[str, Text]]
"""IRI and `official` or `short`, to the text of each language."""

_SIX = frozenset(LANGUAGES.values())
_ENOUGH_ALIKE = 98


def from_files(read: Iterable[tuple[str, str, Text]], ours: Ours, context: Context) -> Texts:
    """Return the texts of each thing.

    A thing with several codes has a text for each: the one that most of them have is taken, of
    equals the one without fault and of the first code.
    """
    errata = context.manifest.values.get("errata", {})
    candidates: dict[tuple[str, str, str], list[tuple[str, Text]]] = defaultdict(list)
    newer: dict[str, Text] = {}
    for code, part, text in read:
        iri = ours.iris.get(code)
        kind = SHORT if part == "short" else OFFICIAL
        if iri is not None:
            if not _is_known_fault(f"{text.language} {code} {kind}", text, errata, context):
                candidates[iri, kind, text.language].append((code, text))
        elif code.count(".") == 2 and code.rpartition(".")[0] in ours.iris:
            newer.setdefault(code, text)
        else:
            context.unknown(
                text.origin, f"there is no {code}; its text was left out", "correct the key"
            )
    if newer:
        first = next(iter(newer.values()))
        context.notice(
            first.origin,
            f"left out are the texts of codes newer than the taxonomy, which alone gives permanent"
            f" codes: {', '.join(sorted(newer))}",
        )
    texts: Texts = defaultdict(dict)
    for (iri, kind, language), found in candidates.items():
        texts[iri, kind][language] = _chosen(iri, language, found, ours, context)
    return texts


def from_taxonomy(
    node: Node, turtle: Turtle, beside: Mapping[str, Text], context: Context
) -> dict[str, Text]:
    """Return the preferred labels of a thing by language, one each.

    Of several in one language the one most like the text beside it is meant, else the longest.
    """
    errata = context.manifest.values.get("errata", {})
    by: dict[str, list[Text]] = defaultdict(list)
    for label in node.literals(SKOS.prefLabel):
        language = _language(node, label, turtle, context)
        if language:
            by[language].append(clean(language, label.value, turtle.origin(node, label)))
    result = {}
    for language, labels in by.items():
        labels = [
            text
            for text in labels
            if not _is_known_fault(f"{language} {node.key} {OFFICIAL}", text, errata, context)
        ]
        distinct = {text.value: text for text in reversed(labels)}
        if not distinct:
            continue
        meant = beside.get(language)
        chosen = max(
            distinct.values(),
            key=lambda text: (
                fuzz.ratio(text.value, meant.value) if meant is not None else 0,
                len(text.value),
                text.value,
            ),
        )
        for text in labels:
            if text.value != chosen.value:
                context.notice(
                    text.origin,
                    f"{node.key} has {len(labels)} preferred labels in {language};"
                    f" “{text.value[:60]}” was not copied",
                )
        if len(labels) > 1 and len(distinct) == 1:
            context.notice(
                chosen.origin,
                f"{node.key} has {len(labels)} preferred labels in {language} that differ in"
                " spaces; taken once",
            )
        result[language] = chosen
    return result


def differ(official: Mapping[str, Text], theirs: Mapping[str, Text]) -> list[str]:
    """Return the languages in which the taxonomy words a thing otherwise than the texts do."""
    return sorted(
        language
        for language, text in theirs.items()
        if language in official
        and fuzz.ratio(_letters(text.value), _letters(official[language].value)) < _ENOUGH_ALIKE
    )


def _chosen(
    iri: str, language: str, found: Sequence[tuple[str, Text]], ours: Ours, context: Context
) -> Text:
    often = Counter(text.value for _, text in found)
    order = {code: place for place, code in enumerate(ours.codes[iri])}
    code, best = min(
        found,
        key=lambda one: (
            -often[one[1].value],
            "footnote" in one[1].faults,
            order.get(one[0], len(order)),
        ),
    )
    others = sorted({other for other, text in found if text.value != best.value})
    if others:
        context.notice(
            best.origin,
            f"in {language}, {iri.rpartition('/')[2]} is worded otherwise under {', '.join(others)}"
            f" than under {code}; that of {code} is taken",
        )
    return best


def _is_known_fault(name: str, text: Text, errata: Mapping[str, str], context: Context) -> bool:
    wrong = errata.get(name)
    if wrong is None or wrong not in text.value:
        return False
    context.notice(
        text.origin,
        f"the {name.split()[-1]} text of {name.split()[1]} in {text.language} has a known slip"
        f" (“{wrong}”); not copied",
    )
    return True


def _language(node: Node, label: Literal, turtle: Turtle, context: Context) -> str:
    tag = label.language or ""
    if tag in _SIX:
        return tag
    main = tag.partition("-")[0].lower()
    if main in _SIX:
        context.notice(turtle.origin(node, label), f"the language tag “{tag}” is taken for {main}")
        return main
    context.unknown(
        turtle.origin(node, label),
        f"a label of {node.key} has {f'the language tag “{tag}”' if tag else 'no language tag'}; it"
        " was left out",
        f"use one of {', '.join(sorted(_SIX))}",
    )
    return ""


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
