"""``comply explain``: why a finding holds, down to the incidents and the words of the clause."""

from __future__ import annotations

from typing import Any

import click

from ...engine.evaluation import Evaluation
from ...engine.explain import Explanation, named
from ...engine.explain import explain as explained
from ...engine.finding import Finding
from ...events.suggest import did_you_mean
from ..console import output, text_output, writing
from ..evaluating import Asked, delivered, evaluated, opened, run
from ..reporters import explanation as report

FORMATS = ("text", "tree", "json")
_MOST = 8
"""Findings of which one message names all."""


@click.command(
    epilog="""\b
Examples:
  comply explain F-4940 incidents.jsonl
  comply explain 4940 us-russia-syria-2016 incidents.jsonl --format tree

\b
Exit codes: 0 explained, 2 usage or no such finding, 3 bad agreement, 4 bad input.""",
)
@click.argument("finding")
@click.argument("names", metavar="[AGREEMENT] LOG", nargs=-1, required=True)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="What to print."
)
@evaluated
@delivered
def explain(finding: str, names: tuple[str, ...], format_: str, **options: Any) -> None:
    """Explain a FINDING of an evaluation, by the id that `comply evaluate` shows or the beginning of it.

    Give the same agreement, log and options as to `comply evaluate`: with others there may be no such finding.
    """
    loaded = opened(names)
    evaluation = run(loaded, Asked(**options))
    _write(explained(evaluation, loaded.log, _chosen(evaluation, finding)), format_)


def _chosen(evaluation: Evaluation, name: str) -> Finding:
    """The one finding that is meant, or the end of the run with those that may be."""
    found = named(evaluation, name)
    if not found:
        known = [finding.id for finding in evaluation.findings]
        remedy = did_you_mean(name, known) or f"`comply evaluate` shows the ids of its {len(known)} findings"
        raise click.UsageError(f"there is no finding {name!r} ({remedy})")
    if len(found) > 1:
        listed = ", ".join(f"{one.id} ({one.outcome} of {one.clause})" for one in found[:_MOST])
        more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
        raise click.UsageError(f"{name!r} begins the ids of {len(found)} findings: {listed}{more}")
    return found[0]


def _write(explanation: Explanation, format_: str) -> None:
    with writing():
        if format_ == "json":
            report.write_json(explanation, text_output())
        else:
            report.write(explanation, output(), tree=format_ == "tree")
