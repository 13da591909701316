"""What is told of an occurrence: each of its reports with the names resolved, for matching and for adding up."""

from __future__ import annotations

import attrs

from ..events.incident import Incident, Scalar
from ..events.mark import Mark
from ..events.occurrence import Occurrence
from ..rules.parties import Epochs
from .amount import Amount, amount_of, hull
from .where import Where
from .world import Named


@attrs.frozen
class Facts:
    """A report with its names resolved, and the epochs in which what it tells of may have happened."""

    incident: Incident
    actors: Named
    targets: Named
    where: Where
    epochs: Epochs


@attrs.define
class Told:
    """An occurrence as its reports tell it: ``marks`` keeps what each pattern of the world said of it.

    ``beyond`` is what a bulletin tells of beyond the records of the acts that it counts; None for what counts none.
    """

    occurrence: Occurrence
    facts: tuple[Facts, ...]
    beyond: Beyond | None = None
    marks: dict[int, Mark] = attrs.field(factory=dict)

    @property
    def further(self) -> Mark:
        """How surely it tells of any act that has no record of its own."""
        if self.beyond is None:
            return Mark.CERTAIN
        left = self.amount("count")
        if left.low >= 1:
            return Mark.CERTAIN
        return Mark.NONE if left.high is not None and left.high < 1 else Mark.POSSIBLE

    def stated(self, name: str) -> Amount:
        """The number that the reports state under a name: any that one of them does."""
        return hull(amount_of(one.incident, name) for one in self.facts)

    def amount(self, name: str) -> Amount:
        """The number that counts: of a bulletin what it tells of beyond the records of the same acts."""
        return self.stated(name) if self.beyond is None else self.beyond.amount(self, name)

    def attribute(self, name: str) -> Scalar | None:
        """An attribute, where all reports state the same; true is not the number 1."""
        values = {(isinstance(value, bool), value) for value in self.attributes(name)}
        return values.pop()[1] if len(values) == 1 else None

    def attributes(self, name: str) -> tuple[Scalar | None, ...]:
        """What each of the reports states under an attribute's name."""
        return tuple(one.incident.attributes.get(name) for one in self.facts)


@attrs.frozen
class Beyond:
    """What takes the records of the acts that a bulletin counts away from it, so that nothing is added up twice.

    ``surely`` are events that are among those that it counts, ``perhaps`` events that may be.
    """

    surely: tuple[Told, ...]
    perhaps: tuple[Told, ...]

    def amount(self, bulletin: Told, name: str) -> Amount:
        """What is left of the bulletin's number: nothing where the records make up as much or more."""
        return bulletin.stated(name).less(self.recorded(name))

    def recorded(self, name: str) -> Amount:
        """What the records of the acts that it counts come to: at the least those that surely are, at the most all."""
        least, most = Amount.nothing(), Amount.nothing()
        for one in self.surely:
            least = least.plus(one.amount(name))
        for one in (*self.surely, *self.perhaps):
            most = most.plus(one.amount(name))
        return Amount(least.low, most.high)
