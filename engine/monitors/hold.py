"""Hold: whether a duty is suspended, and how long it has been, at the least and at the most."""

from __future__ import annotations

import attrs

from ...events.mark import Mark
from ...events.time import FIRST_INSTANT, Instant


@attrs.define
class Hold:
    """Suspension as it has been told of; ``stops`` says whether the deadlines move by as long."""

    stops: bool
    mark: Mark = Mark.NONE
    _since: Instant = FIRST_INSTANT
    _least: int = 0
    _most: int = 0

    def told(self, mark: Mark, now: Instant) -> None:
        """From ``now`` on it is suspended as surely as ``mark`` says."""
        self._least, self._most = self.least(now), self.most(now)
        self._since, self.mark = now, mark

    def least(self, now: Instant) -> int:
        """How long in all, up to ``now``, the deadlines surely stood still; 0 where suspension does not stop them."""
        return self._least + (now - self._since if self.stops and self.mark is Mark.CERTAIN else 0)

    def most(self, now: Instant) -> int:
        """How long in all, up to ``now``, the deadlines may have stood still."""
        return self._most + (now - self._since if self.stops and self.mark else 0)
