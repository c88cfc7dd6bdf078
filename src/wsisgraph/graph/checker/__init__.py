"""SHACL shapes compiled once into index walks over a store, for data checked again and again.

- `checker` is the front: `Checker(shapes).check(store)`;
- `reading`, `paths`, `components` and `compile` read the shapes;
- `shape`, `valuewise`, `together` and `sparql` are what they are compiled to;
- `data` is what a check looks up, `values` compares literals, `results` tells what was found;
- `queries` and `tokens` rewrite queries so that one run answers for all focus nodes.
"""

from wsisgraph.graph.checker.checker import Checker
from wsisgraph.graph.checker.results import Result

__all__ = ["Checker", "Result"]
