"""The steps of a journal for people and for programs: what became known when, and what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import attrs
from rich.console import Console

from ...engine.finding import Effective
from ...engine.journal import NEW, REVISED, WITHDRAWN, Change, Step, chained, heading
from ...events.time import format_minute, parse_instant
from ...rules.agreement import Agreement
from ..telling import Page, moved, movement, when

_MOST = 12
"""Records or changes of one step that are listed; the rest are counted."""
_SIGNS = {NEW: "+", REVISED: "~", WITHDRAWN: "-"}
_TELLING = frozenset(("verdict", "readings", "final"))
"""Fields of a verdict whose change is told to people; the others follow from findings that are told."""


def write_jsonl(agreement: Agreement, readings: Iterable[str], steps: Iterable[Step], file: BinaryIO) -> None:
    """Write a journal, an entry a line."""
    for line in chained(_entries(agreement, readings, steps)):
        file.write(line + b"\n")


def _entries(agreement: Agreement, readings: Iterable[str], steps: Iterable[Step]) -> Iterator[Mapping[str, Any]]:
    yield heading(agreement, readings)
    for step in steps:
        yield from step.entries()


@attrs.frozen
class Report(Page):
    """Prints steps; of one clause alone where that is asked for."""

    clause: str | None = None

    @classmethod
    def on(cls, console: Console, clause: str | None = None) -> Report:
        """A report on a console."""
        return cls(console, clause)

    def title(self, agreement: Agreement) -> None:
        """Say what it is about."""
        self.line(agreement.base.title, style="bold")

    def step(self, step: Step) -> None:
        """Print a step, unless it changed nothing that is told."""
        told = self.told(step)
        if not told:
            return
        known = "nothing known" if step.known is None else format_minute(step.known)
        self.heading(f"{known}  {_some(step.records)}")
        for change in told[:_MOST]:
            for line in lines(change):
                self.line(line, indent=2, style="bold" if change.name[0] == "verdict" else "")
        if len(told) > _MOST:
            self.line(f"… and {len(told) - _MOST} more (--format jsonl lists all)", indent=2)

    def told(self, step: Step) -> list[Change]:
        """What a step changed that is told to people, verdicts first."""
        return sorted((change for change in step.changes if self._concerns(change)), key=_rank)

    def _concerns(self, change: Change) -> bool:
        kind, name = change.name
        if self.clause is not None and self.clause not in (change.told.get("clause"), name):
            return False
        if kind == "verdict":
            return change.change == REVISED and not _TELLING.isdisjoint(change.fields)
        return True


def _rank(change: Change) -> tuple[int, int]:
    """What concerns a verdict first, then what is withdrawn."""
    return ("verdict", "phase", "finding", "bulletin").index(change.name[0]), change.change != WITHDRAWN


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return (", ".join(names[:_MOST]) or "no record") + more


def lines(change: Change) -> Iterator[str]:
    """A change in words."""
    kind, name = change.name
    if kind == "verdict":
        yield f"{name}  {change.told['title']}: {_verdicts(change)}"
        return
    because = f", because of {_some(change.because)}" if change.because else ""
    fields = f" ({_words(change.fields)} revised)" if change.fields else ""
    gone = " is withdrawn" if change.change == WITHDRAWN else ""
    yield f"{_SIGNS[change.change]} {_about(change)}{gone}{fields}{because}"


def _about(change: Change) -> str:
    kind, name = change.name
    told = change.told
    if kind == "phase":
        return f"{_perhaps(told)}phase {told['phase']} {_when(told['effective'])}"
    if kind == "bulletin":
        return f"bulletin {name}, {_when(told['effective'])}"
    doer = f"by {' or '.join(told['performer'])}" if told["performer"] else f"owed by {', '.join(told['bearer'])}"
    return f"{name} {_perhaps(told)}{told['outcome']} of {told['clause']}, {_when(told['effective'])}, {doer}"


def _perhaps(told: Mapping[str, Any]) -> str:
    return "" if "certain" in told["readings"].values() else "possible "


def _when(written: Mapping[str, str]) -> str:
    """A written effective time for people."""
    at = {name: parse_instant(text) for name, text in written.items()}
    if "at" in at:
        return when(Effective(earliest=at["at"], latest=at["at"]))
    return when(Effective(earliest=at["earliest"], latest=at["latest"] - 1 if "latest" in at else None))


def _words(fields: Iterable[str]) -> str:
    return ", ".join(field.replace("_", " ") for field in fields)


def _verdicts(change: Change) -> str:
    """The verdict before and now, and the readings where they are otherwise, unless all of them are as the verdict."""
    was, now = change.was or {}, change.now or {}
    each = moved(was["readings"], now["readings"])
    alike = set(each.values()) == {(was["verdict"], now["verdict"])}
    final = {(False, True): "; it is final", (True, False): "; it is no longer final"}
    said = movement(was["verdict"], now["verdict"], {} if alike else each)
    return said + final.get((bool(was.get("final")), bool(now.get("final"))), "")
