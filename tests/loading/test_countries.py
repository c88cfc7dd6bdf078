"""Countries as tables print them."""

import csv

import pycountry
import pytest
from babel import Locale
from tests import needs

from wsisgraph.loading.countries import LANGUAGES, place


@pytest.mark.parametrize(
    ("printed", "iso2"),
    [
        ("KENYA", "KE"),
        (" kenya ", "KE"),
        ("NEPAL (REPUBLIC OF)", "NP"),
        ("IRAN (ISLAMIC REPUBLIC OF)", "IR"),
        ("IRAN, ISLAMIC REPUBLIC OF", "IR"),
        ("REPUBLIC OF KOREA", "KR"),
        ("KOREA (REP. OF)", "KR"),
        ("DEM. PEOPLE'S REP. OF KOREA", "KP"),
        ("KOREA (DEMOCRATIC PEOPLE'S REPUBLIC OF)", "KP"),
        ("DEMOCRATIC REPUBLIC OF THE CONGO", "CD"),
        ("REPUBLIC OF THE CONGO", "CG"),
        ("THE FORMER YUGOSLAV REPUBLIC OF MACEDONIA", "MK"),
        ("TFYR of Macedonia", "MK"),
        ("SWAZILAND", "SZ"),
        ("U.A.E.", "AE"),
        ("UAE", "AE"),
        ("TANZANIA, UNITED REPUBLIC OF", "TZ"),
        ("Côte d’Ivoire", "CI"),
        ("COTE D'IVOIRE", "CI"),
        ("BURMA", "MM"),
        ("Czech Republic", "CZ"),
        ("LIBYAN ARAB JAMAHIRIYA", "LY"),
        ("Cape Verde", "CV"),
        ("TÜRKIYE", "TR"),
        ("TURKEY", "TR"),
        ("HONG KONG", "HK"),
        ("STATE OF PALESTINE", "PS"),
        ("KINGDOM OF SAUDI ARABIA", "SA"),
        ("REPUBLIC OF IRELAND", "IE"),
        ("Niger", "NE"),
        ("NIGERIA", "NG"),
        ("中国", "CN"),
        ("المملكة العربية السعودية", "SA"),
        ("Российская Федерация", "RU"),
        ("Suiza", "CH"),
        ("KEN", "KE"),
        ("ke", "KE"),
        ("HAUTE-VOLTA", "BF"),
        ("Молдавия", "MD"),
        ("Korea (Rep.)", "KR"),
        ("Egypt, Arab Rep.", "EG"),
        ("Bahamas, The", "BS"),
        ("Congo, Dem. Rep.", "CD"),
        ("Eswatini (Swaziland)", "SZ"),
        ("Türkiye (Turkey)", "TR"),
    ],
)
def test_a_country_is_known_however_it_is_printed(printed: str, iso2: str) -> None:
    assert [country.iso2 for country in place(printed).countries] == [iso2]


def test_every_country_is_known_by_its_names_in_six_languages_and_in_capitals() -> None:
    missed = []
    for country in pycountry.countries:
        if country.alpha_2 == "TW":
            continue
        names = {country.name, getattr(country, "official_name", country.name)}
        names |= {Locale(language).territories[country.alpha_2] for language in LANGUAGES}
        for name in {form for each in names for form in (each, each.upper())}:
            found = place(name).countries
            if [each.m49 for each in found] != [country.numeric]:
                missed.append((name, country.alpha_2, found))
    assert missed == []


@pytest.mark.parametrize("printed", ["KOREA", "Czechoslovakia", "KOSOVO", "Republic of China"])
def test_a_name_that_nobody_can_place_is_explained_and_not_guessed(printed: str) -> None:
    found = place(printed)
    assert found.countries == ()
    assert found.unclear


@pytest.mark.parametrize("printed", ["ATLANTIS", "blue", "12", "Project X", "??"])
def test_what_is_no_country_is_none(printed: str) -> None:
    assert not place(printed).is_known


def test_a_slip_of_the_pen_is_taken_and_told() -> None:
    found = place("KAZAKSTAN")
    assert [country.iso2 for country in found.countries] == ["KZ"]
    assert found.guessed == "Kazakhstan"


def test_a_slip_in_the_words_that_states_share_is_taken_and_told() -> None:
    found = place("Untied Kingdom")
    assert [country.iso2 for country in found.countries] == ["GB"]
    assert found.guessed == "United Kingdom"


@pytest.mark.parametrize(
    ("printed", "m49"),
    [("Africa", "002"), ("LATIN AMERICA", "419"), ("Азия", "142"), ("北非", "015"), ("LAC", "419")],
)
def test_a_region_is_the_region_and_no_country(printed: str, m49: str) -> None:
    found = place(printed)
    assert [country.m49 for country in found.countries] == [m49]
    assert found.regions


@pytest.mark.parametrize("printed", ["EU", "Union européenne", "Asia-Pacific", "الدول العربية"])
def test_a_group_of_countries_says_regional_and_not_where(printed: str) -> None:
    found = place(printed)
    assert (found.countries, found.reach, found.group) == ((), "regional", True)


@pytest.mark.parametrize(
    ("printed", "iso2", "missed"),
    [
        ("Nairobi, Kenya", ["KE"], ("Nairobi",)),
        ("Kenya (Nairobi)", ["KE"], ("Nairobi",)),
        ("Kenya, Atlantis, Uganda", ["KE", "UG"], ("Atlantis",)),
    ],
)
def test_countries_are_taken_beside_what_is_none(
    printed: str, iso2: list[str], missed: tuple[str, ...]
) -> None:
    found = place(printed)
    assert [country.iso2 for country in found.countries] == iso2
    assert found.missed == missed
    assert not found.is_known


@pytest.mark.parametrize("printed", ["Africa", "Asia", "North Africa", "GER", "Yemen, Rep."])
def test_no_other_country_is_suggested_for_what_is_known(printed: str) -> None:
    assert place(printed).unclear == ""


@pytest.mark.parametrize("printed", ["Austrlia", "Slovania", "Gunea"])
def test_a_name_that_is_near_several_is_only_suggested(printed: str) -> None:
    found = place(printed)
    assert found.countries == ()
    assert found.unclear.startswith("do you mean ")


@pytest.mark.parametrize(
    "printed",
    ["KENYA; UGANDA", "Kenya, Uganda", "Kenya and Uganda", "Kenya / Uganda", "肯尼亚、乌干达"],
)
def test_several_countries_in_a_cell_are_each_taken(printed: str) -> None:
    assert [country.iso2 for country in place(printed).countries] == ["KE", "UG"]


@pytest.mark.parametrize("printed", ["INTERNATIONAL", "Global", "国际", "международный"])
def test_a_reach_is_no_country(printed: str) -> None:
    found = place(printed)
    assert found.countries == ()
    assert found.reach == "international"


def test_all_countries_of_the_prizes_of_2015_are_known() -> None:
    folder = needs.shared() / "sources" / "wsis-prizes-2015"
    (path,) = folder.glob("*.csv")
    with path.open(encoding="utf-8", newline="") as table:
        printed = {row["country"] for row in csv.DictReader(table)}
    assert len(printed) == 73
    assert [name for name in printed if not place(name).is_known] == []
    assert [name for name in printed if not place(name).countries] == ["INTERNATIONAL"]
