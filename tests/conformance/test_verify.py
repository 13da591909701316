"""The checker confirms the author cases, and every forgery of a real ledger is caught."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from comply import Agreement, evaluate
from comply.cli.logs import read as read_log
from comply.cli.verification import unlike
from comply.engine.ledger import entries, lines
from comply.engine.verify.chain import read
from comply.rules.case import Case

from ..properties.checking import checked, entries_of, words
from .test_library_cases import CASES

EXAMPLE = Path(__file__).parents[2] / "examples" / "syria-2016" / "incidents.jsonl"


def confirmed(agreement: Agreement, case: Case) -> None:
    """An author case whose ledger the checker must not refute."""
    evaluation = evaluate(agreement, case.log, until=case.until, as_of=case.as_of)
    found = checked(agreement, evaluation, most=64, sample=16)
    assert not found.refuted, words(found)


@pytest.mark.parametrize(("agreement", "case"), CASES[::40])
def test_some_author_cases_are_confirmed(agreement: Agreement, case: Case) -> None:
    confirmed(agreement, case)


@pytest.mark.slow
@pytest.mark.parametrize(("agreement", "case"), CASES)
def test_all_author_cases_are_confirmed(agreement: Agreement, case: Case) -> None:
    confirmed(agreement, case)


def forgeries(told: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every ledger in which one entry was dropped, told twice, moved by one, or altered: each in another field."""
    for place, entry in enumerate(told):
        before, after = told[:place], told[place + 1 :]
        yield f"dropped {place}", [*before, *after]
        yield f"twice {place}", [*before, entry, entry, *after]
        if after:
            yield f"moved {place}", [*before, after[0], entry, *after[1:]]
        field = list(entry)[place % len(entry)]
        yield f"without {field} of {place}", [*before, {k: v for k, v in entry.items() if k != field}, *after]
        yield f"another {field} of {place}", [*before, {**entry, field: _another(entry[field])}, *after]


def _another(value: Any) -> Any:
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, bool | int):
        return value + 1
    return [*value, "x"] if isinstance(value, list) else {**value, "x": "x"}


def test_every_forgery_of_the_example_breaks_the_chain_or_is_not_reproduced():
    loaded = read_log(None, str(EXAMPLE))
    evaluation = evaluate(loaded.agreement, loaded.log)
    told = list(entries(evaluation))
    assert list(unlike(enumerate(told, start=1), told)) == []
    chained = [line.rstrip(b"\n") for line in lines(evaluation)]
    assert read(b"\n".join([*chained, b""])).faults == ()
    known = {rfc8785.dumps(entry): line for entry, line in zip(told, chained, strict=True)}
    number = 0
    for name, forged in forgeries(told):
        number += 1
        texts = [rfc8785.dumps(entry) for entry in forged]
        assert read(b"\n".join([*(known.get(text, text) for text in texts), b""])).faults, name
        assert list(unlike(enumerate(forged, start=1), told)), name
    assert number == 5 * len(told) - 1


def _mutations(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A finding with something else in one field that it is about."""
    yield {**entry, "effective": {"at": "1999-01-01T00:00:00Z"}}
    yield {**entry, "outcome": "met" if entry["outcome"] == "expiry" else "expiry"}
    yield {**entry, "bearer": ["nobody"]}
    yield {**entry, "answerable": ["nobody"]}
    yield {**entry, "performer": ["nobody"]}
    yield {**entry, "known": "2100-01-01T00:00:00Z"}
    yield {**entry, "citation": ["x"]}
    yield {**entry, "title": "x"}
    if entry["incidents"]:
        yield {**entry, "incidents": entry["incidents"][1:]}


@pytest.mark.parametrize(("agreement", "case"), CASES[7::400])
def test_forgeries_about_what_is_certain_are_refuted_by_the_checker_alone(agreement: Agreement, case: Case) -> None:
    evaluation = evaluate(agreement, case.log, until=case.until, as_of=case.as_of)
    told = list(entries_of(evaluation))
    for place, (number, entry) in enumerate(told):
        if entry["type"] != "finding" or set(entry["readings"].values()) != {"certain"}:
            continue
        before, after = told[:place], told[place + 1 :]
        assert checked(agreement, evaluation, (*before, *after), most=16, sample=4).refuted, entry
        for forged in _mutations(dict(entry)):
            found = checked(agreement, evaluation, (*before, (number, forged), *after), most=16, sample=4)
            assert found.refuted, forged
