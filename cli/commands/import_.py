"""``comply import``: files of data sets, tables and bulletins as an incident log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec

from ...events.errors import AgreementError, LogError
from ...events.line import Line
from ...events.source import Names
from ...events.sources.jsonl import STDIN, label, open_log
from ...events.sources.registry import shelf
from ...events.time import Instant, format_instant
from ...rules.load import REFERENCE, Source, library, load_source
from ..console import MOST_PROBLEMS, binary_output, progress, say, say_problems, writing
from ..evaluating import InstantType, give_up
from ..exit import Exit
from ..files import put_in_place
from ..importing import Account, imported
from ..logs import aliases_for, notes_on
from ..sources import AUTO, NATIVE, Told, mapping_of, opened, setting

_FILE = click.Path(dir_okay=False, path_type=Path)
_NAMES = ", ".join(source.name for source in shelf().sources)


@click.command(
    "import",
    epilog="""\b
Examples:
  comply import ucdp-ged ged241.csv -o incidents.jsonl
  comply import acled events.csv deleted.csv --agreement my-agreement.yaml -o incidents.jsonl
  comply import table monitors.csv --map map.yaml --dates dmy -o incidents.jsonl
  comply import auto anything.csv > incidents.jsonl

\b
Exit codes: 0 done, 2 usage, 3 bad agreement, 4 bad input (with --strict any rejected row), 70 comply itself failed.""",
)
@click.argument("format_", metavar="FORMAT")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("-o", "--output", type=_FILE, help="Write the log here, whole or not at all; else to standard output.")
@click.option(
    "--agreement",
    metavar="NAME",
    help="Its time zone, kinds and aliases hold; if it is of the library, the log names it.  "
    f"[default: {REFERENCE}, which the log does not name]",
)
@click.option("--map", "map_", type=_FILE, help="What the columns of a table mean.")
@click.option("--aliases", type=_FILE, help="What names mean; by default aliases.yaml beside the agreement.")
@click.option(
    "--dates", type=click.Choice(["dmy", "mdy", "excel"]), help="How days are written that can be read in two ways."
)
@click.option("--encoding", metavar="NAME", help="The encoding of text that is not UTF-8.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook; by default the first.")
@click.option("--recorded", type=InstantType(), help="When the files were published, for rows that do not say.")
@click.option("--quarantine", type=_FILE, help="Keep rejected rows in this file, under the header.")
@click.option("--strict", is_flag=True, help="End with exit code 4, and write nothing, if any row is rejected.")
def import_(
    format_: str,
    files: tuple[str, ...],
    output: Path | None,
    agreement: str | None,
    recorded: Instant | None,
    quarantine: Path | None,
    strict: bool,
    **more: Any,
) -> None:
    """Write the incidents that FILEs tell of as a log, a line each.

    FORMAT is a source such as ucdp-ged (see docs/import.md), or auto: told by the columns. Every row is accounted for;
    the rejected ones are named with file, line and column.
    """
    told = Told(
        source=None if format_ == AUTO else format_,
        recorded=None if recorded is None else format_instant(recorded),
        **more,
    )
    _guard(files, [path for path in (output, quarantine) if path is not None])
    try:
        known = load_source(agreement or REFERENCE)
        account = _write(files, known, told, output, quarantine, strict, named=agreement in library())
    except AgreementError as error:
        give_up(error, Exit.BAD_AGREEMENT)
    except LogError as error:
        give_up(error, Exit.BAD_INPUT)
    if strict and account.counts.rejected:
        raise SystemExit(int(Exit.BAD_INPUT))


def _guard(files: tuple[str, ...], outputs: list[Path]) -> None:
    """Refuse to write over an input."""
    inputs = [Path(name) for name in files if name != STDIN and Path(name).exists()]
    for path in outputs:
        if path.exists() and any(path.samefile(one) for one in inputs):
            raise click.UsageError(f"{str(path)!r} is an input, and would be overwritten")


def _write(
    files: tuple[str, ...],
    known: Source,
    told: Told,
    output: Path | None,
    quarantine: Path | None,
    strict: bool,
    *,
    named: bool,
) -> Account:
    """Import all files, and say what came of them."""
    account = Account()

    def wanted() -> bool:
        return not (strict and account.counts.rejected)

    with writing(), ExitStack() as stack:
        kept = None if quarantine is None else stack.enter_context(put_in_place(quarantine))
        file = binary_output() if output is None else stack.enter_context(put_in_place(output, wanted))
        if named:
            file.write(msgspec.json.encode({"agreement": known.agreement.base.id}) + b"\n")
        for name in files:
            _one(name, known, told, account, file, kept)
    _say(account)
    if not wanted() and output is not None:
        say(f"{output} is not written: --strict admits no rejected row", style="red")
    return account


def _say(account: Account) -> None:
    say_problems(account.problems[:MOST_PROBLEMS])
    if account.counts.rejected > MOST_PROBLEMS:
        say(f"… and {account.counts.rejected - MOST_PROBLEMS} more", style="red")
    for one in account.contradicted[:MOST_PROBLEMS]:
        say(f"{one} stood before with different content: an evaluation refuses all records of that id", style="yellow")
    say(str(account.counts))


def _one(name: str, known: Source, told: Told, account: Account, file: BinaryIO, kept: BinaryIO | None) -> None:
    """Import one file."""
    with open_log(name) as data:
        table = opened(data, label(name), told)
        if table is None:
            raise click.UsageError(_no_table(name, told))
        aliases = aliases_for(known, told)
        names = Names() if aliases is None else aliases.of(table.source.name)
        under = setting(known.agreement, told, names, mapping_of(told.map_))
        if kept is not None:
            kept.write(table.table.header)

        def reject(line: Line) -> None:
            if kept is not None:
                kept.write(line.raw + b"\n")

        for line in imported(_shown(table.lines(under)), account, reject):
            file.write(line)
        for note in notes_on(table, under, aliases):
            say(note)


def _shown(lines: Iterator[Line]) -> Iterator[Line]:
    return iter(progress("importing")(lines))


def _no_table(name: str, told: Told) -> str:
    if told.source == NATIVE:
        return f"{NATIVE} is comply's own form, and needs no import"
    return f"no source knows {name!r} by its columns: name one of {_NAMES}"
