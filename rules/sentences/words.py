"""The smallest pieces of a sentence: lists, numbers, durations, instants, and the names of what is declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ...events.duration import Duration
from ...events.time import HOUR, SECOND, Instant, format_instant, load_zone, to_datetime
from ..agreement import Terms
from ..instants import instant_of, read_under
from ..parties import members
from ..pattern import Number
from ..temporal import ATTRIBUTE_KEY

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_UNITS = (("hour", HOUR), ("minute", 60 * SECOND), ("second", SECOND), ("microsecond", 1))


def listed(items: Iterable[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *head, end = list(items)
    return f"{', '.join(head)} {last} {end}" if head else end


def counted(number: Number, unit: str) -> str:
    """``1 hour``, ``48 hours``."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def lasting(duration: Duration) -> str:
    """A duration in words; days are told from hours, since they are days of the calendar."""
    parts = [counted(size, f"calendar {unit}") for unit, size in duration.calendar_parts]
    if duration.exact or duration.zero:
        unit, size = next(pair for pair in _UNITS if duration.exact % pair[1] == 0)
        parts.append(counted(duration.exact // size, unit))
    if duration.rest_of is not None:
        parts.append(f"what is {'then ' if parts else ''}left of the {duration.rest_of}")
    return listed(parts)


def quoted(text: str) -> str:
    """Text in quotation marks."""
    return f"“{text}”"


def one(noun: str) -> str:
    """The noun with its article."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def kind(name: str) -> str:
    """A kind of act as a noun."""
    return name.replace("_", " ")


def key(name: str) -> str:
    """What instances are kept apart by, or acts have in common."""
    if name.startswith(ATTRIBUTE_KEY):
        return "reported " + quoted(name.removeprefix(ATTRIBUTE_KEY))
    return {"actor": "doer", "target": "target", "place": "place", "bearer": "party bound", "area": "area"}.get(
        name, name
    )


def total(amount: str) -> str:
    """What is added up."""
    named = {"count": "number of acts", "killed": "number of people killed", "injured": "number of people injured"}
    return named.get(amount) or f"total of the reported {quoted(amount)}"


@attrs.frozen
class Words:
    """The words of one agreement under one reading."""

    terms: Terms

    def party(self, name: str) -> str:
        """A party's name."""
        return self.terms.parties[name].name if name in self.terms.parties else name

    def members(self, names: Iterable[str]) -> tuple[str, ...]:
        """The parties that are meant, groups by their members, each once."""
        return members(self.terms.groups, names)

    def parties(self, names: Iterable[str], last: str = "and") -> str:
        """The names of all parties that are meant."""
        return listed((self.party(name) for name in self.members(names)), last)

    def clause(self, name: str) -> str:
        """A clause by its id and title."""
        found = next((clause for clause in self.terms.clauses if clause.id == name), None)
        return f"{name} ({quoted(found.title)})" if found else name

    def clauses(self, names: Iterable[str], last: str = "and") -> str:
        """Several of them."""
        return listed((self.clause(name) for name in names), last)

    def phase(self, name: str) -> str:
        """A phase by its title."""
        return quoted(next((phase.title for phase in self.terms.phases if phase.id == name), name))

    def area(self, name: str) -> str:
        """An area by its title."""
        return quoted(_titled(self.terms.areas, name))

    def areas(self, names: Iterable[str], last: str = "or") -> str:
        """Several of them."""
        return listed(map(self.area, names), last)

    def line(self, name: str) -> str:
        """A line by its title."""
        return quoted(_titled(self.terms.lines, name))

    def place(self, name: str) -> str:
        """A place by its name."""
        return self.terms.places[name].name if name in self.terms.places else name

    def when(self, instant: Instant) -> str:
        """An instant in the agreement's zone, with its UTC form."""
        moment = to_datetime(instant).astimezone(load_zone(self.terms.timezone))
        clock = f"{moment:%H:%M}" + ("" if instant % (60 * SECOND) == 0 else f":{moment:%S.%f}".rstrip("0").rstrip("."))
        local = f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}, {clock} {self.terms.timezone}"
        return local if self.terms.timezone == "UTC" else f"{local}, {format_instant(instant)}"

    def instant(self, text: str) -> str:
        """An instant as the agreement writes it, and when that is."""
        when = self.when(instant_of(self.terms, text))
        read = read_under(self.terms, text)
        return f"{_moved(quoted(read.anchor), read.shift)} ({when})" if read.anchor in self.terms.instants else when


def _moved(anchor: str, shift: Duration) -> str:
    if shift.zero:
        return anchor
    before = min(shift.months, shift.days, shift.exact) < 0
    return f"{lasting(-shift if before else shift)} {'before' if before else 'after'} {anchor}"


def _titled(declared: Mapping[str, Any], name: str) -> str:
    found = declared.get(name)
    return found.title if found is not None and found.title else name.replace("-", " ").replace("_", " ")
