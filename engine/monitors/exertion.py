"""Exertion: an act, or acts of several holders together, by which a power is exerted."""

from __future__ import annotations

import attrs

from ...events.mark import Mark
from ...events.time import Instant
from ..events import Act


@attrs.define
class Exertion:
    """An act or a set of acts that exerts the power, somewhere from ``earliest`` to ``latest``."""

    acts: tuple[Act, ...]
    mark: Mark
    settled: bool = False

    @property
    def sole(self) -> str | None:
        """The one act that it is, where it is one."""
        return self.acts[0].id if len(self.acts) == 1 else None

    @property
    def key(self) -> str:
        """A name of the exertion by its acts."""
        return "+".join(sorted(act.id for act in self.acts))

    @property
    def earliest(self) -> Instant:
        """The first instant at which the last of the acts may have happened."""
        return max(act.first for act in self.acts)

    @property
    def latest(self) -> Instant:
        """The last instant at which the last of the acts may have happened."""
        return max(act.last for act in self.acts)
