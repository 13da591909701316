"""Holding what a ledger claims against what follows in each refinement.

Every finding that the ledger calls certain must be in each; each finding of any must be in the ledger, at least as
possible, with an effective interval that encloses it. Where the reports leave no doubt both must be the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from ...events.time import Instant, format_instant
from ...rules.agreement import Terms
from ...rules.clauses import Clause, Limit, Obligation, Power, Prohibition
from .claims import Claim
from .cone import PHASES
from .course import Outcome
from .standing import Stands
from .story import Entered, Story

DECIDED = ("violated", "satisfied", "lapsed", "in_force", "not_in_force")
"""Verdicts that more precise reports cannot change, where both bounds give them."""


@attrs.frozen(kw_only=True)
class Shown:
    """What a refinement shows: like a claim, at one instant."""

    about: str
    outcome: str
    at: Instant
    late: bool
    incidents: tuple[str, ...]
    bearer: tuple[str, ...]
    cause: str | None = None

    @property
    def words(self) -> str:
        """What it is, for the reader."""
        what = f"phase {self.about} entered" if self.outcome == "entered" else f"{self.outcome} of {self.about}"
        return f"{what} at {format_instant(self.at)}" + (f" ({', '.join(self.incidents)})" if self.incidents else "")


@attrs.frozen(kw_only=True)
class Difference:
    """A claim that a refinement refutes, or what it shows and the ledger has not; ``number`` is that of the entry."""

    number: int | None
    words: str


def shown(terms: Terms, story: Story, about: str) -> list[Shown]:
    """What a refinement shows of a clause, or of the phases."""
    if about == PHASES:
        return [_entered(one) for one in story.phases]
    clause = next(one for one in terms.clauses if one.id == about)
    return [_shown(clause, one, story.reports) for one in story.outcomes if one.clause == about]


def _entered(one: Entered) -> Shown:
    return Shown(about=one.phase, outcome="entered", at=one.at, late=False, incidents=(), bearer=(), cause=one.cause)


def _shown(clause: Clause, one: Outcome, reports: Mapping[str, tuple[str, ...]]) -> Shown:
    """An outcome names events; what is shown to the reader are all reports of them."""
    return Shown(
        about=one.clause,
        outcome=one.outcome,
        at=one.at,
        late=one.late,
        incidents=tuple(name for event in one.incidents for name in reports[event]),
        bearer=one.bearer or tuple(map(str, clause.bearer)),
    )


def clear_differences(claimed: Iterable[Claim], found: Iterable[Shown]) -> Iterator[Difference]:
    """Where the reports leave no doubt the ledger says just what follows, and says that it is certain."""
    left = list(found)
    for claim in claimed:
        same = next((one for one in left if is_just(claim, one)), None)
        if same is not None and claim.certain:
            left.remove(same)
            continue
        doubt = "" if claim.certain else "called possible, though no report leaves a doubt; "
        at = format_instant(claim.earliest)
        yield Difference(
            number=claim.number, words=f"{doubt}{claim.outcome} of {claim.about} at {at} does not follow so"
        )
    for one in left:
        yield Difference(number=None, words=f"{one.words} follows and is not in the ledger")


def is_just(claim: Claim, one: Shown) -> bool:
    """Whether a claim says just what follows; for other readings than the first of it, as far as it is about them."""
    told = (sorted(claim.incidents), claim.bearer, claim.cause) == (sorted(one.incidents), one.bearer, one.cause)
    return (
        (claim.about, claim.outcome, claim.earliest, claim.latest) == (one.about, one.outcome, one.at, one.at)
        and claim.late == one.late
        and (told or not claim.first)
    )


def differences(clause: Clause | None, claimed: list[Claim], found: list[Shown]) -> Iterator[Difference]:
    """What one refinement refutes, where there are others."""
    for claim in unmatched(clause, [one for one in claimed if one.certain], found):
        at = format_instant(claim.earliest)
        yield Difference(
            number=claim.number, words=f"{claim.outcome} of {claim.about} at {at} is called certain and does not follow"
        )
    for one in found:
        if not any(may_be(clause, claim, one) for claim in claimed):
            yield Difference(number=None, words=f"{one.words} follows and is not in the ledger, not even as possible")


def may_be(clause: Clause | None, claim: Claim, one: Shown) -> bool:
    """Whether a claim may be what a refinement shows: the same outcome, by the same act, within its time."""
    return (
        claim.about == one.about
        and (claim.bearer == one.bearer or not claim.first)
        and (claim.outcome == one.outcome or _instead(claim, one))
        and claim.encloses(one.at)
        and _same_acts(clause, claim, one)
    )


def _instead(claim: Claim, one: Shown) -> bool:
    """Of one act a ledger says once what may be: a breach that is possible may also be none, because it is excepted."""
    return one.outcome == "excepted" and claim.outcome == "breach" and not claim.certain


def _same_acts(clause: Clause | None, claim: Claim, one: Shown) -> bool:
    """The acts that an outcome is about must be the same; those that it rests on besides may differ."""
    if isinstance(clause, Prohibition | Limit) or (isinstance(clause, Obligation) and clause.trigger is not None):
        return claim.incidents[:1] == one.incidents[:1]
    if isinstance(clause, Power) and one.outcome == "exerted":
        return sorted(claim.incidents) == sorted(one.incidents)
    return True


def unmatched(clause: Clause | None, claimed: list[Claim], found: list[Shown]) -> list[Claim]:
    """The claims that are left when each is given something else that was found, as far as that goes."""
    given: dict[int, Claim] = {}

    def give(claim: Claim, tried: set[int]) -> bool:
        for place, one in enumerate(found):
            if place not in tried and may_be(clause, claim, one):
                tried.add(place)
                if place not in given or give(given[place], tried):
                    given[place] = claim
                    return True
        return False

    return [claim for claim in claimed if not give(claim, set())]


def verdict_differences(
    entry: tuple[int, Mapping[str, Any]], bounds: tuple[str, str], state: str | None, found: Stands, *, clear: bool
) -> Iterator[Difference]:
    """A verdict that both bounds share holds in each refinement; what any shows to be violated may not be ruled out.

    ``bounds`` are the two bounds of the reading, ``state`` what the ledger says of the life cycle.
    """
    number, plain = entry
    strict, broad = bounds
    if clear and not strict == broad == found.verdict:
        words = strict if strict == broad else f"{strict} or {broad}"
        yield Difference(number=number, words=f"{plain['clause']} is {found.verdict}, not {words}")
    elif clear and state != found.state:
        yield Difference(number=number, words=f"the state of {plain['clause']} is {found.state}, not {state}")
    elif strict == broad != found.verdict and strict in DECIDED:
        yield Difference(
            number=number, words=f"{plain['clause']} may be {found.verdict}; the ledger decides that it is {strict}"
        )
    elif found.verdict == "violated" and "violated" not in (strict, broad) and "inconclusive" not in (strict, broad):
        yield Difference(number=number, words=f"{plain['clause']} may be violated; the ledger rules that out")
