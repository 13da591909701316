"""Comparing from the command line: running a comparison, printing it, and the exit code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import attrs
import click

from ..engine.compare import TRIES, Comparison, Pair, compare
from ..engine.inference.protocol import InferenceUnavailableError
from .console import output, text_output, writing
from .exit import Exit
from .reporters import comparison as report

Command = TypeVar("Command", bound=Callable[..., Any])


@attrs.frozen(kw_only=True)
class Showing:
    """What the command line says of how a comparison is made and shown."""

    causes: bool
    tries: int
    format_: str

    @classmethod
    def of(cls, options: dict[str, Any]) -> Showing:
        """Take these options out of all those of a command."""
        return cls(**{field.name: options.pop(field.name) for field in attrs.fields(cls)})


def compared(command: Command) -> Command:
    """The options that say how a comparison is made and shown, for a command that takes them as ``Showing``."""
    for option in (
        click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True),
        click.option(
            "--tries", type=click.IntRange(1), default=TRIES, show_default=True, help="Evaluations for that search."
        ),
        click.option("--causes/--no-causes", default=True, help="Whether to search for what makes each difference."),
    ):
        command = option(command)
    return command


def finish(pair: Pair, showing: Showing) -> None:
    """Compare, print the comparison and end the run."""
    try:
        comparison = compare(pair, causes=showing.causes, tries=showing.tries)
    except InferenceUnavailableError as error:
        raise click.UsageError(str(error)) from None
    _write(comparison, showing.format_)
    raise SystemExit(int(Exit.VIOLATIONS if comparison.differences else Exit.COMPLIANT))


def _write(comparison: Comparison, format_: str) -> None:
    with writing():
        if format_ == "json":
            report.write_json(comparison, text_output())
        else:
            report.write(comparison, output())
