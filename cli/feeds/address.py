"""Addresses of streams on servers: ``scheme://user:password@host:port/path?option=value``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import attrs

from ...events.suggest import did_you_mean
from .base import unusable


@attrs.frozen
class Address:
    """A server, what is asked of it, and the options; ``name`` is the address without user, password and options."""

    name: str
    scheme: str
    server: str
    host: str
    port: int
    path: tuple[str, ...]
    options: dict[str, str]
    user: str | None = attrs.field(default=None, repr=False)
    password: str | None = attrs.field(default=None, repr=False)

    def needs(self, option: str, remedy: str) -> str:
        """An option that has no default.

        Raises:
            LogError: it is not given.
        """
        value = self.options.get(option)
        if not value:
            raise unusable(self.name, f"the address names no {option}", remedy)
        return value


def parse_address(text: str, *, port: int, secret: str, known: Callable[[str], bool], names: Iterable[str]) -> Address:
    """Take an address apart; ``secret`` is the environment variable that may hold the password instead.

    Raises:
        LogError: it is no address, or has an option that is not known.
    """
    parts = _parts(text)
    server = parts.netloc.rpartition("@")[2]
    name = f"{parts.scheme}://{server}{parts.path}"
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    for option in sorted(options):
        if not known(option):
            remedy = did_you_mean(option, names) or "one of " + ", ".join(sorted(names))
            raise unusable(name, f"the address has no option {option!r}", remedy)
    return Address(
        name=name,
        scheme=parts.scheme,
        server=server,
        host=_host(parts, name),
        port=_port(parts, name, port),
        path=tuple(unquote(part) for part in parts.path.split("/") if part),
        options=options,
        user=None if parts.username is None else unquote(parts.username),
        password=os.environ.get(secret) if parts.password is None else unquote(parts.password),
    )


def _parts(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError as error:
        raise unusable(text.partition("://")[0] + "://", f"this is no address: {error}") from None


def _host(parts: SplitResult, name: str) -> str:
    host = parts.hostname
    if not host:
        raise unusable(name, "the address names no server", f"{parts.scheme}://HOST:PORT/…")
    return host


def _port(parts: SplitResult, name: str, default: int) -> int:
    if "," in parts.netloc:  # several servers of one cluster: each has its own
        return default
    try:
        return default if parts.port is None else parts.port
    except ValueError:
        raise unusable(name, "the port is no number from 0 to 65535") from None
