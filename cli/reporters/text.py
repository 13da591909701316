"""Findings for people: phases, a table of clauses, the violations, and what is in doubt and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ...engine.evaluation import Evaluation
from ...engine.finding import Finding, Verdict
from ...engine.monitors.base import EXCEPTED, INCONCLUSIVE, NOT_EVALUATED, PENDING, VIOLATED
from ...events.incident import Incident
from ...events.mark import Mark
from ...events.suggest import did_you_mean
from ...events.time import FIRST_INSTANT, format_minute
from ..console import clean
from ..telling import Page, evidence, holders, incident_line, outcome, when, who
from ..words import counted

_STYLES = {
    VIOLATED: "bold red",
    "satisfied": "green",
    PENDING: "yellow",
    INCONCLUSIVE: "magenta",
    NOT_EVALUATED: "dim",
}
WIDE = 125
"""Columns from which a terminal shows the readings side by side in the table of clauses."""
_MOST = 12
"""Findings of one clause that are listed in full; the rest are counted."""


@attrs.frozen
class _Report(Page):
    """What the parts of the report share."""

    evaluation: Evaluation
    incidents: dict[str, Incident]


def write(evaluation: Evaluation, console: Console) -> None:
    """Print the report of an evaluation."""
    page = _Report(console, evaluation, {incident.id: incident for incident in evaluation.incidents})
    _title(page)
    _phases(page)
    _table(page)
    _violations(page)
    _inconclusive(page)
    _excepted(page)
    _bulletins(page)
    _pending(page)
    _unevaluated(page)
    _unknown(page)
    _summary(page)


def _title(page: _Report) -> None:
    evaluation = page.evaluation
    page.line(evaluation.agreement.base.title, style="bold")
    until = counted(len(evaluation.incidents), "incident")
    if evaluation.horizon != FIRST_INSTANT:
        until += f", followed until {format_minute(evaluation.horizon)}"
    known = "" if evaluation.as_of is None else f", as known at {format_minute(evaluation.as_of)}"
    page.line(until + known)
    page.line(_life(evaluation))
    for reading in evaluation.agreement.readings:
        if reading.id in evaluation.readings:
            bounds = " (its two bounds: strict, broad)" if reading.id == evaluation.agreement.base_reading else ""
            holder = f" — {reading.held_by}" if reading.held_by else ""
            page.line(f"reading {reading.id}{bounds}: {reading.title}{holder}", indent=2)


def _life(evaluation: Evaluation) -> str:
    """Up to where what is reported can still change, said once."""
    if evaluation.lateness is None:
        return "all provisional: it is not declared how late a report may still come (--lateness)"
    if evaluation.closed is None:
        return "all provisional: nothing is known yet"
    evaluated = [verdict for verdict in evaluation.verdicts if verdict.verdict != NOT_EVALUATED]
    kinds = (("phases", evaluation.phases), ("findings", evaluation.findings), ("verdicts", evaluated))
    counts = ", ".join(f"{sum(one.final for one in found)} of {len(found)} {words}" for words, found in kinds if found)
    reach = f"what began by {format_minute(evaluation.closed)} can no longer be added or corrected"
    return f"final: {counts or 'nothing'}, as reports come within {evaluation.lateness} ({reach})"


def _phases(page: _Report) -> None:
    """One line of phases for the readings that agree on them."""
    lines: dict[str, list[str]] = {}
    for reading in page.evaluation.readings:
        lines.setdefault(_phase_line(page, reading), []).append(reading)
    page.console.print()
    for words, readings in lines.items():
        holders = "" if len(lines) == 1 else f"   ({', '.join(readings)})"
        page.console.print(Text("phases  ", style="bold") + Text(clean(words)) + Text(clean(holders), style="dim"))


def _phase_line(page: _Report, reading: str) -> str:
    first = page.evaluation.agreement.base.phases[0]
    entered = [
        f"{phase.phase} {'possibly ' if phase.marks[reading] is Mark.POSSIBLE else ''}from {when(phase.effective)}"
        for phase in page.evaluation.phases
        if reading in phase.marks
    ]
    return " → ".join([first.id, *entered])


def _table(page: _Report) -> None:
    """Every clause with its verdict; the readings are spelled out where they, or their bounds, differ.

    A narrow terminal leaves the readings to the section on what is inconclusive.
    """
    wide = page.console.width >= WIDE
    readings = list(page.evaluation.verdicts[0].readings) if wide else []
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    widths = {"clause": None, "title": 34 if wide else None, "bearer": 18}
    for name, width in widths.items():
        cut = name != "clause" and wide
        table.add_column(name, no_wrap=cut or name == "clause", overflow="ellipsis" if cut else "fold", max_width=width)
    for name in ("verdict", *readings, "breaches"):
        table.add_column(Text(clean(name)), no_wrap=wide or name == "verdict")
    for verdict in page.evaluation.verdicts:
        differ = len(set(verdict.readings.values())) > 1
        table.add_row(
            Text(clean(verdict.clause)),
            Text(clean(verdict.title)),
            Text(clean(", ".join(verdict.bearer))),
            _word(verdict.verdict, final=verdict.final),
            *(_word(verdict.readings[name]) if differ else Text("·", style="dim") for name in readings),
            Text(_breaches(verdict)),
        )
    page.console.print()
    page.console.print(table)


def _word(word: str, *, final: bool = False) -> Text:
    return Text(word.replace("_", " ") + (", final" if final else ""), style=_STYLES.get(word, ""))


def _breaches(verdict: Verdict) -> str:
    certain, possible = verdict.breaches["certain"], verdict.breaches["possible"]
    words = [f"{certain} certain"] if certain else []
    return " + ".join([*words, f"{possible} possible"] if possible else words)


def _of(page: _Report, verdicts: Iterable[str]) -> list[Verdict]:
    return [verdict for verdict in page.evaluation.verdicts if verdict.verdict in verdicts]


def _findings(page: _Report, clause: str) -> list[Finding]:
    """What was found about a clause; what is excepted has its own section."""
    return [finding for finding in page.evaluation.findings if finding.clause == clause and finding.outcome != EXCEPTED]


def _violations(page: _Report) -> None:
    violated = _of(page, [VIOLATED])
    if not violated:
        return
    page.heading("Violations")
    for verdict in violated:
        breaches = [finding for finding in _findings(page, verdict.clause) if finding.outcome == "breach"]
        _clause_line(page, verdict)
        _list(page, breaches)


def _clause_line(page: _Report, verdict: Verdict) -> None:
    page.line(f"{verdict.clause}  {verdict.title}  [{'; '.join(verdict.citation)}]", style="bold")


def _list(page: _Report, findings: Sequence[Finding]) -> None:
    for finding in findings[:_MOST]:
        for further, words in _finding(page, finding):
            page.line(words, indent=4 + further)
    if len(findings) > _MOST:
        page.line(f"… and {len(findings) - _MOST} more (--format jsonl lists all)", indent=4)


def _finding(page: _Report, finding: Finding) -> Iterator[tuple[int, str]]:
    """The lines on one finding, each with its further indent."""
    place = f", {finding.place}" if finding.place else ""
    said = [word for word, holds in (("late", finding.late), ("final", finding.final)) if holds]
    late = f" ({', '.join(said)})" if said else ""
    yield 0, f"{outcome(finding)}{late} {when(finding.effective)}{place} ({holders(finding)})  {finding.id}"
    yield 4, who(finding, page.incidents)
    for name in finding.incidents:
        if incident := page.incidents.get(name):
            yield 4, incident_line(incident)
    if finding.evidence is not None:
        yield 4, f"evidence: {evidence(finding.evidence)}"
    if doubts := finding.doubts():
        yield 4, "in doubt: " + "; ".join(doubts)


def _inconclusive(page: _Report) -> None:
    doubtful = _of(page, [INCONCLUSIVE])
    if not doubtful:
        return
    page.heading("Inconclusive: who holds what, and the incident or the word on which they part")
    for verdict in doubtful:
        _clause_line(page, verdict)
        page.line("; ".join(f"{name}: {word.replace('_', ' ')}" for name, word in verdict.readings.items()), indent=4)
        for holding in verdict.alternatives:
            says = "; ".join(f"{name}: {text}" for name, text in holding.says.items())
            page.line(f"the text is read differently ({holding.field}) — {says}", indent=4)
            if holding.because:
                page.line(holding.because, indent=8, style="dim")
        _remarks(page, verdict)
        _list(page, _findings(page, verdict.clause))


def _remarks(page: _Report, verdict: Verdict) -> None:
    notes = {
        note: [name for name, said in verdict.notes.items() if note in said]
        for said in verdict.notes.values()
        for note in said
    }
    for note, names in notes.items():
        page.line(f"{', '.join(names)}: {note}", indent=4)
    if verdict.remark:
        page.line(verdict.remark, indent=4, style="dim")


def _excepted(page: _Report) -> None:
    """Reported acts that a clause would forbid but for an exception, with the exception that takes them out."""
    found = [finding for finding in page.evaluation.findings if finding.outcome == EXCEPTED]
    if not found:
        return
    page.heading("Excepted: no breach, because an exception applies")
    for finding in found[:_MOST]:
        place = f", {finding.place}" if finding.place else ""
        by = ", ".join(finding.exceptions())
        under = ", ".join(finding.marks)
        page.line(f"{finding.clause}  {when(finding.effective)}{place}: taken out by {by} ({under})  {finding.id}")
        for name in finding.incidents:
            if incident := page.incidents.get(name):
                page.line(incident_line(incident), indent=8)
    if len(found) > _MOST:
        page.line(f"… and {len(found) - _MOST} more (--format jsonl lists all)", indent=4)


def _bulletins(page: _Report) -> None:
    """Bulletins beside the records of the acts that they count: what is known from them alone, and never twice."""
    found = page.evaluation.comparisons
    if not found:
        return
    page.heading("Bulletins beside the records of single acts")
    for comparison in found[:_MOST]:
        for name in comparison.incidents:
            if incident := page.incidents.get(name):
                page.line(incident_line(incident))
        page.line(when(comparison.effective), indent=4)
        for name, gap in comparison.gaps.items():
            word = "acts" if name == "count" else name
            page.line(
                f"{word}: {gap.stated} by the bulletin, {gap.recorded} by other records, {gap.beyond} beyond them",
                indent=4,
            )
        for word, names in (("among them", comparison.surely), ("perhaps among them", comparison.perhaps)):
            if names:
                more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
                page.line(f"{word}: {', '.join(names[:_MOST])}{more}", indent=4)
    if len(found) > _MOST:
        page.line(f"… and {len(found) - _MOST} more (--format jsonl lists all)", indent=4)


def _pending(page: _Report) -> None:
    pending = _of(page, [PENDING])
    if not pending:
        return
    page.heading("Pending")
    for verdict in pending:
        states = ", ".join(dict.fromkeys(state.replace("_", " ") for state in verdict.states.values()))
        page.line(f"{verdict.clause}  {verdict.title}: {states}")
        _remarks(page, verdict)


def _unevaluated(page: _Report) -> None:
    left = _of(page, [NOT_EVALUATED])
    if not left:
        return
    page.heading("Not evaluated")
    for verdict in left:
        page.line(f"{verdict.clause}  {verdict.title}: {verdict.reason}")


def _unknown(page: _Report) -> None:
    terms = page.evaluation.agreement.base
    for words, found, known in (
        ("parties", page.evaluation.unknown_parties, terms.parties.values()),
        ("places", page.evaluation.unknown_places, terms.places.values()),
    ):
        names = [name for one in known for name in (one.id, one.name, *one.aliases)]
        if found:
            page.heading(f"Reported {words} that the agreement does not know (taken as unknown)")
        for name, count in found.items():
            remedy = did_you_mean(name, names)
            page.line(f"{name} ({count})" + (f": {remedy}" if remedy else ""), indent=4)


def _summary(page: _Report) -> None:
    counts: dict[str, int] = {}
    for verdict in page.evaluation.verdicts:
        counts[verdict.verdict] = counts.get(verdict.verdict, 0) + 1
    page.console.print()
    page.line(", ".join(f"{count} {word.replace('_', ' ')}" for word, count in counts.items()), style="bold")
