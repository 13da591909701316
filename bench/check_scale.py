"""How long ``comply check`` takes on a large agreement, beside loading the same YAML with libyaml and ruamel alone.

Then on agreements of one party, in which each of many duties and prohibitions of one kind of act stands in an area, on
a map or in a time of its own: nothing meets, and no pair of them should be looked at.

    python bench/check_scale.py [CLAUSES]

Measured, never asserted: the numbers are for comparison within one run.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

import yaml
from ruamel.yaml import YAML

from comply.rules.document import parse
from comply.rules.lint.base import Subject
from comply.rules.lint.registry import LINTS
from comply.rules.lint.run import check
from comply.rules.load import loads_source

T = TypeVar("T")
KINDS = ("attack", "air_sortie", "territorial_gain", "aid_denial", "deployment", "withdrawal_of_forces", "aid_delivery")
CITED = "citation: {document: text, paragraph: '1', text: as signed}"


def document(clauses: int) -> str:
    """An agreement of so many clauses of every common kind, with a party and an area for each fifty of them."""
    many = clauses // 50 + 2
    lines = ["comply: 1", "id: large", "title: A large agreement", "documents: {text: {title: The text}}"]
    lines += ["readings: {letter: {title: The letter}, north: {title: Another}}"]
    lines += ["parties:", *(f"  p{number}: {{name: Party {number}}}" for number in range(many))]
    lines += ["areas:", *(f"  a{number}: {{pcodes: [SY{number:04d}]}}" for number in range(many))]
    lines += ["phases:", "  - {id: war, title: War}", '  - {id: truce, title: Truce, at: "2020-01-01T00:00:00Z"}']
    lines += ["clauses:"]
    for number in range(clauses):
        lines += _clause(number, many)
    return "\n".join(lines) + "\n"


def _clause(number: int, many: int) -> list[str]:
    kind = KINDS[number % len(KINDS)]
    party, area = number % many, number * 7 % many
    head = f"  - id: c{number}\n    title: Clause {number}\n    {CITED}\n    bearer: p{party}\n    during: truce"
    act = f"    act: {{kind: {kind}, area: a{area}}}"
    tail = {
        0: ["    kind: obligation", act, "    within: 7 days"],
        1: ["    kind: limit", act, "    at_most: 4", "    within: 24h"],
        2: ["    kind: condition", "    for: 7 days", f"    broken_by_breach_of: [c{number // 10 * 10 + 3}]"],
        5: ["    kind: permission", act, f"    defeats: [c{number - 1}]"],
    }.get(number % 10, ["    kind: prohibition", act])
    bearer = f"    counterparty: {{readings: {{default: p{party}, north: p{(party + 1) % many}}}}}"
    return [head, *tail, *([bearer] if number % 20 == 3 else [])]


def apart(clauses: int, by: str) -> str:
    """Clauses about one kind of act of one party, each in an ``area``, on a ``map`` or in a ``time`` of its own."""
    lines = ["comply: 1", "id: apart", "title: Duties apart", "documents: {text: {title: The text}}"]
    lines += ["parties: {north: {name: North}}"]
    if by != "time":
        lines += ["areas:", *(f"  a{number}: {_ground(number, by)}" for number in range(clauses))]
    lines += ["phases: [{id: war, title: War}]", "clauses:"]
    tails = ("obligation, within: 48h", "prohibition", "limit, at_most: 0, within: 24h")
    for number in range(clauses):
        where = f", area: a{number}" if by != "time" else ""
        start = f'"2020-01-01T00:00:00Z + {number if by == "time" else 0} days"'
        end = f'"2020-01-01T00:00:00Z + {number + 1} days"' if by == "time" else '"2021-01-01T00:00:00Z"'
        head = f"id: c{number}, title: T, {CITED}, bearer: north, from: {start}, until: {end}"
        lines += [f"  - {{{head}, act: {{kind: aid_delivery{where}}}, kind: {tails[number % 3]}}}"]
    return "\n".join(lines) + "\n"


def _ground(number: int, by: str) -> str:
    west = 10 + number / 1000
    ring = f"[[{west:.4f}, 36], [{west + 0.0005:.4f}, 36], [{west:.4f}, 36.1]]"
    return f"{{pcodes: [SY{number:05d}]}}" if by == "area" else f"{{polygons: [{ring}]}}"


def timed(words: str, what: Callable[[], T]) -> tuple[T, float]:
    """Run something and say how long it took."""
    start = perf_counter()
    result = what()
    seconds = perf_counter() - start
    print(f"{seconds:8.2f} s  {words}", flush=True)
    return result, seconds


def main(clauses: int) -> None:
    """Print the times, slowest lints last, and the ratio to plain YAML loading."""
    text = document(clauses)
    data = text.encode()
    print(f"{clauses} clauses, {len(data)} bytes, 2 readings")
    timed("libyaml alone: yaml.load with CSafeLoader", lambda: yaml.load(text, Loader=yaml.CSafeLoader))
    _, plain = timed("ruamel alone: YAML(typ='safe', pure=True).load", lambda: YAML(typ="safe", pure=True).load(text))
    timed("parse: the document with positions", lambda: parse(data, "large.yaml"))
    source, loading = timed("load: parse, build and resolve", lambda: loads_source(data, file="large.yaml"))
    found, linting = timed(f"check: all {len(LINTS)} lints", lambda: check(source, (), trusted=LINTS))
    print(f"{len(found)} findings; load and check take {(loading + linting) / plain:.2f} times ruamel's loading")
    subject = Subject(agreement=source.agreement, reading=source.agreement.base_reading)
    timed("  what lints share: reach", lambda: subject.reach)
    for lint in LINTS:
        timed(f"  {lint.code}", lambda lint=lint: sum(1 for _ in lint.check(subject)))
    for by in ("area", "map", "time"):
        for size in (clauses // 8, clauses // 4):
            source = loads_source(apart(size, by).encode(), file="apart.yaml")
            words = f"check: {size} clauses, each with the {by} for itself"
            timed(words, lambda source=source: check(source, (), trusted=LINTS))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
