"""The page on reasons: its example is evaluated, and its commands print what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..pages import DOCS, blocks, commands, follow, lines

PAGE = (DOCS / "explain.md").read_text()
COMMANDS = commands(PAGE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("truce")
    (place / "truce.yaml").write_text("".join(blocks(PAGE, "yaml")))
    (place / "log.jsonl").write_text("".join(blocks(PAGE, "json")))
    return place


def test_every_command_of_the_page_has_an_example():
    assert {command.split()[1] for command, _ in COMMANDS} == {"explain", "why-not", "compare", "what-if"}


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_what_a_command_prints_is_what_is_shown(folder, command, shown):
    done = follow(command, folder)
    assert lines(done.stdout) == shown.splitlines()
    assert done.returncode == (1 if command.split()[1] in ("compare", "what-if") else 0)
