"""What follows, in a form that can be written, read and compared: findings, phases and verdicts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import attrs
import rfc8785

from ..events.mark import Mark
from ..events.time import Instant, format_instant
from .amount import Amount
from .derivation import Derivation
from .evidence import State


@attrs.frozen(kw_only=True)
class Effective:
    """When something took effect: at some instant from ``earliest`` to ``latest``, both included.

    ``latest`` is None where no bound is known. Written out, an interval is half-open as an incident's is.
    """

    earliest: Instant
    latest: Instant | None

    def to_json(self) -> dict[str, Any]:
        """Plain data: one instant, or the two bounds."""
        if self.earliest == self.latest:
            return {"at": format_instant(self.earliest)}
        plain = {"earliest": format_instant(self.earliest)}
        if self.latest is not None:
            plain["latest"] = format_instant(self.latest + 1)
        return plain


@attrs.frozen(kw_only=True)
class Grounds:
    """The proof of a finding under the readings that share it."""

    readings: tuple[str, ...]
    mark: Mark
    proof: Derivation

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"readings": list(self.readings), "mark": self.mark.word, "proof": self.proof.to_json()}


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that follows: an outcome of a clause, with who, when, on what evidence and why.

    Attributes:
        marks: by reading, how sure it is; a reading under which it does not follow is not named.
        known: when the last of the reports that it rests on became known.
        bearer: who owes or holds the clause.
        performer: who acted, as reported; nobody where the finding is that an act is missing.
        incidents: the reports that it rests on, all those of one event.
        evidence: how well they support it; None where it rests on none.
        answerable: the performers, or else the bearers, with those who answer for them at the time; both where the
            bearer answers for the acts of others. Of several alleged performers, who answers whichever of them it was.
        possibly_answerable: who answers only if one of several performers it was, or only in part of the time.
        final: no admissible later record can change it.
    """

    clause: str
    kind: str
    title: str
    outcome: str
    key: str
    effective: Effective
    known: Instant
    marks: Mapping[str, Mark]
    bearer: tuple[str, ...]
    performer: tuple[str, ...]
    answerable: tuple[str, ...]
    possibly_answerable: tuple[str, ...]
    incidents: tuple[str, ...]
    place: str | None
    late: bool
    citation: tuple[str, ...]
    grounds: tuple[Grounds, ...]
    evidence: State | None = None
    final: bool = False

    @property
    def id(self) -> str:
        """A name that derives from what the finding is about, the same in every run."""
        about: list[Any] = [self.clause, self.outcome, self.key, self.effective.to_json()]
        about += ["late"] if self.late else []  # in time under one reading, it may be late under another
        return "F-" + hashlib.sha256(rfc8785.dumps(about)).hexdigest()[:12]

    def doubts(self) -> tuple[str, ...]:
        """Why it is no more than possible, in sentences, where it is."""
        said = (
            doubt.why or f"{doubt.test} is not certain"
            for ground in self.grounds
            if ground.mark is Mark.POSSIBLE
            for doubt in ground.proof.doubts()
        )
        return tuple(dict.fromkeys(said))

    def exceptions(self) -> tuple[str, ...]:
        """The exceptions that apply for certain, by the clauses that make them."""
        names = (
            part.wanted
            for ground in self.grounds
            for part in ground.proof.parts
            if part.test == "exception" and part.mark is Mark.NONE and part.wanted
        )
        return tuple(dict.fromkeys(names))

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        plain: dict[str, Any] = {
            "type": "finding",
            "id": self.id,
            "clause": self.clause,
            "kind": self.kind,
            "title": self.title,
            "outcome": self.outcome,
            "effective": self.effective.to_json(),
            "known": format_instant(self.known),
            "readings": {name: mark.word for name, mark in self.marks.items()},
            "bearer": list(self.bearer),
            "performer": list(self.performer),
            "answerable": list(self.answerable),
            "incidents": list(self.incidents),
            "citation": list(self.citation),
            "grounds": [ground.to_json() for ground in self.grounds],
        }
        if self.evidence is not None:
            plain["evidence"] = self.evidence.to_json()
        if self.possibly_answerable:
            plain["possibly_answerable"] = list(self.possibly_answerable)
        if self.place is not None:
            plain["place"] = self.place
        if self.late:
            plain["late"] = True
        if self.final:
            plain["final"] = True
        return plain


