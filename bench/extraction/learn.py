"""Teach the trees that weigh roles, by the gold documents that may be opened.

    python -m bench.extraction.learn [SET ...]

Writes `pairs.json` and `choices.json` beside the module that reads them. Without names of sets, the
open documents teach, and those that are there to teach. The sentences of the tests always do.
"""

import json
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
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
from wsisgraph.loading.claims.weighing.pairs import Pair, Scene, pairs, scene
from wsisgraph.loading.texts.read import read_text

SAYINGS = HERE.parents[1] / "tests" / "loading" / "claims"
_SEEN = 4
"""Of how many pairs something must be told, that it be asked at all."""
_PAIRS = {"n_estimators": 60, "learning_rate": 0.15, "num_leaves": 63, "min_child_samples": 20}
_CHOICES = {"n_estimators": 60, "learning_rate": 0.15, "num_leaves": 31, "min_child_samples": 20}
_ALWAYS = {"verbose": -1, "random_state": 1, "deterministic": True, "reg_lambda": 1, "n_jobs": 1}


@dataclass(frozen=True)
class Weighed:
    """A pair of a document.

    Attributes:
        told: what is told of it.
        roles: that gold has, each as the keys any of which is right; none if it states nothing.
    """

    document: str
    whole: Scene
    pair: Pair
    told: Features
    roles: tuple[tuple[str, ...], ...]


def main(sets: Sequence[str]) -> int:
    """Write the trees."""
    found = [*weighed(sets or (OPEN, TEACHING)), *sayings()]
    folder = Path(str(resources.files(weighing)))
    table = [(one.told, bool(one.roles)) for one in found]
    write(folder / "pairs.json", table, {**_PAIRS, "colsample_bytree": 0.3})
    choice = [
        (told, any(name in each for each in one.roles))
        for one in found
        if one.roles
        for name, told in choices(one.whole, one.pair)
    ]
    write(folder / "choices.json", choice, {**_CHOICES, "colsample_bytree": 0.5})
    return 0


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
            name = f"saying-{number}"
            written.write_text(said, encoding="utf-8")
            text = read_text(written, language=language)
            seen = looked_at(text, system.mentions(text))
            stated = [_stated(each) for each in found]
            for one, frame in zip(seen, frames(seen), strict=True):
                whole = scene(one, frame)
                for pair in pairs(whole):
                    roles, _ = roles_of(pair, stated)
                    yield Weighed(name, whole, pair, features(whole, pair), tuple(roles))


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
                    yield Weighed(gold.name, whole, pair, features(whole, pair), tuple(roles))


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


def write(path: Path, lesson: Sequence[tuple[Features, bool]], how: dict[str, Any]) -> None:
    """Teach trees and write them to a file."""
    # Only who teaches needs them, and they are slow to come.
    import lightgbm
    from sklearn.feature_extraction import DictVectorizer

    vectors = DictVectorizer()
    table = vectors.fit_transform([told for told, _ in lesson])
    often = (table != 0).sum(0).A1 >= _SEEN
    model = lightgbm.LGBMClassifier(**_ALWAYS, **how)
    model.fit(table[:, often], [right for _, right in lesson])
    names = vectors.get_feature_names_out()[often]
    nodes = [tree["tree_structure"] for tree in model.booster_.dump_model()["tree_info"]]
    asked = sorted({name for node in nodes for name in _asked(node)})
    places = {name: place for place, name in enumerate(asked)}
    told = {
        "names": [str(names[name]) for name in asked],
        "trees": [node_of(node, places) for node in nodes],
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"{text}\n", encoding="utf-8")


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
