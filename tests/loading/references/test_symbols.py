"""Symbols of documents in one normal form."""

import pytest
from tests.loading.references.finding import found, mentions


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A/70/684", "A/70/684"),
        ("E/CN.16/2007/CRP.2", "E/CN.16/2007/CRP.2"),
        ("A/80/L.41.", "A/80/L.41"),
        ("C11/33号文件", "C11/33"),
        ("C-11/95", "C11/95"),
        ("C19/137-E", "C19/137"),
        ("S19-CL-C-0137", "C19/137"),
        ("C20/INF/5", "C20/INF/5"),
        ("C2003/47", "C03/47"),
        ("Documento WSIS-03/GENEVA/DOC/6-S", "WSIS-03/GENEVA/DOC/6"),
        ("WSIS-05/TUNIS/DOC/8(Rev.1)-R", "WSIS-05/TUNIS/DOC/8(Rev.1)"),
        ("S19-CWGWSIS34-C-0002", "CWGWSIS34/2"),
        ("CWGWSIS34/2", "CWGWSIS34/2"),
        ("CWG-WSIS&SDG-34/2", "CWGWSIS34/2"),
        ("WG‑WSIS-18/18", "WG-WSIS-18/18"),
        ("（WG-WSIS-23/03）", "WG-WSIS-23/3"),
        ("CL-15/46", "CL-15/46"),
        ("EUR/44A15/1", "EUR/44A15/1"),
        ("TDAG-20/13 Rev.1", "TDAG-20/13(Rev.1)"),
        ("WTDC10/9", "WTDC10/9"),
        ("وC18/53", "C18/53"),
        ("С19/50", "C19/50"),
        ("le Document C18/44(Rév.2)", "C18/44(Rev.2)"),
        ("Documents C19‑50", "C19/50"),
        ("CWGWSIS34/10R1", "CWGWSIS34/10(Rev.1)"),
        ("A/٧٠/٦٨٤", "A/70/684"),
        ("ESCAP/79/14号文件", "ESCAP/79/14"),
        ("LC/SES.39/7", "LC/SES.39/7"),
        ("el documento LC/TS.2021/38", "LC/TS.2021/38"),
        ("E/ESCWA/C.8/2024/3", "E/ESCWA/C.8/2024/3"),
        ("UNEP/EA.6/12", "UNEP/EA.6/12"),
    ],
)
def test_a_symbol_has_one_normal_form(text: str, value: str) -> None:
    assert [each.value for each in mentions(text) if each.kind == "document"] == [value]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("WG-WSIS-22/39和43号文件", ["wg-wsis-22-39", "wg-wsis-22-43"]),
        ("Documents C13/57, 66 and 85", ["itu-c13-57", "itu-c13-66", "itu-c13-85"]),
        ("CWG-WSIS-33/10 and 33/11 were Documents", ["itu-cwgwsis33-10"]),
        ("Documents CWG-WSIS-33/10 and 33/11", ["itu-cwgwsis33-10", "itu-cwgwsis33-11"]),
        ("C13/66号文件补遗", ["itu-c13-66", "itu-c13-66-addendum"]),
    ],
)
def test_numbers_alone_in_a_list_are_documents_too(text: str, keys: list[str]) -> None:
    assert set(found(text, "document")) == {f"document/{name}" for name in keys}


@pytest.mark.parametrize("text", ["24/7 and 1/2", "C5/C6", "WSIS/SDG", "2014/2015", "and/or"])
def test_what_is_no_symbol_is_none(text: str) -> None:
    assert found(text, "document") == []
