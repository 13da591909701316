"""The tutorial, followed to the letter: its files are written, its commands run, and they print what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from comply.cli.console import WIDTH_OFF_TERMINAL
from comply.cli.reporters.text import WIDE

from ..pages import DOCS, blocks, commands, follow, lines

TUTORIAL = (DOCS / "tutorial.md").read_text()
COMMANDS = commands(TUTORIAL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("northland")
    yaml = blocks(TUTORIAL, "yaml")
    cases = [block for block in yaml if block.startswith("# cases/meaning.yaml")]
    (place / "agreement.yaml").write_text("".join(block for block in yaml if block not in cases))
    (place / "cases").mkdir()
    (place / "cases" / "meaning.yaml").write_text("".join(cases))
    (place / "log.jsonl").write_text("".join(blocks(TUTORIAL, "json")))
    return place


def test_there_are_commands_to_follow():
    assert [command.split()[1] for command, _ in COMMANDS] == ["check", "test", "evaluate"]


def test_where_the_output_is_no_terminal_the_readings_have_columns_as_is_said(folder):
    printed = follow(COMMANDS[-1][0], folder, width=None).stdout
    (head,) = [line.split() for line in printed.splitlines() if line.startswith("clause ")]
    assert head == ["clause", "title", "bearer", "verdict", "strict", "broad", "front", "breaches"]
    (shown,) = [line.split() for line in COMMANDS[-1][1].splitlines() if line.startswith("clause ")]
    assert shown == ["clause", "title", "bearer", "verdict", "breaches"]
    assert f"On one of {WIDE} or more" in TUTORIAL
    assert f"laid\nout for {WIDTH_OFF_TERMINAL})" in TUTORIAL


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_what_a_command_prints_is_what_is_shown(folder, command, shown):
    done = follow(command, folder)
    verb = command.split()[1]
    assert lines(done.stdout if verb != "check" else done.stdout + done.stderr) == shown.splitlines()
    assert done.returncode == (1 if verb == "evaluate" else 0)
