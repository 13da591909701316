"""The same inputs give the same bytes: in any order of lines, on both implementations of inference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comply.engine.inference import durable
from comply.engine.ledger import lines

from .agreements import every_kind, logs, run

AGREEMENT = every_kind()
needs_durable = pytest.mark.skipif(
    durable.REASON is not None, reason=f"durable-rules does not import: {durable.REASON}"
)


def _bytes(records, **options) -> bytes:
    return b"".join(lines(run(AGREEMENT, records, **options)))


@given(logs(), st.randoms(use_true_random=False))
def test_any_order_of_lines_gives_the_same_ledger(records, random):
    shuffled = list(records)
    random.shuffle(shuffled)
    assert _bytes(tuple(shuffled)) == _bytes(records)


@needs_durable
@given(logs())
def test_both_inferences_give_the_same_ledger(records):
    assert _bytes(records, inference="durable") == _bytes(records, inference="native")


@given(logs())
def test_a_reading_is_the_same_beside_another_as_alone(records):
    alone = run(AGREEMENT, records, readings=["letter"])
    beside = run(AGREEMENT, records)
    for one, other in zip(alone.verdicts, beside.verdicts, strict=True):
        assert {name: other.readings[name] for name in one.readings} == dict(one.readings)
        assert one.states["letter"] == other.states["letter"]
