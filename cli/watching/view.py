"""The live view on a terminal: phases, verdicts with the clocks that run, what was found last, and the account."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator

import attrs
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from ...engine.evaluation import Evaluation
from ...engine.finding import Verdict
from ...engine.journal import Step
from ...engine.monitors.base import INCONCLUSIVE, PENDING, VIOLATED
from ...engine.session import Session
from ...events.errors import Problem
from ...events.time import format_minute
from ..console import clean
from ..reporters.journal import Report, lines

_NEWEST = 12
"""Changes that are told; the last one stands first."""
_OTHERS = 9
"""Rows of the view besides the verdicts and what is listed below them."""
_LEAST = 5
"""Verdicts that are shown however small the terminal is."""
_OPEN = (VIOLATED, INCONCLUSIVE, PENDING)
_STYLES = {VIOLATED: "red", INCONCLUSIVE: "yellow"}


@attrs.define
class View:
    """Draws a session as it is; nothing of it is kept but the changes told last."""

    session: Session
    sources: tuple[str, ...]
    live: Live
    report: Report
    newest: deque[str] = attrs.field(factory=lambda: deque(maxlen=_NEWEST))
    problems: deque[str] = attrs.field(factory=lambda: deque(maxlen=_NEWEST // 4))

    @classmethod
    def on(cls, console: Console, session: Session, sources: Iterable[str]) -> View:
        """A view on a console, which it takes over until it is closed."""
        live = Live(console=console, auto_refresh=False, screen=False, vertical_overflow="crop")
        return cls(session, tuple(sources), live, Report.on(console))

    def __enter__(self) -> View:
        self.live.start()
        self.draw()
        return self

    def __exit__(self, *_: object) -> None:
        self.live.stop()

    def step(self, step: Step) -> None:
        """A step was taken."""
        known = "" if step.known is None else f"{format_minute(step.known)}  "
        told = [known + line for change in self.report.told(step) for line in lines(change)]
        self.newest.extendleft(reversed(told[:_NEWEST]))
        self.draw()

    def wrong(self, problems: Iterable[Problem]) -> None:
        """Lines were rejected."""
        self.problems.extend(str(problem) for problem in problems)
        self.draw()

    def draw(self) -> None:
        """Draw it as it is now."""
        self.live.update(Group(*self._parts()), refresh=True)

    def _parts(self) -> Iterator[RenderableType]:
        evaluation = self.session.evaluation
        yield Text(clean(evaluation.agreement.base.title), style="bold")
        yield Text(clean(", ".join(self.sources)), style="dim")
        yield Text(self._account(evaluation), style="dim")
        yield Text("phase: " + _phases(evaluation))
        rows = max(self.live.console.height - _OTHERS - len(self.newest) - len(self.problems), _LEAST)
        yield from _verdicts(evaluation, rows)
        yield Text("What changed last", style="bold underline")
        for line in self.newest:
            yield Text(clean(line), no_wrap=True, overflow="ellipsis")
        for problem in self.problems:
            yield Text(clean(problem), style="red", no_wrap=True, overflow="ellipsis")

    def _account(self, evaluation: Evaluation) -> str:
        known = self.session.intake.known
        parts = [
            str(self.session.intake.counts),
            f"known up to {'nothing' if known is None else format_minute(known)}",
            f"followed up to {format_minute(evaluation.horizon)}" if evaluation.incidents or evaluation.until else "",
            f"final up to {format_minute(evaluation.closed)}" if evaluation.closed is not None else "",
        ]
        return "; ".join(filter(None, parts))


def _phases(evaluation: Evaluation) -> str:
    """The phase that stands, by reading where they differ."""
    each = {name: " or ".join(phases) for name, phases in evaluation.standing_phases.items()}
    if len(set(each.values())) == 1:
        return next(iter(each.values()))
    return ", ".join(f"{name}: {phases}" for name, phases in each.items())


def _verdicts(evaluation: Evaluation, rows: int) -> Iterator[RenderableType]:
    """So many of the clauses that are not settled well, the worst first, each with what runs of it."""
    listed = sorted((one for one in evaluation.verdicts if one.verdict in _OPEN), key=_urgency)
    table = Table(box=None, pad_edge=False, show_header=False, expand=True)
    for ratio in (3, 1, 5):
        table.add_column(no_wrap=True, overflow="ellipsis", ratio=ratio)
    for verdict in listed[:rows]:
        style = _STYLES.get(verdict.verdict, "")
        title = f"{verdict.clause}  {verdict.title}"
        table.add_row(clean(title), Text(verdict.verdict, style=style), clean(_clocks(verdict)))
    yield table
    if len(listed) > rows:
        yield Text(f"and {len(listed) - rows} more: {_counted(listed[rows:])}", style="dim")


def _urgency(verdict: Verdict) -> tuple[int, bool]:
    """What is violated first, and what is pending and runs before what only waits."""
    return _OPEN.index(verdict.verdict), not any(verdict.notes.values())


def _counted(verdicts: Iterable[Verdict]) -> str:
    counts = Counter(verdict.verdict for verdict in verdicts)
    return ", ".join(f"{count} {word}" for word, count in counts.items())


def _clocks(verdict: Verdict) -> str:
    """What runs: the notes of its readings, the same of several once."""
    counts = [f"{number} {word}" for word, number in verdict.breaches.items() if number]
    breaches = [f"breaches: {', '.join(counts)}"] if counts else []
    return "; ".join((*breaches, *dict.fromkeys(note for notes in verdict.notes.values() for note in notes)))
