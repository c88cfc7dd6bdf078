"""Document 004, a report: its numbering, dates, symbols and donors are all read, none invented."""

import re
from collections import defaultdict
from functools import cache

from tests.loaders.test_itu_council import facts, lines_of, text_of

from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import ORG, RDF, SCHEMA, SKOS, WSIS

DOCUMENT = iris.individual("document", "itu-council-004")
PASSAGES = f"{DOCUMENT}/p/"
GROUP = iris.individual("body", "cwg-wsis-sdg")
CONTRIBUTOR = "http://purl.org/dc/terms/contributor"
MOST_WITHOUT_A_FACT = 0.15


@cache
def described() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts():
        found[fact.subject][fact.predicate].append(fact.object.value)
    return found


def of_class(kind: str) -> list[str]:
    return [subject for subject, told in described().items() if kind in told[RDF.type]]


def lines() -> list[str]:
    # A non-breaking hyphen stands in one symbol of the copy.
    text = text_of("004").read_text(encoding="utf-8").replace("\N{NON-BREAKING HYPHEN}", "-")
    return text.splitlines()


def numbered() -> dict[str, str]:
    """Return the printed numbers, as locators, with what follows them on the line."""
    found = (re.match(r"(\d+(?:\.\d+)*)\t(.*)", line) for line in lines())
    return {match[1].replace(".", "-"): match[2] for match in found if match}


def stated_in(locator: str) -> list[str]:
    return [s for s, told in described().items() if f"{PASSAGES}{locator}" in told[WSIS.statedIn]]


def test_every_line_of_document_004_stands_in_exactly_one_passage() -> None:
    with_text = {number for number, line in enumerate(lines(), start=1) if line.strip()}
    assert dict(lines_of("004")) == dict.fromkeys(with_text, 1)


def test_every_printed_number_is_a_locator() -> None:
    locators = {told[WSIS.locator][0] for s, told in described().items() if s.startswith(PASSAGES)}
    assert numbered()
    assert set(numbered()) - locators == set()


def test_few_numbered_paragraphs_are_without_a_fact_and_each_says_why() -> None:
    paragraphs = [locator for locator in numbered() if "-" in locator]
    empty = [locator for locator in paragraphs if not stated_in(locator)]
    assert len(empty) <= MOST_WITHOUT_A_FACT * len(paragraphs)
    assert [at for at in empty if not described()[f"{PASSAGES}{at}"][WSIS.coverage]] == []


def test_a_numbered_recommendation_is_one_with_an_addressee_and_no_other_is() -> None:
    printed = {at for at in numbered() if at.startswith("4-5-")}
    read = {told[WSIS.statedIn][0].removeprefix(PASSAGES): told for told in recommendations()}
    assert set(read) == printed
    assert [at for at, told in read.items() if not told[WSIS.addressee]] == []


def recommendations() -> list[dict[str, list[str]]]:
    own = iris.individual("recommendation", "itu-council-004-4-5-")
    found = of_class(WSIS.Recommendation)
    return [described()[subject] for subject in found if subject.startswith(own)]


def test_every_recommendation_imposes_duties_praise_and_taking_note_among_them() -> None:
    # The tenth tells what was noted and advises PP-14 by it: what it asks has another force.
    told_apart = {"4.5.10": {"recommends"}, "4.5.12": {"notes", "appreciates"}}
    for recommendation in recommendations():
        (number,) = recommendation[WSIS.number]
        own = {force.rsplit("/", 1)[1] for force in recommendation[WSIS.force]}
        duties = [described()[duty] for duty in recommendation[WSIS.imposes]]
        assert duties, number
        assert {d[WSIS.force][0].rsplit("/", 1)[1] for d in duties} == told_apart.get(number, own)
        for duty in duties:
            assert duty[WSIS.statedIn] == recommendation[WSIS.statedIn]
            assert duty[WSIS.bearer]


