"""Settings: every WSISGRAPH_… variable, read once and passed on as one frozen value."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from wsisgraph.errors import BadSetting

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

Choice = TypeVar("Choice", bound=str)

DEFAULT_BASE = "https://w3id.org/wsis-sdg/"


def _cores() -> int:
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside; the variable is `WSISGRAPH_` and the name in capitals.

    Attributes:
        data: directory that holds journal, store and checkpoints.
        host: address to listen on.
        port: TCP port to listen on.
        public_url: address that pages and links point to; empty means the request's own.
        query_timeout: seconds a query may run.
        query_memory: MiB a query may allocate beyond the data.
        memory_quads: the most quads that readers hold in memory; with more they read them on the
            disk. None means as many as half of the free memory has room for, up to 5 million.
        workers: reader processes, each answering one query at a time.
        sandbox: False lets readers run where the platform has no seccomp.
        check_writes: whether what is written while the service runs must keep the shapes.
        default_graph: `accepted` (the merged accepted graphs) or `strict` (plain dataset).
        base_iri: base of this instance's own `id/` and `graph/` IRIs.
        admin_token: token of an administrator that is kept in no file; None for none.
        fair_use: whether each client is held to its share; None means only where others than
            this machine can connect (see `is_fair`).
        trusted_proxies: networks whose word about the client's address is believed.
        log: `json`, `text` or `off`; "" means text on a terminal and else JSON.
        theme: file that says how the pages look; None means our own theme.
        document_texts: whether what documents say is stored in the graph when they are loaded,
            and so shown to whoever may read it.
        store: where a SPARQL server that answers all queries takes them; "" for our own store.
        store_update: where it takes updates; "" where it is only read.
        store_graphs: where it speaks the Graph Store Protocol; "" where everything is an update.
        store_user: name that it knows us by; "" for none.
        store_password: the password to it.
    """

    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    query_timeout: float = 10.0
    query_memory: int = 256
    memory_quads: int | None = None
    workers: int = field(default_factory=lambda: max(4, 2 * _cores()))
    sandbox: bool = True
    check_writes: bool = True
    default_graph: str = "accepted"
    base_iri: str = DEFAULT_BASE
    admin_token: str | None = field(default=None, repr=False)
    fair_use: bool | None = None
    trusted_proxies: tuple[Network, ...] = ()
    log: Literal["json", "text", "off", ""] = ""
    theme: Path | None = None
    document_texts: bool = False
    store: str = ""
    store_update: str = ""
    store_graphs: str = ""
    store_user: str = ""
    store_password: str | None = field(default=None, repr=False)

    @property
    def is_loopback(self) -> bool:
        """True when only this machine can connect."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def is_fair(self) -> bool:
        """True when each client is held to its share."""
        return not self.is_loopback if self.fair_use is None else self.fair_use

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings from WSISGRAPH_… variables.

        Raises:
            BadSetting: a variable holds a value of the wrong kind; names it and the mend.
        """
        env = os.environ if environ is None else environ
        plain = cls()
        base = env.get("WSISGRAPH_BASE_IRI") or plain.base_iri
        if not base.startswith(("http://", "https://")) or not base.endswith("/"):
            raise BadSetting(
                f"WSISGRAPH_BASE_IRI is “{base}”", mend="give an http(s) IRI that ends in “/”"
            )
        return cls(
            data=Path(env.get("WSISGRAPH_DATA") or plain.data),
            host=env.get("WSISGRAPH_HOST") or plain.host,
            port=_whole(env, "WSISGRAPH_PORT", plain.port, 0, 65535),
            public_url=env.get("WSISGRAPH_PUBLIC_URL", plain.public_url).rstrip("/"),
            query_timeout=_number(env, "WSISGRAPH_QUERY_TIMEOUT", plain.query_timeout, 0.05, 3600),
            query_memory=_whole(env, "WSISGRAPH_QUERY_MEMORY", plain.query_memory, 16, 65536),
            memory_quads=(
                _whole(env, "WSISGRAPH_MEMORY_QUADS", 0, 0, 10**12)
                if env.get("WSISGRAPH_MEMORY_QUADS")
                else plain.memory_quads
            ),
            workers=_whole(env, "WSISGRAPH_WORKERS", plain.workers, 1, 256),
            sandbox=_one_of(env, "WSISGRAPH_SANDBOX", "on", ("on", "off")) == "on",
            check_writes=_one_of(env, "WSISGRAPH_CHECK_WRITES", "on", ("on", "off")) == "on",
            default_graph=_one_of(
                env, "WSISGRAPH_DEFAULT_GRAPH", plain.default_graph, ("accepted", "strict")
            ),
            base_iri=base,
            admin_token=_secret(env, "WSISGRAPH_ADMIN_TOKEN"),
            fair_use={"on": True, "off": False, "": None}[
                _one_of(env, "WSISGRAPH_FAIR_USE", "", ("on", "off", ""))
            ],
            trusted_proxies=_networks(env, "WSISGRAPH_TRUSTED_PROXIES"),
            log=_one_of(env, "WSISGRAPH_LOG", plain.log, ("json", "text", "off", "")),
            theme=Path(env["WSISGRAPH_THEME"]) if env.get("WSISGRAPH_THEME") else None,
            document_texts=_one_of(env, "WSISGRAPH_DOCUMENT_TEXTS", "off", ("on", "off")) == "on",
            **_server(env),
        )


