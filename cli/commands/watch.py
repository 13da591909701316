"""``comply watch``: follow sources, evaluate what comes, store each step, and tell what changes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ...events.duration import Duration, parse_exact
from ...events.time import TimeError


class LatenessOfType(click.ParamType[tuple[str | None, Duration]]):
    """An exact duration, alone or of one source: ``72h``, ``reports.jsonl=72h``."""

    name = "[source=]duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Parse the text, or fail with the reason."""
        if not isinstance(value, str):
            return value
        source, _, duration = value.rpartition("=")
        try:
            return source or None, parse_exact(duration)
        except TimeError as error:
            self.fail(str(error), param, ctx)


@click.command(
    epilog="""\b
Examples:
  comply watch reports.jsonl
  comply watch incoming/ --agreement my-agreement.yaml --lateness 72h --clock
  comply watch 'redis://127.0.0.1:6379/0/incidents?group=comply&consumer=one'
  tail -f feed.jsonl | comply watch - --format jsonl --store feed.db

\b
Exit codes: 0 ended (with --once as comply evaluate: 1 violations), 2 usage,
3 bad agreement, 4 a source cannot be read, 70 the store cannot be used.""",
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--agreement", metavar="AGREEMENT", help="Else that of a file's first line, or the reference one.")
@click.option(
    "--store",
    type=click.Path(dir_okay=False, path_type=Path),
    default="comply.db",
    show_default=True,
    help="Where lines, journal and snapshots are kept.",
)
@click.option("--rebuild", is_flag=True, help="Set the store aside, and evaluate its lines and the sources anew.")
@click.option("--reading", "readings", multiple=True, metavar="ID", help="Take only these readings (repeatable).")
@click.option(
    "--lateness",
    "latenesses",
    type=LatenessOfType(),
    multiple=True,
    help="A record comes at most so long after what it tells of began; of one source, or of all (repeatable).",
)
@click.option("--clock", is_flag=True, help="Time passes with the clock, and deadlines with it.")
@click.option("--once", is_flag=True, help="Read what is there, and end.")
@click.option("--poll", type=click.FloatRange(0.05), default=1.0, show_default=True, help="Seconds between looks.")
@click.option("--format", "format_", type=click.Choice(("live", "text", "jsonl")), help="On a terminal: live.")
@click.option("--webhook", metavar="URL", help="Post each entry of the journal there.")
@click.option("--inference", type=click.Choice(["auto", "durable", "native"]), default="auto", show_default=True)
def watch(
    sources: tuple[str, ...], latenesses: tuple[tuple[str | None, Duration], ...], format_: str | None, **options: Any
) -> None:
    """Follow each SOURCE (a growing file, a directory, - for standard input, redis:// or kafka://), and tell changes.

    What came, what was found at each step and how far each source was read is kept in the store: after a crash or an
    end it goes on there. Findings that fall are withdrawn by new entries; nothing is rewritten.
    """
    from ..watching.run import Wanted
    from ..watching.run import watch as run

    each = {source: lateness for source, lateness in latenesses if source is not None}
    every = next((lateness for source, lateness in reversed(latenesses) if source is None), None)
    unknown = sorted(set(each).difference(sources))
    if unknown:
        raise click.UsageError(f"--lateness names {unknown[0]!r}, which is no source of this watch")
    wanted = Wanted(
        sources=sources,
        lateness=each,
        every=every,
        format_=format_ or ("live" if _is_terminal() else "text"),
        **options,
    )
    raise SystemExit(int(run(wanted)))


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
