"""Engine and checker say the same where reports are precise, and elsewhere do not contradict each other."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from comply.engine.replay import evaluate
from comply.events.time import DAY

from .agreements import every_kind, log_of, logs, refined, run
from .checking import checked, words
from .documents import documents
from .test_checked_agreements import START, loaded
from .test_checked_agreements import logs as drawn_logs

AGREEMENT = every_kind()
QUIET = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@QUIET
@given(logs(evidence=False, most=6), st.data())
def test_on_precise_logs_the_engine_and_the_checker_find_the_same(records, data):
    precise = tuple(data.draw(refined(record)) for record in records)
    found = checked(AGREEMENT, run(AGREEMENT, precise), most=16, sample=4)
    assert not found.refuted, words(found)


@QUIET
@given(logs(most=3))
def test_no_precise_version_contradicts_what_the_engine_says_of_an_imprecise_log(records):
    found = checked(AGREEMENT, run(AGREEMENT, records), most=16, sample=12)
    assert not found.refuted, words(found)


@settings(QUIET, max_examples=25)
@given(documents(), drawn_logs())
def test_the_same_for_agreements_of_every_form(document, records):
    source = loaded(document)
    assume(source is not None)
    assert source is not None
    evaluation = evaluate(source.agreement, log_of(records), until=START + 40 * DAY)
    found = checked(source.agreement, evaluation, most=32, sample=12)
    assert not found.refuted, words(found)


@pytest.mark.slow
@settings(QUIET, max_examples=200)
@given(documents(), drawn_logs())
def test_the_same_for_agreements_of_every_form_at_length(document, records):
    test_the_same_for_agreements_of_every_form.hypothesis.inner_test(document, records)
