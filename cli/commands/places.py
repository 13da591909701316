"""``comply places``: which names of places in a file the agreement knows."""

from __future__ import annotations

from pathlib import Path

import click

from ...rules.resolution import places as found
from ..naming import answer, asked
from ..sources import Told


@click.command(
    epilog="""\b
Examples:
  comply places ged.csv --agreement us-russia-syria-2016
  comply places incidents.jsonl --unknown --format jsonl

\b
Exit codes: 0 done, 2 usage, 3 bad agreement, 4 bad input, 70 comply itself failed.""",
)
@asked
def places(
    file: str, agreement: str | None, source: str | None, aliases: Path | None, format_: str, unknown: bool
) -> None:
    """List the names of places in a FILE that comply reads: how often each stands there, and what it means.

    For one that it does not know the nearest are named. None is guessed: say in a table of aliases what it means.
    """
    answer(found, file, agreement, Told(source=source, aliases=aliases, as_named=True), format_, unknown=unknown)