def test_a_duty_of_a_recommendation_is_only_proposed() -> None:
    duties = [duty for told in recommendations() for duty in told[WSIS.imposes]]
    assert {described()[duty][WSIS.dutyStatus][0] for duty in duties} == {
        iris.vocab("duty-status", "proposed")
    }


def test_the_numbered_meetings_have_the_dates_of_their_paragraphs() -> None:
    printed = {}
    for text in numbered().values():
        if match := re.match(
            r"(\d{4})年(\d+)月(\d+)(?:(?:-|日和)(\d+)日)?.*?第(\d+)次会议主要", text
        ):
            year, month, day, last, number = match.groups()
            if further := re.search(r"和(\d+)月(\d+)日CWG", text):
                month_of_last, last = further.groups()
            else:
                month_of_last = month
            ends = last or day
            printed[int(number)] = (
                f"{year}-{int(month):02}-{int(day):02}",
                f"{year}-{int(month_of_last):02}-{int(ends):02}",
            )

    assert sorted(printed) == list(range(18, 26))
    told = {n: described()[iris.individual("meeting", f"itu-cwg-wsis-{n}")] for n in printed}
    assert {n: (m[SCHEMA.startDate][0], m[SCHEMA.endDate][0]) for n, m in told.items()} == printed


def test_every_symbol_printed_is_that_of_a_document_or_instrument() -> None:
    text = "".join(lines())
    printed = set(re.findall(r"WG-WSIS-\d\d[-/]\d+|C-?1\d/\d+", text))
    # One number stands alone behind that of another document.
    printed |= {"WG-WSIS-22/43"}
    symbols = {symbol for told in described().values() for symbol in told[WSIS.symbol]}

    assert len(printed) == 22
    assert printed - symbols == set()
    assert "A/RES/68/302" in symbols


def test_a_donor_of_the_fund_is_named_in_the_paragraph_and_no_amount_is_invented() -> None:
    listed = numbered()["6-3"].partition("：")[2].rstrip("。")
    gifts = [described()[gift] for gift in of_class(WSIS.Contribution)]

    assert len(gifts) == len(re.split("、|以及|和(?=互联网学会)", listed))
    for gift in gifts:
        donor = described()[gift[CONTRIBUTOR][0]]
        names = {*donor[SKOS.prefLabel], *donor[SKOS.altLabel]}
        plain = re.sub("（[^）]*）", "", listed)
        assert any(name.removesuffix("政府").removesuffix("公司") in plain for name in names)
        assert not {predicate for predicate in gift if "value" in predicate.lower()}


def test_an_office_is_held_by_those_named_with_one_and_by_nobody_who_is_only_thanked() -> None:
    held = defaultdict(set)
    for told in (described()[role] for role in of_class(WSIS.RoleStatement)):
        held[told[ORG.member][0]].add(told[ORG.role][0].rpartition("/")[2])
    people = {subject.rpartition("/")[2]: held[subject] for subject in of_class(WSIS.Person)}

    assert people["vladimir-minkin"] == {"chair"}
    vice_chairs = {key for key, roles in people.items() if roles == {"vice-chair"}}
    assert vice_chairs == {"frederick-riehl", "majed-al-mazyed", "nermine-el-saadany"}
    assert people["houlin-zhao"] == {"office-holder", "chair"}
    assert people["hamadoun-toure"] == {"office-holder"}
    assert people["j-ponder"] == people["g-sah"] == set()


def test_the_two_accounts_of_resolution_1334_contradict_each_other_both_ways() -> None:
    one = iris.individual("statement", "004-2-3-1-adopted")
    other = iris.individual("statement", "004-4-3-1334-in-2012")
    assert other in described()[one][WSIS.contradicts]
    assert one in described()[other][WSIS.contradicts]


def test_the_extraordinary_meeting_has_no_number() -> None:
    meeting = described()[iris.individual("meeting", "itu-cwg-wsis-extraordinary-2013")]
    assert meeting[WSIS.heldBy] == [GROUP]
    assert meeting[SCHEMA.startDate] == ["2013-06-20"]
    assert meeting[WSIS.number] == []
