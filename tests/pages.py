"""Pages of the documentation as something to follow: their files, their commands and what these print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def blocks(text: str, language: str) -> list[str]:
    """The blocks of code of a page that are in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[tuple[str, str]]:
    """The commands of a page, each with what is shown below it."""
    pairs = (block.removeprefix("$ ").split("\n", 1) for block in blocks(text, "console"))
    return [(command, shown) for command, shown in pairs]


def follow(command: str, folder: Path, width: int | None = 100) -> subprocess.CompletedProcess[str]:
    """Run a command of a page in a folder, on a terminal of some width or (None) where there is none."""
    words = shlex.split(command)
    assert words[0] == "comply"
    known = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    environment = {**known, "NO_COLOR": "1", **({} if width is None else {"COLUMNS": str(width)})}
    run = [sys.executable, "-m", *words]
    return subprocess.run(run, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def lines(text: str) -> list[str]:
    """The lines of what was printed, without the space that a terminal's width leaves at their ends."""
    return [line.rstrip() for line in text.splitlines()]
