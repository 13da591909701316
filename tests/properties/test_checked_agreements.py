"""Whatever agreement loads is checked without an error of ours, and never makes the engine raise."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from comply import Incident
from comply.engine.replay import evaluate
from comply.events.errors import AgreementError
from comply.events.incident import Actor, Place, Range
from comply.events.time import DAY, HOUR, Interval, parse_instant
from comply.rules.clauses import CLAUSE_KINDS, kind_of
from comply.rules.fields import fields_of
from comply.rules.lint.registry import LINTS
from comply.rules.lint.run import check
from comply.rules.load import Source, loads_source

from .agreements import log_of
from .documents import KINDS, PARTIES, documents

START = parse_instant("2020-01-01T00:00:00Z")


def written(document: dict[str, Any]) -> bytes:
    """A document as text: JSON is YAML."""
    return json.dumps(document).encode()


def loaded(document: dict[str, Any]) -> Source | None:
    """The document, without the clauses that are refused; every refusal has its place."""
    while document["clauses"]:
        try:
            return loads_source(written(document), file="drawn.yaml")
        except AgreementError as error:
            assert all(problem.location.line for problem in error.problems)
            paths = [problem.location.path or "" for problem in error.problems]
            wrong = {int(match[1]) for path in paths if (match := re.match(r"\$\.clauses\[(\d+)]", path))}
            if not wrong:
                return None
            kept = [clause for number, clause in enumerate(document["clauses"]) if number not in wrong]
            document = {**document, "clauses": kept}
    return None


_intervals = st.tuples(st.integers(-8, 120), st.sampled_from((1, 1, HOUR, DAY))).map(
    lambda pair: Interval(START + pair[0] * 6 * HOUR, START + pair[0] * 6 * HOUR + pair[1])
)
_actors = st.one_of(
    st.just(()),
    st.sampled_from(PARTIES).map(lambda name: (Actor(party=name),)),
    st.lists(st.sampled_from(PARTIES), min_size=2, max_size=2, unique=True).flatmap(
        lambda names: st.sampled_from(("alleged", "joint")).map(
            lambda role: tuple(Actor(party=name, role=role) for name in names)
        )
    ),
)
_places = st.sampled_from(
    (None, Place(pcode="SY0201"), Place(pcode="SY09"), Place(name="bridge"), Place(lat=36.2, lon=37.1))
)


@st.composite
def logs(draw: st.DrawFn) -> tuple[Incident, ...]:
    """A few incidents of the kinds and parties that the documents name."""
    return tuple(
        Incident(
            id=f"i{number}",
            occurred=(when := draw(_intervals)),
            recorded=when.end,
            kind=draw(st.sampled_from(KINDS)),
            actor=draw(_actors),
            target=draw(_actors),
            place=draw(_places),
            killed=draw(st.sampled_from((None, Range(low=0, high=0), Range(low=1, high=3)))),
            count=draw(st.integers(1, 3)),
            aggregate=draw(st.booleans()),
            status=draw(st.sampled_from(("alleged", "reported", "verified", "disputed", "dismissed"))),
            attributes=draw(
                st.sampled_from(({}, {"amount": 2}, {"amount": 0.5, "claim": "self-defence"}, {"amount": "x"}))
            ),
        )
        for number in range(draw(st.integers(0, 5)))
    )


@settings(max_examples=100, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(documents(), logs())
def test_an_agreement_that_loads_is_checked_and_evaluated_without_an_error(document, records):
    source = loaded(document)
    event("loads" if source else "refused")
    if source is None:
        return
    for finding in check(source, (), trusted=LINTS):
        assert finding.location.line is not None
        assert str(finding.words).isprintable()
    evaluate(source.agreement, log_of(records), until=START + 40 * DAY)


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(documents(), logs())
def test_the_same_at_length(document, records):
    test_an_agreement_that_loads_is_checked_and_evaluated_without_an_error.hypothesis.inner_test(document, records)


def test_most_of_what_is_drawn_loads_and_every_kind_and_field_is_drawn():
    """The laws above say something: most clauses are kept, and no kind and no field is left out."""
    drawn: set[tuple[str, str]] = set()
    kept: list[str] = []
    all_drawn: list[str] = []

    @settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
    @given(documents())
    def draw(document):
        drawn.update((clause["kind"], key) for clause in document["clauses"] for key in clause)
        all_drawn.extend(clause["kind"] for clause in document["clauses"])
        source = loaded(document)
        kept.extend(kind_of(clause) for clause in (source.agreement.base.clauses if source else ()))

    draw()
    assert len(kept) * 2 > len(all_drawn)
    assert set(kept) == set(CLAUSE_KINDS)
    known = {key for record in CLAUSE_KINDS.values() for key in fields_of(record)}
    assert known <= {key for _, key in drawn}
