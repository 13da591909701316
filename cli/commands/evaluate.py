"""``comply evaluate``: replay an incident log under an agreement."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import attrs
import click

from ...engine.replay import Evaluation
from ...engine.verdict import BROAD, STRICT
from ...events.duration import Duration, parse_exact
from ...events.errors import AgreementError, ComplyError, LogError
from ...events.lateness import overdue
from ...events.sources.jsonl import STDIN
from ...events.suggest import did_you_mean
from ...events.time import Instant, TimeError, parse_instant
from ...rules.agreement import Agreement
from ..console import MOST_PROBLEMS, binary_output, output, progress, say, say_problems, writing
from ..exit import Exit, exit_code
from ..logs import Loaded, read, write_quarantine
from ..reporters import jsonl

FORMATS = ("text", "jsonl")


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


@click.command(
    epilog="""\b
Examples:
  comply evaluate incidents.jsonl
  comply evaluate us-russia-syria-2016 incidents.jsonl.gz --format jsonl
  comply evaluate my-agreement.yaml - < incidents.jsonl

\b
Exit codes: 0 compliant, 1 violations, 2 usage, 3 bad agreement, 4 bad input,
5 inconclusive (with --fail-on inconclusive), 70 comply itself failed.""",
)
@click.argument("names", metavar="[AGREEMENT] LOG", nargs=-1, required=True)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="What to print."
)
@click.option("--reading", "readings", multiple=True, metavar="ID", help="Take only these readings (repeatable).")
@click.option("--until", type=InstantType(), help="Follow event time up to this instant.")
@click.option("--as-of", type=InstantType(), help="Take only what was recorded by this instant.")
@click.option(
    "--lateness", type=LatenessType(), help="A record comes at most so long after what it tells of began, such as 72h."
)
@click.option("--strict", is_flag=True, help="Stop with exit code 4 if any line is rejected.")
@click.option("--quarantine", type=click.Path(dir_okay=False, path_type=Path), help="Keep rejected lines in this file.")
@click.option("--fail-on", type=click.Choice(["violations", "inconclusive"]), default="violations", show_default=True)
@click.option("--inference", type=click.Choice(["auto", "durable", "native"]), default="auto", show_default=True)
def evaluate(names: tuple[str, ...], strict: bool, quarantine: Path | None, **options: Any) -> None:
    """Evaluate an incident LOG (JSON Lines; - is standard input; .gz and .zst open as they are).

    AGREEMENT is a library id or a path; by default the one that the log's first line names, else the reference
    agreement us-russia-syria-2016.
    """
    if len(names) > 2:
        raise click.UsageError("give one log, after the agreement if any")
    agreement, log = names if len(names) == 2 else (None, names[0])
    _guard(quarantine, names)
    try:
        loaded = read(agreement, log)
    except AgreementError as error:
        _give_up(error, Exit.BAD_AGREEMENT)
    except LogError as error:
        _give_up(error, Exit.BAD_INPUT)
    _account(loaded, strict=strict, quarantine=quarantine)
    code = _evaluate(loaded, Options(**options))
    raise SystemExit(int(code))


def _guard(quarantine: Path | None, names: tuple[str, ...]) -> None:
    """Refuse a quarantine that is one of the inputs: it would be overwritten."""
    if quarantine is None or not quarantine.exists():
        return
    inputs = [Path(name).stat() for name in names if name != STDIN and Path(name).exists()]
    if STDIN in names and sys.stdin is not None:
        inputs.append(os.fstat(sys.stdin.fileno()))
    if any(os.path.samestat(quarantine.stat(), one) for one in inputs):
        raise click.UsageError(f"the quarantine would overwrite an input, {str(quarantine)!r}")


@attrs.frozen(kw_only=True)
class Options:
    """What the command line says about an evaluation."""

    format_: str
    readings: tuple[str, ...]
    until: Instant | None
    as_of: Instant | None
    lateness: Duration | None
    fail_on: str
    inference: str


def _give_up(error: ComplyError, code: Exit) -> NoReturn:
    say_problems(error.problems)
    raise SystemExit(int(code))


def _account(loaded: Loaded, *, strict: bool, quarantine: Path | None) -> None:
    """Say what was read; stop where nothing is left to evaluate, or where nothing may be rejected."""
    log = loaded.log
    say(f"agreement {loaded.agreement.base.id} (by {loaded.chosen_by})")
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


def _evaluate(loaded: Loaded, options: Options) -> Exit:
    from ...engine.inference.protocol import InferenceUnavailableError
    from ...engine.replay import evaluate as replay

    lateness = options.lateness if options.lateness is not None else loaded.lateness
    try:
        evaluation = replay(
            loaded.agreement,
            loaded.log,
            readings=_readings(loaded.agreement, options.readings),
            until=options.until,
            as_of=options.as_of,
            lateness=lateness,
            inference=options.inference,
            progress=progress("evaluating", loaded.log.counts.accepted),
        )
    except InferenceUnavailableError as error:
        raise click.UsageError(str(error)) from None
    say(f"inference: {evaluation.inference}")
    _say_unknown(evaluation)
    _say_overdue(loaded, lateness)
    _write(evaluation, options.format_)
    return exit_code(evaluation, fail_on_inconclusive=options.fail_on == "inconclusive")


def _say_unknown(evaluation: Evaluation) -> None:
    """Name what could not be resolved; the report for people lists it with the nearest names that are known."""
    for words, found in (("parties", evaluation.unknown_parties), ("places", evaluation.unknown_places)):
        if found:
            listed = ", ".join(f"{name} ({count})" for name, count in list(found.items())[:MOST_PROBLEMS])
            more = f" and {len(found) - MOST_PROBLEMS} more" if len(found) > MOST_PROBLEMS else ""
            say(f"{words} taken as unknown: {listed}{more}", style="yellow")


def _say_overdue(loaded: Loaded, lateness: Duration | None) -> None:
    """Name the records that came later than was declared: what was final before them may have changed."""
    late = () if lateness is None else overdue(loaded.log, lateness)
    if late:
        more = f" and {len(late) - MOST_PROBLEMS} more" if len(late) > MOST_PROBLEMS else ""
        listed = ", ".join(late[:MOST_PROBLEMS]) + more
        say(f"later than the declared lateness of {lateness} came {listed}", style="yellow")


def _readings(agreement: Agreement, names: tuple[str, ...]) -> tuple[str, ...] | None:
    """The readings asked for; the bounds of the base reading stand for it."""
    if not names:
        return None
    bounds = dict.fromkeys((STRICT, BROAD), agreement.base_reading)
    for name in names:
        if name not in bounds and name not in agreement.terms:
            remedy = did_you_mean(name, [*bounds, *agreement.terms]) or "one of " + ", ".join(agreement.terms)
            raise click.UsageError(f"the agreement has no reading {name!r} ({remedy})")
    return tuple(bounds.get(name, name) for name in names)


def _write(evaluation: Evaluation, format_: str) -> None:
    with writing():
        if format_ == "jsonl":
            jsonl.write(evaluation, binary_output())
        else:
            from ..reporters import text

            text.write(evaluation, output())
