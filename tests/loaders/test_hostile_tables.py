"""Whatever bytes a table is made of: it is read or refused with a sentence, and nothing breaks."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.loaders.listing import load

from wsisgraph.errors import InputRefused
from wsisgraph.loading import Context, Source

SAMPLES = [
    b"Title,Organization,Country,SDGs,Start date\nLibraries,RB,KENYA,4,2014\nRain,RB,PERU,9.c,\n",
    b"Action line;Goals;Strength;Author\nC2;9.c, 4;strong;ITU\nC7 e-health;3;;\n",
    b"#curie_map:\n#  a: http://x/\nsubject_id\tpredicate_id\tobject_id\tauthor_id\n"
    b"sdg:4\tx\twsis_line:c2\torcid:0000-0002-1825-0097\n",
    b"Line,1,2,3,4,5\nC1,x,,High,,\n",
    b'[{"title": "a", "organisation": "b", "country": "KENYA", "x": {"y": [1, null]}}]',
    b'{"title": "a", "organisation": "b"}\n{"title": "c", "organisation": "b"}\n',
]
PIECES = [
    *(b"\0", b'"', b'""', b"\xff", b"\xef\xbb\xbf", b";", b",", b"\n", b"\r", b"\t", b"=1+1"),
    *(b"\xe9", b"{", b"}", b"[", b"]", b"\\u0000", b"\\ud800", b"18", b"9.z", b"31/02/2019"),
    *(b"1e400", b"C7", b"#", b"sep=;\n", "国".encode(), "م".encode(), b"|", b"NaN", b"x" * 3_000),
]
Edits = list[tuple[int, int, bytes]]
edits = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 30), st.sampled_from([b"", *PIECES])), max_size=6
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    sample=st.sampled_from(SAMPLES),
    changes=edits,
    ending=st.sampled_from(["csv", "tsv", "json", "jsonl"]),
    encoding=st.sampled_from(["", "utf-16", "cp1252"]),
)
@pytest.mark.parametrize("name", ["stocktaking", "linkages"])
def test_no_bytes_break_a_load(
    sources: dict[str, Source],
    tmp_path: Path,
    name: str,
    sample: bytes,
    changes: Edits,
    ending: str,
    encoding: str,
) -> None:
    data = sample
    for at, less, more in changes:
        data = data[:at] + more + data[at + less :]
    if encoding:
        data = data.decode(errors="replace").encode(encoding, errors="replace")
    path = tmp_path / f"t.{ending}"
    path.write_bytes(data)
    source = sources[name]
    done = load(source, path)
    assert done.facts or done.remarks
    for fact in done.facts:
        fact.quad(name)
    assert source.guess is not None
    with suppress(InputRefused):
        source.guess([path], Context(source.manifest))


@pytest.mark.parametrize(
    "cell",
    [
        *("x" * 90_000, "ab " * 30_000, " " * 50_000 + "x" + " " * 40_000, "a@" * 40_000),
        *("1." * 40_000, "C2 " * 30_000, "a," * 40_000, ";" * 90_000, "(" * 90_000, "é" * 90_000),
        *("a-" * 40_000, "9.c; " * 15_000, "https://" + "a." * 40_000, "2019-" * 15_000),
    ],
    ids=lambda cell: cell[:6],
)
def test_a_very_long_cell_costs_no_more_than_its_length(
    sources: dict[str, Source], tmp_path: Path, cell: str
) -> None:
    names = ["Title", "Organization", "Partners", "Country", "SDGs", "Start date", "Timeframe"]
    names += ["Website", "Submitted by", "Status", "Keywords", "Examples of linkages", "Edition"]
    rows = [",".join(names), ",".join(["Good"] * 2 + [""] * (len(names) - 2))]
    for at in range(len(names)):
        cells = ["Good title", "Rain Board", *[""] * (len(names) - 2)]
        cells[at] = f'"{cell}"'
        rows.append(",".join(cells))
    path = tmp_path / "t.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    mapping = tmp_path / "m.toml"
    fields = ["title", "organisation", "partner", "country", "links", "start", "period", "url"]
    fields += ["submitter", "status", "keywords", "linkage-examples", "edition"]
    columns = zip(names, fields, strict=True)
    mapping.write_text(
        "\n".join(f'[columns."{name}"]\nfield = "{field}"' for name, field in columns)
    )
    done = load(sources["stocktaking"], path, mapping=mapping)
    assert done.named("Good")
    # The title of that length, the name of that length, and what else the cell is not.
    assert len(done.problems) >= 2
