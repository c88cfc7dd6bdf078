"""When meetings were: of several, each has its own dates, or none is told."""

import pytest
from tests.loading.claims.told import told

from wsisgraph.loading.claims import claims
from wsisgraph.loading.texts.model import Mention
from wsisgraph.terms import iris

PAIRS = {
    "en": "The [35th and 36th meetings|meeting/g-35] were held on [9-10 September 2020|period="
    "2020-09-09/2020-09-10] and [21-22 January 2021|period=2021-01-21/2021-01-22], respectively.",
    "fr": "Le groupe a tenu ses [35e et 36e réunions|meeting/g-35] les [9 et 10 septembre 2020|"
    "period=2020-09-09/2020-09-10] et les [21 et 22 janvier 2021|period=2021-01-21/2021-01-22].",
    "es": "Las [reuniones 35 y 36|meeting/g-35] se celebraron los días [9 y 10 de septiembre|"
    "period=2020-09-09/2020-09-10] y [21 y 22 de enero|period=2021-01-21/2021-01-22].",
    "ru": "[35-е и 36-е собрания|meeting/g-35] состоялись [9–10 сентября 2020 года|period="
    "2020-09-09/2020-09-10] и [21–22 января 2021 года|period=2021-01-21/2021-01-22].",
    "ar": "عُقد [الاجتماعان 35 و36|meeting/g-35] يومي [9 و10 سبتمبر|period="
    "2020-09-09/2020-09-10] ويومي [21 و22 يناير|period=2021-01-21/2021-01-22].",
    "zh": "[第35次和第36次会议|meeting/g-35]分别于[2020年9月9-10日|period=2020-09-09/2020-09-10]"
    "和[2021年1月21-22日|period=2021-01-21/2021-01-22]召开。",
}


def dates(line: str, language: str, *numbers: int) -> dict[str, tuple[str, str]]:
    """The dates of meetings; the first that is named shares its words with all the numbers."""
    text, mentions = told(line, language=language)
    (locator,) = mentions
    first = next(mention for mention in mentions[locator] if mention.kind == "meeting")
    for number in numbers[1:]:
        iri = iris.individual("meeting", f"g-{number}")
        more = Mention(first.start, first.end, "meeting", iri, first.said, str(number))
        mentions[locator].append(more)
    return {
        claim.parts["meeting"].rpartition("/")[2]: (claim.parts["start"], claim.parts["end"])
        for claim in claims(text, mentions)
        if claim.kind == "meeting"
    }


@pytest.mark.parametrize("language", PAIRS)
def test_of_two_meetings_each_has_the_dates_in_its_place(language: str) -> None:
    assert dates(PAIRS[language], language, 35, 36) == {
        "g-35": ("2020-09-09", "2020-09-10"),
        "g-36": ("2021-01-21", "2021-01-22"),
    }


@pytest.mark.parametrize("language", PAIRS)
def test_of_three_meetings_with_two_dates_nothing_is_told(language: str) -> None:
    assert dates(PAIRS[language], language, 35, 36, 37) == {}


def test_meetings_with_names_of_their_own_are_paired_as_well() -> None:
    line = (
        "The [35th meeting|meeting/g-35] and the [36th meeting|meeting/g-36] took place on "
        "[9-10 September|period=2020-09-09/2020-09-10] and [21-22 January|period="
        "2021-01-21/2021-01-22]."
    )
    assert dates(line, "en")["g-36"] == ("2021-01-21", "2021-01-22")
