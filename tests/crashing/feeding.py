"""Logs as hostile as a mission's worst day, drawn from a seed: out of order, corrected, withdrawn, twice, broken."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, BinaryIO

from comply.events.time import DAY, HOUR, format_instant, parse_instant

AGREEMENT = b"""
comply: 1
id: small
title: A small truce
documents: {t: {title: The text}}
parties:
  north: {name: North, answers_to: guarantor}
  north-air: {name: Northern air force, part_of: north}
  south: {name: South}
  guarantor: {name: Guarantor}
areas: {city: {pcodes: [SY02]}}
phases:
  - {id: war, title: War}
  - {id: truce, title: Truce, at: "2016-09-12T16:00:00Z"}
  - {id: peace, title: Peace, from: truce}
clauses:
  - {id: attack, kind: prohibition, title: No attacks, citation: {document: t, text: x}, bearer: [north, south],
     act: {kind: attack, area: city}, during: [truce, peace]}
  - {id: calm, kind: condition, title: Two days of calm, citation: {document: t, text: x}, for: 2 days,
     broken_by_breach_of: attack, during: truce, on_met: {enter: peace}}
  - {id: answer, kind: obligation, title: Answer each denial, citation: {document: t, text: x},
     act: {kind: aid_delivery}, trigger: {kind: aid_denial}, within: 12h, during: [truce, peace]}
"""
START = parse_instant("2016-09-12T16:00:00Z")
_KINDS = ("shelling", "aid_denial", "aid_delivery", "air_sortie", "sniper_fire", "renewal", "clock_reset", "statement")
_PARTIES = ("north", "north-air", "south", "south-army", "militia", "guarantor", "nobody known")
_BROKEN = (b"{", b"null", b'{"id":"x"}', b"\xff\xfe", b'{"id":"y","occurred":"2016-13-01","kind":"shelling"}', b"  ")


def lines_of(seed: int, number: int, *, name: str = "i") -> list[bytes]:
    """So many lines without their ends, some of them the same byte for byte."""
    random, found, ids = Random(seed), list[bytes](), list[str]()
    for count in range(number):
        if found and random.random() < 0.08:
            found.append(random.choice(found))
        elif random.random() < 0.06:
            found.append(random.choice(_BROKEN))
        else:
            ids.append(random.choice(ids) if ids and random.random() < 0.08 else f"{name}{count}")
            found.append(_spelt(random, _record(random, ids)))
    return found


def _record(random: Random, ids: list[str]) -> dict[str, Any]:
    """A record of the last id, that may name others."""
    occurred = START + random.randrange(8 * DAY // HOUR) * HOUR
    recorded = occurred + random.randrange(9 * DAY // HOUR) * HOUR
    record: dict[str, Any] = {"id": ids[-1], "recorded": format_instant(recorded)}
    if random.random() < 0.1:
        return record | {"retracts": random.choice(ids)}
    record |= {"occurred": format_instant(occurred), "kind": random.choice(_KINDS), "actor": random.choice(_PARTIES)}
    if random.random() < 0.3:
        record["occurred"] = {"earliest": format_instant(occurred - 5 * HOUR), "latest": format_instant(occurred)}
    if random.random() < 0.6:
        record["target"] = random.choice(_PARTIES)
    if random.random() < 0.5:
        record["place"] = {"name": "The bridge", "pcode": random.choice(("SY02", "SY0201", "SY09", "SY"))}
    if random.random() < 0.15:
        record |= {"aggregate": True, "count": random.randrange(1, 9)}
    if random.random() < 0.2:
        record["status"] = random.choice(("alleged", "disputed", "verified"))
    if random.random() < 0.15:
        record["supersedes"] = random.choice(ids)
    elif random.random() < 0.15:
        record["same_as"] = random.choice(ids)
    return record


def _spelt(random: Random, record: dict[str, Any]) -> bytes:
    """The same record may be written in another order and spacing."""
    items = list(record.items())
    if random.random() < 0.2:
        random.shuffle(items)
    return json.dumps(dict(items), separators=random.choice(((",", ":"), (", ", ": ")))).encode()


class Feeding:
    """Adds to growing files in pieces that end anywhere."""

    def __init__(self, rest: dict[str, bytes], files: Mapping[str, BinaryIO], random: Random, most: int) -> None:
        self._rest, self._files, self._random, self._most = rest, files, random, most

    @property
    def is_left(self) -> bool:
        """Whether something is still to come."""
        return any(self._rest.values())

    def more(self) -> None:
        """Add a piece to one of the files."""
        name = self._random.choice(list(self._rest))
        size = self._random.randrange(self._most)
        self._files[name].write(self._rest[name][:size])
        self._rest[name] = self._rest[name][size:]


@contextmanager
def fed(whole: Mapping[str, bytes], paths: Mapping[str, Path], random: Random, *, most: int = 120) -> Iterator[Feeding]:
    """Files that grow piece by piece, and are complete at the end."""
    files = {name: path.open("ab", buffering=0) for name, path in paths.items()}
    try:
        feeding = Feeding(dict(whole), files, random, most)
        yield feeding
        while feeding.is_left:
            feeding.more()
    finally:
        for file in files.values():
            file.close()
