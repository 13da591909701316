"""From the text that names a source to the feed that follows it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from ...events.sources.jsonl import STDIN
from ...events.suggest import did_you_mean
from .base import Feed, Manner, unusable

_DEFAULT = Manner()
SCHEMES = ("redis", "rediss", "kafka")


def open_feed(text: str, manner: Manner = _DEFAULT) -> Feed:
    """The feed that a source's name asks for: ``-``, a file, a directory, or the address of a stream on a server.

    Raises:
        LogError: there is none of that kind, it cannot be opened, or the library that it needs is not installed.
    """
    if text == STDIN:
        from .stdin import StdinFeed

        return StdinFeed(manner)
    if "://" in text:
        return _on_server(text, manner)
    return _on_disk(Path(text), manner)


def _on_server(text: str, manner: Manner) -> Feed:
    scheme = text.partition("://")[0].lower()
    if scheme in ("redis", "rediss"):
        _need("redis", "redis", scheme)
        from .redis import open_redis

        return open_redis(text, manner)
    if scheme == "kafka":
        _need("confluent_kafka", "kafka", scheme)
        from .kafka import open_kafka

        return open_kafka(text, manner)
    remedy = did_you_mean(scheme, SCHEMES) or "one of " + ", ".join(f"{name}://" for name in SCHEMES)
    raise unusable(f"{scheme}://", f"no source of the scheme {scheme!r}", remedy)


def _need(module: str, extra: str, scheme: str) -> None:
    if find_spec(module) is None:
        message = f"the client library for {scheme} is not installed"
        raise unusable(f"{scheme}://", message, f"pip install 'comply-engine[{extra}]'")


def _on_disk(path: Path, manner: Manner) -> Feed:
    name = str(path)
    if path.is_dir():
        from .directory import DirectoryFeed

        return DirectoryFeed(path, manner)
    if path.exists() and not path.is_file():
        remedy = f"read it from standard input: comply watch - < {name}"
        raise unusable(name, "is neither a file nor a directory", remedy)
    if not path.parent.is_dir():
        raise unusable(name, "no such file, and no directory in which it could appear")
    if manner.once and not path.exists():
        raise unusable(name, "no such file")
    from .file import FileFeed

    return FileFeed(path, manner)
