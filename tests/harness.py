"""Small agreements and logs as text, for tests of what follows from them."""

from __future__ import annotations

import json
from typing import Any

from comply import Agreement, Evaluation, Finding, Log, Mark, Problem, Verdict, admit, evaluate, loads
from comply.events.codec import decode_line
from comply.events.log import Line
from comply.events.time import format_instant, parse_instant

HEAD = """
comply: 1
id: test
title: A test
documents: {t: {title: The text}}
parties:
  north: {name: North, answers_to: patron}
  north-air: {name: Northern air force, part_of: north}
  south: {name: South}
  patron: {name: Patron}
  outlaw: {name: Outlaw}
groups: {bound: {members: [north, south]}}
areas: {city: {pcodes: [SY02]}, hidden: {unpublished: true}}
"""
PHASES = """
phases:
  - {id: war, title: War}
  - {id: truce, title: Truce, at: "2020-01-01T00:00:00Z"}
  - {id: ended, title: Ended}
"""
CITED = "title: T, citation: {document: t, text: words}"


def agreement(clauses: str, *, phases: str = PHASES, head: str = HEAD) -> Agreement:
    """An agreement from the text of its clauses; ``CITED`` in it stands for title and citation."""
    return loads((head + phases + "clauses:\n" + clauses.replace("CITED", CITED)).encode(), file="test.yaml")


def log(under: Agreement, records: list[dict[str, Any]]) -> Log:
    """A log of records; each gets an id by its place and the kind ``attack`` unless it says otherwise."""
    lines = []
    for number, record in enumerate(records, start=1):
        raw = json.dumps({"id": f"i{number}", "kind": "attack", **record}).encode()
        content = decode_line(raw, file="log", number=number, zone=under.zone, taxonomy=under.taxonomy)
        assert not isinstance(content, Problem), content
        lines.append(Line(file="log", number=number, raw=raw, content=content))
    return admit(lines)


def judge(under: Agreement, *records: dict[str, Any], until: str | None = None, **options: Any) -> Evaluation:
    """Evaluate records under an agreement."""
    horizon = None if until is None else parse_instant(until)
    return evaluate(under, log(under, list(records)), until=horizon, **options)


def at(day: int, hour: int = 0, micro: int = 0) -> str:
    """An instant of January 2020 in UTC, moved by microseconds."""
    return format_instant(parse_instant(f"2020-01-{day:02d}T{hour:02d}:00:00Z") + micro)


def verdict(evaluation: Evaluation, clause: str) -> Verdict:
    """The verdict on a clause."""
    return next(one for one in evaluation.verdicts if one.clause == clause)


def outcomes(evaluation: Evaluation, clause: str) -> list[tuple[str, str, Mark]]:
    """What was found about a clause under the base reading, but for what is excepted: outcome, instant, mark."""
    return [one for one in _under_the_base_reading(evaluation, clause) if one[0] != "excepted"]


def excepted(evaluation: Evaluation, clause: str) -> list[tuple[str, str, Mark]]:
    """What an exception took out of a clause's reach under the base reading."""
    return [one for one in _under_the_base_reading(evaluation, clause) if one[0] == "excepted"]


def _under_the_base_reading(evaluation: Evaluation, clause: str) -> list[tuple[str, str, Mark]]:
    base = evaluation.readings[0]
    return [
        (finding.outcome, format_instant(finding.effective.earliest), finding.marks[base])
        for finding in found(evaluation, clause)
        if base in finding.marks
    ]


def found(evaluation: Evaluation, clause: str) -> list[Finding]:
    """The findings about a clause."""
    return [finding for finding in evaluation.findings if finding.clause == clause]
