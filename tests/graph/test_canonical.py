"""Equal datasets are equal bytes."""

import random

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from wsisgraph.graph.canonical import nquads

EX = "https://example.org/"


def quads() -> list[Quad]:
    made = [
        Quad(NamedNode(EX + str(i)), NamedNode(EX + "p"), Literal(f"v{i % 7}\n"), NamedNode(EX))
        for i in range(200)
    ]
    node = BlankNode()
    made.append(Quad(node, NamedNode(EX + "p"), Literal("x"), NamedNode(EX)))
    made.append(Quad(NamedNode(EX), NamedNode(EX + "p"), node, NamedNode(EX)))
    return made


def test_order_repeats_and_blank_node_labels_do_not_show() -> None:
    first, second = quads(), quads()
    random.Random(7).shuffle(second)
    assert nquads(first) == nquads([*second, *second])


def test_lines_are_sorted_and_each_is_one_quad() -> None:
    lines = nquads(quads()).splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 202
