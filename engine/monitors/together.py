"""Acts together: the holders of a power exert it jointly, each by an act of its own, within a window of time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from zoneinfo import ZoneInfo

import attrs

from ...events.duration import Duration, add
from ...events.mark import Mark, every
from ...events.time import Instant
from ..events import Act
from .base import Roles
from .exertion import Exertion


@attrs.frozen
class Together:
    """The acts of each holder that may lie in one window with acts of all others."""

    holders: tuple[str, ...]
    by_holder: tuple[int, ...]
    """One pattern for each holder."""
    window: Duration
    zone: ZoneInfo
    acts: tuple[dict[str, Act], ...] = attrs.field(init=False)

    @acts.default
    def _none_yet(self) -> tuple[dict[str, Act], ...]:
        return tuple({} for _ in self.by_holder)

    @property
    def roles(self) -> Roles:
        """The acts of each holder."""
        named = zip(self.holders, self.by_holder, strict=True)
        return tuple((f"an act of {name}", number) for name, number in named)

    def observe(self, act: Act, now: Instant) -> Iterator[Exertion]:
        """The exertions that an act completes."""
        for number, acts in zip(self.by_holder, self.acts, strict=True):
            if act.mark(number):
                acts[act.id] = act
                yield from self._combined(act)
                self._forget(acts, now)

    def _combined(self, act: Act) -> Iterator[Exertion]:
        """Each choice of acts of all holders that may lie within the window."""
        choices = [[act] if act.id in acts else list(acts.values()) for acts in self.acts]
        for chosen in product(*choices):
            distinct = tuple({one.id: one for one in chosen}.values())
            marks = [one.mark(number) for one, number in zip(chosen, self.by_holder, strict=True)]
            mark = every([*marks, self._within_window(chosen)])
            if mark and len(distinct) > 1:  # one act of all holders is seen by the joint pattern already
                yield Exertion(distinct, mark)

    def _forget(self, acts: dict[str, Act], now: Instant) -> None:
        """Drop the acts that lie in no window any more with one that is under way or to come."""
        under_way = (one.first for each in self.acts for one in each.values() if one.last >= now)
        oldest = min(under_way, default=now)
        for name in [one.id for one in acts.values() if add(one.last, self.window, self.zone) < oldest]:
            del acts[name]

    def _within_window(self, acts: tuple[Act, ...]) -> Mark:
        surely = max(act.last for act in acts) <= add(min(act.first for act in acts), self.window, self.zone)
        possibly = max(act.first for act in acts) <= add(min(act.last for act in acts), self.window, self.zone)
        return Mark.CERTAIN if surely else Mark.POSSIBLE if possibly else Mark.NONE
