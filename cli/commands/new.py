"""``comply new``: something to start from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from ...events.suggest import did_you_mean
from ...rules.clauses import CLAUSE_KINDS
from ...rules.scaffold import NAME, new_agreement, new_clause, new_lint
from ..console import say, text_output, writing


@click.group(
    epilog="""\b
Examples:
  comply new agreement northland-truce
  comply new clause obligation >> northland-truce/agreement.yaml
  comply new lint sentence-too-long        (in a checkout of comply)
"""
)
def new() -> None:
    """Write an agreement, a clause or a lint to start from; nothing is overwritten."""


def _named(_: click.Context, __: click.Parameter, value: str) -> str:
    if not NAME.fullmatch(value):
        raise click.BadParameter("small letters, digits and hyphens, such as northland-truce")
    return value


def _kind(_: click.Context, __: click.Parameter, value: str) -> str:
    if value not in CLAUSE_KINDS:
        raise click.BadParameter(did_you_mean(value, CLAUSE_KINDS) or "one of " + ", ".join(CLAUSE_KINDS))
    return value


@new.command()
@click.argument("name", callback=_named)
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Where to.")
def agreement(name: str, output: Path) -> None:
    """Write the folder NAME with a commented agreement and its first cases."""
    _write(output / name, new_agreement(name))
    say(f"next: comply check {output / name}, comply test {output / name}")


@new.command()
@click.argument("kind", callback=_kind, metavar="KIND")
def clause(kind: str) -> None:
    """Print a commented clause of KIND, to be pasted into an agreement that `comply new agreement` wrote."""
    with writing():
        text_output().write("\n" + new_clause(kind))


@new.command()
@click.argument("code", callback=_named)
def lint(code: str) -> None:
    """Write a lint with its test and its page into the checkout of comply that is the current folder."""
    if not Path("rules/lint/registry.py").is_file():
        raise click.UsageError("the current folder is no checkout of comply")
    _write(Path(), new_lint(code))
    say("next: name it in rules/lint/registry.py, pyproject.toml, mkdocs.yml and docs/lints/index.md")


def _write(folder: Path, files: Mapping[str, str]) -> None:
    there = [str(folder / name) for name in files if (folder / name).exists()]
    if there:
        raise click.UsageError(f"{there[0]!r} is there already; nothing was written")
    for name, text in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise click.UsageError(f"cannot write {str(path)!r}: {error.strerror}") from None
        say(f"wrote {path}")
