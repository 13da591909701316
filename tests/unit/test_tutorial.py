"""The tutorial, followed to the letter: its files are written, its commands run, and they print what it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_what_a_command_prints_is_what_is_shown(folder, command, shown):
    words = shlex.split(command)
    assert words[0] == "comply"
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    printed = done.stdout if words[1] != "check" else done.stdout + done.stderr
    assert [line.rstrip() for line in printed.splitlines()] == shown.splitlines()
    assert done.returncode == (1 if words[1] == "evaluate" else 0)
