"""The document of author cases, as it is written."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from .document import Node
from .names import ClauseName, ReadingName


@attrs.frozen(kw_only=True)
class Outcomes:
    """One clause under the name of its outcome."""

    breach: ClauseName | None = None
    fulfilment: ClauseName | None = None
    met: ClauseName | None = None
    exerted: ClauseName | None = None
    expiry: ClauseName | None = None
    restoration: ClauseName | None = None
    excepted: ClauseName | None = None


@attrs.frozen(kw_only=True)
class WrittenFinding(Outcomes):
    """A finding that must be there: it is found by what is given, and nothing else of it is looked at."""

    at: str | None = None
    """When it took effect: an instant, a local day, ``FROM .. TO``, or ``FROM ..`` where no latest time is known."""
    certain: tuple[ReadingName, ...] | None = None
    """The readings under which it is certain, ``all`` of them, or none (``[]``)."""
    possible: tuple[ReadingName, ...] | None = None
    """The readings under which it is possible and no more."""
    incidents: tuple[str, ...] | None = None
    """The ids of all incidents that it rests on."""
    by: tuple[str, ...] | None = None
    """Who acted."""
    answerable: tuple[str, ...] | None = None
    """Parties that are among those who answer for it."""
    late: bool | None = None


@attrs.frozen(kw_only=True)
class WrittenAbsence(Outcomes):
    """A clause of which there must be no finding, or no finding of one outcome, under any reading.

    That an act is excepted is no finding against it, and is meant only where it is named.
    """

    clause: ClauseName | None = attrs.field(default=None, metadata={"shorthand": True})


@attrs.frozen(kw_only=True)
class WrittenCase:
    """One case."""

    name: str
    why: str | None = None
    """What in the agreement's words the expectation follows from."""
    clause: tuple[ClauseName, ...] = ()
    """The clauses that it is about: every finding of them must be in ``expect``, where that is given."""
    events: tuple[Node, ...] = ()
    """Incidents, each in short form or as a record of an incident log; ids are given by place: e1, e2, …"""
    until: str | None = None
    """The instant up to which event time is followed."""
    as_of: str | None = None
    """Only what was recorded by this instant is known."""
    expect: tuple[WrittenFinding, ...] | None = None
    ok: tuple[WrittenAbsence, ...] = ()
    verdicts: Mapping[ClauseName, Node] = attrs.field(factory=dict)
    """By clause the verdict, or a mapping with the verdict by reading."""
    phases: Node | None = None
    """The phase at the end, a list of those that it may be, or either by reading."""


@attrs.frozen(kw_only=True)
class WrittenCases:
    """Cases for one agreement; ``clause``, ``until`` and ``as_of`` hold for the cases that do not say otherwise."""

    agreement: str | None = None
    """A path from this file, or a library id; by default the agreement.yaml of the folder above."""
    clause: tuple[ClauseName, ...] = ()
    until: str | None = None
    as_of: str | None = None
    defaults: Node | None = None
    """Fields of every event that does not give them itself."""
    cases: tuple[WrittenCase, ...]
