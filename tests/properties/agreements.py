"""A small agreement that uses every kind of clause, and logs for it, imprecise in every way a report can be."""

from __future__ import annotations

import attrs
from hypothesis import strategies as st

from comply import Agreement, Evaluation, Incident, Log, admit, evaluate, loads
from comply.events.incident import Actor, Place, Range
from comply.events.log import Line
from comply.events.time import DAY, HOUR, Interval, parse_instant

DOCUMENT = b"""
comply: 1
id: every-kind
title: Every kind of clause
timezone: Asia/Damascus
readings:
  letter: {title: The letter}
  north: {title: As the north takes it, held_by: North}
documents: {t: {title: The text}}
parties:
  north: {name: North}
  north-air: {name: Northern air force, part_of: north}
  north-army: {name: Northern army, part_of: north}
  south: {name: South, answers_to: guarantor}
  guarantor: {name: Guarantor}
  outlaw: {name: Outlaw}
groups: {bound: {members: [north, south]}}
areas:
  city: {pcodes: [SY02]}
  far: {pcodes: [SY09]}
  hidden: {unpublished: true, pcodes: [SY]}
phases:
  - {id: war, title: War}
  - {id: truce, title: Truce, at: "2016-09-12T16:00:00Z"}
  - {id: peace, title: Peace, from: truce}
  - {id: ended, title: Ended}
clauses:
  - {id: attack, kind: prohibition, title: No attacks, citation: {document: t, text: x}, bearer: bound,
     act: {kind: attack}, during: [truce, peace], on_breach: {activate: repair}}
  - {id: flight, kind: prohibition, title: No flights, citation: {document: t, text: x}, bearer: north-air,
     act: {kind: air_sortie, area: hidden}, during: {readings: {default: [truce, peace], north: [peace]}}}
  - {id: calm, kind: condition, title: Two days of calm, citation: {document: t, text: x}, for: 2 days,
     broken_by_breach_of: {readings: {default: attack, north: []}}, during: truce,
     on_met: [{activate: centre}, {enter: peace}]}
  - {id: access, kind: condition, title: A day of access, citation: {document: t, text: x}, for: 24h, during: truce,
     while: {begins: {kind: aid_delivery}, ends: {kind: aid_denial}}, broken_by: {kind: sniper_fire}}
  - {id: centre, kind: obligation, title: A centre, citation: {document: t, text: x}, bearer: [north, south],
     act: {kind: institution_established}, within: 12h, initially: inactive}
  - {id: answer, kind: obligation, title: Answer each denial, citation: {document: t, text: x},
     act: {kind: aid_delivery}, trigger: {kind: aid_denial}, within: 12h, during: [truce, peace]}
  - {id: repair, kind: obligation, title: Repair, citation: {document: t, text: x}, bearer: bound,
     act: {kind: offensive_announced}, within: 6h, initially: inactive}
  - {id: renew, kind: power, title: Renewal, citation: {document: t, text: x}, bearer: [north, south],
     exercised: jointly, window: 6h, period: 24h, act: {kind: renewal}, during: truce}
  - {id: reset, kind: power, title: Reset, citation: {document: t, text: x}, bearer: guarantor,
     act: {kind: clock_reset}, on_exerted: {reset: calm}}
  - {id: leave, kind: power, title: Leave, citation: {document: t, text: x}, bearer: bound,
     act: {kind: withdrawal_from_agreement}, on_exerted: {enter: ended}}
  - {id: defence, kind: permission, title: Self-defence, citation: {document: t, text: x}, defeats: attack,
     act: {possibly: {attributes: {claim: self-defence}}}}
  - {id: drill, kind: permission, title: Drills in peace, citation: {document: t, text: x}, defeats: [attack, flight],
     act: {kind: attack, target: [north]}, during: peace, until: "2016-09-17T00:00:00Z"}
  - {id: few, kind: limit, title: Few shots, citation: {document: t, text: x}, bearer: bound, at_most: 1, within: 12h,
     act: {kind: attack}, per: actor, during: [truce, peace]}
  - {id: fewer, kind: limit, title: Few denials, citation: {document: t, text: x}, at_most: 2, within: 1 day,
     act: {kind: [aid_denial, attack]}, during: truce}
  - {id: early, kind: prohibition, title: No denial at first, citation: {document: t, text: x}, bearer: bound,
     act: {kind: aid_denial}, from: "2016-09-12T10:00:00Z", until: "2016-09-14T16:00:00Z"}
  - {id: pause, kind: power, title: Pause, citation: {document: t, text: x}, bearer: [north, guarantor],
     act: {kind: aid_suspension}, during: [truce, peace],
     on_exerted: [{suspend: attack}, {suspend: answer}, {suspend: disarm}, {suspend: blame}]}
  - {id: go-on, kind: power, title: Going on, citation: {document: t, text: x}, bearer: [south, guarantor],
     act: {kind: territorial_gain}, during: [truce, peace],
     on_exerted: [{resume: attack}, {resume: answer}, {resume: disarm}, {resume: blame}]}
  - {id: order, kind: condition, title: A day of order, citation: {document: t, text: x}, for: 24h,
     broken_by_breach_of: [answer, early, repair], during: [truce, peace], on_met: [{discharge: early}]}
  - {id: disarm, kind: obligation, title: Disarm, citation: {document: t, text: x}, bearer: [north, south],
     amount: killed, act: {kind: institution_established},
     stages: [{within: 12h, at_least: 2}, {within: 36h, at_least: 4}],
     during: [truce, peace], clock: stops}
  - {id: amends, kind: obligation, title: Amends, citation: {document: t, text: x},
     opened_by: {breach_of: [attack, early]}, act: {kind: [offensive_announced, aid_delivery]},
     per: actor, within: 12h, by: "2016-09-15T16:00:00Z"}
  - {id: each, kind: obligation, title: Each by itself, citation: {document: t, text: x}, bearer: bound, per: bearer,
     act: {kind: institution_established}, by: "2016-09-14T16:00:00Z", during: truce}
  - {id: spots, kind: obligation, title: Everywhere, citation: {document: t, text: x}, bearer: bound,
     per: [bearer, area],
     act: {kind: [aid_delivery, attack], area: [city, far]}, within: 2 days, during: truce}
  - {id: thanks, kind: obligation, title: Thanks, citation: {document: t, text: x},
     opened_by: {fulfilment_of: [answer, amends], exertion_of: pause}, act: {kind: clock_reset}, within: 12h}
  - {id: blame, kind: obligation, title: Blame, citation: {document: t, text: x}, clock: stops,
     opened_by: {breach_of: [answer, repair, disarm]}, act: {kind: [aid_suspension, aid_delivery]}, within: 6h}
  - {id: spare, kind: power, title: Sparing, citation: {document: t, text: x}, bearer: [south, guarantor],
     act: {kind: renewal}, on_exerted: [{waive: answer}, {waive: amends}, {waive: disarm}]}
  - {id: grace, kind: power, title: Grace, citation: {document: t, text: x}, bearer: [south, guarantor],
     act: {kind: offensive_announced}, on_exerted: [{extend: centre, by: 6h}, {extend: answer, by: 1 day},
       {extend: disarm, by: 6h}, {extend: blame, by: 6h}]}
  - {id: both, kind: condition, title: Both delivered, citation: {document: t, text: x}, within: 12h,
     all_of: [{act: {kind: aid_delivery, actor: north}}, {act: {kind: [aid_delivery, renewal], actor: south}}],
     during: [truce, peace], on_met: [{resume: early}, {reset: trust}]}
  - {id: path, kind: condition, title: One after the other, citation: {document: t, text: x}, during: [truce, peace],
     sequence: [{act: {kind: [aid_delivery, aid_denial]}}, {breach_of: [attack, few]}, {act: {kind: aid_delivery}}],
     within: 2 days, on_met: [{suspend: early}]}
  - {id: thrice, kind: condition, title: Three in a row, citation: {document: t, text: x}, from: "2016-09-12T10:00:00Z",
     sequence: [{act: {kind: attack}}, {act: {kind: attack}}, {act: {kind: [attack, aid_denial]}}]}
  - {id: trust, kind: condition, title: Trust, citation: {document: t, text: x}, during: [truce, peace],
     all_of: [{fulfilment_of: answer}, {exertion_of: [go-on, notify]}]}
  - {id: rest, kind: condition, title: Rest, citation: {document: t, text: x}, for: 24h, during: [truce, peace],
     while: {begins: {kind: aid_delivery}, ends: {kind: attack}, initially: true}}
  - {id: again, kind: power, title: Anew, citation: {document: t, text: x}, bearer: [guarantor, south],
     act: {kind: clock_reset}, on_exerted: [{reset: both}, {reset: path}, {reset: thrice}, {reset: trust}]}
  - {id: notify, kind: power, title: Notice of leaving, citation: {document: t, text: x}, bearer: bound, notice: 1 day,
     act: {kind: institution_established}, during: [war, truce, peace], on_exerted: [{activate: ward}, {enter: ended}]}
  - {id: ward, kind: prohibition, title: No fire after notice, citation: {document: t, text: x}, bearer: bound,
     act: {kind: attack}, initially: inactive, on_breach: {reset: both}}
  - {id: told, kind: permission, title: Attacks announced, citation: {document: t, text: x}, defeats: [attack, ward],
     act: {kind: attack}, given: {act: {kind: offensive_announced}, at_least: 6h, at_most: 1 day, same: actor}}
  - {id: once, kind: permission, title: Denials announced, citation: {document: t, text: x}, defeats: [early, fewer],
     act: {kind: aid_denial}, given: {act: {kind: offensive_announced, actor: bound}}}
  - {id: untold, kind: permission, title: No shells even so, citation: {document: t, text: x}, defeats: [told, outlaws],
     act: {kind: shelling}, given: {act: {kind: territorial_gain}, at_least: 3h}}
  - {id: spared, kind: permission, title: But in peace, citation: {document: t, text: x}, defeats: [untold, once],
     act: {any: [{target: north}, {kind: aid_denial}]}, during: peace}
  - {id: outlaws, kind: exclusion, title: Outlaws, citation: {document: t, text: x},
     act: {any: [{actor: outlaw}, {target: outlaw}]}}
"""

