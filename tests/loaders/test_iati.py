"""IATI files: SDG tags of every kind, what is missing, and files that were made for harm."""

from pathlib import Path

import pytest

from wsisgraph.errors import InputRefused
from wsisgraph.loading import Context, Fact, Source, discover

FILE = """<iati-activities version="2.03"><iati-activity xml:lang="en">
<iati-identifier> XX-1 </iati-identifier><reporting-org ref="XX"><narrative>Radio Body</narrative>
</reporting-org><title><narrative>Radios</narrative></title>{parts}</iati-activity>
</iati-activities>"""


@pytest.fixture(scope="module")
def source() -> Source:
    return discover()["iati"]


def read(source: Source, tmp_path: Path, xml: str) -> tuple[list[Fact], Context]:
    path = tmp_path / "activities.xml"
    path.write_text(xml, encoding="utf-8")
    return source.read([path])


def ends(facts: list[Fact], name: str) -> set[str]:
    return {fact.object.value.rpartition("/")[2] for fact in facts if fact.predicate.endswith(name)}


@pytest.mark.parametrize(
    ("tag", "links"),
    [
        ('<sector vocabulary="7" code="9"/>', {"9"}),
        ('<sector vocabulary="8" code="9.c"/>', {"9.c"}),
        ('<sector vocabulary="9" code="9.c.1"/>', {"9.c"}),
        ('<tag vocabulary="2" code="4"/>', {"4"}),
        ('<tag vocabulary="3" code="4.4"/><sector vocabulary="8" code="4.4"/>', {"4.4"}),
        ('<sector vocabulary="1" code="11110"/><tag vocabulary="1" code="4"/>', set()),
        (
            '<tag vocabulary="99" code="C3"'
            ' vocabulary-uri="https://w3id.org/wsis-sdg/vocab/action-lines"/>',
            {"c3"},
        ),
        ('<tag vocabulary="99" code="C3" vocabulary-uri="https://example.org/"/>', set()),
    ],
)
def test_tags_are_links_by_their_vocabulary(
    source: Source, tmp_path: Path, tag: str, links: set[str]
) -> None:
    facts, context = read(source, tmp_path, FILE.format(parts=tag))
    assert ends(facts, "#linksTo") == links
    assert not context.problems


def test_what_was_counts_before_what_was_planned(source: Source, tmp_path: Path) -> None:
    dates = "".join(
        f'<activity-date type="{type_}" iso-date="{day}"/>'
        for type_, day in (("1", "2020-01-01"), ("2", "2020-02-01"), ("3", "2024-12-31"))
    )
    facts, _ = read(source, tmp_path, FILE.format(parts=dates))
    assert ends(facts, "startDate") == {"2020-02-01"}
    assert ends(facts, "endDate") == {"2024-12-31"}


def test_a_cancelled_activity_has_no_status_and_that_is_told(
    source: Source, tmp_path: Path
) -> None:
    facts, context = read(source, tmp_path, FILE.format(parts='<activity-status code="5"/>'))
    assert not ends(facts, "#activityStatus")
    told = [*context.problems, *context.notices]
    assert any("5" in str(each.found) for each in told)
    assert all("/tmp" not in str(each.found) for each in told)
    names = {str(getattr(each, "origin", "") or getattr(each, "where", "")) for each in told}
    assert all("activities.xml" in name for name in names)


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]><iati-activities>&b;</iati-activities>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><iati-activities/>',
        "<iati-organisations/>",
        "<iati-activities>",
        "no xml",
        "",
    ],
)
def test_what_is_no_activity_file_is_refused(source: Source, tmp_path: Path, xml: str) -> None:
    with pytest.raises(InputRefused):
        read(source, tmp_path, xml)
