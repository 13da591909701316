"""``comply show``: an agreement's clauses as sentences beside the text, and its phases as a diagram."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from ...events.errors import AgreementError
from ...rules.agreement import Agreement
from ...rules.load import load
from ...rules.sentences.clause import Sheet, introduction, sheets
from ..console import clean, indented, output, say_problems, text_output, writing
from ..exit import Exit
from ..names import known

WIDTH_IN_A_FILE = 120


@click.command(
    epilog="""\b
Examples:
  comply show us-russia-syria-2016 C02
  comply show us-russia-syria-2016 --format markdown > clauses.md
  comply show us-russia-syria-2016 --diagram mermaid
  comply show us-russia-syria-2016 --diagram svg -o phases.svg

\b
Exit codes: 0 shown, 2 usage, 3 an agreement that does not load.""",
)
@click.argument("agreement")
@click.argument("clause", required=False)
@click.option("--reading", metavar="ID", help="Show this reading only.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "markdown")),
    default="text",
    show_default=True,
    help="What to print.",
)
@click.option("--diagram", type=click.Choice(("mermaid", "svg")), help="Draw the phases and what enters each.")
@click.option("-o", "--output", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def show(
    agreement: str, clause: str | None, reading: str | None, format_: str, diagram: str | None, target: Path | None
) -> None:
    """Show each clause of AGREEMENT (a library id or a path), or one CLAUSE, as sentences beside the text it cites."""
    loaded = _loaded(agreement)
    known("reading", reading, loaded.terms)
    known("clause", clause, [one.id for one in loaded.base.clauses])
    if diagram is not None:
        if clause is not None:
            raise click.UsageError("a diagram shows the whole agreement; leave the clause out")
        _write(_diagram(loaded, diagram, reading), target)
    elif format_ == "markdown":
        _write(markdown(loaded, clause, reading), target)
    elif target is not None:
        _write(plain(loaded, clause, reading), target)
    else:
        with writing():
            _print(output(), loaded, clause, reading)


def _loaded(name: str) -> Agreement:
    try:
        return load(name)
    except AgreementError as error:
        say_problems(error.problems)
        raise SystemExit(int(Exit.BAD_AGREEMENT)) from None


def _diagram(agreement: Agreement, form: str, reading: str | None) -> str:
    from ...rules import diagram  # only a diagram pays for its layout

    terms = agreement.base if reading is None else agreement.terms[reading]
    return diagram.mermaid(terms) if form == "mermaid" else diagram.svg(terms)


def _write(text: str, target: Path | None) -> None:
    if target is None:
        with writing():
            text_output().write(text)
        return
    try:
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"cannot write {str(target)!r}: {error.strerror}") from None


def plain(agreement: Agreement, clause: str | None, reading: str | None) -> str:
    """The sheets as text without colour."""
    console = Console(file=StringIO(), width=WIDTH_IN_A_FILE, highlight=False, color_system=None)
    with console.capture() as caught:
        _print(console, agreement, clause, reading)
    return caught.get()


def _print(console: Console, agreement: Agreement, clause: str | None, reading: str | None) -> None:
    console.print(Text(clean(agreement.base.title), style="bold"))
    for sentence in introduction(agreement, reading):
        indented(console, sentence, 2)
    for sheet in sheets(agreement, clause=clause, reading=reading):
        console.print()
        console.print(Text(clean(f"{sheet.clause}  {sheet.title}"), style="bold cyan"))
        for heading, sentences in _sections(sheet):
            indented(console, heading, 2, style="bold")
            for sentence in sentences:
                indented(console, sentence, 4)


def _sections(sheet: Sheet) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from sheet.sections
    for parting in sheet.partings:
        held = f", held by {parting.reading.held_by}" if parting.reading.held_by else ""
        yield (
            f"Under the reading “{parting.reading.title}”{held}",
            (
                *(f"It says: {sentence}" for sentence in parting.instead),
                *(f"It does not say: {sentence}" for sentence in parting.not_said),
            ),
        )
    if sheet.because:
        yield "Why the readings part", sheet.because


def markdown(agreement: Agreement, clause: str | None, reading: str | None) -> str:
    """The sheets as Markdown."""
    lines = [f"# {_escaped(agreement.base.title)}", ""]
    lines += [f"- {_escaped(sentence)}" for sentence in introduction(agreement, reading)]
    for sheet in sheets(agreement, clause=clause, reading=reading):
        lines += ["", f"## {_escaped(sheet.clause)} {_escaped(sheet.title)}"]
        for heading, sentences in _sections(sheet):
            lines += ["", f"**{_escaped(heading)}**", "", *(f"- {_escaped(sentence)}" for sentence in sentences)]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return " ".join(clean("".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|!" else letter for letter in text)).split())
