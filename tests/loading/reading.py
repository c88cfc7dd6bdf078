"""Open a file as a table and take everything that is told of it."""

from dataclasses import dataclass, field
from pathlib import Path

from wsisgraph import content
from wsisgraph.loading import Context, Remark
from wsisgraph.loading.manifest import read_manifest
from wsisgraph.loading.reading import Layout, Table, open_table


@dataclass
class Read:
    """What came of a file."""

    table: Table | None
    rows: list[tuple[int, list[str]]]
    problems: list[Remark] = field(default_factory=list)
    notices: list[Remark] = field(default_factory=list)

    @property
    def found(self) -> str:
        return "\n".join(f"{remark.origin}: {remark.found}" for remark in self.problems)

    @property
    def told(self) -> str:
        return "\n".join(f"{remark.origin}: {remark.found}" for remark in self.notices)


def read(path: Path, **layout: object) -> Read:
    manifest = read_manifest(content.folder("loaders") / "stocktaking")
    remarks: list[Remark] = []
    context = Context(manifest, tell=remarks.append)
    table = open_table(path, context, Layout(**layout))  # type: ignore[arg-type]
    rows = list(table.rows(context)) if table is not None else []
    for remark in remarks:
        assert remark.found, remark
        assert remark.mend or remark.kind != "problem", f"no mend: {remark}"
    return Read(
        table,
        rows,
        [remark for remark in remarks if remark.kind == "problem"],
        [remark for remark in remarks if remark.kind != "problem"],
    )


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path
