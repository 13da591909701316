"""The tutorial, followed to the letter: its files are written, its commands run, and they print what it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from comply.cli.console import WIDTH_OFF_TERMINAL
from comply.cli.reporters.text import WIDE

TUTORIAL = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TUTORIAL, re.MULTILINE | re.DOTALL)


COMMANDS = [tuple(block.removeprefix("$ ").split("\n", 1)) for block in blocks("console")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("northland")
    cases = [block for block in blocks("yaml") if block.startswith("# cases/meaning.yaml")]
    (place / "agreement.yaml").write_text("".join(block for block in blocks("yaml") if block not in cases))
    (place / "cases").mkdir()
    (place / "cases" / "meaning.yaml").write_text("".join(cases))
    (place / "log.jsonl").write_text("".join(blocks("json")))
    return place


def test_there_are_commands_to_follow():
    assert [command.split()[1] for command, _ in COMMANDS] == ["check", "test", "evaluate"]


def run(words: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env={**known, "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_where_the_output_is_no_terminal_the_readings_have_columns_as_is_said(folder):
    printed = run(shlex.split(COMMANDS[-1][0]), folder).stdout
    (head,) = [line.split() for line in printed.splitlines() if line.startswith("clause ")]
    assert head == ["clause", "title", "bearer", "verdict", "strict", "broad", "front", "breaches"]
    (shown,) = [line.split() for line in COMMANDS[-1][1].splitlines() if line.startswith("clause ")]
    assert shown == ["clause", "title", "bearer", "verdict", "breaches"]
    assert f"On one of {WIDE} or more" in TUTORIAL
    assert f"laid\nout for {WIDTH_OFF_TERMINAL})" in TUTORIAL


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_what_a_command_prints_is_what_is_shown(folder, command, shown):
    words = shlex.split(command)
    assert words[0] == "comply"
    done = run(words, folder, COLUMNS="100")
    printed = done.stdout if words[1] != "check" else done.stdout + done.stderr
    assert [line.rstrip() for line in printed.splitlines()] == shown.splitlines()
    assert done.returncode == (1 if words[1] == "evaluate" else 0)
