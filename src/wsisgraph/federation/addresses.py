"""Where a peer may be: its origin, and the kind of address that its name stands for.

A name that stood for a public address when the peer was listed and later stands for one of this
machine or network has been rebound, and is not connected to.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from wsisgraph.errors import PeerFailed, PeerRefused
from wsisgraph.federation.peers import Reach

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port (RFC 6454): what a redirect may not leave."""

    scheme: str
    host: str
    port: int


def origin(url: str) -> Origin:
    """Return the origin of an address.

    Raises:
        PeerRefused: it is no http or https address, or holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise PeerRefused(f"“{url}” is no address", mend="give one as https://…") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise PeerRefused(
            f"“{url}” is no address that can be asked", mend="give one as https://…, or http://…"
        )
    if parts.username is not None or parts.password is not None:
        raise PeerRefused(
            f"The address of {parts.hostname} holds a user's name",
            mend="give it without: what is asked of peers is public",
        )
    if any(character <= " " or character == "\x7f" for character in url):
        raise PeerRefused("The address holds spaces or line ends", mend="give it without")
    return Origin(parts.scheme, parts.hostname, port or _PORTS[parts.scheme])


def redirected(url: str, location: str) -> str:
    """Return where a redirect leads.

    Raises:
        PeerFailed: to another origin, which is not followed.
    """
    target = urljoin(url, location)
    try:
        same = origin(target) == origin(url)
    except PeerRefused:
        same = False
    if not same:
        raise PeerFailed(
            "it sends on to another place, which is not followed",
            mend="list the address that it moved to",
        )
    return target


def resolved(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    """Return the addresses that a name stands for, in the order in which to try them.

    Raises:
        PeerFailed: it stands for none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PeerFailed(f"the name {host} is not known") from error
    return list(dict.fromkeys((family, str(told[0])) for family, _, _, _, told in found))


def reach(address: str) -> Reach | None:
    """Return what kind of address this is, None for one that no peer can have."""
    found: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        found = inner or found
    if found.is_link_local or found.is_multicast or found.is_unspecified:
        return None
    if found.is_loopback:
        return "loopback"
    return "public" if found.is_global else "private"


def reach_of(url: str) -> Reach:
    """Return what kind of address a peer has that is to be listed; public where none is known.

    Raises:
        PeerRefused: an address that no peer can have.
    """
    place = origin(url)
    try:
        kinds = {reach(address) for _, address in resolved(place.host, place.port)}
    except PeerFailed:
        return "public"
    for kind in ("loopback", "private", "public"):
        if kind in kinds:
            return kind
    raise PeerRefused(
        f"{place.host} stands for an address that no peer can have",
        mend="give the address of a server",
    )
