"""``comply fmt``: put agreement documents in order."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from ...events.errors import AgreementError
from ...events.sources.jsonl import STDIN
from ...rules.files import Folder, folder_of, no_folder
from ...rules.format import format_document
from ..console import binary_output, say, say_problems
from ..exit import Exit
from ..files import replace


@click.command(
    epilog="""\b
Examples:
  comply fmt my-agreement.yaml
  comply fmt --check agreements/*.yaml
  comply fmt - < draft.yaml

\b
Exit codes: 0 in order, 1 with --check: something is not, 3 a document does not load.""",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a document is not in order.")
@click.option("--diff", is_flag=True, help="Change nothing; print what would change.")
def fmt(paths: tuple[str, ...], check: bool, diff: bool) -> None:
    """Put the keys of agreement documents in their order and tidy white space; comments and words are kept.

    PATH is a document, a folder with an agreement.yaml, or - for standard input, which is printed formatted.
    """
    code = Exit.COMPLIANT
    for name in paths:
        try:
            code = max(code, _one(name, check=check, diff=diff))
        except AgreementError as error:
            say_problems(error.problems)
            code = Exit.BAD_AGREEMENT
        except OSError as error:
            say(f"{name}: {error.strerror}", style="red")
            code = Exit.BAD_AGREEMENT
    raise SystemExit(int(code))


def _one(name: str, *, check: bool, diff: bool) -> Exit:
    path = None if name == STDIN else _document(Path(name))
    before = sys.stdin.buffer.read() if path is None else path.read_bytes()
    folder: Folder = no_folder if path is None else folder_of(path)
    after = format_document(before, file="<stdin>" if path is None else str(path), folder=folder)
    if diff:
        _print_diff(name, before, after)
    if path is None and not (check or diff):
        binary_output().write(after)
    if before == after:
        return Exit.COMPLIANT
    if not (check or diff) and path is not None:
        replace(path, after)
        say(f"formatted {name}")
    if check:
        say(f"not in order: {name}", style="yellow")
    return Exit.VIOLATIONS if check else Exit.COMPLIANT


def _document(path: Path) -> Path:
    return path / "agreement.yaml" if path.is_dir() else path


def _print_diff(name: str, before: bytes, after: bytes) -> None:
    old, new = before.decode("utf-8", "replace"), after.decode()
    lines = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), name, name)
    binary_output().write("".join(lines).encode())
