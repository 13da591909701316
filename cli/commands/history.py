"""``comply history``: how each verdict and finding evolved as reports became known."""

from __future__ import annotations

from typing import Any

import click

from ...engine.history import history as steps_of
from ...engine.inference.protocol import InferenceUnavailableError
from ...engine.replay import chosen_readings
from ..console import binary_output, output, writing
from ..evaluating import Asked, choosing, delivered, opened, readings_of
from ..names import known
from ..reporters import journal


@click.command(
    epilog="""\b
Examples:
  comply history incidents.jsonl
  comply history my-agreement.yaml incidents.jsonl --clause C02 --reading us
  comply history incidents.jsonl --lateness 72h --format jsonl > journal.jsonl

\b
Exit codes: 0 done, 2 usage, 3 bad agreement, 4 bad input.""",
)
@click.argument("names", metavar="[AGREEMENT] LOG", nargs=-1, required=True)
@click.option("--clause", metavar="ID", help="Tell of this clause alone.")
@click.option("--format", "format_", type=click.Choice(("text", "jsonl")), default="text", show_default=True)
@choosing
@delivered
def history(names: tuple[str, ...], clause: str | None, format_: str, **options: Any) -> None:
    """Tell how verdicts and findings evolved as reports became known, corrections and withdrawals included.

    There is a step for each instant at which records of the LOG were recorded. After each, what stands is what
    `comply evaluate --as-of` finds. Findings that fall are withdrawn, with the records because of which they fall.
    """
    asked = Asked(until=None, **options)
    loaded = opened(names)
    agreement = loaded.agreement
    known("clause", clause, [one.id for one in agreement.base.clauses])
    if clause is not None and format_ == "jsonl":
        raise click.UsageError("a journal is whole: --clause goes with --format text")
    readings = readings_of(agreement, asked.readings)
    try:
        steps = steps_of(
            agreement,
            loaded.log,
            readings=readings,
            as_of=asked.as_of,
            lateness=asked.lateness if asked.lateness is not None else loaded.lateness,
            inference=asked.inference,
        )
        with writing():
            if format_ == "jsonl":
                journal.write_jsonl(agreement, chosen_readings(agreement, readings), steps, binary_output())
            else:
                report = journal.Report.on(output(), clause)
                report.title(agreement)
                for step in steps:
                    report.step(step)
    except InferenceUnavailableError as error:
        raise click.UsageError(str(error)) from None
