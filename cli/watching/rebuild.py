"""Rebuilding a store: a new one of the lines that are whole takes its place at once, and the old one is set aside.

At each instant the store's name is that of the old or of the new one, and each line that was salvaged is in one of
them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from ..console import say
from ..feeds.base import FeedLine
from ..store.errors import StoreError
from ..store.file import foreign, is_foreign
from ..store.lock import locked
from ..store.store import About, Store, Written, salvage


def rebuild(store: Path, about: About) -> None:
    """Put a new store in place of one; nothing where there is none.

    Where following goes on is not taken over, so that sources which can be read anew are.

    Raises:
        StoreError: another process writes it, it is of another program, or it cannot be set aside.
    """
    store = store.resolve()  # a link keeps naming the store
    begun = store.with_name(f"{store.name}.new")
    if not store.exists() and not begun.exists():
        return
    with locked(store):
        if store.exists() and is_foreign(store):
            raise foreign(store)
        try:
            lines = _salvaged(store, begun)
            _begin(begun, about, lines)
            aside = _swap(store, begun)
        except OSError as error:
            raise StoreError(store, f"it cannot be set aside: {error.strerror}") from None
    told = "" if aside is None else f"set aside as {aside}; "
    say(f"{told}{sum(map(len, lines.values()))} lines taken over")


def _salvaged(*stores: Path) -> dict[str, dict[FeedLine, None]]:
    """The lines that are whole, by feed, also of a rebuilding that was broken off; each once."""
    found: dict[str, dict[FeedLine, None]] = {}
    for store in stores:
        for feed, line in salvage(store) if store.exists() else ():
            found.setdefault(feed, {})[line] = None
    return found


def _begin(begun: Path, about: About, lines: dict[str, dict[FeedLine, None]]) -> None:
    """Write a new store, and close it whole."""
    for path in _parts(begun):
        path.unlink(missing_ok=True)
    store = Store.held(begun, about, None)
    try:
        for feed, held in lines.items():
            store.write(Written(feed=feed, lines=tuple(held)))
    finally:
        store.close()


def _swap(store: Path, begun: Path) -> Path | None:
    """Keep the old store under another name, and give its own to the new one."""
    aside = next(path for path in _names(store) if not path.exists()) if store.exists() else None
    if aside is not None:
        _, *logs = _parts(store)
        for log, name in zip(logs, _parts(aside)[1:], strict=True):
            if log.exists():
                log.replace(name)
        _keep(store, aside)
    begun.replace(store)
    return aside


def _keep(store: Path, aside: Path) -> None:
    try:
        os.link(store, aside)
    except OSError:  # not every file system has links
        shutil.copyfile(store, aside)


def _parts(store: Path) -> tuple[Path, Path, Path]:
    """The file of a store, and those that SQLite keeps beside it."""
    return store, Path(f"{store}-wal"), Path(f"{store}-shm")


def _names(store: Path) -> Iterator[Path]:
    return (store.with_name(f"{store.name}.aside-{number}") for number in count(1))
