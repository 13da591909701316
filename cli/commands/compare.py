"""``comply compare``: two readings, drafts, logs or instants of knowledge, and what makes the difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import click

from ...engine.compare import Case, Pair, narrowed
from ...events.errors import AgreementError
from ...events.log import Log, log_of
from ...events.sources.jsonl import STDIN
from ...events.time import Instant
from ...rules.agreement import Agreement
from ...rules.drafts import Drafts
from ...rules.edits import Place
from ...rules.load import Source, load_source
from ..comparing import Showing, compared, finish
from ..evaluating import Asked, InstantType, evaluated, give_up, opened, readings_of
from ..exit import Exit
from ..logs import Loaded
from ..names import known


@attrs.frozen(kw_only=True)
class Other:
    """What the second side has otherwise; None where both have the same."""

    reading: str | None
    agreement: str | None
    log: str | None
    as_of: Instant | None


@click.command(
    epilog="""\b
Examples:
  comply compare incidents.jsonl --reading us --to-reading russia
  comply compare draft-1.yaml incidents.jsonl --to-agreement draft-2.yaml
  comply compare my-agreement.yaml ours.jsonl --to-log theirs.jsonl
  comply compare incidents.jsonl --as-of 2016-09-15T00:00:00Z --to-as-of 2016-09-18T00:00:00Z

\b
Exit codes: 0 nothing is different, 1 something is, 2 usage, 3 bad agreement, 4 bad input.""",
)
@click.argument("names", metavar="[AGREEMENT] LOG", nargs=-1, required=True)
@click.option("--to-reading", metavar="ID", help="Against this reading (and not --reading, by default the base one).")
@click.option("--to-agreement", metavar="AGREEMENT", help="Against this draft of the agreement.")
@click.option("--to-log", metavar="LOG", help="Against this log.")
@click.option("--to-as-of", type=InstantType(), help="Against what was recorded by this instant.")
@compared
@evaluated
def compare(
    names: tuple[str, ...],
    to_reading: str | None,
    to_agreement: str | None,
    to_log: str | None,
    to_as_of: Instant | None,
    **options: Any,
) -> None:
    """Compare two evaluations: the verdicts and findings that differ, and a smallest set of incidents or words why.

    The first side is the AGREEMENT and the LOG with the options of `comply evaluate`; a --to- option says what the
    second has instead.
    """
    showing, asked = Showing.of(options), Asked(**options)
    other = Other(reading=to_reading, agreement=to_agreement, log=to_log, as_of=to_as_of)
    _refuse(names, asked, other)
    loaded = opened(names)
    pair = _readings(loaded, asked, other) if other.reading is not None else _drafts(loaded, asked, other)
    finish(pair, showing)


def _refuse(names: tuple[str, ...], asked: Asked, other: Other) -> None:
    if not any(attrs.astuple(other)):
        raise click.UsageError("say what to compare with: --to-reading, --to-agreement, --to-log or --to-as-of")
    if other.reading is not None and other.agreement is not None:
        raise click.UsageError("two readings are compared within one document: leave out --to-agreement")
    if other.reading is not None and len(asked.readings) > 1:
        raise click.UsageError("name one reading to compare with --to-reading")
    if other.agreement is not None and STDIN in names:
        raise click.UsageError("a log is read once for each agreement, and standard input cannot be read twice")


def _readings(loaded: Loaded, asked: Asked, other: Other) -> Pair:
    """One reading beside the same that takes the text as the other one does."""
    assert other.reading is not None
    terms = loaded.agreement.terms
    ours = asked.readings[0] if asked.readings else loaded.agreement.base_reading
    for name in (ours, other.reading):
        known("reading", name, terms)
    try:
        drafts = Drafts.of_readings(loaded.source, ours, other.reading)
    except AgreementError as error:
        give_up(error, Exit.BAD_AGREEMENT)
    return _pair(loaded.log, _second_log(loaded, loaded.chosen, other), drafts, asked, other, only=ours)


def _drafts(loaded: Loaded, asked: Asked, other: Other) -> Pair:
    second = loaded.source if other.agreement is None else _source(other.agreement)
    for source in (second, loaded.source):
        readings = readings_of(source.agreement, asked.readings)
    log = _second_log(loaded, other.agreement or loaded.chosen, other)
    return _pair(loaded.log, log, Drafts(before=loaded.source, after=second), asked, other, readings=readings)


def _source(name: str) -> Source:
    try:
        return load_source(name)
    except AgreementError as error:
        give_up(error, Exit.BAD_AGREEMENT)


def _second_log(loaded: Loaded, agreement: str, other: Other) -> Log:
    """The second log, read under the second agreement: its zone says when a bare date is, and its kinds count."""
    if other.log is None and other.agreement is None:
        return loaded.log
    name = other.log if other.log is not None else loaded.name
    return opened((agreement, name)).log


def _pair(
    before: Log,
    after: Log,
    drafts: Drafts,
    asked: Asked,
    other: Other,
    *,
    readings: tuple[str, ...] | None = None,
    only: str | None = None,
) -> Pair:
    """Both sides; ``only`` is the reading to which each is narrowed, which counts then by its bounds."""
    first, second = (
        Case(
            agreement=source.agreement if only is None else narrowed(source.agreement, only),
            log=log if as_of is None else log_of(record for record in log.records if record.recorded <= as_of),
            until=asked.until,
            readings=readings,
            inference=asked.inference,
        )
        for source, log, as_of in (
            (drafts.before, before, asked.as_of),
            (drafts.after, after, asked.as_of if other.as_of is None else other.as_of),
        )
    )
    return Pair(before=first, after=second, wordings=drafts.differences(), words=_between(drafts, only))


def _between(drafts: Drafts, only: str | None) -> Callable[[frozenset[Place]], Agreement | None]:
    def read(chosen: frozenset[Place]) -> Agreement | None:
        agreement = drafts.between(chosen)
        return agreement if agreement is None or only is None else narrowed(agreement, only)

    return read
