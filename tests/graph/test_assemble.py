"""A broken row is named with file and line, and all of them at once."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from wsisgraph.errors import InputRefused
from wsisgraph.graph.assemble import assemble
from wsisgraph.loading import Context, Fact, Source, literal, rows
from wsisgraph.loading.manifest import read_manifest

MANIFEST = """\
id = "tiny"
title = "A tiny source"
publisher = "id/agency/itu"
licence = "https://creativecommons.org/licenses/by/4.0/"
source-terms = "Ours."
citation = "Tiny, 2020"
issued = "2020"
language = "en"
inputs = ["*.csv"]
[counts.rows]
expected = 2
reason = "the table has two lines"
"""


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    for path in inputs:
        for row in rows(path, context, ["key", "name"]):
            if not row["name"]:
                context.problem(row.origin, "no name", "give the name")
                continue
            context.count("rows")
            yield Fact(
                f"https://example.org/{row['key']}",
                "http://www.w3.org/2004/02/skos/core#prefLabel",
                literal(row["name"], language="en"),
                row.origin,
            )


def source(folder: Path, table: str) -> Source:
    (folder / "source.toml").write_text(MANIFEST, encoding="utf-8")
    (folder / "table.csv").write_text(table, encoding="utf-8")
    return Source(read_manifest(folder), load)


def test_facts_are_in_their_sources_graph_and_remember_their_line(tmp_path: Path) -> None:
    assembly = assemble([source(tmp_path, "key,name\na,A\nb,B\n")])
    assert len(assembly.store) == 2
    origin = assembly.origin("https://example.org/b", "http://example.org/any")
    assert str(origin).endswith("table.csv:3")


def test_every_broken_row_is_named_and_missing_ones_are_counted(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as caught:
        assemble([source(tmp_path, "key,name\na,A\nb,\nc,\n")])
    text = str(caught.value)
    assert "table.csv:3: no name; give the name." in text
    assert "table.csv:4: no name; give the name." in text
    assert "expected 2 rows (the table has two lines), found 1" in text


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        (MANIFEST.replace('title = "A tiny source"\n', ""), "“title” is missing"),
        (MANIFEST.replace("*.csv", "missing.csv"), "missing.csv does not exist"),
        (MANIFEST.replace('"2020"', '"May 2020"'), "“issued” is “May 2020”"),
        (MANIFEST.replace("reason", "because"), r"\[counts.rows\] is not complete"),
        ("id = ", "source.toml"),
    ],
)
def test_an_incomplete_manifest_is_refused(tmp_path: Path, manifest: str, says: str) -> None:
    (tmp_path / "table.csv").write_text("key,name\n", encoding="utf-8")
    (tmp_path / "source.toml").write_text(manifest, encoding="utf-8")
    with pytest.raises(InputRefused, match=says):
        read_manifest(tmp_path)
