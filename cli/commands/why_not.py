"""``comply why-not``: which test failed where nothing was found, and what would have sufficed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ...engine.evaluation import Evaluation
from ...engine.why_not import why_not as asked_why_not
from ...events.occurrence import Occurrence
from ...events.suggest import did_you_mean
from ...rules.load import library
from ..console import output, text_output, writing
from ..evaluating import Asked, evaluated, opened, run
from ..names import known
from ..reporters import why_not as report


@click.command(
    name="why-not",
    epilog="""\b
Examples:
  comply why-not C02 incidents.jsonl
  comply why-not C17 syria-20 us-russia-syria-2016 incidents.jsonl

\b
Exit codes: 0 answered, 2 usage, 3 bad agreement, 4 bad input.""",
)
@click.argument("clause")
@click.argument("names", metavar="[INCIDENT] [AGREEMENT] LOG", nargs=-1, required=True)
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
@evaluated
def why_not(clause: str, names: tuple[str, ...], format_: str, **options: Any) -> None:
    """Say why nothing, or nothing certain, was found about a CLAUSE, or from one INCIDENT for it.

    Of two names before the log the first is the incident; one alone is the agreement if it is of the library or a path
    that exists, else the incident.
    """
    *before, log = names
    incident = before.pop(0) if len(before) > 1 or (before and not _agreement(before[0])) else None
    loaded = opened((*before, log))
    asked = Asked(**options)
    known("clause", clause, [one.id for one in loaded.agreement.base.clauses])
    evaluation = run(loaded, asked)
    chosen = None if incident is None else _event(evaluation, incident)
    answer = asked_why_not(evaluation, clause, chosen, inclusive=asked.until is not None)
    with writing():
        if format_ == "json":
            report.write_json(answer, text_output())
        else:
            report.write(answer, output())


def _agreement(name: str) -> bool:
    return name in library() or Path(name).exists()


def _event(evaluation: Evaluation, name: str) -> Occurrence:
    """The event that a report of this id tells of."""
    events = {report.id: one for one in evaluation.occurrences for report in one.reports}
    if name not in events:
        remedy = did_you_mean(name, events) or "one that is retracted, corrected, dismissed or left out tells of none"
        raise click.UsageError(f"no incident {name!r} was evaluated ({remedy})")
    return events[name]
