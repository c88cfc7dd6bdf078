"""Teach the trees that weigh roles, by the gold documents that may be opened.

    python -m bench.extraction.learn [--check] [SET ...]

Writes `pairs.json`, `choices.json` and `known.json` beside the modules that read them. Without
names of sets, the open documents teach, and those that are there to teach. The sentences of the
tests always do.

With `--check` nothing is written. Each fifth of the documents is weighed by trees that the other
four taught, and precision and recall are printed of the roles told at several chances: of the
pairs that are there to be weighed, without what rules tell of them.
"""

import json
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import Any

from bench.extraction.gold import HERE, Gold, Stated
from bench.extraction.scoring import units
from bench.extraction.sources import OPEN, TEACHING, documents
from bench.extraction.system import System, key_of, passage_found

from wsisgraph.loading.claims import weighing
from wsisgraph.loading.claims.frames import frames
from wsisgraph.loading.claims.passages import looked_at
from wsisgraph.loading.claims.tables import cells
from wsisgraph.loading.claims.weighing.choices import choices
from wsisgraph.loading.claims.weighing.features import Features, features
from wsisgraph.loading.claims.weighing.known import ANY, Key, Known, key_of_pair, names_of
from wsisgraph.loading.claims.weighing.pairs import Pair, Scene, pairs, scene
from wsisgraph.loading.claims.weighing.trees import Trees
from wsisgraph.loading.texts.read import read_text

SAYINGS = HERE.parents[1] / "tests" / "loading" / "claims"
_SEEN = 4
"""Of how many pairs something must be told, that it be asked at all."""
_SAYING = "saying"
_FIFTHS, _CHANCES = 5, (0.5, 0.6, 0.7, 0.8, 0.9)
_LEAF = 20
_LEAF_OF_TWO = 2 * _LEAF
"""Where each example stands twice."""
_HOW = {
    **{"n_estimators": 60, "learning_rate": 0.15, "num_leaves": 95},
    **{"colsample_bytree": 0.3, "reg_lambda": 1},
    **{"verbose": -1, "random_state": 1, "deterministic": True, "n_jobs": 1},
}


Lesson = Sequence[tuple[Features, bool]]
"""Examples: what is told of each, and whether it is right."""


@dataclass(frozen=True)
class Weighed:
    """A pair of a document.

    Attributes:
        key: under which it is known.
        told: what is told of it.
        words: the roles that words beside it tell, each with what is told of the word.
        roles: that gold has, each as the keys any of which is right; none if it states nothing.
    """

    document: str
    language: str
    key: Key
    told: Features
    words: tuple[tuple[str, Features], ...]
    roles: tuple[tuple[str, ...], ...]


def main(sets: Sequence[str]) -> int:
    """Write the trees, or check them."""
    checks = "--check" in sets
    named = [each for each in sets if each != "--check"]
    found = [*weighed(named or (OPEN, TEACHING)), *sayings()]
    if checks:
        check(found, taught)
        return 0
    folder = Path(str(resources.files(weighing)))
    write(folder / "pairs.json", taught([(one.told, bool(one.roles)) for one in found]))
    known = known_by(found)
    write(folder / "choices.json", taught(lessons(found, known), leaf=_LEAF_OF_TWO))
    write_known(folder / "known.json", known)
    return 0


def of_words(one: Weighed, known: Known, own: Known | None = None) -> Lesson:
    """Return what is told of a pair and each word that may tell its role, and whether it does.

    Args:
        one: the pair.
        known: what documents say of it.
        own: what its own document says of it, which does not count.
    """
    return [
        ({**one.told, **told, **dict(known.told(one.key, name, own))}, _is_right(one, name))
        for name, told in one.words
    ]


def lessons(found: Sequence[Weighed], known: Known) -> Lesson:
    """Return the examples of pairs with words, each with what is known, and as if nothing was.

    So the words count where nothing is known, and a document tells nothing about itself.
    """
    by_document = defaultdict(list)
    for one in found:
        by_document[one.document].append(one)
    examples = []
    for each in by_document.values():
        own = known_by(each)
        for one in each:
            examples += of_words(one, known, own)
            examples += of_words(one, Known())
    return examples


