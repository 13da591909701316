"""The kinds of clause, as data. What each one means is written in ``docs/language.md``."""

from __future__ import annotations

from typing import Literal

import attrs

from ..events.time import Duration
from .names import ClauseName, DocumentName, InstantName, PartyName, PhaseName
from .pattern import Pattern


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
    terminate: ClauseName | None = None
    priority: int = 0
    """Of the consequences of one outcome, the lowest number is applied first."""


VERBS = ("enter", "activate", "suspend", "resume", "discharge", "reset", "terminate")


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
    """A ceiling on acts: more than so many in any window of time is a breach, at each act that is too many."""

    act: Pattern
    at_most: int
    within: Duration
    """The window: any stretch of time this long, both its ends included."""
    per: tuple[Literal["actor", "target"], ...] = ()
    """Counted for each of these apart; none named means all together."""
    on_breach: tuple[Consequence, ...] = ()


@attrs.frozen(kw_only=True)
class Obligation(Clause):
    """A duty to achieve: opened when it comes into force or by a trigger, met by an act, breached at its deadline."""

    act: Pattern
    trigger: Pattern | None = None
    """An act that opens an instance; without it, coming into force does."""
    within: Duration | None = None
    """The deadline after the opening; without one the duty stays pending until it is met."""
    on_fulfilment: tuple[Consequence, ...] = ()
    on_breach: tuple[Consequence, ...] = ()


@attrs.frozen(kw_only=True)
class State:
    """A state that acts begin and end; it does not hold at first."""

    begins: Pattern
    ends: Pattern


@attrs.frozen(kw_only=True)
class Condition(Clause):
    """Becomes true when it has held without a break for a duration since it came into force."""

    for_: Duration
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
    on_exerted: tuple[Consequence, ...] = ()
    on_expiry: tuple[Consequence, ...] = ()


@attrs.frozen(kw_only=True)
class Unevaluated(Clause):
    """A clause that is declared and cited but not evaluated, with the reason."""

    kind: str
    not_evaluated: str


CLAUSE_KINDS: dict[str, type[Clause]] = {
    "prohibition": Prohibition,
    "limit": Limit,
    "obligation": Obligation,
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


OUTCOMES = ("breach", "fulfilment", "met", "exerted", "expiry")
"""Outcomes that can have consequences; the field is ``on_`` and the outcome."""


def consequences(clause: Clause, outcome: str) -> tuple[Consequence, ...]:
    """What follows from an outcome of a clause; nothing where its kind has no such outcome."""
    found: tuple[Consequence, ...] = getattr(clause, f"on_{outcome}", ())
    return found
