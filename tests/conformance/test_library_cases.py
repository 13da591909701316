"""The author cases of every shipped agreement, one test a case, under both implementations of inference."""

from __future__ import annotations

from collections import Counter

import pytest

from comply import Agreement, library, load
from comply.cli.cases import find, read
from comply.engine.testing import run_case
from comply.rules.case import Case
from comply.rules.clauses import Unevaluated

WITH_CASES = library()
CASES = [
    pytest.param(file.agreement, case, id=f"{name}/{file.path.stem}:{case.location.line}")
    for name in WITH_CASES
    for file in map(read, find([name]))
    for case in file.cases
]


@pytest.mark.parametrize(("agreement", "case"), CASES)
def test_case(agreement: Agreement, case: Case, inference: str) -> None:
    trial = run_case(agreement, case, inference=inference)
    assert trial.passed, "\n".join(line for failure in trial.failures for line in ("", *failure.lines()))


@pytest.fixture(scope="module")
def inference() -> str:
    from comply.engine.inference import durable

    try:
        durable.DurableInference.of([])
    except durable.InferenceUnavailableError:
        return "native"
    return "both"


@pytest.mark.parametrize("name", WITH_CASES)
def test_every_evaluated_clause_has_at_least_four_cases(name: str) -> None:
    counted = Counter(clause for file in map(read, find([name])) for case in file.cases for clause in case.concerned)
    evaluated = [clause.id for clause in load(name).base.clauses if not isinstance(clause, Unevaluated)]
    assert {clause: counted[clause] for clause in evaluated if counted[clause] < 4} == {}


def test_the_agreements_with_cases_are_shipped() -> None:
    assert set(WITH_CASES) <= set(library())
