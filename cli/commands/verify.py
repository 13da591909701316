"""``comply verify``: check a ledger against the agreement and the log."""

from __future__ import annotations

from typing import NoReturn

import click

from ...engine.verify.case import MOST, SAMPLE, Limits
from ...engine.verify.chain import Chain, read
from ...events.errors import AgreementError, ComplyError, LogError
from ...events.sources.jsonl import STDIN, open_log
from ...rules.agreement import Agreement
from ...rules.load import library, load
from ..console import MOST_PROBLEMS, clean, say, say_problems, text_output, writing
from ..exit import Exit
from ..logs import Loaded
from ..logs import read as read_log
from ..reporters import verification as report
from ..verification import verify as check


@click.command(
    epilog="""\b
Examples:
  comply evaluate incidents.jsonl --format jsonl > ledger.jsonl
  comply verify ledger.jsonl incidents.jsonl
  comply verify ledger.jsonl incidents.jsonl --agreement my-agreement.yaml --json

\b
Exit codes: 0 nothing is refuted, 1 something is, 2 usage, 3 bad agreement, 4 bad input, 70 comply itself failed.""",
)
@click.argument("ledger")
@click.argument("log", required=False)
@click.option("--agreement", metavar="NAME", help="A library id or a path; by default the one that the ledger names.")
@click.option(
    "--most", type=click.IntRange(1), default=MOST, show_default=True, help="Take all precise logs up to so many."
)
@click.option(
    "--sample", type=click.IntRange(1), default=SAMPLE, show_default=True, help="Of more, take so many of them."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def verify(ledger: str, log: str | None, agreement: str | None, most: int, sample: int, as_json: bool) -> None:
    """Check a LEDGER as `comply evaluate --format jsonl` writes it.

    With the LOG three things are checked: that the ledger holds together and is about this agreement and this log, that
    the engine run anew gives the same, and that a separate, slow checker confirms it by the definitions. Without it the
    first alone is.
    """
    if ledger == log == STDIN:
        raise click.UsageError("standard input cannot be both the ledger and the log")
    chain = _chain(ledger)
    try:
        known, loaded = _inputs(chain, log, agreement)
    except AgreementError as error:
        _give_up(error, Exit.BAD_AGREEMENT)
    except LogError as error:
        _give_up(error, Exit.BAD_INPUT)
    found = check(chain, known, loaded, Limits(most=most, sample=sample))
    with writing():
        text_output().write(report.as_json(found) if as_json else clean(report.text(found)))
    raise SystemExit(1 if found.refuted else 0)


def _give_up(error: ComplyError, code: Exit) -> NoReturn:
    say_problems(error.problems)
    raise SystemExit(int(code))


def _chain(ledger: str) -> Chain:
    try:
        with open_log(ledger) as file:
            chain = read(file.read())
    except LogError as error:
        _give_up(error, Exit.BAD_INPUT)
    except OSError as error:
        say(f"{ledger}: {error.strerror or error}", style="red")
        raise SystemExit(int(Exit.BAD_INPUT)) from None
    if not any(entry.get("type") == "header" for _, entry in chain.entries):
        say(f"{ledger}: is no ledger: no header stands in it", style="red")
        raise SystemExit(int(Exit.BAD_INPUT))
    return chain


def _inputs(chain: Chain, log: str | None, agreement: str | None) -> tuple[Agreement | None, Loaded | None]:
    """The agreement and the log: the agreement asked for, else the one of the library that the ledger names."""
    named = agreement or _named(chain)
    if log is None:
        return (None if named is None else load(named)), None
    loaded = read_log(named, log)
    say(
        f"agreement {loaded.agreement.base.id} (by {'the ledger' if agreement is None and named else loaded.chosen_by})"
    )
    for note in loaded.notes:
        say(note)
    say_problems(loaded.log.problems, most=MOST_PROBLEMS)
    say(str(loaded.log.counts))
    return loaded.agreement, loaded


def _named(chain: Chain) -> str | None:
    header = chain.header or {}
    said = header.get("agreement")
    name = said.get("id") if isinstance(said, dict) else None
    return name if name in library() else None
