"""From the text that names a source to the feed that follows it."""

from __future__ import annotations

from pathlib import Path

from ...events.sources.jsonl import STDIN
from .base import Feed, Manner, unusable

_DEFAULT = Manner()


def open_feed(text: str, manner: Manner = _DEFAULT) -> Feed:
    """The feed that a source's name asks for: ``-``, a file or a directory.

    Raises:
        LogError: there is none of that kind, or it cannot be opened.
    """
    if text == STDIN:
        from .stdin import StdinFeed

        return StdinFeed(manner)
    return _on_disk(Path(text), manner)


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
