"""The kinds of clause, as data. What each one means is written in ``docs/language.md``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import attrs

from ..events.duration import Duration
from .names import ClauseName, DocumentName, InstantName, PartyName, PhaseName
from .pattern import Number, Pattern
from .temporal import Given, Level, Outcome, Stage, State, Step


@attrs.frozen(kw_only=True)
class Citation:
    """Where a clause stands. ``text`` is verbatim; ``paraphrase`` is not, and one of the two is needed."""

    document: DocumentName
    paragraph: str | None = None
    text: str | None = None
    paraphrase: str | None = None
    basis: str | None = None
    """How the wording was obtained, and how sure that is."""


@attrs.frozen(kw_only=True)
class Consequence:
    """What follows from an outcome: exactly one of the verbs is given."""

    enter: PhaseName | None = None
    activate: ClauseName | None = None
    suspend: ClauseName | None = None
    resume: ClauseName | None = None
    discharge: ClauseName | None = None
    reset: ClauseName | None = None
    waive: ClauseName | None = None
    """The duties that are open under this obligation are released, and new ones may still open."""
    extend: ClauseName | None = None
    """The deadlines that are open under this obligation move ``by`` so much."""
    by: Duration | None = None
    terminate: ClauseName | None = None
    priority: int = 0
    """Of all that follows from one act, or falls on one instant, the lowest number is applied first."""

    @property
    def given(self) -> tuple[tuple[str, str], ...]:
        """The verbs that are given, in a loaded agreement one, each with the clause or the phase that it is about."""
        return tuple((verb, name) for verb in VERBS if (name := getattr(self, verb)) is not None)


VERBS = ("enter", "activate", "suspend", "resume", "discharge", "reset", "waive", "extend", "terminate")
TO_MONITORS = {"reset": "condition", "waive": "obligation", "extend": "obligation"}
"""Verbs that change the course of a clause and not its life, with the kind that each is for."""


@attrs.frozen(kw_only=True)
class Clause:
    """What every clause has.

    It is in force while the phase is one of ``during``, from ``from`` on and before ``until``, and while it is active.
    """

    id: str
    title: str
    citation: tuple[Citation, ...]
    article: str | None = None
    """What the article that the agreement was first written from states."""
    published: str | None = None
    """What published text or later reporting adds."""
    remark: str | None = None
    """What a reader of the verdict must know, such as that the text sets no deadline."""
    bearer: tuple[PartyName, ...] = ()
    """Who owes or holds it."""
    performer: tuple[PartyName, ...] = ()
    """Whose acts count, where the bearer answers for the acts of others; none named means the bearer."""
    counterparty: tuple[PartyName, ...] = ()
    """To whom it is owed."""
    during: tuple[PhaseName, ...] = ()
    """The phases in which it is in force; none named means all."""
    from_: InstantName | None = None
    until: InstantName | None = None
    initially: Literal["active", "inactive"] = "active"
    """An inactive clause waits for a consequence to activate it."""


@attrs.frozen(kw_only=True)
class Prohibition(Clause):
    """A duty to abstain: each matching act of a bearer while it is in force is a breach."""

    act: Pattern
    on_breach: tuple[Consequence, ...] = ()


@attrs.frozen(kw_only=True)
class Limit(Clause):
    """A ceiling on acts: more than so many in a window of time is a breach, at each act that is too many."""

    act: Pattern
    at_most: Number
    amount: str = "count"
    """What is added up: ``count``, ``killed``, ``injured`` or the name of an attribute."""
    within: Duration | None = None
    """A sliding window: any stretch of time this long, both its ends included."""
    each: Literal["day", "week", "month", "year"] | None = None
    """A tumbling window: each such stretch of the calendar in the agreement's zone."""
    per: tuple[str, ...] = ()
    """Added up for each of these apart: ``actor``, ``target``, ``place`` or ``attributes.`` and a name."""
    on_breach: tuple[Consequence, ...] = ()


@attrs.frozen(kw_only=True)
class Obligation(Clause):
    """A duty to achieve: opened when it comes into force or by a trigger, met by an act, breached at its deadline."""

    act: Pattern
    trigger: Pattern | None = None
    """An act that opens an instance; without this and ``opened_by``, coming into force does."""
    opened_by: Outcome | None = None
    """Outcomes of other clauses, each of which opens an instance."""
    within: Duration | None = None
    """The deadline after the opening; without a deadline the duty stays pending until it is met."""
    by: InstantName | None = None
    """The deadline as an instant; where ``within`` is given too, the earlier one counts."""
    per: tuple[str, ...] = ()
    """What the act must share with the act that opened the instance: ``actor``, ``target``, ``place`` or
    ``attributes.`` and a name. Without an opener: ``bearer`` or ``area``, one instance for each that is named."""
    amount: str = "count"
    """What is added up where there are stages."""
    stages: tuple[Stage, ...] = ()
    """Parts that are due one after the other, added up from the opening on; each is fulfilled or breached by itself."""
    clock: Literal["runs", "stops"] = "runs"
    """What suspension does to the deadline: it runs on and is decided on resumption, or it moves by as long."""
    on_fulfilment: tuple[Consequence, ...] = ()
    on_breach: tuple[Consequence, ...] = ()


