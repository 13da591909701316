"""``comply what-if``: what would follow without an incident, with another one or at another time, with other words."""

from __future__ import annotations

from typing import Any

import click

from ...engine.compare import Case, Pair
from ...engine.what_if import added, dropped, moved
from ...events.codec import decode_line
from ...events.duration import add, parse_duration
from ...events.errors import AgreementError, Problem
from ...events.incident import Incident
from ...events.log import Log, log_of
from ...events.suggest import did_you_mean
from ...events.time import Interval, TimeError, instant_interval, is_date, parse_day, parse_instant
from ...rules.agreement import Agreement
from ...rules.document import Node, parse
from ...rules.drafts import Drafts
from ...rules.edits import places, replaced, said
from ...rules.load import Source
from ..comparing import Showing, compared, finish
from ..evaluating import Asked, evaluated, give_up, opened, readings_of
from ..exit import Exit
from ..names import known


@click.command(
    name="what-if",
    epilog="""\b
Examples:
  comply what-if incidents.jsonl --drop syria-20
  comply what-if incidents.jsonl --move syria-20 +2h --move syria-05 2016-09-12T15:59:00Z
  comply what-if incidents.jsonl --set C20a.for "5 days"
  comply what-if incidents.jsonl --add '{"id":"x","occurred":"2016-09-13","kind":"shelling","actor":"opposition"}'

\b
Exit codes: 0 nothing would be different, 1 something would, 2 usage, 3 bad agreement, 4 bad input.""",
)
@click.argument("names", metavar="[AGREEMENT] LOG", nargs=-1, required=True)
@click.option("--drop", "drops", multiple=True, metavar="ID", help="Without this incident (repeatable).")
@click.option("--add", "adds", multiple=True, metavar="JSON", help="With this record besides (repeatable).")
@click.option(
    "--move",
    "moves",
    nargs=2,
    multiple=True,
    metavar="ID WHEN",
    help="With this incident at an instant, on a date, or so much later or earlier: +2h, '-1 day' (repeatable).",
)
@click.option(
    "--set",
    "sets",
    nargs=2,
    multiple=True,
    metavar="PLACE VALUE",
    help="With another value, such as a duration: C20a.for '5 days' (repeatable).",
)
@compared
@evaluated
def what_if(
    names: tuple[str, ...],
    drops: tuple[str, ...],
    adds: tuple[str, ...],
    moves: tuple[tuple[str, str], ...],
    sets: tuple[tuple[str, str], ...],
    **options: Any,
) -> None:
    """Evaluate a log twice, as it is and with some changes, and say what would be different."""
    if not (drops or adds or moves or sets):
        raise click.UsageError("say what would be otherwise: --drop, --add, --move or --set")
    loaded = opened(names)
    showing, asked = Showing.of(options), Asked(**options)
    agreement = loaded.agreement
    drafts = _drafts(loaded.source, sets)
    records = loaded.log.records
    log = log_of(record for record in records if asked.as_of is None or record.recorded <= asked.as_of)
    before = Case(
        agreement=agreement,
        log=log,
        until=asked.until,
        readings=readings_of(agreement, asked.readings),
        inference=asked.inference,
    )
    changed = _moved(_dropped(_added(log, adds, agreement), drops), moves, agreement)
    after = Case(
        agreement=drafts.after.agreement,
        log=changed,
        until=asked.until,
        readings=before.readings,
        inference=asked.inference,
    )
    pair = Pair(before=before, after=after, wordings=drafts.differences(), words=drafts.between)
    finish(pair, showing)


def _drafts(source: Source, sets: tuple[tuple[str, str], ...]) -> Drafts:
    try:
        root = source.root
        for place, text in sets:
            root = _with(root, place, parse(text.encode(), f"--set {place}"))
        return Drafts.of_root(source, root)
    except AgreementError as error:
        give_up(error, Exit.BAD_AGREEMENT)


def _with(root: Node, name: str, value: Node) -> Node:
    known_places = {said(place): place for place in places(root)}
    if name not in known_places:
        remedy = did_you_mean(name, known_places) or "such as CLAUSE.within"
        raise click.UsageError(f"nothing stands at {name!r} in the agreement ({remedy})")
    changed = replaced(root, known_places[name], value)
    assert changed is not None
    return changed


def _added(log: Log, adds: tuple[str, ...], agreement: Agreement) -> Log:
    for text in adds:
        content = decode_line(text.encode(), file="--add", number=1, zone=agreement.zone, taxonomy=agreement.taxonomy)
        if isinstance(content, Problem):
            raise click.UsageError(str(content))
        if any(record.id == content.id for record in log.records):
            raise click.UsageError(f"--add: the log has a record {content.id!r} already; give it another id")
        log = added(log, content)
    return log


def _dropped(log: Log, drops: tuple[str, ...]) -> Log:
    for name in drops:
        known("incident", name, _incidents(log), of="log")
        log = dropped(log, name)
    return log


def _moved(log: Log, moves: tuple[tuple[str, str], ...], agreement: Agreement) -> Log:
    for name, text in moves:
        incidents = _incidents(log)
        known("incident", name, incidents, of="log")
        try:
            log = moved(log, incidents[name], _time(incidents[name].occurred, text, agreement))
        except (TimeError, ValueError) as error:
            raise click.UsageError(f"--move {name}: {error}") from None
    return log


def _incidents(log: Log) -> dict[str, Incident]:
    return {incident.id: incident for incident in log.incidents()}


def _time(occurred: Interval, text: str, agreement: Agreement) -> Interval:
    """When an incident would have occurred: at an instant, on a date, or later or earlier by a duration."""
    if text[:1] in ("+", "-"):
        duration = parse_duration(text[1:].strip())
        by = duration if text[0] == "+" else -duration
        start, last = (add(instant, by, agreement.zone) for instant in (occurred.start, occurred.last))
        return Interval(start, last + 1)
    return parse_day(text, agreement.zone) if is_date(text) else instant_interval(parse_instant(text))
