"""Rebuilding a store: the old one set aside, the lines in it that are whole taken over, and sources read anew."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import attrs

from ..console import say
from ..feeds.base import FeedLine
from ..store.errors import StoreError
from ..store.lock import locked
from ..store.store import Store, Written, salvage


@attrs.frozen
class Salvaged:
    """The lines of a store that was set aside, by feed."""

    path: Path
    lines: dict[str, list[FeedLine]]

    def into(self, store: Store) -> None:
        """Take them over; where following goes on is not, so that sources which can be read anew are."""
        for feed, lines in self.lines.items():
            store.write(Written(feed=feed, lines=lines))
        say(f"set aside as {self.path}; {sum(map(len, self.lines.values()))} lines taken over")


def set_aside(store: Path) -> Salvaged | None:
    """Rename a store and what belongs to it, and read the lines that are whole; None where there is none.

    Raises:
        StoreError: another process writes it, or it cannot be renamed.
    """
    if not store.exists():
        return None
    with locked(store):
        aside = next(path for path in _names(store) if not path.exists())
        lines: dict[str, list[FeedLine]] = {}
        for feed, line in salvage(store):
            lines.setdefault(feed, []).append(line)
        try:
            for suffix in ("", "-wal", "-shm"):
                if (part := Path(f"{store}{suffix}")).exists():
                    part.rename(f"{aside}{suffix}")
        except OSError as error:
            raise StoreError(store, f"it cannot be set aside: {error.strerror}") from None
    return Salvaged(aside, lines)


def _names(store: Path) -> Iterator[Path]:
    return (store.with_name(f"{store.name}.aside-{number}") for number in count(1))
