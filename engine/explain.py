"""Explain: a finding with the words that it rests on, what the reports say, and its derivation in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ..events.codec import encode
from ..events.incident import Incident
from ..events.log import Log
from ..rules.agreement import Terms
from ..rules.clauses import Clause
from ..rules.sentences.clause import cited, says
from ..rules.sentences.words import Words
from .account import as_data
from .evaluation import Evaluation
from .finding import Finding, Grounds, Holding


@attrs.frozen(kw_only=True)
class Report:
    """A report that a finding rests on, and where in the log it stands.

    ``file`` and ``line`` are None where the log did not come from lines.
    """

    incident: Incident
    file: str | None
    line: int | None


@attrs.frozen(kw_only=True)
class Ground:
    """Why a finding follows under some readings: what the clause says under them, and the derivation."""

    grounds: Grounds
    says: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Explanation:
    """A finding explained.

    Attributes:
        words: the citations of the clause, verbatim where the agreement has them so.
        silent: the readings that were evaluated and under which it does not follow.
        alternatives: the fields of the clause on which the readings part.
    """

    finding: Finding
    words: tuple[str, ...]
    grounds: tuple[Ground, ...]
    reports: tuple[Report, ...]
    silent: tuple[str, ...]
    alternatives: tuple[Holding, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data: the finding as in the ledger, its derivations with their sentences."""
        plain = {name: value for name, value in self.finding.to_json().items() if name not in ("type", "incidents")}
        return plain | {
            "type": "explanation",
            "words": list(self.words),
            "reports": [_report(report) for report in self.reports],
            "grounds": [
                {
                    "readings": list(ground.grounds.readings),
                    "mark": ground.grounds.mark.word,
                    "says": list(ground.says),
                    "proof": as_data(ground.grounds.proof),
                }
                for ground in self.grounds
            ],
            "does_not_follow_under": list(self.silent),
            "alternatives": [holding.to_json() for holding in self.alternatives],
        }


def _report(report: Report) -> dict[str, Any]:
    plain: dict[str, Any] = {"id": report.incident.id, "record": encode(report.incident).decode()}
    if report.line is not None:
        plain |= {"file": report.file, "line": report.line}
    return plain


def named(evaluation: Evaluation, name: str) -> tuple[Finding, ...]:
    """The findings whose id begins with ``name``; with or without the ``F-`` that every id begins with."""
    prefix = name if name.startswith("F-") else f"F-{name}"
    return tuple(finding for finding in evaluation.findings if finding.id.startswith(prefix))


def explain(evaluation: Evaluation, log: Log, finding: Finding) -> Explanation:
    """Explain a finding of an evaluation; ``log`` is the one that was evaluated."""
    incidents = {incident.id: incident for incident in evaluation.incidents}
    verdict = next(one for one in evaluation.verdicts if one.clause == finding.clause)
    terms = evaluation.agreement.terms
    return Explanation(
        finding=finding,
        words=words_of(evaluation.agreement.base, finding.clause),
        grounds=tuple(
            Ground(grounds=one, says=_says(terms, one.readings[0], finding.clause)) for one in finding.grounds
        ),
        reports=tuple(_reports(incidents, log, finding.incidents)),
        silent=tuple(name for name in evaluation.readings if name not in finding.marks),
        alternatives=verdict.alternatives,
    )


def clause_of(terms: Terms, name: str) -> Clause:
    """A clause by its id."""
    return next(clause for clause in terms.clauses if clause.id == name)


def words_of(terms: Terms, clause: str) -> tuple[str, ...]:
    """What a clause cites, in sentences."""
    words = Words(terms)
    return tuple(cited(words, citation) for citation in clause_of(terms, clause).citation)


def _says(terms: Mapping[str, Terms], reading: str, clause: str) -> tuple[str, ...]:
    """What a clause says under a reading, the first of its sections."""
    under = terms[reading]
    return says(Words(under), clause_of(under, clause))[0][1]


def _reports(incidents: Mapping[str, Incident], log: Log, names: tuple[str, ...]) -> Iterator[Report]:
    for name in names:
        if name in incidents:
            file, line = log.place(incidents[name]) or (None, None)
            yield Report(incident=incidents[name], file=file, line=line)
