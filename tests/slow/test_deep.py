"""The laws on many more examples, and durable-rules under a heap that is filled with rubbish."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from comply.engine.inference import durable
from comply.engine.ledger import lines

from ..properties import test_determinism, test_keeping, test_places, test_soundness, test_watching
from ..properties.agreements import every_kind, logs, run

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
deep = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
LAWS = (
    test_soundness.test_a_decided_verdict_survives_every_refinement,
    test_soundness.test_certain_breaches_stay_and_new_ones_were_possible,
    test_soundness.test_a_condition_is_met_within_the_bounds_that_imprecise_incidents_gave,
    test_keeping.test_what_follows_from_limits_and_maintenances_survives_every_refinement,
    test_keeping.test_a_limit_is_broken_by_the_acts_by_which_a_plain_sum_is_too_much,
    test_keeping.test_a_maintenance_fails_in_the_stretches_that_a_plain_walk_through_the_log_finds,
    test_places.test_what_is_certain_of_a_disc_holds_at_each_of_its_points_and_nothing_new_does,
    test_determinism.test_both_inferences_give_the_same_ledger,
)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_laws_hold_on_many_logs(law):
    if law is test_determinism.test_both_inferences_give_the_same_ledger and durable.REASON is not None:
        pytest.skip(f"durable-rules does not import: {durable.REASON}")
    deep(law)()


@deep
@given(logs(most=25), st.randoms(use_true_random=False))
def test_long_logs_in_any_order_give_the_same_ledger(records, random):
    shuffled = list(records)
    random.shuffle(shuffled)
    agreement = every_kind()
    assert b"".join(lines(run(agreement, tuple(shuffled)))) == b"".join(lines(run(agreement, records)))


def test_a_mission_of_months_leaves_what_one_pass_finds():
    run_state_machine_as_test(test_watching.Mission, settings=settings(deep, max_examples=25, stateful_step_count=30))


@pytest.mark.skipif(durable.REASON is not None, reason=f"durable-rules does not import: {durable.REASON}")
@pytest.mark.parametrize("environment", [{"MALLOC_PERTURB_": "165"}, {"PYTHONHASHSEED": "1"}, {"TZ": "Asia/Tokyo"}])
def test_the_example_gives_the_same_bytes_in_a_hostile_process(environment):
    def ledger(inference: str, more: dict[str, str]) -> bytes:
        command = [sys.executable, "-m", "comply", "evaluate", "examples/syria-2016/incidents.jsonl"]
        command += ["--format", "jsonl", "--inference", inference]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **more}, capture_output=True, check=True).stdout

    assert ledger("durable", environment) == ledger("native", {})
