"""What must hold between what imprecise incidents show and what a precise version of them does, under every reading."""

from __future__ import annotations

from comply import Evaluation, Mark

DECIDED = ("violated", "satisfied", "lapsed")


def verdicts(evaluation: Evaluation) -> dict[str, dict[str, str]]:
    """The verdicts by clause and reading."""
    return {verdict.clause: dict(verdict.readings) for verdict in evaluation.verdicts}


def a_decided_verdict_stays(vague: Evaluation, precise: Evaluation) -> None:
    """What the bounds agree on is so in the precise version."""
    after = verdicts(precise)
    for clause, readings in verdicts(vague).items():
        if readings["strict"] == readings["broad"] and readings["strict"] in DECIDED:
            assert after[clause]["strict"] == readings["strict"], clause
            assert after[clause]["broad"] == readings["broad"], clause
        for name, word in readings.items():
            if name not in ("strict", "broad") and word in DECIDED:
                assert after[clause][name] == word, (clause, name)


def certain_breaches_stay_and_new_ones_were_possible(vague: Evaluation, precise: Evaluation) -> None:
    """A certain breach is certain, and no breach comes out of nothing."""
    before, after = breaches(vague), breaches(precise)
    for name, mark in before.items():
        if mark is Mark.CERTAIN:
            assert after.get(name) is Mark.CERTAIN, name
    for name in after:
        assert name in before, name


def breaches(evaluation: Evaluation) -> dict[tuple[str, str, str], Mark]:
    """Breaches by clause, what they are about, and reading."""
    return {
        (finding.clause, finding.key, reading): mark
        for finding in evaluation.findings
        for reading, mark in finding.marks.items()
        if finding.outcome == "breach" and finding.kind in ("prohibition", "limit", "obligation")
    }


Bounds = tuple[int, int | None, Mark]


def outcomes_lie_within_their_bounds(vague: Evaluation, precise: Evaluation) -> None:
    """A condition is met, and a power exerted, within the bounds of time that the imprecise incidents gave."""
    for outcome in ("met", "exerted"):
        _within_bounds(_when(vague, outcome), _when(precise, outcome))


def _within_bounds(vague: dict[tuple[str, str], list[Bounds]], precise: dict[tuple[str, str], list[Bounds]]) -> None:
    for name, bounds in vague.items():
        for one in bounds:
            if one[2] is Mark.CERTAIN:
                assert any(_encloses(one, other) for other in precise.get(name, []) if other[2] is Mark.CERTAIN), name
    for name, bounds in precise.items():
        for other in bounds:
            assert any(_encloses(one, other) for one in vague.get(name, [])), name


def _encloses(one: Bounds, other: Bounds) -> bool:
    """Whether something that happened within ``other`` happened within ``one``; of what is open the start counts."""
    if other[2] is Mark.POSSIBLE:
        return one[0] <= other[0]
    return one[0] <= other[0] and (one[1] is None or (other[1] is not None and other[1] <= one[1]))


def _when(evaluation: Evaluation, outcome: str) -> dict[tuple[str, str], list[Bounds]]:
    found: dict[tuple[str, str], list[Bounds]] = {}
    for finding in evaluation.findings:
        for reading, mark in finding.marks.items():
            if finding.outcome == outcome:
                bounds = (finding.effective.earliest, finding.effective.latest, mark)
                found.setdefault((finding.clause, reading), []).append(bounds)
    return found
