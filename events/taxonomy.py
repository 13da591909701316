"""The kinds of act: a directed graph of "is a", from the general to the particular.

An ``air_strike`` is an ``attack`` and also an ``air_sortie``. A report that says only ``attack`` may have been an
air strike: so a pattern that asks for air strikes, or for air sorties, matches it *possibly*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from .mark import Mark

DEFAULT_KINDS: Mapping[str, tuple[str, ...]] = {
    "event": (),
    # Use of force.
    "attack": ("event",),
    "air_sortie": ("event",),
    "air_strike": ("attack", "air_sortie"),
    "barrel_bomb": ("air_strike",),
    "reconnaissance_flight": ("air_sortie",),
    "transport_flight": ("air_sortie",),
    "shelling": ("attack",),
    "mortar_fire": ("shelling",),
    "rocket_fire": ("shelling",),
    "missile_strike": ("attack",),
    "sniper_fire": ("attack",),
    "small_arms_fire": ("attack",),
    "ground_clash": ("attack",),
    "ground_assault": ("attack",),
    "ied": ("attack",),
    "chemical_attack": ("attack",),
    "air_defence_fire": ("attack",),
    # Ground and deployments.
    "territorial_gain": ("event",),
    "deployment": ("event",),
    "re_entry": ("deployment",),
    "withdrawal_of_forces": ("event",),
    "separation_of_forces": ("event",),
    "checkpoint": ("event",),
    "observation_post": ("event",),
    # People and aid.
    "aid": ("event",),
    "aid_delivery": ("aid",),
    "aid_movement": ("aid",),
    "aid_denial": ("event",),
    "aid_suspension": ("event",),
    "passage": ("event",),
    "harm_to_passage": ("event",),
    "demonstration": ("event",),
    # Words and institutions.
    "statement": ("event",),
    "agreement_concluded": ("statement",),
    "renewal": ("statement",),
    "clock_reset": ("statement",),
    "withdrawal_from_agreement": ("statement",),
    "suspension_of_participation": ("statement",),
    "offensive_announced": ("statement",),
    "information_sharing": ("event",),
    "institution_established": ("event",),
    "violation_report": ("statement",),
}
"""Kinds that every agreement knows, each with what it is; an agreement may add its own."""


@attrs.frozen
class Taxonomy:
    """Kinds of act with their parents."""

    parents: Mapping[str, tuple[str, ...]] = attrs.field(factory=lambda: dict(DEFAULT_KINDS))
    _above: dict[str, frozenset[str]] = attrs.field(factory=dict, init=False, eq=False, repr=False)
    _marks: dict[frozenset[str], Mapping[str, Mark]] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def extended(self, more: Mapping[str, tuple[str, ...]]) -> Taxonomy:
        """A taxonomy with further kinds; a kind named again gets the new parents."""
        return Taxonomy({**self.parents, **more})

    def __contains__(self, kind: object) -> bool:
        return kind in self.parents

    def ancestors(self, kind: str) -> frozenset[str]:
        """The kind itself and all that it is; a cycle of kinds ends where it closes."""
        known = self._above.get(kind)
        if known is None:
            found: set[str] = set()
            waiting = [kind]
            while waiting:
                name = waiting.pop()
                if name not in found:
                    found.add(name)
                    waiting.extend(self.parents.get(name, ()))
            known = self._above[kind] = frozenset(found)
        return known

    def is_a(self, kind: str, wanted: Iterable[str]) -> Mark:
        """Whether an act reported as ``kind`` is one of ``wanted``.

        It is possibly one where some more particular kind is both.
        """
        return self.marks(wanted).get(kind, Mark.NONE)

    def marks(self, wanted: Iterable[str]) -> Mapping[str, Mark]:
        """The kinds that are, or may be, one of ``wanted``, each with how surely."""
        goals = frozenset(wanted)
        known = self._marks.get(goals)
        if known is None:
            ones = [kind for kind in self.parents if self.ancestors(kind) & goals]
            perhaps = dict.fromkeys((above for kind in ones for above in self.ancestors(kind)), Mark.POSSIBLE)
            known = self._marks[goals] = perhaps | dict.fromkeys(ones, Mark.CERTAIN)
        return known


DEFAULT_TAXONOMY = Taxonomy()
