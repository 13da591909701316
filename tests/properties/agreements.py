"""A small agreement that uses every kind of clause, and logs for it, imprecise in every way a report can be."""

from __future__ import annotations

import attrs
from hypothesis import strategies as st

from comply import Agreement, Evaluation, Incident, Log, admit, evaluate, loads
from comply.engine.geometry import GEOD
from comply.events.incident import Actor, Place, Range
from comply.events.log import Line
from comply.events.time import DAY, HOUR, Instant, Interval, parse_instant

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
  south-army: {name: Southern army, part_of: south}
  militia: {name: Militia, part_of: [{party: north, until: "2016-09-14T00:00:00Z"},
    {party: south, from: "2016-09-15T00:00:00Z"}], answers_to: {party: guarantor, until: "2016-09-14T12:00:00Z"}}
  guarantor: {name: Guarantor}
  outlaw: {name: Outlaw}
groups: {bound: {members: [north, south]}}
places:
  bridge: {name: The bridge, lat: 36.25, lon: 37.1, radius_m: 300, pcode: SY02}
lines:
  road: {points: [[37.0, 36.25], [37.1, 36.25], [37.2, 36.3]]}
areas:
  city: {pcodes: [SY02]}
  far: {pcodes: [SY09]}
  belt: {bands: {line: road, within_m: 3500, beyond_m: 500, side: left}, lies_in: SY}
  camp: {polygons: [[[37.0, 36.2], [37.1, 36.2], [37.1, 36.25], [37.0, 36.25]]], covers: SY0201}
  ring: {around: {place: bridge, within_m: 1000}, except: camp}
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
  - {id: toll, kind: limit, title: Few killed a day, citation: {document: t, text: x}, bearer: bound, at_most: 5,
     amount: killed, each: day, act: {kind: [attack, aid_denial]}, per: [actor, target], during: [truce, peace]}
  - {id: open-way, kind: maintenance, title: Access, citation: {document: t, text: x}, grace: 6h,
     during: [truce, peace], keep: {begins: {kind: aid_delivery}, ends: {kind: [aid_denial, attack]}, initially: true},
     on_breach: {suspend: early}, on_restoration: {reset: rest}}
  - {id: order-kept, kind: maintenance, title: Order, citation: {document: t, text: x}, during: truce,
     keep: {begins: {kind: [renewal, aid_delivery]}, ends: {kind: territorial_gain}}}
  - {id: stock, kind: maintenance, title: Stock, citation: {document: t, text: x}, during: [truce, peace],
     level: {amount: killed, initial: 2, rises: {kind: attack, actor: bound}, falls: {kind: aid_delivery},
       reported: {kind: institution_established}}, at_most: 6, at_least: -4}
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
     opened_by: {breach_of: [answer, repair, disarm]}, act: {kind: [aid_suspension, aid_delivery]},
     within: 1h + rest of day}
  - {id: spare, kind: power, title: Sparing, citation: {document: t, text: x}, bearer: [south, guarantor],
     act: {kind: renewal}, on_exerted: [{waive: answer}, {waive: amends}, {waive: disarm}]}
  - {id: grace, kind: power, title: Grace, citation: {document: t, text: x}, bearer: [south, guarantor],
     act: {kind: offensive_announced}, on_exerted: [{extend: centre, by: 6h}, {extend: answer, by: 1 day},
       {extend: disarm, by: 6h}, {extend: blame, by: rest of day}]}
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
  - {id: belt, kind: prohibition, title: No heavy arms near the road, citation: {document: t, text: x}, bearer: bound,
     act: {kind: [attack, deployment], area: belt}, during: [truce, peace], on_breach: {activate: repair}}
  - {id: camp, kind: prohibition, title: Stay in the camp, citation: {document: t, text: x}, bearer: bound,
     act: {kind: [attack, territorial_gain], not: {area: camp}}, during: [truce, peace]}
  - {id: ring, kind: condition, title: A quiet bridge, citation: {document: t, text: x}, for: 1 day, during: truce,
     broken_by: {kind: attack, area: ring}}
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
UNITS = ("north-air", "north-army", "south-army", "militia", "guarantor", "outlaw")
PARTIES = ("north", "south", *UNITS)
UNIT_UNTIL, UNIT_FROM = parse_instant("2016-09-14T00:00:00Z"), parse_instant("2016-09-15T00:00:00Z")
"""Until when the militia was the North's, and from when on it is the South's."""
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


