"""Telling: how reports for people say when, who, how surely and on which report."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ..engine.evidence import Publisher, State
from ..engine.finding import Effective, Finding
from ..events.incident import Incident
from ..events.mark import Mark
from ..events.time import format_minute
from .console import clean


@attrs.frozen
class Page:
    """What the parts of a report share."""

    console: Console

    def heading(self, words: str) -> None:
        """A heading after an empty line."""
        self.console.print()
        self.console.print(Text(words, style="bold underline"))

    def line(self, words: str, *, indent: int = 0, style: str = "") -> None:
        """Text that is wrapped at its own indent."""
        self.console.print(Padding(Text(clean(words), style=style), (0, 0, 0, indent), expand=False))


def when(effective: Effective) -> str:
    """An effective time for people."""
    if effective.earliest == effective.latest:
        return format_minute(effective.earliest)
    if effective.latest is None:
        return f"not before {format_minute(effective.earliest)}"
    return f"{format_minute(effective.earliest)} to {format_minute(effective.latest + 1)}"


def moved(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The verdict under each reading, before and after."""
    return {name: (before.get(name, "absent"), after.get(name, "absent")) for name in dict.fromkeys((*before, *after))}


def movement(before: str, after: str, readings: Mapping[str, tuple[str, str]]) -> str:
    """A verdict before and after, and in brackets the readings under which it is another."""
    whole = " → ".join(dict.fromkeys((before, after))) + (" as before" if before == after else "")
    parts = [f"{name} {ours} → {theirs}" for name, (ours, theirs) in readings.items() if ours != theirs]
    return (f"{whole} ({', '.join(parts)})" if parts else whole).replace("_", " ")


def who(finding: Finding, incidents: Mapping[str, Incident]) -> str:
    """Who acted or owes it, and who is answerable besides."""
    named = finding.performer or finding.bearer
    said = f"by {_joined(finding, incidents)}" if finding.performer else f"owed by {', '.join(named) or 'nobody named'}"
    for words, parties in (("", finding.answerable), ("possibly ", finding.possibly_answerable)):
        chain = [party for party in parties if party not in named]
        said += f"; {words}answerable: {', '.join(chain)}" if chain else ""
    return said


def _joined(finding: Finding, incidents: Mapping[str, Incident]) -> str:
    """The performers: together where the reports say so, else one or the other."""
    actors = [actor for name in finding.incidents if name in incidents for actor in incidents[name].actor]
    together = bool(actors) and all(actor.role == "joint" for actor in actors)
    return (" and " if together else " or ").join(finding.performer)


def outcome(finding: Finding) -> str:
    """The outcome in words: a breach that no reading takes for certain is a possible breach."""
    return finding.outcome if Mark.CERTAIN in finding.marks.values() else f"possible {finding.outcome}"


def holders(finding: Finding) -> str:
    """The readings under which it follows, with how surely where they differ in that."""
    if len(set(finding.marks.values())) == 1:
        return ", ".join(finding.marks)
    return ", ".join(f"{name}: {mark.word}" for name, mark in finding.marks.items())


def incident_line(incident: Incident) -> str:
    """A report in one line."""
    sources = ", ".join(source.publisher for source in incident.sources)
    text = incident.summary or incident.kind.replace("_", " ")
    return f"{incident.id} ({incident.status}): {text}" + (f" [{sources}]" if sources else "")


def evidence(state: State) -> str:
    """How well reports support a finding, and who published them, each with the party that it is and answers to."""
    number = state.sources
    words = [state.status]
    if number:
        words.append(f"{number} independent source{'' if number == 1 else 's'}")
    if state.reliability is not None:
        words.append(f"reliability {state.reliability}")
    return "; ".join(words) + (f"; by {', '.join(map(_publisher, state.reported_by))}" if state.reported_by else "")


def _publisher(publisher: Publisher) -> str:
    if publisher.party is None:
        return publisher.name
    above = f", answers to {', '.join(publisher.answers_to)}" if publisher.answers_to else ""
    return f"{publisher.name} (party {publisher.party}{above})"
