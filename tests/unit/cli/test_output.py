"""What cannot be written ends a run of any command with a code that is no verdict; a closed pipe ends it quietly."""

from __future__ import annotations

import subprocess
import sys

import pytest

COMMANDS = {
    "check": "check us-russia-syria-2016 --format json",
    "check as text": "check us-russia-syria-2016",
    "fmt --diff": "fmt --diff -",
    "fmt -": "fmt -",
    "new clause": "new clause obligation",
    "schema": "schema agreement",
    "show": "show us-russia-syria-2016",
    "show --format markdown": "show us-russia-syria-2016 --format markdown",
    "show --diagram": "show us-russia-syria-2016 --diagram svg",
    "test": "test incsea-1972 -v",
}
UNTIDY = (
    "id: x\ncomply: 1\ntitle: T   \n"
    + "# words\n" * 50_000
    + (
        "documents: {t: {title: T}}\nparties: {n: {name: N}}\nphases: [{id: a, title: A}]\nclauses:\n"
        "  - {kind: prohibition, id: c, title: T, bearer: n, act: {kind: attack}, citation: {document: t, text: x}}\n"
    )
)


def run(command: str, after: str) -> subprocess.CompletedProcess[str]:
    line = f"set -o pipefail; {sys.executable} -m comply {command} {after}"
    return subprocess.run(["bash", "-c", line], input=UNTIDY, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_an_output_that_cannot_be_written_is_said(command: str, redirection: str) -> None:
    done = run(command, redirection)
    assert done.returncode == 70
    assert "cannot write the output: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_reader_that_has_read_enough_is_no_failure(command: str) -> None:
    done = run(command, "| head -c 20")
    assert done.returncode == 0
    assert done.stdout
    assert "Error" not in done.stderr
    assert "Traceback" not in done.stderr
