"""A place of some precision, and what its distance from something says: exact numbers, no geometry library."""

from __future__ import annotations

import attrs

from ..events.mark import Mark

TOLERANCE_M = 0.001
"""Points nearer than this to a boundary lie on it; boundaries belong to what they bound."""


@attrs.frozen
class Disc:
    """A point (WGS84 degrees) of which it is known only that it lies within so many metres of another; 0 is exact."""

    lat: float
    lon: float
    radius_m: float = 0.0

    def within(self, distance: float, most: float) -> Mark:
        """Whether it lies at ``most`` metres or less from what its centre lies at a ``distance`` from."""
        if not self.radius_m:
            return Mark.CERTAIN if distance <= most + TOLERANCE_M else Mark.NONE
        if distance + self.radius_m <= most:
            return Mark.CERTAIN
        return Mark.POSSIBLE if distance - self.radius_m <= most + 2 * TOLERANCE_M else Mark.NONE

    def beyond(self, distance: float, least: float) -> Mark:
        """Whether it lies at ``least`` metres or more from what its centre lies at a ``distance`` from."""
        if least <= 0:
            return Mark.CERTAIN
        if not self.radius_m:
            return Mark.CERTAIN if distance >= least - TOLERANCE_M else Mark.NONE
        if distance - self.radius_m >= least:
            return Mark.CERTAIN
        return Mark.POSSIBLE if distance + self.radius_m >= least - 2 * TOLERANCE_M else Mark.NONE

    @property
    def words(self) -> str:
        """How well it is known."""
        return f", known to {metres(self.radius_m)}" if self.radius_m else ""


def metres(distance: float) -> str:
    """A distance for people: to the metre."""
    return f"{distance:.0f} m"