START = parse_instant("2016-09-12T16:00:00Z")
KINDS = (
    "attack",
    "shelling",
    "air_strike",
    "air_sortie",
    "sniper_fire",
    "aid_delivery",
    "aid_denial",
    "institution_established",
    "offensive_announced",
    "renewal",
    "aid_suspension",
    "territorial_gain",
    "clock_reset",
    "withdrawal_from_agreement",
)
PARTIES = ("north", "north-air", "north-army", "south", "guarantor", "outlaw")
PCODES = ("SY02", "SY0201", "SY09", "TR01")


def every_kind() -> Agreement:
    """The agreement above."""
    return loads(DOCUMENT, file="every-kind.yaml")


_STEP = 3 * HOUR
_instants = st.integers(-16, 64).map(lambda step: START + step * _STEP)
_exact = st.tuples(_instants, st.sampled_from((-1, 0, 1))).map(lambda pair: pair[0] + pair[1])
_intervals = st.one_of(
    _exact.map(lambda instant: Interval(instant, instant + 1)),
    st.tuples(_exact, st.sampled_from((1, HOUR, _STEP, DAY, 3 * DAY))).map(lambda p: Interval(p[0], p[0] + p[1])),
)
_actors = st.one_of(
    st.just(()),
    st.sampled_from(PARTIES).map(lambda name: (Actor(party=name),)),
    st.lists(st.sampled_from(PARTIES), min_size=2, max_size=2, unique=True).map(
        lambda names: tuple(Actor(party=name, role="alleged") for name in names)
    ),
    st.just((Actor(party="north", role="joint"), Actor(party="south", role="joint"))),
)

