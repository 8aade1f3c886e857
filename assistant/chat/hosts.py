"""Where a chat model runs: what is internal may be sent to this machine and to private addresses only."""

from collections.abc import Set as AbstractSet
from ipaddress import ip_address
from urllib.parse import urlsplit


def host_of(base_url: str | None) -> str:
    """The host of an address in lower case; empty where the provider's own address is used."""
    return (urlsplit(base_url or "").hostname or "").lower().rstrip(".")


def hosts_in(setting: str) -> frozenset[str]:
    """The hosts of a comma-separated setting, in lower case."""
    return frozenset(name.strip().lower() for name in setting.replace("，", ",").split(",") if name.strip())


def may_see_internal(base_url: str | None, allowed: AbstractSet[str]) -> bool:
    """Whether internal clauses may be sent to an address.

    A name counts only where it is listed: what it resolves to can change between the check and the call.

    >>> may_see_internal("http://10.0.0.7:8000/v1", set()), may_see_internal("https://api.example.com/v1", set())
    (True, False)
    """
    host = host_of(base_url)
    if host in {"localhost", *allowed}:
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or (address.is_private and not address.is_unspecified)