def _server(env: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings of a SPARQL server."""
    names = ("store", "store_update", "store_graphs")
    found = {name: _address(env, f"WSISGRAPH_{name.upper()}") for name in names}
    if not found["store"] and (given := [name for name in names if found[name]]):
        raise BadSetting(
            f"WSISGRAPH_{given[0].upper()} is set, but WSISGRAPH_STORE is not",
            mend="set WSISGRAPH_STORE to where the SPARQL server takes queries",
        )
    return {
        **found,
        "store_user": env.get("WSISGRAPH_STORE_USER", ""),
        "store_password": env.get("WSISGRAPH_STORE_PASSWORD") or None,
    }


def _address(env: Mapping[str, str], name: str) -> str:
    given = env.get(name, "").strip()
    if not given:
        return ""
    try:
        parts = urlsplit(given)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        is_address = False
    if is_address and "@" in parts.netloc:
        # It is not repeated here: it holds a secret.
        raise BadSetting(
            f"{name} has a name or password in it",
            mend="take them out, and set WSISGRAPH_STORE_USER and WSISGRAPH_STORE_PASSWORD",
        )
    if not is_address or parts.query or parts.fragment:
        raise BadSetting(
            f"{name} is “{given}”", mend="give an address such as http://host:7878/query"
        )
    return given


def _number(
    env: Mapping[str, str], name: str, default: float, lowest: float, highest: float
) -> float:
    printed = env.get(name)
    if not printed:
        return default
    try:
        value = float(printed)
    except ValueError:
        value = float("nan")
    if not lowest <= value <= highest:
        raise BadSetting(
            f"{name} is “{printed}”", mend=f"give a number from {lowest:g} to {highest:g}"
        )
    return value


def _whole(env: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    value = _number(env, name, default, lowest, highest)
    if value != int(value):
        raise BadSetting(
            f"{name} is “{env[name]}”", mend=f"give a whole number from {lowest} to {highest}"
        )
    return int(value)


def _one_of(env: Mapping[str, str], name: str, default: str, choices: tuple[Choice, ...]) -> Choice:
    value = env.get(name) or default
    for choice in choices:
        if choice == value:
            return choice
    known = ", ".join(choice for choice in choices if choice)
    raise BadSetting(f"{name} is “{value}”", mend=f"give one of: {known}")


def _secret(env: Mapping[str, str], name: str) -> str | None:
    value = env.get(name)
    if not value:
        return None
    if not (value.isascii() and value.isprintable() and " " not in value):
        # The value stays unsaid: it is a secret all the same.
        raise BadSetting(
            f"{name} holds what no header can carry",
            mend="give letters, digits and signs of ASCII, without blanks",
        )
    return value


def _networks(env: Mapping[str, str], name: str) -> tuple[Network, ...]:
    found: list[Network] = []
    for printed in env.get(name, "").split(","):
        if not printed.strip():
            continue
        try:
            found.append(ipaddress.ip_network(printed.strip(), strict=False))
        except ValueError:
            raise BadSetting(
                f"{name} names “{printed.strip()}”",
                mend="give addresses or networks with commas: 127.0.0.1, 10.0.0.0/8",
            ) from None
    return tuple(found)
