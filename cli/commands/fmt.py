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
from ...rules.load import library, shipped
from ..console import binary_output, say, say_problems, writing
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

    PATH is a document, a folder with an agreement.yaml, or - for standard input, which is printed formatted. With
    --check or --diff it may also be a library id.
    """
    for name in filter(_shipped, () if check or diff else paths):
        raise click.UsageError(f"{name} is an agreement of the library: it can be looked at with --check or --diff")
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
    path = None if name == STDIN or _shipped(name) else _document(Path(name))
    before, folder = _read(name, path)
    after = format_document(before, file=str(path or ("<stdin>" if name == STDIN else name)), folder=folder)
    if diff:
        _print_diff(name, before, after)
    if path is None and not (check or diff):
        with writing():
            binary_output().write(after)
    if before == after:
        return Exit.COMPLIANT
    if not (check or diff) and path is not None:
        replace(path, after)
        say(f"formatted {name}")
    if check:
        say(f"not in order: {name}", style="yellow")
    return Exit.VIOLATIONS if check else Exit.COMPLIANT


def _shipped(name: str) -> bool:
    """Whether a name means an agreement of the library: a path of that name comes first, since it can be written."""
    return name in library() and not Path(name).exists()


def _read(name: str, path: Path | None) -> tuple[bytes, Folder]:
    if path is not None:
        return path.read_bytes(), folder_of(path)
    return (sys.stdin.buffer.read(), no_folder) if name == STDIN else shipped(name)


def _document(path: Path) -> Path:
    if not path.is_dir():
        return path
    if not (path / "agreement.yaml").is_file():
        raise click.UsageError(f"the folder {str(path)!r} holds no agreement.yaml; name the document in it")
    return path / "agreement.yaml"


def _print_diff(name: str, before: bytes, after: bytes) -> None:
    old, new = before.decode("utf-8", "replace"), after.decode()
    lines = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), name, name)
    with writing():
        binary_output().write("".join(lines).encode())
