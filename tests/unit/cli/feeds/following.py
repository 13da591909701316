"""Following a feed in a test: step by step, and with all that it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from comply.cli.feeds.base import Batch, Feed, Manner
from comply.cli.feeds.opening import open_feed
from comply.events.errors import Problem


class Follower:
    """A feed under a quick manner, the lines it gave, the last position, and what it told."""

    def __init__(self, source: Path | str, after: str | None = None, **manner) -> None:
        self.told: list[Problem] = []
        self.lines: list[bytes] = []
        self.batches: list[Batch] = []
        self.position = after
        self.feed: Feed = open_feed(str(source), Manner(**{"poll": 0.01, "tell": self.told.append, **manner}))
        self._steps: Iterator[Batch | None] = self.feed.follow(after)

    def step(self) -> Batch | None:
        """The next batch, or None."""
        batch = next(self._steps)
        if batch is not None:
            self.batches.append(batch)
            self.lines += [line.raw.data for line in batch.lines]
            self.position = batch.position
        return batch

    def quiet(self, times: int = 1) -> list[bytes]:
        """Go on until nothing came so many times one after another; the lines so far."""
        silent = 0
        while silent < times:
            silent = silent + 1 if self.step() is None else 0
        return self.lines

    def to_end(self) -> list[bytes]:
        """Go on to the end of a source that has one."""
        while True:
            try:
                self.step()
            except StopIteration:
                return self.lines

    def said(self) -> str:
        """All that was told."""
        return "\n".join(str(problem) for problem in self.told)

    def close(self) -> None:
        """Stop, as a caller does that was told to end."""
        self._steps.close()
        self.feed.close()


def once(source: Path | str, after: str | None = None, **manner) -> Follower:
    """Read what is there and end."""
    follower = Follower(source, after, once=True, **manner)
    follower.to_end()
    follower.close()
    return follower
