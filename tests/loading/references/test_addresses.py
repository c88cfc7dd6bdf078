"""Addresses end where the sentence goes on."""

import pytest
from tests.loading.references.finding import mentions


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("see http://www.itu.int/ict4sdg, and", "http://www.itu.int/ict4sdg"),
        ("专门网站见：http://www.itu.int/ict4sdg，该网站", "http://www.itu.int/ict4sdg"),
        ("（www.wsis.org/forum），从而", "www.wsis.org/forum"),
        ("(https://a.example/b_(c)).", "https://a.example/b_(c)"),
        ("write to wsis-info@itu.int.", "wsis-info@itu.int"),
    ],
)
def test_an_address_is_found_without_punctuation(text: str, value: str) -> None:
    assert [each.value for each in mentions(text) if each.kind == "address"] == [value]


def test_nothing_is_found_within_an_address() -> None:
    text = "https://www.itu.int/md/S19-CWGWSIS34-C-0002/en"
    assert [each.kind for each in mentions(text)] == ["address"]
