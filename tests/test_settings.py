"""Settings are read from WSISGRAPH_… variables; a wrong one is named with what would do."""

from pathlib import Path

import pytest

from wsisgraph.errors import BadSetting
from wsisgraph.settings import Settings


def test_variables_become_settings() -> None:
    settings = Settings.from_environment(
        {
            "WSISGRAPH_DATA": "/srv/graph",
            "WSISGRAPH_PORT": "0",
            "WSISGRAPH_PUBLIC_URL": "https://example.org/",
            "WSISGRAPH_QUERY_TIMEOUT": "2.5",
            "WSISGRAPH_SANDBOX": "off",
            "WSISGRAPH_THEME": "/srv/theme.toml",
            "WSISGRAPH_DOCUMENT_TEXTS": "on",
        }
    )
    assert settings.data == Path("/srv/graph")
    assert settings.port == 0
    assert settings.public_url == "https://example.org"
    assert settings.query_timeout == 2.5
    assert not settings.sandbox
    assert settings.theme == Path("/srv/theme.toml")
    assert settings.document_texts


def test_an_empty_variable_is_as_good_as_none() -> None:
    names = (
        *("DATA", "HOST", "PORT", "PUBLIC_URL", "SANDBOX", "WORKERS", "BASE_IRI"),
        *("ADMIN_TOKEN", "FAIR_USE", "TRUSTED_PROXIES", "LOG", "THEME", "DOCUMENT_TEXTS"),
    )
    assert Settings.from_environment({f"WSISGRAPH_{name}": "" for name in names}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "80.5", "whole number from 0 to 65535"),
        ("PORT", "http", "number from 0 to 65535"),
        ("PORT", "65536", "number from 0 to 65535"),
        ("WORKERS", "0", "number from 1 to 256"),
        ("QUERY_TIMEOUT", "nan", "number from 0.05 to 3600"),
        ("QUERY_TIMEOUT", "inf", "number from 0.05 to 3600"),
        ("SANDBOX", "maybe", "one of: on, off"),
        ("DEFAULT_GRAPH", "union", "one of: accepted, strict"),
        ("BASE_IRI", "https://example.org/graph", "ends in “/”"),
        ("BASE_IRI", "urn:x/", "http(s) IRI"),
        ("FAIR_USE", "maybe", "one of: on, off"),
        ("LOG", "xml", "one of: json, text, off"),
    ],
)
def test_a_wrong_value_is_refused_with_what_would_do(name: str, value: str, says: str) -> None:
    with pytest.raises(BadSetting) as caught:
        Settings.from_environment({f"WSISGRAPH_{name}": value})
    assert str(caught.value).startswith(f"WSISGRAPH_{name} is “{value}”")
    assert says in str(caught.value)


def test_proxies_are_addresses_and_networks() -> None:
    given = {"WSISGRAPH_TRUSTED_PROXIES": "127.0.0.1, 10.1.2.3/8,::1"}
    found = Settings.from_environment(given).trusted_proxies
    assert [str(network) for network in found] == ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]
    with pytest.raises(BadSetting, match="names “proxy”"):
        Settings.from_environment({"WSISGRAPH_TRUSTED_PROXIES": "127.0.0.1, proxy"})


@pytest.mark.parametrize("secret", ["with blank", "lïne", "tab\t"])
def test_a_secret_that_no_header_can_carry_is_refused_and_not_repeated(secret: str) -> None:
    with pytest.raises(BadSetting) as caught:
        Settings.from_environment({"WSISGRAPH_ADMIN_TOKEN": secret})
    assert secret not in str(caught.value)


def test_settings_that_are_shown_hold_no_secret() -> None:
    settings = Settings.from_environment({"WSISGRAPH_ADMIN_TOKEN": "hidden-secret"})
    assert settings.admin_token == "hidden-secret"
    assert "hidden-secret" not in repr(settings)
