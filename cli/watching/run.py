"""A run of ``comply watch``: from what the command line asks for to a watcher that runs and ends cleanly."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import attrs
import click

from ...engine.inference.protocol import InferenceUnavailableError
from ...engine.journal import Step
from ...engine.replay import chosen_readings
from ...engine.session import Session
from ...events.duration import Duration
from ...events.errors import AgreementError, LogError, Problem
from ...events.time import Instant, from_datetime
from ...rules.agreement import Agreement
from ...rules.load import REFERENCE, load_source
from ..console import MOST_PROBLEMS, binary_output, output, say, say_problems, writing
from ..evaluating import give_up, readings_of
from ..exit import Exit, exit_code
from ..feeds.base import Feed, Manner
from ..feeds.opening import open_feed
from ..logs import agreement_of
from ..reporters.journal import Report
from ..store.errors import StoreError
from ..store.store import About, Store, Written
from .memory import Decoders
from .rebuild import rebuild
from .view import View
from .watcher import Told, Watcher

if TYPE_CHECKING:  # it needs a library that not every watch needs
    from .courier import Courier


@attrs.frozen(kw_only=True)
class Wanted:
    """What the command line asks for."""

    sources: tuple[str, ...]
    agreement: str | None
    store: Path
    readings: tuple[str, ...]
    inference: str
    lateness: Mapping[str, Duration]
    every: Duration | None
    clock: bool
    once: bool
    rebuild: bool
    poll: float
    format_: str
    webhook: str | None


def watch(wanted: Wanted) -> Exit:
    """Follow the sources until they end or the run is told to, and say how it ended."""
    chosen, chosen_by, named = _chosen(wanted)
    try:
        agreement = load_source(chosen).agreement
    except AgreementError as error:
        give_up(error, Exit.BAD_AGREEMENT)
    say(f"agreement {agreement.base.id} (by {chosen_by})")
    names = frozenset(filter(None, (agreement.base.id, named)))
    try:
        return _run(wanted, agreement, names)
    except InferenceUnavailableError as error:
        raise click.UsageError(str(error)) from None
    except StoreError as error:
        give_up(error, Exit.FAILED)
    except LogError as error:
        give_up(error, Exit.BAD_INPUT)


def _chosen(wanted: Wanted) -> tuple[str, str, str | None]:
    """The agreement asked for, else the one that the first line of the first source names, where that is a file."""
    if wanted.agreement is not None:
        return wanted.agreement, "the command line", None
    first = Path(wanted.sources[0])
    try:
        return agreement_of(str(first)) if first.is_file() else (REFERENCE, "default", None)
    except LogError as error:
        give_up(error, Exit.BAD_INPUT)


def _run(wanted: Wanted, agreement: Agreement, names: frozenset[str]) -> Exit:
    chosen = chosen_readings(agreement, readings_of(agreement, wanted.readings))
    about = About(agreement=agreement.base.id, digest=agreement.digest, readings=chosen)
    if wanted.store.exists() and any(_is_file(source, wanted.store) for source in wanted.sources):
        raise click.UsageError("the store is named as a source, and would grow by its own lines: name another --store")
    with ExitStack() as stack:
        if wanted.rebuild:
            rebuild(wanted.store, about)
        store = Store.create_or_open(wanted.store, about)
        stack.callback(store.close)
        session = Session(agreement, chosen, wanted.inference)
        stack.callback(session.close)
        manner = Manner(once=wanted.once, poll=wanted.poll / len(wanted.sources))
        feeds = [_opened(stack, source, manner) for source in wanted.sources]
        told = _telling(stack, wanted, session, [feed.name for feed in feeds], lambda: watcher.stop())
        lateness = {
            feed.name: wanted.lateness[source]
            for feed, source in zip(feeds, wanted.sources, strict=True)
            if source in wanted.lateness
        }
        decoders = Decoders(session, names, lateness, wanted.every)
        watcher = Watcher(session, store, feeds, decoders, told, _now if wanted.clock else None)
        courier = None if wanted.webhook is None else _courier(wanted.webhook, store)
        if courier is not None:
            watcher.about = courier.about
        with _stopped_by_signals(watcher.stop), courier or nullcontext():
            watcher.restore()
            watcher.run()
        if courier is not None:
            store.write(Written(about=courier.about()))
    _account(session, wanted)
    return exit_code(session.evaluation, fail_on_inconclusive=False) if wanted.once else Exit.COMPLIANT


def _is_file(source: str, store: Path) -> bool:
    return Path(source).is_file() and store.samefile(source)


def _opened(stack: ExitStack, source: str, manner: Manner) -> Feed:
    feed = open_feed(source, manner)
    stack.callback(feed.close)
    return feed


def _courier(url: str, store: Store) -> Courier:
    if find_spec("urllib3") is None:
        raise click.UsageError("a webhook needs a library that is not installed: pip install 'comply-engine[webhook]'")
    from .courier import Courier

    return Courier.to(url, store, say)


def _now() -> Instant:
    return from_datetime(datetime.now(UTC))  # noqa: TID251  # told to the evaluation, and stored, as an input


def _telling(
    stack: ExitStack, wanted: Wanted, session: Session, sources: Sequence[str], stop: Callable[[], None]
) -> Told:
    """Where what happens is told: a view, lines of text, or the journal's lines; to be stopped once nobody listens."""
    if wanted.format_ == "live":
        view = stack.enter_context(View.on(output(closed=stop), session, sources))
        return Told(step=view.step, entries=_unheard, problems=view.wrong, remark=say)
    if wanted.format_ == "jsonl":
        return Told(step=_unheard, entries=partial(_write_lines, stop), problems=_complain, remark=say)
    report = Report.on(output(closed=stop))
    return Told(step=partial(_write_step, report), entries=_unheard, problems=_complain, remark=say)


def _unheard(_: object) -> None:
    """What this form of output does not tell."""


def _complain(problems: Iterable[Problem]) -> None:
    say_problems(problems, most=MOST_PROBLEMS)


def _write_step(report: Report, step: Step) -> None:
    with writing():
        report.step(step)


def _write_lines(stop: Callable[[], None], lines: Sequence[bytes]) -> None:
    with writing(closed=stop):
        file = binary_output()
        file.write(b"".join(line + b"\n" for line in lines))
        file.flush()


@contextmanager
def _stopped_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """SIGINT and SIGTERM end the run after the step that is under way; a second one ends it at once."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def asked(_: int, __: FrameType | None) -> None:
        for each in handlers:
            signal.signal(each, signal.default_int_handler)
        stop()

    for number in handlers:
        signal.signal(number, asked)
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _account(session: Session, wanted: Wanted) -> None:
    """Say what was read and what is kept."""
    say(str(session.intake.counts))
    kept = session.live.kept()
    size = sum(len(one.state) for one in kept)
    say(f"{session.steps} steps, {len(kept)} snapshots of {size / 1e6:.1f} MB in {wanted.store}")
