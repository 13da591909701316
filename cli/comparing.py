"""Comparing from the command line: running a comparison, printing it, and the exit code."""

from __future__ import annotations

import click

from ..engine.compare import Comparison, Pair, compare
from ..engine.inference.protocol import InferenceUnavailableError
from .console import output, text_output, writing
from .exit import Exit
from .reporters import comparison as report


def finish(pair: Pair, *, causes: bool, tries: int, format_: str) -> None:
    """Compare, print the comparison and end the run."""
    try:
        comparison = compare(pair, causes=causes, tries=tries)
    except InferenceUnavailableError as error:
        raise click.UsageError(str(error)) from None
    _write(comparison, format_)
    raise SystemExit(int(Exit.VIOLATIONS if comparison.differences else Exit.COMPLIANT))


def _write(comparison: Comparison, format_: str) -> None:
    with writing():
        if format_ == "json":
            report.write_json(comparison, text_output())
        else:
            report.write(comparison, output())