POINTS = tuple((lat, lon) for lat in (36.19, 36.22, 36.25, 36.26, 36.28) for lon in (37.02, 37.1, 37.15))
POINT_OF = {"SY02": (36.26, 37.05), "SY0201": (36.22, 37.05), "SY09": (36.0, 38.0), "TR01": (40.0, 38.0)}
"""A point in each unit that does not contradict what ``camp`` covers and ``belt`` lies in."""


def _at(at: tuple[float, float], name: str | None, radius: float | None, code: str | None) -> Place:
    return Place(name=name, lat=at[0], lon=at[1], radius_m=radius, pcode=code)


_places = st.just(Place(name="The bridge")) | st.builds(
    _at,
    st.sampled_from(POINTS),
    st.sampled_from((None, None, "The bridge")),
    st.sampled_from((None, 200.0, 1_500.0, 20_000.0)),
    st.sampled_from((None, "SY02", "SY09")),
)


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
        place=draw(st.one_of(st.none(), st.sampled_from(PCODES).map(lambda code: Place(pcode=code)), _places)),
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
        actor=draw(_one_of(incident.actor, instant)),
        target=draw(_one_of(incident.target, instant)),
        killed=draw(_number_of(incident.killed)),
        place=draw(_point_of(incident.place)),
    )


def _number_of(killed: Range | None) -> st.SearchStrategy[Range]:
    numbers = st.integers(0, 9) if killed is None else st.integers(killed.low, killed.high)
    return numbers.map(lambda number: Range(low=number, high=number))


@st.composite
def _point_of(draw: st.DrawFn, place: Place | None) -> Place:
    """A point that a place admits, with a code.

    The code of the middle of a disc need not be that of the point, but where a name is known, the name has the code.
    """
    if place is None:
        return draw(st.sampled_from(POINTS).map(lambda at: Place(lat=at[0], lon=at[1], pcode="SY02")))
    if place.lat is None:
        disc = (36.25, 37.1, 300.0) if place.name else (*POINT_OF[place.pcode], 0.0)
    else:
        disc = (place.lat, place.lon, place.radius_m or 0.0)
    away = disc[2] * draw(st.sampled_from((0.0, 0.5, 1.0)))
    lon, lat, _ = GEOD.fwd(disc[1], disc[0], draw(st.sampled_from((0, 90, 135, 250))), away)
    code = place.pcode or "SY02"
    apart = place.name is not None and code != "SY02"  # such a report is of an unknown place, and either can be wrong
    if apart or (place.radius_m and place.name is None):
        code = draw(st.sampled_from(("SY02", "SY09")))
    return attrs.evolve(place, name=None if apart else place.name, lat=lat, lon=lon, radius_m=None, pcode=code)


def _particular(kind: str) -> tuple[str, ...]:
    return {"attack": ("shelling", "air_strike", "sniper_fire"), "air_sortie": ("air_strike", "transport_flight")}.get(
        kind, (kind,)
    )


def _one_of(actors: tuple[Actor, ...], at: Instant) -> st.SearchStrategy[tuple[Actor, ...]]:
    if not actors:
        return st.sampled_from(UNITS).map(_sole)
    if actors[0].role == "joint":
        units = [st.sampled_from(_units(actor.party, at)).map(_joint) for actor in actors]
        return st.tuples(*units)
    return st.sampled_from(actors).flatmap(lambda actor: st.sampled_from(_units(actor.party, at))).map(_sole)


def _units(party: str, at: Instant) -> tuple[str, ...]:
    """The parties without parts that a report which names a party may mean at an instant."""
    if party == "north":
        return ("north-army", "north-air", *(("militia",) if at < UNIT_UNTIL else ()))
    if party == "south":
        return ("south-army", *(("militia",) if at >= UNIT_FROM else ()))
    return (party,)


def _joint(party: str) -> Actor:
    return Actor(party=party, role="joint")


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