def known_by(found: Iterable[Weighed]) -> Known:
    """Return what documents say of pairs; sentences of the tests say nothing that counts."""
    named: dict[str, set[str]] = defaultdict(set)
    stated: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in found:
        if one.document.startswith(_SAYING):
            continue
        for name in names_of(one.key):
            named[name].add(one.document)
            for role in {ANY, *chain.from_iterable(one.roles)} if one.roles else ():
                stated[name][role].add(one.document)
    return Known(
        {name: len(documents) for name, documents in named.items()},
        {
            name: {role: len(documents) for role, documents in roles.items()}
            for name, roles in stated.items()
        },
    )


def _is_right(one: Weighed, name: str) -> bool:
    return any(name in each for each in one.roles)


def weighed(sets: Iterable[str]) -> Iterator[Weighed]:
    """Yield the pairs of the gold documents of some sets."""
    system = System()
    for of in sets:
        with tempfile.TemporaryDirectory() as folder:
            for gold, path in documents(Path(folder), of):
                yield from _of_document(system, gold, path)


def sayings() -> Iterator[Weighed]:
    """Yield the pairs of the sentences of the tests, of which all that they state is known."""
    system = System()
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "said.txt"
        for number, (language, said, found) in enumerate(_said()):
            name = f"{_SAYING}-{number}"
            written.write_text(said, encoding="utf-8")
            text = read_text(written, language=language)
            seen = looked_at(text, system.mentions(text))
            stated = [_stated(each) for each in found]
            for one, frame in zip(seen, frames(seen), strict=True):
                whole = scene(one, frame)
                for pair in pairs(whole):
                    roles, _ = roles_of(pair, stated)
                    yield _weighed((name, language), whole, pair, roles)


def _said() -> Iterator[tuple[str, str, list[str]]]:
    for path in sorted((SAYINGS / "offices").glob("*.toml")):
        for each in tomllib.loads(path.read_text(encoding="utf-8")).get("said", ()):
            yield path.stem, each["text"].strip(), each["found"]
    for path in sorted((SAYINGS / "sayings").glob("*.toml")):
        for each in tomllib.loads(path.read_text(encoding="utf-8")).get("role", ()):
            yield path.stem, each["text"].strip(), each["found"]


def _stated(found: str) -> Stated:
    body, role, context, *_ = found.split(" ")
    return Stated(
        "role",
        (
            ("body", tuple(body.split("|"))),
            ("role", tuple(role.split("|"))),
            ("context", tuple(context.split("|"))),
        ),
    )


def _of_document(system: System, gold: Gold, path: Path) -> Iterator[Weighed]:
    text = read_text(path)
    seen = looked_at(text, system.mentions(text))
    rows = cells(seen)
    by_locator = {
        one.passage.locator: (one, frame, rows.get(one.passage.locator, ()))
        for one, frame in zip(seen, frames(seen), strict=True)
    }
    for places, found in units(gold, [passage_found(passage) for passage in text.passages]):
        stated = [each for place in places for each in place.stated if each.kind == "role"]
        for one in found:
            if one.locator not in by_locator or one.kind == "residue":
                continue
            whole = scene(*by_locator[one.locator])
            for pair in pairs(whole):
                roles, debatable = roles_of(pair, stated)
                if roles or not debatable:
                    yield _weighed((gold.name, gold.language), whole, pair, roles)


def _weighed(
    of: tuple[str, str], whole: Scene, pair: Pair, roles: Iterable[tuple[str, ...]]
) -> Weighed:
    words = tuple(choices(whole, pair))
    key = key_of_pair(pair, whole.words)
    return Weighed(*of, key, features(whole, pair), words, tuple(roles))


