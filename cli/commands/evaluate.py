"""``comply evaluate``: replay an incident log under an agreement."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ...engine.evaluation import Evaluation
from ..console import binary_output, output, writing
from ..evaluating import Asked, delivered, evaluated, opened, run
from ..exit import exit_code
from ..reporters import jsonl
from ..sources import Told

FORMATS = ("text", "jsonl")


@click.command(
    epilog="""\b
Examples:
  comply evaluate incidents.jsonl
  comply evaluate us-russia-syria-2016 incidents.jsonl.gz --format jsonl
  comply evaluate my-agreement.yaml - < incidents.jsonl
  comply evaluate us-russia-syria-2016 ged.csv

\b
Exit codes: 0 compliant, 1 violations, 2 usage, 3 bad agreement, 4 bad input,
5 inconclusive (with --fail-on inconclusive), 70 comply itself failed.""",
)
@click.argument("names", metavar="[AGREEMENT] LOG", nargs=-1, required=True)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="What to print."
)
@click.option(
    "--source", metavar="NAME", help="What LOG is, where its columns do not tell; jsonl is comply's own form."
)
@evaluated
@delivered
@click.option("--strict", is_flag=True, help="Stop with exit code 4 if any line is rejected.")
@click.option("--quarantine", type=click.Path(dir_okay=False, path_type=Path), help="Keep rejected lines in this file.")
@click.option("--fail-on", type=click.Choice(["violations", "inconclusive"]), default="violations", show_default=True)
def evaluate(
    names: tuple[str, ...],
    format_: str,
    strict: bool,
    quarantine: Path | None,
    fail_on: str,
    source: str | None,
    **options: Any,
) -> None:
    """Evaluate an incident LOG (JSON Lines; - is standard input; .gz and .zst open as they are).

    A file of a data set that comply knows by its columns, such as UCDP GED or ACLED, is read as it is; what it takes to
    be told is told to `comply import`.

    AGREEMENT is a library id or a path; by default the one that the log's first line names, else the reference
    agreement us-russia-syria-2016.
    """
    loaded = opened(names, strict=strict, quarantine=quarantine, told=Told(source=source))
    evaluation = run(loaded, Asked(**options))
    _write(evaluation, format_)
    raise SystemExit(int(exit_code(evaluation, fail_on_inconclusive=fail_on == "inconclusive")))


def _write(evaluation: Evaluation, format_: str) -> None:
    with writing():
        if format_ == "jsonl":
            jsonl.write(evaluation, binary_output())
        else:
            from ..reporters import text

            text.write(evaluation, output())
