"""Both implementations of inference answer alike, and the one on durable-rules keeps to its safe subset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comply.engine.inference import durable
from comply.engine.inference.choose import choose
from comply.engine.inference.native import NativeInference
from comply.engine.inference.protocol import InferenceUnavailableError, Rule

needs_durable = pytest.mark.skipif(
    durable.REASON is not None, reason=f"durable-rules does not import: {durable.REASON}"
)

outcomes = st.tuples(st.integers(0, 40), st.integers(0, 4))


@st.composite
def rule_sets(draw, most=150):
    places = draw(st.lists(st.tuples(outcomes, st.integers(0, 3)), max_size=most))
    return [Rule(priority, number, *place) for number, (place, priority) in enumerate(places)]


@needs_durable
@given(rule_sets(), st.lists(st.tuples(outcomes, st.booleans()), max_size=60))
def test_both_fire_the_same_rules_in_the_same_order(rules, asked):
    try:
        on_durable = durable.DurableInference.of(rules)
    except InferenceUnavailableError:
        return
    native = NativeInference.of(rules)
    try:
        for (clause, outcome), certain in asked:
            expected = native.infer(clause, outcome, certain=certain)
            assert on_durable.infer(clause, outcome, certain=certain) == expected
    finally:
        on_durable.close()


def test_rules_fire_by_priority_and_then_by_number():
    rules = [Rule(5, 0, 1, 1), Rule(0, 2, 1, 1), Rule(0, 1, 1, 1), Rule(0, 3, 2, 1)]
    assert NativeInference.of(rules).infer(1, 1, certain=True) == (1, 2, 0)


@needs_durable
def test_auto_means_durable_rules_where_it_imports():
    inference = choose("auto", [])
    assert inference.name == "durable"
    inference.close()


def test_without_durable_rules_auto_is_native_and_durable_is_refused(monkeypatch):
    monkeypatch.setattr(durable, "_engine", None)
    monkeypatch.setattr(durable, "REASON", "not built for this Python")
    assert choose("auto", []).name == "native"
    with pytest.raises(InferenceUnavailableError, match="not built for this Python"):
        choose("durable", [])


@needs_durable
def test_a_handle_is_rebuilt_when_it_has_held_many_facts(monkeypatch):
    monkeypatch.setattr(durable, "FACTS_PER_HANDLE", 3)
    inference = durable.DurableInference.of([Rule(0, 0, 1, 1), Rule(1, 1, 1, 1)])
    assert [inference.infer(1, 1, certain=True) for _ in range(20)] == [(0, 1)] * 20
    inference.close()


@needs_durable
def test_more_rules_than_one_ruleset_holds_are_split_by_outcome():
    rules = [Rule(0, number, number // 3, 0) for number in range(300)]
    inference = durable.DurableInference.of(rules)
    assert [inference.infer(clause, 0, certain=True) for clause in (0, 57, 99)] == [
        (0, 1, 2),
        (171, 172, 173),
        (297, 298, 299),
    ]
    inference.close()


@needs_durable
def test_an_unexpected_return_code_is_fatal_and_names_the_fact(monkeypatch):
    inference = durable.DurableInference.of([Rule(0, 0, 7, 1)])

    class Broken:
        def __getattr__(self, name):
            return getattr(engine, name)

        def assert_fact(self, handle, message):
            return 207, 0

    engine = durable._engine
    monkeypatch.setattr(durable, "_engine", Broken())
    with pytest.raises(durable.DurableFault, match=r"'k': 113.* returned 207"):
        inference.infer(7, 1, certain=True)
    monkeypatch.undo()
    inference.close()


def rule(condition):
    return {"r": {"all": [{"m": condition}]}}


@pytest.mark.parametrize(
    "definition",
    [
        rule({"$and": [{"k": 1}, {"t": "e"}]}),  # the type comes first
        rule({"k": 1}),
        rule({"$and": [{"t": "e"}, {"$gt": {"k": 1}}]}),
        rule({"$and": [{"t": "e"}, {"k": 0.5}]}),
        rule({"$and": [{"t": "e"}, {"k": True}]}),
        rule({"$and": [{"t": "e"}, {"k": "text"}]}),
        rule({"$and": [{"t": "e"}, {"k": {"m": "k"}}]}),
        rule({"$or": [{"t": "e"}, {"t": "f"}]}),
        rule({"t": "é"}),
        {"r": {"all": [{"m": {"t": "e"}}, {"n": {"t": "f"}}]}},
        {"r": {"all": [{"m$not": {"t": "e"}}]}},
        {"r": {"any": [{"m": {"t": "e"}}]}},
        {"r": {"all": [{"m": {"t": "e"}}], "count": 3}},
        {f"r{number}": {"all": [{"m": {"t": "e"}}]} for number in range(62)},
    ],
)
def test_a_ruleset_outside_the_safe_subset_is_refused(definition):
    with pytest.raises(durable.DurableFault):
        durable.check_safe(definition)


def test_the_rulesets_that_are_made_are_inside_it():
    durable.check_safe(rule({"t": "boot"}) | {"s": rule({"$and": [{"t": "e0"}, {"k": 17}]})["r"]})