def roles_of(pair: Pair, stated: Iterable[Stated]) -> tuple[list[tuple[str, ...]], bool]:
    """Return the roles that gold has for a pair, and whether it has one that may be one.

    What is not asked for may be one, and so may any pair of which gold does not say enough:
    `!? role` alone leaves open who has roles in a passage.
    """
    roles, debatable = [], False
    for each in stated:
        parts = dict(each.parts)
        body, context = parts.get("body"), parts.get("context")
        if (body is None or _is_one(pair.holder.iri, body)) and (
            context is None or _is_one(pair.context.iri, context)
        ):
            if each.asked and body and context:
                roles.append(parts.get("role", ()))
            else:
                debatable = True
    return roles, debatable


def _is_one(iri: str, keys: Sequence[str]) -> bool:
    """Tell whether a thing is one of some keys, or the series of which one is an edition."""
    key = key_of(iri)
    series, _, year = key.partition("/")
    if key in keys or (year and (series in keys or year in keys)):
        return True
    return not year and any(each.partition("/")[0] == series for each in keys)


def check(found: Sequence[Weighed], learn: Callable[..., Trees]) -> None:
    """Print how well trees tell the roles of documents that taught them nothing, by language."""
    documents = sorted({one.document for one in found})
    fifth_of = {name: place % _FIFTHS for place, name in enumerate(documents)}
    there: Counter[str] = Counter()
    told: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for fifth in range(_FIFTHS):
        others = [one for one in found if fifth_of[one.document] != fifth]
        known = known_by(others)
        trees = learn(lessons(others, known), leaf=_LEAF_OF_TWO)
        for one in found:
            if fifth_of[one.document] == fifth and not one.document.startswith(_SAYING):
                there[one.language] += bool(one.roles)
                words = [(trees.chance(told), right) for told, right in of_words(one, known)]
                told[one.language] += [max(words)] if words else []
    print(f"| chance | {' | '.join(there)} |")
    print(f"{'| --- ' * (len(there) + 1)}|")
    for least in _CHANCES:
        right = {name: [r for chance, r in of if chance >= least] for name, of in told.items()}
        shown = (f"{_share(sum(r), len(r))} / {_share(sum(r), there[n])}" for n, r in right.items())
        print(f"| {least} | {' | '.join(shown)} |")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def taught(lesson: Lesson, leaf: int = _LEAF) -> Trees:
    """Return the trees that examples teach; a leaf is of no fewer than `leaf` of them."""
    # Only who teaches needs them, and they are slow to come.
    import lightgbm
    from sklearn.feature_extraction import DictVectorizer

    vectors = DictVectorizer()
    table = vectors.fit_transform([told for told, _ in lesson])
    often = (table != 0).sum(0).A1 >= _SEEN
    model = lightgbm.LGBMClassifier(**_HOW, min_child_samples=leaf)
    model.fit(table[:, often], [right for _, right in lesson])
    names = vectors.get_feature_names_out()[often]
    nodes = [tree["tree_structure"] for tree in model.booster_.dump_model()["tree_info"]]
    asked = sorted({name for node in nodes for name in _asked(node)})
    places = {name: place for place, name in enumerate(asked)}
    return Trees(
        {str(names[name]): place for name, place in places.items()},
        tuple(node_of(node, places) for node in nodes),
    )


def write(path: Path, trees: Trees) -> None:
    """Write trees to a file."""
    told = {"names": list(trees.places), "trees": trees.trees}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"{text}\n", encoding="utf-8")


def write_known(path: Path, known: Known) -> None:
    """Write what is known to a file; what one document alone names says nothing."""
    told = {
        name: (named, dict(sorted(known.stated.get(name, {}).items())))
        for name, named in sorted(known.named.items())
        if named > 1
    }
    path.write_text(f"{json.dumps(told, separators=(',', ':'))}\n", encoding="utf-8")


def _asked(node: dict[str, Any]) -> Iterator[int]:
    if "split_feature" in node:
        yield node["split_feature"]
        yield from _asked(node["left_child"])
        yield from _asked(node["right_child"])


def node_of(node: dict[str, Any], places: dict[int, int]) -> Any:
    """Return a node of LightGBM as one of `weighing.trees`."""
    if "split_feature" not in node:
        return round(node["leaf_value"], 4)
    children = (node_of(node[name], places) for name in ("left_child", "right_child"))
    return [places[node["split_feature"]], round(node["threshold"], 4), *children]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
