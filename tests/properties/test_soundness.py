"""What is certain stays, and what is not even possible stays away, in every precise version of the incidents."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from .agreements import every_kind, logs, refined, run
from .laws import (
    a_decided_verdict_stays,
    certain_breaches_stay_and_new_ones_were_possible,
    outcomes_lie_within_their_bounds,
    verdicts,
)

AGREEMENT = every_kind()


@given(logs(), st.data())
def test_a_decided_verdict_survives_every_refinement(records, data):
    precise = tuple(data.draw(refined(record)) for record in records)
    a_decided_verdict_stays(run(AGREEMENT, records), run(AGREEMENT, precise))


@given(logs(), st.data())
def test_certain_breaches_stay_and_new_ones_were_possible(records, data):
    precise = tuple(data.draw(refined(record)) for record in records)
    certain_breaches_stay_and_new_ones_were_possible(run(AGREEMENT, records), run(AGREEMENT, precise))


@given(logs(), st.data())
def test_a_condition_is_met_within_the_bounds_that_imprecise_incidents_gave(records, data):
    precise = tuple(data.draw(refined(record)) for record in records)
    outcomes_lie_within_their_bounds(run(AGREEMENT, records), run(AGREEMENT, precise))


@given(logs(evidence=False), st.data())
def test_on_precise_incidents_the_two_bounds_differ_only_where_place_or_claim_do(records, data):
    precise = tuple(data.draw(refined(record)) for record in records)
    found = verdicts(run(AGREEMENT, precise))
    unsure = {"flight", "spots"}  # a map was never published, and where a report stays vague
    if any(record.attributes for record in precise):
        return  # a claim of self-defence can be reported and not established
    if any(one.role == "joint" for record in precise for one in (*record.actor, *record.target)):
        return  # several who act jointly are no one actor, where a clause keeps actors apart
    for clause, readings in found.items():
        if clause not in unsure:
            assert readings["strict"] == readings["broad"], clause
