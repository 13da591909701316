"""A ledger as the engine writes it, held against the independent checker."""

from __future__ import annotations

import json
from typing import Any

from comply import Agreement, Evaluation
from comply.engine.ledger import lines
from comply.engine.verify.case import Case, Checked, Limits
from comply.engine.verify.chain import read
from comply.engine.verify.check import check
from comply.engine.verify.claims import Entry
from comply.engine.verify.records import events
from comply.events.time import Instant


def entries_of(evaluation: Evaluation) -> tuple[Entry, ...]:
    """The entries of the ledger of an evaluation, as they are read back."""
    chain = read(b"".join(lines(evaluation)))
    assert chain.faults == ()
    return chain.entries


def checked(
    agreement: Agreement,
    evaluation: Evaluation,
    entries: tuple[Entry, ...] | None = None,
    known: Instant | None = None,
    **limits: int,
) -> Checked:
    """What the checker says of entries, by default of those that the engine writes.

    Where a lateness is declared, ``known`` is the last instant at which anything of the log became known.
    """
    case = Case(
        agreement=agreement,
        events=events(evaluation.incidents, None, evaluation.until),
        readings=evaluation.readings,
        horizon=evaluation.horizon,
        inclusive=evaluation.until is not None,
        entries=entries_of(evaluation) if entries is None else entries,
        seed=evaluation.log_digest,
        known=known,
        lateness=evaluation.lateness,
    )
    return check(case, Limits(**limits))


def words(found: Checked) -> str:
    """What is refuted, for a failing test."""
    return "\n".join(f"{one.number} {one.reading} {one.words} | {'; '.join(one.taken)}" for one in found.refuted)


def changed(entry: dict[str, Any], **values: Any) -> dict[str, Any]:
    """An entry with other values, apart from the one it was."""
    return {**json.loads(json.dumps(entry)), **values}
