"""Editions of one document in several languages have one symbol, and are data sets of their own."""

from pyoxigraph import Literal, NamedNode, Store

from wsisgraph.intake.spool import Spool
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT


class OtherEdition(Exception):
    """The data set of this name is an edition in another language.

    Attributes:
        name: what this edition is to be called.
        language: of the edition that stands.
    """

    def __init__(self, name: str, language: str) -> None:
        super().__init__(name)
        self.name, self.language = name, language


def check_edition(held: Store, spool: Spool, source_id: str) -> None:
    """See that what was read does not replace an edition in another language.

    Raises:
        OtherEdition: it would.
    """
    document = iris.individual("document", source_id)
    standing = [
        quad.object.value
        for quad in held.quads_for_pattern(
            NamedNode(document), NamedNode(DCT.language), None, NamedNode(iris.graph(source_id))
        )
        if isinstance(quad.object, Literal)
    ]
    start = f'<{document}> <{DCT.language}> "'.encode()
    entry = next(spool.lines_of_entries(), None)
    lines = entry[1] if entry is not None else []
    read = [line[len(start) :].split(b'"')[0].decode() for line in lines if line.startswith(start)]
    if standing and read and read[0] not in standing:
        raise OtherEdition(f"{source_id}-{read[0]}", standing[0])
