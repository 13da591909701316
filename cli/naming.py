"""What ``comply parties`` and ``comply places`` share: reading the file, and writing which names are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import attrs
import click
import msgspec

from ..events.incident import Incident
from ..events.log import Counts
from ..events.source import Names
from ..rules.agreement import Terms
from ..rules.resolution import Named
from .console import clean, text_output, writing
from .evaluating import opened
from .sources import Told

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("text", "jsonl")


def asked(command: Command) -> Command:
    """The arguments and options of both commands."""
    for option in (
        click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True),
        click.option("--unknown", is_flag=True, help="Only the names that the agreement does not know."),
        click.option(
            "--aliases",
            type=click.Path(dir_okay=False, path_type=Path),
            help="What names mean; by default aliases.yaml beside the agreement.",
        ),
        click.option("--source", metavar="NAME", help="What FILE is, where its columns do not tell."),
        click.option("--agreement", metavar="NAME", help="A library id or a path; by default as in comply evaluate."),
        click.argument("file"),
    ):
        command = option(command)
    return command


def answer(
    find: Callable[[Terms, Iterable[Incident], Names], Sequence[Named]],
    file: str,
    agreement: str | None,
    told: Told,
    format_: str,
    *,
    unknown: bool,
) -> None:
    """Read a file and write which of its names are known."""
    loaded = opened((file,) if agreement is None else (agreement, file), told=told)
    incidents = (one for one in loaded.log.records if isinstance(one, Incident))
    found = find(loaded.agreement.base, incidents, loaded.names)
    shown = [one for one in found if not one.meant] if unknown else found
    with writing():
        out = text_output()
        if format_ == "jsonl":
            out.writelines(msgspec.json.encode(attrs.asdict(one)).decode() + "\n" for one in shown)
        else:
            out.writelines(clean(line) + "\n" for line in _text(shown, loaded.log.counts))


def _text(found: Sequence[Named], counts: Counts) -> Iterable[str]:
    unknown = [one for one in found if not one.meant]
    known = [one for one in found if one.meant]
    yield f"{counts.accepted} records; {len(unknown)} names unknown, {len(known)} known"
    if unknown:
        yield "unknown:"
        yield from (f"{one.count:>8}  {one.name}{_where(one)}{_near(one)}" for one in unknown)
    if known:
        yield "known:"
        yield from (f"{one.count:>8}  {one.name}{_where(one)}{_meant(one)}" for one in known)


def _meant(one: Named) -> str:
    return f" is {one.meant[0]}" if len(one.meant) == 1 else f" may be any of {', '.join(one.meant)}"


def _near(one: Named) -> str:
    return f"; nearest: {', '.join(one.near)}" if one.near else ""


def _where(one: Named) -> str:
    """How many reports say where it is otherwise."""
    return f" ({one.located} with a point or a code)" if one.located else ""
