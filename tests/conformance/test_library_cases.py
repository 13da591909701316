"""The author cases of every shipped agreement and of other people's systems, under both implementations of inference.

One test a case. The agreements of other people's systems stand in ``examples/peers``; ``docs/peers.md`` tells of them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from comply import Agreement, library, load
from comply.cli.cases import find, read
from comply.engine.testing import run_case
from comply.rules.case import Case
from comply.rules.clauses import Unevaluated
from comply.rules.format import format_document
from comply.rules.lint.registry import LINTS
from comply.rules.lint.run import check
from comply.rules.load import load_source

ROOT = Path(__file__).parents[2]
WITH_CASES = library()
PEERS = tuple(sorted(path.parent for path in ROOT.glob("examples/peers/*/agreement.yaml")))
CASES = [
    pytest.param(file.agreement, case, id=f"{Path(name).name}/{file.path.stem}:{case.location.line}")
    for name in (*WITH_CASES, *map(str, PEERS))
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


def test_there_are_peers() -> None:
    assert PEERS


@pytest.mark.parametrize("folder", PEERS, ids=lambda folder: folder.name)
def test_a_peer_is_on_the_page_and_passes_the_checks(folder: Path) -> None:
    source = load_source(str(folder / "agreement.yaml"))
    assert format_document(source.data) == source.data
    found = check(source, (), trusted=LINTS)
    assert [finding for finding in found if finding.severity != "note"] == []
    assert f"`{folder.name}`" in (ROOT / "docs" / "peers.md").read_text()
