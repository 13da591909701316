"""The journal: what was found at each step of a log that grows, and what became of it, by entries that only add.

It tells of two times: when something took effect, as every finding does, and when it became known. A step is a time at
which something came to be known. What a step changes stands after it: a finding, phase, bulletin or verdict that is new
or revised, whole, and the withdrawal of one that no longer follows. Nothing is rewritten: what is found after the last
step is what the entries, taken one after the other, leave standing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
import rfc8785

from ..events.time import Instant, format_instant
from ..rules.agreement import Agreement
from ..version import __version__
from .evaluation import Evaluation
from .finding import Comparison, Finding, PhaseFinding, Verdict

FORMAT = 1
"""The version of the form of a journal."""
NEW = "new"
REVISED = "revised"
WITHDRAWN = "withdrawn"

Name = tuple[str, str]
"""Of what type something is that is found, and what it is called among those."""
Found = PhaseFinding | Finding | Comparison | Verdict
State = Mapping[Name, Mapping[str, Any]]
"""All that is found at one time, as it is written."""


@attrs.define
class Writing:
    """Writes what is found; what is the very same as the last time is not written anew."""

    _last: dict[Name, tuple[object, Mapping[str, Any]]] = attrs.field(factory=dict, init=False)

    def state(self, evaluation: Evaluation) -> State:
        """All that is found, by its names."""
        known, self._last = self._last, {}
        for name, one in _named(evaluation):
            last = known.get(name)
            self._last[name] = last if last is not None and last[0] is one else (one, one.to_json())
        return {name: plain for name, (_, plain) in self._last.items()}


def _named(evaluation: Evaluation) -> Iterator[tuple[Name, Found]]:
    for phase in evaluation.phases:
        effective = rfc8785.dumps(phase.effective.to_json()).decode()
        yield ("phase", f"{phase.phase} {effective}"), phase
    for finding in evaluation.findings:
        yield ("finding", finding.id), finding
    for bulletin in evaluation.comparisons:
        yield ("bulletin", bulletin.incident), bulletin
    for verdict in evaluation.verdicts:
        yield ("verdict", verdict.clause), verdict


@attrs.frozen(kw_only=True)
class Change:
    """What became of one thing that is or was found.

    Attributes:
        change: ``new``, ``revised`` or ``withdrawn``.
        now: as it is written now; None where it is withdrawn.
        was: as it was written before; None where it is new.
        fields: where it is revised, in which of its fields.
        because: the ids of those records of the step on which it rests, or rested; all of them may have brought it
            about where none is named.
    """

    name: Name
    change: str
    now: Mapping[str, Any] | None
    was: Mapping[str, Any] | None
    fields: tuple[str, ...] = ()
    because: tuple[str, ...] = ()

    @property
    def told(self) -> Mapping[str, Any]:
        """As it is written now or, where it is withdrawn, as it was written last."""
        told = self.was if self.now is None else self.now
        assert told is not None
        return told

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        kind, name = self.name
        because = {"because": list(self.because)} if self.because else {}
        if self.change == WITHDRAWN:
            about = {key: self.told[key] for key in _ABOUT[kind] if key in self.told}
            return {"type": "withdrawal", "of": kind, "name": name, "about": about} | because
        revised = {"revised": list(self.fields)} if self.fields else {}
        return {**self.told, "name": name, "change": self.change} | revised | because


_ABOUT = {
    "finding": ("clause", "outcome", "effective", "incidents"),
    "phase": ("phase", "effective"),
    "bulletin": ("incidents", "effective"),
    "verdict": ("clause", "verdict"),
}
"""What a withdrawal repeats of what it withdraws."""


def changes(before: State, after: State, records: Mapping[str, Iterable[str]]) -> tuple[Change, ...]:
    """What is withdrawn, new or revised.

    Args:
        before: what was found.
        after: what is found now.
        records: the records of the step, by their ids, each with all the ids that it bears or names.
    """
    gone = (name for name in before if name not in after)
    each = (_change(name, before.get(name), after.get(name), records) for name in (*gone, *after))
    return tuple(change for change in each if change is not None)


def _change(
    name: Name, was: Mapping[str, Any] | None, now: Mapping[str, Any] | None, records: Mapping[str, Iterable[str]]
) -> Change | None:
    if was is now or was == now:
        return None
    change = NEW if was is None else WITHDRAWN if now is None else REVISED
    sides = [side for side in (was, now) if side is not None]
    fields = sorted({*sides[0], *sides[-1]}) if change == REVISED else []
    return Change(
        name=name,
        change=change,
        now=now,
        was=was,
        fields=tuple(key for key in fields if sides[0].get(key) != sides[-1].get(key)),
        because=_because(records, *sides),
    )


def _because(records: Mapping[str, Iterable[str]], *told: Mapping[str, Any]) -> tuple[str, ...]:
    """The records of a step that are among those on which something rests, or that correct or link one of them."""
    rests_on = {name for one in told for name in one.get("incidents", ())}
    return tuple(name for name, names in records.items() if not rests_on.isdisjoint(names))


@attrs.frozen(kw_only=True)
class Step:
    """A time at which something came to be known, and what it changed.

    Attributes:
        number: steps are counted from 1.
        known: when it became known; None where nothing is known yet.
        horizon: up to which instant event time is followed.
        until: the same where that is asked for, so that deadlines at that instant are decided.
        closed: the last instant at which nothing can change any more, where a lateness is declared.
        records: the ids of the records that came, or that are no longer accepted, or are again.
        log: the digest of the log as it then stands.
    """

    number: int
    known: Instant | None
    horizon: Instant
    until: Instant | None
    closed: Instant | None
    records: tuple[str, ...]
    log: str
    changes: tuple[Change, ...]

    def entries(self) -> Iterator[dict[str, Any]]:
        """Plain data: the step, then what it changed."""
        plain: dict[str, Any] = {"type": "step", "step": self.number, "records": list(self.records), "log": self.log}
        for name in ("known", "horizon", "until", "closed"):
            if (instant := getattr(self, name)) is not None:
                plain[name] = format_instant(instant)
        yield plain
        for change in self.changes:
            yield change.to_json() | {"step": self.number}


def heading(agreement: Agreement, readings: Iterable[str]) -> dict[str, Any]:
    """The first entry of a journal: what it is of."""
    return {
        "type": "journal",
        "format": FORMAT,
        "version": __version__,
        "agreement": {"id": agreement.base.id, "digest": agreement.digest},
        "readings": list(readings),
    }


def standing(entries: Iterable[Mapping[str, Any]]) -> State:
    """What the entries of a journal, one after the other, leave standing."""
    found: dict[Name, Mapping[str, Any]] = {}
    for entry in entries:
        if entry["type"] == "withdrawal":
            del found[entry["of"], entry["name"]]
        elif "change" in entry:
            found[entry["type"], entry["name"]] = {key: entry[key] for key in entry if key not in _ADDED}
    return found


_ADDED = frozenset(("name", "change", "revised", "because", "step", "previous"))
"""What an entry says besides what was found."""


def chained(entries: Iterable[Mapping[str, Any]], previous: str | None = None) -> Iterator[bytes]:
    """Entries as canonical JSON lines, each with the digest of the one before; ``previous`` is that of the last one."""
    for entry in entries:
        line = rfc8785.dumps(dict(entry) | ({} if previous is None else {"previous": previous}))
        previous = hashlib.sha256(line).hexdigest()
        yield line
