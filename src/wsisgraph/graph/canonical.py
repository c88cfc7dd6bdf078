"""Canonical N-Quads: one quad a line, sorted, so that equal datasets are equal bytes.

We use no blank nodes, so sorting the lines is already RDFC-1.0's canonical form
(RDF Dataset Canonicalization, section 5). Shapes hold RDF lists; their nodes are labelled by
RDFC-1.0 itself.
"""

from collections.abc import Iterable

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, serialize


def nquads(quads: Iterable[Quad]) -> bytes:
    """Return the quads as canonical N-Quads: sorted, without repeats, UTF-8."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    text = serialize(dataset, format=RdfFormat.N_QUADS)
    assert text is not None  # no output was given, so the bytes come back
    return b"".join(sorted(text.splitlines(keepends=True)))
