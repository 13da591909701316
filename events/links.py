"""Links between records of one event: which of them lead somewhere, and which records they join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .errors import Problem
from .incident import Incident
from .line import Line, located

_MOST_NAMED = 5  # records of a circle that one message names


def split(by_id: Mapping[str, list[Line]], rejected: Iterable[str]) -> tuple[list[Line], list[tuple[Line, Problem]]]:
    """The lines whose link, if they have one, leads to a record without a link, and the others with what is wrong.

    A link that leads to no record says nothing, and one that leads back to its own record says nothing either: what
    depends on such a line alone is not linked to anything, so it is not accepted under a link that it does not have.

    Args:
        by_id: the lines that are accepted but for their links, by the id of their record.
        rejected: the ids of records that were rejected for another reason.
    """
    naming: dict[str, list[Line]] = {}
    waiting: list[Line] = []
    for line in _all(by_id):
        target = _target(line)
        if target is None:
            waiting.append(line)
        else:
            naming.setdefault(target, []).append(line)
    good: list[Line] = []
    while waiting:  # a record is reached from those it links to, each once
        line = waiting.pop()
        good.append(line)
        if isinstance(line.content, Incident):
            waiting += naming.pop(line.content.id, [])
    known = frozenset(rejected)
    return good, [(line, _wrong(line, by_id, known)) for lines in naming.values() for line in lines]


def _all(by_id: Mapping[str, list[Line]]) -> Iterator[Line]:
    return (line for lines in by_id.values() for line in lines)


def _target(line: Line) -> str | None:
    return line.content.same_as if isinstance(line.content, Incident) else None


def _wrong(line: Line, by_id: Mapping[str, list[Line]], rejected: frozenset[str]) -> Problem:
    assert isinstance(line.content, Incident)
    name, target = line.content.id, line.content.same_as
    assert target is not None
    if target in rejected:
        return located(line, "$.same_as", f"names the record {target!r}, which was rejected")
    if target not in by_id:
        return located(line, "$.same_as", f"no record is called {target!r}")
    if not any(isinstance(other.content, Incident) for other in by_id[target]):
        return located(line, "$.same_as", f"names the record {target!r}, which retracts another and reports nothing")
    circle = _circle(name, by_id)
    if circle is None:
        return located(line, "$.same_as", f"names the record {target!r}, whose own link leads nowhere")
    shown = " → ".join([*circle[:_MOST_NAMED], *(["…"] if len(circle) > _MOST_NAMED else []), name])
    return located(line, "$.same_as", f"goes in a circle: {shown}", "link all of them to one that links to none")


def _circle(name: str, by_id: Mapping[str, list[Line]]) -> list[str] | None:
    """The records from one along its links back to itself; None where they do not lead back."""
    walked: dict[str, None] = {}
    current: str | None = name
    while current is not None and current not in walked:
        walked[current] = None
        current = next((target for line in by_id.get(current, ()) if (target := _target(line)) is not None), None)
    return list(walked) if current == name else None


def joined(links: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """One name for all that links join, directly or through others: the least of their names."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while (upper := above.get(name, name)) != name:
            above[name] = name = above.get(upper, upper)
        return name

    for one, other in links:
        first, second = sorted((top(one), top(other)))
        above[second] = first
    return {name: top(name) for name in list(above)}
