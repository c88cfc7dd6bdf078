"""Who the client is: its address, through the proxies that are trusted, and only through them."""

import ipaddress
import re
from collections.abc import Sequence
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.types import Scope

from wsisgraph.settings import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_FORWARDED_FOR = re.compile(r'(?:^|[;,])\s*for\s*=\s*("(?:[^"\\]|\\.)*"|[^;,\s]*)', re.IGNORECASE)
_IPV6_NETWORK, _IPV6_SHOWN, _IPV4_SHOWN = 64, 48, 24
_MOST_HOPS = 32


@lru_cache(4096)
def read(text: str) -> Address | None:
    """Return an address as it stands in headers: with a port, in brackets, mapped into IPv6."""
    text = text.strip().strip('"').strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def client_of(scope: Scope, trusted: Sequence[Network]) -> Address | None:
    """Return whom a request came from: the peer, or what a trusted proxy says of it.

    Of a chain of proxies the hop is taken that the last trusted one saw: whatever stands to the
    left of it, the client may have written itself. Where two headers tell different stories, one
    of them was written by the client, and the proxy itself is held to account.
    """
    peer = read(scope["client"][0]) if scope.get("client") else None
    if peer is None or not is_among(peer, trusted):
        return peer
    headers = Headers(scope=scope)
    stories = [
        _seen(hops, trusted)
        for hops in (
            ",".join(headers.getlist("x-forwarded-for")).split(","),
            _FORWARDED_FOR.findall(",".join(headers.getlist("forwarded"))),
        )
        if any(hops)
    ]
    if not stories or any(story != stories[0] for story in stories):
        return peer
    return stories[0] or peer


def is_among(address: Address, networks: Sequence[Network]) -> bool:
    """Tell whether an address lies in one of the networks."""
    return any(address in network for network in networks)


def key_of(address: Address | None) -> str:
    """Return what the shares of a client are counted by.

    A home has a /64 of IPv6: who counted by the address would count as many clients as it likes.
    """
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _IPV6_NETWORK), strict=False))
    return str(address)


def truncated(address: Address | None) -> str:
    """Return the network of an address, as it is written down: whose it is, is nobody's business.

    The networks are those that statistics of the web usually keep: /24, and /48 of IPv6.
    """
    if address is None:
        return ""
    if address.is_loopback:
        return str(address)
    kept = _IPV4_SHOWN if isinstance(address, ipaddress.IPv4Address) else _IPV6_SHOWN
    return str(ipaddress.ip_network((address, kept), strict=False))


def _seen(hops: Sequence[str], trusted: Sequence[Network]) -> Address | None:
    last = None
    for hop in list(reversed(hops))[:_MOST_HOPS]:
        address = read(hop)
        if address is None:
            return last
        if not is_among(address, trusted):
            return address
        last = address
    return last