_NUMBERS = ((1, 3), (2, 2), (0, 4), (5, 5))
_killed = st.sampled_from((None, *(Range(low=low, high=high) for low, high in _NUMBERS)))


@st.composite
def incidents(draw: st.DrawFn, name: str, *, evidence: bool = True) -> Incident:
    """One incident."""
    interval = draw(_intervals)
    attributes = draw(st.sampled_from(({}, {}, {}, {"claim": "self-defence"})))
    return Incident(
        id=name,
        occurred=interval,
        recorded=interval.end + draw(st.sampled_from((0, HOUR, DAY))),
        kind=draw(st.sampled_from(KINDS)),
        actor=draw(_actors),
        target=draw(_actors),
        place=draw(st.one_of(st.none(), st.sampled_from(PCODES).map(lambda code: Place(pcode=code)))),
        status=draw(st.sampled_from(("reported", "reported", "alleged", "disputed"))) if evidence else "reported",
        attributes=attributes,
        killed=draw(_killed),
    )


@st.composite
def logs(draw: st.DrawFn, *, evidence: bool = True, most: int = 8) -> tuple[Incident, ...]:
    """A log as a tuple of incidents."""
    size = draw(st.integers(0, most))
    return tuple(draw(incidents(f"i{index}", evidence=evidence)) for index in range(size))


