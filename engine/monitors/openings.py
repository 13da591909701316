"""Openings: those of a duty that are still open, found by what an act must share with what opened them.

Where that is an attribute, an act is compared only with the openings of the same value and of none, so that many
duties that are never met do not slow down those that are.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ...events.incident import Scalar
from ...rules.names import folded
from ...rules.temporal import ATTRIBUTE_KEY
from ..events import Act
from .instance import Opening


@attrs.define
class Openings:
    """The openings by their key, and by the value of the first attribute that ``per`` names."""

    attribute: str | None
    known: dict[str, Opening] = attrs.field(factory=dict)
    _shelves: dict[Scalar | None, dict[str, Opening]] = attrs.field(factory=dict)

    @classmethod
    def per(cls, keys: Iterable[str]) -> Openings:
        """No openings yet, kept apart by these keys."""
        attributes = (key.removeprefix(ATTRIBUTE_KEY) for key in keys if key.startswith(ATTRIBUTE_KEY))
        return cls(next(attributes, None))

    def add(self, opening: Opening) -> None:
        """Keep an opening."""
        self.known[opening.key] = opening
        self._shelves.setdefault(self._shelf(opening), {})[opening.key] = opening

    def drop(self, opening: Opening) -> None:
        """Forget an opening."""
        del self.known[opening.key]
        name = self._shelf(opening)
        del self._shelves[name][opening.key]
        if not self._shelves[name]:
            del self._shelves[name]

    def near(self, act: Act) -> list[Opening]:
        """The openings that an act may meet: it surely lacks the key of the others."""
        value = self._value(act)
        if value is None:
            return list(self.known.values())
        return [one for name in (value, None) for one in self._shelves.get(name, {}).values()]

    def _shelf(self, opening: Opening) -> Scalar | None:
        return self._value(opening.acts[0]) if len(opening.acts) == 1 else None

    def _value(self, act: Act) -> Scalar | None:
        if self.attribute is None:
            return None
        value = act.told.attribute(self.attribute)
        return folded(value) if isinstance(value, str) else value