@attrs.frozen(kw_only=True)
class PhaseFinding:
    """The agreement entered a phase; ``marks`` says by reading how surely, ``final`` that nothing can change that."""

    phase: str
    title: str
    effective: Effective
    marks: Mapping[str, Mark]
    cause: str | None
    final: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        plain: dict[str, Any] = {
            "type": "phase",
            "phase": self.phase,
            "title": self.title,
            "effective": self.effective.to_json(),
            "readings": {name: mark.word for name, mark in self.marks.items()},
        }
        if self.cause is not None:
            plain["cause"] = self.cause
        if self.final:
            plain["final"] = True
        return plain


@attrs.frozen(kw_only=True)
class Gap:
    """A number that a bulletin states, what the records of the same acts come to, and what it tells beyond them."""

    stated: Amount
    recorded: Amount
    beyond: Amount

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"stated": str(self.stated), "recorded": str(self.recorded), "beyond": str(self.beyond)}


@attrs.frozen(kw_only=True)
class Comparison:
    """A bulletin beside the records of the acts that it counts, by their ids: those that surely are, those that may be.

    ``gaps`` are by the name of the number: ``count``, and ``killed`` and ``injured`` where the bulletin states them.
    """

    incident: str
    incidents: tuple[str, ...]
    effective: Effective
    surely: tuple[str, ...]
    perhaps: tuple[str, ...]
    gaps: Mapping[str, Gap]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "type": "bulletin",
            "bulletin": self.incident,
            "incidents": list(self.incidents),
            "effective": self.effective.to_json(),
            "recorded": {"surely": list(self.surely), "perhaps": list(self.perhaps)},
            "gaps": {name: gap.to_json() for name, gap in self.gaps.items()},
        }


@attrs.frozen(kw_only=True)
class Holding:
    """What one alternative of a field says, and who takes it so."""

    field: str
    says: Mapping[str, str]
    because: str | None

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        plain: dict[str, Any] = {"field": self.field, "says": dict(self.says)}
        if self.because is not None:
            plain["because"] = self.because
        return plain


@attrs.frozen(kw_only=True)
class Verdict:
    """How a clause stands at the horizon.

    Attributes:
        verdict: the one verdict where all readings and both bounds agree, else ``inconclusive``.
        readings: the verdict by reading, with the two bounds of the first one as ``strict`` and ``broad``.
        states: by reading, the place of the clause in its life cycle.
        breaches: the number of those that are certain under every reading, and of the others.
        notes: by reading, sentences for the reader.
        alternatives: the fields on which the readings part.
        final: no admissible later record can change the verdict, under any reading; breaches may still be added.
    """

    clause: str
    kind: str
    title: str
    verdict: str
    readings: Mapping[str, str]
    states: Mapping[str, str]
    bearer: tuple[str, ...]
    breaches: Mapping[str, int]
    notes: Mapping[str, tuple[str, ...]]
    remark: str | None
    reason: str | None
    alternatives: tuple[Holding, ...]
    citation: tuple[str, ...]
    final: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        plain: dict[str, Any] = {
            "type": "verdict",
            "clause": self.clause,
            "kind": self.kind,
            "title": self.title,
            "verdict": self.verdict,
            "readings": dict(self.readings),
            "states": dict(self.states),
            "bearer": list(self.bearer),
            "breaches": dict(self.breaches),
            "citation": list(self.citation),
        }
        optional: dict[str, Any] = {
            "notes": {name: list(notes) for name, notes in self.notes.items() if notes},
            "remark": self.remark,
            "reason": self.reason,
            "alternatives": [holding.to_json() for holding in self.alternatives],
            "final": self.final,
        }
        return plain | {name: value for name, value in optional.items() if value}
