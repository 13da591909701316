"""Trials of cases for people: each failure with its difference and its reasons, and a line that sums up."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ...engine.testing.trial import Trial
from ..console import clean
from ..words import counted

_STYLES = {"  - ": "red", "  + ": "green", "    ": "dim"}


def write(path: Path, trials: Iterable[Trial], console: Console, *, verbose: bool) -> None:
    """Print the failures of one case file, and with ``verbose`` every case."""
    for trial in trials:
        if verbose or not trial.passed:
            word, style = ("pass", "green") if trial.passed else ("FAIL", "bold red")
            console.print(Text(word, style=style) + Text(clean(f"  {path}: {trial.case.name}"), style="bold"))
        for failure in trial.failures:
            for line in failure.lines():
                console.print(Text(clean(f"  {line}"), style=_STYLES.get(line[:4], "")), soft_wrap=True)


def summary(trials: Iterable[Trial], files: int, console: Console) -> None:
    """Print the numbers of cases that passed and failed."""
    verdicts = [trial.passed for trial in trials]
    passed, failed = sum(verdicts), len(verdicts) - sum(verdicts)
    words = f"{passed} passed" + (f", {failed} failed" if failed else "") + f" in {counted(files, 'file')}"
    console.print(Text(words, style="bold red" if failed else "bold green"))
