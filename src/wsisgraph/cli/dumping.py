"""`wsisgraph dump`: the current revision as a dated folder, with the difference to the last."""

from pathlib import Path
from typing import Annotated

import typer

from wsisgraph.cli.messages import say
from wsisgraph.cli.standing import settled
from wsisgraph.errors import StoreUnavailable


def dump(
    into: Annotated[Path, typer.Argument(help="Folder of the dumps.", metavar="FOLDER")],
) -> None:
    """Write a dump of the current revision, and how it differs from the dump before.

    Each dump is a folder named for the day and the revision: the data set as N-Quads and TriG, the
    quads that came and went as N-Quads and as RDF Patch, and checksums. A dump that is there
    already is left as it is.

    Examples:

        wsisgraph dump dumps

        cd dumps/2026-01-31-12-0123456789ab && sha256sum --check SHA256SUMS
    """
    from wsisgraph.graph.dumps import dump as write
    from wsisgraph.store.folder import DataFolder
    from wsisgraph.store.local import changes, open_local
    from wsisgraph.store.spellings import spelt

    settings = settled()
    revision = DataFolder(settings.data).revision()
    if revision is None:
        raise StoreUnavailable(
            "There is nothing to dump",
            where=str(settings.data),
            mend="run wsisgraph build, or set WSISGRAPH_DATA to the folder that holds the graph",
        )
    # The revision is named before it is read: a service may publish another meanwhile.
    [record] = changes(settings, revision.sequence, revision.sequence)
    held = open_local(settings, revision.id)
    done = write(
        spelt(held.snapshot.quads(), held.snapshot.spellings, anywhere=False),
        into,
        revision=revision.id,
        sequence=revision.sequence,
        time=record.time,
    )
    if not done.is_new:
        say(f"{done.folder} is there already.")
    elif done.previous:
        say(
            f"Wrote {done.folder}: {done.quads:,} quads, {done.added:,} added and"
            f" {done.removed:,} removed since {done.previous}."
        )
    else:
        say(f"Wrote {done.folder}: {done.quads:,} quads, the first dump here.")
    typer.echo(done.folder)
