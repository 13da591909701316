"""An explanation for people, as sentences or as a tree, and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TextIO

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from ...engine.account import sentence, told
from ...engine.derivation import Derivation
from ...engine.explain import Explanation, Report
from ...events.incident import Actor, Incident, Place, Range, Source
from ...events.time import format_instant
from ..console import clean
from ..telling import Page, evidence, holders, outcome, when, who


def write_json(explanation: Explanation, file: TextIO) -> None:
    """Write an explanation as one JSON object."""
    file.write(json.dumps(explanation.to_json(), ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def write(explanation: Explanation, console: Console, *, tree: bool) -> None:
    """Print an explanation; the derivations as indented sentences, or as a ``tree``."""
    page = Page(console)
    finding = explanation.finding
    late = " (late)" if finding.late else ""
    page.line(f"{finding.id}: {outcome(finding)}{late} of {finding.clause}, {finding.title}", style="bold")
    page.line(f"When: {when(finding.effective)}; known from {format_instant(finding.known)}.", indent=2)
    reports = {report.incident.id: report.incident for report in explanation.reports}
    page.line(f"Who: {who(finding, reports)}.", indent=2)
    if finding.evidence is not None:
        page.line(f"Evidence: {evidence(finding.evidence)}.", indent=2)
    if finding.final:
        page.line("Final: no report that comes as late as was declared can change it.", indent=2)
    page.line(f"Under the readings: {holders(finding)}.", indent=2)
    if explanation.silent:
        remedy = f"comply why-not {finding.clause} {' '.join(finding.incidents[:1])}".rstrip()
        page.line(f"Not under: {', '.join(explanation.silent)} (why not: {remedy}).", indent=2)
    page.heading("The words")
    for words in explanation.words:
        page.line(words, indent=2)
    _partings(page, explanation)
    page.heading("The reports")
    for line in [line for report in explanation.reports for line in _report(report)] or [
        (0, "None: an act is missing.")
    ]:
        page.line(line[1], indent=2 + line[0])
    for ground in explanation.grounds:
        page.heading(f"Why, under {', '.join(ground.grounds.readings)} ({ground.grounds.mark.word})")
        for said in ground.says:
            page.line(said, indent=2, style="dim")
        _proof(page, ground.grounds.proof, tree=tree)


def _partings(page: Page, explanation: Explanation) -> None:
    for holding in explanation.alternatives:
        says = "; ".join(f"{name}: {text}" for name, text in holding.says.items())
        page.line(f"The text is read differently ({holding.field}) — {says}", indent=2)
        if holding.because:
            page.line(holding.because, indent=4, style="dim")


def _proof(page: Page, proof: Derivation, *, tree: bool) -> None:
    if tree:
        page.console.print(_branch(proof))
        return
    for depth, words in told(proof):
        page.line(words, indent=2 + 2 * depth)


def _branch(statement: Derivation) -> Tree:
    tree = Tree(Text(clean(sentence(statement))))
    for part in statement.parts:
        tree.children.append(_branch(part))
    return tree


def _report(report: Report) -> Iterator[tuple[int, str]]:
    """What a report says, line by line, each with its further indent."""
    incident = report.incident
    where = "" if report.line is None else f", {report.file}:{report.line}"
    yield 0, f"{incident.id}{where}: {incident.status}" + (f", {incident.reliability}" if incident.reliability else "")
    if incident.summary:
        yield 2, f"“{incident.summary}”"
    yield 2, "; ".join(_fields(incident)) + "."
    for source in incident.sources:
        yield 2, "source: " + _source(source)


def _fields(incident: Incident) -> Iterator[str]:
    occurred = incident.occurred
    span = format_instant(occurred.start)
    yield span if occurred.last == occurred.start else f"{span} to {format_instant(occurred.end)}"
    yield f"recorded {format_instant(incident.recorded)}"
    yield incident.kind.replace("_", " ") + (f" ({incident.means})" if incident.means else "")
    for word, actors in (("by", incident.actor), ("on", incident.target)):
        if actors:
            yield f"{word} {_actors(actors)}"
    if incident.place is not None:
        yield f"at {_place(incident.place)}"
    for word, number in (("killed", incident.killed), ("injured", incident.injured)):
        if number is not None:
            yield f"{word} {_number(number)}"
    if incident.aggregate or incident.count != 1:
        yield f"tells of {incident.count}" + (" (a bulletin)" if incident.aggregate else "")
    yield from (f"{name}: {value}" for name, value in sorted(incident.attributes.items()))


def _actors(actors: tuple[Actor, ...]) -> str:
    return (" and " if all(one.role == "joint" for one in actors) else " or ").join(one.party for one in actors)


def _place(place: Place) -> str:
    parts = [place.name, place.pcode]
    parts.append(None if place.lat is None else f"{place.lat}, {place.lon}")
    parts.append(f"within {place.radius_m:g} m" if place.radius_m else None)
    return ", ".join(part for part in parts if part)


def _number(number: Range) -> str:
    return str(number.low) if number.low == number.high else f"{number.low} to {number.high}"


def _source(source: Source) -> str:
    via = None if source.via is None else f"taken from {source.via}"
    return ", ".join(part for part in (source.publisher, via, source.date, source.url) if part)
