"""What no admissible later record can change any more: whether an entry that is called final can be so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from ...events.incident import Incident
from ...events.time import DAY, Instant, format_instant, instant_interval, parse_instant
from .course import Position
from .entries import Effective, Entry, Finding, Header, Phase, Verdict
from .records import Event
from .refinements import Refinements
from .story import end_of
from .told import Told
from .variants import variants

FAR = 1000 * DAY
"""How long after the horizon a record may come that moves it, where no horizon was asked for."""
ADDED = "(added)"
MOST_ADDED = 120
"""Records of which it is tried out what they would change."""


@attrs.frozen
class Closed:
    """Nothing that begins at an instant or before is added, corrected or retracted any more; ``whole``: nothing at all
    that counts."""

    instant: Instant
    whole: bool


def closed(events: Iterable[Event], declared: Instant | None, until: Instant | None) -> Closed | None:
    """What is closed: all up to an instant ``declared``, or by a lateness before what is known; None where none is.

    Where a bulletin reaches beyond it, only what lies before the bulletin: later records can be among those it counts.
    """
    if declared is None:
        return None
    instant = declared
    if until is not None and until <= instant:
        return Closed(instant, whole=True)
    spans = [(event.start, event.last) for event in events if event.aggregate]
    while reaching := [start for start, last in spans if start <= instant < last]:
        instant = min(reaching) - 1
    return Closed(instant, whole=False)


def wrong_finality(
    shut: Closed | None, entry: Entry, events: Mapping[str, Event], readings: tuple[str, ...]
) -> str | None:
    """Why an entry cannot be final, or must be; of verdicts only whether anything can be final at all."""
    if isinstance(entry, Header):
        said = None if shut is None else format_instant(shut.instant)
        return None if entry.closed == said else f"what is closed is {said}"
    if not isinstance(entry, Finding | Phase | Verdict):
        return None
    if shut is None:
        return "nothing is final where no lateness is declared" if entry.final else None
    if shut.whole:
        evaluated = not isinstance(entry, Verdict) or entry.verdict != "not_evaluated"
        return None if entry.final == evaluated else "no record that counts can change it any more"
    if not entry.final or isinstance(entry, Verdict):
        return None
    last = _last(entry.effective)
    if last is None or last > shut.instant:
        return f"it may take effect after {format_instant(shut.instant)}, up to which the log is closed"
    if isinstance(entry, Phase):
        sure = entry.readings == dict.fromkeys(readings, "certain")
        return None if sure else "the entry into a phase is final only if it is certain under all readings"
    late = [name for name in entry.incidents if name in events and events[name].start > shut.instant]
    return f"it rests on what may still be corrected: {', '.join(late)}" if late else None


def _last(effective: Effective) -> Instant | None:
    if effective.at is not None:
        return parse_instant(effective.at)
    return None if effective.latest is None else parse_instant(effective.latest) - 1


@attrs.frozen
class Later:
    """The acts of a log to which more became known, the end up to which it is then followed, and what was added."""

    acts: tuple[Told, ...]
    end: Position
    words: str


def later_logs(
    known: Refinements, chosen: tuple[Told, ...], shut: Closed, until: Instant | None, horizon: Instant
) -> Iterator[Later]:
    """A precise log without what can still be retracted, and with one further act: of each kind, as those known.

    It is a look at small additions and no proof.
    """
    kept = tuple(one for one in chosen if one.event.start <= shut.instant)
    last = max(horizon, shut.instant + 1) + (FAR if until is None else 0)
    end = end_of(last, inclusive=until is not None)
    yield Later(kept, end, "without what can still be retracted")
    first = shut.instant + 1
    instants = [at for at in dict.fromkeys((first, (first + last) // 2, last)) if first <= at <= last]
    added = [one for at in instants for one in (*_of_any_kind(known, at), *_alike(chosen, at))]
    for one in added[:: max(1, len(added) // MOST_ADDED)]:
        for acts in (kept, chosen):
            yield Later((*acts, one), end, f"with {one.report.kind} at {format_instant(one.at)}")


def _of_any_kind(known: Refinements, at: Instant) -> Iterator[Told]:
    """All versions of a record that says no more than of what kind an act was."""
    sense = known.counting.sense
    for kind in sorted(sense.kinds):
        report = Incident(id=ADDED, occurred=instant_interval(at), recorded=at, kind=kind)
        yield from variants(sense.terms, known.asked, sense, Event(ADDED, at, (report,)), {})


def _alike(chosen: Iterable[Told], at: Instant) -> Iterator[Told]:
    """Known acts that happen again."""
    for one in chosen:
        report = attrs.evolve(one.report, id=ADDED, occurred=instant_interval(at), recorded=at)
        yield attrs.evolve(one, event=Event(ADDED, at, (report,)), report=report, at=at, counts=True)
