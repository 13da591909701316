"""What the names of an agreement include."""

from __future__ import annotations

import pytest

from comply.rules.extent import Names
from comply.rules.load import loads

NAMES = Names(
    loads(b"""
comply: 1
id: extent
title: Extent
kinds: {raid: {is_a: attack}}
parties:
  north: {name: North}
  north-air: {name: Air, part_of: north}
  wing: {name: Wing, part_of: north-air}
  south: {name: South}
groups: {bound: {members: [south, inner]}, inner: {members: [north]}}
places:
  bridge: {name: Bridge, pcode: SY0201}
  gate: {name: Gate, part_of: bridge}
  hill: {name: Hill}
areas:
  city: {pcodes: [SY02, SY03]}
  crossing: {places: [gate], pcodes: [SY04]}
  summit: {places: [gate, hill]}
  hidden: {unpublished: true, pcodes: [SY02]}
  anywhere: {unpublished: true}
  north-of-it: {pcodes: [SY02], only: [city]}
phases: [{id: p, title: P}]
documents: {t: {title: T}}
clauses: [{id: c, kind: prohibition, title: C, citation: {document: t, text: x}, act: {kind: event}}]
""").base
)


def test_kinds_include_the_more_particular_ones():
    assert {"raid", "attack", "air_strike"} <= NAMES.kinds(["attack"])
    assert "attack" not in NAMES.kinds(["raid", "air_strike"])
    assert NAMES.kinds(["event"]) == frozenset(NAMES.every_kind)


def test_groups_stand_for_their_members_and_parties_include_their_parts():
    assert NAMES.members(["bound"]) == ("south", "north")
    assert NAMES.parties(["bound"]) == {"south", "north", "north-air", "wing"}
    assert NAMES.parties(["north-air"]) == {"north-air", "wing"}


@pytest.mark.parametrize(
    ("area", "codes", "covers"),
    [
        ("city", ("SY02", "SY03"), ("SY02", "SY03")),
        ("crossing", ("SY04", "SY0201"), ("SY04",)),
        ("summit", None, ()),
        ("hidden", ("SY02",), ()),
        ("anywhere", None, ()),
        ("north-of-it", None, ()),
    ],
)
def test_areas_by_the_codes_outside_which_and_inside_which_all_is(area, codes, covers):
    assert NAMES.codes(area) == codes
    assert NAMES.covers(area) == covers