@attrs.frozen(kw_only=True)
class Maintenance(Clause):
    """A duty to keep a state true, or a level within bounds: it is in breach from when that fails until restored."""

    keep: State | None = None
    level: Level | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    grace: Duration | None = None
    """How long it may fail before that is a breach."""
    on_breach: tuple[Consequence, ...] = ()
    on_restoration: tuple[Consequence, ...] = ()


@attrs.frozen(kw_only=True)
class Condition(Clause):
    """Becomes true when it has held without a break for a duration, or when all its steps have been taken."""

    for_: Duration | None = None
    """It must hold this long since it came into force."""
    all_of: tuple[Step, ...] = ()
    """These must all have happened since it came into force, in any order."""
    sequence: tuple[Step, ...] = ()
    """These must have happened since it came into force, one after the other."""
    within: Duration | None = None
    """The steps must lie within so much time; ``0s`` means at one instant."""
    broken_by: Pattern | None = None
    """Acts that break it: the time starts anew."""
    broken_by_breach_of: tuple[ClauseName, ...] = ()
    """Clauses whose breach breaks it."""
    while_: State | None = None
    """A state that must hold throughout."""
    on_met: tuple[Consequence, ...] = ()


@attrs.frozen(kw_only=True)
class Permission(Clause):
    """Defeats the named clauses for matching acts: what it permits is no breach of them."""

    act: Pattern
    defeats: tuple[ClauseName, ...]
    """Prohibitions, limits, and other permissions and exclusions: an exception to an exception."""
    given: Given | None = None
    """It holds for an act only if such an act came before."""


@attrs.frozen(kw_only=True)
class Exclusion(Clause):
    """Matching acts fall outside the agreement: they breach no prohibition of it."""

    act: Pattern
    spares: tuple[ClauseName, ...] = ()
    """Prohibitions that it does not reach."""


@attrs.frozen(kw_only=True)
class Power(Clause):
    """Lets its holders change something by an act: one of them alone, or all jointly."""

    act: Pattern
    exercised: Literal["severally", "jointly"] = "severally"
    window: Duration | None = None
    """Joint power: the acts of all holders lie within this time; without it only one joint act counts."""
    period: Duration | None = None
    """A renewal: what it extends lasts this long at a time, and an act within a period adds the next one."""
    tacit: bool = False
    """Whether a period without an act is renewed all the same."""
    notice: Duration | None = None
    """How long after the act it takes effect."""
    on_exerted: tuple[Consequence, ...] = ()
    on_expiry: tuple[Consequence, ...] = ()


@attrs.frozen(kw_only=True)
class Unevaluated(Clause):
    """A clause that is declared and cited but not evaluated, with the reason."""

    kind: str
    not_evaluated: str


DEFEASIBLE = (Prohibition, Limit, Permission, Exclusion, Unevaluated)
"""What a permission can defeat."""

CLAUSE_KINDS: dict[str, type[Clause]] = {
    "prohibition": Prohibition,
    "limit": Limit,
    "obligation": Obligation,
    "maintenance": Maintenance,
    "condition": Condition,
    "permission": Permission,
    "power": Power,
    "exclusion": Exclusion,
}
"""Every kind by the word that a document uses for it."""


def kind_of(clause: Clause) -> str:
    """The word for a clause's kind."""
    if isinstance(clause, Unevaluated):
        return clause.kind
    return type(clause).__name__.lower()


OUTCOMES = ("breach", "fulfilment", "met", "exerted", "expiry", "restoration")
"""Outcomes that can have consequences; the field is ``on_`` and the outcome."""


def consequences(clause: Clause, outcome: str) -> tuple[Consequence, ...]:
    """What follows from an outcome of a clause; nothing where its kind has no such outcome."""
    found: tuple[Consequence, ...] = getattr(clause, f"on_{outcome}", ())
    return found


def all_consequences(clause: Clause) -> Iterator[tuple[str, int, Consequence]]:
    """What follows from any outcome of a clause: the outcome, the place among all that follows from it, and what."""
    for outcome in OUTCOMES:
        for place, consequence in enumerate(consequences(clause, outcome)):
            yield outcome, place, consequence
