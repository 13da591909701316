"""Waiting until something may have changed in a folder: notified where the system can, and by the clock everywhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from watchfiles import watch

from .base import Batch, Manner

_BURST = 200
"""Milliseconds for which changes that come one upon another are put together."""
_STEP = 20
"""Milliseconds without a change that end a burst."""


def followed(folder: Path, manner: Manner, look: Callable[[], Iterable[Batch]]) -> Iterator[Batch | None]:
    """What each ``look`` at files in a folder finds, as they change; None where nothing came for so long as a poll."""
    with closing(wakes(folder, manner.poll)) as waits:
        heard = time.monotonic()
        while True:
            for batch in look():
                yield batch
                heard = time.monotonic()
            if manner.once:
                return
            next(waits)
            if time.monotonic() - heard >= manner.poll:
                yield None
                heard = time.monotonic()


def wakes(folder: Path, poll: float) -> Generator[None]:
    """One item whenever something changed in the folder, and after ``poll`` seconds at the latest.

    Network file systems notify of nothing, and a system may have no notifications left: the clock suffices.
    """
    longest = max(1, round(poll * 1000))
    try:
        for _ in watch(
            folder,
            watch_filter=None,
            debounce=min(_BURST, longest),
            step=min(_STEP, longest),
            rust_timeout=longest,
            yield_on_timeout=True,
            recursive=False,
        ):
            yield None
    except OSError:
        pass
    while True:
        time.sleep(poll)
        yield None