@st.composite
def refined(draw: st.DrawFn, incident: Incident) -> Incident:
    """A precise version that an imprecise incident admits: one instant, one party, one kind, one number."""
    interval = incident.occurred
    instant = draw(st.sampled_from((interval.start, interval.last, (interval.start + interval.last) // 2)))
    return attrs.evolve(
        incident,
        occurred=Interval(instant, instant + 1),
        kind=draw(st.sampled_from(_particular(incident.kind))),
        actor=draw(_one_of(incident.actor)),
        target=draw(_one_of(incident.target)),
        killed=draw(_number_of(incident.killed)),
    )


def _number_of(killed: Range | None) -> st.SearchStrategy[Range]:
    numbers = st.integers(0, 9) if killed is None else st.integers(killed.low, killed.high)
    return numbers.map(lambda number: Range(low=number, high=number))


def _particular(kind: str) -> tuple[str, ...]:
    return {"attack": ("shelling", "air_strike", "sniper_fire"), "air_sortie": ("air_strike", "transport_flight")}.get(
        kind, (kind,)
    )


def _one_of(actors: tuple[Actor, ...]) -> st.SearchStrategy[tuple[Actor, ...]]:
    if not actors:
        return st.sampled_from(PARTIES[1:]).map(_sole)
    if actors[0].role == "joint":
        return st.just(actors)
    return st.sampled_from(actors).flatmap(lambda actor: st.sampled_from(_units(actor.party))).map(_sole)


def _units(party: str) -> tuple[str, ...]:
    return ("north-army", "north-air") if party == "north" else (party,)


def _sole(party: str) -> tuple[Actor, ...]:
    return (Actor(party=party),)


def log_of(records: tuple[Incident, ...]) -> Log:
    """The records as an admitted log."""
    return admit(
        Line(file="log", number=number, raw=b"", content=record) for number, record in enumerate(records, start=1)
    )


def run(agreement: Agreement, records: tuple[Incident, ...], **options: object) -> Evaluation:
    """Evaluate records, up to an instant after all of them."""
    options.setdefault("until", START + 30 * DAY)
    return evaluate(agreement, log_of(records), **options)  # type: ignore[arg-type]
