"""Evaluating from the command line: the options that commands share, reading the inputs, saying what was read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import attrs
import click

from ..engine.evaluation import Evaluation
from ..engine.verdict import BROAD, STRICT
from ..events.duration import Duration, parse_exact
from ..events.errors import AgreementError, ComplyError, LogError
from ..events.lateness import overdue
from ..events.sources.jsonl import STDIN
from ..events.suggest import did_you_mean
from ..events.time import Instant, TimeError, parse_instant
from ..rules.agreement import Agreement
from .console import MOST_PROBLEMS, progress, say, say_problems
from .exit import Exit
from .logs import NOTHING_TOLD, Loaded, read, write_quarantine
from .sources import Told

Command = TypeVar("Command", bound=Callable[..., Any])


class InstantType(click.ParamType[Instant]):
    """An RFC 3339 instant on the command line."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Instant:
        """Parse the text, or fail with the reason."""
        try:
            return value if isinstance(value, int) else parse_instant(value)
        except TimeError as error:
            self.fail(str(error), param, ctx)


class LatenessType(click.ParamType[Duration]):
    """An exact duration on the command line."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Duration:
        """Parse the text, or fail with the reason."""
        try:
            return value if isinstance(value, Duration) else parse_exact(value)
        except TimeError as error:
            self.fail(str(error), param, ctx)


@attrs.frozen(kw_only=True)
class Asked:
    """What the command line says about how a log is evaluated."""

    readings: tuple[str, ...]
    until: Instant | None
    as_of: Instant | None
    inference: str
    lateness: Duration | None = None


delivered = click.option(
    "--lateness", type=LatenessType(), help="A record comes at most so long after what it tells of began, such as 72h."
)
"""The option that says how late reports may come, for a command that tells what is final."""


def choosing(command: Command) -> Command:
    """The options that say what of a log is evaluated and how, wherever it ends."""
    for option in (
        click.option(
            "--inference", type=click.Choice(["auto", "durable", "native"]), default="auto", show_default=True
        ),
        click.option("--as-of", type=InstantType(), help="Take only what was recorded by this instant."),
        click.option(
            "--reading", "readings", multiple=True, metavar="ID", help="Take only these readings (repeatable)."
        ),
    ):
        command = option(command)
    return command


def evaluated(command: Command) -> Command:
    """The options that say how a log is evaluated, for a command that takes them as ``Asked``."""
    until = click.option("--until", type=InstantType(), help="Follow event time up to this instant.")
    return choosing(until(command))


def opened(
    names: tuple[str, ...], *, strict: bool = False, quarantine: Path | None = None, told: Told = NOTHING_TOLD
) -> Loaded:
    """Read ``[AGREEMENT] LOG`` and account for every line, or end the run with the reason."""
    if not 1 <= len(names) <= 2:
        raise click.UsageError("give one log, after the agreement if any")
    agreement, log = names if len(names) == 2 else (None, names[0])
    _guard(quarantine, names)
    loaded = _loaded(agreement, log, told)
    _account(loaded, strict=strict, quarantine=quarantine)
    return loaded


def _loaded(agreement: str | None, log: str, told: Told) -> Loaded:
    """Read a log under an agreement, or end the run with the reason."""
    try:
        return read(agreement, log, told)
    except AgreementError as error:
        give_up(error, Exit.BAD_AGREEMENT)
    except LogError as error:
        give_up(error, Exit.BAD_INPUT)


def _guard(quarantine: Path | None, names: tuple[str, ...]) -> None:
    """Refuse a quarantine that is one of the inputs: it would be overwritten."""
    if quarantine is None or not quarantine.exists():
        return
    inputs = [Path(name).stat() for name in names if name != STDIN and Path(name).exists()]
    if STDIN in names and sys.stdin is not None:
        inputs.append(os.fstat(sys.stdin.fileno()))
    if any(os.path.samestat(quarantine.stat(), one) for one in inputs):
        raise click.UsageError(f"the quarantine would overwrite an input, {str(quarantine)!r}")


def give_up(error: ComplyError, code: Exit) -> NoReturn:
    """End the run with every problem found."""
    say_problems(error.problems)
    raise SystemExit(int(code))


def _account(loaded: Loaded, *, strict: bool, quarantine: Path | None) -> None:
    """Say what was read; stop where nothing is left to evaluate, or where nothing may be rejected."""
    log = loaded.log
    say(f"agreement {loaded.agreement.base.id} (by {loaded.chosen_by})")
    for note in loaded.notes:
        say(note)
    say_problems(log.problems, most=MOST_PROBLEMS)
    for remark in log.remarks:
        say(remark, style="yellow")
    say(str(log.counts))
    if quarantine is not None:
        _keep(loaded, quarantine)
    if strict and log.counts.rejected:
        say("stopped: --strict admits no rejected line", style="red")
        raise SystemExit(int(Exit.BAD_INPUT))
    if not log.counts.accepted:
        say("stopped: the log holds no record that can be evaluated", style="red")
        raise SystemExit(int(Exit.BAD_INPUT))


def _keep(loaded: Loaded, quarantine: Path) -> None:
    try:
        with quarantine.open("wb") as file:
            write_quarantine(loaded, file)
    except OSError as error:
        raise click.UsageError(f"cannot write {str(quarantine)!r}: {error.strerror}") from None
    say(f"{loaded.log.counts.rejected} rejected lines kept in {quarantine}")


def run(loaded: Loaded, asked: Asked) -> Evaluation:
    """Evaluate a log as the command line asks for."""
    from ..engine.inference.protocol import InferenceUnavailableError
    from ..engine.replay import evaluate

    lateness = asked.lateness if asked.lateness is not None else loaded.lateness
    try:
        evaluation = evaluate(
            loaded.agreement,
            loaded.log,
            readings=readings_of(loaded.agreement, asked.readings),
            until=asked.until,
            as_of=asked.as_of,
            lateness=lateness,
            inference=asked.inference,
            progress=progress("evaluating", loaded.log.counts.accepted),
        )
    except InferenceUnavailableError as error:
        raise click.UsageError(str(error)) from None
    say(f"inference: {evaluation.inference}")
    _say_unknown(evaluation)
    _say_overdue(loaded, lateness)
    return evaluation


def _say_overdue(loaded: Loaded, lateness: Duration | None) -> None:
    """Name the records that came later than was declared: what was final before them may have changed."""
    late = () if lateness is None else overdue(loaded.log, lateness)
    if late:
        more = f" and {len(late) - MOST_PROBLEMS} more" if len(late) > MOST_PROBLEMS else ""
        listed = ", ".join(late[:MOST_PROBLEMS]) + more
        say(f"later than the declared lateness of {lateness} came {listed}", style="yellow")


def _say_unknown(evaluation: Evaluation) -> None:
    """Name what could not be resolved; the report for people lists it with the nearest names that are known."""
    for words, found in (("parties", evaluation.unknown_parties), ("places", evaluation.unknown_places)):
        if found:
            listed = ", ".join(f"{name} ({count})" for name, count in list(found.items())[:MOST_PROBLEMS])
            more = f" and {len(found) - MOST_PROBLEMS} more" if len(found) > MOST_PROBLEMS else ""
            say(f"{words} taken as unknown: {listed}{more}", style="yellow")


def readings_of(agreement: Agreement, names: tuple[str, ...]) -> tuple[str, ...] | None:
    """The readings asked for; the bounds of the base reading stand for it."""
    if not names:
        return None
    bounds = dict.fromkeys((STRICT, BROAD), agreement.base_reading)
    for name in names:
        if name not in bounds and name not in agreement.terms:
            remedy = did_you_mean(name, [*bounds, *agreement.terms]) or "one of " + ", ".join(agreement.terms)
            raise click.UsageError(f"the agreement has no reading {name!r} ({remedy})")
    return tuple(bounds.get(name, name) for name in names)
