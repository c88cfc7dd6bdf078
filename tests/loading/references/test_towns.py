"""Towns that have the name of a country within their own."""

import pytest
from tests.loading.references.finding import found


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("It met in Mexico City and in Kuwait City.", []),
        ("Se reunió en San Salvador y en la Ciudad de Panamá.", []),
        ("El taller de San Salvador (El Salvador) fue breve.", ["222"]),
        ("Ciudad de México, México", ["484"]),
        ("Les pays du golfe de Guinée et le Tchad y ont participé.", ["148"]),
        ("Mexico and New Zealand spoke, then San Marino.", ["484", "554", "674"]),
        ("Readers in New Mexico, in Nouveau-Mexique and in Guatemala City", []),
        ("The new Egypt office and the new Saudi Arabia desk opened.", ["818", "682"]),
        ("El nuevo Chile y un nouveau Japon", ["152", "392"]),
        ("A new Kenya-led library opened in Singapore City.", ["404", "702"]),
        ("Papua Nueva Guinea y Guinea Ecuatorial", ["598", "226"]),
    ],
)
def test_a_town_is_no_country(text: str, countries: list[str]) -> None:
    assert [each.rpartition("/")[2] for each in found(text, "country")] == countries
